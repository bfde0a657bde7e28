"""What the ranker sees of each candidate: how songs at large go on, how this one went on before, how recent it is."""

from __future__ import annotations

import math
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.harmony.reduction import TOKENS
from chordwork.music.suggestions.constants import MEMORY_CHORDS
from chordwork.music.suggestions.counts import LONGEST_CONTEXT, Followers, start_token
from chordwork.music.suggestions.memory import Recollection, recollect

FEATURES: Final = 22


@attrs.frozen(eq=False)
class View:
    """Features of all candidates, shape ``(TOKENS, FEATURES)`` float32, and what the piece remembers."""

    features: NDArray[np.float32]
    memory: Recollection


def view(
    tokens: NDArray[np.int64],
    exact: NDArray[np.int64],
    counts: Followers,
    *,
    minor: bool,
    mode_ratios: NDArray[np.float64],
) -> View:
    """Look at a piece before its next chord.

    Args:
        tokens: different chords so far, shape ``(n,)``; n may be 0.
        exact: numbers that tell the chords as written apart (``C`` from ``C/E``), shape ``(n,)``.
        counts: what followed what in other songs.
        minor: whether the tonic's third is minor.
        mode_ratios: how much more of each token songs of this mode have after the last chord than songs have at
            large, in nats, shape ``(TOKENS,)``.
    """
    tokens, exact = tokens[-MEMORY_CHORDS:], exact[-MEMORY_CHORDS:]
    n = len(tokens)
    at_large, depth, support = _at_large(tokens, counts, minor=minor)
    own = recollect(tokens, tokens, TOKENS)
    kinds = len(set(tokens.tolist()))
    literal = own if len(set(exact.tolist())) == kinds else recollect(exact, tokens, TOKENS)
    columns = np.empty((FEATURES, TOKENS), dtype=np.float32)
    columns[0:4] = np.log(at_large)
    columns[4] = depth / 4
    columns[5] = support / 4
    columns[6] = np.log1p(np.bincount(tokens, minlength=TOKENS))
    columns[7:11] = np.log1p(own.followed)
    columns[11] = np.log(own.blend)
    columns[12] = np.log1p(own.reach)
    columns[13] = _recency(tokens)
    columns[14] = math.log1p(own.longest)
    columns[15] = math.log1p(n)
    columns[16] = columns[12] - columns[14]
    columns[17] = np.log(literal.blend)
    columns[18] = math.log1p(literal.longest)
    columns[19] = kinds / 10
    columns[20] = mode_ratios
    columns[21] = float(minor)
    return View(columns.T, own)


def _at_large(tokens: NDArray[np.int64], counts: Followers, *, minor: bool) -> tuple[NDArray[np.float64], float, float]:
    """Probabilities after contexts of 0, 1, 2 and as many chords as are known; how many those are; their weight.

    Each longer context corrects the blend of the shorter ones, with the escape of Witten and Bell (1991).
    """
    history = [start_token(minor=minor), *tokens[-LONGEST_CONTEXT:].tolist()]
    if len(tokens) > LONGEST_CONTEXT:
        history = history[1:]
    blend = np.full(TOKENS, 1 / TOKENS)
    steps: list[NDArray[np.float64]] = []
    support = 0.0
    for length in range(min(LONGEST_CONTEXT, len(history)) + 1):
        found = counts.after(history[len(history) - length :])
        if found is None or not len(found[0]):
            break
        followers, weights = found
        total, kinds = float(weights.sum()), len(followers)
        blend = blend * (kinds / (total + kinds))
        blend[followers] += weights / (total + kinds)
        support = math.log1p(total)
        steps.append(blend)
    known = steps or [blend]
    return (
        np.array([known[0], known[min(1, len(known) - 1)], known[min(2, len(known) - 1)], known[-1]]),
        len(steps) - 1.0,
        support,
    )


def _recency(tokens: NDArray[np.int64]) -> NDArray[np.float64]:
    """Near 1 for a chord that was just left, 0 for one that has not come yet."""
    n = len(tokens)
    latest = np.full(TOKENS, -1)
    latest[tokens] = np.arange(n)
    return np.where(latest < 0, 0.0, 1 / (1 + np.log1p(np.maximum(n - 1 - latest, 0))))
