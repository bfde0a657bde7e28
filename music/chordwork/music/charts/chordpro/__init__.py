"""ChordPro 6, read and written: words with chords in brackets, grids with bars, directives in braces."""

from __future__ import annotations

import re
from typing import Final

from chordwork.music.charts.chordpro.kept import CARRIES, kept
from chordwork.music.charts.chordpro.reading import NAME, read
from chordwork.music.charts.chordpro.writing import write
from chordwork.music.charts.decoding import decoded, is_text
from chordwork.music.charts.form import Format

_DIRECTIVE: Final = re.compile(
    r"^\s*\{\s*(?:title|t|subtitle|st|artist|key|capo|tempo|time|meta|comment|c|ci|cb|start_of_\w+|so[cvbtg]|chorus|define|"
    r"new_song|ns|composer|x_\w+)\b[^{}]*\}\s*$",
    re.MULTILINE | re.IGNORECASE,
)
_INLINE: Final = re.compile(r"\[[A-H][#b♯♭]?[^\[\]\s|]{0,12}\][^\s\[|]*\w")
_GLANCE: Final = 65_536


def _likeness(data: bytes, _: str) -> float:
    if not is_text(data):
        return 0.0
    text = decoded(data[:_GLANCE], NAME)
    if _DIRECTIVE.search(text):
        return 0.9
    return 0.6 if _INLINE.search(text) else 0.0


FORMAT: Final = Format(
    name=NAME,
    title="ChordPro",
    suffixes=(".cho", ".chordpro", ".chopro", ".pro", ".crd"),
    media_type="text/vnd.chordpro",
    carries=CARRIES,
    likeness=_likeness,
    read=read,
    write=write,
    limit=kept,
    several=True,
)
