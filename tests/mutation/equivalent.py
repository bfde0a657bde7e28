"""Mutants that change nothing anybody could see, each with its reason: they count neither for nor against the tests.

A mutant is known by its file, by its line as it stands there, and by what it puts there, so that it is found again
where lines move, and lost where they change: the reason must then be thought through again.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from tests.mutation.mutants import Mutant


class Equivalent(NamedTuple):
    """One of them."""

    file: str
    """How it ends."""
    source: str
    """The line, stripped."""
    after: str
    """A part of what the mutant makes of it."""
    why: str


EQUIVALENT: Final = (
    Equivalent(
        "actors/_mailbox.py",
        "if self._queued_bytes > self._capacity_bytes:",
        "self._queued_bytes >= self._capacity_bytes",
        "what is exactly full drops nothing: no bytes in excess",
    ),
    Equivalent(
        "practice/shapes.py",
        "text = shape.strip().casefold()[:80]",
        "[:81]",
        "a bound on what is read at all: no shape is half as long, and a longer text is refused either way",
    ),
    Equivalent(
        "practice/assessment.py",
        "fits = 2 * precision * recall / np.maximum(precision + recall, 1e-9)",
        "0.500000001",
        "differs for chords of which next to nothing is heard, and the best of all is asked for",
    ),
    Equivalent(
        "practice/assessment.py",
        "if not symbol.is_chord or not symbol.degrees:",
        "not symbol.is_chord and (not symbol.degrees)",
        "what is no chord has no degrees, and every chord has one",
    ),
    Equivalent(
        "tabs/formats/guitarpro.py",
        "bar_pulses = score.metre.bar_ticks * QUARTER_PULSES // TICKS_PER_QUARTER",
        "QUARTER_PULSES",
        "where a bar starts is asked for by the library and stands in no file: the same bytes",
    ),
    Equivalent(
        "songwriting/progression/blues.py",
        '"second": (("5m7 5m7 0m7 0m7", 1.0, "b"),),',
        "0m7', 1.5, 'b'),)",
        "the weight of the only one there is",
    ),
)


def why_equivalent(mutant: Mutant) -> str | None:
    """The reason, or None if there is none."""
    for each in EQUIVALENT:
        if mutant.file.endswith(each.file) and mutant.source == each.source and each.after in mutant.after:
            return each.why
    return None
