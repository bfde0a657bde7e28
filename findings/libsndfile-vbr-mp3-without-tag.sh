#!/usr/bin/env bash
# soundfile 0.14.0 (its libsndfile 1.2.2, mpg123), LAME 3.100.
#
# One would guess: an MP3 is read to its last frame.
# What happens: a variable-bit-rate MP3 without a Xing frame, as every encoder writes into a pipe, is read as far as the
#   length that its first frames suggest. Where the music begins loud, the end is missing, and nothing says so.
# What our users meet: radio captures and `lame - - | …` lose up to four fifths of the song.
# What we do: count the frames, and hand libsndfile the same frames behind a Xing frame that says how many there are
#   (http/chordwork/analysis/decoding/plans/mpeg.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
lame --version | head -1
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check soundfile==0.14.0 numpy
cd "$folder"
venv/bin/python - <<'PYTHON'
import subprocess
import numpy as np
import soundfile as sf

print("soundfile", sf.__version__, sf.__libsndfile_version__)
rate, seconds = 44_100, 12
noise = np.random.default_rng(1).normal(0, 0.2, rate * seconds)
noise[rate * 2 :] *= 0.002  # loud at first: long frames, then short ones
sf.write("song.wav", noise, rate)
mp3 = subprocess.run(["lame", "--quiet", "-V2", "song.wav", "-"], capture_output=True, check=True).stdout
open("song.mp3", "wb").write(mp3)
read = len(sf.read("song.mp3")[0]) / rate
print(f"{seconds} s were encoded, {read:.1f} s are read, without an error")
assert read < 0.8 * seconds, "it reads to the end now"
PYTHON
