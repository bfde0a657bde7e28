/** The page in a second engine: Firefox loads it, captures its fake tone, streams, shows level and tuning. */
import assert from "node:assert/strict";
import { eventually, openFirefox, openServer, Suite } from "./rig.mjs";

const suite = new Suite("firefox");
const { url, close } = await openServer();
const firefox = await openFirefox();
try {
  console.log(`# ${await firefox.browser.version()}`);
  const { page, faults } = await firefox.openPage(`${url}#/listen`);
  await suite.test("the page is there", async () => {
    await page.waitForSelector("main h1");
    for (const view of ["songs", "write", "band", "practice", "settings", "listen"]) {
      await page.goto(`${url}#/${view}`);
      await page.waitForSelector("main h1");
    }
    assert.deepEqual(faults, []);
  });
  await suite.test("the fake tone reaches the server: level and tuning are heard", async () => {
    const heard = await eventually("level and tuning", () => page.evaluate(() => window.__session?.()), 30);
    console.log(heard);
  });
} finally {
  await firefox.close();
  await close();
}
suite.end();
