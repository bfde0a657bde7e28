/** Tests of one file, one after the other. The closing line is what `run.mjs` and CI read. */

export class Suite {
  #passed = 0;
  #failed = 0;

  constructor(name) {
    this.name = name;
    console.log(`# ${name}`);
  }

  /** Runs a test; a failure is told, and the next one runs all the same. */
  async test(name, action) {
    try {
      await action();
      this.#passed++;
      console.log(`ok      ${name}`);
    } catch (error) {
      this.#failed++;
      console.log(`FAILED  ${name}\n${indented(error?.stack ?? String(error))}`);
    }
  }

  end() {
    console.log(`${this.#passed} passed, ${this.#failed} failed`);
    if (this.#failed > 0) process.exitCode = 1;
  }
}

const indented = (text) => text.replace(/^/gm, "        ");

/** Waits until `look` gives something true, and returns it. What it waited for is in the error. */
export async function eventually(what, look, withinS = 60) {
  const until = performance.now() + withinS * 1000;
  let last;
  for (;;) {
    last = await look();
    if (last) return last;
    if (performance.now() > until) throw new Error(`not within ${withinS} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
