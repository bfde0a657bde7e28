"""Strumming, picking and bass patterns: rhythm as data, written one word a grid cell.

D U      strum down, up, over all sounding strings          R 3 5 7 8   (bass) root, third, fifth, seventh, octave
b a      the lowest sounding string, the next one above     <           (bass) a half step from the next root
1 2 3    sounding string counted from the treble            -           let ring
b1       several at once                                    .           silence
>D       accented
"""

from __future__ import annotations

import re
from typing import Final, Literal

import attrs

from chordwork.music.tabs.errors import PatternSyntaxError, TabError, UnknownPatternError
from chordwork.music.tabs.metre import Metre

Kind = Literal["strum", "pick", "bass"]
Stroke = Literal["down", "up", "pluck"]

MAX_CELLS: Final = 256
_GRIDS: Final = (12, 6, 4, 3)
"""Ticks a cell."""
_HAND_WORD: Final = re.compile(r">?(?:[DU]|[ba1-9]+)")
_BASS_WORD: Final = re.compile(r">?[R3578<]")
_STROKES: Final[dict[str, Stroke]] = {"D": "down", "U": "up"}


@attrs.frozen
class Hit:
    """One stroke of a pattern.

    Attributes:
        at: ticks from the start of the pattern.
        length: ticks until the next stroke or silence.
        roles: what is played: ``("all",)``, string roles, or a degree of the chord.
        stroke: direction of a strum; "pluck" for single strings.
        accent: played louder.
    """

    at: int
    length: int
    roles: tuple[str, ...]
    stroke: Stroke
    accent: bool = False

    @property
    def word(self) -> str:
        """As it is written."""
        body = "".join(self.roles) if self.stroke == "pluck" else self.stroke[0].upper()
        return f"{'>' * self.accent}{body}"


@attrs.frozen
class Pattern:
    """A rhythm that repeats.

    Attributes:
        name: key of the table, or "custom".
        title: for people.
        kind: "strum", "pick" or "bass".
        ticks: its length.
        hits: its strokes, in order.
    """

    name: str
    title: str
    kind: Kind
    ticks: int
    hits: tuple[Hit, ...]

    @classmethod
    def read(cls, text: str, grid: int, kind: Kind, *, name: str = "custom", title: str = "Custom") -> Pattern:
        """Read a pattern's words; ``grid`` is ticks a cell: 12 quarters, 6 eighths, 4 triplet eighths, 3 sixteenths.

        Raises:
            PatternSyntaxError: a word that means nothing in this kind, or none at all.
        """
        words = text.split()
        if not 1 <= len(words) <= MAX_CELLS or grid not in _GRIDS:
            raise PatternSyntaxError(f"a pattern needs 1 to {MAX_CELLS} words on a grid of 12, 6, 4 or 3 ticks")
        legal = _BASS_WORD if kind == "bass" else _HAND_WORD
        hits: list[Hit] = []
        ringing = False
        for cell, word in enumerate(words):
            if word == "-":
                if ringing:
                    hits[-1] = attrs.evolve(hits[-1], length=hits[-1].length + grid)
                continue
            ringing = word != "."
            if not ringing:
                continue
            if not legal.fullmatch(word):
                raise PatternSyntaxError(f"{word[:20]!r} (word {cell + 1}) means nothing in a {kind} pattern")
            body = word.lstrip(">")
            stroke = _STROKES.get(body, "pluck")
            roles = ("all",) if body in _STROKES else tuple(body)
            hits.append(Hit(cell * grid, grid, roles, stroke, accent=word != body))
        return cls(name, title, kind, grid * len(words), tuple(hits))

    @property
    def words(self) -> str:
        """Its words on the coarsest grid that has them all: what :meth:`read` reads."""
        times = [self.ticks, *(hit.at for hit in self.hits), *(hit.length for hit in self.hits)]
        grid = next((each for each in _GRIDS if all(time % each == 0 for time in times)), 1)
        cells = ["."] * (self.ticks // grid)
        for hit in self.hits:
            first, last = hit.at // grid, (hit.at + hit.length) // grid
            cells[first:last] = [hit.word, *["-"] * (last - first - 1)]
        return " ".join(cells)

    def silent_at(self, tick: int) -> bool:
        """Whether nothing rings at a tick, counted from the start of the bar."""
        at = tick % self.ticks
        return not any(hit.at <= at < hit.at + hit.length for hit in self.hits)


_ROWS: Final[tuple[tuple[str, str, Kind, int, str], ...]] = (
    ("whole", "One strum a bar", "strum", 12, "D - - -"),
    ("quarters", "Four down strums", "strum", 12, "D D D D"),
    ("eighths", "Down and up in eighths", "strum", 6, ">D U D U >D U D U"),
    ("folk", "Down, down-up, up-down-up", "strum", 6, ">D - D U - U D U"),
    ("ballad", "Slow ballad", "strum", 6, "D - - - D - D U"),
    ("pop", "Pop with a push", "strum", 6, ">D - D - >D U - U"),
    ("rock", "Straight eighths, all down", "strum", 6, ">D D D D >D D D D"),
    ("reggae", "Chops on two and four", "strum", 6, ". . >D . . . >D ."),
    ("ska", "Chops off the beat", "strum", 6, ". >U . >U . >U . >U"),
    ("shuffle", "Blues shuffle in triplets", "strum", 4, ">D - U D - U >D - U D - U"),
    ("bossa", "Bossa nova", "strum", 6, "b D - D a - D -"),
    ("country", "Boom-chick", "strum", 6, "b - D U a - D U"),
    ("funk", "Sixteenths with air", "strum", 3, ">D . . U . . D . . U D . >D . U ."),
    ("gallop", "Metal gallop", "strum", 3, ">D - D D"),
    ("waltz", "Bass and two chords", "strum", 12, "b D D"),
    ("six-eight", "Two groups of three", "strum", 6, ">D D U >D D U"),
    ("afro-twelve", "The bell of twelve", "strum", 6, ">D - D - D U - D - D - U"),
    ("five-four", "Three and two in eighths", "strum", 6, ">D - D U D U >D - D U"),
    ("five-jazz", "Three and two, with a push", "strum", 6, ">D - - U - - >D - D -"),
    ("seven-eight", "Two, two, three", "strum", 6, ">D U >D U >D D U"),
    ("balkan-seven", "Three, two, two", "strum", 6, ">D D U >D U >D U"),
    ("arpeggio", "Rising and falling", "pick", 6, "b 3 2 1 2 3 2 3"),
    ("fingerstyle", "Pinch and roll", "pick", 6, "b1 - 3 2 a 1 3 2"),
    ("travis", "Alternating thumb", "pick", 6, "b1 - a 2 b 1 a 2"),
    ("roll", "Banjo forward roll", "pick", 6, "2 1 5 2 1 5 2 1"),
    ("waltz-picking", "Picked waltz", "pick", 6, "b 3 2 1 2 3"),
    ("roots", "Root, held", "bass", 12, "R - - -"),
    ("root-fifth", "Root and fifth", "bass", 12, "R - 5 -"),
    ("root-eighths", "Driving eighths", "bass", 6, ">R R R R >R R R R"),
    ("pop-bass", "Pop", "bass", 6, ">R - - R R - 5 -"),
    ("walking", "Walking quarters", "bass", 12, "R 3 5 <"),
    ("walking-high", "Walking from the octave", "bass", 12, "8 5 3 <"),
    ("octaves", "Disco octaves", "bass", 6, "R 8 R 8 R 8 R 8"),
    ("bossa-bass", "Bossa nova", "bass", 6, "R - - 5 5 - - R"),
    ("reggae-bass", "One drop", "bass", 6, ". - R 3 5 - R -"),
    ("funk-bass", "Funk", "bass", 3, ">R . . R . . 8 . R . . 8 . . 5 ."),
    ("country-bass", "Two-beat with a lead-in", "bass", 12, "R . 5 <"),
    ("shuffle-bass", "Boogie in triplets", "bass", 4, "R - R 3 - 3 5 - 5 3 - 3"),
    ("metal-bass", "Gallop", "bass", 3, ">R - R R"),
    ("waltz-bass", "Root, fifth, fifth", "bass", 12, "R 5 5"),
    ("six-eight-bass", "Root and fifth in six", "bass", 6, "R - - 5 - <"),
    ("twelve-eight-bass", "Root and fifth in twelve", "bass", 6, "R - - - - R 5 - - - - <"),
    ("slow-blues-bass", "Walking in twelve", "bass", 6, "R - R 3 - 3 5 - 5 3 - <"),
    ("five-walking", "Walking in five", "bass", 12, "R 3 5 8 <"),
    ("five-bass", "Driving three and two", "bass", 6, ">R R - R 5 - >R R - <"),
    ("seven-bass", "Two, two, three", "bass", 6, "R - 5 - R R <"),
    ("balkan-bass", "Three, two, two", "bass", 6, "R - - 5 - R <"),
)

PATTERNS: Final[dict[str, Pattern]] = {
    name: Pattern.read(text, grid, kind, name=name, title=title) for name, title, kind, grid, text in _ROWS
}
"""Every built-in pattern. Patterns for another metre repeat from each bar line and are cut at the next."""

_USUAL: Final[dict[Kind, dict[str, str]]] = {
    "strum": {
        "4/4": "folk", "3/4": "waltz", "6/8": "six-eight", "12/8": "six-eight",
        "5/4": "five-four", "7/8": "seven-eight",
    },
    "pick": {"4/4": "arpeggio", "3/4": "waltz-picking", "6/8": "waltz-picking", "12/8": "waltz-picking"},
    "bass": {
        "4/4": "pop-bass", "3/4": "waltz-bass", "6/8": "six-eight-bass", "12/8": "twelve-eight-bass",
        "5/4": "five-bass", "7/8": "seven-bass",
    },
}  # fmt: skip
_ANY_METRE: Final[dict[Kind, str]] = {"strum": "quarters", "pick": "arpeggio", "bass": "roots"}


def find_pattern(pattern: str | Pattern | None, kind: Kind, metre: Metre) -> Pattern:
    """A pattern by name; the usual one of the metre for None. "strum" and "pick" both suit chords, "bass" does not.

    Raises:
        UnknownPatternError: no such pattern.
        TabError: a bass pattern for chords, or the other way round; a kind that is none.
    """
    if kind not in _USUAL:
        raise TabError(f"no style {str(kind)[:40]!r} here: choose auto, {', '.join(_USUAL)}")
    if pattern is None:
        return PATTERNS[_USUAL[kind].get(str(metre), _ANY_METRE[kind])]
    found = pattern if isinstance(pattern, Pattern) else PATTERNS.get(pattern[:60].casefold().replace(" ", "-"))
    if found is None:
        raise UnknownPatternError(f"no pattern {str(pattern)[:40]!r} here: choose one of {', '.join(PATTERNS)}")
    if (found.kind == "bass") != (kind == "bass"):
        part = "a bass line" if kind == "bass" else "chords"
        raise TabError(f"the pattern {found.name!r} is for {found.kind}: choose one for {part}")
    return found
