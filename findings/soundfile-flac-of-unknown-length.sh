#!/usr/bin/env bash
# soundfile 0.14.0 (its libsndfile 1.2.2), ffmpeg 5.1.
#
# One would guess: a FLAC that was written into a pipe (its header then says 0 samples, which RFC 9639 defines as
#   "unknown") is read, or its length is told as unknown.
# What happens: its length is 2**63 - 1 frames; soundfile.read() fails with "array is too big", SoundFile.frames is
#   believed by every program that sizes a buffer or a progress bar by it. Reading in blocks without seeking works.
# What our users meet: "it lasts 209146758205323 s".
# What we do: read in blocks, and look for the number in the last frame's header
#   (http/chordwork/analysis/decoding/plans/flac.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
ffmpeg -version | head -1
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check soundfile==0.14.0 numpy
cd "$folder"
venv/bin/python - <<'PYTHON'
import subprocess
import numpy as np
import soundfile as sf

print("soundfile", sf.__version__, sf.__libsndfile_version__)
sf.write("song.wav", np.random.default_rng(1).normal(0, 0.1, 88_200), 44_100)
command = ["ffmpeg", "-v", "error", "-i", "song.wav", "-f", "flac", "-"]
open("song.flac", "wb").write(subprocess.run(command, capture_output=True, check=True).stdout)
print("frames:", sf.info("song.flac").frames)
assert sf.info("song.flac").frames == 2**63 - 1
try:
    sf.read("song.flac")
except ValueError as error:
    print("read():", error)
else:
    raise SystemExit("it is read now")
PYTHON
