"""Voicings for keyboards and ensembles: lists of MIDI pitches, low to high."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .labels import Chord

Rng = np.random.Generator
Voicing = list[tuple[int, int]]  # (MIDI pitch, string or -1), low to high
Voicer = Callable[[Chord, Rng], Voicing]


def at_or_above(pitch_class: int, low: int) -> int:
    """Lowest MIDI pitch of a pitch class that is not below ``low``."""
    return low + (pitch_class - low) % 12


def stacked(chord: Chord, low: int, rng: Rng, *, rotate: bool = True) -> list[int]:
    """All chord tones (and sounding tensions) in close position from around ``low``."""
    classes = [*chord.pitch_classes, *_tensions(chord)]
    turn = int(rng.integers(len(classes))) if rotate else 0
    pitches = [at_or_above(classes[turn], low)]
    for pc in classes[turn + 1 :] + classes[:turn]:
        pitches.append(at_or_above(pc, pitches[-1] + 1))
    while max(pitches) - min(pitches) > 15:  # tensions turned around can climb: fold the top down
        pitches[pitches.index(max(pitches))] -= 12
    return sorted(set(pitches))


def _tensions(chord: Chord) -> list[int]:
    return [] if chord.quality == "X" else [(chord.root + i) % 12 for i in chord.extra]


def keyboard(low_hand: int = 40, high_hand: int = 55) -> Voicer:
    """Left-hand bass, sometimes with fifth or octave, under a close or open right hand."""

    def voice(chord: Chord, rng: Rng) -> Voicing:
        bass = at_or_above(chord.bass_pc, low_hand + int(rng.integers(-4, 4)))
        right = stacked(chord, max(bass + 3, high_hand + int(rng.integers(-3, 5))), rng)
        style = rng.random()
        if style < 0.25 and len(right) >= 3:  # open: second voice from the top an octave down (drop 2)
            dropped = right[-2] - 12
            right = sorted([p for p in right if p != right[-2]] + [dropped if dropped > bass else right[-2]])
        elif style < 0.4:
            right.append(right[0] + 12)
        left = [bass]
        if rng.random() < 0.3:
            left.append(bass + 12)
        elif rng.random() < 0.25 and chord.bass == 0 and 7 in chord.intervals:
            left.append(bass + 7)
        return [(p, -1) for p in sorted(set(left + right))]

    return voice


def close_above_bass(low: int = 50) -> Voicer:
    """Close chord whose lowest note is the chord's bass; for a track without another bass below it."""

    def voice(chord: Chord, rng: Rng) -> Voicing:
        bass = at_or_above(chord.bass_pc, low + int(rng.integers(-3, 4)))
        upper = [at_or_above(pc, bass + 1) for pc in [*chord.pitch_classes, *_tensions(chord)] if pc != chord.bass_pc]
        return [(p, -1) for p in sorted({bass, *upper})]

    return voice


def upper_structure(low: int = 57) -> Voicer:
    """Any inversion, for use over a bass part."""

    def voice(chord: Chord, rng: Rng) -> Voicing:
        return [(p, -1) for p in stacked(chord, low + int(rng.integers(-5, 6)), rng)]

    return voice


def section(lowest: int, highest: int, voices: int) -> Voicer:
    """Spread ensemble voicing: bass lowest, all tones covered, the rest doubled."""

    def voice(chord: Chord, rng: Rng) -> Voicing:
        bass = at_or_above(chord.bass_pc, lowest)
        rest = [pc for pc in chord.pitch_classes if pc != chord.bass_pc]
        while len(rest) + 1 < voices:
            rest.append(int(rng.choice(chord.pitch_classes)))
        pitches = {bass}
        step = bass + (5 if rng.random() < 0.5 else 1)
        for pc in rng.permutation(rest):
            pitch = at_or_above(int(pc), step)
            while pitch > highest and pitch - 12 > bass:
                pitch -= 12
            pitches.add(pitch)
            step = pitch + 1
        return [(p, -1) for p in sorted(pitches)]

    return voice
