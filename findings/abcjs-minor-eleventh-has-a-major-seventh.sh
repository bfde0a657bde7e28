#!/usr/bin/env bash
# abcjs 6.7.2 (npm, MIT)
# One would guess: "Cm11" over the staff is played as a minor seventh chord with its ninth and eleventh: C E♭ G B♭ D F.
# What happens: the seventh is major: C E♭ G B D F. "Cm9" and "Cm7" have their B flat, so that only the eleventh is wrong.
# Our users meet: a wrong note under every minor eleventh when ABC that we wrote is played in a browser; the name on the page is right.
#   docs/songs.md says so.
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

const notes = (name) => {
  const tune = abcjs.renderAbc("*", `X:1\nM:4/4\nL:1/4\nK:C\n"${name}"z4|\n`)[0];
  const played = tune.setUpAudio({}).tracks.flat().filter((each) => each.cmd === "note" && each.pitch >= 48);
  return [...new Set(played.map((each) => each.pitch - 48))].sort((a, b) => a - b);
};
for (const name of ["Cm7", "Cm9", "Cm11"]) console.log("abcjs 6.7.2 plays", name, "as", notes(name).join(" "));
assert.deepEqual(notes("Cm9"), [0, 3, 7, 10, 14]);
assert.deepEqual(notes("Cm11"), [0, 3, 7, 11, 14, 17]);
JAVASCRIPT
node play.mjs
