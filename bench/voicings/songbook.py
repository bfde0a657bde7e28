"""A public list of shapes to check against: ``@tombatossals/chords-db`` (MIT), in the version of ``web/package.json``.

Nothing of it is in the product. Its own faults are counted, not followed: 21 of its guitar shapes sound a foreign note.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from chordwork.harmony import parse_symbol

WEB: Final = Path(__file__).parent / "web"
_FILES: Final = {"guitar": "guitar.json", "ukulele": "ukulele.json"}
_SUFFIXES: Final = {
    "major": "", "minor": "m", "69": "6/9", "maj7#5": "augmaj7", "m69": "m6/9", "mmaj7": "m(maj7)",
    "mmaj9": "m(maj9)", "madd9": "m(add9)", "m7b5": "m7b5",
}  # fmt: skip
"""Its names that differ from ours."""
_UNREAD: Final = frozenset({"alt", "7sg", "5"})
"""Its ``alt`` has no seventh; ``7sg`` is nobody's name."""

Book = dict[str, list[tuple[int, ...]]]
"""Shapes by chord symbol, the first first; frets from the nut, -1 muted."""


def public_books() -> dict[str, Book]:
    """By instrument; empty where the list is not installed (``npm ci --prefix bench/voicings/web``)."""
    folder = WEB / "node_modules/@tombatossals/chords-db/lib"
    if not folder.is_dir():
        return {}
    return {name: _book(json.loads((folder / file).read_text())) for name, file in _FILES.items()}


def _book(data: dict[str, Any]) -> Book:
    book: Book = {}
    for chords in data["chords"].values():
        for chord in chords:
            suffix = chord["suffix"]
            text = chord["key"] + _SUFFIXES.get(suffix, suffix)
            if suffix in _UNREAD or not _is_read(text):
                continue
            book[text] = [_frets(position) for position in chord["positions"]]
    return book


def _is_read(text: str) -> bool:
    try:
        return parse_symbol(text).is_chord
    except ValueError:
        return False


def _frets(position: dict[str, Any]) -> tuple[int, ...]:
    """Its frets count from ``baseFret``; open and muted strings do not."""
    above = int(position["baseFret"]) - 1
    return tuple(fret + above if fret > 0 else fret for fret in position["frets"])
