"""What a comping hand holds: close voicings that name the chord and move least."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from chordwork.harmony import ChordSymbol

LOWEST: Final = 48
HIGHEST: Final = 79
CENTRE: Final = 62
CLUSTER: Final = 2.0
"""Cost of two neighbouring voices a semitone apart."""
_COLOURS: Final[tuple[int, ...]] = (8, 3, 1, 6, 9, 2, 5)
"""What is added to third and seventh first, as semitones: altered fifths and ninths, sixth, ninth, fourth;"""
_SPARE: Final[tuple[int, ...]] = (7, 0)
"""and what the bass or the ear supplies: the fifth, the root."""


def guide_tones(chord: ChordSymbol) -> tuple[int, ...]:
    """Semitones above the root of what tells the chord from others: third (or what hangs in its place) and seventh.

    Where both thirds sound, the minor one is a raised ninth. Without a seventh, the sixth takes its place (also that
    of a diminished seventh chord). A power chord has none.
    """
    sounding = chord.intervals
    third = next((interval for interval in (4, 3, 5, 2) if interval in sounding), None)
    seventh = next((interval for interval in (10, 11, 9) if interval in sounding), None)
    return tuple(interval for interval in (third, seventh) if interval is not None)


def nearest_voicing(chord: ChordSymbol, before: tuple[int, ...], voices: int) -> tuple[int, ...]:
    """A close voicing of chord tones whose notes move least from the voicing before, ascending.

    Two voices are root and fifth (or what stands in for it); three or more hold third and seventh, then the colours of
    the chord; the root is the first to go where there are more tones than voices, then the fifth.
    """
    root = root_class(chord)
    if voices == 2:  # a power chord
        low = LOWEST - 8 + (root - LOWEST + 8) % 12
        return (low, low + fifth(chord))
    classes = [(root + interval) % 12 for interval in essentials(chord, voices)]
    best: tuple[float, tuple[int, ...]] | None = None
    for start in range(LOWEST, HIGHEST - 11):
        if start % 12 not in classes:
            continue
        order = sorted(classes, key=lambda each: (each - start) % 12)
        pitches = tuple(start + (each - start) % 12 for each in order)
        cost = CLUSTER * sum(after - lower == 1 for lower, after in pairwise(pitches))
        if len(pitches) == 3 and voices > 3 and pitches[0] + 12 <= HIGHEST:  # a triad doubles its lowest
            pitches = (*pitches, pitches[0] + 12)
        cost += 0.4 * abs(sum(pitches) / len(pitches) - CENTRE)
        if before:
            cost += sum(min(abs(pitch - old) for old in before) for pitch in pitches)
            cost += 0.5 * abs(pitches[-1] - before[-1])
        if best is None or cost < best[0]:
            best = (cost, pitches)
    assert best is not None
    return best[1]


def coloured(chord: ChordSymbol, power: tuple[int, ...]) -> tuple[int, ...]:
    """A power chord with third and seventh an octave above its root, where distortion leaves them clear."""
    return tuple(sorted({*power, *(power[0] + 12 + interval for interval in guide_tones(chord))}))


def essentials(chord: ChordSymbol, voices: int) -> list[int]:
    """Semitones above the root of at most so many tones, the most telling first."""
    sounding = chord.intervals
    guides = guide_tones(chord)
    rest = [interval for interval in (*_COLOURS, *_SPARE) if interval in sounding and interval not in guides]
    rest += [interval for interval in sounding if interval not in guides and interval not in rest]
    return [*guides, *rest][:voices]


def root_class(chord: ChordSymbol) -> int:
    """Pitch class of the root."""
    assert chord.root is not None
    return chord.root.pitch_class


def bass_class(chord: ChordSymbol) -> int:
    """Pitch class of the bass."""
    assert chord.bass is not None
    return chord.bass.pitch_class


def fifth(chord: ChordSymbol) -> int:
    """Semitones to the fifth; the octave where there is none."""
    return next((interval for interval in (7, 6, 8) if interval in chord.intervals), 12)


def third(chord: ChordSymbol) -> int:
    """Semitones to the third, or what hangs in its place; the fifth where there is neither."""
    return next((interval for interval in (4, 3, 5, 2) if interval in chord.intervals), fifth(chord))


def sixth(chord: ChordSymbol) -> int:
    """Semitones to a sixth that the chord bears: its own, or the major one over a plain major chord; else the fifth."""
    sounding = chord.intervals
    if 9 in sounding or ({4, 7} <= sounding and 8 not in sounding):  # a major sixth
        return 9
    return fifth(chord)
