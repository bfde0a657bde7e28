"""Which finger goes where: the cheapest assignment that the hand model allows, or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, product
from math import hypot

import attrs

from chordwork.music.fretboard.hand import MAX_FINGERS, OTHER_BARRE_STRINGS, Hand
from chordwork.music.fretboard.instrument import Fretboard
from chordwork.music.fretboard.voicing import MUTED, Placement
from chordwork.music.fretboard.weights import ShapeWeights

_STRADDLED_STRINGS = 3
"""From one finger to another at the same fret; nearer ones stand side by side, as in D ``xx0232``."""

_Press = tuple[int, int, int]
"""Fret, first string, last string: a finger that has no name yet."""


@attrs.frozen
class Fingering:
    """Fingers of one shape, lowest fret first, and the points they cost by term."""

    placements: tuple[Placement, ...]
    costs: tuple[tuple[str, float], ...]

    @property
    def cost(self) -> float:
        """Points."""
        return sum(points for _, points in self.costs)


def finger(frets: Sequence[int], board: Fretboard, hand: Hand, weights: ShapeWeights) -> Fingering | None:
    """The cheapest fingering of a shape; None if this hand cannot hold it.

    Args:
        frets: fret of each string from the bass side, from the capo; 0 open, -1 muted.
    """
    if not _mutes_damped(frets, hand):
        return None
    best: tuple[float, tuple[_Press, ...], tuple[int, ...], float] | None = None
    for presses in _presses(frets, hand):
        distances_mm = [_distance_mm(first, second, board) for first, second in combinations(presses, 2)]
        too_long = [press[2] - press[1] >= OTHER_BARRE_STRINGS for press in presses]
        for names in combinations(range(1, hand.fingers + 1), len(presses)):
            if any(name > 1 and long for name, long in zip(names, too_long, strict=True)):
                continue
            stretch = _stretch(names, distances_mm, hand)
            if stretch > 1.0:
                continue
            points = sum(points for _, points in _costs(presses, names, stretch, frets, weights))
            if best is None or points < best[0] - 1e-9:
                best = points, presses, names, stretch
    if best is None:
        return None
    _, presses, names, stretch = best
    placed = tuple(Placement(name, *press) for name, press in zip(names, presses, strict=True))
    costs = _costs(presses, names, stretch, frets, weights)
    return Fingering(placed, tuple((name, points) for name, points in costs if points))


def _mutes_damped(frets: Sequence[int], hand: Hand) -> bool:
    """Whether every muted string between sounding ones has a fretting finger beside it, and they are few enough."""
    sounding = [string for string, fret in enumerate(frets) if fret != MUTED]
    if not sounding:
        return False
    inner = [string for string in range(sounding[0], sounding[-1]) if frets[string] == MUTED]
    return len(inner) <= hand.inner_mutes and all(frets[s - 1] > 0 or frets[s + 1] > 0 for s in inner)


def _presses(frets: Sequence[int], hand: Hand) -> Iterator[tuple[_Press, ...]]:
    """Ways to share the pressed strings among fingers, by fret and then string: singly, or with one barre a fret.

    A barre takes all strings of the fret, or those of one end while other fingers have the rest, as in C9 ``x32333``.
    """
    levels: dict[int, list[int]] = {}
    for string, fret in enumerate(frets):
        if fret > 0:
            levels.setdefault(fret, []).append(string)
    choices: list[list[tuple[_Press, ...]]] = []
    for fret in sorted(levels):
        strings = levels[fret]
        ways: list[tuple[_Press, ...]] = [tuple((fret, string, string) for string in strings)]
        for first, last in _barres(strings):
            low, high = strings[first], strings[last]
            if high - low + 1 <= hand.barre_strings and all(frets[s] >= fret for s in range(low, high + 1)):
                alone = strings[:first] + strings[last + 1 :]
                ways.append(tuple(sorted([(fret, low, high), *((fret, string, string) for string in alone)])))
        choices.append(ways)
    for combination in product(*choices):
        presses = tuple(press for way in combination for press in way)
        if len(presses) <= hand.fingers and not _straddles(presses, frets):
            yield presses


def _straddles(presses: Sequence[_Press], frets: Sequence[int]) -> bool:
    """Whether two fingers at the lowest fret stand around others that are higher up, where a barre could lie."""
    return any(
        low[0] == high[0] == presses[0][0]
        and high[1] - low[2] >= _STRADDLED_STRINGS
        and any(low[2] < press[1] < high[1] and press[0] > low[0] for press in presses)
        and all(frets[string] >= low[0] for string in range(low[2], high[1]))
        for low, high in pairwise(presses)
    )


def _barres(strings: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last, as indices, of the strings that a barre could take at one fret."""
    last = len(strings) - 1
    yield from ((first, last) for first in range(last))
    yield from ((0, end) for end in range(1, last))


def _distance_mm(first: _Press, second: _Press, board: Fretboard) -> float:
    """Between two fingers: along the neck by the fret wires, across it to the nearest string of a barre."""
    along_mm = board.wires_mm[second[0]] - board.wires_mm[first[0]]
    apart = max(0, second[1] - first[2], first[1] - second[2])
    return hypot(along_mm, apart * board.instrument.string_spacing_mm)


def _stretch(names: Sequence[int], distances_mm: Sequence[float], hand: Hand) -> float:
    """The widest pair of fingers, as a share of what that pair reaches: above 1 is out of reach."""
    pairs = combinations(names, 2)
    return max((mm / hand.pair_reach_mm(*pair) for pair, mm in zip(pairs, distances_mm, strict=True)), default=0.0)


def _costs(
    presses: Sequence[_Press], names: Sequence[int], stretch: float, frets: Sequence[int], weights: ShapeWeights
) -> tuple[tuple[str, float], ...]:
    gaps = 0
    for index in range(1, len(presses)):
        gaps += abs((names[index] - names[index - 1]) - (presses[index][0] - presses[index - 1][0]))
    barres = [(name, press) for name, press in zip(names, presses, strict=True) if press[2] > press[1]]
    arched = sum(any(0 <= fret < press[0] for fret in frets[press[2] + 1 :]) for _, press in barres)
    return (
        ("finger", weights.finger * len(presses)),
        ("little_finger", weights.little_finger * (MAX_FINGERS in names)),
        ("barre", weights.barre * len(barres)),
        ("barre_string", weights.barre_string * sum(press[2] - press[1] - 1 for _, press in barres)),
        ("other_barre", weights.other_barre * sum(name > 1 for name, _ in barres)),
        ("barre_arch", weights.barre_arch * arched),
        ("finger_gap", weights.finger_gap * gaps),
        ("stretch", weights.stretch * stretch**2),
    )
