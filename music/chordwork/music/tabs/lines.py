"""Where the lines of a tab break, on paper and in text."""

from __future__ import annotations

from itertools import pairwise

from chordwork.music.tabs.model import Score


def bars_a_line(fitting: int) -> int:
    """As many bars as fit, but so that phrases of two, four and eight bars end with a line."""
    return next((count for count in (8, 4, 2) if fitting >= count), 1)


def lines(score: Score, fitting: int) -> list[range]:
    """Bars of each line, where so many fit; every section begins one."""
    starts = sorted({0, *(section.bar for section in score.sections), len(score.bars)})
    step = bars_a_line(fitting)
    return [
        range(begin, min(begin + step, end)) for start, end in pairwise(starts) for begin in range(start, end, step)
    ]
