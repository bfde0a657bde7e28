/** The page in a second engine: Firefox loads it, captures its fake tone, streams, and shows level and tuning. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { eventually, FIREFOX, openFirefox, openServer, picture, Suite } from "./rig.mjs";

const suite = new Suite("firefox");
for (const needed of [FIREFOX, "/usr/bin/pulseaudio"]) {
  if (existsSync(needed)) continue;
  console.log(`# left out: there is no ${needed}`);
  suite.end();
  process.exit();
}
const { url, close } = await openServer();
const firefox = await openFirefox();
try {
  console.log(`# ${await firefox.browser.version()}`);
  const { page, faults } = await firefox.openPage(`${url}#/listen`);
  const words = () => page.$eval("main", (main) => main.textContent);

  await suite.test("every view is there", async () => {
    for (const view of ["songs", "write", "band", "practice", "settings", "listen"]) {
      await page.goto(`${url}#/${view}`);
      await page.waitForSelector(`nav a[aria-current=page][href$="${view}"]`);
      await page.waitForSelector("main h1");
    }
    assert.deepEqual(faults, []);
  });

  await suite.test("its fake tone is captured and streamed: level and tuning are shown", async () => {
    await page.locator("::-p-aria([name='Listen'][role='button'])").click();
    await eventually("listening", () => page.$('[data-phase="live"]'));
    // B5 has 987.8 Hz: 1 kHz is 21 cents above it.
    await eventually("the tuning", async () => /\+2\d ¢/.test(await words()));
    console.log(`# ${await words()}`);
    await picture(page, "listen-firefox");
    assert.deepEqual(faults, []);
  });
} finally {
  await firefox.close();
  await close();
}
suite.end();
