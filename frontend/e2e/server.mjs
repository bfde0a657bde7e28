/** A `chordwork serve` of its own for the tests, which can be killed and started again at the same address. */
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
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

export class Server {
  #process = null;
  #said = "";

  /** @param {number} port @param {string[]} options more of `chordwork serve` */
  constructor(port, options = []) {
    this.port = port;
    this.options = options;
    this.url = `http://127.0.0.1:${port}/`;
  }

  async start() {
    const child = spawn(chordwork, ["serve", "--port", String(this.port), ...this.options], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#process = child;
    this.#said = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (data) => {
        this.#said = (this.#said + data).slice(-8000);
      });
    }
    for (let turn = 0; turn < 600; turn++) {
      if (child.exitCode !== null) throw new Error(`chordwork serve ended:\n${this.#said}`);
      const isReady = await fetch(`${this.url}readyz`).then(
        (response) => response.ok,
        () => false,
      );
      if (isReady) return this;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`chordwork serve is not there after a minute:\n${this.#said}`);
  }

  get pid() {
    return this.#process?.pid;
  }

  /** At once, as by a power cut. */
  async kill() {
    await this.#end("SIGKILL");
  }

  async stop() {
    await this.#end("SIGTERM");
  }

  async #end(signal) {
    const child = this.#process;
    this.#process = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    const late = setTimeout(() => child.kill("SIGKILL"), 15_000);
    await ended;
    clearTimeout(late);
  }
}

/** @param {string[]} options more of `chordwork serve` @returns `url` of the page, the `server`, and `close` */
export async function openServer(options = []) {
  const server = await new Server(await freePort(), options).start();
  const page = await fetch(server.url, { headers: { Accept: "text/html" } });
  if (!(page.headers.get("Content-Type") ?? "").startsWith("text/html")) {
    await server.stop();
    throw new Error("the server has no page: npm run build");
  }
  return { server, url: server.url, close: () => server.stop() };
}
