"""Where in a bar the chords of its cells begin, and in which cells chords stand that begin there."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Final

from chordwork.music.charts.text.sharing import Signature, felt_beats, share_bar

_USUAL: Final = 4
_FINEST: Final = 48
"""Most cells that a bar is written with."""


def beats_of(cells: Sequence[int], count: int, metre: Signature) -> list[Fraction]:
    """Beats, as the metre's lower number counts, of what stands in the given cells of a bar that has so many.

    Where the cells are the felt beats or parts of them, they say all. Else a bar that is full is shared out, and in any
    other one chords begin on the felt beat next to their cell: ``C G`` in four cells is 2 + 1 in 3/4, 3 + 2 in 5/4.
    """
    beats, felt = metre[0], felt_beats(metre)
    exact = [Fraction(cell * beats, count) for cell in cells]
    if count % felt == 0:
        return exact
    if len(cells) < count:
        pulse = Fraction(beats, felt)
        near = [min((place / pulse + Fraction(1, 2)) // 1, felt - 1) * pulse for place in exact]
        if all(before < after for before, after in pairwise(near)):
            return near
    shares = share_bar(len(cells), metre) if not cells or cells[0] == 0 else None
    return exact if shares is None else list(accumulate(shares[:-1], initial=Fraction(0)))


def cells_for(beats: Sequence[Fraction], metre: Signature, *, tight: bool = False) -> tuple[list[int], int] | None:
    """Cells in which chords begin on these beats, and how many the bar has; None if no bar is that fine.

    Args:
        beats: ascending.
        metre: of the bar.
        tight: in as few cells as may be, for long songs.
    """
    felt = felt_beats(metre)
    counts = [count for count in range(1, _FINEST + 1) if tight or count >= _USUAL or count == felt]
    if not tight:
        counts.sort(key=lambda count: (count != _USUAL, count != felt, count))
    for count in counts:
        places = [beat * count / metre[0] for beat in beats]
        for rounded in ([place // 1 for place in places], [-(-place // 1) for place in places]):
            cells = [int(place) for place in rounded]
            inside = all(0 <= cell < count for cell in cells) and all(one < two for one, two in pairwise(cells))
            if inside and beats_of(cells, count, metre) == list(beats):
                return cells, count
    return None
