"""AIFF and AIFF-C, tolerantly: libsndfile is given the same sound as AU or WAV, whatever its sizes say."""

from __future__ import annotations

import math
from functools import partial
from typing import Final

from chordwork.analysis.decoding.containers.chunks import PLACEHOLDER, chunks
from chordwork.analysis.decoding.containers.store import Span, Spliced, Store
from chordwork.analysis.decoding.decoders.sndfile import open_sound
from chordwork.analysis.decoding.decoders.sounds import Part, Plan
from chordwork.analysis.decoding.errors import DecodingError, EmptyAudioError

_AU_INTEGERS: Final = {1: 2, 2: 3, 3: 4, 4: 5}
"""AU's numbers for signed integers, by bytes."""
_AU_OTHERS: Final = {b"fl32": (6, 4), b"fl64": (7, 8), b"ulaw": (1, 1), b"alaw": (27, 1)}
"""AU's numbers for other codings, and their bytes, by AIFF-C's names, which are also written in capitals."""
MAX_CHANNELS: Final = 256


def plan_aiff(store: Store, start: int) -> Plan | None:
    """A plan for an AIFF; None if its sound is packed in a way that only a decoder knows.

    Raises:
        DecodingError: without a description of its sound.
        EmptyAudioError: without sound.
    """
    common, sound, meant = b"", None, True
    for chunk in chunks(store, start, "big", b"SSND"):
        if chunk.name == b"COMM" and not common:
            common = store.read(chunk.offset, min(chunk.size, 64))
        elif chunk.name == b"SSND" and sound is None:
            skip = 8 + int.from_bytes(store.read(chunk.offset, 4), "big")
            sound = (chunk.offset + skip, max(0, min(chunk.size, store.size - chunk.offset) - skip))
            meant = chunk.claims
    if len(common) < 18:
        raise DecodingError("AIFF without a description ('COMM' chunk): its beginning is damaged; export it again")
    if sound is None or sound[1] == 0:
        raise EmptyAudioError("it has a header but no audio; record or export it again")
    compression = common[18:22] if store.read(start + 8, 4) == b"AIFC" else b"NONE"
    channels, frames = int.from_bytes(common[:2], "big"), int.from_bytes(common[2:6], "big")
    width, rate_hz = -(-int.from_bytes(common[6:8], "big") // 8), _extended(common[8:18])
    described = _header(compression, channels, width, rate_hz)
    if described is None:
        return None
    header, frame_bytes = described
    length = sound[1] - sound[1] % frame_bytes
    held = length // frame_bytes
    parts: list[bytes | Span] = [header, (sound[0], length)]
    file = Spliced(store, parts)
    plan = Plan([Part(partial(open_sound, file, "AIFF"))], expected_s=held / rate_hz)
    if meant and 0 < frames * frame_bytes < PLACEHOLDER:
        plan.promised_s = frames / rate_hz
    return plan


def _header(compression: bytes, channels: int, width: int, rate_hz: int) -> tuple[bytes, int] | None:
    """The header of a clean file, and the bytes of a sample frame."""
    if not 1 <= channels <= MAX_CHANNELS or not 1 <= rate_hz < 1 << 31:
        return None
    if compression in (b"sowt", b"42ni", b"23ni", b"raw "):
        width = {b"42ni": 3, b"23ni": 4, b"raw ": 1}.get(compression, width)
        if width < 2 and compression == b"sowt":
            return None
        return _wav_header(channels, width, rate_hz), channels * width
    if compression.lower() in _AU_OTHERS:
        encoding, width = _AU_OTHERS[compression.lower()]
    elif compression in (b"NONE", b"twos", b"in24", b"in32"):
        width = {b"in24": 3, b"in32": 4}.get(compression, width)
        encoding = _AU_INTEGERS.get(width, 0)
    else:
        return None
    if not encoding:
        return None
    fields = (24, 0xFFFFFFFF, encoding, rate_hz, channels)
    return b".snd" + b"".join(field.to_bytes(4, "big") for field in fields), channels * width


def _wav_header(channels: int, width: int, rate_hz: int) -> bytes:
    frame = channels * width
    fields = ((1, 2), (channels, 2), (rate_hz, 4), (min(rate_hz * frame, 0xFFFFFFFF), 4), (frame, 2), (8 * width, 2))
    form = b"".join(value.to_bytes(size, "little") for value, size in fields)
    return b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0" + form + b"data\xff\xff\xff\xff"


def _extended(number: bytes) -> int:
    """A rate as an 80-bit float, to the nearest whole one; 0 for what is none."""
    exponent, mantissa = int.from_bytes(number[:2], "big") & 0x7FFF, int.from_bytes(number[2:], "big")
    value = math.ldexp(mantissa, exponent - 16383 - 63) if exponent < 16383 + 40 else 0.0
    return round(value)
