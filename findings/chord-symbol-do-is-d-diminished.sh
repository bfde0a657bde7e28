#!/usr/bin/env bash
# chord-symbol 4.0.0 (npm), which also stands behind ChordMark
# One would guess: a parser that says it reads English, German and Latin names reads "Do", "Do7", "Lam", "Fa" and "Sol7" of a song as C, C7, Am, F and G7.
# What happens: each chord is tried in English first, by itself: "Do" is D diminished and "Do7" is Ddim7, "Dom" too, and the others are solfège. No error. With
#   notationSystems: ["latin"] all are right.
# Our users meet: a sheet that we write with --notation solfege, and every chord on its tonic Do diminished and a tone too high there. We read a text in one
#   notation, that all of it can be read in, and say which to ask for (docs/charts.md).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "chord-symbol@4.0.0" > /dev/null
cat > read.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import chordSymbol from "chord-symbol/lib/chord-symbol.js";

const SONG = ["Do", "Do7", "Dom", "Lam", "Fa", "Sol7"];
const read = (options) => {
  const parse = chordSymbol.chordParserFactory(options);
  return SONG.map((name) => parse(name).normalized.notes.join(" "));
};
const [asTheyCome, asLatin] = [read({}), read({ notationSystems: ["latin"] })];
SONG.forEach((name, at) => console.log(`${name}: ${asTheyCome[at]}; told that it is Latin: ${asLatin[at]}`));
assert.deepEqual(asTheyCome, ["D F Ab", "D F Ab B", "D F Ab", "A C E", "F A C", "G B D F"]);
assert.deepEqual(asLatin, ["C E G", "C E G Bb", "C Eb G", "A C E", "F A C", "G B D F"]);
JAVASCRIPT
node read.mjs
