"""Errors of the harmony texts: each points at the character that could not be read.

ChordworkError                      all of these are also ValueErrors
├── HarmonySyntaxError          code: "harmony_syntax"
│   ├── SymbolSyntaxError       code: "chord_symbol"
│   ├── KeySyntaxError          code: "key_syntax"
│   ├── NoteSyntaxError         code: "note_syntax"
│   └── NumeralSyntaxError      code: "numeral_syntax"
└── ProgressionError            code: "progression"
"""

from __future__ import annotations

from typing import ClassVar, Final

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
        super().__init__("\n    ".join((reason, *_pointed_out(text, position))))
        self.text = text
        self.position = position
        self.reason = reason

    @property
    def pointer(self) -> tuple[str, str]:
        """The part of the text around the position, and a line that puts a caret under it, for a terminal."""
        return _pointed_out(self.text, self.position)


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


class ProgressionError(ChordworkError, ValueError):
    """A line of chords that is longer than any song."""

    code: ClassVar[str] = "progression"


_SHOWN: Final = 60
_SHOWN_BEFORE: Final = 40


def _pointed_out(text: str, position: int) -> tuple[str, str]:
    start = max(0, position - _SHOWN_BEFORE)
    part = text[start : start + _SHOWN]
    line = "".join(character if character.isprintable() else " " for character in part)
    return line, " " * (position - start) + "^"
