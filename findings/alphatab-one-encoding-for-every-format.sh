#!/usr/bin/env bash
# @coderline/alphatab 1.8.4
# One would guess: a Guitar Pro 3, 4 or 5 file, whose texts are one byte a character (Windows-1252 from Western machines), shows its title as Guitar Pro does;
#   and a setting called importer.encoding, made for such files, leaves formats alone that are UTF-8 by definition.
# What happens: without a setting the bytes are taken for UTF-8 and an "é" becomes U+FFFD. With settings.importer.encoding = "windows-1252" the title
#   is right, and the title of an alphaTex text or of a MusicXML file that says encoding="UTF-8" is then garbled instead.
# Our users meet: titles with accents from our .gp5 in a page built on alphaTab. We write dashes, quotes and ellipses plainly in .gp5, and docs/exports.md
#   says to set the encoding by file.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "PyGuitarPro==0.11"
npm install --silent --no-audit --no-fund "@coderline/alphatab@1.8.4" > /dev/null
npm install --silent --no-audit --no-fund "@coderline/alphatab@1.8.4" > /dev/null
venv/bin/python -c 'import guitarpro; guitarpro.write(guitarpro.Song(title="Café"), "song.gp5", version=(4, 0, 6))'
venv/bin/python - <<'PYTHON'
import guitarpro as gp

song = gp.Song(title="Café", pageSetup=gp.PageSetup(copyright="\n"))  # a copyright of two lines is what the format holds
voice = song.tracks[0].measures[0].voices[0]
beat = gp.Beat(voice, status=gp.BeatStatus.normal)
beat.notes.append(gp.Note(beat, value=3, string=2, type=gp.NoteType.normal))
voice.beats.append(beat)
gp.write(song, "song.gp5", version=(5, 1, 0))
PYTHON
printf '\\title "Caf\xc3\xa9"\n\\tempo 100\n0.1.4 0.1.4 0.1.4 0.1.4\n' > song.atex
cat > song.musicxml <<'XML'
<?xml version="1.0" encoding="UTF-8"?><score-partwise version="4.0"><work><work-title>Café</work-title></work><part-list>
<score-part id="P1"><part-name>P</part-name></score-part></part-list><part id="P1"><measure number="1"><attributes><divisions>1</divisions></attributes>
<note><rest/><duration>4</duration><type>whole</type></note></measure></part></score-partwise>
XML
cat > read.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import fs from "node:fs";
import { importer, meta, Settings } from "@coderline/alphatab";

function title(file, encoding) {
  const settings = new Settings();
  if (encoding) settings.importer.encoding = encoding;
  return importer.ScoreLoader.loadScoreFromBytes(new Uint8Array(fs.readFileSync(file)), settings).title;
}
const seen = {};
for (const file of ["song.gp5", "song.atex", "song.musicxml"]) seen[file] = [title(file), title(file, "windows-1252")];
console.log("alphaTab 1.8.4; by default, and with windows-1252:", seen);
assert.deepEqual(seen, {
  "song.gp5": ["Caf\ufffd", "Café"],
  "song.atex": ["Café", "CafÃ©"],
  "song.musicxml": ["Café", "CafÃ©"],
});
JAVASCRIPT
node read.mjs
