"""What the genres ask of a song: grooves, forms, modes and chord colours. Common practice, written down as data."""

from __future__ import annotations

from typing import Final, Literal

import attrs

from chordwork.music.accompaniment import GROOVES, Character

Harmony = Literal["loops", "vamp", "power", "blues", "jazz"]
ModeName = Literal["major", "minor", "dorian", "mixolydian", "phrygian"]


@attrs.frozen
class Genre:
    """A genre."""

    name: str
    """For programs."""
    title: str
    """For people."""
    words: tuple[str, ...]
    """In a theme, these ask for it."""
    grooves: tuple[tuple[str, float], ...]
    """Names with weights."""
    harmony: Harmony = "loops"
    """How its progressions are made."""
    sevenths: int = 0
    """0 plain triads, 1 here and there, 2 everywhere."""
    style: Literal["pop", "rock", "standards"] = "pop"
    """What the suggestion model is asked to lean to."""
    minor: float = 0.0
    """Added to the share of minor keys, -1 … 1."""
    modes: tuple[tuple[ModeName, float], ...] = ()
    """Church modes it likes, with their share among keys of the same third."""
    forms: tuple[tuple[str, float], ...] = ()
    """Section names, parted by blanks, with weights. ``solo`` plays over the section before it."""


_SHORT: Final = ("intro verse chorus verse chorus outro", 1.0)
_POP: Final = (
    ("intro verse pre-chorus chorus verse pre-chorus chorus bridge chorus outro", 3.0),
    ("intro verse chorus verse chorus bridge chorus outro", 3.0),
    ("intro verse verse chorus verse chorus bridge chorus outro", 1.5),
    ("chorus verse chorus verse chorus bridge chorus outro", 1.0),
    _SHORT,
)
_ROCK: Final = (
    ("intro verse chorus verse chorus solo chorus outro", 2.0),
    ("intro verse pre-chorus chorus verse pre-chorus chorus bridge chorus outro", 2.0),
    ("intro verse verse chorus verse chorus bridge chorus outro", 1.0),
    _SHORT,
)
_FOLK: Final = (
    ("intro verse verse chorus verse chorus outro", 2.0),
    ("intro verse chorus verse chorus verse chorus outro", 3.0),
    ("intro verse chorus verse chorus bridge chorus outro", 1.0),
    _SHORT,
)
_VAMP: Final = (
    ("intro verse chorus verse chorus bridge chorus outro", 3.0),
    ("intro verse verse chorus verse chorus solo chorus outro", 1.0),
    _SHORT,
)
_BLUES: Final = (
    ("intro verse verse verse outro", 2.0),
    ("intro verse verse solo verse outro", 3.0),
)
_AABA: Final = (
    ("intro verse verse bridge verse outro", 3.0),
    ("intro verse verse bridge verse solo bridge verse outro", 2.0),
)

_ALL: Final = (
    Genre("pop", "Pop", ("pop", "hit", "radio"), (("pop", 3), ("disco", 1), ("rock_ballad", 1.5), ("slow_six", 0.7)),
          sevenths=1, forms=_POP),
    Genre("ballad", "Ballad", ("ballad", "balladic"), (("rock_ballad", 2), ("slow_six", 1.5), ("waltz", 0.5)),
          sevenths=1, minor=0.05, forms=_POP),
    Genre("rock", "Rock", ("rock", "punk", "grunge", "indie"), (("pop", 3), ("rock_ballad", 1)),
          style="rock", modes=(("mixolydian", 0.3), ("dorian", 0.15)), forms=_ROCK),
    Genre("folk", "Folk", ("folk", "lullaby", "campfire", "shanty", "acoustic", "hymn", "carol"),
          (("folk", 3), ("waltz", 1.2), ("country_train", 0.5)),
          style="rock", modes=(("mixolydian", 0.12), ("dorian", 0.2)), forms=_FOLK),
    Genre("country", "Country", ("country", "cowboy", "bluegrass", "western"),
          (("country_train", 2), ("folk", 1.5), ("waltz", 1)), style="rock", minor=-0.3, forms=_FOLK),
    Genre("blues", "Blues", ("blues", "bluesy", "boogie"), (("blues_shuffle", 3), ("slow_six", 1)),
          harmony="blues", sevenths=2, style="rock", minor=-0.1, forms=_BLUES),
    Genre("jazz", "Jazz", ("jazz", "jazzy", "swing", "crooner"), (("swing", 3), ("waltz", 0.7), ("bossa", 0.7)),
          harmony="jazz", sevenths=2, style="standards", forms=_AABA),
    Genre("bossa", "Bossa nova", ("bossa", "samba", "latin"), (("bossa", 1),),
          harmony="jazz", sevenths=2, style="standards", forms=_AABA),
    Genre("soul", "Soul and R&B", ("soul", "rnb", "gospel", "motown"), (("rnb", 3), ("slow_six", 1.5), ("funk", 0.5)),
          sevenths=2, modes=(("dorian", 0.3),), forms=_POP),
    Genre("funk", "Funk", ("funk", "funky"), (("funk", 3), ("disco", 1)),
          harmony="vamp", sevenths=2, minor=0.1, modes=(("dorian", 0.7), ("mixolydian", 0.6)), forms=_VAMP),
    Genre("disco", "Disco", ("disco", "dance", "dancefloor", "club"), (("disco", 3), ("funk", 0.5)),
          sevenths=1, minor=0.15, forms=_VAMP),
    Genre("reggae", "Reggae", ("reggae", "ska", "dub"), (("reggae", 1),), harmony="vamp", forms=_VAMP),
    Genre("metal", "Metal", ("metal", "thrash", "doom", "hardcore"), (("metal", 3), ("rock_ballad", 0.5)),
          harmony="power", style="rock", minor=0.5, modes=(("phrygian", 0.35),), forms=_ROCK),
)  # fmt: skip

GENRES: Final[dict[str, Genre]] = {genre.name: genre for genre in _ALL}
"""By name."""


@attrs.frozen(kw_only=True)
class Feel(Character):
    """How a groove is used in a song."""

    groove: str
    """A name of the accompaniment's grooves."""
    metre: str
    """Its time signature."""


FEELS: Final[dict[str, Feel]] = {
    name: Feel(groove=name, metre=groove.metre_text, **attrs.asdict(groove.character))
    for name, groove in GROOVES.items()
    if groove.character is not None
}
"""By groove."""
