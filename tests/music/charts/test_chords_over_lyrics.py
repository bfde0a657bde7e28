"""Chords over lyrics, column by column; against what ChordPro makes of the same text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chordwork.harmony import parse_key
from chordwork.music.charts import ChartFileError, read_charts, recognise, write_charts
from chordwork.music.song import Song, TextKind

SHARED = Path(__file__).resolve().parents[4] / "shared/charts/chords_over_lyrics"


def one(text: str) -> Song:
    (read,) = read_charts(text.encode(), form="chords-over-lyrics").songs
    return read


def lines(chordpro: str) -> list[str]:
    """Lines with chords, without blanks: these are where words end, and say nothing of chords."""
    found = (re.sub(r"\s+", "", line) for line in chordpro.split("\n"))
    return [line for line in found if re.search(r"\[[A-G][^\[\]]*\]", line)]


def test_chords_are_put_where_they_stand() -> None:
    text = "A Song\n\nKey: G\nCapo 2\n\nVerse 1:\nC       G      (Am)\nHello darkness my old friend\n\n"
    text += "Refrão\nF\n\ne|---0--2--|\nB|---1--3--|\n"
    read = one(text)
    assert (read.title, read.key, read.capo) == ("A Song", parse_key("G"), 2)
    assert [section.name for section in read.sections] == ["Verse 1", "Refrão", ""]
    assert b"[C]Hello da[G]rkness [(Am)]my old friend" in write_charts((read,), "chordpro").data
    assert [text.kind for section in read.sections for text in section.texts] == [TextKind.TAB]


def test_it_is_told_from_typed_chords_and_from_words() -> None:
    assert recognise(b"C    G\nHello world my friend\n").name == "chords-over-lyrics"
    assert recognise(b"C G Am F\n").name == "typed"
    with pytest.raises(ChartFileError, match="no line of chords"):
        one("Only words here\n")


@pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared/charts: nothing to compare with")
@pytest.mark.parametrize("name", ["t001", "t003", "t108"])
def test_chords_stand_where_chordpro_puts_them(name: str) -> None:
    mine = write_charts(read_charts((SHARED / f"{name}.crd").read_bytes(), form="chords-over-lyrics").songs, "chordpro")
    theirs = lines((SHARED / f"{name}.cho").read_text())
    assert set(theirs) <= set(lines(mine.data.decode()))
