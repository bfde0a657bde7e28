"""Chunks of RIFF, RF64, BW64, AIFF and Wave64 files, as programs really write them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

import attrs

from chordwork.analysis.decoding.containers.store import Store

ByteOrder = Literal["little", "big"]
PLACEHOLDER: Final = 0x7EFF_0000
"""Sizes from here on are what programs write that do not know the length, where the file is smaller."""
LEAST_SOUND_BYTES: Final = 129
"""What is left over behind the sound and is less is none: an ID3v1 tag, or padding."""
MAX_PADDING_BYTES: Final = 64 << 10
MAX_CHUNKS: Final = 4096
_WAVE64_SUFFIX: Final = b"\xf3\xac\xd3\x11\x8c\xd1\x00\xc0\x4f\x8e\xdb\x8a"


@attrs.frozen
class Chunk:
    """One chunk; its size is what it says, which may be more than there is."""

    name: bytes
    offset: int
    size: int
    claims: bool = True
    """Whether the size is meant: not 0 or a placeholder."""


def chunks(store: Store, start: int, order: ByteOrder, sound: bytes) -> Iterator[Chunk]:
    """All chunks after the header; the one called ``sound``, if it has no true size, goes on to the end of the file."""
    long_size: int | None = None
    position = start + 12
    for _ in range(MAX_CHUNKS):
        head = store.read(position, 8)
        if len(head) < 8:
            return
        name, size = head[:4], int.from_bytes(head[4:], order)
        begin = position + 8
        rest = store.size - begin
        if name == b"ds64":
            long_size = int.from_bytes(store.read(begin + 8, 8), "little")
        if name == sound:
            if size == 0xFFFF_FFFF and long_size:
                size = long_size
            if size > rest:
                unknown = size >= PLACEHOLDER and not (size == long_size and size < 1 << 62)
            else:
                unknown = _sound_follows(store, begin + size, order)
            yield Chunk(name, begin, rest if unknown else size, claims=not unknown)
            if unknown or size >= rest:
                return
        else:
            yield Chunk(name, begin, size)
        position = _next(store, begin, size, order)


def _next(store: Store, begin: int, size: int, order: ByteOrder) -> int:
    """Where the next chunk begins: chunks of odd size have a pad byte, which some programs leave out."""
    if size % 2 == 0:
        return begin + size
    padded, bare = _is_chunk(store, begin + size + 1, order), _is_chunk(store, begin + size, order)
    return begin + size + (0 if bare and not padded else 1)


def _is_chunk(store: Store, position: int, order: ByteOrder) -> bool:
    """Whether a chunk seems to begin here: four printable characters, and a size that the file can hold."""
    head = store.read(position, 8)
    if len(head) < 8:
        return False
    known = head[:4] in (b"data", b"fmt ", b"fact", b"LIST", b"RIFF", b"COMM", b"SSND")
    fits = position + 8 + int.from_bytes(head[4:], order) <= store.size + 1
    return known or (all(0x20 <= byte < 0x7F for byte in head[:4]) and fits)


def _sound_follows(store: Store, end: int, order: ByteOrder) -> bool:
    """Whether the sound goes on beyond its size: a recorder that was switched off never wrote the true one."""
    if store.size - end < LEAST_SOUND_BYTES or _is_chunk(store, end, order) or _is_chunk(store, end + 1, order):
        return False
    rest = store.read(end, MAX_PADDING_BYTES + 1)
    return not rest.startswith((b"ID3", b"TAG", b"APETAGEX")) and (len(rest) > MAX_PADDING_BYTES or any(rest))


def wave64_chunks(store: Store, start: int) -> Iterator[Chunk]:
    """The same for Wave64: names and sizes are longer, and each chunk begins at a multiple of 8."""
    position = start + 40
    for _ in range(MAX_CHUNKS):
        head = store.read(position, 24)
        if len(head) < 24 or head[4:16] != _WAVE64_SUFFIX:
            return
        size = int.from_bytes(head[16:24], "little") - 24
        begin = position + 24
        rest = store.size - begin
        if head[:4] == b"data":
            unknown = size <= 0 or size >= 1 << 62 or (size > rest and size + 24 >= PLACEHOLDER)
            yield Chunk(b"data", begin, rest if unknown else size, claims=not unknown)
            if unknown or size >= rest:
                return
        elif size < 0:
            return
        else:
            yield Chunk(head[:4], begin, size)
        position = begin + (size + 7) // 8 * 8
