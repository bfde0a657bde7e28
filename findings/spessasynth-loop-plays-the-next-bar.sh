#!/usr/bin/env bash
# spessasynth_core 4.3.22 (the sequencer in spessasynth_lib 4.3.14)
# One would guess: between loop markers (controllers 116 and 117, as in many game files) the bar repeats, what rings at the seam rings on, and nothing
#   of the bar behind the end is heard.
# What happens: the jump comes after the event that reaches the end, in order of tracks: each time round, notes on the first beat of the next bar are struck
#   if their track stands before the marker's; then all notes are stopped. And a piece that begins with a rest is played from its first note, at a
#   position that jumps there: skipToFirstNoteOn is on unless it is turned off.
# Our users meet: a click of the wrong chord and a hole at the seam of every practice loop, and a count-in of silence that is missing. The page takes only the synthesiser
#   and gives it the notes itself, by the audio clock.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "spessasynth_core@4.3.22" "@coderline/alphatab@1.8.4" > /dev/null
cat > loop.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { BasicMIDI, SoundBankLoader, SpessaSynthProcessor, SpessaSynthSequencer } from "spessasynth_core";

const later = (ticks) => [...(ticks >= 128 ? [0x80 | (ticks >> 7)] : []), ticks & 127];
const chunk = (events) => {
  const bytes = [...events.flatMap(([after, ...data]) => [...later(after), ...data]), 0, 0xff, 0x2f, 0];
  return [0x4d, 0x54, 0x72, 0x6b, 0, 0, bytes.length >> 8, bytes.length & 255, ...bytes];
};
/** Quarters of half a second. */
const file = (...tracks) => new Uint8Array([0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 1, 0, tracks.length, 1, 0xe0, ...tracks.flatMap(chunk)]).buffer;
/** A bar of C (60), ringing into a bar of F (65). */
const chords = [[0, 0x90, 60, 100], [1920, 0x90, 65, 100], [480, 0x80, 60, 0], [1440, 0x80, 65, 0]];
const bank = (await readFile("node_modules/@coderline/alphatab/dist/soundfont/sonivox.sf2")).buffer;

async function played(midi, seconds, loops) {
  const synthesizer = new SpessaSynthProcessor(44100);
  synthesizer.soundBankManager.addSoundBank(SoundBankLoader.fromArrayBuffer(bank.slice(0)), "main");
  await synthesizer.processorInitialized;
  const events = [];
  synthesizer.onEventCall = ({ type, data }) => {
    if (type === "noteOn") events.push(data.midiNote);
    if (type === "stopAll" && events.at(-1) !== "all stopped") events.push("all stopped");
  };
  const sequencer = new SpessaSynthSequencer(synthesizer);
  sequencer.loadNewSongList([BasicMIDI.fromArrayBuffer(midi)]);
  sequencer.loopCount = loops;
  sequencer.play();
  const firstPosition = sequencer.currentTime;
  events.length = 0;
  const outputs = [[new Float32Array(128), new Float32Array(128)]];
  for (let block = 0; block < (seconds * 44100) / 128; block++) {
    sequencer.processTick();
    synthesizer.processSplit(outputs, new Float32Array(128), new Float32Array(128));
  }
  return { events, firstPosition };
}

const marked = await played(file(chords, [[0, 0xb0, 116, 0], [1920, 0xb0, 117, 0], [1920, 0xb0, 7, 100]]), 7, Infinity);
console.log("spessasynth_core 4.3.22, a loop over the bar of C:", marked.events.join(" "));
assert.ok(marked.events.filter((each) => each === 65).length >= 3, "F, which is not in the loop, is struck each time round");
assert.ok(marked.events.includes("all stopped"));

const rest = await played(file([[3840, 0x90, 60, 100], [480, 0x80, 60, 0]]), 0.1, 0);
console.log("four seconds of rest before the first note: it is struck after", rest.events.length > 0 ? "no time, at" : "them; begun at", rest.firstPosition, "s");
assert.deepEqual(rest.events, [60]);
JAVASCRIPT
node loop.mjs
