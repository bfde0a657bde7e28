"""Musical time on an exact grid: twelve ticks to the quarter note, which sixteenths and eighth triplets both divide."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs

from chordwork.music.pulse import FASTEST_BPM, SLOWEST_BPM, pulse, tempo_text
from chordwork.music.tabs.errors import MetreError

__all__ = ["FASTEST_BPM", "SLOWEST_BPM", "Metre", "NoteValue", "note_values"]

TICKS_PER_QUARTER: Final = 12
TICKS_PER_WHOLE: Final = 4 * TICKS_PER_QUARTER
MAX_BEATS: Final = 16


@attrs.frozen
class Metre:
    """A time signature.

    Attributes:
        beats: the upper number, 1..16; one chord beat is one of them.
        unit: the lower number: 2, 4 or 8.
    """

    beats: int = 4
    unit: int = 4

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.beats <= MAX_BEATS or self.unit not in (2, 4, 8):
            raise MetreError(f"{self.beats}/{self.unit} is no metre here: give 1 to {MAX_BEATS} over 2, 4 or 8")

    @classmethod
    def parse(cls, text: str) -> Metre:
        """Read ``3/4``.

        Raises:
            MetreError: no metre.
        """
        match = re.fullmatch(r"(\d{1,2})/(\d)", text.strip())
        if match is None:
            raise MetreError(f"{text[:20]!r} is no metre: write for example '4/4', '3/4' or '6/8'")
        return cls(int(match[1]), int(match[2]))

    @property
    def beat_ticks(self) -> int:
        """Ticks of one beat as the lower number counts it."""
        return TICKS_PER_WHOLE // self.unit

    @property
    def bar_ticks(self) -> int:
        """Ticks of one bar."""
        return self.beats * self.beat_ticks

    @property
    def pulse_ticks(self) -> int:
        """Ticks of one felt beat, see :func:`~chordwork.music.pulse.pulse`."""
        return int(TICKS_PER_QUARTER * pulse((self.beats, self.unit)))

    def tempo_text(self, bpm: float) -> str:
        """A tempo with what it counts: ``"dotted quarter = 50 bpm"``."""
        return tempo_text(bpm, (self.beats, self.unit))

    def __str__(self) -> str:
        return f"{self.beats}/{self.unit}"


@attrs.frozen
class NoteValue:
    """A written duration.

    Attributes:
        divisor: 1 whole, 2 half, 4 quarter, 8 eighth, 16 sixteenth.
        dots: 0 or 1.
        triplet: three in the time of two.
        ticks: its length.
    """

    divisor: int
    dots: int
    triplet: bool
    ticks: int


_PLAIN: Final = tuple(
    NoteValue(divisor, dots, False, ticks)
    for divisor, dots, ticks in (
        (1, 0, 48), (2, 1, 36), (2, 0, 24), (4, 1, 18), (4, 0, 12), (8, 1, 9), (8, 0, 6), (16, 0, 3),
    )
)  # fmt: skip
_TRIPLETS: Final = (NoteValue(4, 0, True, 8), NoteValue(8, 0, True, 4), NoteValue(16, 0, True, 2))
_FINEST: Final = NoteValue(32, 0, True, 1)


def note_values(start: int, ticks: int) -> Iterator[NoteValue]:
    """Written values, to be tied, that fill a length from a position in the bar, both in ticks.

    Binary lengths take the longest values that fit. Anything on the triplet grid is first filled up to the next
    quarter, so that triplets never straddle one.
    """
    end = start + ticks
    while start < end:
        left = end - start
        if start % 3 == 0 and left % 3 == 0:
            value = next(value for value in _PLAIN if value.ticks <= left)
        else:
            to_quarter = min(left, TICKS_PER_QUARTER - start % TICKS_PER_QUARTER)
            if to_quarter == TICKS_PER_QUARTER:
                whole = left - left % TICKS_PER_QUARTER
                value = next(value for value in _PLAIN if value.ticks <= whole)
            else:
                value = next((value for value in _TRIPLETS if value.ticks <= to_quarter), _FINEST)
        yield value
        start += value.ticks
