/** What goes wrong is said in words: no microphone, none allowed, no server, a full one, a key that is refused. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { folder, openChromium, openPage, openServer, picture, Suite, seriousIssues, visit } from "./rig.mjs";

const suite = new Suite("errors");
const place = await folder();
const beeping = await openChromium();

/** Presses Listen, waits for these words, and keeps a picture. */
async function told(url, words, name, { after = null, refusal = null } = {}) {
  const { page, close } = await openPage(beeping, null, { device: "phone", theme: "light" });
  // Headless Chromium asks nobody: what the browser would say is said in its place.
  await page.addInitScript((reason) => {
    if (reason === null) return;
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", reason));
  }, refusal);
  await visit(page, url, "listen");
  await page.getByRole("button", { name: "Listen", exact: true }).click();
  if (after !== null) {
    await page.locator('[data-phase="live"]').waitFor({ timeout: 60_000 });
    await after();
  }
  const shown = page.getByText(words).first();
  await shown.waitFor({ timeout: 20_000 }).catch(async () => {
    assert.fail(`not “${words}”, but: ${await page.locator("main").textContent()}`);
  });
  await picture(page, `error-${name}-phone-light`);
  assert.deepEqual(await seriousIssues(page), []);
  await close();
}

async function withServer(options, action) {
  const opened = await openServer(options);
  try {
    await action(opened);
  } finally {
    await opened.close();
  }
}

try {
  await withServer([], async ({ url, server }) => {
    for (const [what, refusal, words] of [
      ["no-microphone", "NotFoundError", "There is no microphone"],
      ["denied", "NotAllowedError", "The microphone is not allowed"],
    ]) {
      await suite.test(what, () => told(url, words, what, { refusal }));
    }
    await suite.test("server down", () =>
      told(url, /The (server does not answer|connection is lost)/, "server-down", {
        after: () => server.kill(),
      }),
    );
  });
  await suite.test("server full", () =>
    withServer(["--max-sessions", "1"], async ({ url }) => {
      const first = await openPage(beeping, null);
      await visit(first.page, url, "listen");
      await first.page.getByRole("button", { name: "Listen", exact: true }).click();
      await first.page.locator('[data-phase="live"]').waitFor({ timeout: 60_000 });
      await told(url, "The server is full", "server-full");
      await first.close();
    }),
  );
  await suite.test("key refused", async () => {
    const keys = join(place.path, "keys");
    await writeFile(keys, `somebody sha256:${"0".repeat(64)}\n`);
    await withServer(["--api-keys-file", keys], ({ url }) =>
      told(url, "This server wants a key", "key-refused"),
    );
  });
} finally {
  await beeping.close();
  await place.remove();
}
suite.end();
