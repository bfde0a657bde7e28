"""Which shapes of a chord players know by heart on an instrument: the songbook's, and those moved along the neck.

Where all strings are tuned up or down alike, or a capo is on, the same shapes name other chords. Guitars with strings
added on the bass side leave them out; with the lowest string dropped, shapes that do not use it stay.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.harmony import parse_note, parse_symbol
from chordwork.music.fretboard.instrument import Fretboard
from chordwork.music.fretboard.songbook import (
    BANJO,
    GUITAR,
    GUITAR_BARRES,
    GUITAR_DROPPED,
    GUITAR_MOVABLE,
    MANDOLIN,
    UKULELE,
)
from chordwork.music.fretboard.tones import ChordTones
from chordwork.music.fretboard.voicing import MUTED

_Frets = tuple[int, ...]
_Page = dict[tuple[frozenset[int], int | None], tuple[_Frets, ...]]

_GUITAR_STEPS: Final = (5, 5, 5, 4, 5)
_DROPPED_STEPS: Final = (7, 5, 5, 4, 5)
_UKULELE_STEPS: Final = (4, 5)
_FIFTHS: Final = (7, 7, 7)
_BANJO_STEPS: Final = (17, 5, 4, 3)
_E2, _C4, _G3, _D3 = 40, 60, 55, 50
_FRETS: Final = 40
"""Base in which a shape becomes a number."""


@attrs.frozen
class Familiar:
    """Shapes known by heart for one chord.

    Attributes:
        shapes: the songbook's, frets from the capo, the usual one first.
        barres: the full barres, frets from the lowest pressed one, as numbers of :func:`shape_numbers`.
        movable: other shapes that are known at any fret, likewise.
    """

    shapes: tuple[_Frets, ...] = ()
    barres: NDArray[np.int64] = attrs.field(factory=lambda: np.empty(0, dtype=np.int64), eq=False)
    movable: NDArray[np.int64] = attrs.field(factory=lambda: np.empty(0, dtype=np.int64), eq=False)


_NOTHING: Final = Familiar()


def familiar(tones: ChordTones, board: Fretboard) -> Familiar:
    """What players know of a chord on an instrument; nothing in tunings without songbooks."""
    tuning = board.instrument.tuning
    steps = tuple(above - below for below, above in pairwise(tuning))
    if len(tuning) >= len(_GUITAR_STEPS) + 1 and steps[-4:] == _GUITAR_STEPS[-4:]:
        spare = len(tuning) - len(_GUITAR_STEPS) - 1
        dropped = steps[spare : spare + 5] != _GUITAR_STEPS
        lowest = tuning[-1] - (_E4 - _E2)
        shapes = _row("guitar", tones, lowest - _E2 + board.capo)
        if dropped:
            shapes = tuple(shape for shape in shapes if shape[0] == MUTED and shape[1] != MUTED)
            if steps[spare:] == _DROPPED_STEPS:
                shapes = (*_row("guitar dropped", tones, lowest - _E2 + board.capo), *shapes)
        known = tuple((*[MUTED] * spare, *shape) for shape in shapes)
        return Familiar(known, *(_anywhere(family, len(tuning), dropped=dropped) for family in (0, 1)))
    if len(tuning) == len(_FIFTHS) + 1 and steps == _FIFTHS:
        return Familiar(_row("mandolin", tones, tuning[0] - _G3 + board.capo))
    if len(tuning) == len(_UKULELE_STEPS) + 2 and steps[1:] == _UKULELE_STEPS and steps[0] in (-7, 5):
        plain = steps[0] < 0 or tones.bass is None  # strings in order can put the bass lowest
        return Familiar(_row("ukulele", tones, tuning[1] - _C4 + board.capo)) if plain else _NOTHING
    if board.instrument.nut_frets and (tuning[0] - tuning[1], *steps[1:]) == _BANJO_STEPS:
        return Familiar(_row("banjo", tones, tuning[1] - _D3 + board.capo))
    return _NOTHING


_E4: Final = 64
_BOOKS: Final = {
    "guitar": GUITAR,
    "guitar dropped": GUITAR_DROPPED,
    "ukulele": UKULELE,
    "mandolin": MANDOLIN,
    "banjo": BANJO,
}


def _row(book: str, tones: ChordTones, semitones: int) -> tuple[_Frets, ...]:
    bass = None if tones.bass is None else (tones.bass - semitones) % 12
    return _page(book, (tones.root - semitones) % 12).get((tones.intervals, bass), ())


@lru_cache(maxsize=12 * len(_BOOKS))
def _page(book: str, root: int) -> _Page:
    """The chords of a book that stand on one root: who plays four chords does not read the other two hundred."""
    rows: _Page = {}
    for symbol, shapes in _BOOKS[book].items():
        name = re.match("[A-G][#b]*", symbol)
        if name is not None and parse_note(name[0]).pitch_class == root:
            tones = ChordTones.from_symbol(parse_symbol(symbol))
            rows[tones.intervals, tones.bass] = tuple(read_shape(shape) for shape in shapes.split())
    return rows


def read_shape(text: str) -> _Frets:
    """``read_shape("x32010") == (-1, 3, 2, 0, 1, 0)``; with hyphens for frets beyond 9."""
    return tuple(MUTED if fret == "x" else int(fret) for fret in (text.split("-") if "-" in text else text))


@lru_cache(maxsize=32)
def _anywhere(family: int, strings: int, *, dropped: bool) -> NDArray[np.int64]:
    shapes = [read_shape(text) for text in (GUITAR_BARRES, GUITAR_MOVABLE)[family].split()]
    if dropped:
        shapes = [shape for shape in shapes if shape[0] == MUTED]
    above = []
    for shape in shapes:
        low = min(fret for fret in shape if fret > 0)
        frets = [MUTED if fret == MUTED else fret - low for fret in shape]
        above.append([MUTED] * (strings - len(shape)) + frets)
    return np.sort(shape_numbers(np.array(above, dtype=np.int32)))


def shape_numbers(frets: NDArray[np.int32]) -> NDArray[np.int64]:
    """One number a shape [shape=(n,)], different for different shapes [shape=(n, strings)]."""
    numbers = np.zeros(len(frets), dtype=np.int64)
    for string in range(frets.shape[1]):
        numbers = numbers * _FRETS + (frets[:, string] + 1)
    return numbers
