"""A table of English words: where each lies in meaning, its mood, its rhyme, and whether a song can show it.

``words.npz`` is made by ``python -m training themes``; ``WORDS_CARD.md`` beside it says from what. It is read on first
use.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.harmony.provenance import packaged

KINDS: Final = {"noun": 1, "verb": 2, "adj": 4}
"""Flags of the column ``kinds``."""
PICTURE_STEPS: Final = 16
"""Steps of the column ``pictures`` in one nat."""
_WORD: Final = re.compile(r"[a-z]+")
_APOSTROPHE: Final = re.compile(r"['’](s|t|re|ve|ll|d|m)\b")

Floats = NDArray[np.float32]


@attrs.frozen(eq=False)
class WordTable:
    """Words and what is known of each, commonest first."""

    words: list[str]
    """The words, lower case."""
    vectors: NDArray[np.int8]
    """Unit vectors in 127ths, shape ``(n, components)``."""
    moods: Floats
    """What a word adds to each of the four moods, a column each, shape ``(n, 4)``."""
    weights: Floats
    """How much it says, shape ``(n,)``."""
    pictures: NDArray[np.int8]
    """Log-odds of being something a song can show, in :data:`PICTURE_STEPS` a nat, shape ``(n,)``."""
    kinds: NDArray[np.uint8]
    """Flags of :data:`KINDS`, shape ``(n,)``."""
    rhymes: NDArray[np.uint16]
    """Words with the same number, not 0, end alike from the last stressed vowel on, shape ``(n,)``."""
    onsets: NDArray[np.uint8]
    """The consonant before that, shape ``(n,)``."""
    syllables: NDArray[np.uint8]
    """0 if the pronunciation is not known, shape ``(n,)``."""
    constants: NDArray[np.float64]
    """Gain, doubt and temperature of the moods."""
    _rows: dict[str, int] = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        object.__setattr__(self, "_rows", {word: row for row, word in enumerate(self.words)})

    def row_of(self, word: str) -> int | None:
        """Row of a word, or of its stem; None if neither is known."""
        if word in self._rows:
            return self._rows[word]
        return next((self._rows[stem] for stem in stems(word) if stem in self._rows), None)

    def __contains__(self, word: str) -> bool:
        """Whether the word itself, not a form of it, is in the table."""
        return word in self._rows

    def write(self, path: Path) -> None:
        """Pack into a file; moods and weights are rounded to eight bits."""
        scales = np.array([np.abs(self.moods).max() / 127.0, self.weights.max() / 255.0]) + 1e-12
        np.savez_compressed(
            path,
            words=np.frombuffer("\n".join(self.words).encode(), np.uint8),
            vectors=self.vectors,
            moods=np.round(self.moods / scales[0]).astype(np.int8),
            weights=np.round(self.weights / scales[1]).astype(np.uint8),
            scales=scales,
            pictures=self.pictures,
            kinds=self.kinds,
            rhymes=self.rhymes,
            onsets=self.onsets,
            syllables=self.syllables,
            constants=self.constants,
        )

    @classmethod
    def read(cls, file: Any) -> WordTable:
        """Unpack a file."""
        with np.load(file, allow_pickle=False) as data:
            scales = data["scales"]
            return cls(
                words=bytes(data["words"]).decode().split("\n"),
                vectors=data["vectors"],
                moods=(data["moods"] * scales[0]).astype(np.float32),
                weights=(data["weights"] * scales[1]).astype(np.float32),
                pictures=data["pictures"],
                kinds=data["kinds"],
                rhymes=data["rhymes"],
                onsets=data["onsets"],
                syllables=data["syllables"],
                constants=data["constants"],
            )


@cache
def word_table() -> WordTable:
    """The shipped table, read once.

    Raises:
        DigestError: the file is not the one that its card names.
        CardError: it is missing, or its card.
    """
    return WordTable.read(io.BytesIO(packaged("chordwork.music.songwriting.words", "words.npz", "words.json")))


def spoken(text: str) -> Iterator[str]:
    """Words of a text in plain lower-case letters: accents dropped, emoji by their Unicode names."""
    said = "".join(f" {named_emoji(letter)} " if unicodedata.category(letter) == "So" else letter for letter in text)
    said = _APOSTROPHE.sub("", said.casefold())
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", said) if not unicodedata.combining(letter))
    return (match[0] for match in _WORD.finditer(plain))


def named_emoji(emoji: str) -> str:
    """Its Unicode name, without what only describes the drawing."""
    words = unicodedata.name(emoji, "").lower().replace("-", " ").split()
    return " ".join(word for word in words if word not in _DRAWN) if words[:1] != ["regional"] else ""


_DRAWN: Final = frozenset(
    {"heavy", "black", "white", "face", "sign", "symbol", "with", "of", "and", "medium", "pictograph"}
)


def rows_of(text: str, table: WordTable) -> list[int]:
    """Rows of the known words of an English text, in order, as often as they come."""
    return [row for word in spoken(text) if (row := table.row_of(word)) is not None]


_ENDINGS: Final = (
    ("ies", "y"), ("ves", "f"), ("ness", ""), ("iness", "y"), ("ing", ""), ("ing", "e"), ("ied", "y"), ("ed", ""),
    ("ed", "e"), ("es", ""), ("s", ""), ("iest", "y"), ("ier", "y"), ("est", ""), ("est", "e"), ("er", ""),
    ("er", "e"), ("ily", "y"), ("ly", ""), ("y", ""),
)  # fmt: skip
SHORTEST_STEM: Final = 3


def stems(word: str) -> Iterator[str]:
    """The forms of a word that a list of words may have instead: ``"running"``: ``"runn"``, ``"run"``, ``"runne"``. The
    likeliest first; none are checked to be words."""
    for ending, instead in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            stem = word[: -len(ending)]
            yield stem + instead
            if not instead and len(stem) > SHORTEST_STEM and stem[-1] == stem[-2]:
                yield stem[:-1]
