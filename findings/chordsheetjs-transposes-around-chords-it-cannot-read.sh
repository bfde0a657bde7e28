#!/usr/bin/env bash
# chordsheetjs 15.5.2
# One would guess: transposing a ChordPro song by a tone moves every chord, or says which ones it could not read.
# What happens: C6/9, Cø and C7(b9,#11) stay where they are, in the old key, among chords that have moved; nothing is said.
# Our users meet: a chart of ours with such chords, transposed in a web page built on it, is in two keys. `chordwork tabs --transpose` moves all of them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "chordsheetjs@15.5.2" > /dev/null
cat > read.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import sheets from "chordsheetjs";

const parser = new sheets.ChordProParser();
const song = parser.parse("[C]one [C6/9]two [Cø]three [C7(b9,#11)]four");
const moved = new sheets.ChordProFormatter().format(song.transpose(2));
console.log("chordsheetjs 15.5.2, up a tone:", moved, "warnings:", parser.warnings.length);
assert.equal(moved.trim(), "[D]one [C6/9]two [Cø]three [C7(b9,#11)]four");
assert.equal(parser.warnings.length, 0);
JAVASCRIPT
node read.mjs
