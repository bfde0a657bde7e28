#!/usr/bin/env bash
# spessasynth_lib 4.3.14 in Chromium (Debian's, driven by playwright-core 1.65.1)
# One would guess: noteOn(…, { time: context.currentTime + 0.5 }) sounds half a second from now, beside an oscillator started for the same time.
# What happens: made right after addModule, as its README does, the synthesiser takes an old time for its own clock's beginning (the first processor of a
#   context is told a stale currentTime) and counts on from there: every note of the session is late by the same 20 to 150 ms. One made after another has
#   run is told the true time, and is exact to a block.
# Our users meet: a band behind its metronome and its playhead, and later still behind a player whom it follows. The page lets a first synthesiser run for a
#   moment, throws it away, and plays with a second.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "spessasynth_lib@4.3.14" "spessasynth_core@4.3.22" "playwright-core@1.65.1" "esbuild@0.25.5" "@coderline/alphatab@1.8.4" > /dev/null
cat > page.js <<'JAVASCRIPT'
import { WorkletSynthesizer } from "spessasynth_lib";

/** How late a note is heard, in seconds, beside the time it was asked for. */
window.lateness = async (second) => {
  const context = new AudioContext();
  await context.resume();
  const bank = await (await fetch("font.sf2")).arrayBuffer();
  await context.audioWorklet.addModule("processor.js");
  let synthesizer = new WorkletSynthesizer(context);
  if (second) {
    await synthesizer.isReady;
    await new Promise((resolve) => setTimeout(resolve, 100));
    synthesizer.destroy();
    synthesizer = new WorkletSynthesizer(context);
  }
  const analyser = context.createAnalyser();
  analyser.fftSize = 32768;
  synthesizer.connect(analyser);
  await synthesizer.soundBankManager.addSoundBank(bank, "main");
  await synthesizer.isReady;
  const heard = [];
  for (let stroke = 0; stroke < 5; stroke++) {
    const time = context.currentTime + 0.3;
    synthesizer.noteOn(9, 37, 120, { time }); // a rim shot: it begins at once
    await new Promise((resolve) => setTimeout(resolve, 650));
    const samples = new Float32Array(analyser.fftSize);
    const end = context.currentTime;
    analyser.getFloatTimeDomainData(samples);
    const onset = samples.findIndex((each, index) => Math.abs(each) > 0.01 && end - (samples.length - index) / context.sampleRate > time - 0.1);
    heard.push(end - (samples.length - onset) / context.sampleRate - time);
    await new Promise((resolve) => setTimeout(resolve, 400));
  }
  return heard.sort((a, b) => a - b)[2];
};
JAVASCRIPT
npx esbuild page.js --bundle --format=iife --outfile=built.js --log-level=error
cp node_modules/spessasynth_lib/dist/spessasynth_processor.min.js processor.js
cp node_modules/@coderline/alphatab/dist/soundfont/sonivox.sf2 font.sf2
cat > run.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { chromium } from "playwright-core";

const types = { js: "text/javascript", sf2: "application/octet-stream" };
const server = createServer(async (asked, answer) => {
  const name = asked.url.slice(1);
  if (name === "") return answer.setHeader("Content-Type", "text/html").end('<button>go</button><script src="built.js"></script>');
  const body = await readFile(name).catch(() => null);
  answer.writeHead(body === null ? 404 : 200, { "Content-Type": types[name.split(".").pop()] ?? "text/plain" }).end(body ?? "");
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const chrome = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--headless=new", "--autoplay-policy=no-user-gesture-required"],
});
console.log("Chromium", chrome.version());
const late = { first: [], second: [] };
for (let round = 0; round < 3; round++) {
  for (const which of ["first", "second"]) {
    const page = await chrome.newPage();
    await page.goto(`http://127.0.0.1:${server.address().port}/`);
    late[which].push(Math.round(1000 * (await page.evaluate((second) => window.lateness(second), which === "second"))));
    await page.close();
  }
}
console.log("spessasynth_lib 4.3.14: ms late, made right after addModule:", late.first, "after another has run:", late.second);
await chrome.close();
server.close();
const middle = (values) => values.sort((a, b) => a - b)[1];
assert.ok(middle(late.first) > 12, "the first is late");
assert.ok(middle(late.second) < 8, "the second is not");
JAVASCRIPT
node run.mjs
