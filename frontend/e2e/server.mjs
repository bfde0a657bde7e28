/** A `chordwork serve` of its own for the tests, and the page in front of it. */
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { openFront } from "./front.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
export const CHORDWORK = process.env.CHORDWORK ?? here("../../.venv/bin/chordwork");

export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** The server, which can be killed and started again at the same address. */
export class Server {
  #process = null;
  #said = "";

  constructor(port, options) {
    this.port = port;
    this.options = options;
    this.url = `http://127.0.0.1:${port}/`;
  }

  async start() {
    const child = spawn(CHORDWORK, ["serve", "--port", String(this.port), ...this.options], {
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
      if (
        await fetch(`${this.url}healthz`).then(
          (response) => response.ok,
          () => false,
        )
      )
        return;
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

/**
 * Server and page.
 * @param options more of `chordwork serve`
 * @returns `url` of the page, the `server`, and `close`
 */
export async function openServer(options = []) {
  const server = new Server(await freePort(), options);
  await server.start();
  const page = await fetch(server.url);
  const serves = page.ok && (page.headers.get("Content-Type") ?? "").startsWith("text/html");
  const front = serves ? null : await openFront(server.url);
  return {
    server,
    url: front?.url ?? server.url,
    async close() {
      await front?.close();
      await server.stop();
    },
  };
}
