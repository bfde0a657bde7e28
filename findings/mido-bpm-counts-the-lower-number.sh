#!/usr/bin/env bash
# mido 1.3.3
# One would guess: tempo2bpm(tempo, (6, 8)) gives the tempo that a musician reads in 6/8, dotted quarters; or the quarters that MIDI counts, as without it.
# What happens: it counts what the lower number names, eighths. A slow six-eight felt at 50 is 75 without and 150 with the time signature, never 50.
# Our users meet: three numbers for one speed when they look into a MIDI file of ours. It plays right: 50 felt beats a minute are 75 quarters.
#   Chordwork prints "dotted quarter = 50 bpm", and docs/music.md says that MIDI counts quarters.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "mido==1.3.3"
venv/bin/python - <<'PYTHON'
import mido

FELT_BPM = 50
file = mido.MidiFile(ticks_per_beat=480)
track = mido.MidiTrack()
file.tracks.append(track)
track.append(mido.MetaMessage("time_signature", numerator=6, denominator=8, clocks_per_click=36))
track.append(mido.MetaMessage("set_tempo", tempo=round(60_000_000 / FELT_BPM / 1.5)))  # microseconds a quarter
track.append(mido.Message("note_on", note=60, velocity=90))
track.append(mido.Message("note_off", note=60, time=FELT_BPM * 720))  # so many dotted quarters: a minute
tempo = track[1].tempo
said = [mido.tempo2bpm(tempo), mido.tempo2bpm(tempo, (6, 8))]
print(f"{FELT_BPM} dotted quarters last {file.length:.1f} s; mido says {said[0]:g} bpm, and with the time signature {said[1]:g}")
assert round(file.length) == 60
assert said == [75, 150]
PYTHON
