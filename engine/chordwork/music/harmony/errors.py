"""Errors of the harmony texts: each points at the character that could not be read.

ChordworkError
└── HarmonySyntaxError          code: "harmony_syntax"   also a ValueError
    ├── SymbolSyntaxError       code: "chord_symbol"
    ├── KeySyntaxError          code: "key_syntax"
    ├── NoteSyntaxError         code: "note_syntax"
    └── NumeralSyntaxError      code: "numeral_syntax"
"""

from __future__ import annotations

from typing import ClassVar

from chordwork.native.errors import ChordworkError


class HarmonySyntaxError(ChordworkError, ValueError):
    """A text that is no chord, key, note or numeral.

    Attributes:
        text: what was given.
        position: index in ``text`` of the character that could not be read; ``len(text)`` if something is missing.
        reason: what is wrong there, and what to write instead.
    """

    code: ClassVar[str] = "harmony_syntax"

    def __init__(self, text: str, position: int, reason: str) -> None:
        shown = "".join(character if character.isprintable() else " " for character in text)
        start = max(0, position - _SHOWN_BEFORE)
        line = shown[start : start + _SHOWN]
        super().__init__(f"{reason}\n    {line}\n    {' ' * (position - start)}^")
        self.text = text
        self.position = position
        self.reason = reason


class SymbolSyntaxError(HarmonySyntaxError):
    """A text that is no chord symbol, neither as a lead sheet nor as Harte writes it."""

    code: ClassVar[str] = "chord_symbol"


class KeySyntaxError(HarmonySyntaxError):
    """A text that is no key."""

    code: ClassVar[str] = "key_syntax"


class NoteSyntaxError(HarmonySyntaxError):
    """A text that is no note name."""

    code: ClassVar[str] = "note_syntax"


class NumeralSyntaxError(HarmonySyntaxError):
    """A text that is no Roman numeral."""

    code: ClassVar[str] = "numeral_syntax"


_SHOWN = 60
_SHOWN_BEFORE = 40
