#!/usr/bin/env bash
# pydub 0.25.1 (PyPI, MIT), on Python 3.11's audioop
# One would guess: segment.set_frame_rate(16000) leaves out what 16 kHz cannot hold, as every resampler does.
# What happens: samples are drawn from lines between the old ones, without any filter: a tone of 15 kHz comes out as one of 1 kHz, 3 dB quieter; one of 12 kHz
#   as 4 kHz, 2 dB quieter.
# Our users meet: cymbals and hiss that become tones where chords are, when PCM is brought to 16 kHz before it is sent. What we do: any rate from 8 to 192 kHz
#   is taken and filtered here; docs/protocol.md says to send the rate that is there.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -c "import audioop" 2> /dev/null || extra="audioop-lts==0.2.2"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "pydub==0.25.1" ${extra:-}
"$folder/venv/bin/python" -W ignore - <<'PYTHON'
import array
import cmath
import math

from pydub import AudioSegment

RATE, TARGET = 44100, 16000


def level_db(samples, rate, frequency):
    """How loud a frequency is, in dB of a sine of full scale, by a Hann window."""
    count = len(samples)
    total = sum(
        value * (1 - math.cos(2 * math.pi * at / count)) * cmath.exp(-2j * math.pi * frequency * at / rate)
        for at, value in enumerate(samples)
    )
    return 20 * math.log10(2 * abs(total) / count / 32768)


for frequency, expected_db in ((15000, -3.4), (12000, -2.2)):
    tone = array.array("h", (round(16384 * math.sin(2 * math.pi * frequency * at / RATE)) for at in range(RATE)))
    segment = AudioSegment(tone.tobytes(), frame_rate=RATE, sample_width=2, channels=1)
    folded = array.array("h", segment.set_frame_rate(TARGET).raw_data)
    alias = TARGET - frequency
    change = level_db(folded, TARGET, alias) - level_db(tone, RATE, frequency)
    print(f"{frequency} Hz at {TARGET} Hz: a tone of {alias} Hz, {change:+.1f} dB")
    assert abs(change - expected_db) < 0.5, "no longer so"
PYTHON
