#!/usr/bin/env bash
# msgspec 0.22.0, attrs 26.1.0, CPython 3.11.
#
# One would guess: msgspec.to_builtins() and msgspec.json.encode() give the fields of an attrs class in the order in
#   which the class has them, as for dataclasses and its own Structs, and as attrs.asdict() does.
# What happens: of a class with slots, which @attrs.frozen and @attrs.define make, they come in the order of the
#   alphabet (CPython sorts slots, and msgspec goes by them). Without slots the order is the class's.
# What our users would meet: plans whose JSON begins with "capo" and has the title near its end; other bytes than before.
# What we do: msgspec only reads; writing goes by attrs.fields() (music/chordwork/music/songwriting/records.py).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check msgspec==0.22.0 attrs==26.1.0
"$folder/venv/bin/python" - <<'PYTHON'
import attrs
import msgspec

print("msgspec", msgspec.__version__)


@attrs.frozen
class Slotted:
    title: str
    capo: int


@attrs.frozen(slots=False)
class Plain:
    title: str
    capo: int


print("with slots:   ", msgspec.json.encode(Slotted("Rain", 2)).decode())
print("without slots:", msgspec.json.encode(Plain("Rain", 2)).decode())
print("attrs.asdict: ", attrs.asdict(Slotted("Rain", 2)))
assert list(msgspec.to_builtins(Slotted("Rain", 2))) == ["capo", "title"]
assert list(msgspec.to_builtins(Plain("Rain", 2))) == ["title", "capo"]
PYTHON
