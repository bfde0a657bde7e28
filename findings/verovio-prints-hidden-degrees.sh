#!/usr/bin/env bash
# verovio 6.4.1 (PyPI, LGPL-3.0)
# One would guess: a MusicXML degree with print-object="no" is not printed where the text of the kind says it already; and a kind "none" with the
#   text "N.C.", which needs a root by the standard, shows as N.C.
# What happens: the degree is set in parentheses behind the text all the same: C7b9(♭9), C6/9(9), C13(no11); and the root of a
#   kind "none" is printed: CN.C.; unless its root-step has an empty text of its own.
# Our users meet: doubled tensions where our MusicXML is drawn by Verovio, as notation on web pages and in Jupyter often is. Names are whole without
#   the parentheses. Our N.C. has the empty text and is right. docs/exports.md says so.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check "verovio==6.4.1"
cat > "$folder/read.py" <<'PYTHON'
import re

import verovio

DEGREE = """<degree print-object="no"><degree-value>{}</degree-value><degree-alter>{}</degree-alter>
<degree-type>{}</degree-type></degree>"""
NOTE = "<note><rest/><duration>1</duration><type>quarter</type></note>"


def harmony(kind: str, rest: str = "", root: str = "") -> str:
    return f"<harmony><root><root-step{root}>C</root-step></root><kind{kind}</kind>{rest}</harmony>{NOTE}"


SONG = f"""<?xml version="1.0" encoding="UTF-8"?><score-partwise version="4.0"><part-list><score-part id="P1"><part-name>P</part-name></score-part>
</part-list><part id="P1"><measure number="1"><attributes><divisions>1</divisions><time><beats>5</beats><beat-type>4</beat-type></time>
<clef><sign>G</sign><line>2</line></clef></attributes>
{harmony(' text="7b9">dominant', DEGREE.format(9, -1, "add"))}{harmony(' text="6/9">major-sixth', DEGREE.format(9, 0, "add"))}
{harmony(' text="13">dominant-13th', DEGREE.format(11, 0, "subtract"))}{harmony(' text="N.C.">none')}
{harmony(' text="N.C.">none', root=' text=""')}
</measure></part></score-partwise>"""

toolkit = verovio.toolkit()
toolkit.loadData(SONG)
names = re.findall(r"<harm\b[^>]*>(.*?)</harm>", toolkit.getMEI(), re.DOTALL)
print("Verovio", toolkit.getVersion(), "shows", names)
assert names == ["C7b9(♭9)", "C6/9(9)", "C13(no11)", "CN.C.", "N.C."], names
PYTHON
"$folder/venv/bin/python" "$folder/read.py"
