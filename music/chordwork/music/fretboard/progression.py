"""Shapes for a whole progression: hold well, change easily, and let the voices lead.

The path over the best shapes of each chord whose shapes and changes cost least together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from chordwork.music.fretboard.hand import Hand
from chordwork.music.fretboard.instrument import Fretboard
from chordwork.music.fretboard.path import cheapest_path
from chordwork.music.fretboard.search import playable
from chordwork.music.fretboard.tones import ChordTones
from chordwork.music.fretboard.voicing import BassRule, Voicing
from chordwork.music.fretboard.weights import ChangeWeights, ShapeWeights

SHAPES_PER_CHORD: Final = 10
"""How many of the best shapes of each chord the path may choose from."""

_TOP_FREE_SEMITONES: Final = 2


def voice_progression(
    chords: Sequence[ChordTones],
    board: Fretboard,
    hand: Hand | None = None,
    *,
    bass: BassRule = "asked",
    one_shape: bool = False,
    shape_weights: ShapeWeights | None = None,
    change_weights: ChangeWeights | None = None,
) -> tuple[Voicing, ...]:
    """One shape for each chord, chosen together.

    With ``one_shape`` a chord that returns is played with the same shape every time, the one the path uses most:
    fewer shapes to learn, at the price of some voice leading.

    What no shape has is given up as :func:`~chordwork.music.fretboard.search.playable` does: compare the lowest pitch
    with ``tones.bass`` to know, and ask :func:`~chordwork.music.fretboard.search.fits`.

    Raises:
        NoVoicingError: a chord has no playable shape at all.
    """
    changes = change_weights or ChangeWeights()
    choices = _choices(chords, board, hand or Hand(), bass, shape_weights)
    if not chords:
        return ()
    rows: dict[tuple[ChordTones, ChordTones], list[list[float]]] = {}
    for old, new in pairwise(chords):
        if (old, new) not in rows:
            rows[old, new] = [[change_cost(shape, to, board, changes) for shape in choices[old]] for to in choices[new]]
    costs = [[voicing.cost for voicing in choices[tones]] for tones in chords]
    states = cheapest_path(costs, (rows[pair] for pair in pairwise(chords)), decimals=6)
    path = tuple(choices[tones][state] for tones, state in zip(chords, states, strict=True))
    return _steadied(path) if one_shape else path


def _steadied(path: Sequence[Voicing]) -> tuple[Voicing, ...]:
    used: dict[ChordTones, Counter[Voicing]] = {}
    for voicing in path:
        used.setdefault(voicing.tones, Counter())[voicing] += 1
    kept = {tones: _usual(counts) for tones, counts in used.items()}
    return tuple(kept[voicing.tones] for voicing in path)


def _usual(counts: Counter[Voicing]) -> Voicing:
    return min(counts, key=lambda voicing: (-counts[voicing], voicing.cost, voicing.frets))


def _choices(
    chords: Sequence[ChordTones], board: Fretboard, hand: Hand, bass: BassRule, weights: ShapeWeights | None
) -> dict[ChordTones, tuple[Voicing, ...]]:
    found: dict[ChordTones, tuple[Voicing, ...]] = {}
    for tones in chords:
        if tones in found:
            continue
        found[tones] = playable(tones, board, hand, limit=SHAPES_PER_CHORD, bass=bass, weights=weights)
    return found


def change_cost(old: Voicing, new: Voicing, board: Fretboard, weights: ChangeWeights | None = None) -> float:
    """Points for changing from one shape to the next: fingers and hand moved, less what stays, plus leaps heard."""
    weights = weights or ChangeWeights()
    if old.frets == new.frets:
        return -weights.anchor * len(new.placements) - weights.common_tone * len(new.pitches)
    before = {placement.finger: placement for placement in old.placements}
    cost = 0.0
    shift_mm = 0.0
    if old.pressed_range and new.pressed_range:
        shift_mm = board.wire_mm(new.pressed_range[0]) - board.wire_mm(old.pressed_range[0])
        cost += weights.shift_per_mm * abs(shift_mm)
    for placement in new.placements:
        held = before.get(placement.finger)
        if held is None:
            cost += weights.placed
        elif held == placement:
            cost -= weights.anchor
        else:
            along_mm = board.wire_mm(placement.fret) - board.wire_mm(held.fret)
            along_mm = min(abs(along_mm), abs(along_mm - shift_mm))  # fingers ride along with the hand
            across_mm = abs(placement.low - held.low) * board.instrument.string_spacing_mm
            same_string = held.low == placement.low and held.high == placement.high
            cost += weights.slid if same_string else weights.moved
            cost += weights.travel_per_mm * (along_mm**2 + across_mm**2) ** 0.5
    sounding = {(string, board.pitch(string, old.frets[string])) for string in old.sounding}
    kept = sum((string, board.pitch(string, new.frets[string])) in sounding for string in new.sounding)
    register = abs(sum(old.pitches) / len(old.pitches) - sum(new.pitches) / len(new.pitches))
    top = max(0, abs(max(old.pitches) - max(new.pitches)) - _TOP_FREE_SEMITONES)
    cost += weights.register_per_semitone * register + weights.top_per_semitone * top
    return cost - weights.common_tone * kept
