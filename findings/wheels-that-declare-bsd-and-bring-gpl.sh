#!/usr/bin/env bash
# pyFFTW 0.15.1 and av 18.1.0 (PyAV), their wheels for Linux
# One would guess: a bill of materials or a licence check that reads what packages declare sees what is under the GPL.
# What happens: both declare BSD-3-Clause, of their own code; their wheels carry FFTW, and libx264 with libx265, which are GPL-2.0-or-later, as libraries.
# Our users meet: an image with nothing under the GPL by its metadata. supply/licences.toml lists libraries in wheels by name, and scripts/supply
#   fails on one that is not listed; docs/releasing.md says what comes along.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: --python-version 3.12 \
    --platform manylinux_2_28_x86_64 --platform manylinux_2_27_x86_64 --platform manylinux2014_x86_64 pyFFTW==0.15.1 av==18.1.0
cat > look.py <<'PYTHON'
import re
import zipfile
from pathlib import Path

expected = {"av": {"x264", "x265"}, "pyfftw": {"fftw3", "fftw3f", "fftw3l"}}
for wheel in sorted(Path().glob("*.whl")):
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith("/METADATA"))).decode().partition("\n\n")[0]
    declared = re.findall(r"^(?:License|License-Expression|Classifier: License ::.*): ?(.*)$", metadata, re.MULTILINE)
    brought = {m[1] for name in names if (m := re.search(r"/lib(fftw3[fl]?|x26[45])-[0-9a-f]+\.so", name))}
    print(f"{wheel.name}: declares {declared}, brings {sorted(brought)}")
    assert "GPL" not in metadata.replace("LGPL", ""), "it says so now"
    assert brought == expected[wheel.name.partition("-")[0].lower()]
PYTHON
python3 look.py
