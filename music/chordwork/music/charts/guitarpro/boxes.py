"""Boxes in which Guitar Pro 6, 7 and 8 keep their score: a small file system, packed or not (6), or a zip (7 and 8).

Sources: the container of Guitar Pro 6 is not published by its maker. Its layout (magic ``BCFZ`` or ``BCFS``, packing by
single bits, sectors of 4,096 bytes) is what readers of the format agree on (alphaTab, MPL-2.0), checked on real files.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Final

from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError

SCORE: Final = "score.gpif"
MAX_UNPACKED: Final = 64 * 1024 * 1024
"""Bytes of the score, or of the whole file system, once unpacked."""
MAX_ENTRIES: Final = 1_000
"""Files in the box."""

_SECTOR: Final = 0x1000
_FILE: Final = 2
_NAME: Final = slice(0x04, 0x04 + 127)
_SIZE: Final = 0x8C
_SECTORS: Final = 0x94
_WIDTH_BITS: Final = 4
_LITERAL_BITS: Final = 2


def score_text(data: bytes, form: str) -> bytes:
    """The score (GPIF) of a file of version 6, 7 or 8.

    Args:
        data: the whole file.
        form: name of the format, for errors.

    Raises:
        ChartFileError: it is none of these, is broken, or has no score in it.
        ChartTooLargeError: more is packed in it than any score has.
    """
    if data.startswith(b"BCFZ"):
        return _from_sectors(_unpacked(data, form), form)
    if data.startswith(b"BCFS"):
        return _from_sectors(data[4:], form)
    if data.startswith(b"PK"):
        return _from_zip(data, form)
    raise ChartFileError(form, "this is no file of Guitar Pro 6, 7 or 8: give a .gpx or a .gp", place="byte 0")


def _from_zip(data: bytes, form: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            entries = box.infolist()
            if len(entries) > MAX_ENTRIES:
                raise ChartTooLargeError(form, f"{len(entries)} files in it: a score has at most {MAX_ENTRIES}")
            named = [entry for entry in entries if entry.filename.rsplit("/", 1)[-1].lower() == SCORE]
            if not named:
                raise ChartFileError(form, f"there is no {SCORE} in it: save it again with Guitar Pro")
            with box.open(named[0]) as packed:
                text = packed.read(MAX_UNPACKED + 1)
    except ChartFileError:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ChartFileError(form, f"its zip is broken ({error}): save it again with Guitar Pro") from None
    return _bounded(text, form)


def _bounded(text: bytes, form: str) -> bytes:
    if len(text) > MAX_UNPACKED:
        raise ChartTooLargeError(form, f"its score is larger than {MAX_UNPACKED} bytes: give a shorter one")
    return text


def _unpacked(data: bytes, form: str) -> bytes:
    """The file system of a ``BCFZ``, without its own magic.

    After the magic and the length come single bits, the highest of each byte first. A set bit begins a copy: four bits
    say how many bits each of two numbers has, lowest bit first: how far back, and how many bytes. An unset one begins
    up to three bytes as they are.
    """
    if len(data) < 8:
        raise ChartFileError(form, "it ends in its first bytes: fetch it again", place=f"byte {len(data)}")
    length = int.from_bytes(data[4:8], "little")
    if length > MAX_UNPACKED:
        raise ChartTooLargeError(form, f"it says that it unpacks to {length} bytes: give at most {MAX_UNPACKED}")
    bits = _Bits(data, 8)
    out = bytearray()
    while len(out) < length and bits.left() > _LITERAL_BITS + 8:
        if bits.read(1):
            width = bits.read(_WIDTH_BITS)
            back, count = bits.read_reversed(width), bits.read_reversed(width)
            if back > len(out):
                raise ChartFileError(form, "its packing is broken: fetch it again", place=f"byte {bits.at // 8}")
            start = len(out) - back
            out += out[start : start + min(back, count)]
        else:
            count = bits.read_reversed(_LITERAL_BITS)
            out += bytes(bits.read(8) for _ in range(count))
    return bytes(out[4:])


class _Bits:
    """Numbers of a few bits each, the highest of a byte first; zeros behind the end."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        self.at = start * 8

    def left(self) -> int:
        return len(self._data) * 8 - self.at

    def read(self, count: int) -> int:
        first = self.at >> 3
        window = int.from_bytes(self._data[first : first + 4].ljust(4, b"\0"), "big")
        shift = 32 - (self.at & 7) - count
        self.at += count
        return window >> shift & (1 << count) - 1

    def read_reversed(self, count: int) -> int:
        value = self.read(count)
        return int(f"{value:0{count}b}"[::-1], 2) if count else 0


def _from_sectors(data: bytes, form: str) -> bytes:
    """The score out of the file system: a sector that describes a file lists the numbers of those that hold it."""
    for offset in range(_SECTOR, len(data), _SECTOR):
        if _int(data, offset) != _FILE:
            continue
        head = data[offset : offset + _SECTOR]
        if head[_NAME].split(b"\0", 1)[0].lower() != SCORE.encode():
            continue
        numbers: list[int] = []
        while number := _int(head, _SECTORS + 4 * len(numbers)):
            numbers.append(number)
        text = b"".join(data[number * _SECTOR : (number + 1) * _SECTOR] for number in numbers)
        return _bounded(text[: _int(head, _SIZE)], form)
    raise ChartFileError(form, f"there is no {SCORE} in it: save it again with Guitar Pro")


def _int(data: bytes, offset: int) -> int:
    return int.from_bytes(data[offset : offset + 4], "little")
