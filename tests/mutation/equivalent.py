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
)


def why_equivalent(mutant: Mutant) -> str | None:
    """The reason, or None if there is none."""
    for each in EQUIVALENT:
        if mutant.file.endswith(each.file) and mutant.source == each.source and each.after in mutant.after:
            return each.why
    return None
