#!/usr/bin/env bash
# jams 0.3.5 (PyPI, ISC), mir_eval 0.8.2 (PyPI, MIT)
# One would guess: a tempo annotation that validates can be scored against another.
# What happens: one value validates, and jams.eval.tempo raises a ValueError: as in MIREX it wants exactly two tempi, the
# slower and the faster one that people tap, with confidences that are their salience and add up to 1.
# Our users meet it when they score the tempo of analyze --format jams, which says the one tempo that was heard and how
# sure it is. Compare the value itself; beats and chords are scored as they are.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check jams==0.3.5 mir_eval==0.8.2
"$place/venv/bin/python" - <<'PYTHON'
import sys
import warnings

warnings.simplefilter("ignore")
import jams
import mir_eval


def tempo(*observed):
    annotation = jams.Annotation(namespace="tempo", time=0, duration=10)
    for value, confidence in observed:
        annotation.append(time=0, duration=10, value=value, confidence=confidence)
    return annotation


print("jams", jams.__version__, "mir_eval", mir_eval.__version__)
one = tempo((104.0, 0.99))
assert one.validate()
print("one value: valid")
two = tempo((52.0, 0.3), (104.0, 0.7))
print("two values:", dict(jams.eval.tempo(two, two)))
try:
    jams.eval.tempo(one, one)
except ValueError as error:
    print("one value: ValueError:", error)
else:
    sys.exit("jams scores one tempo now")
PYTHON
