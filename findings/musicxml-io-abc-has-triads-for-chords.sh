#!/usr/bin/env bash
# musicxml-io 0.9.6 (npm)
# One would guess: a MusicXML chord that is printed as "7sus4" (suspended-fourth with an added seventh) is "C7sus4" in the ABC that it becomes.
# What happens: serializeAbc names chords by their kind alone: "Csus4"; a six-nine chord is "F6", and "no chord" is the chord "CN.C.".
# Our users meet: a lead sheet of ours that goes to ABC by way of it has fewer notes in its chords. `chordwork convert --to abc` writes them in full.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "musicxml-io@0.9.6" > /dev/null
cat > read.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import { parse, serializeAbc } from "musicxml-io";

const harmony = (root, kind, text, degree) => `<harmony><root><root-step>${root}</root-step></root><kind text="${text}">${kind}</kind>
  ${degree ? `<degree><degree-value>${degree}</degree-value><degree-alter>0</degree-alter><degree-type>add</degree-type></degree>` : ""}</harmony>`;
const note = "<note><rest/><duration>4</duration><voice>1</voice><type>whole</type></note>";
const abc = serializeAbc(parse(`<?xml version="1.0"?><score-partwise version="4.0"><part-list><score-part id="P1"><part-name>P</part-name></score-part></part-list>
<part id="P1"><measure number="1"><attributes><divisions>1</divisions><time><beats>4</beats><beat-type>4</beat-type></time></attributes>
${harmony("C", "suspended-fourth", "7sus4", 7)}${note}</measure><measure number="2">${harmony("F", "major-sixth", "6/9", 9)}${note}</measure>
<measure number="3">${harmony("C", "none", "N.C.", 0)}${note}</measure></part></score-partwise>`));
const chords = [...abc.matchAll(/"([^"]+)"/g)].map((each) => each[1]);
console.log("musicxml-io 0.9.6:", chords);
assert.deepEqual(chords, ["Csus4", "F6", "CN.C."]);
JAVASCRIPT
node read.mjs
