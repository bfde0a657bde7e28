"""Lengths of time as note values: type, dots and triplets, tied together where one is not enough."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import attrs

_TYPES: Final = {
    Fraction(8): "breve", Fraction(4): "whole", Fraction(2): "half", Fraction(1): "quarter", Fraction(1, 2): "eighth",
    Fraction(1, 4): "16th", Fraction(1, 8): "32nd", Fraction(1, 16): "64th",
}  # fmt: skip
_DOTS: Final = ((Fraction(7, 4), 2), (Fraction(3, 2), 1), (Fraction(1), 0))
_TRIPLET: Final = Fraction(2, 3)


@attrs.frozen
class Value:
    """One written note or rest.

    Attributes:
        quarters: how long it is.
        type: such as ``eighth``; empty where no value says it.
        dots: after it.
        triplet: three in the time of two.
    """

    quarters: Fraction
    type: str = ""
    dots: int = 0
    triplet: bool = False


def values_of(quarters: Fraction) -> tuple[Value, ...]:
    """Values that fill a length, the longest first; one without a type where none do."""
    triplet = quarters.denominator % 3 == 0
    left = quarters / _TRIPLET if triplet else quarters
    values = []
    while left > 0 and (found := _longest(left)) is not None:
        length, name, dots = found
        left -= length
        values.append(Value(length * _TRIPLET if triplet else length, name, dots, triplet))
    return tuple(values) if not left and values else (Value(quarters),)


def _longest(left: Fraction) -> tuple[Fraction, str, int] | None:
    for base, name in _TYPES.items():
        for factor, dots in _DOTS:
            if base * factor <= left:
                return base * factor, name, dots
    return None
