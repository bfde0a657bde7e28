"""What containers say and FFmpeg does not tell, or tells otherwise: it fits durations to the size of the file."""

from __future__ import annotations

from typing import Final

from chordwork.http.decoding.store import Spliced

MAX_BOXES: Final = 1000
_FILE_PROPERTIES: Final = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")


def has_box(file: Spliced, name: bytes) -> bool:
    """Whether a file of the MP4 family has a box of this name at its top level."""
    position = 0
    for _ in range(MAX_BOXES):
        head = _at(file, position, 16)
        if len(head) < 8:
            return False
        if head[4:8] == name:
            return True
        size = int.from_bytes(head[:4], "big")
        size = int.from_bytes(head[8:16], "big") if size == 1 else size
        if size < 8:
            return False
        position += size
    return False


def has_chunk(file: Spliced, name: bytes) -> bool:
    """Whether a CAF has a chunk of this name."""
    position = 8
    for _ in range(MAX_BOXES):
        head = _at(file, position, 12)
        if len(head) < 12:
            return False
        if head[:4] == name:
            return True
        size = int.from_bytes(head[4:], "big", signed=True)
        if size < 0:
            return False
        position += 12 + size
    return False


def is_linear_caf(file: Spliced) -> bool:
    """Whether the sound in a CAF needs no table of packets."""
    return _at(file, 28, 4) in (b"lpcm", b"alaw", b"ulaw")


def asf_duration_s(file: Spliced) -> float | None:
    """What the header of an ASF promises; None if it is a stream that was being made, or says nothing."""
    head = _at(file, 0, 64 << 10)
    at = head.find(_FILE_PROPERTIES)
    if at < 0 or len(head) < at + 92:
        return None
    play, preroll_ms = (int.from_bytes(head[at + where : at + where + 8], "little") for where in (64, 80))
    broadcast = head[at + 88] & 1
    duration_s = play / 1e7 - preroll_ms / 1e3
    return duration_s if duration_s > 0 and not broadcast else None


def _at(file: Spliced, position: int, count: int) -> bytes:
    """Bytes at a place; whoever reads the file meanwhile notices nothing."""
    before = file.tell()
    file.seek(position)
    content = file.read(count)
    file.seek(before)
    return content
