"""What could come next, while somebody plays: the ``suggestions`` messages of wire protocol 1.

A suggestion is for the chord after the one that rings. A final comes when the next chord is already there, so the
finals are taken as what was played, and the provisional chords after them as what rings now and may still change.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from chordwork.engine.events import ChordEvent
from chordwork.harmony import ChordSymbol, parse_label, to_lead_sheet
from chordwork.http.wire.protocol import DEFAULT_SUGGESTIONS, Json
from chordwork.music import Suggester, suggest

SHORTEST_CHORD_S: Final = 0.25
"""A provisional chord that is replaced sooner was a wrong guess, not a chord."""
SAME_MOMENT_S: Final = 0.2
"""How far the start of a provisional chord may lie before the end of the final before it."""
SHORTEST_WAIT_S: Final = 0.25
"""Seconds of audio between two answers: chords that come faster are no chords, and must not cost more."""
MAX_RINGING: Final = 8
"""Provisional chords after the last final; the lag of the decoder is shorter than that many chords."""


def load_suggestions() -> None:
    """Read the model, and fill the caches, now: the first session should not wait for it, nor the others with it."""
    for key in (None, "C major", "A minor"):
        suggest("Dm7 G7 C E7", key=key)


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
        self._at = -SHORTEST_WAIT_S
        self._open = False
        self.configure(taste)

    def configure(self, taste: Json) -> Json | None:
        """Take new fields, those that are given; what is suggested now, if it is another question."""
        if "suggestions" in taste:
            self._limit = taste["suggestions"]
        if "mood" in taste:
            self._suggester.mood = taste["mood"]
        if "genre" in taste:
            self._suggester.style = taste["genre"]
        return self._answer(self._at, anew=bool(taste))

    def set_key(self, key: str | None) -> Json | None:
        """The player knows the key, or takes that back; what is suggested in it."""
        self._suggester.set_key(key)
        return self._answer(self._at, anew=True)

    def recall(self, finals: Iterable[Json], shown: Json | None) -> None:
        """Begin after these messages: what was played, and the chord that was said last."""
        for message in finals:
            self._suggester.add(parse_label(message["label"]))
        if shown is not None and shown["status"] == "provisional":
            chord = parse_label(shown["label"])
            self._ringing = [ChordEvent("provisional", chord, shown["start"], None, shown["at"], shown["confidence"])]
            self._at = shown["at"]
        self._answered = self._suggester.ahead(event.chord for event in self._ringing).chords

    def add(self, event: ChordEvent) -> Json | None:
        """Take a chord; the new suggestions if what was played is now another story."""
        self._follow(event)
        self._open = True
        return self.tick(event.at)

    def tick(self, at: float) -> Json | None:
        """So much was heard, in seconds; what had to wait because chords came too fast."""
        if not self._open or at - self._at < SHORTEST_WAIT_S:
            return None
        self._open = False
        answer = self._answer(at)
        if answer is not None:
            self._at = at
        return answer

    def _follow(self, event: ChordEvent) -> None:
        if event.status == "final":
            self._suggester.add(event.chord)
            end = event.end if event.end is not None else event.at
            self._ringing = [each for each in self._ringing if each.start > end - SAME_MOMENT_S]
        elif self._ringing and event.start - self._ringing[-1].start < SHORTEST_CHORD_S:
            self._ringing[-1] = event
        else:
            self._ringing = [*self._ringing[1 - MAX_RINGING :], event]

    def _answer(self, at: float, *, anew: bool = False) -> Json | None:
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
            "next": [each.to_dict() for each in suggester.suggest(self._limit)],
            "at": round(max(at, 0.0), 4),
        }
