"""Standard MIDI files, type 1, written from the specification.

Reference: MIDI Manufacturers Association, "Standard MIDI Files 1.0" (RP-001, 1996).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from chordwork.music.pulse import pulse

PULSES_PER_QUARTER: Final = 480
TEXT: Final = 0x01
TRACK_NAME: Final = 0x03
MARKER: Final = 0x06
TEMPO: Final = 0x51
TIME_SIGNATURE: Final = 0x58
CLOCKS_PER_QUARTER: Final = 24
KEY_SIGNATURE: Final = 0x59
NOTE_OFF: Final = 0x80
NOTE_ON: Final = 0x90
PROGRAM: Final = 0xC0
_END: Final = 0x2F

Timed = tuple[int, int, bytes]
"""Pulse, rank among events at one pulse, message."""


def midi_file(tracks: Sequence[bytes]) -> bytes:
    """A file of finished tracks, the conductor's first."""
    header = b"".join(number.to_bytes(2, "big") for number in (1, len(tracks), PULSES_PER_QUARTER))
    return b"MThd" + (6).to_bytes(4, "big") + header + b"".join(tracks)


def track(events: Iterable[Timed], end: int) -> bytes:
    """A track that ends at pulse ``end`` or with its last event; events may come in any order."""
    chunks: list[bytes] = []
    now = 0
    for at, _, message in sorted(events, key=lambda event: event[:2]):
        chunks.append(_variable(at - now) + message)
        now = at
    chunks.append(_variable(max(0, end - now)) + meta(_END, b""))
    data = b"".join(chunks)
    return b"MTrk" + len(data).to_bytes(4, "big") + data


def meta(kind: int, data: bytes) -> bytes:
    """A meta event such as :data:`TEMPO`."""
    return bytes((0xFF, kind)) + _variable(len(data)) + data


def words(kind: int, text: str) -> bytes:
    """A meta event that is a text: :data:`TEXT`, :data:`TRACK_NAME` or :data:`MARKER`."""
    return meta(kind, text.encode())


def time_signature(metre: tuple[int, int]) -> bytes:
    """A time signature event; the metronome clicks at each felt beat."""
    above, below = metre
    return meta(TIME_SIGNATURE, bytes((above, below.bit_length() - 1, round(CLOCKS_PER_QUARTER * pulse(metre)), 8)))


def tempo(quarter_us: int) -> bytes:
    """A tempo event; microseconds a quarter note, at most 2**24 - 1."""
    return meta(TEMPO, min(quarter_us, 0xFFFFFF).to_bytes(3, "big"))


def key_signature(sharps: int, *, minor: bool) -> bytes:
    """A key signature event; ``sharps`` -7 (flats) to 7."""
    return meta(KEY_SIGNATURE, bytes((sharps & 0xFF, minor)))


def _variable(value: int) -> bytes:
    """A variable-length quantity: seven bits a byte, most significant first, all but the last marked."""
    parts = [value & 0x7F]
    while value := value >> 7:
        parts.append(value & 0x7F | 0x80)
    return bytes(reversed(parts))
