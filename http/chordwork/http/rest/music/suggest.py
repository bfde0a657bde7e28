"""``/suggest``: what could come next, what fits a gap, what could stand instead."""

from __future__ import annotations

from typing import Annotated, Final, Literal

import attrs
import msgspec
from msgspec import Meta

from chordwork.harmony.errors import ChordworkError
from chordwork.http.rest.computation import Computation
from chordwork.http.rest.formats import JSON, Format
from chordwork.http.rest.music.fields import Chords, KeyText, NotationName, symbols


class SuggestConflictError(ChordworkError, ValueError):
    """Two questions at once."""

    code = "suggest_conflict"


@attrs.frozen(kw_only=True)
class SuggestRequest:
    """Chords so far, and what is wanted."""

    chords: Chords = ""
    key: KeyText | None = None
    limit: Annotated[int, Meta(ge=1, le=132, description="At most so many.")] = 5
    adventurousness: Annotated[
        float, Meta(ge=0, le=1, description="0: what songs do; towards 1: what they rarely do.")
    ] = 0.0
    style: Literal["pop", "rock", "standards"] | None = None
    notation: NotationName = "english"
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
    from chordwork.music import Suggester
    from chordwork.music.suggestions import fill_gap, reharmonise

    chords = symbols(request.chords, request.notation)
    after = None if request.after is None else symbols(request.after, request.notation)
    if after is not None and request.replace is not None:
        raise SuggestConflictError("give either 'after', to fill a gap, or 'replace', to replace a chord")
    suggester = Suggester(
        key=request.key, adventurousness=request.adventurousness, style=request.style, notation=request.notation
    )
    for chord in [*chords, *(after or [])]:
        suggester.add(chord)
    if after is not None:
        found = fill_gap(
            chords,
            after,
            key=request.key,
            limit=request.limit,
            adventurousness=request.adventurousness,
            style=request.style,
            notation=request.notation,
        )
    elif request.replace is not None:
        found = reharmonise(
            chords,
            request.replace,
            key=request.key,
            limit=request.limit,
            adventurousness=request.adventurousness,
            style=request.style,
            notation=request.notation,
        )
    else:
        found = suggester.suggest(request.limit)
    estimate = suggester.key
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
        for each in found
    ]
    return msgspec.json.encode(
        SuggestResult(
            key=estimate.key.named(request.notation),
            key_confidence=round(estimate.confidence, 4),
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
