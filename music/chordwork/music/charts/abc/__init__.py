"""ABC: tunes as text, with chords in quotes."""

import re
from typing import Final

from chordwork.music.charts.abc.reading import read_abc
from chordwork.music.charts.abc.tune import NAME
from chordwork.music.charts.abc.writing import CARRIES, kept, write_abc
from chordwork.music.charts.form import Format

_HEADER: Final = re.compile(rb"(?:^|[\r\n])X:\s*\d*[^\n]*\r?\n(?:[A-Za-z+%]:?[^\n]*\n){0,60}?K:")


def _likeness(data: bytes, name: str) -> float:
    head = data[:100_000].removeprefix(b"\xef\xbb\xbf")
    if head.startswith(b"%abc"):
        return 1.0
    return 0.95 if _HEADER.search(head + b"\n") else 0.0


FORMAT: Final = Format(
    NAME, "ABC", (".abc",), "text/vnd.abc", CARRIES, _likeness, read_abc, write_abc, kept, several=True
)
"""One file holds a book of tunes."""

__all__ = ["FORMAT"]
