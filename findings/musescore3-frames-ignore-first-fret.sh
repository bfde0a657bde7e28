#!/usr/bin/env bash
# MuseScore 3 (Debian's musescore3; seen with 3.2.3)
# One would guess: a MusicXML frame with <first-fret>5</first-fret> and notes at frets 5 to 8 is a diagram from the fifth fret on. The standard counts the
#   frets of a frame from the nut and says with first-fret which one stands on top.
# What happens: MuseScore 3.2.3 passes over first-fret: its diagram begins at the nut and the dots lie below the grid, on the staff.
# Our users meet: diagrams of shapes high on the neck drawn over the tab. Names and notes are right; docs/exports.md says to take .gp5 to MuseScore.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
program=$(command -v mscore3 || command -v musescore3) || { echo "apt-get install musescore3" >&2; exit 2; }
export QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR="$folder" HOME="$folder"
cat > "$folder/song.musicxml" <<'XML'
<?xml version="1.0" encoding="UTF-8"?><score-partwise version="4.0"><part-list><score-part id="P1"><part-name>P</part-name></score-part></part-list>
<part id="P1"><measure number="1"><attributes><divisions>1</divisions><time><beats>4</beats><beat-type>4</beat-type></time></attributes>
<harmony><root><root-step>D</root-step></root><kind>major</kind><frame><frame-strings>6</frame-strings><frame-frets>4</frame-frets>
<first-fret>5</first-fret><frame-note><string>5</string><fret>5</fret></frame-note><frame-note><string>4</string><fret>7</fret></frame-note></frame>
</harmony><note><pitch><step>D</step><octave>4</octave></pitch><duration>4</duration><type>whole</type></note></measure></part></score-partwise>
XML
"$program" --version 2> /dev/null
"$program" -o "$folder/song.mscx" "$folder/song.musicxml" > /dev/null 2>&1
python3 - "$folder/song.mscx" <<'PYTHON'
import sys
from xml.etree import ElementTree

(diagram,) = ElementTree.parse(sys.argv[1]).iter("FretDiagram")
offset = diagram.findtext("fretOffset")
dots = sorted({int(dot.get("fret") or dot.text) for dot in diagram.iter("dot")})
print("offset of the diagram:", offset, "dots at", dots)
assert offset is None and dots == [5, 7], "no longer so"
PYTHON
