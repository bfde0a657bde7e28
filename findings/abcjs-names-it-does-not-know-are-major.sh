#!/usr/bin/env bash
# abcjs 6.7.2 (npm, MIT)
# One would guess: a chord symbol that the player does not know is silent, like "N.C.", or says so in the warnings of the tune.
# What happens: it is a major triad, and nothing is said: C7alt, C7no3 and even "Cxyz" play C E G. C6/9 is played without its ninth.
# Our users meet: altered dominants and chords without a third sound as plain major chords when ABC that we wrote is played in a browser; the
#   names on the page are right. docs/songs.md says which.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "abcjs@6.7.2" "jsdom@29.1.1" > /dev/null
cat > play.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html>");
Object.assign(globalThis, { window, document: window.document });
Object.defineProperty(globalThis, "navigator", { value: window.navigator, configurable: true });
const abcjs = (await import("abcjs")).default;

const heard = (name) => {
  const tune = abcjs.renderAbc("*", `X:1\nM:4/4\nL:1/4\nK:C\n"${name}"z4|\n`)[0];
  const played = tune.setUpAudio({}).tracks.flat().filter((each) => each.cmd === "note" && each.pitch >= 48);
  const notes = [...new Set(played.map((each) => each.pitch - 48))].sort((a, b) => a - b).join(" ");
  return { notes, warnings: tune.warnings ?? [] };
};
for (const name of ["C7alt", "C7no3", "Cxyz", "C6/9", "C7b9"]) console.log("abcjs 6.7.2 plays", name, "as", heard(name));
for (const name of ["C7alt", "C7no3", "Cxyz"]) assert.deepEqual(heard(name), { notes: "0 4 7", warnings: [] });
assert.equal(heard("C6/9").notes, "0 4 7 9");
assert.equal(heard("C7b9").notes, "0 4 7 10 13");
assert.equal(heard("N.C.").notes, "");
JAVASCRIPT
node play.mjs
