/**
 * A song is written in a real Chromium: a theme becomes a plan, what is locked stays when the rest is written anew, a
 * field set by hand holds and a wrong one is refused, a reload loses nothing, and band and song book take it.
 *
 *     npm run build && node e2e/write.e2e.mjs
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { browser, complaints, servedPage } from "./served.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function assertAccessible(page, where) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  assert.deepEqual(
    serious.map(({ id, nodes }) => `${where}: ${id}: ${nodes[0].html.slice(0, 300)}`),
    [],
  );
}

const { address, close } = await servedPage();
const chrome = await browser();
try {
  for (const colorScheme of ["dark", "light"]) {
    const context = await chrome.newContext({
      locale: "en-GB",
      viewport: { width: 360, height: 740 },
      colorScheme,
    });
    const page = await context.newPage();
    const complained = complaints(page);
    await page.goto(`${address}#/write`);
    await assertAccessible(page, "write, empty");
    await page.getByRole("button", { name: "walking home through the rain" }).click();
    await page.getByRole("button", { name: "Write it" }).click();
    const plan = page.locator("article");
    await plan.waitFor();
    const title = await plan.locator("h2").first().textContent();
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(wide <= 360, `nothing is wider than the phone: ${wide}`);
    await assertAccessible(page, "write, plan");

    // Locked stays, the rest is another song.
    await plan.getByRole("button", { name: "Lock: Form" }).click(); // another may have no verse
    const verse = page.getByRole("region", { name: "Verse" });
    await verse.getByRole("button", { name: "Lock: Chords" }).click();
    const chords = await verse.locator("ol li").allTextContents();
    const rest = await plan.textContent();
    await page.getByRole("button", { name: "Write the rest anew" }).click();
    await page.waitForFunction((before) => document.querySelector("article").textContent !== before, rest);
    await verse.waitFor();
    assert.deepEqual(await verse.locator("ol li").allTextContents(), chords, "locked chords stay");

    // By hand: a wrong chord is refused and said, a right one holds and is locked.
    const chorus = page.getByRole("region", { name: "Chorus" });
    await chorus.getByRole("button", { name: "Change: Chords" }).click();
    await chorus.getByRole("textbox").fill("G | Zz");
    await chorus.getByRole("button", { name: "Set" }).click();
    await page.getByRole("alert").waitFor();
    await chorus.getByRole("textbox").fill("G | D | Em | C");
    await chorus.getByRole("textbox").press("Enter");
    await chorus.getByRole("textbox").waitFor({ state: "detached" });
    assert.deepEqual(await chorus.locator("ol li").allTextContents(), ["G", "D", "Em", "C"]);
    const lock = chorus.getByRole("button", { name: "Lock: Chords" });
    assert.equal(await lock.getAttribute("aria-pressed"), "true");

    await page.waitForTimeout(300); // until it is kept
    await page.reload();
    await plan.waitFor();
    assert.deepEqual(
      await chorus.locator("ol li").allTextContents(),
      ["G", "D", "Em", "C"],
      "kept over a reload",
    );

    await page.getByRole("button", { name: "Into the song book" }).click();
    await page.getByText("It is in the song book.").waitFor();

    await page.getByRole("button", { name: "Hear it with the band" }).click();
    await page.getByText("all of it").waitFor();
    await page.getByTestId("play").click();
    await page.getByRole("heading", { name: "Verse 1" }).waitFor();
    await page.locator("ol [aria-current]").waitFor();
    await assertAccessible(page, "band, plan");
    await page.getByTestId("play").click();

    // The song that was sent is there to be taken.
    await page.getByRole("button", { name: "Type chords instead" }).click();
    await page.getByLabel("Take from …").selectOption({ index: 1 });
    assert.match(await page.getByRole("textbox").inputValue(), /G \| D \| Em \| C/);
    const refusals = complained.filter((each) => !each.includes("422"));
    assert.deepEqual(refusals, [], "no complaint but for the wrong chord");
    console.log(`write, ${colorScheme}: all right (“${title}”)`);
    await context.close();
  }
} finally {
  await chrome.close();
  await close();
}
