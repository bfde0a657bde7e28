#!/usr/bin/env bash
# atheris 3.0.0
# One would guess: -merge=1 reduces a corpus as libFuzzer does in C, and fails if it cannot.
# What happens: it starts sys.argv[0] again, through sh, once for each attempt; a script named without its folder, or one that cannot be run by itself, is "not found".
#   It then reports 0 new files and exits with 0: nothing is merged, and what was to be kept is empty. The name of the program may hold blanks, though: with the
#   interpreter in it, merging works.
# Our users meet: nothing. Who keeps a corpus would have emptied it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check atheris==3.0.0
cat > tried.py <<'PYTHON'
import sys

import atheris


@atheris.instrument_func
def one(data):
    return {b"C1": 1, b"C2": 2}.get(data, 0) if data[:1] == b"C" else 3


name = f"{sys.executable} tried.py" if sys.argv.pop(1) == "named" else sys.argv[0]
atheris.Setup([name, *sys.argv[1:]], one)
atheris.Fuzz()
PYTHON
mkdir corpus
for each in C1 C2 D; do printf %s "$each" > "corpus/$each"; done
for how in plain named; do
    mkdir "$how"
    venv/bin/python tried.py "$how" -merge=1 "$how" corpus > "$how.log" 2>&1
    echo "$how: exit code $?, $(ls "$how" | wc -l) of 3 inputs kept; $(grep -c 'not found' "$how.log" || true) times not found"
done
[ "$(ls plain | wc -l)" = 0 ] && [ "$(ls named | wc -l)" -ge 1 ]
