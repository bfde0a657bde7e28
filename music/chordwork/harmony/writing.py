"""Writing the quality of a chord, as lead sheets and as Harte have it, so that reading it back gives the same."""

from __future__ import annotations

from functools import lru_cache

from chordwork.harmony.leadsheet import read_suffix
from chordwork.harmony.notes import Degree
from chordwork.harmony.vocabulary import HARTE_READ_ONLY, HARTE_SHORTHANDS, LEAD_SHEET_SUFFIXES


@lru_cache(maxsize=4096)
def lead_sheet_suffix(degrees: tuple[Degree, ...]) -> str:
    """What follows the root: ``m7b5``, or the nearest usual suffix with its changes in parentheses."""
    known = _suffixes()
    if degrees in known:
        return known[degrees]
    wanted = frozenset(degrees)
    options = (_changed(suffix, frozenset(base), wanted) for base, suffix in known.items())
    return min(options, key=lambda option: option[0])[1]


@lru_cache(maxsize=1)
def _suffixes() -> dict[tuple[Degree, ...], str]:
    return {tuple(sorted(read_suffix(suffix))): suffix for suffix in reversed(LEAD_SHEET_SUFFIXES)}


def _changed(suffix: str, base: frozenset[Degree], wanted: frozenset[Degree]) -> tuple[tuple[int, int], str]:
    """A suffix with ``(no5,add9,#11)`` after it, and what that costs."""
    items = []
    for number in sorted({degree.number for degree in base ^ wanted}):
        had = {degree for degree in base if degree.number == number}
        has = {degree for degree in wanted if degree.number == number}
        dropped = bool(had - has)
        if dropped:
            items.append(f"no{number}")
        for degree in sorted(has if dropped else has - had):
            plain = number in (9, 11, 13) and not had and all(each.alteration for each in has)
            items.append(degree.name if plain else f"add{degree.name}")
    return (len(items), len(suffix)), f"{suffix}({','.join(items)})"


@lru_cache(maxsize=4096)
def harte_quality(degrees: tuple[Degree, ...]) -> str:
    """What follows the colon: ``hdim7``, or the nearest shorthand with its changes: ``min7(11,*5)``."""
    wanted = frozenset(degrees)
    best: tuple[int, str] | None = None
    for name, base in HARTE_SHORTHANDS.items():
        if name in HARTE_READ_ONLY:
            continue
        changes = sorted(wanted - frozenset(base))
        omitted = sorted(frozenset(base) - wanted)
        cost = len(changes) + 2 * len(omitted)
        if best is None or cost < best[0]:
            items = [*(degree.name for degree in changes), *(f"*{degree.name}" for degree in omitted)]
            best = cost, f"{name}({','.join(items)})" if items else name
    assert best is not None
    if best[0] >= len(wanted) and Degree(1) in wanted:
        return f"({','.join(degree.name for degree in degrees)})"
    return best[1]
