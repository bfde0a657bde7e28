"""A bounded queue of mono float32 samples that decodes PCM as it is written."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import attrs
import numpy as np

from ._buffers import FloatArray, borrow_floats, borrow_pcm
from ._formats import SampleFormat, checked_channels, checked_count, checked_format
from ._meter import Meter
from ._native import ffi, lib
from ._saving import Saved, restored_array, restored_struct, saved_array, saved_struct
from .errors import AudioFormatError, SnapshotError

if TYPE_CHECKING:
    from ._buffers import PcmBuffer
    from ._native import CData

_CODES = {SampleFormat.S16LE: lib.CW_S16LE, SampleFormat.F32LE: lib.CW_F32LE}


@attrs.frozen
class RingStatistics:
    """The state of a `RingBuffer`. Samples are mono, counted after the downmix, unless said otherwise.

    capacity_samples : samples it can hold
    available_samples : samples it holds
    high_water_samples : the most it ever held
    written_samples, read_samples : totals since the start
    nonfinite_samples : NaN and infinite input samples (each channel counted) replaced by 0
    short_writes : writes that the full ring cut short
    pending_bytes : bytes of a frame whose end has not come yet, 0 to 7
    """

    capacity_samples: int
    available_samples: int
    high_water_samples: int
    written_samples: int
    read_samples: int
    nonfinite_samples: int
    short_writes: int
    pending_bytes: int


class RingBuffer:
    """Mono float32 samples at the input rate. Not thread-safe.

    When full it takes no more: `write` consumes fewer bytes than it was given, and the caller, having read, writes the
    rest. Nothing is ever dropped.

        >>> ring = RingBuffer(1024)
        >>> ring.write(b"\\x00\\x40\\x00\\xc0", SampleFormat.S16LE, 1)
        4
        >>> ring.available
        2
    """

    __slots__ = ("_capacity", "_ring")

    def __init__(self, capacity_samples: int) -> None:
        self._capacity = checked_count(capacity_samples, "capacity_samples")
        ring = lib.cw_ring_new(self._capacity)
        if ring == ffi.NULL:
            raise MemoryError(f"no memory for a ring of {self._capacity} samples")
        self._ring: CData = ffi.gc(ring, lib.cw_ring_free, self._capacity * 4)

    def write(self, pcm: PcmBuffer, format: SampleFormat, channels: int, meter: Meter | None = None) -> int:
        """Decode and downmix (mean of the channels) straight from the caller's memory; return the bytes consumed.

        pcm : any contiguous bytes-like object or array, cut anywhere: a frame split between two writes is joined here
        channels : 1 or 2, interleaved

        s16le samples are divided by 32768. f32le samples are clamped to [-8, 8]; NaN and infinities become 0 and are
        counted; magnitudes under 1e-20 (-400 dBFS) become 0.

        Raises `AudioFormatError` for a bad argument, and when the format changes within a frame.
        """
        channels = checked_channels(channels)
        with borrow_pcm(pcm, checked_format(format)) as view:
            into = ffi.NULL if meter is None else _checked_meter(meter)._meter
            consumed = lib.cw_ring_write(self._ring, view, len(view), _CODES[format], channels, into)
        if consumed == lib.CW_FORMAT_CHANGED:
            raise AudioFormatError("the format changed within a frame: write the rest of that frame first")
        return consumed

    def watch_channels(self, block_frames: int, *, memory_blocks: float, sure_blocks: int, likely_blocks: int) -> None:
        """From now on take half the difference of two channels instead of their mean while they cancel one another.

        block_frames : frames after which it is decided anew; a change of mind takes another block
        memory_blocks : the energies that are compared fade by 1/e in so many blocks
        sure_blocks, likely_blocks : how long what the channels share must lie 40 dB, or 17 dB, under what they do not
        """
        lib.cw_ring_watch_channels(self._ring, block_frames, math.exp(-1.0 / memory_blocks), sure_blocks, likely_blocks)

    @property
    def flips(self) -> int:
        """How often a channel was turned over because the two cancelled one another."""
        return lib.cw_ring_flips(self._ring)

    def read(self, out: FloatArray) -> int:
        """Move the oldest samples to `out`, as many as there are and fit; return how many."""
        with borrow_floats(out, "out") as view:
            return lib.cw_ring_read(self._ring, view, len(view))

    @property
    def available(self) -> int:
        """Samples that can be read."""
        return lib.cw_ring_available(self._ring)

    @property
    def written(self) -> int:
        """Samples ever written."""
        return lib.cw_ring_written(self._ring)

    @property
    def capacity(self) -> int:
        """Samples that it can hold."""
        return self._capacity

    def snapshot(self) -> Saved:
        """Its state, with the samples that it holds."""
        state = ffi.new("cw_ring_state *")
        samples = np.empty(self.available, dtype=np.float32)
        lib.cw_ring_save(self._ring, state, ffi.from_buffer("float[]", samples, require_writable=True))
        return {"state": saved_struct(state), "samples": saved_array(samples)}

    def restore(self, saved: Saved) -> None:
        """Go on from there. Raises `SnapshotError`, and changes nothing, for what cannot be the state of this ring."""
        state = restored_struct(saved["state"], "cw_ring_state")
        samples = restored_array(saved["samples"], np.float32, (state.available,))
        if lib.cw_ring_restore(self._ring, state, ffi.from_buffer("float[]", samples)) != 0:
            raise SnapshotError("no ring of this size can be in such a state")

    def statistics(self) -> RingStatistics:
        """Its state now."""
        found = ffi.new("cw_ring_statistics *")
        lib.cw_ring_describe(self._ring, found)
        return RingStatistics(**{field.name: int(getattr(found, field.name)) for field in attrs.fields(RingStatistics)})


def _checked_meter(meter: Meter) -> Meter:
    if not isinstance(meter, Meter):
        raise AudioFormatError(f"meter must be a Meter or None, not {type(meter).__name__}")
    return meter
