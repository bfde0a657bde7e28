"""Between the full value of a chord symbol and the recogniser's fifteen qualities."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from chordwork.harmony.chord import NO_CHORD, UNKNOWN_CHORD, Chord
from chordwork.harmony.notes import Degree, parse_note
from chordwork.harmony.qualities import QUALITIES, Quality
from chordwork.harmony.symbol import NO_SYMBOL, UNKNOWN_SYMBOL, ChordSymbol
from chordwork.harmony.vocabulary import HARTE_SHORTHANDS

_WEIGHT: Final = (9, 1, 2, 6, 6, 3, 3, 4, 4, 3, 3, 3)
"""What it costs to add or lose an interval: the root decides most, then the third, then the fifth."""


def from_chord(chord: Chord) -> ChordSymbol:
    """The symbol of a recognised chord, spelled as the recogniser spells it."""
    if chord.quality is None:
        return NO_SYMBOL if chord == NO_CHORD else UNKNOWN_SYMBOL
    root = parse_note(chord.root_name)
    bass = parse_note(chord.bass_name or chord.root_name)
    return ChordSymbol.of(root, HARTE_SHORTHANDS[chord.quality.harte], bass)


def to_chord(symbol: ChordSymbol) -> Chord:
    """The nearest chord of the recogniser's vocabulary: ``C13`` becomes ``C7``, ``C7alt`` too. Bass and root stay."""
    if symbol.root is None or symbol.bass is None:
        return UNKNOWN_CHORD if symbol.unknown else NO_CHORD
    return Chord(symbol.root.pitch_class, nearest_quality(symbol.degrees), symbol.bass.pitch_class)


def is_exact(symbol: ChordSymbol) -> bool:
    """Whether :func:`to_chord` loses nothing that sounds."""
    return not symbol.is_chord or symbol.intervals == frozenset(nearest_quality(symbol.degrees).intervals)


@lru_cache(maxsize=4096)
def nearest_quality(degrees: tuple[Degree, ...]) -> Quality:
    """The quality of the fifteen that shares most of what matters with an interval structure."""
    everything = frozenset(degree.semitones % 12 for degree in degrees)
    for quality in QUALITIES:
        if frozenset(quality.intervals) == everything:
            return quality
    core = frozenset(degree.semitones % 12 for degree in degrees if degree.number < 8)

    def distance(quality: Quality) -> int:
        return sum(_WEIGHT[interval] for interval in core ^ frozenset(quality.intervals))

    return min(QUALITIES, key=distance)
