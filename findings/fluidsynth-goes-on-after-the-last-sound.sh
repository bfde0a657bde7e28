#!/usr/bin/env bash
# FluidSynth 2.3.1 (Debian 12: fluidsynth, timgm6mb-soundfont)
# One would guess: a MIDI file of four seconds, rendered to WAV, lasts four seconds and the moment that its last note needs to ring out.
# What happens: rendering goes on until the last voice is released and two seconds more; a struck crash cymbal keeps its voice for seconds after it has
#   fallen below -80 dB. The file ends in five seconds or more that nobody hears.
# Our users meet: a band announced with 19.0 s whose WAV lasted 27.7 s. The band's sound is cut where it has rung out, and the length printed is the file's.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
fluidsynth --version 2> /dev/null | head -n 1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "mido==1.3.3" "numpy<3"
cat > band.py <<'PYTHON'
import subprocess
import wave

import mido
import numpy as np

SECONDS = 4.0
file = mido.MidiFile(ticks_per_beat=480)
track = mido.MidiTrack()
file.tracks.append(track)
track.append(mido.MetaMessage("set_tempo", tempo=500_000))
track.append(mido.Message("note_on", channel=9, note=49, velocity=100, time=round(2 * 480 * (SECONDS - 0.5))))
track.append(mido.Message("note_off", channel=9, note=49, time=480))
track.append(mido.MetaMessage("end_of_track"))
file.save("band.mid")
font = "/usr/share/sounds/sf2/TimGM6mb.sf2"
subprocess.run(["fluidsynth", "-ni", "-q", "-F", "band.wav", font, "band.mid"], check=True)
with wave.open("band.wav") as sound:
    rate = sound.getframerate()
    samples = np.frombuffer(sound.readframes(sound.getnframes()), "<i2").reshape(-1, 2) / 32768
loud = 20 * np.log10(np.abs(samples).max(axis=1) + 1e-9)
heard_s = (np.flatnonzero(loud > loud.max() - 60)[-1] + 1) / rate
written_s = len(samples) / rate
print(f"the MIDI file lasts {file.length:.2f} s; 60 dB below its peak after {heard_s:.2f} s; the WAV lasts {written_s:.2f} s")
assert written_s > file.length + 4.0
assert written_s > heard_s + 2.0
PYTHON
venv/bin/python band.py
