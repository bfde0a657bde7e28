#!/usr/bin/env bash
# @coderline/alphatab 1.8.4
# One would guess: a bar that begins a section and has a chord shows both names, one above the other or side by side.
# What happens: both are drawn at the same height and place, the section's name over the chord's; the chord cannot be read.
# Our users meet: the first chord of each verse would be hidden in the song book's tabs. The page gives section names a font of their own and lifts what
#   is written in it (frontend/src/songbook/alphatab.ts).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "@coderline/alphatab@1.8.4" > /dev/null
cat > draw.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import { importer, rendering, Settings } from "@coderline/alphatab";

const tex = `\\track "Guitar"
\\staff {tabs}
\\chord ("Am7" 0 1 0 2 0 x)
\\section "Chorus"
(0.1 1.2 0.3 2.4 0.5).1 {ch "Am7"} |`;
const settings = new Settings();
settings.core.engine = "svg";
settings.core.enableLazyLoading = false;
const renderer = new rendering.ScoreRenderer(settings);
let svg = "";
renderer.partialRenderFinished.on((part) => {
  svg += part.renderResult;
});
renderer.width = 700;
renderer.renderScore(importer.ScoreLoader.loadAlphaTex(tex, settings), [0]);

/** Where a text is drawn, the last time. */
function placeOf(text) {
  const tag = svg.match(new RegExp(`<text [^>]*>${text}</text>`, "g")).at(-1);
  return { text, x: Number(/ x="([^"]+)"/.exec(tag)[1]), y: Number(/ y="([^"]+)"/.exec(tag)[1]) };
}
const [chord, section] = [placeOf("Am7"), placeOf("Chorus")];
console.log("alphaTab 1.8.4 draws", chord, section);
assert.ok(Math.abs(chord.y - section.y) < 4, "the two are apart now");
assert.ok(Math.abs(chord.x - section.x) < 20, "the two are beside each other now");
JAVASCRIPT
node draw.mjs
