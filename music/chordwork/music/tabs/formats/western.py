"""Text for formats of one byte a character, and what they cannot say."""

from __future__ import annotations

import unicodedata
from typing import Final

ENCODING: Final = "cp1252"
_PLAIN: Final = str.maketrans({
    "Ł": "L", "ł": "l", "Đ": "D", "đ": "d", "Ħ": "H", "ħ": "h", "Ŧ": "T", "ŧ": "t", "ı": "i", "ĸ": "k", "Ŋ": "N",
    "ŋ": "n", "Ǆ": "DZ", "ǆ": "dz", "Ɓ": "B", "ɓ": "b", "Ɗ": "D", "ɗ": "d", "ẞ": "SS", "♯": "#", "♭": "b", "♮": "",
    "△": "maj7", "Δ": "maj7", "∆": "maj7", })  # fmt: skip
"""Letters that no decomposition makes plain."""
PUNCTUATION: Final = {
    "−": "-", "‐": "-", "‑": "-", "–": "-", "—": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "…": "...",
}  # fmt: skip
"""Written plainly also where the code page has the mark: readers that expect UTF-8, such as alphaTab, break on it."""


def western(text: str) -> tuple[str, str]:
    """A text in Windows-1252, and the characters of it that stand for others or are lost, each once.

    Letters with marks that the code page lacks lose them (``Łódź`` is ``Lódz``); any other becomes a question mark.
    """
    said: list[str] = []
    changed: list[str] = []
    for character in unicodedata.normalize("NFC", text):
        if character in PUNCTUATION:
            said.append(PUNCTUATION[character])
            continue
        if _fits(character):
            said.append(character)
            continue
        bare = unicodedata.normalize("NFKD", character.translate(_PLAIN))
        plain = "".join(each for each in bare if not unicodedata.combining(each))
        said.append(plain if plain and _fits(plain) else "?" if not unicodedata.combining(character) else "")
        changed.append(character)
    return "".join(said), "".join(dict.fromkeys(changed))


def _fits(text: str) -> bool:
    try:
        text.encode(ENCODING)
    except UnicodeEncodeError:
        return False
    return True
