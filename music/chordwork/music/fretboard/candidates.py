"""Every shape on the neck that sounds the right notes, before anyone asks which finger goes where.

String by string from the bass side, all partial shapes are extended at once in numpy and dropped as soon as no
completion can work: too wide, too many fingers, too many inner mutes, tones that no longer fit on the strings left.
"""

from __future__ import annotations

from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.music.fretboard.familiar import Familiar, familiar, shape_numbers
from chordwork.music.fretboard.hand import Hand
from chordwork.music.fretboard.instrument import Fretboard
from chordwork.music.fretboard.tones import ChordTones
from chordwork.music.fretboard.voicing import MUTED, BassRule
from chordwork.music.fretboard.weights import ShapeWeights

MAX_PARTIAL_SHAPES: Final = 40_000
"""Bound of memory and time on instruments of many strings; six strings stay below a tenth of it."""

_NO_FRET: Final = 99
_MUD_SEMITONES: Final = 5
_MUD_BELOW: Final = 45
_RUB_SEMITONES: Final = 2
_RUB_BELOW: Final = 48
_FULL_STRINGS: Final = 4
_ONE_A_FINGER: Final = 4
_POWER: Final = frozenset({0, 7})
"""Semitones above the root of a power chord."""

_Ints = NDArray[np.int32]
_ONES: Final[_Ints] = np.array([bin(mask).count("1") for mask in range(1 << 12)], dtype=np.int32)
"""How many bits are set in a mask of twelve."""


@attrs.frozen(eq=False)
class Candidates:
    """Shapes, one a row, cheapest bound first.

    Attributes:
        frets: int [shape=(n, strings)], from the capo; 0 open, -1 muted.
        sound_costs: float [shape=(n, terms)], points that do not depend on fingers, in the order of ``TERMS``.
        bounds: float [shape=(n,)], points that the shape costs at least.
    """

    frets: _Ints
    sound_costs: NDArray[np.float64]
    bounds: NDArray[np.float64]


def candidates(
    tones: ChordTones, board: Fretboard, hand: Hand, weights: ShapeWeights, bass: BassRule, min_strings: int
) -> Candidates:
    """Shapes that sound only the chord's tones and all required ones and keep the bass rule, by bound, then frets."""
    lowest_tone = asked_bass(tones, board, bass)
    frets = _shapes(tones, board, hand, lowest_tone)
    sounding = frets != MUTED
    frets = frets[sounding.sum(axis=1) >= min_strings]
    frets = _enough_fingers(frets, hand)
    pitches = _pitches(frets, board)
    lowest = pitches.min(axis=1, initial=_NO_PITCH) % 12
    if lowest_tone is not None:
        keep = lowest == lowest_tone
        frets, pitches, lowest = frets[keep], pitches[keep], lowest[keep]
    costs = _sound_costs(frets, pitches, lowest, tones, board, weights)
    bounds = costs.sum(axis=1) + _finger_bound(frets, weights)
    order = np.lexsort((*frets.T[::-1], np.round(bounds, 6)))
    return Candidates(frets[order], costs[order], bounds[order])


def asked_bass(tones: ChordTones, board: Fretboard, bass: BassRule) -> int | None:
    """The pitch class that a rule wants lowest; None where any will do."""
    if bass == "any" or (bass == "asked" and not board.instrument.carries_bass):
        return None
    return tones.lowest


_NO_PITCH: Final = 12 * 99


def _options(string: int, tones: ChordTones, board: Fretboard) -> list[tuple[int, int]]:
    """Frets of one string that sound chord tones, with the tone's bit; the muted string first."""
    options = [(MUTED, 0)]
    for fret in board.playable_frets(string):
        tone = board.pitch(string, fret) % 12
        if tone in tones.allowed:
            options.append((fret, 1 << tone))
    return options


def _shapes(tones: ChordTones, board: Fretboard, hand: Hand, lowest_tone: int | None) -> _Ints:
    needed = tones.required if lowest_tone is None else tones.required | {lowest_tone}
    if lowest_tone != tones.root and tones.is_sixth:
        needed |= tones.allowed  # without its root below, a sixth chord that lacks the fifth is another chord
    required = sum(1 << tone for tone in needed)
    wires = np.array([board.wire_mm(fret) for fret in range(_NO_FRET + 1)])
    frets: _Ints = np.empty((1, 0), dtype=np.int32)
    mask = np.zeros(1, dtype=np.int32)
    low = np.full(1, _NO_FRET, dtype=np.int32)
    high = np.zeros(1, dtype=np.int32)
    trailing = np.zeros(1, dtype=np.int32)  # mutes since the last sounding string
    inner = np.zeros(1, dtype=np.int32)
    for string in range(board.strings):
        options = _options(string, tones, board)
        rows = len(frets)
        fret = np.tile(np.array([fret for fret, _ in options], dtype=np.int32), rows)
        bit = np.tile(np.array([bit for _, bit in options], dtype=np.int32), rows)
        parent = np.repeat(np.arange(rows), len(options))
        sounds, presses = fret != MUTED, fret > 0
        low = np.where(presses, np.minimum(low[parent], fret), low[parent])
        high = np.where(presses, np.maximum(high[parent], fret), high[parent])
        inner = inner[parent] + np.where(sounds, trailing[parent], 0)
        trailing = np.where(sounds | (mask[parent] == 0), 0, trailing[parent] + 1)
        mask = mask[parent] | bit
        missing = _ONES[required & ~mask]
        span_mm = np.where(high > 0, wires[high] - wires[np.minimum(low, high)], 0.0)
        keep = (span_mm <= hand.reach_mm) & (inner <= hand.inner_mutes) & (missing < board.strings - string)
        chosen = np.flatnonzero(keep)
        if len(chosen) > MAX_PARTIAL_SHAPES:  # keep those with the fewest tones to find and the lowest position
            order = np.lexsort((chosen, high[chosen], inner[chosen] + trailing[chosen], missing[chosen]))
            chosen = np.sort(chosen[order[:MAX_PARTIAL_SHAPES]])
        frets = np.hstack((frets[parent[chosen]], fret[chosen, None]))
        mask, low, high, trailing, inner = (a[chosen] for a in (mask, low, high, trailing, inner))
    complete: _Ints = frets[(required & ~mask) == 0]
    return complete


def _lowest_pressed(frets: _Ints) -> _Ints:
    low: _Ints = np.where(frets > 0, frets, _NO_FRET).min(axis=1, initial=_NO_FRET).astype(np.int32)
    return low


def _enough_fingers(frets: _Ints, hand: Hand) -> _Ints:
    """Drop shapes that need more fingers even if every barre one can think of were possible."""
    low = _lowest_pressed(frets)
    pressed = frets > 0
    at_low = frets == low[:, None]
    above = pressed & ~at_low
    joined = above[:, 1:] & (frets[:, 1:] == frets[:, :-1])
    needed = (low < _NO_FRET) + above.sum(axis=1) - joined.sum(axis=1)
    kept: _Ints = frets[needed <= hand.fingers]
    return kept


def _pitches(frets: _Ints, board: Fretboard) -> _Ints:
    """MIDI pitch of each string; muted ones far above all others."""
    table = np.array([[board.pitch(s, f) for f in range(board.highest_fret + 1)] for s in range(board.strings)])
    pitches = table[np.arange(board.strings)[None, :], np.maximum(frets, 0)]
    return np.where(frets == MUTED, _NO_PITCH, pitches).astype(np.int32)


def _sound_costs(
    frets: _Ints, pitches: _Ints, lowest: _Ints, tones: ChordTones, board: Fretboard, weights: ShapeWeights
) -> NDArray[np.float64]:
    count, strings = frets.shape
    sounding = frets != MUTED
    first = sounding.argmax(axis=1)
    last = strings - 1 - sounding[:, ::-1].argmax(axis=1)
    drone = 1 if board.instrument.nut_frets and board.instrument.nut_frets[0] else 0
    low = _lowest_pressed(frets)
    position = np.where(low < _NO_FRET, low - 1, 0)
    far_open = np.where((frets == 0).any(axis=1) & (low < _NO_FRET), np.maximum(0, low - 2), 0)
    heard = np.zeros(count, dtype=np.int32)
    for string in range(strings):
        heard |= np.where(sounding[:, string], 1 << (pitches[:, string] % 12), 0).astype(np.int32)
    optional = sum(1 << tone for tone in tones.optional)
    ordered = np.sort(pitches, axis=1)
    unisons = ((ordered[:, 1:] == ordered[:, :-1]) & (ordered[:, 1:] < _NO_PITCH)).sum(axis=1)
    mud: NDArray[np.float64] = np.zeros(count, dtype=np.float64)
    if strings > 1:
        gap, bottom = ordered[:, 1] - ordered[:, 0], ordered[:, 0]
        mud += weights.mud * ((gap > 0) & (gap < _MUD_SEMITONES) & (bottom < _MUD_BELOW))
        mud += weights.rub * ((gap > 0) & (gap <= _RUB_SEMITONES) & (bottom < _RUB_BELOW))
    expected = tones.lowest
    bears = board.instrument.carries_bass
    power = bears and tones.intervals <= _POWER  # played on the low strings, the others left out
    off_root = weights.bass_not_root if bears else weights.bass_not_root_light
    if tones.bass is not None and not bears and not board.instrument.is_reentrant:
        off_root = weights.bass_not_asked_light
    known = familiar(tones, board)
    return np.stack(
        (
            weights.position * position,
            weights.far_open * far_open,
            weights.wide * np.maximum(0, frets.max(axis=1, initial=0) - low + 1 - _ONE_A_FINGER) * (low < _NO_FRET),
            -weights.movable * (_moved(frets, low, known.barres) & (lowest == expected)),
            weights.low_mute * first**2 if bears else weights.low_mute_light * np.maximum(first - drone, 0),
            weights.high_mute * (strings - 1 - last) * (not power),
            weights.inner_mute * (last - first + 1 - sounding.sum(axis=1)) * (0.5 if power else 1.0),
            weights.thin * np.maximum(0, (0 if power else min(strings, _FULL_STRINGS)) - sounding.sum(axis=1)),
            (weights.unison if bears else weights.unison_light) * unisons,
            weights.crossed_strings * _crossed(pitches, first, board),
            weights.missing_optional * _ONES[optional & ~heard],
            off_root * (lowest != expected),
            mud,
            weights.drone_muted * (frets[:, 0] == MUTED) * drone,
            -_familiarity(frets, low, lowest == expected, known, weights),
        ),
        axis=1,
    ).astype(np.float64)


def _crossed(pitches: _Ints, first: NDArray[np.intp], board: Fretboard) -> NDArray[np.bool_]:
    """Whether the first sounding string is not the lowest note."""
    if not board.instrument.carries_bass or board.instrument.is_reentrant:
        return np.zeros(len(pitches), dtype=bool)
    crossed: NDArray[np.bool_] = pitches[np.arange(len(pitches)), first] > pitches.min(axis=1, initial=_NO_PITCH)
    return crossed


def _moved(frets: _Ints, low: _Ints, numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Shapes of a family, at any fret."""
    if not len(numbers):
        return np.zeros(len(frets), dtype=bool)
    above = np.where(frets == MUTED, MUTED, frets - low[:, None])
    asked = shape_numbers(np.maximum(above, MUTED))
    found: NDArray[np.bool_] = np.append(numbers, -1)[np.searchsorted(numbers, asked)] == asked
    found &= ~(frets == 0).any(axis=1)
    return found


def _familiarity(
    frets: _Ints, low: _Ints, grounded: NDArray[np.bool_], known: Familiar, weights: ShapeWeights
) -> NDArray[np.float64]:
    """Points for each shape of the songbook, most for the first, and for those known at any fret above their root."""
    points: NDArray[np.float64] = np.where(_moved(frets, low, known.movable) & grounded, weights.familiar_anywhere, 0.0)
    for rank, shape in enumerate(known.shapes):
        points[(frets == np.array(shape)).all(axis=1)] = max(0.0, weights.familiar - weights.familiar_step * rank)
    return points


def _finger_bound(frets: _Ints, weights: ShapeWeights) -> NDArray[np.float64]:
    """Points that the fingers of a shape cost at least: one each, or fewer and a barre."""
    pressed = (frets > 0).sum(axis=1)
    ordered = np.sort(frets, axis=1)
    levels = ((ordered[:, 1:] != ordered[:, :-1]) & (ordered[:, 1:] > 0)).sum(axis=1) + (ordered[:, 0] > 0)
    bound: NDArray[np.float64] = np.minimum(weights.finger * pressed, weights.finger * levels + weights.barre)
    return bound
