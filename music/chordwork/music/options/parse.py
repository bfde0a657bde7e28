"""How chords are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import attrs

from chordwork.harmony.options import said, written
from chordwork.music.options.fields import KeyText, NotationName

if TYPE_CHECKING:
    from chordwork.harmony import Key


@attrs.frozen(kw_only=True)
@written
class ParseOptions:
    """In which key, how much higher, and in whose letters."""

    key: Annotated[KeyText | Key | None, said("Such as A minor or F# dorian. Default: found from the chords.")] = None
    transpose: Annotated[int, said("Semitones up, or down below 0; the key moves along.", ge=-24, le=24)] = 0
    notation: NotationName = "english"
    german: Annotated[bool, said("Read German names, and answer in the notation asked for.")] = False
