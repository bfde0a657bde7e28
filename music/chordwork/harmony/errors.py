"""The root of Chordwork's errors, and those of harmony's texts, which point at the character that could not be read.

ChordworkError                      code: "chordwork"; those below are also ValueErrors unless they say otherwise
├── HarmonySyntaxError          code: "harmony_syntax"
│   ├── SymbolSyntaxError       code: "chord_symbol"
│   │   └── ChartSyntaxError    code: "chart_syntax"
│   │       └── CrowdedBarError code: "too_many_chords"
│   ├── KeySyntaxError          code: "key_syntax"
│   ├── NoteSyntaxError         code: "note_syntax"
│   └── NumeralSyntaxError      code: "numeral_syntax"
├── ArgumentError               code: "argument"; a TypeError
├── AudioFormatError            code: "audio_format"
├── ChordSyntaxError            code: "chord_syntax"
├── NotationError               code: "notation"
├── PlaceError                  code: "place"; no ValueError
└── ProgressionError            code: "progression"

`code` is for machines and never changes; the message is for people and says what to do.
"""

from __future__ import annotations

from typing import ClassVar, Final


class ChordworkError(Exception):
    """Every error that Chordwork raises on purpose."""

    code: ClassVar[str] = "chordwork"

    def __init_subclass__(cls, *, code: str | None = None) -> None:
        """An error says its code in its head: ``class NoteSyntaxError(HarmonySyntaxError, code="note_syntax")``."""
        super().__init_subclass__()
        if code is not None:
            cls.code = code


class HarmonySyntaxError(ChordworkError, ValueError, code="harmony_syntax"):
    """A text that is no chord, key, note or numeral.

    Attributes:
        text: what was given.
        position: index in ``text`` of the character that could not be read; ``len(text)`` if something is missing.
        reason: what is wrong there, and what to write instead; in a text of several lines, with the place in front.
        plain_reason: the same without the place.
        suggestion: the text as it was probably meant, ready to be read; None where nothing is sure.
    """

    def __init__(self, text: str, position: int, reason: str, *, suggestion: str | None = None) -> None:
        self.plain_reason = reason
        if "\n" in text.strip():
            line, column = _place(text, position)
            reason = f"line {line}, column {column}: {reason}"
        super().__init__("\n    ".join((reason, *_pointed_out(text, position))))
        self.text = text
        self.position = position
        self.reason = reason
        self.suggestion = suggestion

    @property
    def line(self) -> int:
        """Line of the character, from 1."""
        return _place(self.text, self.position)[0]

    @property
    def column(self) -> int:
        """Column of the character in its line, from 1."""
        return _place(self.text, self.position)[1]

    @property
    def pointer(self) -> tuple[str, str]:
        """The part of the text around the position, and a line that puts a caret under it, for a terminal."""
        return _pointed_out(self.text, self.position)


class SymbolSyntaxError(HarmonySyntaxError, code="chord_symbol"):
    """A text that is no chord symbol, neither as a lead sheet nor as Harte writes it."""


class ChartSyntaxError(SymbolSyntaxError, code="chart_syntax"):
    """A chart whose chords are clear and whose bars are not: beats that do not fit, a repeat that is never closed."""


class CrowdedBarError(ChartSyntaxError, code="too_many_chords"):
    """More chords in one bar than it has sixteenths."""


class KeySyntaxError(HarmonySyntaxError, code="key_syntax"):
    """A text that is no key."""


class NoteSyntaxError(HarmonySyntaxError, code="note_syntax"):
    """A text that is no note name."""


class NumeralSyntaxError(HarmonySyntaxError, code="numeral_syntax"):
    """A text that is no Roman numeral."""


class ArgumentError(ChordworkError, TypeError, code="argument"):
    """An argument of a public call that has a type which the call does not take; the message says which it takes."""


class PlaceError(ChordworkError, code="place"):
    """A file or folder that cannot be used: the common part of what is refused on the way in and on the way out.

    Attributes:
        path: as the user wrote it.
    """

    def __init__(self, path: str, reason: str) -> None:
        """``reason`` says what is wrong and what to do."""
        super().__init__(f"{path}: {reason}")
        self.path = path


class AudioFormatError(ChordworkError, ValueError, code="audio_format"):
    """Audio, or a buffer for it, that cannot be used: its rate, channels, encoding, type or size.

    It stands here since a client, which knows nothing below, refuses the same as what decodes audio.
    """


_SHOWN_LABEL: Final = 60
"""Characters of a text that is no label, in its error."""


class ChordSyntaxError(ChordworkError, ValueError, code="chord_syntax"):
    """A text that is no Harte label, where it has to be one to the letter, or none of the recogniser's chords.

    Attributes:
        text: what was given.
    """

    def __init__(self, text: str) -> None:
        shown = text if len(text) <= _SHOWN_LABEL else f"{text[:_SHOWN_LABEL]}…"
        super().__init__(f"{shown!r} is not a chord label here: write for example 'C', 'A:min7', 'G:maj/3', 'N' or 'X'")
        self.text = text


class NotationError(ChordworkError, ValueError, code="notation"):
    """A notation of note names that is not known here."""


class ProgressionError(ChordworkError, ValueError, code="progression"):
    """A line of chords that is longer than any song."""


_SHOWN: Final = 60
_SHOWN_BEFORE: Final = 40


def _place(text: str, position: int) -> tuple[int, int]:
    before = text[:position]
    return before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1


def _pointed_out(text: str, position: int) -> tuple[str, str]:
    first = text.rfind("\n", 0, position) + 1
    last = text.find("\n", position)
    start = max(first, position - _SHOWN_BEFORE)
    part = text[start : min(start + _SHOWN, len(text) if last < 0 else last)]
    line = "".join(character if character.isprintable() else " " for character in part)
    return line, " " * (position - start) + "^"
