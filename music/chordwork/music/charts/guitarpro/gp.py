"""Guitar Pro 6, 7 and 8: ``.gpx`` and ``.gp``. Read, not written."""

from __future__ import annotations

from typing import Final

from chordwork.music.charts.form import Format, Reading
from chordwork.music.charts.guitarpro.assembly import song_of
from chordwork.music.charts.guitarpro.boxes import SCORE, score_text
from chordwork.music.charts.guitarpro.gpif import read_gpif
from chordwork.music.song import Feature

NAME: Final = "gp"
_CARRIES: Final = frozenset(Feature) - {
    Feature.STYLE, Feature.STRUM, Feature.SECTION_REPEATS, Feature.NEW_LINES, Feature.PUSHES, Feature.OPTIONAL,
    Feature.WORDS, Feature.TABS, Feature.COMMENTS, Feature.DIRECTIONS,
}  # fmt: skip


def read_gp(data: bytes) -> Reading:
    """The song of a file of Guitar Pro 6, 7 or 8.

    Raises:
        ChartFileError: it is broken.
        ChartTooLargeError: it is larger, or unpacks to more, than any score.
    """
    return song_of(read_gpif(score_text(data, NAME), NAME), NAME)


def _likeness(data: bytes, name: str) -> float:
    if data.startswith((b"BCFZ", b"BCFS")):
        return 1.0
    return 0.95 if data.startswith(b"PK\x03\x04") and SCORE.encode() in data else 0.0


FORMAT: Final = Format(
    NAME, "Guitar Pro 6 to 8", (".gp", ".gpx"), "application/x-guitar-pro", _CARRIES, _likeness, read_gp
)
