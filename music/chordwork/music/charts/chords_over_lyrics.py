"""Chords over lyrics: a line of chords, and below it the line of words that they stand over, column by column.

Headings in many languages, tabs and lines apart from words are told as in :mod:`~chordwork.music.charts.text`.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any, Final

from chordwork.harmony.errors import KeySyntaxError
from chordwork.harmony.keys import parse_key
from chordwork.harmony.notation import NOTATIONS, Notation
from chordwork.music.charts.decoding import decoded, is_text
from chordwork.music.charts.errors import ChartFileError
from chordwork.music.charts.form import Format, Reading
from chordwork.music.charts.lyrics import Piece, Sheet
from chordwork.music.charts.symbols import is_chord, placed_chord
from chordwork.music.charts.text import lines as kinds
from chordwork.music.song import Feature, TextKind
from chordwork.music.song.model import MAX_METRE_BEATS, METRE_UNITS

NAME: Final = "chords-over-lyrics"
TAB_COLUMNS: Final = 8

_FIELDS: Final = ("title", "artist", "subtitle", "composer", "lyricist", "copyright", "style")
_TAB: Final = re.compile(r"\s*[A-Ga-g]?[#b]?\s?[|:-][-\d\s|hpbrstxX/\\~()<>.^v*=]*(?:\([^()]*\))?\s*")
_MOST_OF_A_TAB: Final = 500
"""Longest line that is taken for one of a tab."""
_WORD: Final = re.compile(r"\S+")
_LIKE: Final = re.compile(r"[A-H][#b]?(?:maj|min|sus|dim|aug|add|m|M|\d|[-#b+°øΔ/()]|[A-H])*")
_GLANCE: Final = 65_536


def _read(data: bytes) -> Reading:
    lines = decoded(data, NAME).expandtabs(TAB_COLUMNS).split("\n")
    notation = _notation(lines)
    sheet, fields = Sheet(NAME), _Fields()
    above: str | None = None
    for number, line in enumerate((*lines, "")):
        if above is not None:
            under = bool(line.strip()) and _is_words(line, notation)
            sheet.line(_pieces(above, line if under else "", notation))
            above = None
            if under:
                continue
        if not line.strip():
            if not sheet.is_empty:
                sheet.end()
        elif _is_tab(line):
            sheet.text(line.rstrip(), TextKind.TAB)
        elif fields.take(line):
            continue
        elif (part := _part(line)) is not None:
            name, times, rest = part
            sheet.begin(name, times)
            above = rest if _is_chords(rest, notation) else None
            if rest.strip() and above is None:
                sheet.text(rest.strip(), TextKind.WORDS)
        elif _is_chords(line, notation):
            above = line
        elif (
            not sheet.has_bars
            and "title" not in fields.values
            and not (number + 1 < len(lines) and lines[number + 1].strip())
        ):
            fields.values["title"] = " ".join(line.split())
        else:
            sheet.text(line.strip(), TextKind.WORDS)
    if not sheet.has_bars:
        raise ChartFileError(NAME, "no line of chords is in it: put chords above the words")
    return Reading((sheet.song(timed=False, **fields.values),))


class _Fields:
    def __init__(self) -> None:
        self.values: dict[str, Any] = {}

    def take(self, line: str) -> bool:
        """Whether a line is a heading such as ``Capo: 3``."""
        found = kinds.meta(line)
        if found is None:
            return False
        name, value = found
        number = re.match(r"\d+", value)
        metre = re.match(r"(\d{1,2})/(\d{1,2})", value)
        if name in _FIELDS:
            self.values.setdefault(name, value)
        elif name == "capo" and number is not None:
            self.values["capo"] = min(24, int(number[0]))
        elif name == "tempo" and number is not None and 0 < int(number[0]) < 1000:
            self.values["tempo_bpm"] = float(number[0])
        elif name == "time" and metre and 1 <= int(metre[1]) <= MAX_METRE_BEATS and int(metre[2]) in METRE_UNITS:
            self.values["metre"] = (int(metre[1]), int(metre[2]))
        elif name == "key":
            try:
                self.values["key"] = parse_key(value)
            except KeySyntaxError:
                return True
        return True


def _notation(lines: list[str]) -> Notation:
    """The note names in which most lines are chords."""
    return max(NOTATIONS, key=lambda one: (sum(_is_chords(line, one) for line in lines), one == "english"))


def _is_chords(line: str, notation: Notation) -> bool:
    words = _WORD.findall(line)
    if not any(is_chord(word.strip("()|"), notation) for word in words):
        return False
    return kinds.share_of_chords(line, lambda word: _like_chord(word.strip("()"), notation)) == 1.0


def _like_chord(word: str, notation: Notation) -> bool:
    """Also one that cannot be read, such as ``Emsus4``, among others that can."""
    return is_chord(word, notation) or _LIKE.fullmatch(word) is not None


def _is_tab(line: str) -> bool:
    return len(line) <= _MOST_OF_A_TAB and "---" in line and bool(_TAB.fullmatch(line) or kinds.is_tab_line(line))


def _is_words(line: str, notation: Notation) -> bool:
    if _is_chords(line, notation) or _is_tab(line):
        return False
    return _part(line) is None and kinds.meta(line) is None


def _part(line: str) -> tuple[str, int, str] | None:
    """Name of a section, how often it is played, and what stands behind it."""
    bracketed = re.fullmatch(r"\s*\[([^\[\]]{1,60})\]\s*", line)
    if bracketed:
        name, times = kinds.times_in(bracketed[1])
        return name.strip(), times, ""
    found = kinds.named_part(line)
    return None if found is None else (found[0].strip(), found[1], line[found[2] :])


def _pieces(above: str, words: str, notation: Notation) -> list[Piece]:
    """Words cut where chords stand over them."""
    found = list(_WORD.finditer(above))
    found = [each for each in found if _like_chord(each[0].strip("()|"), notation)]
    starts = [each.start() for each in found]
    pieces = [Piece(words[: starts[0]])]
    for index, each in enumerate(found):
        end = starts[index + 1] if index + 1 < len(found) else max(len(words), each.start())
        pieces.append(Piece(words[each.start() : end] or " ", placed_chord(each[0].strip("|"), notation)))
    return pieces


def _likeness(data: bytes, _: str) -> float:
    if not is_text(data):
        return 0.0
    lines = decoded(data[:_GLANCE], NAME).expandtabs(TAB_COLUMNS).split("\n")[:200]
    over = sum(
        _is_chords(line, "english") and _is_words(below, "english") and bool(below.strip())
        for line, below in pairwise(lines)
    )
    return 0.5 if over else 0.0


FORMAT: Final = Format(
    name=NAME,
    title="chords over lyrics",
    suffixes=(".crd", ".txt"),
    media_type="text/plain",
    carries=frozenset({Feature.LYRICS, Feature.SECTIONS, Feature.WORDS, Feature.TABS, Feature.NEW_LINES}),
    likeness=_likeness,
    read=_read,
)
"""Read, and written as ChordPro."""
