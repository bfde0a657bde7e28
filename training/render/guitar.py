"""Six-string guitar shapes by search, in standard tuning."""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from typing import Final

import numpy as np

from .labels import Chord
from .voicings import Rng, Voicing

TUNING: Final = (40, 45, 50, 55, 59, 64)  # E2 A2 D3 G3 B3 E4, MIDI
REACH_FRETS: Final = 3
MUTED: Final = -1


@lru_cache(maxsize=4096)
def shapes(pitch_classes: tuple[int, ...], bass_pc: int) -> tuple[tuple[int, ...], ...]:
    """Playable shapes (one fret a string, -1 muted) that sound exactly these classes, best first."""
    wanted = set(pitch_classes) | {bass_pc}
    found: dict[tuple[int, ...], float] = {}
    least = 3 if len(wanted) <= 2 else max(4, len(wanted))
    for low_fret in range(1, 11):
        window = range(low_fret, low_fret + REACH_FRETS + 1)
        options = []
        for open_pitch in TUNING:
            frets = [f for f in window if (open_pitch + f) % 12 in wanted][:2]
            if open_pitch % 12 in wanted and low_fret <= 4:
                frets.append(0)
            options.append([*frets, MUTED])
        for shape in product(*options):
            if shape not in found:
                cost = _cost(shape, wanted, bass_pc, least)
                if cost is not None:
                    found[shape] = cost
    return tuple(sorted(found, key=lambda s: found[s])[:16])


def _cost(shape: tuple[int, ...], wanted: set[int], bass_pc: int, least: int) -> float | None:
    """Badness of a shape, None where it cannot be played or does not sound the chord."""
    sounding = [i for i, f in enumerate(shape) if f != MUTED]
    if len(sounding) < least:
        return None
    pitches = [TUNING[i] + shape[i] for i in sounding]
    if pitches[0] != min(pitches) or pitches[0] % 12 != bass_pc or {p % 12 for p in pitches} != wanted:
        return None
    gaps = sounding[-1] - sounding[0] + 1 - len(sounding)
    if gaps > 1:
        return None
    fretted = [shape[i] for i in sounding if shape[i] > 0]
    if fretted:
        lowest = min(fretted)
        barre = fretted.count(lowest) > 1 and 0 not in [shape[i] for i in sounding]
        fingers = len([f for f in fretted if f > lowest]) + (1 if barre else fretted.count(lowest))
        if fingers > 4 or max(fretted) - lowest > REACH_FRETS:
            return None
    else:
        lowest = fingers = 0
    return 0.5 * lowest + 0.4 * fingers + 1.5 * gaps + 0.8 * (6 - len(sounding)) - 0.3 * shape.count(0)


def guitar_voicing(chord: Chord, rng: Rng, *, strings_at_least: int = 3) -> Voicing:
    """A random good shape as (pitch, string) pairs, low to high (strings may cross above the bass)."""
    options = shapes(tuple(sorted(chord.pitch_classes)), chord.bass_pc)
    options = tuple(s for s in options if 6 - s.count(MUTED) >= strings_at_least) or options
    if not options:
        return _fallback(chord)
    weights = 0.75 ** np.arange(len(options))
    shape = options[int(rng.choice(len(options), p=weights / weights.sum()))]
    return [(TUNING[i] + f, i) for i, f in enumerate(shape) if f != MUTED]


def power_chord(chord: Chord, rng: Rng) -> Voicing:
    """Root, fifth and sometimes octave on the low strings."""
    root = 40 + (chord.root - 40) % 12
    pitches = [root, root + 7] + ([root + 12] if rng.random() < 0.7 else [])
    return [(p, i) for i, p in enumerate(pitches)]


def _fallback(chord: Chord) -> Voicing:
    bass = 40 + (chord.bass_pc - 40) % 12
    upper = sorted({bass + 3 + (pc - bass - 3) % 12 for pc in chord.pitch_classes if pc != chord.bass_pc})
    return [(p, min(i, 5)) for i, p in enumerate([bass, *upper])]
