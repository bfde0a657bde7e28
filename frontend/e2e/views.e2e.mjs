/** Every view in every dress: no violation of the policy, no error in the console, no serious issue for axe. */
import assert from "node:assert/strict";
import { openChromium, openPage, openServer, picture, Suite, seriousIssues, visit } from "./rig.mjs";

const VIEWS = ["listen", "songs", "write", "band", "practice", "settings"];
const suite = new Suite("views");
const { url, close } = await openServer();
const browser = await openChromium();
try {
  for (const device of ["phone", "laptop"]) {
    for (const theme of ["light", "dark"]) {
      for (const view of VIEWS) {
        await suite.test(`${view}, ${device}, ${theme}`, async () => {
          const opened = await openPage(browser, null, { device, theme });
          try {
            await visit(opened.page, url, view);
            assert.deepEqual(await seriousIssues(opened.page), []);
            assert.deepEqual(opened.faults, []);
            const overflow = await opened.page.evaluate(
              () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
            );
            assert.equal(overflow, 0, "the page is wider than the screen");
            await picture(opened.page, `${view}-${device}-${theme}`);
          } finally {
            await opened.close();
          }
        });
      }
    }
  }
  await suite.test("in German, with German as the document's language", async () => {
    const { page, faults, close } = await openPage(browser, `${url}#/practice`, { locale: "de-DE" });
    await page.getByRole("heading", { level: 1, name: "Üben" }).waitFor();
    assert.equal(await page.evaluate(() => document.documentElement.lang), "de");
    assert.deepEqual(faults, []);
    await close();
  });
  await suite.test("everything can be reached by keyboard", async () => {
    const { page, close } = await openPage(browser, null, {});
    await visit(page, url, "listen");
    const reached = new Set();
    for (let press = 0; press < 12; press++) {
      await page.keyboard.press("Tab");
      reached.add(await page.evaluate(() => document.activeElement?.textContent ?? ""));
    }
    for (const place of ["Skip to the content", "Listen", "Songs", "Practice", "Settings"]) {
      assert.ok(reached.has(place), `${place} is not reached: ${[...reached].join(", ")}`);
    }
    await close();
  });
} finally {
  await browser.close();
  await close();
}
suite.end();
