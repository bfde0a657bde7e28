"""What could come next, while somebody plays: the ``suggestions`` messages of wire protocol 1.

A suggestion is for the chord after the one that rings. A final comes when the next chord is already there, so the
finals are taken as what was played, and the provisional chords after them as what rings now and may still change.
"""

from __future__ import annotations

from typing import Final

from chordwork.engine.events import ChordEvent
from chordwork.http.protocol import DEFAULT_SUGGESTIONS, Json
from chordwork.music import Suggester
from chordwork.music.harmony import ChordSymbol, to_lead_sheet

SHORTEST_CHORD_S: Final = 0.25
"""A provisional chord that is replaced sooner was a wrong guess, not a chord."""
SAME_MOMENT_S: Final = 0.2
"""How far the start of a provisional chord may lie before the end of the final before it."""
MAX_RINGING: Final = 8
"""Provisional chords after the last final; the lag of the decoder is shorter than that many chords."""


class LiveSuggestions:
    """Follows the chords of one session.

    Args:
        key: the key, if the player knows it.
        taste: the ``taste`` of a ``start``.
    """

    def __init__(self, key: str | None, taste: Json) -> None:
        self._suggester = Suggester(key=key)
        self._limit = DEFAULT_SUGGESTIONS
        self._ringing: list[ChordEvent] = []
        self._answered: tuple[ChordSymbol, ...] = ()
        self._at = 0.0
        self.configure(taste)

    def configure(self, taste: Json) -> Json | None:
        """Take new fields, those that are given; what is suggested now, if it is another question."""
        if "suggestions" in taste:
            self._limit = taste["suggestions"]
        if "mood" in taste:
            self._suggester.mood = taste["mood"]
        if "genre" in taste:
            self._suggester.style = taste["genre"]
        return self._answer(anew=bool(taste))

    def set_key(self, key: str | None) -> Json | None:
        """The player knows the key, or takes that back; what is suggested in it."""
        self._suggester.set_key(key)
        return self._answer(anew=True)

    def hear(self, event: ChordEvent) -> Json | None:
        """Take a chord; the new suggestions if what was played is now another story."""
        self._at = event.at
        if event.status == "final":
            self._suggester.add(event.chord)
            end = event.end if event.end is not None else event.at
            self._ringing = [each for each in self._ringing if each.start > end - SAME_MOMENT_S]
        elif self._ringing and event.start - self._ringing[-1].start < SHORTEST_CHORD_S:
            self._ringing[-1] = event
        else:
            self._ringing = [*self._ringing[1 - MAX_RINGING :], event]
        return self._answer()

    def _answer(self, *, anew: bool = False) -> Json | None:
        if not self._limit:
            return None
        suggester = self._suggester.ahead(event.chord for event in self._ringing)
        played = suggester.chords
        if not played or (played == self._answered and not anew):
            return None
        self._answered = played
        return {
            "type": "suggestions",
            "after": to_lead_sheet(played[-1]),
            "key": suggester.key.key.name,
            "next": [
                {
                    "label": each.label,
                    "symbol": each.symbol,
                    "roman": each.roman,
                    "probability": round(each.probability, 4),
                    "reason": each.reason,
                }
                for each in suggester.suggest(self._limit)
            ],
            "at": round(self._at, 4),
        }
