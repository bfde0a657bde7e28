/** The page as a server of its own serves it, or the one at `CHORDWORK_URL`. */
import { chromium } from "playwright-core";
import { freePort, Server } from "./server.mjs";

/** Address of the page, and how to end serving it. */
export async function servedPage(running = process.env.CHORDWORK_URL) {
  if (running !== undefined)
    return { address: `${running.replace(/\/$/, "")}/`, close: async () => undefined };
  const server = await new Server(await freePort()).start();
  return { address: server.url, close: () => server.stop() };
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
