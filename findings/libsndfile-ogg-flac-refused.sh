#!/usr/bin/env bash
# soundfile 0.14.0 (its libsndfile 1.2.2), flac 1.4.2.
#
# One would guess: a library that reads FLAC, and reads Ogg, reads FLAC in Ogg; its sources have a decoder for it.
# What happens: "unknown error in flac decoder", for every .oga of the reference encoder.
# What our users meet: `flac --ogg` files and some archives are called broken.
# What we do: take the FLAC out of its pages, byte by byte the same stream, and hand libsndfile that: it reads it
#   (http/chordwork/analysis/decoding/plans/ogg.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
flac --version
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check soundfile==0.14.0 numpy
cd "$folder"
venv/bin/python - <<'PYTHON'
import subprocess
import numpy as np
import soundfile as sf

print("soundfile", sf.__version__, sf.__libsndfile_version__)
sf.write("song.wav", np.random.default_rng(1).normal(0, 0.1, 88_200), 44_100)
subprocess.run(["flac", "-s", "-f", "song.wav"], check=True)
subprocess.run(["flac", "-s", "-f", "--ogg", "song.wav"], check=True)
print("song.flac:", len(sf.read("song.flac")[0]), "frames")
try:
    print("song.oga:", len(sf.read("song.oga")[0]), "frames")
except sf.LibsndfileError as error:
    print("song.oga:", error)
else:
    raise SystemExit("it is read now")
PYTHON
