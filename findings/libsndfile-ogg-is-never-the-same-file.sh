#!/usr/bin/env bash
# soundfile 0.14.0 with libsndfile 1.2.2
# One would guess: the same samples, encoded twice with the same settings, give the same bytes, as they do for WAV, FLAC and MP3.
# What happens: Ogg Vorbis and Opus differ each time: the stream's serial number is drawn at random, and with it every page's checksum changes.
# Our users meet: two servers, or one after its cache is emptied, give the same band in .ogg or .opus another ETag; compare the sound, not the file, or ask for
#   WAV, FLAC or MP3, whose bytes are the same for the same request.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "soundfile==0.14.0" "numpy<3"
venv/bin/python - <<'PYTHON'
import io

import numpy as np
import soundfile

tone = (0.5 * np.sin(2 * np.pi * 220 * np.arange(48_000) / 48_000)).astype(np.float32)


def encoded(container: str, coding: str) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, tone, 48_000, format=container, subtype=coding)
    return file.getvalue()


print(f"soundfile {soundfile.__version__}, libsndfile {soundfile.__libsndfile_version__}")
for container, coding, same in (
    ("WAV", "PCM_16", True),
    ("FLAC", "PCM_16", True),
    ("MP3", "MPEG_LAYER_III", True),
    ("OGG", "VORBIS", False),
    ("OGG", "OPUS", False),
):
    first, second = (encoded(container, coding) for _ in range(2))
    heard = [soundfile.read(io.BytesIO(file))[0] for file in (first, second)]
    print(f"{container} {coding}: same bytes {first == second}, same sound {np.array_equal(*heard)}")
    assert (first == second) is same
    assert np.array_equal(*heard)
PYTHON
