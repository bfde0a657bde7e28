"""FLAC: of any length that its header says or does not say, also several joined to one (RFC 9639)."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Final

import attrs

from chordwork.analysis.decoding.containers.store import Span, Spliced, Store
from chordwork.analysis.decoding.decoders.sndfile import open_sound
from chordwork.analysis.decoding.decoders.sounds import Part, Plan

MARKER: Final = b"fLaC\0\0\0\x22"
"""Where a FLAC begins; the block that describes it must come first, and has this size."""
MARKER_LAST: Final = b"fLaC\x80\0\0\x22"
MAX_BITS: Final = 24
"""Of a sample, in libsndfile 1.2.2."""
_FRAME: Final = re.compile(rb"\xff[\xf8\xf9]")
_TAIL_BYTES: Final = 256 << 10
_BLOCK_SIZES: Final = {1: 192, **{code: 576 << code - 2 for code in range(2, 6)}, **{c: 1 << c for c in range(8, 16)}}


@attrs.frozen
class StreamInfo:
    """What a FLAC says about itself."""

    rate_hz: int
    channels: int
    bits: int
    frames: int
    """0 if it does not say."""
    fixed_block: int
    """Sample frames of a block; 0 if they vary."""


def plan_flac(store: Store, start: int, resume: Callable[[int, int, int], Part | None]) -> Plan | None:
    """A plan for a FLAC; None if libsndfile cannot decode it.

    Args:
        store: the file.
        start: where it begins.
        resume: given where a FLAC begins and ends, and how many sample frames were decoded, goes on by other means.
    """
    begins = [start, *_joined(store, start + 8)]
    infos = [read_stream_info(store, begin) for begin in begins]
    if any(info is None or info.bits > MAX_BITS for info in infos):
        return None
    plan = Plan([], expected_s=0.0, promised_s=0.0)
    for begin, end, info in zip(begins, [*begins[1:], store.size], infos, strict=True):
        assert info is not None
        held = last_frame(store, end, info)
        file = Spliced(store, _clean(store, begin, end, info, held))
        plan.parts.append(Part(partial(open_sound, file, "FLAC"), resume=partial(resume, begin, end)))
        plan.expected_s = (plan.expected_s or 0.0) + (held or info.frames) / info.rate_hz
        if info.frames == 0:
            plan.promised_s = None
        elif plan.promised_s is not None:
            plan.promised_s += info.frames / info.rate_hz
    return plan


def _clean(store: Store, begin: int, end: int, info: StreamInfo, held: int) -> list[bytes | Span]:
    """The same FLAC; where it says less than it holds, with the true length."""
    if not 0 < info.frames < held < 1 << 36:
        return [(begin, end - begin)]
    packed = int.from_bytes(store.read(begin + 18, 8), "big") >> 36 << 36 | held
    return [store.read(begin, 18) + packed.to_bytes(8, "big"), (begin + 26, end - begin - 26)]


def read_stream_info(store: Store, start: int) -> StreamInfo | None:
    """The first block after the marker; None if it is damaged."""
    block = store.read(start + 8, 34)
    if len(block) < 34:
        return None
    packed = int.from_bytes(block[10:18], "big")
    least, most = int.from_bytes(block[:2], "big"), int.from_bytes(block[2:4], "big")
    info = StreamInfo(
        rate_hz=packed >> 44,
        channels=(packed >> 41 & 7) + 1,
        bits=(packed >> 36 & 31) + 1,
        frames=packed & (1 << 36) - 1,
        fixed_block=most if least == most else 0,
    )
    return info if info.rate_hz > 0 else None


def _joined(store: Store, start: int) -> list[int]:
    found: list[int] = []
    position, step = start, 1 << 20
    while position < store.size:
        block = store.read(position, step + len(MARKER) - 1)
        for marker in (MARKER, MARKER_LAST):
            at = block.find(marker)
            while at >= 0:
                found.append(position + at)
                at = block.find(marker, at + 1)
        position += step
    return sorted(found)


def last_frame(store: Store, end: int, info: StreamInfo) -> int:
    """Sample frames up to the end of the last frame: what there is if the header does not say; 0 if none is found."""
    start = max(0, end - _TAIL_BYTES)
    tail = store.read(start, end - start)
    last = 0
    for match in _FRAME.finditer(tail):
        found = _frame_end(tail[match.start() : match.start() + 16], info)
        last = max(last, found or 0)
    return last


def _frame_end(head: bytes, info: StreamInfo) -> int | None:
    """Sample frames up to the end of the frame with this header; None if it is no header."""
    if len(head) < 16 or head[2] >> 4 == 0 or head[2] & 15 == 15 or head[3] & 1:
        return None
    number, at = _coded_number(head)
    if number is None:
        return None
    code = head[2] >> 4
    if code in (6, 7):
        size, at = int.from_bytes(head[at : at + code - 5], "big") + 1, at + code - 5
    else:
        size = _BLOCK_SIZES[code]
    at += {12: 1, 13: 2, 14: 2}.get(head[2] & 15, 0)
    if at >= len(head) or _crc8(head[:at]) != head[at]:
        return None
    return (number if head[1] & 1 else number * (info.fixed_block or size)) + size


def _coded_number(head: bytes) -> tuple[int | None, int]:
    """The number of the frame or of its first sample, coded like UTF-8, and where it ends."""
    first = head[4]
    if first < 0x80:
        return first, 5
    more = 0
    while first << more & 0x40:
        more += 1
    if not 1 <= more <= 6 or any(byte & 0xC0 != 0x80 for byte in head[5 : 5 + more]):
        return None, 0
    number = first & (0x3F >> more)
    for byte in head[5 : 5 + more]:
        number = number << 6 | byte & 0x3F
    return number, 5 + more


def _crc8(content: bytes) -> int:
    value = 0
    for byte in content:
        value ^= byte
        for _ in range(8):
            value = (value << 1 ^ 0x07) & 0xFF if value & 0x80 else value << 1
    return value
