"""Bars as they are played: repeats, endings and jumps followed, as those of any song."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

import attrs

from chordwork.harmony.errors import ChartSyntaxError, ProgressionError
from chordwork.music.charts.text.assembly import WrittenBar
from chordwork.music.song.errors import UnplayableSongError
from chordwork.music.song.model import Bar, Section, Song
from chordwork.music.song.playing import play


def unfold(text: str, bars: Sequence[WrittenBar]) -> list[WrittenBar]:
    """The bars in playing order, each with the metre that holds there filled in where one is known.

    Raises:
        ChartSyntaxError: a repeat that is never closed, an ending for a pass that has none, a jump to nowhere.
        ProgressionError: more than 10,000 bars.
    """
    bars = list(_with_metres(bars))
    sections = (Section(name, tuple(map(signs, part))) for name, part in groupby(bars, lambda bar: bar.section))
    try:
        return [bars[played.number] for played in play(Song(tuple(sections)))]
    except UnplayableSongError as error:
        if not error.bar:
            raise ProgressionError(str(error)) from None
        reason = str(error).partition(": ")[2]
        if "never ends" in reason:
            reason = "a repeat begins here and is never closed: add ':|' where it ends"
        raise ChartSyntaxError(text, bars[error.bar - 1].position, reason) from None


def signs(bar: WrittenBar) -> Bar:
    """What a bar says about the order of bars."""
    return Bar(
        repeat_begins=bar.opens,
        repeat_times=bar.closes,
        endings=tuple(sorted(bar.endings)),
        segno=bar.segno,
        coda=bar.coda,
        to_coda=bar.to_coda,
        fine=bar.fine,
        jump=bar.jump,
    )


def _with_metres(bars: Sequence[WrittenBar]) -> Iterator[WrittenBar]:
    """A metre holds for the bars that are written after it, whichever is played next."""
    metre = None
    for bar in bars:
        metre = bar.metre or metre
        yield attrs.evolve(bar, metre=metre)
