#!/usr/bin/env bash
# chordparser 0.4.2 (PyPI, MIT)
# One would guess: "C7b5" and "Cmaj7b5" have a flat fifth, as "Cm7b5" has, and as "C7#5" has a sharp one; "C6/9" has its ninth.
# What happens: their fifth is plain: C7b5 is C E G B♭, Cmaj7b5 is C E G B; C6/9 is C6. No error.
# Our users meet: other notes than ours under the same names, where a program reads our symbols with it. docs/charts.md says so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "chordparser==0.4.2"
"$folder/venv/bin/python" - <<'PYTHON'
from chordparser import Parser

parser = Parser()
EXPECTED = {"Cm7b5": "C E♭ G♭ B♭", "C7#5": "C E G♯ B♭", "C7b5": "C E G B♭", "Cmaj7b5": "C E G B", "C6/9": "C E G A"}
for name, notes in EXPECTED.items():
    read = " ".join(str(note) for note in parser.create_chord(name).notes)
    print("chordparser reads", name, "as", read)
    assert read == notes, "no longer so"
PYTHON
