"""What can go wrong before a note is fretted.

ChordworkError
└── FretboardError              code: "fretboard"            all of these are also ValueErrors
    ├── UnknownInstrumentError  code: "unknown_instrument"
    ├── TuningError             code: "tuning"
    ├── CapoError               code: "capo"
    ├── FretRangeError          code: "fret_range"
    ├── HandError               code: "hand"
    ├── ChordTonesError         code: "chord_tones"
    └── NoVoicingError          code: "no_voicing"
"""

from __future__ import annotations

from typing import ClassVar

from chordwork.harmony.errors import ChordworkError

SHOWN_CHARACTERS = 40
"""How much of a caller's text an error message repeats: enough to recognise it, never a megabyte."""


class FretboardError(ChordworkError, ValueError):
    """Anything about instruments, hands and shapes that cannot be used as given."""

    code: ClassVar[str] = "fretboard"


class UnknownInstrumentError(FretboardError):
    """An instrument, or a named tuning of one, that is not in the table."""

    code: ClassVar[str] = "unknown_instrument"


class TuningError(FretboardError):
    """A tuning with a bad note name, too many or too few strings, or pitches no string has."""

    code: ClassVar[str] = "tuning"


class CapoError(FretboardError):
    """A capo off the neck, or one that leaves too few frets."""

    code: ClassVar[str] = "capo"


class FretRangeError(FretboardError):
    """A fret range that is empty or off the neck."""

    code: ClassVar[str] = "fret_range"


class HandError(FretboardError):
    """A player level that does not exist, or a hand with impossible numbers."""

    code: ClassVar[str] = "hand"


class ChordTonesError(FretboardError):
    """A chord without tones, such as ``N.C.``, where tones are needed."""

    code: ClassVar[str] = "chord_tones"


class NoVoicingError(FretboardError):
    """No shape on this fretboard satisfies the chord and the hand.

    Attributes:
        symbol: the chord that cannot be played.
    """

    code: ClassVar[str] = "no_voicing"

    def __init__(self, symbol: str, where: str, *, notes: int = 0, strings: int = 0) -> None:
        """``notes`` must sound at once; ``strings`` there are."""
        if notes > strings:
            reason = f"needs {notes} different notes, more than {where} has strings: leave out a tension"
        else:
            reason = (
                f"has no playable shape on {where}: allow more frets, a wider reach, another capo, "
                "or any bass note (bass='any')"
            )
        super().__init__(f"{symbol} {reason}")
        self.symbol = symbol


def shown(text: str) -> str:
    """``repr`` of a text, shortened for a message."""
    return repr(text if len(text) <= SHOWN_CHARACTERS else text[: SHOWN_CHARACTERS - 1] + "…")
