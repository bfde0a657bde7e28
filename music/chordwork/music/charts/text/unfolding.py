"""Bars as they are played: repeats and endings written out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from chordwork.harmony.errors import ChartSyntaxError, ProgressionError
from chordwork.music.charts.text.assembly import WrittenBar

MAX_BARS: Final = 10_000


def unfold(text: str, bars: Sequence[WrittenBar]) -> list[WrittenBar]:
    """The bars in playing order, each with the metre that holds there filled in where one is known.

    A repeat without a beginning goes back to the last one that ended, or to the start, as players read it.

    Raises:
        ChartSyntaxError: a repeat that is never closed, or an ending for a pass that has none.
        ProgressionError: more than 10,000 bars.
    """
    bars = _with_metres(bars)
    passes = _passes(bars)
    _check(text, bars, passes)
    played: list[WrittenBar] = []
    start, number, index = 0, 1, 0
    while index < len(bars):
        bar = bars[index]
        if bar.opens and index != start:
            start, number = index, 1
        if bar.endings and number not in bar.endings:
            index = _ending_for(text, bars, index, number)
            bar = bars[index]
        played.append(bar)
        if len(played) > MAX_BARS:
            raise ProgressionError(f"more than {MAX_BARS} bars: give fewer")
        if passes[index] and number < passes[index]:
            index, number = start, number + 1
            continue
        if passes[index]:
            start, number = index + 1, 1
        index += 1
    return played


def _with_metres(bars: Sequence[WrittenBar]) -> list[WrittenBar]:
    """A metre holds for the bars that are written after it, whichever is played next."""
    metre = None
    result = []
    for bar in bars:
        metre = bar.metre or metre
        result.append(attrs.evolve(bar, metre=metre))
    return result


def _check(text: str, bars: Sequence[WrittenBar], passes: Sequence[int]) -> None:
    opened: WrittenBar | None = None
    for bar, ends in zip(bars, passes, strict=True):
        if bar.opens:
            if opened is not None:
                break
            opened = bar
        if ends:
            opened = None
    if opened is not None:
        raise ChartSyntaxError(
            text, opened.position, "a repeat begins here and is never closed: add ':|' where it ends"
        )


def _passes(bars: Sequence[WrittenBar]) -> list[int]:
    """For each bar, how many times the part that ends with it is played; 0 if none ends there.

    An ending that another one follows ends there, also where its repeat sign was left out.
    """
    result = []
    ending: frozenset[int] = frozenset()
    for index, bar in enumerate(bars):
        ending = bar.endings or (frozenset() if bar.opens else ending)
        followed = index + 1 < len(bars) and bool(bars[index + 1].endings)
        if not ending:
            result.append(bar.closes)
        elif bar.closes or followed:
            result.append(max(*ending, 0, _last_ending(bars, index + 1)))
        else:
            result.append(0)
        if bar.closes:
            ending = frozenset()
    return result


def _last_ending(bars: Sequence[WrittenBar], index: int) -> int:
    """The highest number of the endings that follow one another from a bar on."""
    last = 0
    while index < len(bars) and bars[index].endings:
        last = max(last, *bars[index].endings)
        index += 1
        while index < len(bars) and not (bars[index].endings or bars[index - 1].closes or bars[index].opens):
            index += 1
    return last


def _ending_for(text: str, bars: Sequence[WrittenBar], index: int, number: int) -> int:
    for after in range(index + 1, len(bars)):
        if bars[after].opens:
            break
        if number in bars[after].endings:
            return after
    raise ChartSyntaxError(text, bars[index].position, f"there is no ending for pass {number}: add [{number}. …")
