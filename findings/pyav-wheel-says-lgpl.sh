#!/usr/bin/env bash
# PyAV 18.1.0 (BSD-3-Clause), wheel for Linux.
#
# One would guess: FFmpeg in the wheel says of itself "LGPL version 3 or later", so there is nothing under the GPL in it.
# What happens: libx264 and libx265, which are GPL-2 (or bought), lie in the wheel, and libavcodec is linked with them.
# What our users meet: who passes on a container or a program with the wheel in it passes on those libraries, too.
# What we do: PyAV is an extra and no dependency; none of those encoders is used; docs/formats.md says how to build PyAV
#   against an FFmpeg of one's own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check av==18.1.0
cd "$folder"
venv/bin/python - <<'PYTHON'
import re
from pathlib import Path
import av
from av._core import library_meta

print("PyAV", av.__version__, "FFmpeg", av.ffmpeg_version_info)
print("libavcodec says:", library_meta["libavcodec"]["license"])
libraries = Path(av.__file__).parents[1] / "av.libs"
codec = next(libraries.glob("libavcodec-*")).read_bytes()
linked = sorted({name.decode() for name in re.findall(rb"libx26[45]-[0-9a-f]+\.so\.\d+", codec)})
print("libavcodec is linked with:", ", ".join(linked))
assert "LGPL" in library_meta["libavcodec"]["license"] and len(linked) == 2, "that has changed"
PYTHON
