#!/usr/bin/env bash
# soundfile 0.14.0 (its libsndfile 1.2.2), vorbis-tools 1.4.2.
#
# One would guess: a chained Ogg (RFC 3533: streams one behind the other, as internet radio makes at every song) is read
#   to its end, as ogg123, ffmpeg and browsers do.
# What happens: the first link is read, its length is reported as that of the file, and nothing says that there is more.
# What our users meet: a recorded hour of radio is one song long.
# What we do: read the pages ourselves and give libsndfile one link after the other (http/chordwork/analysis/decoding/plans/ogg.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
oggenc --version
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check soundfile==0.14.0 numpy
cd "$folder"
venv/bin/python - <<'PYTHON'
import subprocess
import numpy as np
import soundfile as sf

print("soundfile", sf.__version__, sf.__libsndfile_version__)
rate = 44_100
for number, seconds in ((1, 2), (2, 3)):
    sf.write(f"{number}.wav", np.random.default_rng(number).normal(0, 0.1, rate * seconds), rate)
    subprocess.run(["oggenc", "-Q", "-s", str(number), "-o", f"{number}.ogg", f"{number}.wav"], check=True)
open("chain.ogg", "wb").write(open("1.ogg", "rb").read() + open("2.ogg", "rb").read())
info, read = sf.info("chain.ogg"), len(sf.read("chain.ogg")[0]) / rate
print(f"2 s and 3 s are in the chain; it says {info.duration:.1f} s and reads {read:.1f} s")
assert read < 2.5, "it reads the second link now"
PYTHON
