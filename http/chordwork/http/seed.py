"""The seed dialect: JSON with audio inside, the protocol of the first prototype, kept for ever."""

from __future__ import annotations

import base64
import binascii
from collections import deque
from collections.abc import Sequence
from typing import Any, Final

import attrs

from chordwork.engine.events import ChordEvent
from chordwork.http.protocol import Json

DEFAULT_SAMPLE_RATE_HZ: Final = 16_000
DEFAULT_FORMAT: Final = "s16le"
DEFAULT_CHANNELS: Final = 1
SHOWN_CHORDS: Final = 4
_ONSET_TOLERANCE_S: Final = 0.3
"""A provisional chord that began this little before the end of a final one belongs to what comes after it."""


class SeedInputError(Exception):
    """A seed message that cannot be used; it is answered with an error, and the connection goes on.

    Attributes:
        code: for machines.
        message: for people.
    """

    def __init__(self, code: str, message: str) -> None:
        """See the attributes."""
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


@attrs.frozen
class SeedChunk:
    """Audio, and what the message says about it; None where it says nothing."""

    pcm: bytes
    sample_rate: int | None
    sample_format: str | None
    channels: int | None


def decode_seed(message: Json) -> SeedChunk:
    """Read ``{"data": base64 text | list of byte values, "sample_rate"?, "format"?, "channels"?}``.

    Raises:
        SeedInputError: any of it cannot be used.
    """
    sample_format = message.get("format")
    if sample_format not in (None, "s16le", "f32le"):
        raise SeedInputError("bad_field", "'format' must be s16le or f32le")
    return SeedChunk(
        _audio(message.get("data")), _count(message, "sample_rate"), sample_format, _count(message, "channels")
    )


class ChordList:
    """The latest chords as a seed client shows them.

    Final chords are certain but late, provisional ones early but unsure: the list is the finals so far, followed by
    the provisional chords that began after them.
    """

    def __init__(self) -> None:
        """An empty list."""
        self._finals: deque[str] = deque(maxlen=SHOWN_CHORDS)
        self._provisional: list[tuple[float, str | None]] = []
        self._shown: list[str] = []

    def update(self, event: ChordEvent) -> list[str] | None:
        """Take in a chord; return the new list if it differs from the one before."""
        symbol = event.chord.symbol if event.chord.is_chord else None
        if event.status == "provisional":
            self._provisional = [entry for entry in self._provisional if entry[0] < event.start]
            self._provisional.append((event.start, symbol))
            del self._provisional[: -2 * SHOWN_CHORDS]
        else:
            certain_until = (event.end if event.end is not None else event.at) - _ONSET_TOLERANCE_S
            self._provisional = [entry for entry in self._provisional if entry[0] >= certain_until]
            if symbol is not None and (not self._finals or self._finals[-1] != symbol):
                self._finals.append(symbol)
        shown = _merged([*self._finals, *(symbol for _, symbol in self._provisional if symbol is not None)])
        if shown == self._shown:
            return None
        self._shown = shown
        return shown


def _merged(symbols: Sequence[str]) -> list[str]:
    merged = [symbol for index, symbol in enumerate(symbols) if index == 0 or symbol != symbols[index - 1]]
    return merged[-SHOWN_CHORDS:]


def _audio(data: Any) -> bytes:
    if isinstance(data, str):
        try:
            return base64.b64decode("".join(data.split()), validate=True)  # Android's encoder breaks lines
        except (binascii.Error, ValueError):
            raise SeedInputError("bad_data", "'data' is not valid base64") from None
    if isinstance(data, list):
        try:
            return bytes(data)
        except (TypeError, ValueError):
            raise SeedInputError("bad_data", "a 'data' list holds whole numbers from 0 to 255") from None
    raise SeedInputError("bad_data", "'data' must be base64 text or a list of byte values")


def _count(message: Json, name: str) -> int | None:
    value = message.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1_000_000):
        raise SeedInputError("bad_field", f"'{name}' must be a whole number of at least 1")
    return value
