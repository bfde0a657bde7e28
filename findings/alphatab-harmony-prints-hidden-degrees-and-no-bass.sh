#!/usr/bin/env bash
# @coderline/alphatab 1.8.4
# One would guess: a MusicXML harmony whose kind has text="7b9" and whose degree has print-object="no" shows as C7b9, and one with a <bass> of B flat as C7/Bb.
# What happens: the degree is set behind the text all the same, "C7b9♭9"; the bass is dropped, "C7".
# Our users meet: doubled tensions and lost slashes when our MusicXML is opened in alphaTab. Our alphaTex and Guitar Pro files carry the names as printed,
#   and docs/exports.md says to take those.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "@coderline/alphatab@1.8.4" > /dev/null
cat > read.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import { importer, Settings } from "@coderline/alphatab";

const degree = '<degree print-object="no"><degree-value>9</degree-value><degree-alter>-1</degree-alter><degree-type>add</degree-type></degree>';
const bass = "<bass><bass-step>B</bass-step><bass-alter>-1</bass-alter></bass>";
const harmony = (text, rest) => `<harmony><root><root-step>C</root-step></root><kind text="${text}">dominant</kind>${rest}</harmony>
<note><pitch><step>C</step><octave>4</octave></pitch><duration>2</duration><type>half</type></note>`;
const song = `<?xml version="1.0" encoding="UTF-8"?><score-partwise version="4.0"><part-list><score-part id="P1"><part-name>P</part-name></score-part>
</part-list><part id="P1"><measure number="1"><attributes><divisions>1</divisions><time><beats>4</beats><beat-type>4</beat-type></time></attributes>
${harmony("7b9", degree)}${harmony("7", bass)}</measure></part></score-partwise>`;
const score = importer.ScoreLoader.loadScoreFromBytes(new TextEncoder().encode(song), new Settings());
const names = score.tracks[0].staves[0].bars[0].voices[0].beats.map((beat) => beat.chord?.name);
console.log("alphaTab 1.8.4 shows", names);
assert.deepEqual(names, ["C7b9♭9", "C7"]);
JAVASCRIPT
node read.mjs
