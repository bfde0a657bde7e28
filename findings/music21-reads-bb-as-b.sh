#!/usr/bin/env bash
# music21 10.5.1 (PyPI)
# One would guess: a chord symbol that is written as every songbook writes it, "Bb7", is read as B flat 7 or refused.
# What happens: music21 writes flats as "-". "Bb7" is read as root B with other notes on it, "Eb7" as root E, and "C-7",
#   the usual short form of C minor 7, as a dominant seventh on C flat; none of them raises an error.
# What our users meet: charts with flats, handed to music21 as text, come out on the wrong root.
# What we do: our reader takes b, ♭ and the minus sign as musicians mean them, docs/charts.md says how to spell for
#   music21, and the way to it is our MusicXML.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check music21==10.5.1
"$folder/venv/bin/python" - <<'PYTHON'
import music21
from music21 import harmony

print("music21", music21.__version__)
roots = {}
for text in ("B7", "B-7", "Bb7", "Eb7", "C-7", "Cm7"):
    chord = harmony.ChordSymbol(text)
    roots[text] = chord.root().name
    print(f"{text}: root {chord.root().name}, notes {' '.join(pitch.name for pitch in chord.pitches)}")
assert roots["B-7"] == "B-", "its own spelling of B flat"
assert roots["Bb7"] == "B", "Bb7 is no longer read on B"
assert roots["Eb7"] == "E", "Eb7 is no longer read on E"
assert roots["C-7"] == "C-", "C-7 is no longer read on C flat"
print("seen: Bb7 on B, Eb7 on E, C-7 on C flat, each without an error")
PYTHON
