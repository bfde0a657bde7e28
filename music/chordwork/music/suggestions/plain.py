"""The prediction of :mod:`~chordwork.music.suggestions.model` without numpy, for a program that asks once.

To import numpy takes longer than one answer does in plain Python, some ten times; where it is loaded already, or where
many answers are wanted, the model is asked. Both say the same to rounding, which a test holds.
"""

from __future__ import annotations

import io
import math
import struct
import sys
from array import array
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from operator import add, mul
from typing import Final
from zipfile import ZipFile

import attrs

from chordwork.harmony.provenance import packaged
from chordwork.harmony.reduction import TOKENS
from chordwork.music.suggestions.constants import (
    ESCAPE,
    FOLLOWED_AFTER,
    LONGEST_MATCH,
    MEMORY_CHORDS,
    MODEL_CARD,
    MODEL_FILE,
    PRIOR,
    STYLE_STEPS,
)
from chordwork.music.suggestions.counts import LONGEST_CONTEXT, WEIGHT_STEPS, context_key, start_token
from chordwork.music.suggestions.turns import Turn, turn_of

_NPY_HEAD: Final = 10
"""Bytes before the header of an ``.npy`` file of version 1, the last two of which say how long it is."""


@attrs.frozen(eq=False)
class Data:
    """The data file, as plain values; matrices transposed, a row for each output."""

    contexts: Sequence[int]
    sizes: bytes
    tokens: bytes
    weights: bytes
    modes: Sequence[int]
    first_weight: list[tuple[float, ...]]
    first_bias: tuple[float, ...]
    second_weight: list[tuple[float, ...]]
    second_bias: tuple[float, ...]
    last_weight: tuple[float, ...]


@attrs.frozen(eq=False)
class Foresight:
    """Probabilities of the next different chord, of each token, and what they rest on.

    Attributes:
        probability: of each token.
        reach: for each token, the longest repetition that it followed.
        turn: the well-known turn that the piece is the beginning of.
    """

    probability: list[float]
    reach: list[float]
    turn: Turn | None


def foresee(tokens: Sequence[int], exact: Sequence[int], *, minor: bool) -> Foresight:
    """What comes next.

    Args:
        tokens: different chords so far, above the tonic; may be none.
        exact: numbers that tell the chords as written apart (``C`` from ``C/E``).
        minor: whether the tonic's third is minor.
    """
    data = shipped_data()
    last = tokens[-1] if tokens else TOKENS
    columns, reach = _columns(data, tokens[-MEMORY_CHORDS:], exact[-MEMORY_CHORDS:], minor=minor)
    place = (int(minor) * (TOKENS + 1) + last) * TOKENS
    columns[20] = [value / STYLE_STEPS for value in data.modes[place : place + TOKENS]]
    scores = _scores(data, [array("f", column) for column in columns])
    if tokens:
        scores[last] = -math.inf
    highest = max(scores)
    odds = [math.exp(score - highest) for score in scores]
    total = math.fsum(odds)
    probability = [each / total for each in odds]
    turn = turn_of(tokens, minor=minor)
    return Foresight(probability if turn is None else _leaning(turn, probability), reach, turn)


def _columns(
    data: Data, tokens: Sequence[int], exact: Sequence[int], *, minor: bool
) -> tuple[list[Sequence[float]], list[float]]:
    """The features of :func:`~chordwork.music.suggestions.features.view`, one list each, but for the mode's."""
    count = len(tokens)
    at_large, depth, support = _at_large(data, tokens, minor=minor)
    blend, longest, reach, followed = _recollected(tokens, tokens)
    kinds = len(set(tokens))
    literal, literal_longest = (blend, longest) if len(set(exact)) == kinds else _recollected(exact, tokens)[:2]
    heard, latest = [0] * TOKENS, [-1] * TOKENS
    for place, token in enumerate(tokens):
        heard[token] += 1
        latest[token] = place

    def everywhere(value: float) -> list[float]:
        return [value] * TOKENS

    reached = [math.log1p(value) for value in reach]
    columns: list[Sequence[float]] = [
        *([math.log(value) for value in row] for row in at_large),
        everywhere(depth / 4),
        everywhere(support / 4),
        [math.log1p(value) for value in heard],
        *([math.log1p(value) for value in row] for row in followed),
        [math.log(value) for value in blend],
        reached,
        [0.0 if place < 0 else 1 / (1 + math.log1p(max(count - 1 - place, 0))) for place in latest],
        everywhere(math.log1p(longest)),
        everywhere(math.log1p(count)),
        [],
        [math.log(value) for value in literal],
        everywhere(math.log1p(literal_longest)),
        everywhere(kinds / 10),
        [],
        everywhere(float(minor)),
    ]
    columns[16] = list(map(add, array("f", reached), [-_single(math.log1p(longest))] * TOKENS))
    return columns, reach


def _single(value: float) -> float:
    """As 32 bits keep it."""
    return array("f", [value])[0]


def _at_large(
    data: Data, tokens: Sequence[int], *, minor: bool
) -> tuple[tuple[list[float], list[float], list[float], list[float]], float, float]:
    history = [start_token(minor=minor), *tokens[-LONGEST_CONTEXT:]]
    if len(tokens) > LONGEST_CONTEXT:
        history = history[1:]
    blend = [1 / TOKENS] * TOKENS
    steps: list[list[float]] = []
    support = 0.0
    for length in range(min(LONGEST_CONTEXT, len(history)) + 1):
        followers, weights = _after(data, history[len(history) - length :])
        if not followers:
            break
        total, kinds = sum(weights), len(followers)
        blend = [value * (kinds / (total + kinds)) for value in blend]
        for token, weight in zip(followers, weights, strict=True):
            blend[token] += weight / (total + kinds)
        support = math.log1p(total)
        steps.append(blend)
    known = steps or [blend]
    last = len(known) - 1
    return (known[0], known[min(1, last)], known[min(2, last)], known[-1]), len(steps) - 1.0, support


def _after(data: Data, context: Sequence[int]) -> tuple[bytes, list[float]]:
    key = context_key(context)
    place = bisect_left(data.contexts, key)
    if place == len(data.contexts) or data.contexts[place] != key:
        return b"", []
    begin = sum(data.sizes[:place])
    end = begin + data.sizes[place]
    return data.tokens[begin:end], [math.expm1(packed / WEIGHT_STEPS) for packed in data.weights[begin:end]]


def _recollected(keys: Sequence[int], tokens: Sequence[int]) -> tuple[list[float], int, list[float], list[list[float]]]:
    """As :func:`~chordwork.music.suggestions.memory.recollect`: blend, longest, reach, followed."""
    count = len(tokens)
    blend = [PRIOR / TOKENS / (count + PRIOR)] * TOKENS
    for token in tokens:
        blend[token] += 1 / (count + PRIOR)
    reach = [0.0] * TOKENS
    followed = [[0.0] * TOKENS for _ in FOLLOWED_AFTER]
    longest = 0
    places = list(range(count - 1))
    after: dict[int, int] = {}
    share, kept = [0.0] * TOKENS, 0.0
    for length in range(1, min(LONGEST_MATCH, count - 1) + 1):
        met = len(places)
        wanted = keys[count - length]
        places = [place for place in places if place >= length - 1 and keys[place - (length - 1)] == wanted]
        if not places:
            break
        if length == 1 or len(places) < met:
            after = {}
            for place in places:
                after[tokens[place + 1]] = after.get(tokens[place + 1], 0) + 1
            escape = ESCAPE * len(after)
            share, kept = [0.0] * TOKENS, escape / (len(places) + escape)
            for token, times in after.items():
                share[token] = times / (len(places) + escape)
        blend = [one + kept * other for one, other in zip(share, blend, strict=True)]
        longest = length
        for token in after:
            reach[token] = length
        if length in FOLLOWED_AFTER:
            row = followed[FOLLOWED_AFTER[length]]
            for token, times in after.items():
                row[token] = times
    return blend, longest, reach, followed


def _scores(data: Data, columns: list[array[float]]) -> list[float]:
    """Of each token, by the ranker; a column that is the same for all is multiplied once."""
    varying = [index for index, column in enumerate(columns) if min(column) != max(column)]
    fixed = [index for index in range(len(columns)) if index not in varying]
    bias = [
        at + sum(row[index] * columns[index][0] for index in fixed)
        for at, row in zip(data.first_bias, data.first_weight, strict=True)
    ]
    first = [tuple(row[index] for index in varying) for row in data.first_weight]
    scores = []
    for features in zip(*(columns[index] for index in varying), strict=True):
        hidden = [_silu(at + sum(map(mul, row, features))) for at, row in zip(bias, first, strict=True)]
        hidden = [
            _silu(at + sum(map(mul, row, hidden))) for at, row in zip(data.second_bias, data.second_weight, strict=True)
        ]
        scores.append(sum(map(mul, data.last_weight, hidden)))
    return scores


def _silu(x: float) -> float:
    return x / (1 + math.exp(-min(max(x, -60.0), 60.0)))


def _leaning(turn: Turn, probability: list[float]) -> list[float]:
    """As :meth:`~chordwork.music.suggestions.turns.Turn.lean`."""
    within = [value if completes else 0.0 for value, completes in zip(probability, turn.completed, strict=True)]
    total = math.fsum(within)
    if total <= 0.0:
        return probability
    factor = turn.share / total
    return [(1.0 - turn.share) * value + factor * inside for value, inside in zip(probability, within, strict=True)]


@lru_cache(maxsize=1)
def shipped_data() -> Data:
    """The data file of this package.

    Raises:
        DigestError: the file is not the one that its card names.
        CardError: it is missing, or its card.
    """
    with ZipFile(io.BytesIO(packaged("chordwork.music.suggestions", MODEL_FILE, MODEL_CARD))) as file:

        def parts(name: str) -> tuple[bytes, bytes]:
            """Header and items of an array, as numpy writes them: NEP 1."""
            whole = file.read(f"{name}.npy")
            begin = _NPY_HEAD + int.from_bytes(whole[_NPY_HEAD - 2 : _NPY_HEAD], "little")
            return whole[:begin], whole[begin:]

        def floats(name: str) -> tuple[float, ...]:
            items = parts(name)[1]
            return struct.unpack(f"<{len(items) // 2}e", items)

        def rows(name: str, outputs: int) -> list[tuple[float, ...]]:
            values = floats(name)
            inputs = len(values) // outputs
            if b"'fortran_order': True" in parts(name)[0]:
                return [values[output * inputs : (output + 1) * inputs] for output in range(outputs)]
            return [values[output::outputs] for output in range(outputs)]

        first_bias, second_bias = floats("first_bias"), floats("second_bias")
        contexts = array("Q", parts("contexts")[1])
        if sys.byteorder == "big":
            contexts.byteswap()
        return Data(
            contexts,
            parts("sizes")[1],
            parts("tokens")[1],
            parts("weights")[1],
            array("b", parts("modes")[1]),
            rows("first_weight", len(first_bias)),
            first_bias,
            rows("second_weight", len(second_bias)),
            second_bias,
            floats("last_weight"),
        )
