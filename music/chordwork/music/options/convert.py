"""What a conversion of charts can be told."""

from __future__ import annotations

from typing import Annotated

import attrs

from chordwork.harmony.options import said, written
from chordwork.music.options.fields import CapoFret, NotationName


@attrs.frozen(kw_only=True)
@written
class ConvertOptions:
    """What is changed on the way from one chart to another."""

    transpose: Annotated[int, said("Semitones up, or down below 0; the key moves along.", ge=-24, le=24)] = 0
    capo: Annotated[
        CapoFret | None,
        said("Write the shapes behind a capo at this fret, so that the same sounds. Default: as in the chart."),
    ] = None
    unfold: Annotated[bool, said("Write repeats, endings and jumps out, as they are played.")] = False
    notation: NotationName = "english"
