"""What the check of a chord can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import attrs
from msgspec import Meta

from chordwork.harmony.options import said, written
from chordwork.music.options.fields import TUNING, CapoFret, InstrumentName, LevelName, NotationName, TuningText

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from chordwork.music.fretboard.voicing import ShapeInput

Pitch = Annotated[int, Meta(ge=0, le=127)]
ShapeFret = Annotated[int, Meta(ge=-1, le=36)]


@attrs.frozen(kw_only=True)
@written
class PracticeOptions:
    """What was played, and on what."""

    notes: Annotated[
        Annotated[str, Meta(max_length=2000)]
        | Annotated[list[Annotated[str, Meta(max_length=8)] | Pitch], Meta(max_length=200)]
        | Iterable[str | int]
        | None,
        said("The notes that sounded: names with or without octaves, or MIDI pitches.", examples=["C E G"]),
    ] = None
    instrument: Annotated[InstrumentName, said("As for tabs, or piano.", examples=["guitar"])] = "guitar"
    tuning: Annotated[TuningText | None, said(TUNING)] = None
    shape: Annotated[
        Annotated[str, Meta(max_length=80)]
        | Annotated[list[ShapeFret | None], Meta(max_length=12)]
        | ShapeInput
        | None,
        said("The shape that is played. Default: the one that tabs shows.", examples=["x32010"]),
    ] = None
    capo: Annotated[CapoFret, said("Fret of the capo.")] = 0
    level: Annotated[LevelName, said("Whose shapes tabs would show.")] = "intermediate"
    notation: NotationName = "english"


@attrs.frozen
@written
class PracticeArguments(PracticeOptions):
    """And, for programs that have listened, what was heard: the one option that needs no name."""

    heard: Annotated[
        Sequence[float] | None,
        said("Instead of notes: how surely each pitch class sounds, C first, as ``NotesEvent`` has it."),
    ] = None
