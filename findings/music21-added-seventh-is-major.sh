#!/usr/bin/env bash
# music21 10.5.1
# One would guess: an added seventh of a MusicXML harmony is what MusicXML says it is. The standard counts an added degree "relative to a dominant
#   chord (major and perfect intervals except for a minor seventh)", so suspended-fourth + add 7, alter 0 is C7sus4, with a B flat.
# What happens: music21 counts from the major scale and reads C F G B. With alter -1 it reads C F G B flat. Other added degrees are as the standard says.
# Our users meet: C7sus4, C9sus4, C13sus4, C7susb9 and C7sus2 of our MusicXML get a major seventh in music21; MuseScore reads them rightly.
# We write what the standard says, choose a kind that has its seventh wherever there is one, and say so in docs/exports.md.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "music21==10.5.1"
cat > "$folder/song.py" <<'PYTHON'
import music21

HARMONY = """<harmony><root><root-step>C</root-step></root><kind>{}</kind><degree><degree-value>{}</degree-value>
<degree-alter>{}</degree-alter><degree-type>add</degree-type></degree></harmony>"""
ASKED = (("suspended-fourth", 7, 0), ("suspended-fourth", 7, -1), ("major", 9, 0), ("dominant", 9, -1))
SONG = """<?xml version="1.0" encoding="UTF-8"?><score-partwise version="4.0"><part-list><score-part id="P1">
<part-name>P</part-name></score-part></part-list><part id="P1"><measure number="1"><attributes><divisions>1</divisions>
<time><beats>4</beats><beat-type>4</beat-type></time></attributes>{}</measure></part></score-partwise>"""
NOTE = """<note><pitch><step>C</step><octave>4</octave></pitch><duration>1</duration><type>quarter</type></note>"""
score = music21.converter.parse(SONG.format("".join(HARMONY.format(*each) + NOTE for each in ASKED)), format="musicxml")
read = [" ".join(pitch.name for pitch in each.pitches) for each in score.recurse().getElementsByClass("Harmony")]
print("music21", music21.VERSION_STR)
for (kind, number, alter), names in zip(ASKED, read):
    print(f"{kind} + add {number}, alter {alter}: {names}")
assert read == ["C F G B", "C F G B-", "C E G D", "C E G B- D-"], "no longer so"
PYTHON
"$folder/venv/bin/python" "$folder/song.py"
