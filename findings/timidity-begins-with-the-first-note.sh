#!/usr/bin/env bash
# TiMidity++ 2.14.0 (Debian's timidity)
# One would guess: a MIDI file rendered to WAV begins where the file begins, with the bar of rest that it has.
# What happens: what is before the first note is left out: two seconds of rest are gone, and all that follows is as much early. --preserve-silence keeps it.
# Our users meet: a band or a song that begins with N.C. or a pickup, whose sound no longer fits the chords (.lab, JAMS) written of the same song.
#   docs/songs.md says to render with --preserve-silence; FluidSynth, which `chordwork accompany` takes, keeps the rest.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for program in timidity fluidsynth; do
    command -v "$program" > /dev/null || { echo "apt-get install timidity fluidsynth timgm6mb-soundfont" >&2; exit 2; }
done
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "mido==1.3.3"
cat > "$folder/render.py" <<'PYTHON'
import array
import subprocess
import sys
import wave

import mido

folder, font = sys.argv[1], "/usr/share/sounds/sf2/TimGM6mb.sf2"
source, sound = f"{folder}/song.mid", f"{folder}/song.wav"
rest, chord = 4 * 480, (60, 64, 67)
struck = [mido.Message("note_on", note=note, velocity=90, time=rest if note == 60 else 0) for note in chord]
released = [mido.Message("note_off", note=note, time=rest if note == 60 else 0) for note in chord]
song = mido.MidiFile(ticks_per_beat=480)
song.tracks.append(mido.MidiTrack([*struck, *released]))  # a bar of rest and a bar of C, at 120 beats a minute
song.save(source)
TIMIDITY = ("timidity", "-x", f"soundfont {font}", "-Ow", "-o", sound)


def begins(command):
    """When the sound is first louder than a hundredth of full scale, in seconds."""
    subprocess.run([*command, source] if command[0] == "timidity" else command, check=True, capture_output=True)
    with wave.open(sound) as file:
        samples = array.array("h", file.readframes(file.getnframes()))
        first = next(at for at, value in enumerate(samples) if abs(value) > 327)
        return first / file.getnchannels() / file.getframerate()


plain, kept = begins(TIMIDITY), begins((*TIMIDITY, "--preserve-silence"))
other = begins(("fluidsynth", "-ni", "-F", sound, font, source))
print(f"first sound: timidity {plain:.2f} s, with --preserve-silence {kept:.2f} s, fluidsynth {other:.2f} s")
assert plain < 0.1 and 1.9 < kept < 2.1 and 1.9 < other < 2.1, "no longer so"
PYTHON
"$folder/venv/bin/python" "$folder/render.py" "$folder"
