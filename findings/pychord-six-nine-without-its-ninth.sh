#!/usr/bin/env bash
# pychord 1.4.1 (PyPI)
# One would guess: "C6/9", the usual spelling of the six-nine chord, has the notes of "C69": C E G A D.
# What happens: what follows the slash is dropped without an error: the chord has no ninth. "C69" has it.
# What our users meet: a library that checks our symbols against pychord's notes sees one note less for C6/9.
# What we do: read both alike, print C6/9, and our test that compares every suffix with pychord's uses C69.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check pychord==1.4.1
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

from pychord import Chord

print("pychord", version("pychord"))
notes = {text: Chord(text).components() for text in ("C69", "C6/9", "C6")}
for text, names in notes.items():
    print(f"{text}: {' '.join(names)}")
assert "D" in notes["C69"], "C69 has lost its ninth, too"
assert "D" not in notes["C6/9"], "C6/9 has its ninth now"
print("seen: C6/9 has no ninth, C69 has it")
PYTHON
