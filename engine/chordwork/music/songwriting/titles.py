"""Titles: short pieces of the theme itself, and its words in the moulds that song titles are cast in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.meaning import ThemeWord, related_words
from chordwork.music.songwriting.mood import Mood

IDEAS: Final = 5
LONGEST: Final = 60
"""Characters of a title."""
_ASKING: Final = re.compile(
    r"^(?:please\s+)?(?:can you\s+)?(?:write|make|compose|create)?\s*(?:me\s+)?(?:a|an|the|my)?\s*"
    r"(?:[\w-]+\s+){0,3}?(?:song|ballad|tune|lullaby|anthem|track)\s+(?:about|on|for|of)\s+",
    re.IGNORECASE,
)
"""What people say before the theme itself."""
_SMALL: Final = frozenset(
    [
        "a", "an", "the", "and", "but", "or", "nor", "of", "in", "on", "at", "to", "for", "from", "by", "with", "as",
        "into", "over", "my", "your", "his", "her", "our", "their", "is", "it",
    ]
)  # fmt: skip
_BREAKS: Final = re.compile(
    r"[,.;:!?()\[\]\"“”]|\s[-–—]\s|\b(?:and|but|because|until|while|when|after|before|who|that)\b"
)
_MOULDS: Final[dict[str, tuple[str, ...]]] = {
    "happy": ("All the {noun}", "{noun} Tonight", "Hello {noun}", "More {noun}", "Dancing with the {noun}"),
    "calm": ("Slow {noun}", "{noun} and I", "Under the {noun}", "Where the {noun} Is", "Still {noun}"),
    "sad": ("The Last {noun}", "No More {noun}", "{noun} without You", "Somebody's {noun}", "After the {noun}"),
    "tense": ("Out of the {noun}", "{noun} on Fire", "Into the {noun}", "No {noun} Left", "Against the {noun}"),
}  # fmt: skip


def subject_of(theme: str) -> str:
    """A theme without what people say before it: ``"a song about my dog"`` is ``"my dog"``."""
    return _ASKING.sub("", theme, count=1).strip() or theme


def title_ideas(theme: str, words: Sequence[ThemeWord], mood: Mood, draw: Draw) -> tuple[str, ...]:
    """Up to five titles, the best first; always at least one."""
    subject = subject_of(theme)
    ideas = [titled(piece) for piece in _pieces(subject)]
    nouns = [word.text for word in sorted(words, key=lambda word: -word.weight)][:2]
    nouns += list(related_words(tuple(words), 6))[:3]
    for noun, mould in zip(nouns, draw.sample(_MOULDS[mood.name], len(nouns)), strict=False):
        ideas.append(mould.format(noun=noun.title()))
    distinct = list(dict.fromkeys(idea for idea in ideas if idea))
    return tuple(distinct[:IDEAS]) or ("Untitled",)


def titled(text: str) -> str:
    """In title case, trimmed to a length that fits on one line: ``"rain on the roof"`` is ``"Rain on the Roof"``."""
    words = " ".join(text.split()).strip(" -–—'’").split(" ")
    shown = [
        word
        if (word.lower() in _SMALL and 0 < index < len(words) - 1) or not word[:1].islower()
        else word[:1].upper() + word[1:]
        for index, word in enumerate(words)
    ]
    title = ""
    for word in shown:
        if title and len(title) + 1 + len(word) > LONGEST:
            break
        title = f"{title} {word}".strip()
    return title[:LONGEST].strip()


def _pieces(subject: str) -> list[str]:
    """Stretches of the theme that could stand alone, the whole of a short one first."""
    pieces = [piece.strip() for piece in _BREAKS.split(subject)]
    pieces = [piece for piece in pieces if piece and any(letter.isalnum() or not letter.isascii() for letter in piece)]
    short = [piece for piece in pieces if 1 <= len(piece.split()) <= 6]
    if len(subject.split()) <= 6:
        short.insert(0, subject)
    if not short and pieces:
        short = [" ".join(pieces[0].split()[:6])]
    return short[:3]
