"""Loops: short rounds of chords, all of them, ranked by what songs do, what moods like and what sections need."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Final

import attrs
import numpy as np

from chordwork.harmony import Mode
from chordwork.music.options.fields import MoodName
from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.progression.bare import Bare
from chordwork.music.songwriting.progression.palette import FLAVOUR, is_borrowed, liking
from chordwork.music.songwriting.progression.transitions import Floats, transitions

Rows = np.ndarray[tuple[int, int], np.dtype[np.intp]]
"""A chord index in each place, a loop a row."""

KEPT: Final = 24
"""Best loops that one is drawn from."""
SHARPNESS: Final = 1.6
"""How much better a loop must be, in nats, to be e times likelier."""
SEESAW_COST: Final = 1.2
"""For four places filled by two chords."""
BORROWED_COST: Final = 0.6
"""For each borrowed chord: they are rare in songs too, and one is enough."""
FLAVOURLESS_COST: Final = 3.0
"""For a loop in a church mode that lacks the chord that makes the mode."""
SOFT_END_COST: Final = 0.9
"""For ending on the minor dominant of a minor key, which hardly leads home."""
SAME_COST: Final = 5.0
"""For the chords of another section, in the same order;"""
ROTATED_COST: Final = 1.6
"""for the same starting elsewhere;"""
SHARED_START_COST: Final = 1.8
"""for the same first chord,"""
SHARED_OPENING_COST: Final = 1.5
"""and more for the same first two."""


@attrs.frozen
class Wish:
    """What a section wants of its loop."""

    lengths: tuple[tuple[int, float], ...] = ((4, 0.0), (3, -0.8), (2, -1.8))
    """Numbers of chords, with what each is worth."""
    starts: tuple[tuple[int, float], ...] = ()
    """What a first chord on a degree is worth, in nats; absent degrees, ``other_start``."""
    ends: tuple[tuple[int, float], ...] = ()
    """Likewise for the last."""
    other_start: float = 0.0
    """In nats."""
    other_end: float = 0.0
    """In nats."""
    home: float = 2.5
    """What never touching the tonic costs; below zero, what each touch costs."""
    cyclic: bool = True
    """Whether it is played round and round."""
    fresh: float = 0.0
    """What each chord that no other section has is worth, two at most."""


@attrs.frozen
class Setting:
    """Where a loop lives: its mode, palette, style and mood."""

    mode: Mode
    chords: tuple[Bare, ...]
    style: str
    mood: MoodName


def draw_loop(
    setting: Setting, wish: Wish, others: Sequence[tuple[Bare, ...]], draw: Draw, boldness: float
) -> tuple[Bare, ...]:
    """A loop for a section.

    Args:
        setting: where it lives.
        wish: what the section wants.
        others: loops of the sections that there are, to stand apart from.
        draw: chance.
        boldness: 0 prefers the well-worn, 1 takes the rarer almost as gladly.
    """
    loops, scores = _ranked(setting, wish)
    costs = np.array([sum(_likeness(loop, other) for other in others) for loop in loops])
    used = {chord.family for other in others for chord in other}
    news = np.array([min(2, len({chord.family for chord in loop} - used)) for loop in loops])
    totals = scores - costs + wish.fresh * news
    best = np.argsort(-totals, kind="stable")[:KEPT]
    weights = np.exp(SHARPNESS / (1.0 + boldness) * (totals[best] - totals[best[0]]))
    return loops[draw.choose([int(place) for place in best], np.round(weights, 4).tolist())]


@lru_cache(maxsize=256)
def _ranked(setting: Setting, wish: Wish) -> tuple[list[tuple[Bare, ...]], Floats]:
    """The better loops that a wish allows, and their scores."""
    found: list[tuple[Bare, ...]] = []
    parts: list[Floats] = []
    for length, worth in wish.lengths:
        indices = _rounds(len(setting.chords), length, cyclic=wish.cyclic)
        scores = _scores(setting, wish, indices) + worth
        best = np.argsort(-scores, kind="stable")[: 8 * KEPT]
        found += [tuple(setting.chords[index] for index in row) for row in indices[best].tolist()]
        parts.append(scores[best])
    return found, np.asarray(np.round(np.concatenate(parts), 3), np.float64)


@lru_cache(maxsize=64)
def _rounds(chords: int, length: int, *, cyclic: bool) -> Rows:
    rows = np.array(list(product(range(chords), repeat=length)), dtype=np.intp)
    keep = (rows[:, 1:] != rows[:, :-1]).all(axis=1)
    if cyclic:
        keep &= rows[:, 0] != rows[:, -1]
    kept: Rows = rows[keep]
    return kept


def _scores(setting: Setting, wish: Wish, rows: Rows) -> Floats:
    minor = setting.mode.is_minor
    table = transitions(setting.chords, setting.style, minor=minor)
    length = rows.shape[1]
    steps = [table.first[rows[:, 0]], table.pair[rows[:, 0], rows[:, 1]]]
    steps += [table.triple[rows[:, at - 2], rows[:, at - 1], rows[:, at]] for at in range(2, length)]
    if wish.cyclic:
        steps.append(table.triple[rows[:, -2], rows[:, -1], rows[:, 0]])
    score = 4.0 * np.mean(steps, axis=0)
    moods = np.array([liking(chord, setting.mode, setting.mood) for chord in setting.chords])
    score += 4.0 * moods[rows].mean(axis=1)
    starts, ends = dict(wish.starts), dict(wish.ends)
    score += np.array([starts.get(chord.degree, wish.other_start) for chord in setting.chords])[rows[:, 0]]
    score += np.array([ends.get(chord.degree, wish.other_end) for chord in setting.chords])[rows[:, -1]]
    soft = np.array([float(minor and chord.family == (7, True)) for chord in setting.chords])
    score -= (SOFT_END_COST + 0.8 * max(0.0, ends.get(7, 0.0))) * soft[rows[:, -1]]
    at_home = np.array([chord.is_home for chord in setting.chords])[rows]
    score -= wish.home * ~at_home.any(axis=1) if wish.home > 0 else -wish.home * at_home.sum(axis=1)
    if setting.mode in FLAVOUR:
        flavour = np.array([chord.family == FLAVOUR[setting.mode].family for chord in setting.chords])
        score -= FLAVOURLESS_COST * ~flavour[rows].any(axis=1)
    borrowed = np.array([float(is_borrowed(chord, setting.mode)) for chord in setting.chords])[rows].sum(axis=1)
    score -= BORROWED_COST * borrowed + 2.0 * np.maximum(borrowed - 1, 0)
    if length == 4:
        distinct = np.array([len(set(row)) for row in rows.tolist()])
        score -= SEESAW_COST * (distinct == 2) + 0.3 * (distinct == 3)
    return np.asarray(score)


def _likeness(loop: tuple[Bare, ...], other: tuple[Bare, ...]) -> float:
    """What standing so near to another section's loop costs."""
    one, two = [chord.family for chord in loop], [chord.family for chord in other]
    if not two:
        return 0.0
    if one == two[: len(one)]:
        return SAME_COST
    cost = SHARED_START_COST if one[0] == two[0] else 0.0
    cost += SHARED_OPENING_COST if one[:2] == two[:2] else 0.0
    doubled = two + two
    if len(one) == len(two) and any(doubled[at : at + len(one)] == one for at in range(1, len(two))):
        cost += ROTATED_COST
    return cost + (0.6 if set(one) == set(two) else 0.0)
