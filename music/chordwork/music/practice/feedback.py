"""What the player is told."""

from __future__ import annotations

from typing import Any, Literal

import attrs

Verdict = Literal["right", "almost", "not yet", "silent"]
Problem = Literal["silent", "open", "wrong fret", "unmuted", "slipped"]


@attrs.frozen
class NoteHeard:
    """A pitch class and how surely it sounds.

    Attributes:
        note: its name, spelled for the chord.
        pitch_class: 0 (C) … 11 (B).
        probability: that it sounds.
        degree: what it is in the chord: "root", "third", …; empty if it is none of its notes.
    """

    note: str
    pitch_class: int
    probability: float
    degree: str = ""


@attrs.frozen
class StringCheck:
    """A string to look at.

    Attributes:
        string: as players count, 1 is nearest the floor.
        name: "low E", "G", "high E".
        fret: where the shape presses it, from the capo; 0 open, None muted.
        note: that it should sound; empty where it is muted.
        problem: "silent": does not sound; "open": rings without the finger; "wrong fret": a half step off; "unmuted":
            sounds and should not; "slipped": the finger of a neighbour touches it.
        likelihood: 0 … 1, how well this explains what was heard.
        text: all that in words.
    """

    string: int
    name: str
    fret: int | None
    note: str
    problem: Problem
    likelihood: float
    text: str


@attrs.frozen
class Feedback:
    """Whether a chord was played right, and what to do if not.

    Attributes:
        target: symbol of the chord.
        verdict: "right", "almost" (one thing to mend), "not yet", or "silent" where nothing clear was heard.
        score: 0 … 1.
        present: notes of the chord that sound.
        missing: notes of the chord, or of its shape, that do not.
        foreign: notes that sound and do not belong.
        unclear: notes that may or may not sound; they are not counted against the player.
        shape: frets from the bass side, such as ``x32010``; empty for keyboards.
        checks: strings to look at, likeliest trouble first.
        sounds_like: symbol of another chord that fits better; empty if none does.
        hint: the one thing to do next, in words.
    """

    target: str
    verdict: Verdict
    score: float
    present: tuple[NoteHeard, ...]
    missing: tuple[NoteHeard, ...]
    foreign: tuple[NoteHeard, ...]
    unclear: tuple[NoteHeard, ...]
    shape: str
    checks: tuple[StringCheck, ...]
    sounds_like: str
    hint: str

    def to_dict(self) -> dict[str, Any]:
        """JSON data."""
        return attrs.asdict(self)
