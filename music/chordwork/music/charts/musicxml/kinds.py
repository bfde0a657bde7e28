"""MusicXML's ``<kind>`` and ``<degree>`` for any chord: the nearest kind, and what is added, altered or left out.

As the standard defines them (MusicXML 4.0, ``kind-value``, ``degree-alter``, ``degree-type``): a kind stands for all
its notes, so a dominant 13th holds an eleventh; an alteration counts from the kind's own degree where that is altered,
and from a dominant chord where a degree is added. An added seventh of no alteration is therefore a minor one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, Literal

import attrs

from chordwork.harmony import Degree

DegreeType = Literal["add", "alter", "subtract"]

KINDS: Final[dict[str, tuple[Degree, ...]]] = {
    kind: tuple(Degree.of(name) for name in names.split())
    for kind, names in {
        "major": "1 3 5", "minor": "1 b3 5", "augmented": "1 3 #5", "diminished": "1 b3 b5",
        "dominant": "1 3 5 b7", "major-seventh": "1 3 5 7", "minor-seventh": "1 b3 5 b7",
        "diminished-seventh": "1 b3 b5 bb7", "augmented-seventh": "1 3 #5 b7", "half-diminished": "1 b3 b5 b7",
        "major-minor": "1 b3 5 7", "major-sixth": "1 3 5 6", "minor-sixth": "1 b3 5 6",
        "dominant-ninth": "1 3 5 b7 9", "major-ninth": "1 3 5 7 9", "minor-ninth": "1 b3 5 b7 9",
        "dominant-11th": "1 3 5 b7 9 11", "major-11th": "1 3 5 7 9 11", "minor-11th": "1 b3 5 b7 9 11",
        "dominant-13th": "1 3 5 b7 9 11 13", "major-13th": "1 3 5 7 9 11 13", "minor-13th": "1 b3 5 b7 9 11 13",
        "suspended-second": "1 2 5", "suspended-fourth": "1 4 5", "power": "1 5",
    }.items()
}  # fmt: skip
"""The kinds that are made of stacked degrees, with the notes that the standard gives them."""

READ_ONLY: Final[dict[str, tuple[Degree, ...]]] = {
    kind: tuple(Degree.of(name) for name in names.split())
    for kind, names in {
        "Neapolitan": "1 3 5", "Italian": "1 3 #6", "French": "1 3 #4 #6", "German": "1 3 5 #6", "pedal": "1",
        "Tristan": "1 #2 #4 #6",
    }.items()
}  # fmt: skip
"""Kinds of harmonic analysis, which are read and never written."""
_THIRTEENTHS: Final = frozenset({"dominant-13th", "major-13th", "minor-13th"})

_SEVENTH: Final = 7
_ADD_COST: Final = 1.0
_ALTER_COST: Final = 1.01
"""Between two ways of one length: what is added reads more plainly than what is altered (``7b9``: seventh, add b9)."""
_SUBTRACT_COST: Final = 1.5
_ADDED_SEVENTH_COST: Final = 2.0
"""Readers differ on an added seventh: music21 takes it for a major one."""
_UNPLAYED_COST: Final = 0.5
"""An eleventh that a thirteenth chord leaves out, as players do."""
_RENAMED_COST: Final = 0.1
"""A sharp eleventh written as a flat fifth where there is no other fifth."""


@attrs.frozen
class Change:
    """One ``<degree>``.

    Attributes:
        number: 1..13.
        alter: semitones, counted as the standard has it for this type.
        type: whether the degree is added, altered or left out.
    """

    number: int
    alter: int
    type: DegreeType


@attrs.frozen
class Written:
    """A chord as MusicXML writes it."""

    kind: str
    changes: tuple[Change, ...]


def meant_degrees(kind: str, changes: Iterable[Change]) -> tuple[Degree, ...] | None:
    """The degrees of a kind and its changes; None where there is no such kind.

    Thirteenth chords are read as players read them, without an eleventh unless one is named.
    """
    base = KINDS.get(kind) or READ_ONLY.get(kind)
    if base is None:
        return None
    sounding = set(base)
    if kind in _THIRTEENTHS:
        sounding.discard(Degree(11))
    for change in changes:
        own = next((degree for degree in base if degree.number == change.number), None)
        if change.type == "subtract":
            sounding = {degree for degree in sounding if degree.number != change.number}
        elif change.type == "alter" and own is not None:
            sounding.discard(own)
            sounding.add(Degree(change.number, own.alteration + change.alter))
        else:
            sounding.add(Degree(change.number, change.alter - (change.number == _SEVENTH)))
    return tuple(sorted(sounding))


@lru_cache(maxsize=1024)
def written_kind(degrees: tuple[Degree, ...]) -> Written:
    """The kind and changes that mean these degrees, in the fewest and plainest elements."""
    options = [
        (cost + extra, Written(kind, changes))
        for wanted, extra in _names(degrees)
        for kind in _kinds(wanted)
        for cost, changes in (_difference(kind, wanted),)
    ]
    return min(options, key=lambda option: option[0])[1]


def _names(degrees: tuple[Degree, ...]) -> Iterator[tuple[frozenset[Degree], float]]:
    wanted = frozenset(degrees)
    yield wanted, 0.0
    if not any(degree.number == 5 for degree in wanted):
        for tension, fifth in ((Degree(11, 1), Degree(5, -1)), (Degree(13, -1), Degree(5, 1))):
            if tension in wanted:
                yield wanted - {tension} | {fifth}, _RENAMED_COST


def _kinds(wanted: frozenset[Degree]) -> tuple[str, ...]:
    """A suspension is always named as one: ``7sus4`` is no seventh chord without its third."""
    if Degree(3) in wanted or Degree(3, -1) in wanted:
        return tuple(KINDS)
    if Degree(4) in wanted:
        return ("suspended-fourth",)
    return ("suspended-second",) if Degree(2) in wanted else tuple(KINDS)


def _difference(kind: str, wanted: frozenset[Degree]) -> tuple[float, tuple[Change, ...]]:
    cost = 0.0
    changes: list[Change] = []
    for number in sorted({degree.number for degree in (*KINDS[kind], *wanted)}):
        own = next((degree for degree in KINDS[kind] if degree.number == number), None)
        asked = sorted(degree for degree in wanted if degree.number == number)
        if own is not None and own in asked:
            asked.remove(own)
        elif own is not None and asked:
            by = asked.pop(0).alteration - own.alteration
            changes.append(Change(number, by, "alter"))
            cost += (_ADDED_SEVENTH_COST if number == 7 else _ALTER_COST) * abs(by)
        elif own is not None:
            changes.append(Change(number, 0, "subtract"))
            cost += _UNPLAYED_COST if number == 11 and kind.endswith("13th") else _SUBTRACT_COST
        for degree in asked:
            changes.append(Change(number, degree.alteration + (number == 7), "add"))
            cost += _ADDED_SEVENTH_COST if number == 7 else _ADD_COST
    return cost, tuple(changes)
