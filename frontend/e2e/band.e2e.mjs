/**
 * The band in a real Chromium under the page's own policy: four chords sound, the playhead goes along, a muted part is
 * not heard, a loop comes round, another view does not stop it, and offline it plays what it played.
 *
 *     npm run build && node e2e/band.e2e.mjs
 */
import assert from "node:assert/strict";
import { browser, complaints, servedPage } from "./served.mjs";

/** Beside the loudspeaker, all that goes there is measured. */
function listenIn() {
  const connect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function (to, ...rest) {
    if (to instanceof AudioDestinationNode && !(this instanceof AnalyserNode)) {
      const analyser = to.context.createAnalyser();
      analyser.fftSize = 4096;
      analyser.smoothingTimeConstant = 0;
      connect.call(this, analyser);
      window.heardByTest = analyser;
    }
    return connect.call(this, to, ...rest);
  };
}

/** The times for which notes are given to the synthesiser. */
function noteTimes() {
  window.notesByTest = [];
  const post = MessagePort.prototype.postMessage;
  MessagePort.prototype.postMessage = function (message, ...rest) {
    const bytes = message?.type === "midiMessage" ? message.data.messageData : [];
    if (bytes[0] >= 0x90 && bytes[0] < 0xa0) window.notesByTest.push(message.data.options.time);
    return post.call(this, message, ...rest);
  };
}

/** By how much the strokes after a pause of 50 ms are heard later than they were meant to, in ms; the median. */
async function lateness(page, seconds) {
  return page.evaluate(async (seconds) => {
    const analyser = window.heardByTest;
    const { context } = analyser;
    analyser.fftSize = 32768;
    const samples = new Float32Array(analyser.fftSize);
    const late = new Map();
    for (const until = performance.now() + 1000 * seconds; performance.now() < until; ) {
      const endS = context.currentTime;
      analyser.getFloatTimeDomainData(samples);
      let quiet = 0;
      for (const [index, sample] of samples.entries()) {
        const level = Math.abs(sample);
        if (level < 0.002) quiet++;
        else if (level > 0.008) {
          const at = endS - (samples.length - index) / context.sampleRate;
          const meant = window.notesByTest.findLast((time) => Math.abs(time - at) < 0.15);
          const nearest = window.notesByTest.reduce(
            (a, b) => (Math.abs(b - at) < Math.abs(a - at) ? b : a),
            meant ?? 0,
          );
          if (quiet > 0.05 * context.sampleRate && meant !== undefined)
            late.set(nearest, 1000 * (at - nearest));
          quiet = 0;
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    analyser.fftSize = 4096;
    const sorted = [...late.values()].sort((a, b) => a - b);
    return { strokes: sorted.length, median: sorted[sorted.length >> 1] };
  }, seconds);
}

/** RMS of all, and mean energy above 5 kHz (cymbals), over some seconds. */
async function heard(page, seconds) {
  return page.evaluate(async (seconds) => {
    const analyser = window.heardByTest;
    const samples = new Float32Array(analyser.fftSize);
    const spectrum = new Float32Array(analyser.frequencyBinCount);
    const from = Math.ceil((5000 / (analyser.context.sampleRate / 2)) * spectrum.length);
    let [energy, bright, looks] = [0, 0, 0];
    const until = performance.now() + 1000 * seconds;
    while (performance.now() < until) {
      analyser.getFloatTimeDomainData(samples);
      analyser.getFloatFrequencyData(spectrum);
      energy += samples.reduce((sum, each) => sum + each * each, 0) / samples.length;
      for (let bin = from; bin < spectrum.length; bin++) bright += 10 ** (Math.max(-200, spectrum[bin]) / 10);
      looks++;
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
    return { rms: Math.sqrt(energy / looks), bright: bright / looks };
  }, seconds);
}

/** Numbers of the bars that were lit, in order, until a condition holds. */
async function barsLit(page, enough, patienceS = 40) {
  const lit = [];
  for (const until = Date.now() + 1000 * patienceS; Date.now() < until && !enough(lit); ) {
    const bar = await page.evaluate(
      () => document.querySelector("ol [aria-current] small")?.textContent ?? null,
    );
    if (bar !== null && bar !== "" && bar !== lit.at(-1)) lit.push(bar);
    await page.waitForTimeout(60);
  }
  return lit;
}

const { address, close } = await servedPage();
const chrome = await browser();
try {
  const context = await chrome.newContext({ locale: "en-GB", viewport: { width: 360, height: 740 } });
  const page = await context.newPage();
  const complained = complaints(page);
  await page.addInitScript(listenIn);
  await page.addInitScript(noteTimes);
  await page.goto(`${address}#/band`);
  await page.getByRole("textbox").fill("C | Am | F | G");
  await page.getByLabel("Times through").selectOption("8");
  await page.getByTestId("play").click();
  await page.waitForFunction(() => window.heardByTest !== undefined);
  await page.getByRole("button", { name: "Stop" }).waitFor();
  await page.locator("ol [aria-current]").waitFor();

  const lit = await barsLit(page, (bars) => bars.length >= 3);
  assert.deepEqual(lit.slice(0, 3), ["1", "2", "3"], "the playhead goes by bars");
  const all = await heard(page, 3);
  console.log("all parts:", all);
  assert.ok(all.rms > 0.01, "sound comes out");

  const mute = (part) => page.getByTestId(`part-${part}`).click();
  await mute("bass");
  await mute("comping");
  const drums = await heard(page, 3);
  const late = await lateness(page, 4);
  // A figure and no bar: a busy machine delays the audio thread, too.
  console.log("late, ms:", late);
  assert.ok(late.strokes >= 5, "strokes are told apart");
  await mute("drums");
  await page.waitForTimeout(1500); // what rang
  const nobody = await heard(page, 2);
  console.log("drums alone:", drums, "nobody:", nobody);
  assert.ok(drums.rms > 0.003, "drums alone are heard");
  assert.ok(nobody.rms < drums.rms / 20, "all muted is silence");
  await mute("bass");
  await mute("comping");
  const without = await heard(page, 3);
  console.log("without drums:", without);
  assert.ok(without.rms > 0.005, "the others are back");
  assert.ok(without.bright < all.bright / 3, "without drums there are no cymbals");
  await mute("drums");

  await page.getByRole("button", { name: "Choose a loop" }).click();
  await page.getByRole("button", { name: /^Bar 2:/ }).click();
  await page.getByRole("button", { name: /^Bar 3:/ }).click();
  const round = await barsLit(page, (bars) => bars.filter((bar) => bar === "2").length >= 3);
  console.log("loop:", round.join(" "));
  const from = round.indexOf("2");
  assert.deepEqual(round.slice(from, from + 5), ["2", "3", "2", "3", "2"], "the loop comes round");

  // It plays on in other views; then the reload: all is there, and it plays without the server.
  await page.evaluate(() => {
    location.hash = "#/songs";
  });
  await page.waitForTimeout(300);
  assert.ok((await heard(page, 1.5)).rms > 0.005, "plays on in another view");
  await page.evaluate(() => {
    location.hash = "#/band";
  });
  await page.getByRole("button", { name: "Stop" }).click();
  await page.waitForTimeout(2500);
  assert.ok((await heard(page, 1)).rms < 0.001, "stopped is silent");

  await page.reload();
  await page.getByRole("button", { name: /^Bar 2:/ }).waitFor();
  const refused = (route) => route.abort();
  await page.route(/accompaniment/, refused);
  await page.getByTestId("play").click();
  const again = await barsLit(page, (bars) => bars.length >= 2);
  assert.deepEqual(
    again.slice(0, 2),
    ["2", "3"],
    "the last arrangement plays without the server, in its loop",
  );
  assert.ok((await heard(page, 2)).rms > 0.01);
  await page.unroute(/accompaniment/, refused);

  // Keys: space stops, + and - change the tempo.
  await page.locator("body").press("Space");
  await page.getByRole("button", { name: "Play", exact: true }).waitFor();
  const tempo = () => page.locator("output").first().textContent();
  const before = await tempo();
  await page.locator("body").press("+");
  assert.notEqual(await tempo(), before);
  assert.deepEqual(complained, [], "no complaint, of the policy neither");
  console.log("band: all right");
} finally {
  await chrome.close();
  await close();
}
