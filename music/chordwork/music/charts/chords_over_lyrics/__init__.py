"""Chords over lyrics, read and written: a line of chords, and below it the words, column by column.

Headings in many languages, tabs and lines apart from words are told as in :mod:`~chordwork.music.charts.text`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from chordwork.music.charts.chords_over_lyrics.lines import NAME, TAB_COLUMNS, is_chords, is_tab, is_words
from chordwork.music.charts.chords_over_lyrics.reading import read
from chordwork.music.charts.chords_over_lyrics.writing import CARRIES, kept, write
from chordwork.music.charts.decoding import decoded, is_text
from chordwork.music.charts.form import Format

_GLANCE: Final = 65_536
_LINES: Final = 200


def _likeness(data: bytes, _: str) -> float:
    if not is_text(data):
        return 0.0
    lines = decoded(data[:_GLANCE], NAME).expandtabs(TAB_COLUMNS).split("\n")[:_LINES]
    over = sum(
        is_chords(line, "english") and bool(below.strip()) and (is_tab(below) or is_words(below, "english"))
        for line, below in pairwise(lines)
    )
    return 0.5 if over else 0.0


FORMAT: Final = Format(
    name=NAME,
    title="chords over lyrics",
    suffixes=(".crd", ".txt"),
    media_type="text/plain",
    carries=CARRIES,
    likeness=_likeness,
    read=read,
    write=write,
    limit=kept,
)
