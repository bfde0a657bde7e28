"""The seed dialect: JSON with audio inside, the protocol of the first prototype, kept for ever."""

from __future__ import annotations

import base64
import re
from collections import deque
from collections.abc import Sequence
from typing import Any, Final

import attrs

from chordwork.engine.events import ChordEvent
from chordwork.http.wire.fields import found, meant_format, whole_number
from chordwork.http.wire.protocol import Json

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
        known = meant_format(sample_format) if isinstance(sample_format, str) else None
        hint = "" if known is None else f": write {known!r}"
        raise SeedInputError("bad_field", f"'format' must be s16le or f32le, not {found(sample_format)}{hint}")
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
        return _base64(data)
    if isinstance(data, list):
        return _bytes(data)
    wanted = "'data' must be base64 text or a list of byte values"
    if isinstance(data, dict):  # as JSON.stringify makes of a Buffer, or of an Uint8Array
        raise SeedInputError("bad_data", f"{wanted}, not an object: send Array.from(bytes)")
    raise SeedInputError("bad_data", f"{wanted}, not {found(data)}")


def _base64(text: str) -> bytes:
    """Either alphabet, with or without padding, line breaks anywhere, or a ``data:`` URL of raw audio.

    The standard library's decoder skips what it does not know unless told otherwise, and then knows one alphabet only.
    """
    if text[:5].lower() == "data:":
        head, comma, text = text.partition(",")
        kind, *parameters = head[5:].lower().split(";")
        if not comma or "base64" not in (each.strip() for each in parameters):
            raise SeedInputError("bad_data", "a data: URL must say ;base64, before its data")
        if kind.strip() not in _RAW_KINDS:
            raise SeedInputError("bad_data", f"the data: URL says {kind[:40]}: send raw samples (PCM), not a file")
    written = "".join(text.split())
    digits = written.rstrip("=")
    wrong = _NO_DIGIT.search(digits)
    if wrong is not None:
        shown = f"{wrong.group()!r} at place {wrong.start()}"
        what = "pieces must be sent one by one" if wrong.group() == "=" else "'data' is not base64"
        raise SeedInputError("bad_data", f"{what}: there is {shown}")
    if len(digits) % 4 == 1 or len(written) - len(digits) > 2:
        raise SeedInputError("bad_data", f"'data' is not base64: {len(digits)} digits cannot be whole bytes")
    return base64.b64decode(digits.translate(_FROM_URL) + "=" * (-len(digits) % 4))


def _bytes(values: list[Any]) -> bytes:
    try:
        return bytes(values)
    except (TypeError, ValueError):
        pass
    whole = [whole_number(value) for value in values]
    for place, (value, number) in enumerate(zip(values, whole, strict=True)):
        if number is None or not 0 <= number <= 255:
            hint = "samples go into base64 as bytes" if isinstance(value, int | float) else "send numbers"
            raise SeedInputError(
                "bad_data",
                f"a 'data' list holds bytes, whole numbers from 0 to 255, not {found(value)} at place {place}: {hint}",
            )
    return bytes(number for number in whole if number is not None)


def _count(message: Json, name: str) -> int | None:
    if message.get(name) is None:
        return None
    value = whole_number(message[name])
    if value is None or not 1 <= value <= 1_000_000:
        raise SeedInputError("bad_field", f"'{name}' must be a whole number of at least 1, not {found(message[name])}")
    return value


_RAW_KINDS: Final = frozenset(
    {"", "application/octet-stream", "application/binary", "audio/pcm", "audio/raw", "audio/x-raw", "audio/l16"}
)
_NO_DIGIT: Final = re.compile(r"[^A-Za-z0-9+/_-]")
_FROM_URL: Final = str.maketrans("-_", "+/")
