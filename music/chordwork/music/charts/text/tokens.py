"""A line of chords taken apart: bar lines, repeats, beats, metres, chords."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from enum import Enum
from typing import Final

import attrs

from chordwork.harmony.patterns import pattern


class Kind(Enum):
    """What a piece of a line is."""

    BAR = "bar line"
    TIMES = "times"
    ENDING = "ending"
    METRE = "metre"
    SIMILE = "repeat of bars"
    BEAT = "beat"
    JOINT = "joint"
    OPEN = "group opens"
    CLOSE = "group closes"
    JUMP = "jump"
    CHORD = "chord"


@attrs.frozen
class Token:
    """A piece of a line.

    Attributes:
        kind: what it is.
        text: as written.
        position: index of its first character in the whole text.
        number: how many: times, bars to repeat; 1 for a chord that shares the cell of the one before.
        end: index after its last character, where that is not told by the text.
    """

    kind: Kind
    text: str
    position: int
    number: int = 0
    end: int = 0


MAX_TIMES: Final = 64
"""Most times that a part may be repeated."""

_NUMBERS: Final = r"\d{1,2}(?:\s?(?:\.\s?-|[.,&-])\s?\d{1,2})*"
_BAR: Final = r"(?::\s?)?[|‖¦│┃｜𝄀𝄁𝄂]+(?:[.\]](?=\s*$))?(?::(?!\d))?|𝄆|𝄇|::"
_END: Final = r"(?=[\s|,;:]|$)"
_TIMES: Final = r"(?:times?|mal|fois|vezes|veces|volte)\b"
_SHAPES: Final = {
    "blank": r"[\s,;]+",
    "comment": r"\#(?=\s).*|\"[^\"]*\"|\{[^}|]*\}",
    "ending": (
        rf"(?:(?::\s?)?[|‖]+:?\s?)\[?(?:{_NUMBERS})(?:[.):\]](?![\d/])|(?=\s+[^\s/x×*])(?!\s*(?:[/|]|{_TIMES})))"
        rf"|\[\s?(?:{_NUMBERS})[.):]?\]?(?=\s)"
        rf"|(?<!\S)(?:{_NUMBERS})\.(?=\s*[A-Ha-h\[(|])"
    ),
    "bar": _BAR,
    "times": (
        r"[(\[]?\s?(?:(?:play|repeat|spiele|tocar|jouer)\s)?"
        rf"(?:[xX×*]\s?(?P<before>\d{{1,4}})|(?P<after>\d{{1,4}})\s?(?:[xX×*]|{_TIMES})|bis)"
        r"(?:\s?times?)?\s?[)\]]?"
        rf"{_END}"
    ),
    "metre": rf"[(\[]?\d{{1,2}}/(?:1|2|4|8|16)[)\]]?:?{_END}",
    "simile": rf"%%|𝄏|\.//\.|%|𝄎|\./\.{_END}|(?:simile|sim\.){_END}",
    "arrow": r"(?:->|=>|→|>|➔|⇒)(?=[\s\w]|$)",
    "beats": r"(?:/+|\.+|…|[-‐‑−–—]+|[~_]|·|•)(?=[\s|,;)/.:-]|$)",
    "jump": (
        rf"D(?:\.\s?[CS]\.?|[CS]){_END}(?:\s?al\s?(?:fine|coda)\.?)?"
        r"|(?:[Aa]l\s|[Tt]o\s)?(?:[Ff]ine|[Cc]oda|FINE|CODA|[Ss]egno)\b\.?|𝄋|𝄌|⊕"
    ),
}
"""What a piece of a line looks like, the first that fits; anything else is a chord."""
_PATTERN: Final = pattern("|".join(f"(?P<{name}>{shape})" for name, shape in _SHAPES.items()))
_WORD: Final = pattern(r"(?:\([^()|]*\)|(?!:\||->|=>)[^\s,;|‖¦│┃｜→➔⇒>])+")
_NO_CHORD: Final = pattern(r"\(?(?:no[\s-]chord|N\.\s?C\.?)\)?(?=[\s|,;:~]|$)", re.IGNORECASE)
_TRAILING_BEATS: Final = pattern(r"(?<=[^/.\s(])(?:/{2,}|\.{2,})$")
_GROUP: Final = pattern(r"\(([^()|]*(?:\([^()\s|]*\)[^()|]*)*)\)|\[([^\[\]|]*)\]")


def tokens(text: str, start: int, end: int) -> Iterator[Token]:
    """The pieces of a line that stands in a text from ``start`` to ``end``."""
    position = start
    while position < end:
        match = _NO_CHORD.match(text, position, end) if _at_word_start(text, position, start) else None
        if match is not None:
            yield Token(Kind.CHORD, "N.C.", position)
            position = match.end()
            continue
        match = _PATTERN.match(text, position, end)
        if match is not None and match.end() > position:
            yield from _token(match, position)
            position = match.end()
            continue
        position = yield from _word(text, position, end)


def _at_word_start(text: str, position: int, start: int) -> bool:
    return position == start or not text[position - 1].isalnum()


def _token(match: re.Match[str], position: int) -> Iterator[Token]:
    text = match[0]
    match match.lastgroup if match.lastgroup not in ("before", "after") else "times":
        case "blank" | "comment" | None:
            return
        case "times":
            yield Token(Kind.TIMES, text, position, min(int(match["before"] or match["after"] or 2), MAX_TIMES + 1))
        case "arrow":
            yield Token(Kind.JOINT, text, position)
        case "simile":
            yield Token(Kind.SIMILE, text, position, 2 if text in ("%%", "𝄏", ".//.") else 1)
        case "beats":
            sign = "." if text[0] in "….·•" else "-" if text[0] in "-‐‑−–—" else text[0]
            for index in range(3 if text == "…" else len(text)):
                yield Token(Kind.BEAT, sign, position + min(index, len(text) - 1))
        case kind:
            yield Token(Kind[str(kind).upper()], text, position)


def _word(text: str, position: int, end: int) -> Generator[Token, None, int]:
    """A chord with the beats that hang on it, or a group in parentheses; returns the position after it."""
    if text[position] in "([" and (group := _GROUP.match(text, position, end)):
        which = group.lastindex or 1
        inner = group[which].strip()
        follows = text[group.end() : min(group.end() + 1, end)]
        if re.search(r"[\s,]", inner) and (not follows or follows in " \t\r,;|:xX×*"):
            yield Token(Kind.OPEN, "(", position)
            yield from tokens(text, group.start(which), group.end(which))
            yield Token(Kind.CLOSE, ")", group.end() - 1)
            return group.end()
        if which == 1 and (not follows or follows in " \t\r,;|:"):
            before = position
            first = before + 1 + len(group[1]) - len(group[1].lstrip())
            yield Token(Kind.CHORD, inner, first if inner else before)
            return group.end()
    match = _WORD.match(text, position, end)
    if match is None:  # a lone ':' before a bar line
        yield Token(Kind.CHORD, text[position], position)
        return position + 1
    word = match[0]
    beats = _TRAILING_BEATS.search(word)
    name = word[: beats.start()] if beats else word
    yield from _joined(name, position)
    if beats:
        for index in range(len(beats[0])):
            yield Token(Kind.BEAT, beats[0][0], position + len(name) + index)
    return position + len(word)


def _joined(name: str, position: int) -> Iterator[Token]:
    """Chords of one cell, ``C~G``, as one token each; all but the first are marked with number 1."""
    for index, part in enumerate(name.split("~")):
        if part in (".", "/", "-") and index == 0:
            yield Token(Kind.BEAT, part, position)
        elif part or name == "":
            yield Token(Kind.CHORD, part, position, int(index > 0))
        position += len(part) + 1
