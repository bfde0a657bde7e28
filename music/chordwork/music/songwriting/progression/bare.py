"""Chords before a key is chosen: a degree above the tonic in semitones, a quality, perhaps a bass."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import attrs

from chordwork.harmony import ChordSymbol, Degree, Key, lead_sheet_suffix, parse_symbol, respell


@attrs.frozen
class Bare:
    """A chord in no key yet."""

    degree: int
    """Of the root, in semitones above the tonic, 0..11."""
    kind: str = ""
    """What a lead sheet writes after the root: ``""``, ``"m"``, ``"maj7"``."""
    bass: int | None = None
    """Degree of the bass, in semitones above the tonic; None in root position."""

    @property
    def is_minor(self) -> bool:
        """Whether its third is minor."""
        return _is_minor(self.kind)

    @property
    def is_home(self) -> bool:
        """Whether its root is the tonic."""
        return self.degree == 0

    @property
    def family(self) -> tuple[int, bool]:
        """Root and third: what tells chords apart for variety, whatever colours are added."""
        return self.degree, self.is_minor

    def tones(self) -> frozenset[int]:
        """Its notes in semitones above the tonic, 0..11."""
        return frozenset((self.degree + degree.semitones) % 12 for degree in degrees_of(self.kind))


Timed = tuple[Bare, float]
"""A chord and its length in bars."""
Progression = tuple[Timed, ...]


@lru_cache(maxsize=256)
def degrees_of(kind: str) -> tuple[Degree, ...]:
    """Degrees of a lead-sheet suffix."""
    return parse_symbol("C" + kind).degrees


@lru_cache(maxsize=256)
def _is_minor(kind: str) -> bool:
    semitones = {degree.semitones % 12 for degree in degrees_of(kind)}
    return 3 in semitones and 4 not in semitones


def spelled(bare: Bare, key: Key) -> ChordSymbol:
    """The chord in a key."""
    home = key.tonic.pitch_class
    root = key.spell(home + bare.degree)
    bass = root if bare.bass is None else key.spell(home + bare.bass)
    return respell(ChordSymbol.of(root, degrees_of(bare.kind), bass), key)


def bared(symbol: ChordSymbol, tonic: int) -> Bare | None:
    """A chord seen from a tonic pitch class; None for the non-chords."""
    if symbol.root is None or symbol.bass is None:
        return None
    bass = None if symbol.bass == symbol.root else (symbol.bass.pitch_class - tonic) % 12
    return Bare((symbol.root.pitch_class - tonic) % 12, lead_sheet_suffix(symbol.degrees), bass)


def bars_of(progression: Sequence[Timed]) -> float:
    """Length in bars."""
    return sum(bars for _, bars in progression)


def merged(progression: Sequence[Timed]) -> Progression:
    """Neighbours that are the same chord become one, unless that would hide where a bar is shared."""
    result: list[Timed] = []
    at = 0.0
    for chord, bars in progression:
        whole = at % 1 == 0 and bars % 1 == 0
        if result and result[-1][0] == chord and whole and result[-1][1] % 1 == 0:
            result[-1] = (chord, result[-1][1] + bars)
        else:
            result.append((chord, bars))
        at += bars
    return tuple(result)


def first_bars(progression: Progression, bars: float) -> Progression:
    """The beginning of a progression."""
    result: list[Timed] = []
    left = bars
    for chord, length in progression:
        if left <= 0:
            break
        result.append((chord, min(length, left)))
        left -= length
    return tuple(result)
