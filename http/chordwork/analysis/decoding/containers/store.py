"""The bytes of a recording: at any place, and put together anew."""

from __future__ import annotations

import io
import os
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final

BLOCK_BYTES: Final = 256 << 10


class Store:
    """An open file, read at any place; its own position is left alone.

    Attributes:
        size: in bytes, as it was when opened.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self.size = os.fstat(descriptor).st_size
        self._block = b""
        self._start = 0

    def read(self, offset: int, count: int) -> bytes:
        """Up to ``count`` bytes; fewer at the end of the file."""
        inside = offset - self._start
        if inside >= 0 and inside + count <= len(self._block):
            return self._block[inside : inside + count]
        if count >= BLOCK_BYTES:
            return self._fetch(offset, count)
        self._block = self._fetch(offset, BLOCK_BYTES)
        self._start = offset
        return self._block[:count]

    def _fetch(self, offset: int, count: int) -> bytes:
        pieces: list[bytes] = []
        while count > 0 and (piece := os.pread(self._descriptor, count, offset)):
            pieces.append(piece)
            offset += len(piece)
            count -= len(piece)
        return b"".join(pieces)


class Window(Store):
    """A stretch of a store, as if it were a file of its own."""

    def __init__(self, store: Store, begin: int, end: int) -> None:
        self._whole = store
        self._begin = begin
        self.size = end - begin

    def read(self, offset: int, count: int) -> bytes:
        """Up to ``count`` bytes; fewer at the end of the stretch."""
        return self._whole.read(self._begin + offset, max(0, min(count, self.size - offset)))


Span = tuple[int, int]
"""Offset and length in a store."""


class Spliced(io.RawIOBase):
    """A file made of given bytes and spans of a store, in order; for decoders that want a clean file."""

    def __init__(self, store: Store, parts: Sequence[bytes | Span]) -> None:
        self._store = store
        self._parts = [part for part in parts if (len(part) if isinstance(part, bytes) else part[1]) > 0]
        lengths = [len(part) if isinstance(part, bytes) else part[1] for part in self._parts]
        self._ends = list(accumulate(lengths))
        self._position = 0
        self.size: Final = self._ends[-1] if self._ends else 0

    def readable(self) -> bool:
        """Always."""
        return True

    def seekable(self) -> bool:
        """Always."""
        return True

    def tell(self) -> int:
        """Position in the spliced file."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        """To any place from 0 on."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        self._position = max(0, base + offset)
        return self._position

    def readinto(self, buffer: object, /) -> int:
        """Fill the buffer as far as the file goes."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        filled = 0
        while filled < len(view) and (piece := self._piece(len(view) - filled)):
            view[filled : filled + len(piece)] = piece
            filled += len(piece)
            self._position += len(piece)
        return filled

    def read(self, size: int | None = -1, /) -> bytes:
        """Up to ``size`` bytes."""
        wanted = max(0, self.size - self._position) if size is None or size < 0 else size
        buffer = bytearray(min(wanted, max(0, self.size - self._position)))
        return bytes(buffer[: self.readinto(buffer)])

    def _piece(self, count: int) -> bytes:
        if self._position >= self.size:
            return b""
        index = bisect_right(self._ends, self._position)
        part = self._parts[index]
        inside = self._position - (self._ends[index - 1] if index else 0)
        if isinstance(part, bytes):
            return part[inside : inside + count]
        offset, length = part
        return self._store.read(offset + inside, min(count, length - inside))


def whole(store: Store) -> Spliced:
    """The store as a file."""
    return Spliced(store, [(0, store.size)])
