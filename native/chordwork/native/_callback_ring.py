"""PCM from an audio callback, which must never wait, to the thread that hears it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import attrs

from ._formats import checked_count
from ._native import ffi, lib
from .errors import AudioFormatError

if TYPE_CHECKING:
    from ._buffers import PcmBuffer
    from ._native import CData

LARGEST_READ_BYTES = 1 << 16


@attrs.frozen
class CallbackRingStatistics:
    """The state of a :class:`CallbackRing`. Bytes hold 8 for each write, beside its PCM.

    capacity_bytes : what it can hold
    waiting_bytes : what it holds
    high_water_bytes : the most that a read ever found
    writes : calls of the callback
    written_frames : frames that were taken
    overruns : writes that found no room, and were lost as a whole
    overrun_frames : frames of those
    """

    capacity_bytes: int
    waiting_bytes: int
    high_water_bytes: int
    writes: int
    written_frames: int
    overruns: int
    overrun_frames: int


class CallbackBlock(NamedTuple):
    """What a read found.

    lost_frames : frames that were lost before it, since the block before
    pcm : whole frames; empty if there are none
    """

    lost_frames: int
    pcm: bytes


class CallbackRing:
    """A queue of PCM with one writer and one reader, in two threads, of which neither ever waits for the other.

    A write takes no lock, allocates nothing and asks nothing of the system: it copies. When there is no room for all of
    it, it is lost as a whole and counted, and the block that comes after it says so. Three ways in:

    * :meth:`write`, from a callback in Python. It waits for nothing but Python itself: whoever calls Python from an
      audio thread has to get the interpreter's lock first, and once more after the copy.
    * ``portaudio_callback`` with ``pointer`` as its user data, for PortAudio, which then never comes into Python.
    * ``cw_callback_ring_write(pointer, pcm, frames)`` from C of your own.

        >>> ring = CallbackRing(1024, bytes_per_frame=2)
        >>> ring.write(b"\\x01\\x00\\x02\\x00")
        True
        >>> ring.read()
        CallbackBlock(lost_frames=0, pcm=b'\\x01\\x00\\x02\\x00')
    """

    __slots__ = ("_bytes_per_frame", "_ended", "_lost", "_out", "_ring")

    def __init__(self, capacity_frames: int, *, bytes_per_frame: int) -> None:
        """A ring with room for that many frames, if they are written a hundred at a time or more.

        capacity_frames : at least 1; the room is the next power of two of bytes above
        bytes_per_frame : bytes of one sample of every channel

        Raises `AudioFormatError` for counts that are not positive whole numbers.
        """
        frames = checked_count(capacity_frames, "capacity_frames")
        self._bytes_per_frame = checked_count(bytes_per_frame, "bytes_per_frame")
        wanted_bytes = frames * self._bytes_per_frame + 8 * (2 + frames // 100)
        ring = lib.cw_callback_ring_new(wanted_bytes, self._bytes_per_frame)
        if ring == ffi.NULL:
            raise MemoryError(f"no memory for a ring of {frames} frames")
        self._ring: CData = ffi.gc(ring, lib.cw_callback_ring_free, wanted_bytes)
        self._out = bytearray(LARGEST_READ_BYTES // self._bytes_per_frame * self._bytes_per_frame or bytes_per_frame)
        self._lost = ffi.new("uint64_t *")
        self._ended = False

    @property
    def bytes_per_frame(self) -> int:
        """Bytes of one sample of every channel."""
        return self._bytes_per_frame

    def write(self, pcm: PcmBuffer) -> bool:
        """Add whole frames, from the writer's thread; say whether there was room.

        Raises `AudioFormatError` for a part of a frame.
        """
        view = ffi.from_buffer("uint8_t[]", pcm)
        frames, rest = divmod(len(view), self._bytes_per_frame)
        if rest:
            raise AudioFormatError(f"a callback's PCM must be whole frames of {self._bytes_per_frame} bytes")
        return lib.cw_callback_ring_write(self._ring, view, frames) != 0

    def read(self) -> CallbackBlock:
        """Take the oldest frames, from the reader's thread: as many as follow without a loss, up to 64 kB."""
        view = ffi.from_buffer("uint8_t[]", self._out, require_writable=True)
        size = lib.cw_callback_ring_read(self._ring, view, len(view), self._lost)
        return CallbackBlock(int(self._lost[0]), bytes(memoryview(self._out)[:size]))

    def end(self) -> None:
        """Nothing more will be written: call it after the last write, from any thread. Harmless when repeated."""
        self._ended = True

    @property
    def ended(self) -> bool:
        """Whether :meth:`end` was called. What a reader finds after that is all that there will be."""
        return self._ended

    @property
    def pointer(self) -> int:
        """Its address, as long as this object lives: the user data of ``portaudio_callback``."""
        return _address(self._ring)

    @property
    def portaudio_callback(self) -> int:
        """Address of a ``PaStreamCallback`` in C, which writes its input to the ring that ``pointer`` says."""
        return _address(lib.cw_callback_ring_portaudio_address())

    def statistics(self) -> CallbackRingStatistics:
        """Its state now, from the reader's thread."""
        found = ffi.new("cw_callback_ring_statistics *")
        lib.cw_callback_ring_describe(self._ring, found)
        names = (field.name for field in attrs.fields(CallbackRingStatistics))
        return CallbackRingStatistics(**{name: int(getattr(found, name)) for name in names})


def _address(pointer: Any) -> int:
    number: Any = ffi.cast("uintptr_t", pointer)
    return int(number)
