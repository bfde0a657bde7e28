/** The built page with the headers that the server gives it, and everything else from the server: as behind a proxy. */
import { readFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const built = fileURLToPath(new URL("../../http/chordwork/http/web/", import.meta.url));
const source = fileURLToPath(new URL("../../http/chordwork/http/rest/pages/web.py", import.meta.url));
const types = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml; charset=utf-8",
  ".webmanifest": "application/manifest+json",
};

/** The policy that the server sends, read from where it stands. */
export async function contentSecurityPolicy() {
  const text = await readFile(source, "utf8");
  const block = /CONTENT_SECURITY_POLICY[^=]*= "; "\.join\(\s*\(([\s\S]*?)\n {4}\)/.exec(text);
  if (block === null) throw new Error(`no CONTENT_SECURITY_POLICY in ${source}`);
  return [...block[1].matchAll(/"([^"]*)"/g)].map((found) => found[1]).join("; ");
}

export async function openFront(upstream) {
  const { hostname, port } = new URL(upstream);
  const policy = await contentSecurityPolicy();
  const server = createServer(async (asked, answer) => {
    const path = normalize(decodeURIComponent(new URL(asked.url, "http://x").pathname)).replace(/^\/+/, "");
    const file = join(built, path || "index.html");
    const body =
      file.startsWith(built) && asked.method === "GET" ? await readFile(file).catch(() => null) : null;
    if (body !== null) {
      answer.writeHead(200, {
        "Content-Type": types[extname(file)] ?? "application/octet-stream",
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-cache",
      });
      answer.end(body);
      return;
    }
    const { method, headers, url: address } = asked;
    const passed = request({ hostname, port, path: address, method, headers }, (response) => {
      answer.writeHead(response.statusCode, response.headers);
      response.pipe(answer);
    });
    passed.on("error", () => answer.writeHead(502, { "Content-Type": "text/plain" }).end("no server"));
    asked.pipe(passed);
  });
  server.on("upgrade", (asked, socket, head) => {
    const passed = connect(Number(port), hostname, () => {
      const lines = asked.rawHeaders.map((each, index) => (index % 2 ? `: ${each}\r\n` : each)).join("");
      passed.write(`GET ${asked.url} HTTP/1.1\r\n${lines}\r\n`);
      passed.write(head);
      socket.pipe(passed).pipe(socket);
    });
    for (const [one, other] of [
      [socket, passed],
      [passed, socket],
    ]) {
      one.on("error", () => other.destroy());
      one.on("close", () => other.destroy());
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
