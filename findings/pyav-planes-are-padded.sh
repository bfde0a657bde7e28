#!/usr/bin/env bash
# PyAV 18.1.0 (FFmpeg's libraries for Python)
#
# One would guess: bytes(frame.planes[0]) of a mono s16 frame has 2 bytes a sample.
# What happens: it has the plane's whole memory, padded to the alignment of the processor's vectors: 742 bytes of sound
#   come with 154 that are none. The padding comes with every frame, so the sound gets holes at some hundred hertz.
# What our users meet: microphones and files decoded with PyAV and sent as PCM are heard as buzzing, and time runs fast.
# What we do: docs/protocol.md says to send frame.to_ndarray().tobytes(); Recognizer.feed() takes the array itself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check av==18.1.0 numpy
"$folder/venv/bin/python" - <<'PYTHON'
import sys

import av
import numpy as np

resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000)
tone = (np.sin(np.arange(44_100) * 0.06) * 9000).astype(np.int16)
padded = 0
for start in range(0, len(tone) - 1023, 1024):
    frame = av.AudioFrame.from_ndarray(tone[None, start : start + 1024], format="s16", layout="mono")
    frame.sample_rate, frame.pts = 44_100, start
    for out in resampler.resample(frame):
        held, sound = len(bytes(out.planes[0])), 2 * out.samples
        assert out.to_ndarray().nbytes == sound
        padded += held - sound
        if start < 4096:
            print(f"{out.samples} samples of 2 bytes: {sound} bytes of sound, {held} bytes in the plane")
print(f"PyAV {av.__version__}: {padded} bytes of padding in a second of sound")
sys.exit(0 if padded > 0 else 1)
PYTHON
