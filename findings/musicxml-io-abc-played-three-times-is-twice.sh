#!/usr/bin/env bash
# musicxml-io 0.9.6 (npm)
# One would guess: in ABC, "::|" ends a part that is played three times, as ABC 2.1 says (a colon more for each time).
# What happens: it is read as the end of one repeat and the beginning of another, in an empty bar of its own that nothing ends; nothing says three.
# Our users meet: a part that we write for three passes is played twice, and a bar too many stands behind it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "musicxml-io@0.9.6" > /dev/null
cat > read.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import { parseAbc } from "musicxml-io";

const bars = (text) => parseAbc(`X:1\nT:x\nM:4/4\nL:1/8\nK:C\n${text}\n`).parts[0].measures;
const repeats = (text) => bars(text).map((bar) => (bar.barlines ?? []).map((line) => line.repeat?.direction ?? ""));
console.log("musicxml-io 0.9.6:", JSON.stringify(repeats('|:"C"z8|"G"z8::|')), JSON.stringify(repeats('|:"C"z8|"G"z8:|')));
assert.equal(repeats('|:"C"z8|"G"z8:|').length, 2);
assert.deepEqual(repeats('|:"C"z8|"G"z8::|'), [["forward"], ["backward"], ["forward"]]);
assert.ok(!JSON.stringify(bars('|:"C"z8|"G"z8::|')).includes('"times"'));
JAVASCRIPT
node read.mjs
