"""Every tab against the W3C's schema of MusicXML 4.0; skipped where lxml or the schema is not installed."""

from __future__ import annotations

import pytest

from bench.exports.checking import Failed, Missing
from bench.exports.schema import validate
from chordwork.harmony.vocabulary import LEAD_SHEET_SUFFIXES
from chordwork.music.tabs import tab

from .songs import SONGS


def held_against_the_schema(document: str) -> None:
    try:
        validate(document)
    except Missing as missing:
        pytest.skip(str(missing))


@pytest.mark.parametrize("name", SONGS)
def test_every_song_is_valid(name: str) -> None:
    held_against_the_schema(SONGS[name].musicxml())


def test_every_chord_is_valid() -> None:
    held_against_the_schema(tab(" ".join(f"F#{suffix}/C" for suffix in LEAD_SHEET_SUFFIXES), style="bass").musicxml())
    held_against_the_schema(tab(" ".join(f"Ab{suffix}" for suffix in LEAD_SHEET_SUFFIXES)).musicxml())


def test_the_schema_refuses_what_is_wrong() -> None:
    good = tab("C G").musicxml()
    held_against_the_schema(good)
    for right, wrong in (
        ("step>", "letter>"),
        ("<fret>0<", "<fret>open<"),
        ("<voice>1</voice>", "<voice>1</voice>" * 2),
    ):
        assert right in good
        with pytest.raises(Failed, match="line"):
            validate(good.replace(right, wrong))
