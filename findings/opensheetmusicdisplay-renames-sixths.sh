#!/usr/bin/env bash
# opensheetmusicdisplay 2.1.3 (npm, BSD-3-Clause)
# One would guess: a MusicXML kind with text="6" is printed as its text: C6; and one with text="add9" as Cadd9.
# What happens: the text is passed over. The name is made of the kind and its degrees: C6 is shown as "Cmaj6", Cadd9 as "C(9)", C7b9 as
#   "C7(b9)", and a kind of text alone ("ø") as its kind. Degrees with print-object="no" are shown.
# Our users meet: other spellings than ours in web pages that draw our MusicXML by it; each is the same chord. docs/exports.md has them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm install --silent --no-audit --no-fund "opensheetmusicdisplay@2.1.3" "jsdom@29.1.1" > /dev/null
cat > read.mjs <<'JAVASCRIPT'
import assert from "node:assert/strict";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("<!doctype html><div id='page'></div>");
Object.assign(globalThis, { window, document: window.document });
for (const name of ["Node", "Element", "HTMLElement", "SVGElement", "DOMParser", "NodeList"]) globalThis[name] = window[name];
Object.defineProperty(globalThis, "navigator", { value: window.navigator, configurable: true });
window.HTMLCanvasElement.prototype.getContext = () => ({ measureText: (text) => ({ width: 6 * text.length }) });
const { OpenSheetMusicDisplay, ChordSymbolContainer } = (await import("opensheetmusicdisplay")).default;

const degree = (value, alter) =>
  `<degree print-object="no"><degree-value>${value}</degree-value><degree-alter>${alter}</degree-alter><degree-type>add</degree-type></degree>`;
const harmony = (kind, text, rest = "") => `<harmony><root><root-step>C</root-step></root><kind text="${text}">${kind}</kind>${rest}</harmony>
<note><rest/><duration>1</duration><type>quarter</type></note>`;
const song = `<?xml version="1.0" encoding="UTF-8"?><score-partwise version="4.0"><part-list><score-part id="P1"><part-name>P</part-name></score-part>
</part-list><part id="P1"><measure number="1"><attributes><divisions>1</divisions><time><beats>4</beats><beat-type>4</beat-type></time>
<clef><sign>G</sign><line>2</line></clef></attributes>${harmony("major-sixth", "6")}${harmony("major", "add9", degree(9, 0))}
${harmony("dominant", "7b9", degree(9, -1))}${harmony("half-diminished", "ø")}</measure></part></score-partwise>`;
const display = new OpenSheetMusicDisplay(document.getElementById("page"), { autoResize: false });
await display.load(song);
const names = display.Sheet.SourceMeasures.flatMap((measure) => measure.VerticalSourceStaffEntryContainers)
  .flatMap((container) => container.StaffEntries)
  .flatMap((entry) => entry?.ChordContainers ?? [])
  .map((chord) => ChordSymbolContainer.calculateChordText(chord, 0));
console.log("OpenSheetMusicDisplay 2.1.3 shows", names);
assert.deepEqual(names, ["Cmaj6", "C(9)", "C7(b9)", "Cm7b5"]);
JAVASCRIPT
node read.mjs 2> errors.txt || { cut -c1-300 errors.txt; exit 1; }
