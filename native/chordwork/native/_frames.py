"""The latest frame of a stream, always in one piece."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from ._buffers import FloatArray, borrow_floats
from ._formats import checked_count
from ._native import ffi, lib
from ._saving import restored_array, saved_array
from .errors import AudioFormatError

if TYPE_CHECKING:
    from ._native import CData

HOPS_A_MOVE: Final = 4
"""Room for so many hops beyond a frame: more would move it less often, and take more memory."""


class FrameBuffer:
    """Overlapping frames from hops, each in one piece: the frame moves back once in a few hops. Not thread-safe."""

    __slots__ = ("_begin", "_frame_samples", "_hop_samples", "_memory", "_store", "_store_samples")

    def __init__(self, frame_samples: int, hop_samples: int) -> None:
        self._frame_samples = checked_count(frame_samples, "frame_samples")
        self._hop_samples = checked_count(hop_samples, "hop_samples", most=self._frame_samples)
        self._store_samples = self._frame_samples + HOPS_A_MOVE * self._hop_samples
        memory = lib.cw_frames_new(self._store_samples)
        if memory == ffi.NULL:
            raise MemoryError(f"no memory for frames of {self._frame_samples} samples")
        size = self._store_samples * 4
        self._memory: CData = ffi.gc(memory, lib.cw_frames_free, size)
        store: FloatArray = np.frombuffer(ffi.buffer(self._memory, size), dtype=np.float32)
        store.flags.writeable = False
        self._store = store  # keeps the C memory alive, and so does every view of it
        self._begin = 0

    def push(self, hop_block: FloatArray) -> None:
        """Add one hop, np.ndarray [shape=(hop_samples,), float32]."""
        with borrow_floats(hop_block, "hop_block") as view:
            if len(view) != self._hop_samples:
                raise AudioFormatError(f"hop_block must hold {self._hop_samples} samples, not {len(view)}")
            self._begin = lib.cw_frames_push(
                self._memory, self._store_samples, self._frame_samples, self._begin, view, self._hop_samples
            )

    def snapshot(self) -> bytes:
        """What later frames have of what came before: all of the latest frame but its first hop."""
        return saved_array(self.frame[self._hop_samples :])

    def restore(self, saved: bytes) -> None:
        """Go on from there. Raises `SnapshotError`, and changes nothing, for a frame of another size."""
        kept = restored_array(saved, np.float32, (self._frame_samples - self._hop_samples,))
        self._begin = 0
        ffi.memmove(self._memory + self._hop_samples, kept, kept.nbytes)

    @property
    def frame(self) -> FloatArray:
        """The latest `frame_samples` samples, zeros before the start: a read-only view, valid until the next `push`."""
        return self._store[self._begin : self._begin + self._frame_samples]

    @property
    def frame_samples(self) -> int:
        return self._frame_samples

    @property
    def hop_samples(self) -> int:
        return self._hop_samples
