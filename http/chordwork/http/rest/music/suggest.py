"""``/suggest``: what could come next, what fits a gap, what could stand instead."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import attrs
import msgspec
from msgspec import Meta

from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.options import chosen
from chordwork.http.rest.computation import Computation
from chordwork.http.rest.formats import JSON, Format
from chordwork.http.rest.music.fields import Chords
from chordwork.music.options.suggest import SuggestOptions


class SuggestConflictError(ChordworkError, ValueError, code="suggest_conflict"):
    """Two questions at once."""


@attrs.frozen(kw_only=True)
class SuggestRequest(SuggestOptions):
    """Chords so far, and what is wanted."""

    chords: Chords = ""
    after: Annotated[Chords, Meta(description="What comes after the gap that is to be filled.")] | None = None
    replace: (
        Annotated[int, Meta(ge=0, le=999, description="Index of the chord that is to be replaced, from 0.")] | None
    ) = None


@attrs.frozen(kw_only=True)
class SuggestedChord:
    """A chord that could come, and why."""

    label: Annotated[str, Meta(description="In Harte syntax.", examples=["A:min7"])]
    symbol: Annotated[str, Meta(description="As a lead sheet prints it, spelled for the key.", examples=["Am7"])]
    roman: Annotated[str, Meta(description="Its numeral in the key.", examples=["vi7"])]
    probability: float
    reason: Annotated[str, Meta(description="One line for a player who knows no theory.")]
    function: Literal["tonic", "subdominant", "dominant", "none"]
    relation: Annotated[str, Meta(description="How it belongs to the key.", examples=["diatonic", "borrowed"])]


@attrs.frozen(kw_only=True)
class SuggestResult:
    """Suggestions, the likeliest first."""

    key: str
    key_confidence: float
    suggestions: list[SuggestedChord]


def perform(request: SuggestRequest, form: Format) -> bytes:
    """Ask the model."""
    from chordwork.music.parsing import symbols
    from chordwork.music.suggestions.answering import answer

    if request.after is not None and request.replace is not None:
        raise SuggestConflictError("give either 'after', to fill a gap, or 'replace', to replace a chord")
    chords = symbols(request.chords, request.notation)
    after = None if request.after is None else symbols(request.after, request.notation)
    found = answer(chords, SuggestOptions(**chosen(request, SuggestOptions)), after=after, replace=request.replace)
    suggestions = [
        SuggestedChord(
            label=each.label,
            symbol=each.symbol,
            roman=each.roman,
            probability=round(each.probability, 6),
            reason=each.reason,
            function=each.function.value,
            relation=each.relation.value,
        )
        for each in found.suggestions
    ]
    return msgspec.json.encode(
        SuggestResult(
            key=found.key.key.named(request.notation),
            key_confidence=round(found.key.confidence, 4),
            suggestions=suggestions,
        )
    )


SUGGEST: Final = Computation(
    path="/suggest",
    summary="What could come next, and why",
    description=(
        "Chords that could follow `chords`, ranked, each with its probability and a reason. With `after`, chords for "
        "the gap between the two; with `replace`, other chords for one place."
    ),
    tag="music",
    request=SuggestRequest,
    result=SuggestResult,
    formats=(JSON,),
    perform=perform,
    examples={
        "after a ii-V": {"chords": ["Dm7", "G7"], "key": "C major"},
        "an empty page": {"chords": []},
        "fill a gap": {"chords": ["C", "Am"], "after": ["C"], "limit": 3},
        "reharmonise": {"chords": "C Am F G", "replace": 3, "adventurousness": 0.8},
    },
    query={"chords": "C G Am", "limit": "3"},
)
