"""What containers say and FFmpeg does not tell, or tells otherwise: it fits durations to the size of the file."""

from __future__ import annotations

import re
from typing import Final

from chordwork.analysis.decoding.containers.store import Spliced

MAX_BOXES: Final = 1000
_FILE_PROPERTIES: Final = bytes.fromhex("a1dcab8c47a9cf118ee400c00c205365")


def has_box(file: Spliced, name: bytes) -> bool:
    """Whether a file of the MP4 family has a box of this name at its top level."""
    position = 0
    for _ in range(MAX_BOXES):
        head = bytes_at(file, position, 16)
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


def caf_chunk(file: Spliced, name: bytes) -> tuple[int, int] | None:
    """Where the content of a chunk of a CAF begins, and the size that it says; None if there is none."""
    position = 8
    for _ in range(MAX_BOXES):
        head = bytes_at(file, position, 12)
        if len(head) < 12:
            return None
        size = int.from_bytes(head[4:], "big", signed=True)
        if head[:4] == name:
            return position + 12, size
        if size < 0:
            return None
        position += 12 + size
    return None


def is_linear_caf(file: Spliced) -> bool:
    """Whether the sound in a CAF needs no table of packets."""
    return bytes_at(file, 28, 4) in (b"lpcm", b"alaw", b"ulaw")


def asf_duration_s(file: Spliced) -> float | None:
    """What the header of an ASF promises; None if it is a stream that was being made, or says nothing."""
    head = bytes_at(file, 0, 64 << 10)
    at = head.find(_FILE_PROPERTIES)
    if at < 0 or len(head) < at + 92:
        return None
    play, preroll_ms = (int.from_bytes(head[at + where : at + where + 8], "little") for where in (64, 80))
    broadcast = head[at + 88] & 1
    duration_s = play / 1e7 - preroll_ms / 1e3
    return duration_s if duration_s > 0 and not broadcast else None


def seconds_of(tag: str) -> float | None:
    """Of a Matroska tag such as ``00:03:12.480000000``; None for anything else."""
    found = re.fullmatch(r"(\d{1,4}):([0-5]?\d):([0-5]?\d(?:\.\d{1,12})?)", tag.strip())
    if found is None:
        return None
    hours, minutes, seconds = found.groups()
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def bytes_at(file: Spliced, position: int, count: int) -> bytes:
    """Bytes at a place; whoever reads the file meanwhile notices nothing."""
    before = file.tell()
    file.seek(position)
    content = file.read(count)
    file.seek(before)
    return content
