"""What the band can be told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import attrs
from msgspec import Meta

from chordwork.harmony.options import said, written
from chordwork.music.options.fields import FELT, GrooveName, NotationName

if TYPE_CHECKING:
    from chordwork.music.accompaniment.groove import Groove


@attrs.frozen(kw_only=True)
@written
class AccompanyOptions:
    """How the chords, or a whole song plan, are played."""

    groove: Annotated[
        Annotated[GrooveName, Meta(examples=["bossa"])] | Groove | None,
        said("A wrong name is answered with all. Default: the plan's, one in the metre of the chart, or pop."),
    ] = None
    tempo_bpm: Annotated[
        Annotated[float, Meta(ge=20, le=400)] | None,
        said(f"{FELT} Default: the plan's, or the groove's own.", flag="tempo"),
    ] = None
    intensity: Annotated[
        Annotated[float, Meta(ge=0, le=1)] | None,
        said(
            "0 to 1: how many join in, how loud, how much they fill. Default: 0.6, or that of each section of a plan."
        ),
    ] = None
    seed: Annotated[
        Annotated[int, Meta(ge=0, le=2**31 - 1)] | None,
        said("Another number, another take; the same plays the same. Default: the plan's, or 0."),
    ] = None
    repeats: Annotated[int, said("How often all of it is played.", ge=1, le=1000)] = 1
    beats_a_chord: Annotated[
        Annotated[float, Meta(ge=0.25, le=4096)] | None,
        said(
            "Of chords that come without, as the lower number of the metre counts; not with a plan. Default: one bar.",
            flag="beats",
        ),
    ] = None
    intro: Annotated[bool, said("Count in for a bar.")] = True
    ending: Annotated[bool, said("End with a bar on the home chord.")] = True
    fills: Annotated[bool, said("Drum fills at the ends of sections.")] = True
    notation: NotationName = "english"
    humanise: Annotated[bool, said("Play a little early and late, as people do.")] = True
