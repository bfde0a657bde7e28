#!/usr/bin/env bash
# @tonaljs/chord 6.2.1 (npm)
# One would guess: a chord in a small letter, "a", is A minor, as German and classical books write it, or is refused.
# What happens: it is A major, without a word: a C# where the song has a C.
# What our users meet: charts in German spelling ("a F C G") change their mode in programs built on tonal.
# What we do: small letters are minor with notation german, and are refused otherwise, with the line as it was meant.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund @tonaljs/chord@6.2.1 >/dev/null
cat >look.cjs <<'NODE'
const { Chord, default: fallback } = require("@tonaljs/chord");
const { version } = require("./node_modules/@tonaljs/chord/package.json");
const get = (Chord ?? fallback ?? require("@tonaljs/chord")).get;
console.log("@tonaljs/chord", version);
for (const text of ["A", "Am", "a", "e"]) console.log(`${text}: ${get(text).notes.join(" ")} (${get(text).quality})`);
if (get("a").quality !== "Major" || get("e").quality !== "Major") throw new Error("small letters are no longer major");
console.log("seen: a is A major, e is E major");
NODE
node look.cjs
