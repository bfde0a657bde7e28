#!/usr/bin/env bash
# jams 0.3.5 (PyPI, ISC), mir_eval 0.8.2 (PyPI, MIT)
# One would guess: a line that begins with # in a .lab file is a comment, as mir_eval has it, whose reader jams builds on.
# What happens: jams.util.import_lab takes it for a segment, and raises a TypeError about subtracting texts.
# Our users meet it where /analyze?format=lab ends in a line "# warning clipped: …". The command line writes warnings to
# standard error instead, so that its .lab files never hold a comment unless several recordings share one; for jams ask
# for format=jams.
set -euo pipefail
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
python3 -m venv "$place/venv"
"$place/venv/bin/pip" install --quiet --disable-pip-version-check jams==0.3.5 mir_eval==0.8.2
"$place/venv/bin/python" - "$place" <<'PYTHON'
import sys
import warnings

warnings.simplefilter("ignore")
import jams
import mir_eval

plain, commented = f"{sys.argv[1]}/plain.lab", f"{sys.argv[1]}/commented.lab"
with open(plain, "w") as file:
    file.write("0.0\t1.0\tC:maj\n1.0\t2.0\tG:maj\n")
with open(commented, "w") as file:
    file.write("0.0\t1.0\tC:maj\n1.0\t2.0\tG:maj\n# heard on a Sunday\n")
print("jams", jams.__version__, "mir_eval", mir_eval.__version__)
assert len(jams.util.import_lab("chord", plain).data) == 2
assert mir_eval.io.load_labeled_intervals(commented)[1] == ["C:maj", "G:maj"]
print("mir_eval: 2 segments, the comment passed over")
try:
    jams.util.import_lab("chord", commented)
except TypeError as error:
    print("jams: TypeError:", error)
else:
    sys.exit("jams reads comments now")
PYTHON
