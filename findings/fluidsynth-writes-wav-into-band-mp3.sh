#!/usr/bin/env bash
# FluidSynth 2.3.1 (Debian 12: fluidsynth, timgm6mb-soundfont), built with libsndfile 1.2
# One would guess: since "-F band.flac" writes FLAC, "-F band.mp3" and "-F band.ogg" write MP3 and Ogg, or fail.
# What happens: for names that it does not know it writes WAV, under the name that was given, and exits with 0.
# Our users meet: a "band.mp3" ten times its size that some players refuse. `chordwork accompany --output band.mp3` lets FluidSynth only render, and
#   encodes with libsndfile, which says so where it cannot.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
fluidsynth --version 2> /dev/null | head -n 1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "mido==1.3.3"
venv/bin/python - <<'PYTHON'
import mido

file = mido.MidiFile()
track = mido.MidiTrack()
file.tracks.append(track)
track.append(mido.Message("note_on", note=60, velocity=90))
track.append(mido.Message("note_off", note=60, time=480))
file.save("band.mid")
PYTHON
for ending in flac mp3 ogg; do
    fluidsynth -ni -q -F "band.$ending" /usr/share/sounds/sf2/TimGM6mb.sf2 band.mid 2> /dev/null
    echo "band.$ending begins with $(head -c 4 "band.$ending")"
done
test "$(head -c 4 band.flac)" = fLaC
test "$(head -c 4 band.mp3)" = RIFF
test "$(head -c 4 band.ogg)" = RIFF
