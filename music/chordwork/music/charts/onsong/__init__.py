"""OnSong, read and written: metadata, sections under headings, chords in brackets or above the words."""

from __future__ import annotations

import re
from typing import Final

from chordwork.music.charts.chords_over_lyrics.lines import is_chords
from chordwork.music.charts.decoding import decoded, is_text
from chordwork.music.charts.form import Format
from chordwork.music.charts.onsong.metadata import is_known, metadata
from chordwork.music.charts.onsong.reading import NAME, label, read
from chordwork.music.charts.onsong.writing import CARRIES, kept, write

_GLANCE: Final = 65_536
_MOST_METADATA: Final = 40
_INLINE: Final = re.compile(r"\[[A-H][#b♯♭]?[^\[\]\s|]{0,12}\]")
_NAMED: Final = 0.55
"""Likeness of chords over lyrics with metadata, where the file is called so."""
_HEADED: Final = 0.25
"""Where it is not: there is little that OnSong alone has."""
_TELLING: Final = frozenset({"flow", "transposedkey"})
"""Metadata that no other format has."""


def _likeness(data: bytes, name: str) -> float:
    if not is_text(data):
        return 0.0
    lines = decoded(data[:_GLANCE], NAME).split("\n")
    head = [line for line in lines[:_MOST_METADATA] if is_known(line)]
    named = name.lower().endswith(FORMAT.suffixes[0])
    if not head and not named:
        return 0.0
    inline = sum(bool(_INLINE.search(line)) for line in lines)
    if not inline and not any(is_chords(line, "english") for line in lines):
        return 0.0
    tells = any(found is not None and found[0] in _TELLING for found in map(metadata, head))
    if inline or tells:
        return 0.95
    headed = any(label(line) is not None and not line.lstrip().startswith("[") for line in lines)
    return _NAMED if named else _HEADED if headed else 0.0


FORMAT: Final = Format(
    name=NAME,
    title="OnSong",
    suffixes=(".onsong",),
    media_type="text/plain",
    carries=CARRIES,
    likeness=_likeness,
    read=read,
    write=write,
    limit=kept,
)
