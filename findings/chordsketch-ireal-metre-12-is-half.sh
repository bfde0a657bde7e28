#!/usr/bin/env bash
# chordsketch 0.8.0
# One would guess: T12 in a link of iReal Pro is 12/8, as iReal Pro's description of its protocol lists it, and the cells of a bar say on which
#   beats its chords begin.
# What happens: T12 is read as 1/2, and every chord of a bar stands on beat 1, whatever its cell. T44 and T34 are read rightly.
# Our users meet: a slow blues that goes through chordsketch to another format comes back in bars of half a note, all its chords at once.
#   We read and write iReal Pro ourselves, and say in docs/songs.md what others read from the same links.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "chordsketch==0.8.0"
cat > "$folder/song.py" <<'PYTHON'
import json
import urllib.parse

import chordsketch


def read(chords):
    fields = f"Title=Last First==Swing=C==1r34LbKcu7{chords}==100=1"
    song = json.loads(chordsketch.parse_irealb("irealb://" + urllib.parse.quote(fields, safe="=")))
    metre = song["time_signature"]
    beats = [[chord["position"]["beat"] for chord in bar["chords"]] for part in song["sections"] for bar in part["bars"]]
    return (metre["numerator"], metre["denominator"]), beats


print("chordsketch", chordsketch.version())
found = {chords: read(chords) for chords in ("[T12C   |G   Z ", "[T34C   |G   Z ", "[T44C G |F   Z ")}
for chords, (metre, beats) in found.items():
    print(repr(chords), "metre", metre, "beats of the chords", beats)
assert found["[T12C   |G   Z "][0] == (1, 2), "no longer so"
assert found["[T34C   |G   Z "][0] == (3, 4)
assert found["[T44C G |F   Z "][1] == [[1, 1], [1]], "no longer so"
PYTHON
"$folder/venv/bin/python" "$folder/song.py"
