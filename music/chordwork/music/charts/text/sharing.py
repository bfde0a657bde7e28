"""How chords share a bar: on its beats, the longer ones first.

=========  ======  ===========
chords in  metre   beats each
=========  ======  ===========
2          3/4     2 + 1
3          4/4     2 + 1 + 1
2          5/4     3 + 2
2          7/8     4 + 3
2          6/8     3 + 3
2          9/8     6 + 3, which is two felt beats and one
5          4/4     1 + 1 + 1 + ½ + ½: more chords than beats, so the last beats are halved
=========  ======  ===========
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import Final

Signature = tuple[int, int]
"""A metre as written: ``(6, 8)``."""

_SHORTEST: Final = Fraction(1, 16)
"""Of a whole note: the shortest that a chord may be."""
_COMPOUND: Final = 3


def felt_beats(metre: Signature) -> int:
    """How many beats of a bar are felt: two in 6/8, four in 12/8, else the upper number."""
    beats, unit = metre
    return beats // _COMPOUND if unit >= 8 and beats % _COMPOUND == 0 else beats


def share_bar(count: int, metre: Signature, groups: Sequence[int] | None = None) -> tuple[Fraction, ...] | None:
    """Beats, as the metre's lower number counts, of each of so many chords in one bar; None if they do not fit.

    As long as there are no more chords than felt beats, chords change on felt beats, as evenly as these allow and the
    longer ones first. Above that, on the metre's own beats, and on halves and quarters of one only where there are more
    chords than beats; none is shorter than a sixteenth.

    Args:
        count: chords, 1 or more.
        metre: upper and lower number.
        groups: felt beats of an uneven metre where they are known: ``(2, 2, 3)`` in 7/8. Chords change on the one
            that is nearest to an even share: 4 + 3 eighths there, 3 + 4 in ``(3, 2, 2)``.
    """
    beats, unit = metre
    if groups is not None and len(set(groups)) > 1 and count <= len(groups):
        return _on_groups(count, groups)
    felt = felt_beats(metre)
    pulse = Fraction(beats, felt)
    if count <= felt:
        return tuple(pulse * length for length in _longer_first(felt, count))
    if beats % count == 0:
        return (Fraction(beats, count),) * count
    shares = [share_beat(some, pulse, unit) for some in reversed(_longer_first(count, felt))]
    if any(share is None for share in shares):
        return None
    return tuple(length for share in shares if share is not None for length in share)


def _on_groups(count: int, groups: Sequence[int]) -> tuple[Fraction, ...]:
    beats = sum(groups)
    places = [*accumulate(groups[:-1]), beats]
    bounds = [0]
    for index in range(1, count):
        share = Fraction(index * beats, count)
        room = [place for place in places if place > bounds[-1]]
        room = room[: len(room) - (count - index)]
        bounds.append(min(room, key=lambda place: (abs(place - share), -place)))
    return tuple(Fraction(after - before) for before, after in pairwise([*bounds, beats]))


def share_beat(count: int, length: Fraction, unit: int) -> tuple[Fraction, ...] | None:
    """The same for a felt beat of a length, or for a part of one; None if the chords would be too short."""
    if count == 1:
        return (length,)
    if length / unit / count < _SHORTEST:
        return None
    parts = _COMPOUND if length % _COMPOUND == 0 else 2
    if count <= parts:
        return tuple(length / parts * each for each in _longer_first(parts, count))
    shares = [share_beat(some, length / parts, unit) for some in reversed(_longer_first(count, parts))]
    if any(share is None for share in shares):
        return None
    return tuple(each for share in shares if share is not None for each in share)


def _longer_first(total: int, parts: int) -> list[int]:
    """``total`` cut into whole parts, as even as can be, the longer ones first: 5 in 2 is 3 and 2."""
    even, left = divmod(total, parts)
    return [even + 1] * left + [even] * (parts - left)
