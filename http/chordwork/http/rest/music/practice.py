"""``/practice``: did I play it right?"""

from __future__ import annotations

from typing import Annotated, Final, Literal

import attrs
import msgspec
from msgspec import Meta

from chordwork.harmony.options import chosen
from chordwork.http.rest.computation import Computation
from chordwork.http.rest.formats import JSON, Format
from chordwork.http.rest.music.fields import ChordText
from chordwork.music.options.practice import PracticeOptions

Probability = Annotated[float, Meta(ge=0, le=1)]


@attrs.frozen(kw_only=True)
class PracticeRequest(PracticeOptions):
    """The chord that was meant, and either `heard` or `notes`."""

    chord: Annotated[ChordText, Meta(description="The chord that was meant.")]
    heard: Annotated[
        list[Probability] | None, Meta(description="Probability that each pitch class sounds: twelve, C first.")
    ] = None


@attrs.frozen(kw_only=True)
class HeardNote:
    """A pitch class and how surely it sounds."""

    note: Annotated[str, Meta(description="Spelled for the chord.")]
    pitch_class: int
    probability: float
    degree: Annotated[str, Meta(description="What it is in the chord; empty if it is none of its notes.")]


@attrs.frozen(kw_only=True)
class StringToCheck:
    """A string to look at."""

    string: Annotated[int, Meta(description="As players count: 1 is nearest the floor.")]
    name: str
    fret: Annotated[int | None, Meta(description="Where the shape presses it; 0 open, null muted.")]
    note: Annotated[str, Meta(description="That it should sound.")]
    problem: Literal["silent", "open", "wrong fret", "unmuted", "slipped"]
    likelihood: float
    text: str


@attrs.frozen(kw_only=True)
class PracticeResult:
    """Whether the chord was played right, and what to do if not."""

    target: str
    verdict: Literal["right", "almost", "not yet", "silent"]
    score: float
    present: list[HeardNote]
    missing: list[HeardNote]
    foreign: list[HeardNote]
    unclear: list[HeardNote]
    shape: str
    checks: Annotated[list[StringToCheck], Meta(description="Likeliest trouble first.")]
    sounds_like: Annotated[str, Meta(description="Another chord that fits better; empty if none does.")]
    hint: Annotated[str, Meta(description="The one thing to do next.")]


def perform(request: PracticeRequest, form: Format) -> bytes:
    """Compare."""
    from chordwork.music.practice import check_chord

    feedback = check_chord(request.chord, request.heard, **chosen(request, PracticeOptions))
    result: PracticeResult = msgspec.convert(feedback.to_dict(), PracticeResult)
    return msgspec.json.encode(result)


PRACTICE: Final = Computation(
    path="/practice",
    summary="Did I play it right?",
    description=(
        "A chord against what was heard: notes that are present, missing and foreign, the strings to look at, and one "
        "thing to do next. `heard` is what the recogniser's notes say; `notes` are for who knows them otherwise."
    ),
    tag="music",
    request=PracticeRequest,
    result=PracticeResult,
    formats=(JSON,),
    perform=perform,
    examples={
        "a foreign note": {"chord": "C", "notes": "C E G F#"},
        "a string that does not sound": {"chord": "Am", "notes": ["A2", "E3", "C4"], "shape": "x02210"},
        "probabilities": {"chord": "G", "heard": [0, 0, 0.9, 0, 0, 0, 0, 0.95, 0, 0, 0, 0.2], "instrument": "ukulele"},
    },
    query={"chord": "C", "notes": "C E G F#"},
)
