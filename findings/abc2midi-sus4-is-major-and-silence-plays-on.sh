#!/usr/bin/env bash
# abcMIDI 2023.02.08 (Debian's abcmidi, abc2midi 4.84)
# One would guess: "Csus4" over the staff is played with its fourth, as "Csus" is; nothing sounds under "N.C."; and a name that the program does not know is
#   played as the nearest that it does, a minor chord for Cm11.
# What happens: Csus4 is C major (0 4 7), though C7sus4 has its fourth, and nothing is said; under N.C. the chord before it goes on; Cm11, like every other name
#   that it does not know, is C major, which it says among its messages.
# Our users meet: wrong accompaniments when ABC that we wrote is made into MIDI. We write Csus, as the standard spells it, and docs/songs.md says the rest.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
program=$(command -v abc2midi) || {
    chmod 755 .
    apt-get download -qq abcmidi 2> /dev/null || { echo "apt-get install abcmidi" >&2; exit 2; }
    dpkg -x abcmidi_*.deb .
    program="$folder/usr/bin/abc2midi"
}
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check mido==1.3.3
venv/bin/python - "$program" <<'PYTHON'
import subprocess
import sys

import mido

NAMES = ("Csus", "Csus4", "C7sus4", "Fm", "N.C.", "Cm7", "Cm11")
EXPECTED = ({0, 5, 7}, {0, 4, 7}, {0, 5, 7, 10}, {5, 8, 0}, {5, 8, 0}, {0, 3, 7, 10}, {0, 4, 7})

with open("song.abc", "w") as file:
    file.write("X:1\nT:song\nM:4/4\nL:1/4\nK:C\n" + "".join(f'"{name}"z4|' for name in NAMES) + "]\n")
subprocess.run([sys.argv[1], "song.abc", "-o", "song.mid"], check=True, stdout=subprocess.DEVNULL)
song = mido.MidiFile("song.mid")
bars = [set() for _ in NAMES]
for track in song.tracks:
    tick = 0
    for message in track:
        tick += message.time
        if message.type == "note_on" and message.velocity:
            bars[tick // (4 * song.ticks_per_beat)].add(message.note % 12)
for name, played, expected in zip(NAMES, bars, EXPECTED):
    print(name, sorted(played))
    assert played == expected, "no longer so"
PYTHON
