/** A `chordwork serve` of one's own, that can be killed and brought back on the same port. */
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";

const inTree = fileURLToPath(new URL("../../.venv/bin/", import.meta.url));
/** The program, or what stands in `CHORDWORK`. */
export const chordwork = process.env.CHORDWORK ?? (existsSync(inTree) ? `${inTree}chordwork` : "chordwork");
export const python = existsSync(inTree) ? `${inTree}python` : "python3";

/** One that nobody listens on, or what stands in `CHORDWORK_PORT`. */
export async function freePort() {
  if (process.env.CHORDWORK_PORT) return Number(process.env.CHORDWORK_PORT);
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

export class Server {
  #child = null;

  /** @param {number} port @param {Record<string, string>} env */
  constructor(port, env = {}) {
    this.port = port;
    this.env = env;
    this.url = `http://127.0.0.1:${port}/`;
  }

  async start() {
    this.#child = spawn(chordwork, ["serve", "--port", `${this.port}`], {
      stdio: "ignore",
      env: { ...process.env, ...this.env },
    });
    for (let attempt = 0; attempt < 600; attempt++) {
      if (this.#child.exitCode !== null) throw new Error(`${chordwork} serve ended by itself`);
      const ready = await fetch(`${this.url}readyz`).then(
        (response) => response.ok,
        () => false,
      );
      if (ready) return this;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error("the server is not ready after a minute");
  }

  /** At once, as a crash: nothing is said to anybody. */
  async kill() {
    const child = this.#child;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGKILL");
    await gone;
  }
}
