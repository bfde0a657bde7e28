"""What a tab can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

import attrs
from msgspec import Meta

from chordwork.harmony.options import said, written
from chordwork.music.options.fields import (
    FELT,
    TUNING,
    CapoFret,
    InstrumentName,
    KeyText,
    LevelName,
    NotationName,
    TuningText,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from fractions import Fraction

    from chordwork.harmony import Key
    from chordwork.music.fretboard import Hand, Instrument
    from chordwork.music.tabs.metre import Metre
    from chordwork.music.tabs.pattern import Pattern

Fret = Annotated[int, Meta(ge=1, le=36)]
Style = Literal["auto", "strum", "pick", "bass"]


@attrs.frozen(kw_only=True)
@written
class TabOptions:
    """On what the chords are played, by whom, and how."""

    instrument: Annotated[
        InstrumentName | Instrument,
        said(
            "guitar, guitar-12, guitar-7, guitar-8, guitar-baritone, bass, bass-5, bass-6, ukulele, ukulele-baritone, "
            "mandolin, banjo or banjo-tenor.",
            examples=["guitar", "ukulele"],
        ),
    ] = "guitar"
    tuning: Annotated[
        TuningText | Annotated[list[str | int], Meta(max_length=64)] | Sequence[str | int] | None, said(TUNING)
    ] = None
    capo: Annotated[
        CapoFret | Literal["easy"],
        said("A fret, or easy to have it chosen. The chords given always sound; the shapes follow the capo."),
    ] = 0
    level: Annotated[LevelName | Hand, said("What the hand can hold.")] = "intermediate"
    left_handed: Annotated[
        bool, said("Mirror the diagrams. Tab lines stay as they are for everybody, and the sheet says so.")
    ] = False
    lowest_fret: Annotated[Fret | None, said("To press, counted from the capo.")] = None
    highest_fret: Annotated[Fret | None, said("To press, counted from the capo.")] = None
    open_strings: Annotated[bool, said("Whether open strings may ring.")] = True
    vary_shapes: Annotated[bool, said("A chord that returns may take another shape where the voices lead better.")] = (
        False
    )
    style: Annotated[Style, said("auto plays what the pattern is, a line on basses, and strums elsewhere.")] = "auto"
    pattern: Annotated[
        Annotated[str, Meta(max_length=400)] | Pattern | None,
        said("By name, or written out; a wrong name is answered with all. Default: the usual one of the metre."),
    ] = None
    metre: Annotated[
        str | Metre,
        said("Such as 3/4 or 6/8. Default: that of the chart, else 4/4.", max_length=10, examples=["4/4", "6/8"]),
    ] = "4/4"
    beats: Annotated[
        Annotated[float, Meta(ge=0.05, le=4096)] | Fraction | None,
        said("Of each chord that comes without, as the lower number of the metre counts. Default: one bar."),
    ] = None
    tempo_bpm: Annotated[
        Annotated[float, Meta(ge=20, le=400)] | None,
        said(f"{FELT} Default: that of the chart, else 100.", flag="tempo"),
    ] = None
    title: Annotated[str, said("Printed on top.", max_length=200)] = ""
    key: Annotated[
        KeyText | Key | None, said("Of the chords as given, such as Eb major. Default: found from them.")
    ] = None
    transpose: Annotated[
        int, said("Semitones to move all chords up, or down below 0; spelled for the key they land in.", ge=-24, le=24)
    ] = 0
    shapes: Annotated[
        bool, said("The chords given are the shapes that the hand makes from the capo; what sounds is worked out.")
    ] = False
    notation: NotationName = "english"


@attrs.frozen(kw_only=True)
@written
class TabArguments(TabOptions):
    """And what only programs say."""

    frets: Annotated[tuple[int, int] | None, said("The lowest and the highest fret at once.")] = None
    sections: Annotated[
        Sequence[tuple[int, str]],
        said("Bar from 1 and title of each part of the song, in any order. Default: those of the text."),
    ] = ()
