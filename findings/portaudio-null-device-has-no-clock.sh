#!/usr/bin/env bash
# python-sounddevice 0.5.6 with PortAudio 19.6.0 (Debian 12): a stream on ALSA's null device is called back as fast as it goes, not at its rate.
#
# One would guess: a microphone that hears nothing is a way to try a program where there is no sound card. What happens: the null device has
# no clock, and a stream of 48 kHz brings hundreds of seconds of silence in each; whatever follows it overflows.
# What our users meet: nothing; who tries a program in a container should play a file in the place of a microphone, as examples/listening.py does.
set -euo pipefail
ldconfig -p | grep -q libportaudio || { echo "needs PortAudio: apt-get install libportaudio2" >&2; exit 2; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check sounddevice==0.5.6
cat > "$folder/.asoundrc" <<'ALSA'
pcm.!default { type null }
ctl.!default { type null }
pcm.silence { type null hint { show on description "silence" } }
ALSA
cat > "$folder/ask.py" <<'PY'
import time
import sounddevice

heard = 0


def callback(data, frames, when, status):
    global heard
    heard += frames


with sounddevice.RawInputStream(samplerate=48000, channels=1, dtype="int16", callback=callback):
    began = time.monotonic()
    time.sleep(1)
    elapsed = time.monotonic() - began
print(f"{heard / 48000 / elapsed:.0f} seconds of sound in each second")
PY
said=$(HOME="$folder" "$folder/venv/bin/python" "$folder/ask.py" 2>/dev/null)
echo "$said"
[ "${said%% *}" -ge 5 ]
