/**
 * The built page for browser tests. `CHORDWORK_URL` is a running `chordwork serve`; where it serves the page itself,
 * that is taken, else the built files are served here, under the same Content-Security-Policy, with it behind them.
 */
import { readFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const BUILT = fileURLToPath(new URL("../../http/chordwork/http/web/", import.meta.url));
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
  ".webmanifest": "application/manifest+json",
};
const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; " +
  "media-src 'self' blob:; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/** Address of the page, and how to end serving it. */
export async function servedPage(server = process.env.CHORDWORK_URL ?? "http://127.0.0.1:8765") {
  const own = await fetch(server, { headers: { Accept: "text/html" } });
  if (own.ok && (await own.text()).includes('id="root"'))
    return { address: `${server}/`, close: () => undefined };
  const serving = createServer(async (asked, answer) => {
    const { pathname } = new URL(asked.url, "http://page");
    const path = join(BUILT, normalize(pathname === "/" ? "index.html" : pathname));
    const body = path.startsWith(BUILT) ? await readFile(path).catch(() => null) : null;
    if (body !== null && asked.method === "GET") {
      answer.writeHead(200, {
        "Content-Type": TYPES[extname(path)] ?? "application/octet-stream",
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-cache",
      });
      answer.end(body);
      return;
    }
    const passed = request(
      new URL(asked.url, server),
      { method: asked.method, headers: asked.headers },
      (said) => {
        answer.writeHead(said.statusCode, said.headers);
        said.pipe(answer);
      },
    );
    passed.on("error", () => answer.destroy());
    asked.pipe(passed);
  });
  await new Promise((resolve) => serving.listen(0, "127.0.0.1", resolve));
  return { address: `http://127.0.0.1:${serving.address().port}/`, close: () => serving.close() };
}

export function browser(...flags) {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--headless=new", ...flags],
  });
}

/** What the page complains of, to be empty at the end. */
export function complaints(page) {
  const all = [];
  page.on("console", (message) => message.type() === "error" && all.push(message.text()));
  page.on("pageerror", (error) => all.push(String(error)));
  return all;
}
