#!/usr/bin/env bash
# tonal 6.5.1 (npm, MIT)
# One would guess: Progression.fromRomanNumerals("C", ["ii7", "V7", "vi"]) is Dm7, G7, Am: RomanNumeral.get("ii") itself says major: false.
# What happens: D7, G7, A. The size of the letters is passed over, and only what follows is taken: "IIm7" gives Dm7. Accidentals must stand in ASCII, and "vii°"
#   is B° with its circle, which Chord.get does not know.
# Our users meet: every minor chord as a major one where our numerals (ii7, vi, iv, as `chordwork parse` prints them) are turned into chords by tonal.
#   docs/charts.md says so; from_roman() of chordwork.harmony reads them as Dm7, Am and Fm.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "tonal@6.5.1" > /dev/null
cat > numerals.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import { Progression, RomanNumeral } from "tonal";

const chords = (...numerals) => Progression.fromRomanNumerals("C", numerals);
console.log("ii7 V7 vi iv:", ...chords("ii7", "V7", "vi", "iv"), "– IIm7:", ...chords("IIm7"));
assert.equal(RomanNumeral.get("ii").major, false);
assert.deepEqual(chords("ii7", "V7", "vi", "iv"), ["D7", "G7", "A", "F"]);
assert.deepEqual(chords("IIm7", "VIm", "IVm"), ["Dm7", "Am", "Fm"]);
JAVASCRIPT
node numerals.mjs
