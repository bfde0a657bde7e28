#!/usr/bin/env bash
# PyGuitarPro 0.11 (PyPI, LGPL-3.0)
# One would guess: each bar has its signs of the form, as the model says (MeasureHeader.direction), so two bars that both have a Coda are written and read again.
# What happens: a file of Guitar Pro 5 has one place for each sign. Of two bars with a Coda the last keeps it, the first loses it; write() and parse() say nothing.
# Our users meet: a song with "To Coda" in two places would end otherwise than written. Where a song has a sign twice, our writer writes out what is played, and says so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check PyGuitarPro==0.11
"$folder/venv/bin/python" - <<'PYTHON'
import io
from importlib.metadata import version

import guitarpro

song = guitarpro.Song()
track = song.tracks[0]
song.measureHeaders.clear()
track.measures.clear()
for number, sign in enumerate(("Coda", None, "Coda"), start=1):
    header = guitarpro.MeasureHeader(number=number, start=960 + 3840 * (number - 1))
    header.direction = guitarpro.DirectionSign(sign) if sign else None
    song.measureHeaders.append(header)
    measure = guitarpro.Measure(track, header)
    track.measures.append(measure)
    voice = measure.voices[0]
    voice.beats.append(guitarpro.Beat(voice, status=guitarpro.BeatStatus.rest, duration=guitarpro.Duration(value=1)))
stream = io.BytesIO()
guitarpro.write(song, stream, version=(5, 1, 0))
stream.seek(0)
read = [header.direction.name if header.direction else None for header in guitarpro.parse(stream).measureHeaders]
print("PyGuitarPro", version("PyGuitarPro"), "written: Coda, None, Coda; read:", read)
assert read == [None, None, "Coda"]
PYTHON
