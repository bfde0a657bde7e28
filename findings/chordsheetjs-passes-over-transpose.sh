#!/usr/bin/env bash
# chordsheetjs 15.5.2
# One would guess: {transpose: 2}, a directive of ChordPro, is shown a tone higher, as the chordpro program does.
# What happens: the chords are shown as they are written; text and HTML do not even say that there is a transposition.
# Our users meet: a part that we write with {transpose} (a trumpet's, say) sounds in another key when it is played from such a page. `chordwork convert --transpose` writes the chords themselves.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "chordsheetjs@15.5.2" > /dev/null
cat > read.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import sheets from "chordsheetjs";

const song = new sheets.ChordProParser().parse("{transpose: 2}\n[C]lo [G]li");
const text = new sheets.TextFormatter().format(song).trim();
const page = new sheets.HtmlDivFormatter().format(song);
console.log("chordsheetjs 15.5.2:", JSON.stringify(text));
assert.match(text, /^C +G\nlo +li$/);
assert.ok(!page.includes(">D<") && page.includes(">C<"));
JAVASCRIPT
node read.mjs
