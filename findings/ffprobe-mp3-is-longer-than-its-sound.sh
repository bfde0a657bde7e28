#!/usr/bin/env bash
# FFmpeg 5.1 (Debian 12: ffmpeg), soundfile 0.14.0 with libsndfile 1.2.2
# One would guess: ffprobe's duration of an MP3 file is that of what FFmpeg decodes from it.
# What happens: the duration counts whole frames, with the encoder's delay and padding; decoding trims both, as the LAME tag says, to the very sample.
# Our users meet: a band of 14.40 s in WAV that is "14.44 s" in MP3 by ffprobe and by most file managers. It is as long as the WAV once it is decoded.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
ffmpeg -version | head -n 1
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check "soundfile==0.14.0" "numpy<3"
venv/bin/python - <<'PYTHON'
import numpy as np
import soundfile

tone = 0.5 * np.sin(2 * np.pi * 220 * np.arange(5 * 44_100) / 44_100)
soundfile.write("tone.mp3", tone, 44_100, format="MP3", subtype="MPEG_LAYER_III")
PYTHON
duration=$(ffprobe -v error -show_entries format=duration -of csv=p=0 tone.mp3)
samples=$(($(ffmpeg -v error -i tone.mp3 -f s16le -ac 1 - | wc -c) / 2))
echo "written: 220500 samples, 5.000 s; ffprobe says $duration s; decoded: $samples samples"
test "$samples" -eq 220500
awk -v said="$duration" 'BEGIN { exit !(said > 5.02 && said < 5.1) }'
