/** Pictures of views, phone and laptop, dark and light: `node e2e/looks.mjs FOLDER`. Looked at, not compared. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { browser, complaints, servedPage } from "./served.mjs";

const folder = process.argv[2] ?? "looks";
const only = process.argv[3];
const SIZES = { phone: { width: 360, height: 740 }, laptop: { width: 1280, height: 800 } };

/** What is done in each view before the picture. */
const VIEWS = {
  async write(page) {
    await page.getByRole("textbox").first().fill("walking home through the rain");
    await page.locator("form button[type=submit]").click();
    await page.locator("article").waitFor();
    await page.locator("article [aria-pressed]").first().click();
  },
  async band(page) {
    await page.getByRole("textbox").fill("C | Am7 F#m7b5/E | F | G7\nC | E7 Am | Dm7 G7 | C");
    await page.getByTestId("play").click();
    await page.waitForFunction(
      () => document.querySelector("ol [aria-current] small")?.textContent === "2",
      null,
      {
        timeout: 40_000,
      },
    );
  },
};

await mkdir(folder, { recursive: true });
const { address, close } = await servedPage();
const chrome = await browser();
try {
  for (const [view, prepare] of Object.entries(VIEWS)) {
    if (only !== undefined && view !== only) continue;
    for (const [size, viewport] of Object.entries(SIZES)) {
      for (const theme of ["dark", "light"]) {
        const locale = theme === "dark" ? "en-GB" : "de-DE";
        const context = await chrome.newContext({ viewport, locale, colorScheme: theme });
        const page = await context.newPage();
        const complained = complaints(page);
        await page.goto(`${address}#/${view}`);
        await prepare(page);
        await page.screenshot({ path: join(folder, `${view}-${size}-${theme}.png`) });
        await page.screenshot({ path: join(folder, `${view}-${size}-${theme}-whole.png`), fullPage: true });
        if (complained.length > 0) console.log(view, size, theme, complained);
        await context.close();
      }
    }
  }
} finally {
  await chrome.close();
  await close();
}
