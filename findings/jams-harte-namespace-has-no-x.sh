#!/usr/bin/env bash
# jams 0.3.5 (PyPI, ISC)
# One would guess: the namespace chord_harte takes every label that annotations in Harte syntax hold, and is stricter than
# chord only in spelling.
# What happens: it refuses X (a chord that nobody can name) and power chords (C:5), which real annotations and our labels
# hold; the namespace chord takes both.
# Our users meet it when they convert annotations. We write the namespace chord, and read both.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check jams==0.3.5
"$place/venv/bin/python" - <<'PYTHON'
import sys
import warnings

warnings.simplefilter("ignore")
import jams


def taken(namespace, label):
    annotation = jams.Annotation(namespace=namespace)
    annotation.append(time=0, duration=1, value=label, confidence=1)
    return annotation.validate(strict=False)


print("jams", jams.__version__)
for label, harte in (("C:maj", True), ("N", True), ("C:min(*5,b6)", True), ("X", False), ("C:5", False)):
    seen = taken("chord", label), taken("chord_harte", label)
    print(f"{label}: chord {seen[0]}, chord_harte {seen[1]}")
    if seen != (True, harte):
        sys.exit("the namespaces have changed")
PYTHON
