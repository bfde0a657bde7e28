"""Bars as they are written become bars of a song."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import attrs

from chordwork.music.charts.text.assembly import WrittenBar
from chordwork.music.charts.text.sharing import Signature
from chordwork.music.charts.text.timing import cell_lengths, cell_shares, without_runs
from chordwork.music.charts.text.unfolding import signs
from chordwork.music.song.model import Bar, PlacedChord


def placed(text: str, bars: Sequence[WrittenBar], metre: Signature) -> Iterator[tuple[WrittenBar, Bar]]:
    """Each bar with its chords on their beats and its signs, beside what it was made of.

    Args:
        text: shown in errors.
        bars: in the order in which they are written.
        metre: at the beginning.

    Raises:
        ChartSyntaxError: beats that do not fit the metre.
        CrowdedBarError: more chords in a bar than it has sixteenths.
    """
    for bar in without_runs(bars, metre):
        metre = bar.metre or metre
        chords: list[PlacedChord] = []
        begins = Fraction(0)
        for cell, length in cell_lengths(text, bar, metre):
            shares = cell_shares(text, cell, length, metre)
            if cell.holds_first:
                begins, shares = begins + shares[0], shares[1:]
            for index, share in enumerate(shares):
                if cell.chords:
                    chords.append(PlacedChord(cell.chords[index][0], begins))
                begins += share
        yield (
            bar,
            attrs.evolve(signs(bar), chords=tuple(chords), metre=bar.metre, same_as=bar.same_as, new_line=bar.new_line),
        )
