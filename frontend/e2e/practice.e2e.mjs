/** Practice in Chromium: a recorded guitar plays for us, and a recording is slowed down. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import {
  clip,
  eventually,
  folder,
  openChromium,
  openPage,
  openServer,
  picture,
  plucked,
  Suite,
  save,
  seriousIssues,
  visit,
} from "./rig.mjs";

const BAND = fileURLToPath(new URL("../../http/chordwork/analysis/clips/band.ogg", import.meta.url));
const suite = new Suite("practice");
const place = await folder();
const { url, close } = await openServer();
// A guitar that plays C, G, Am and F, two seconds each, over and over.
const CHORDS = [
  [48, 52, 55, 60, 64],
  [43, 47, 50, 55, 59, 67],
  [45, 52, 57, 60, 64],
  [41, 48, 53, 57, 60, 65],
];
const played = CHORDS.flatMap((notes) => [...plucked(notes, 2)]);
const browser = await openChromium({ wav: await save(played, place.path, "played.wav") });
// E flat for more than seven seconds: see guitar.lab beside the clip.
const guitar = await openChromium({ wav: await clip("guitar", place.path, 7) });

/** A figure of the sitting, by its name. */
const figure = async (page, name) =>
  Number(await page.locator("dl > div", { hasText: name }).locator("dd").textContent());

try {
  await suite.test("a progression moves on while the guitar plays it, and is remembered", async () => {
    const { page, faults, close } = await openPage(browser, null, { device: "phone", theme: "dark" });
    await visit(page, url, "practice");
    await page.getByLabel("Chord or progression").fill("C G Am F");
    await page.getByRole("button", { name: "Listen to me" }).click();
    await page.getByText("Right!").waitFor({ timeout: 30_000 });
    await picture(page, "practice-listening-phone-dark");
    await eventually("once through", async () => (await figure(page, "Times through")) >= 1, 60);
    assert.ok((await figure(page, "Best")) >= 4);
    assert.deepEqual(await seriousIssues(page), []);
    assert.deepEqual(faults, []);
    await page.getByRole("button", { name: "Stop listening" }).click();
    await page.reload();
    await page.getByText(/C G Am F, \d+ right/).waitFor();
    assert.equal(await page.getByLabel("Chord or progression").inputValue(), "C G Am F");
    await close();
  });

  await suite.test("another chord is told from the one that was meant, note by note", async () => {
    const { page, faults, close } = await openPage(guitar, null, { theme: "light" });
    await visit(page, url, "practice");
    await page.getByLabel("Chord or progression").fill("Ebm");
    await page.getByRole("button", { name: "Listen to me" }).click();
    // G, the major third, sounds where G flat belongs.
    const tones = page.getByRole("list", { name: "Notes of the chord" });
    await eventually(
      "G flat is missed",
      async () => /Gbminor third✗missing/.test(await tones.textContent()),
      30,
    );
    await page.getByText(/That is Eb/).waitFor({ timeout: 30_000 });
    await picture(page, "practice-listening-laptop-light");
    assert.deepEqual(faults, []);
    await close();
  });

  await suite.test("what cannot be read is said, and where it is", async () => {
    const { page, close } = await openPage(browser, null);
    await visit(page, url, "practice");
    await page.getByLabel("Chord or progression").fill("C Gwrong");
    await page.getByText(/cannot be read/).waitFor();
    assert.equal(await page.getByLabel("Chord or progression").getAttribute("aria-invalid"), "true");
    await close();
  });

  await suite.test("a recording is slowed down and looped at its bars", async () => {
    const { page, faults, close } = await openPage(browser, null, { device: "laptop", theme: "dark" });
    await visit(page, url, "practice");
    await page.getByRole("tab", { name: "Slow down" }).click();
    await page.locator("input[type=file]").setInputFiles(BAND);
    await page.getByRole("button", { name: /A\/C#\s*, loop from 0:02\.8/ }).click({ timeout: 60_000 });
    const [from, to] = await Promise.all(
      ["From (A)", "To (B)"].map(async (name) => Number(await page.getByLabel(name).inputValue())),
    );
    assert.ok(Math.abs(from - 2.8) < 0.2 && Math.abs(to - 5.1) < 0.2, `the bar of A/C#: ${from} to ${to}`);
    await page.getByLabel(/^Speed/).fill("50");
    await page.getByRole("button", { name: "Play" }).click();
    const audio = () =>
      page.evaluate(() => {
        const { currentTime, playbackRate, preservesPitch } = document.querySelector("audio");
        return { currentTime, playbackRate, preservesPitch };
      });
    const { playbackRate, preservesPitch } = await audio();
    assert.deepEqual({ playbackRate, preservesPitch }, { playbackRate: 0.5, preservesPitch: true });
    await eventually("it plays in the loop", async () => (await audio()).currentTime > from + 0.5, 20);
    let last = 0;
    await eventually(
      "back at A after B",
      async () => {
        const { currentTime } = await audio();
        assert.ok(currentTime < to + 0.5, `ran out of the loop: ${currentTime}`);
        const jumped = currentTime < last;
        last = currentTime;
        return jumped;
      },
      60,
    );
    await picture(page, "practice-slow-laptop-dark");
    assert.deepEqual(await seriousIssues(page), []);
    assert.deepEqual(faults, []);
    await close();
  });
} finally {
  await browser.close();
  await guitar.close();
  await close();
  await place.remove();
}
suite.end();
