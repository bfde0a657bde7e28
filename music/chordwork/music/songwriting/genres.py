"""What the genres ask of a song: grooves, forms, modes and chord colours. Common practice, written down as data."""

from __future__ import annotations

from typing import Final, Literal

import attrs

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


@attrs.frozen
class Feel:
    """How a groove is used in a song."""

    groove: str
    """A name of the accompaniment's grooves."""
    energy: float
    """Of the moods it suits best, -1 … 1."""
    metre: str
    """Its time signature."""
    slow_bpm: int
    """Felt tempo of the quietest song."""
    fast_bpm: int
    """Of the most driving one."""
    pattern: str
    """Strumming or picking pattern of the tabs."""
    easy_pattern: str
    """The same for a beginner."""
    bass_pattern: str
    """For basses."""
    words: str
    """What it feels like."""


_FEELS: Final = (
    Feel("pop", 0.4, "4/4", 92, 128, "pop", "folk", "pop-bass", "steady eighths with the snare on two and four"),
    Feel("rock_ballad", -0.4, "4/4", 63, 84, "arpeggio", "ballad", "roots", "slow and wide, broken chords"),
    Feel("folk", -0.3, "4/4", 80, 112, "travis", "folk", "root-fifth", "fingerpicked, the thumb keeps walking"),
    Feel("blues_shuffle", 0.2, "4/4", 88, 126, "shuffle", "quarters", "shuffle-bass", "a rolling long-short shuffle"),
    Feel("swing", 0.2, "4/4", 108, 168, "quarters", "quarters", "walking", "swung eighths over a walking bass"),
    Feel("bossa", -0.2, "4/4", 112, 138, "bossa", "quarters", "bossa-bass", "light and swaying"),
    Feel("funk", 0.6, "4/4", 94, 112, "funk", "eighths", "funk-bass", "sixteenths with air between them"),
    Feel("reggae", 0.0, "4/4", 68, 84, "reggae", "reggae", "reggae-bass", "relaxed, chords on two and four"),
    Feel("country_train", 0.5, "4/4", 104, 138, "country", "country", "country-bass", "boom-chick, like a train"),
    Feel("rnb", -0.1, "4/4", 72, 96, "pop", "ballad", "root-fifth", "laid back, slightly swung sixteenths"),
    Feel("waltz", -0.4, "3/4", 84, 126, "waltz", "waltz", "waltz-bass", "one-two-three, turning"),
    Feel("metal", 0.9, "4/4", 132, 168, "gallop", "rock", "metal-bass", "hard and fast, the kick under every chug"),
    Feel("disco", 0.7, "4/4", 110, 126, "eighths", "eighths", "octaves", "four on the floor"),
    Feel("slow_six", -0.5, "6/8", 46, 62, "six-eight", "six-eight", "six-eight-bass", "two slow swings of three a bar"),
    Feel("slow_blues", -0.3, "12/8", 48, 70, "six-eight", "six-eight", "slow-blues-bass", "four slow beats of three"),
    Feel("doo_wop", -0.2, "12/8", 58, 84, "six-eight", "six-eight", "twelve-eight-bass", "triplets over a slow four"),
    Feel("afro_twelve", 0.4, "12/8", 92, 126, "afro-twelve", "six-eight", "twelve-eight-bass", "threes against fours"),
    Feel("five_jazz", 0.1, "5/4", 140, 184, "five-jazz", "quarters", "five-walking", "three and two, swung"),
    Feel("five_rock", 0.5, "5/4", 108, 144, "five-four", "quarters", "five-bass", "a bar that is one beat longer"),
    Feel("seven_rock", 0.5, "7/8", 112, 150, "seven-eight", "seven-eight", "seven-bass", "two, two and a long three"),
    Feel("seven_balkan", 0.6, "7/8", 116, 160, "balkan-seven", "balkan-seven", "balkan-bass",
         "a long three, two and two"),
)  # fmt: skip

FEELS: Final[dict[str, Feel]] = {feel.groove: feel for feel in _FEELS}
"""By groove."""
