"""What a suggestion can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import attrs

from chordwork.harmony.options import said, written
from chordwork.music.options.fields import KeyText, NotationName

if TYPE_CHECKING:
    from chordwork.harmony import Key
    from chordwork.music.suggestions.model import Model


@attrs.frozen(kw_only=True)
@written
class SuggestOptions:
    """In which key, how many, and which way they lean."""

    key: Annotated[
        KeyText | Key | None, said("Such as A minor or F# dorian. Default: found from all chords given.")
    ] = None
    limit: Annotated[int, said("At most so many.", ge=1, le=132)] = 5
    adventurousness: Annotated[
        float,
        said(
            "0: what songs do. Towards 1: borrowed chords, secondary dominants and other surprises.",
            flag="adventure",
            ge=0,
            le=1,
        ),
    ] = 0.0
    style: Annotated[
        str | None,
        said(
            "Lean towards pop, rock or standards; jazz, swing, blues, folk, country and the like mean the nearest.",
            flag="genre",
        ),
    ] = None
    mood: Annotated[
        str | None,
        said("Lean towards chords that sound happy, calm, sad or tense: a rule, not counted in songs."),
    ] = None
    notation: NotationName = "english"


@attrs.frozen(kw_only=True)
@written
class SuggestArguments(SuggestOptions):
    """And what only programs say."""

    model: Annotated[Model | None, said("Default: the shipped one.")] = None
