"""Titles: short pieces of the theme itself, and its words in the moulds that song titles are cast in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.model import Mood
from chordwork.music.songwriting.words.reading import Reading, shown_things
from chordwork.music.songwriting.words.table import word_table

IDEAS: Final = 5
LONGEST: Final = 60
"""Characters of a title,"""
WORDS: Final = 8
"""and its words."""
_KINDS_OF_SONG: Final = (
    "song|ballad|tune|lullaby|anthem|track|blues|waltz|shanty|hymn|carol|samba|bossa nova|rap|ode|(?<=[\\w-] )march"
)
_ASKING: Final = re.compile(
    r"^(?:please\s+)?(?:can you\s+)?(?:write|make|compose|create)?\s*(?:me\s+)?(?:a|an|the|my)?\s*"
    rf"(?:[\w-]+\s+){{0,3}}?(?:{_KINDS_OF_SONG})\s+(?:about|on|for|of)\s+",
    re.IGNORECASE,
)
"""What people say before the theme itself."""
_SMALL: Final = frozenset(
    [
        "a", "an", "the", "and", "but", "or", "nor", "of", "in", "on", "at", "to", "for", "from", "by", "with", "as",
        "into", "over",
    ]
)  # fmt: skip
_BREAKS: Final = re.compile(
    r"[,.;:!?()\[\]\"“”]|\s[-–—]\s|\b(?:and|but|because|until|while|when|after|before|who|that)\b"
)
_MOULDS: Final[dict[str, tuple[str, ...]]] = {
    "happy": ("Here Comes the {noun}", "{noun} Tonight", "Hello, {noun}", "Every {noun}", "Dancing with the {noun}"),
    "calm": ("Slow {noun}", "The {noun} and I", "Beside the {noun}", "Where the {noun} Is", "One Quiet {noun}"),
    "sad": ("The Last {noun}", "Without the {noun}", "Somebody's {noun}", "After the {noun}", "One {noun} Ago"),
    "tense": ("Out of the {noun}", "{noun} on Fire", "Into the {noun}", "Behind the {noun}", "Against the {noun}"),
}  # fmt: skip
ENGLISH_SHARE: Final = 0.8
"""Share of a theme's letters that are plain where it may be English."""


def subject_of(theme: str) -> str:
    """A theme without what people say before it: ``"a song about my dog"`` is ``"my dog"``."""
    return _ASKING.sub("", theme, count=1).strip() or theme


def asked_of(theme: str) -> str:
    """What people say before a theme: ``"a sad song about my dog"`` asks for ``"a sad song about "``."""
    found = _ASKING.match(theme)
    return found[0] if found and found.end() < len(theme.rstrip()) else ""


def title_ideas(theme: str, reading: Reading, mood: Mood, draw: Draw) -> tuple[str, ...]:
    """Up to five titles, the best first; always at least one."""
    subject = subject_of(theme)
    english = reading.is_english and _is_plain(subject)
    ideas = [titled(piece) if english else raised(piece) for piece in _pieces(subject)]
    if english:
        telling = {word.text for word in reading.words}
        nouns = [noun for noun in reading.nouns if noun.lower() in telling and _is_thing(noun.lower())][:2]
        for noun, mould in zip(nouns, draw.sample(_MOULDS[mood.name], len(nouns)), strict=False):
            ideas.append(mould.format(noun=noun.title()))
    distinct = list(dict.fromkeys(idea for idea in ideas if idea))
    return tuple(distinct[:IDEAS]) or ("Untitled",)


def _is_plain(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return not letters or sum(letter.isascii() for letter in letters) >= ENGLISH_SHARE * len(letters)


def _is_thing(word: str) -> bool:
    """Whether a word, just as it stands, is a thing that a song can show."""
    table = word_table()
    row = table.row_of(word)
    return row is not None and table.words[row] == word and bool(shown_things()[row])


def raised(text: str) -> str:
    """With a capital first, as titles are written in most languages; trimmed like :func:`titled`."""
    plain = " ".join(text.split()).strip(" -–—'’")
    return _trimmed([plain[:1].upper() + plain[1:]] if len(plain) <= LONGEST else plain.split(" "))


def titled(text: str) -> str:
    """In title case, trimmed to a length that fits on one line: ``"rain on the roof"`` is ``"Rain on the Roof"``."""
    words = " ".join(text.split()).strip(" -–—'’").split(" ")
    return _trimmed(
        [
            word if word.lower() in _SMALL and 0 < index < len(words) - 1 else _capital(word)
            for index, word in enumerate(words)
        ]
    )


def _capital(word: str) -> str:
    """``“no”`` is ``“No”``; an iPhone stays one."""
    at = next((index for index, letter in enumerate(word) if letter.isalnum()), 0)
    return word[:at] + word[at : at + 1].upper() + word[at + 1 :] if word == word.lower() else word


def _trimmed(words: Sequence[str]) -> str:
    title = ""
    for word in words:
        if title and len(title) + 1 + len(word) > LONGEST:
            break
        title = f"{title} {word}".strip()
    return title[:LONGEST].strip()


def _pieces(subject: str) -> list[str]:
    """Stretches of the theme that could stand alone, the whole of a short one first."""
    pieces = [piece.strip() for piece in _BREAKS.split(subject)]
    pieces = [piece for piece in pieces if piece and any(letter.isalnum() or not letter.isascii() for letter in piece)]
    short = [piece for piece in pieces if 1 <= len(piece.split()) <= WORDS]
    if len(subject.split()) <= WORDS:
        short.insert(0, subject)
    if not short and pieces:
        short = [" ".join(pieces[0].split()[:WORDS])]
    return short[:3]
