/**
 * A chart of another program on the page, in a real Chromium: a file is chosen by keyboard, one is dropped, a broken one
 * is refused with its reason; the song's bars are there, its tab is drawn, and band and practice take it.
 *
 *     npm run build && node e2e/charts.e2e.mjs
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { browser, complaints, servedPage } from "./served.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const bar = (...symbols) => ({
  chords: symbols.map((symbol, index) => ({ symbol, beat: (4 / symbols.length) * index })),
});
const CHART = {
  format: "chordwork-chart",
  version: 1,
  songs: [
    {
      title: "Round the corner",
      artist: "Somebody",
      tempo_bpm: 96,
      metre: "4/4",
      sections: [
        {
          name: "Verse",
          bars: [
            { ...bar("G"), repeat_begins: true },
            { ...bar("D7", "C"), repeat_times: 2 },
          ],
        },
        { name: "Chorus", bars: [bar("Em"), bar("C")] },
      ],
    },
  ],
};
const file = (name, data) => ({ name, mimeType: "application/octet-stream", buffer: Buffer.from(data) });

const { address, close } = await servedPage();
const chrome = await browser();
try {
  const context = await chrome.newContext({ locale: "en-GB", viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const complained = complaints(page);
  await page.goto(`${address}#/songs`);
  const importing = page.getByRole("button", { name: "Import" });
  let chooser = null;
  for (let turn = 0; chooser === null && turn < 6; turn += 1) {
    // The page may be there before it listens: a press too early does nothing.
    const chosen = page.waitForEvent("filechooser", { timeout: 10_000 }).catch(() => null);
    await importing.press("Enter");
    chooser = await chosen;
  }
  await chooser.setFiles(file("round.json", JSON.stringify(CHART)));
  await page.getByText("1 song is added.").waitFor();

  // The same again, dropped: it is here. A broken one says where it is broken.
  const dropped = async (name, text) => {
    const data = await page.evaluateHandle(
      ([name, text]) => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([text], name));
        return transfer;
      },
      [name, text],
    );
    await page.dispatchEvent("section[aria-label='Song book']", "drop", { dataTransfer: data });
  };
  await dropped("again.json", JSON.stringify(CHART));
  await page.getByText("1 song was here already.").waitFor();
  await dropped("bad.json", JSON.stringify({ ...CHART, version: 2 }));
  await page.getByRole("alert").filter({ hasText: "version" }).waitFor();

  await page.getByRole("link", { name: /Round the corner/ }).click();
  await page.getByRole("heading", { name: "Round the corner" }).waitFor();
  const sheet = await page.locator("article").textContent();
  assert.match(sheet, /Verse/);
  assert.match(sheet, /D7/);
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => window.axe.run());
  assert.deepEqual(
    violations.filter(({ impact }) => ["serious", "critical"].includes(impact)).map(({ id }) => id),
    [],
  );
  if (process.env.SCREENSHOT) await page.screenshot({ path: process.env.SCREENSHOT, fullPage: true });
  await page.getByRole("button", { name: "Tab", exact: true }).click();
  await page.locator("article svg").first().waitFor();

  await page.evaluate(() => {
    location.hash = "#/band";
  });
  await page.getByLabel("Take from …").selectOption({ label: "Round the corner" });
  assert.equal(await page.getByRole("textbox").inputValue(), "G | D7 C | G | D7 C | Em | C");
  const refusals = complained.filter((each) => !each.includes("422"));
  assert.deepEqual(refusals, [], "no complaint but for the broken file");
  console.log("charts: all right");
} finally {
  await chrome.close();
  await close();
}
