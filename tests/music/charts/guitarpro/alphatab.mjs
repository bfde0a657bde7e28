// What alphaTab reads in files of Guitar Pro, as one line of JSON each; what the tests compare with.
//   node tests/music/charts/guitarpro/alphatab.mjs FOLDER > tests/music/charts/guitarpro/alphatab.jsonl
// It takes alphaTab from frontend/node_modules.
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../..");
const alphatab = await import(
  pathToFileURL(path.join(root, "frontend/node_modules/@coderline/alphatab/dist/alphaTab.mjs")).href
);
const folder = process.argv[2];
for (const name of fs.readdirSync(folder).sort()) {
  if (!/\.gp[345x]?$/.test(name)) continue;
  const data = new Uint8Array(fs.readFileSync(path.join(folder, name)));
  const score = alphatab.importer.ScoreLoader.loadScoreFromBytes(data, new alphatab.Settings());
  const track = score.tracks.find((each) => beatsOf(each).some((beat) => beat.hasChord));
  const chords = track
    ? beatsOf(track)
        .filter((beat) => beat.hasChord)
        .map((beat) => [beat.voice.bar.index, beat.playbackStart, beat.chord.name])
    : [];
  const bars = score.masterBars.map((bar) => [
    `${bar.timeSignatureNumerator}/${bar.timeSignatureDenominator}`,
    Number(bar.isRepeatStart),
    bar.repeatCount,
    bar.alternateEndings,
    bar.section ? bar.section.text || bar.section.marker : "",
    bar.directions ? [...bar.directions].map((each) => alphatab.model.Direction[each]).sort() : [],
  ]);
  console.log(JSON.stringify({ name, title: score.title, tempo: score.tempo, bars, chords }));
}

function beatsOf(track) {
  return track.staves[0].bars.flatMap((bar) => bar.voices.flatMap((voice) => (voice.isEmpty ? [] : voice.beats)));
}
