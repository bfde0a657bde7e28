"""Labels with times as researchers write them, ``0.0 1.5 C:maj7``, and lists of Harte's labels alone.

C. Harte, "Towards Automatic Extraction of Harmony Information from Music Signals" (2010), and the files of MIREX.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from chordwork.harmony.errors import ChordSyntaxError
from chordwork.harmony.harte import split_label
from chordwork.harmony.lab import LabError, read_lab, write_lab
from chordwork.harmony.parsing import parse_symbol
from chordwork.music.charts.decoding import decoded, is_text
from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError
from chordwork.music.charts.form import MAX_BARS, Format, Reading, Writing
from chordwork.music.charts.segments import of_segments, to_segments
from chordwork.music.song import Bar, Lost, PlacedChord, Section, Song, limited

NAME: Final = "lab"

_LINE: Final = re.compile(r"\s*\d+(?:\.\d+)?(?:[eE][-+]?\d+)?\s+\d+(?:\.\d+)?(?:[eE][-+]?\d+)?\s+\S+\s*")
_GLANCE: Final = 20


def _read(data: bytes) -> Reading:
    text = decoded(data, NAME)
    if (labels := _labels(text)) is not None:
        if len(labels) > MAX_BARS:
            raise ChartTooLargeError(NAME, f"more than {MAX_BARS} chords: give fewer")
        bars = tuple(Bar((PlacedChord(parse_symbol(label)),)) for label in labels)
        return Reading((Song((Section("", bars),), timed=False),))
    try:
        segments = read_lab(text)
    except LabError as error:
        raise ChartFileError(NAME, error.reason, line=error.line) from None
    song, remarks = of_segments(segments, NAME)
    return Reading((song,), tuple(remarks))


def _labels(text: str) -> list[str] | None:
    """All labels, where there is nothing else and some are none but Harte's."""
    words = re.sub(r"(?m)^\s*#.*$", "", text).replace(",", " ").replace("|", " ").split()
    if not words or not any(":" in word for word in words):
        return None
    for word in words:
        try:
            split_label(word)
        except ChordSyntaxError:
            return None
    return words


def _write(songs: Sequence[Song]) -> Writing:
    return Writing(write_lab(to_segments(songs[0])).encode(), limited(songs[0], FORMAT.carries)[1])


def _limit(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    kept, _ = of_segments(to_segments(song), NAME)
    return kept, limited(song, FORMAT.carries)[1]


def _likeness(data: bytes, name: str) -> float:
    if not is_text(data):
        return 0.0
    text = decoded(data[:65_536], NAME)
    lines = [line for line in text.split("\n") if line.strip() and not line.startswith("#")][:_GLANCE]
    if lines and all(_LINE.fullmatch(line) for line in lines):
        return 0.9
    return 0.8 if len(data) < 65_536 and _labels(text) is not None else 0.0


FORMAT: Final = Format(
    name=NAME,
    title="chord labels (.lab)",
    suffixes=(".lab", ".harte"),
    media_type="text/plain",
    carries=frozenset(),
    likeness=_likeness,
    read=_read,
    write=_write,
    limit=_limit,
)
"""Chords as they sound, and when; nothing else."""
