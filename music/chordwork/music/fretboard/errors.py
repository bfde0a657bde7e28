"""What can go wrong before a note is fretted."""

from __future__ import annotations

from chordwork.harmony.errors import ChordworkError

SHOWN_CHARACTERS = 40
"""How much of a caller's text an error message repeats: enough to recognise it, never a megabyte."""


class FretboardError(ChordworkError, ValueError, code="fretboard"):
    """Anything about instruments, hands and shapes that cannot be used as given."""


class UnknownInstrumentError(FretboardError, code="unknown_instrument"):
    """An instrument, or a named tuning of one, that is not in the table."""


class TuningError(FretboardError, code="tuning"):
    """A tuning with a bad note name, too many or too few strings, or pitches no string has."""


class CapoError(FretboardError, code="capo"):
    """A capo off the neck, or one that leaves too few frets."""


class FretRangeError(FretboardError, code="fret_range"):
    """A fret range that is empty or off the neck."""


class HandError(FretboardError, code="hand"):
    """A player level that does not exist, or a hand with impossible numbers."""


class ChordTonesError(FretboardError, code="chord_tones"):
    """A chord without tones, such as ``N.C.``, where tones are needed."""


class NoVoicingError(FretboardError, code="no_voicing"):
    """No shape on this fretboard satisfies the chord and the hand.

    Attributes:
        symbol: the chord that cannot be played.
    """

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
