"""The latest frame of a stream, always in one piece."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ._buffers import FloatArray, borrow_floats
from ._formats import checked_count
from ._native import ffi, lib
from .errors import AudioFormatError

if TYPE_CHECKING:
    from ._native import CData


class FrameBuffer:
    """Overlapping frames from hops: each sample is written twice so that no frame is ever moved. Not thread-safe."""

    __slots__ = ("_frame_samples", "_hop_samples", "_mirror", "_position", "_store")

    def __init__(self, frame_samples: int, hop_samples: int) -> None:
        self._frame_samples = checked_count(frame_samples, "frame_samples")
        self._hop_samples = checked_count(hop_samples, "hop_samples", most=self._frame_samples)
        mirror = lib.cw_frames_new(self._frame_samples)
        if mirror == ffi.NULL:
            raise MemoryError(f"no memory for frames of {self._frame_samples} samples")
        size = 2 * self._frame_samples * 4
        self._mirror: CData = ffi.gc(mirror, lib.cw_frames_free, size)
        store: FloatArray = np.frombuffer(ffi.buffer(self._mirror, size), dtype=np.float32)
        store.flags.writeable = False
        self._store = store  # keeps the C memory alive, and so does every view of it
        self._position = 0

    def push(self, hop_block: FloatArray) -> None:
        """Add one hop, np.ndarray [shape=(hop_samples,), float32]."""
        with borrow_floats(hop_block, "hop_block") as view:
            if len(view) != self._hop_samples:
                raise AudioFormatError(f"hop_block must hold {self._hop_samples} samples, not {len(view)}")
            self._position = lib.cw_frames_push(
                self._mirror, self._frame_samples, self._position, view, self._hop_samples
            )

    @property
    def frame(self) -> FloatArray:
        """The latest `frame_samples` samples, zeros before the start: a read-only view, valid until the next `push`."""
        return self._store[self._position : self._position + self._frame_samples]

    @property
    def frame_samples(self) -> int:
        return self._frame_samples

    @property
    def hop_samples(self) -> int:
        return self._hop_samples
