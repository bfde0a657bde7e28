#!/usr/bin/env bash
# chordsheetjs 15.5.2
# One would guess: in chords over words, "la la la" below "C     G" is what is sung.
# What happens: ChordsOverWordsParser takes "la" for the note La of solfège, and the line for one of chords; as ChordPro each "la" is printed as [undefined], and the words are gone.
# Our users meet: sheets of ours with "la la la", opened in a page built on it, lose these words. We take a line for chords in one notation, that of the whole sheet, and in English names where these read as much.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "chordsheetjs@15.5.2" > /dev/null
cat > read.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import sheets from "chordsheetjs";

const read = (text) => new sheets.ChordProFormatter().format(new sheets.ChordsOverWordsParser().parse(text)).trim();
console.log("chordsheetjs 15.5.2:", JSON.stringify(read("C     G\nla la la\n")), JSON.stringify(read("C     G\nlo lo lo\n")));
assert.equal(read("C     G\nla la la\n"), "[C][G]\n[undefined][undefined][undefined]");
assert.equal(read("C     G\nlo lo lo\n"), "[C]lo lo [G]lo");
JAVASCRIPT
node read.mjs
