"""Beats for a timeline that came without: the period of which most chords last a whole number.

A ``.lab`` file says when chords change and nothing else. Players change chord on the beat, so lengths tell the beat up
to its octave; of several that fit, an easy tempo that divides the chords evenly in two is taken. Each chord is then cut
into its own beats, so that a tempo that drifts does no harm.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from chordwork.analysis.charts.timeline import NO_CHORD_LABEL, TimedChord

SHORTEST_S: Final = 0.35
LONGEST_S: Final = 0.95
USUAL_S: Final = 0.55
STEP: Final = 1.01
LEAST_FIT: Final = 0.7
"""Mean cosine of the phases in which chords end, on the best period."""
EVENNESS: Final = 0.25
"""What it counts that all chords last an even number of beats."""
UNUSUAL: Final = 0.3
"""Cost of a period an octave from the usual one."""
LEAST_CHORDS: Final = 4


def beats_from_lengths(chords: Sequence[TimedChord]) -> tuple[float, ...]:
    """Beats, in seconds, for chords that stand alone; nothing where their lengths have no common measure."""
    lengths = [chord.end - chord.start for chord in chords if chord.label != NO_CHORD_LABEL]
    if len(lengths) < LEAST_CHORDS:
        return ()
    steps = int(math.log(LONGEST_S / SHORTEST_S) / math.log(STEP)) + 1
    period = max((SHORTEST_S * STEP**step for step in range(steps)), key=lambda each: _merit(lengths, each))
    if _fit(lengths, period) < LEAST_FIT:
        return ()
    beats: list[float] = []
    for chord in chords:
        count = max(1, round((chord.end - chord.start) / period))
        beats += [chord.start + (chord.end - chord.start) * beat / count for beat in range(count)]
    return tuple(beats)


def _merit(lengths: Sequence[float], period: float) -> float:
    even = sum(round(length / period) % 2 == 0 for length in lengths) / len(lengths)
    return _fit(lengths, period) + EVENNESS * even - UNUSUAL * math.log2(period / USUAL_S) ** 2


def _fit(lengths: Sequence[float], period: float) -> float:
    return sum(math.cos(2 * math.pi * length / period) for length in lengths) / len(lengths)
