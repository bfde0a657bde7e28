"""Names and numbers as iReal Pro keeps them: titles and composers for sorting, metres, rehearsal marks, tempo."""

from __future__ import annotations

import re
from typing import Final

from chordwork.music.charts.text.sharing import Signature

METRES: Final[tuple[Signature, ...]] = (
    *((2, 4), (3, 4), (4, 4), (5, 4), (6, 4), (7, 4), (2, 2), (3, 2)),
    *((3, 8), (5, 8), (6, 8), (7, 8), (9, 8), (12, 8)),
)
"""Those that iReal Pro offers; 12/8 is ``T12``."""

GROOVE: Final = "groove"
"""Tag: the program's accompaniment, such as ``Jazz-Medium Swing``."""
CHORUSES: Final = "choruses"
"""Tag: how often the program plays the song."""
PLAYLIST: Final = "playlist"
"""Tag: the list in which the song came."""

UNTITLED: Final = "Untitled"
UNKNOWN: Final = "Composer Unknown"
NO_STYLE: Final = "Any Style"
"""What stands in a field that would be empty."""

FERMATA: Final = "fermata"
END: Final = "END"
"""Where the last chorus ends."""

_MARKS: Final = {"i": "Intro", "V": "Verse"}
_ARTICLES: Final = re.compile(r"(.+), (A|An|The)")
_BEGINS: Final = re.compile(r"(A|An|The) (.+)")
_TWO: Final = re.compile(r"(\S+) (\S+)")


def metre_of(digits: str) -> Signature | None:
    """``"34"`` is (3, 4); None where iReal Pro has no such metre."""
    metre = (12, 8) if digits == "12" else (int(digits[0]), int(digits[1]))
    return metre if metre in METRES else None


def write_metre(metre: Signature) -> str:
    """``T34``; the empty string where iReal Pro has no such metre."""
    return "" if metre not in METRES else "T12" if metre == (12, 8) else f"T{metre[0]}{metre[1]}"


def read_title(text: str) -> str:
    """``"Girl From Ipanema, The"`` as it is said."""
    found = _ARTICLES.fullmatch(text)
    return f"{found[2]} {found[1]}" if found else "" if text == UNTITLED else text


def write_title(text: str) -> str:
    """The other way."""
    found = _BEGINS.fullmatch(text)
    return f"{found[2]}, {found[1]}" if found else text


def read_composer(text: str) -> str:
    """``"Johnson Robert"``, last name first, as it is said; other than two words as they stand."""
    return "" if text == UNKNOWN else write_composer(text)


def write_composer(text: str) -> str:
    """The other way: two words change places."""
    found = _TWO.fullmatch(text)
    return f"{found[2]} {found[1]}" if found and text != UNKNOWN else text


def read_mark(letter: str) -> str:
    """The part that a rehearsal mark names."""
    return _MARKS.get(letter, "Verse" if letter == "v" else "Intro" if letter == "I" else letter)


def write_mark(name: str) -> str:
    """The letter for a part; the empty string where iReal Pro has none."""
    word = re.sub(r"\s*\d+$", "", name.strip()).lower()
    for letter, part in _MARKS.items():
        if word == part.lower():
            return letter
    found = re.fullmatch(r"([A-H])\d?'*", name.strip())
    return found[1] if found else ""


def is_mark(name: str) -> bool:
    """Whether a rehearsal mark says this name and no other."""
    return bool(write_mark(name)) and read_mark(write_mark(name)) == name
