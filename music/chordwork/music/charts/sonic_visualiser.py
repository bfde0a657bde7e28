"""Annotation layers of Sonic Visualiser as CSV: ``0.37,"Am"``, ``0.37,1.2,"Am"``, with or without a heading."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from typing import Final

from chordwork.harmony.parsing import parse_symbol
from chordwork.harmony.score import Segment
from chordwork.harmony.symbol import to_lead_sheet
from chordwork.music.charts.decoding import decoded, is_text
from chordwork.music.charts.errors import ChartFileError
from chordwork.music.charts.form import Format, Reading, Writing
from chordwork.music.charts.segments import in_order, of_segments, to_segments
from chordwork.music.charts.symbols import is_chord
from chordwork.music.song import Lost, Song, limited

NAME: Final = "sonic-visualiser"
LAST_S: Final = 2.0
"""How long the last chord is taken to last where no line ends it."""

_TIME: Final = re.compile(r"\s*\d+(?:\.\d+)?\s*")
_COLUMNS: Final = (2, 3)


def _read(data: bytes) -> Reading:
    rows = _rows(decoded(data, NAME))
    segments: list[Segment] = []
    for index, (line, start, length, label) in enumerate(rows):
        after = rows[index + 1][1] if index + 1 < len(rows) else start + LAST_S
        end = after if length is None else start + length
        if end <= start:
            raise ChartFileError(NAME, "the next time must be later: sort the lines by time", line=line)
        if label not in ("", "End"):
            segments.append((start, end, label))
    song, remarks = of_segments(in_order(segments, NAME), NAME)
    return Reading((song,), tuple(remarks))


def _rows(text: str) -> list[tuple[int, float, float | None, str]]:
    rows: list[tuple[int, float, float | None, str]] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), skipinitialspace=True), start=1):
            if not row or (number == 1 and not _TIME.fullmatch(row[0])):
                continue
            if len(row) not in _COLUMNS or not all(_TIME.fullmatch(cell) for cell in row[:-1]):
                raise ChartFileError(NAME, "give a time, a length if you like, and a chord", line=number)
            rows.append((number, float(row[0]), float(row[1]) if len(row) > min(_COLUMNS) else None, row[-1].strip()))
    except csv.Error as error:
        raise ChartFileError(NAME, f"no table of values parted by commas: {error}") from None
    return rows


def _write(songs: Sequence[Song]) -> Writing:
    rows = [
        f'{start:.6f},{end - start:.6f},"{to_lead_sheet(parse_symbol(label))}"'
        for start, end, label in to_segments(songs[0])
    ]
    return Writing(("\n".join(rows) + "\n").encode(), limited(songs[0], FORMAT.carries)[1])


def _limit(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    kept, _ = of_segments(to_segments(song), NAME)
    return kept, limited(song, FORMAT.carries)[1]


def _likeness(data: bytes, _: str) -> float:
    if not is_text(data):
        return 0.0
    try:
        rows = _rows(decoded(data[:8192].rpartition(b"\n")[0] or data, NAME))
    except ChartFileError:
        return 0.0
    named = sum(is_chord(label) for *_, label in rows)
    return 0.9 if rows and named * 2 > len(rows) else 0.0


FORMAT: Final = Format(
    name=NAME,
    title="Sonic Visualiser",
    suffixes=(".csv",),
    media_type="text/csv",
    carries=frozenset(),
    likeness=_likeness,
    read=_read,
    write=_write,
    limit=_limit,
)
"""Chords as they sound, and when; nothing else."""
