"""Raw PCM: how it is described, and the header that makes a WAV file of it.

Two descriptions: ``s16le:44100:2`` (encoding, rate in Hz, channels) on the command line, and media types over HTTP,
``audio/L16;rate=44100;channels=2`` of RFC 2586 and RFC 3551 (big-endian) and the unregistered ``audio/pcm`` and
``audio/x-raw`` (little-endian unless they say otherwise).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from typing import Final

import attrs

from chordwork.analysis.errors import PcmFormatError

ENCODINGS: Final[dict[str, tuple[int, int, bool]]] = {
    "u8": (1, 1, False),
    "s16le": (1, 2, False), "s16be": (1, 2, True),
    "s24le": (1, 3, False), "s24be": (1, 3, True),
    "s32le": (1, 4, False), "s32be": (1, 4, True),
    "f32le": (3, 4, False), "f32be": (3, 4, True),
    "f64le": (3, 8, False), "f64be": (3, 8, True),
    "mulaw": (7, 1, False), "alaw": (6, 1, False),
}  # fmt: skip
"""WAV format tag, bytes a sample, big-endian."""
MAX_CHANNELS: Final = 64
MAX_RATE_HZ: Final = 1_000_000
HEADER_BYTES: Final = 44
MEDIA_TYPES: Final = frozenset(
    {
        "audio/l8",
        "audio/l16",
        "audio/l24",
        "audio/pcm",
        "audio/x-pcm",
        "audio/x-raw",
        "audio/pcmu",
        "audio/pcma",
        "audio/basic",
    }
)
"""In small letters."""
_EXAMPLE: Final = "audio/L16;rate=44100;channels=2"
_DEFAULT_RATES: Final = {"audio/pcmu": 8000, "audio/pcma": 8000, "audio/basic": 8000}
_MEDIA_ENCODINGS: Final = {
    "audio/l8": "u8", "audio/l16": "s16be", "audio/l24": "s24be", "audio/pcmu": "mulaw", "audio/pcma": "alaw",
    "audio/basic": "mulaw", "audio/pcm": "s16le", "audio/x-pcm": "s16le",
}  # fmt: skip
_LITTLE: Final = frozenset({"little", "little-endian", "le"})
_BIG: Final = frozenset({"big", "big-endian", "be"})


@attrs.frozen
class PcmFormat:
    """What raw PCM is.

    Attributes:
        encoding: a name of :data:`ENCODINGS`.
        sample_rate: in Hz.
        channels: interleaved.
    """

    encoding: str
    sample_rate: int
    channels: int = 1

    @property
    def frame_bytes(self) -> int:
        """Of one sample of every channel."""
        return ENCODINGS[self.encoding][1] * self.channels

    def header(self, data_bytes: int) -> bytes:
        """A WAV header of :data:`HEADER_BYTES` bytes for so much of it; RIFX where the samples are big-endian."""
        tag, sample_bytes, big = ENCODINGS[self.encoding]
        order = ">" if big else "<"
        form = struct.pack(
            f"{order}HHIIHH",
            tag,
            self.channels,
            self.sample_rate,
            self.sample_rate * self.frame_bytes,
            self.frame_bytes,
            8 * sample_bytes,
        )
        size = min(data_bytes, 0xFFFFFFFF - HEADER_BYTES)
        return b"".join(
            (
                b"RIFX" if big else b"RIFF",
                struct.pack(f"{order}I", size + HEADER_BYTES - 8),
                b"WAVEfmt ",
                struct.pack(f"{order}I", len(form)),
                form,
                b"data",
                struct.pack(f"{order}I", size),
            )
        )


def parse_pcm(text: str) -> PcmFormat:
    """Read ``s16le:44100:2``; one channel unless said.

    Raises:
        PcmFormatError: it is something else.
    """
    parts = text.strip().lower().split(":")
    if not 2 <= len(parts) <= 3:
        raise PcmFormatError(f"{text!r}: write the encoding, the rate in Hz and the channels, such as s16le:44100:2")
    return _checked(parts[0], parts[1], parts[2] if len(parts) == 3 else "1")


def pcm_of_media_type(media_type: str, parameters: Mapping[str, str]) -> PcmFormat | None:
    """What a ``Content-Type`` says of raw PCM; None if it is of something else.

    Args:
        media_type: such as ``audio/L16``.
        parameters: ``rate`` (needed), ``channels`` (1 unless said), and for ``audio/pcm`` and ``audio/x-raw``
            ``format``, such as ``s16le``. ``endianness`` or ``big-endian`` turn the bytes round.

    Raises:
        PcmFormatError: it says too little, or something impossible.
    """
    kind = media_type.lower()
    if kind not in MEDIA_TYPES:
        return None
    said = {name.lower().replace("_", "-"): value.strip().strip('"').lower() for name, value in parameters.items()}
    rate = said.get("rate", said.get("sample-rate", str(_DEFAULT_RATES.get(kind, ""))))
    if not rate:
        raise PcmFormatError(f"{media_type}: say the sample rate, such as {_EXAMPLE}")
    encoding = said.get("format", said.get("encoding", "")) or _MEDIA_ENCODINGS.get(kind, "")
    if kind in ("audio/l8", "audio/l16", "audio/l24", "audio/pcmu", "audio/pcma", "audio/basic"):
        encoding = _MEDIA_ENCODINGS[kind]
    if not encoding:
        raise PcmFormatError(f"{media_type}: say the format of a sample, such as format=s16le")
    return _checked(_turned(encoding, said), rate, said.get("channels", said.get("channel-count", "1")))


def _turned(encoding: str, said: Mapping[str, str]) -> str:
    order = said.get("endianness", said.get("byte-order", ""))
    if said.get("big-endian", said.get("is-big-endian")) in ("true", "1"):
        order = "big"
    elif said.get("big-endian", said.get("is-big-endian")) in ("false", "0"):
        order = "little"
    if order and order not in _LITTLE | _BIG:
        raise PcmFormatError(f"endianness={order}: write little-endian or big-endian")
    if not order or not encoding.endswith(("le", "be")):
        return encoding
    return encoding[:-2] + ("be" if order in _BIG else "le")


def _checked(encoding: str, rate: str, channels: str) -> PcmFormat:
    if encoding not in ENCODINGS:
        raise PcmFormatError(f"there is no PCM format {encoding[:20]!r} here: choose one of {', '.join(ENCODINGS)}")
    hertz = _whole(rate, "a sample rate in Hz", MAX_RATE_HZ)
    return PcmFormat(encoding, hertz, _whole(channels, "a number of channels", MAX_CHANNELS))


def _whole(text: str, what: str, most: int) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text[:12]) <= most):
        raise PcmFormatError(f"{text[:20]!r} is not {what}: give a whole number from 1 to {most}")
    return int(text)
