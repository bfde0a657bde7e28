"""The form of a piece as it is played: which chord came when, and so which comes next, if the piece repeats itself."""

from __future__ import annotations

from typing import Final

import attrs

from chordwork.harmony import ChordSymbol

SURE_AFTER: Final = 3
"""Chords in a row that must have come before in the same order and length before the next one is expected."""
MOST_CHANGES: Final = 256


@attrs.frozen
class Change:
    """A chord and the beat on which it began."""

    chord: ChordSymbol
    beat: int


class Form:
    """Remembers changes of chord by beats, counted from anywhere.

    What is settled stays; what rings is a guess, which the next settled chord replaces.
    """

    def __init__(self) -> None:
        self._settled: list[Change] = []
        self._ringing: list[Change] = []

    def rings(self, chord: ChordSymbol, beat: int) -> None:
        """A chord seems to have begun."""
        self._ringing = [*(each for each in self._ringing if each.beat < beat), Change(chord, beat)]
        del self._ringing[:-MOST_CHANGES]

    def settle(self, chord: ChordSymbol, beat: int, end: int) -> None:
        """A chord lasted from a beat to a beat."""
        if end <= beat:
            return
        self._ringing = [each for each in self._ringing if each.beat >= end]
        if not self._settled or self._settled[-1].chord != chord:
            self._settled = [*(each for each in self._settled if each.beat < beat), Change(chord, beat)]
        del self._settled[:-MOST_CHANGES]

    def expected(self, beat: int) -> ChordSymbol | None:
        """The chord that begins on a beat, if the last chords came before and this one has lasted as long as then."""
        changes = self._settled[:]
        changes += [each for each in self._ringing if not changes or each.chord != changes[-1].chord]
        now = len(changes) - 1
        for then in range(now - 1, SURE_AFTER - 2, -1):
            if _alike(changes, then, now) and changes[then + 1].beat - changes[then].beat == beat - changes[now].beat:
                return changes[then + 1].chord
        return None


def _alike(changes: list[Change], then: int, now: int) -> bool:
    """Whether the chords that end with two places are the same, all but the last ones also in length."""

    def length(place: int) -> int:
        return changes[place + 1].beat - changes[place].beat

    chords = all(changes[then - back].chord == changes[now - back].chord for back in range(SURE_AFTER))
    return chords and all(length(then - back) == length(now - back) for back in range(1, SURE_AFTER))
