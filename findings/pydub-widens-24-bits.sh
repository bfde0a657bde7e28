#!/usr/bin/env bash
# pydub 0.25.1
#
# One would guess: AudioSegment.from_wav() of a 24-bit WAV has sample_width 3, and raw_data of 3 bytes a sample.
# What happens: it is widened to 32 bits: sample_width 4, the sample in the upper three bytes, and 0 or, of
#   negative ones, 255 in the lowest.
# What our users meet: raw_data sent as PCM for "a 24-bit file" is neither s24 nor s16.
# What we do: it is recognised (`looks_like: s32le`), and the warning says so; set_sample_width(2) before sending is right.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python=python3
for candidate in python3.11 python3.12; do # pydub needs audioop, which Python 3.13 no longer has
    if command -v "$candidate" >/dev/null && "$candidate" -c 'import audioop' 2>/dev/null; then python=$candidate; fi
done
"$python" -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pydub==0.25.1
"$folder/venv/bin/python" -W ignore - "$folder/tone.wav" <<'PYTHON'
import math
import sys
import wave

from pydub import AudioSegment

with wave.open(sys.argv[1], "wb") as file:
    file.setparams((1, 3, 48_000, 0, "NONE", ""))
    for number in range(4800):
        file.writeframes(round(8e6 * math.sin(number * 0.05)).to_bytes(3, "little", signed=True))
segment = AudioSegment.from_wav(sys.argv[1])
width, length = segment.sample_width, len(segment.raw_data) / 4800
lowest = set(segment.raw_data[::4])
print(f"pydub 0.25.1: a WAV of 3 bytes a sample: sample_width {width}, {length:g} bytes a sample, lowest byte {lowest}")
sys.exit(0 if (width, length, lowest) == (4, 4.0, {0, 255}) else 1)
PYTHON
