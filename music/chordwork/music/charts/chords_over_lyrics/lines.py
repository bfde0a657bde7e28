"""What a line is: chords, words, a heading, a string of a tab; and words cut where chords stand over them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from chordwork.harmony.errors import KeySyntaxError
from chordwork.harmony.keys import parse_key
from chordwork.harmony.notation import NOTATIONS, Notation
from chordwork.music.charts.decoding import decoded
from chordwork.music.charts.errors import ChartTooLargeError
from chordwork.music.charts.lyrics import Piece
from chordwork.music.charts.symbols import is_chord, placed_chord
from chordwork.music.charts.text import lines as kinds
from chordwork.music.charts.tuning import read_tuning
from chordwork.music.song.model import MAX_METRE_BEATS, METRE_UNITS

NAME: Final = "chords-over-lyrics"
TAB_COLUMNS: Final = 8
MAX_CHARACTERS: Final = 262_144
MAX_CAPO: Final = 24
FIELDS: Final = ("title", "artist", "subtitle", "composer", "lyricist", "copyright", "style")
TAGS: Final = ("album", "year", "ccli", "duration", "difficulty", "genre")
"""Headings that are kept as they are."""
CHANGES: Final = ("key", "tempo_bpm")
"""What a heading among the lines changes from there on."""
FILLED: Final = "--"
"""Holds the parts of a word asunder where a chord is longer than what is sung with it."""

_TAB: Final = re.compile(r"\s*[A-Ga-g]?[#b]?\s?[|:-][-\d\s|hpbrstxX/\\~()<>.^v*=]*(?:\([^()]*\))?\s*")
_MOST_OF_A_TAB: Final = 500
"""Longest line that is taken for one of a tab."""
_MOST_OF_CHORDS: Final = 4_000
"""Longest line that is taken for one of chords."""
_WORD: Final = re.compile(r"\S+")
_LIKE: Final = re.compile(r"[A-H][#b]?(?:maj|min|sus|dim|aug|add|m|M|\d|[-#b+°øΔ/(),]|[A-H])*")
_ENDS_FILLED: Final = re.compile(r"-{2,}$")


def sheet_lines(data: bytes, form: str) -> list[str]:
    """The lines of a file, tab stops filled with blanks.

    Raises:
        ChartFileError: bytes that stand in no text.
        ChartTooLargeError: more than 262,144 characters.
    """
    text = decoded(data, form)
    if len(text) <= MAX_CHARACTERS:
        text = text.expandtabs(TAB_COLUMNS)
    if len(text) > MAX_CHARACTERS:
        raise ChartTooLargeError(form, f"{len(text)} characters: give at most {MAX_CHARACTERS}")
    return text.split("\n")


def field(name: str, value: str) -> tuple[str, Any] | None:
    """What a heading says of a song: the name of a field and its value; None if that is nothing that can be read.

    Args:
        name: as :func:`chordwork.music.charts.text.lines.meta` has it.
        value: what stands behind it.
    """
    number = re.match(r"\d+(?:\.\d+)?", value)
    if name in FIELDS:
        return name, value
    if name in ("strumming", "pattern"):
        return "strum", value
    if name == "capo" and number is not None:
        return "capo", min(MAX_CAPO, int(float(number[0])))
    if name == "tempo" and number is not None and 0 < float(number[0]) < 1000:
        return "tempo_bpm", float(number[0])
    if name == "time":
        metre = re.match(r"(\d{1,2})\s*/\s*(\d{1,2})(?!\d)", value)
        if metre and 1 <= int(metre[1]) <= MAX_METRE_BEATS and int(metre[2]) in METRE_UNITS:
            return "metre", (int(metre[1]), int(metre[2]))
    if name == "tuning" and (tuning := read_tuning(value)) is not None:
        return "tuning", tuning
    if name == "transpose" and (steps := re.match(r"[-+]?\d{1,2}(?!\d)", value)):
        return "transposition", max(-MAX_CAPO, min(MAX_CAPO, int(steps[0])))
    if name == "key":
        try:
            return "key", parse_key(value)
        except KeySyntaxError:
            return None
    return None


def notation_of_lines(lines: Sequence[str]) -> Notation:
    """The note names in which most lines are chords; English, where others are no better.

    Other names count in lines with a capital letter: small ones are mostly words.
    """
    best: Notation = "english"
    most = sum(is_chords(line, best) for line in lines)
    for notation in NOTATIONS:
        count = sum(line.lower() != line and is_chords(line, notation) for line in lines)
        if count > most:
            best, most = notation, count
    return best


def is_chords(line: str, notation: Notation) -> bool:
    """Whether all of a line is chords and signs between them."""
    sung = notation == "solfege" and line == line.lower()  # la la la
    if sung or len(line) > _MOST_OF_CHORDS or not any(is_chord(_bare(word), notation) for word in _WORD.findall(line)):
        return False
    told = re.sub(r"\([^()\s]*\)", lambda each: each[0].replace(",", ""), line)
    return kinds.share_of_chords(told, lambda word: like_chord(word, notation)) == 1.0


def like_chord(word: str, notation: Notation) -> bool:
    """Also one that cannot be read, such as ``Emsus4``, among others that can."""
    bare = _bare(word)
    return is_chord(bare, notation) or _LIKE.fullmatch(bare) is not None


def _bare(word: str) -> str:
    """A chord without bar lines, and without the parentheses around it."""
    word = word.strip("|")
    if word.startswith("("):
        return word[1:].removesuffix(")")
    return word.removesuffix(")") if word.count(")") > word.count("(") else word


def is_tab(line: str) -> bool:
    """Whether a line is a string of a tab, or the count above one."""
    if len(line) > _MOST_OF_A_TAB or "--" not in line:
        return False
    return kinds.is_tab_line(line) or ("---" in line and _TAB.fullmatch(line) is not None)


def is_words(line: str, notation: Notation) -> bool:
    """Whether a line is sung, and nothing else."""
    if is_chords(line, notation) or is_tab(line):
        return False
    return part(line) is None and kinds.meta(line) is None


def part(line: str) -> tuple[str, int, str] | None:
    """Name of a section, how often it is played, and what stands behind it."""
    bracketed = re.fullmatch(r"\s*\[([^\[\]]{1,70})\]\s*", line)
    if bracketed:
        name, times = kinds.times_in(bracketed[1])
        return name.strip(), times, ""
    found = kinds.named_part(line)
    return None if found is None else (found[0].strip(), found[1], line[found[2] :])


def pieces(above: str, words: str, notation: Notation) -> list[Piece]:
    """Words cut where chords stand over them."""
    found = [each for each in _WORD.finditer(above) if like_chord(each[0], notation)]
    starts = [each.start() for each in found]
    made = [Piece(words[: starts[0]])]
    for index, each in enumerate(found):
        end = starts[index + 1] if index + 1 < len(found) else max(len(words), each.start())
        made.append(Piece(words[each.start() : end] or " ", placed_chord(each[0].strip("|"), notation)))
    return without_filling(made)


def without_filling(line: Sequence[Piece]) -> list[Piece]:
    """Words without the hyphens that only hold their parts asunder."""
    made = list(line)
    for index, piece in enumerate(made[:-1]):
        if made[index + 1].text[:1].strip() and _ENDS_FILLED.search(piece.text):
            made[index] = Piece(_ENDS_FILLED.sub("", piece.text), piece.chord, piece.words)
    return made
