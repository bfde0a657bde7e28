"""Guitar Pro 3, 4 and 5, read and written (as 5) by PyGuitarPro."""

from __future__ import annotations

from typing import Final

from chordwork.music.charts.form import Format, Reading
from chordwork.music.charts.guitarpro.assembly import song_of
from chordwork.music.charts.guitarpro.five import read_five
from chordwork.music.charts.guitarpro.writing import CARRIES, NAME, kept, write_five

_MAGIC: Final = (b"FICHIER GUITAR PRO", b"CLIPBOARD GP", b"CLIPBOARD GUITAR PRO")


def read_gp5(data: bytes) -> Reading:
    """The song of a file of Guitar Pro 3, 4 or 5.

    Raises:
        ChartFileError: it is broken, or PyGuitarPro is not installed.
        ChartTooLargeError: it is larger than any score.
    """
    return song_of(read_five(data, NAME), NAME)


def _likeness(data: bytes, name: str) -> float:
    return 1.0 if data[1:31].startswith(_MAGIC) else 0.0


FORMAT: Final = Format(
    NAME,
    "Guitar Pro 3 to 5",
    (".gp5", ".gp4", ".gp3"),
    "application/x-guitar-pro",
    CARRIES,
    _likeness,
    read_gp5,
    write_five,
    kept,
    extra="guitarpro",
)
