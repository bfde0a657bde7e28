#!/usr/bin/env bash
# @tombatossals/chords-db 0.5.1 (npm, MIT): 2,069 guitar chords as JSON, which many chord apps draw.
# One would guess: a shape listed under a chord sounds that chord.
# What happens: the shapes of E madd9 are those of F madd9, a semitone too high (xx3113 sounds F, G#, C and G), and every
#   alt chord lacks its seventh: it is a triad with a flat fifth.
# What our users meet: an app that shows xx3113 for Em(add9), and none of our shapes among its own.
# What we do: the list is a check in `python -m bench voicings` only; our own table is judged note by note.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @tombatossals/chords-db@0.5.1 >/dev/null
cat >look.js <<'JS'
const data = require("@tombatossals/chords-db/lib/guitar.json");
const { version } = require("@tombatossals/chords-db/package.json");
const names = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];
const shapes = (key, suffix) => data.chords[key].find((chord) => chord.suffix === suffix).positions;
const heard = (position) => [...new Set(position.midi.map((pitch) => names[pitch % 12]))];
const [first] = shapes("E", "madd9");
const same = JSON.stringify(shapes("E", "madd9")) === JSON.stringify(shapes("F", "madd9"));
const altered = shapes("C", "alt").map(heard);
console.log(`chords-db ${version}`);
console.log(`E madd9, first shape sounds ${heard(first)}; its shapes are those of F madd9: ${same}`);
console.log(`C alt sounds ${altered.map((notes) => notes.join(" ")).join(" | ")}`);
const wrong = !heard(first).includes("E") && altered.every((notes) => !notes.includes("Bb"));
process.exit(wrong ? 0 : 1);
JS
node look.js
