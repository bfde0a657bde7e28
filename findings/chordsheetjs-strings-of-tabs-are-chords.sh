#!/usr/bin/env bash
# chordsheetjs 15.5.2
# One would guess: in chords over words, the string "B|---1---3---|" of a tab is kept as it is, like the string "e|---0---2---|" above it.
# What happens: ChordsOverWordsParser takes strings whose name is a capital letter for lines of chords: B, |, -, -, 1-, ... become chords of their own, and dashes count as chords.
# Our users meet: a sheet with a tab, as we write chords over lyrics, has hundreds of chords there. We know strings of tabs by their dashes and keep them apart.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "chordsheetjs@15.5.2" > /dev/null
cat > read.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import sheets from "chordsheetjs";

const read = (text) => new sheets.ChordProFormatter().format(new sheets.ChordsOverWordsParser().parse(text)).trim();
console.log("chordsheetjs 15.5.2:", read("C     G\nlo lo lo\n\ne|---0---2---|\nB|---1---3---|\n"));
assert.equal(read("C     G\nlo lo lo\n\ne|---0---2---|\n"), "[C]lo lo [G]lo\n\ne|---0---2---|");
assert.match(read("C     G\nlo lo lo\n\nB|---1---3---|\n"), /\n\[B\]\[\|\]\[-\]/);
JAVASCRIPT
node read.mjs
