#!/usr/bin/env bash
# chordsheetjs 15.5.2
# One would guess: of a ChordPro file with {new_song} the parser gives the first song, several, or an error.
# What happens: ChordProParser gives one song that has the lines of both and a list of both titles; nothing is said.
# Our users meet: a songbook of ours (`chordwork convert FOLDER --to chordpro --output book.cho`) is one long song there. Write a file for each song: give a folder as --output.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "chordsheetjs@15.5.2" > /dev/null
cat > read.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import sheets from "chordsheetjs";

const parser = new sheets.ChordProParser();
const song = parser.parse("{title: One}\n[C]lo\n{new_song}\n{title: Two}\n[D]li");
const { title } = JSON.parse(JSON.stringify(song.metadata)).metadata;
console.log("chordsheetjs 15.5.2:", title, song.getChords(), "warnings:", parser.warnings.length);
assert.deepEqual(title, ["One", "Two"]);
assert.deepEqual(song.getChords(), ["C", "D"]);
assert.equal(parser.warnings.length, 0);
JAVASCRIPT
node read.mjs
