"""From received PCM to frames for analysis: ring, resampler, filters, frames."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Final, Protocol, Self

import attrs
import numpy as np

from ._biquad import BiquadCascade
from ._buffers import FloatArray
from ._filter_settings import FilterSettings
from ._formats import SampleFormat, checked_channels, checked_format, checked_rate_hz
from ._frames import FrameBuffer
from ._meter import Meter
from ._resampler import Resampler
from ._ring import RingBuffer, RingStatistics
from ._saving import Saved, restore_array, restore_fields, saved_array
from .errors import AudioFormatError, SnapshotError, StreamClosedError

if TYPE_CHECKING:
    from ._buffers import PcmBuffer

RING_S: Final = 1.0
"""Of input, that may wait; less will do for who reads after each write."""
CHANNEL_BLOCK_S: Final = 0.02
CHANNEL_MEMORY_BLOCKS: Final = 25.0
"""Energies of the channels fade by 1/e in half a second."""
CANCEL_SURE_BLOCKS: Final = 8
CANCEL_LIKELY_BLOCKS: Final = 50
"""Channels that cancel without a rest are believed after 0.16 s, those that leave something after a second."""


class BlockFilter(Protocol):
    """What can stand in the place of the built-in cascade of filters."""

    def process(self, block: FloatArray) -> None:
        """Filter a hop at the model's rate, in place."""
        ...

    def snapshot(self) -> Saved:
        """Its state."""
        ...

    def restore(self, saved: Saved) -> None:
        """Go on from there."""
        ...


@attrs.frozen
class FrontEndStatistics:
    """The state of a `FrontEnd`.

    input_samples : frames of PCM taken in (a stereo frame is one)
    frames_produced : frames that `next_frame` has returned
    hop_fill_samples : model-rate samples that wait for their hop to be full
    ring : the queue before the resampler
    """

    input_samples: int
    frames_produced: int
    hop_fill_samples: int
    ring: RingStatistics


class FrontEnd:
    """PCM in, overlapping frames out. Synchronous, and not thread-safe: one stream, one thread at a time.

        with FrontEnd(44_100) as front_end:
            while pcm:
                pcm = pcm[front_end.write(pcm):]
                while (frame := front_end.next_frame()) is not None:
                    ...

    Frame k, from 0, ends at input time (k + 1) * hop_samples / model_rate_hz exactly, whatever the input rate; what
    lies before the start is zero. Frames are the same, bit for bit, however the PCM is cut.

    `filters` may also make a filter of the caller's, given the rate: it is called for each hop, in order.
    """

    def __init__(
        self,
        sample_rate_hz: int,
        *,
        sample_format: SampleFormat = SampleFormat.S16LE,
        channels: int = 1,
        model_rate_hz: int = 22_050,
        hop_samples: int = 1024,
        frame_samples: int = 16_384,
        filters: FilterSettings | Callable[[int], BlockFilter] = FilterSettings(),  # noqa: B008 (frozen)
        ring_s: float = RING_S,
    ) -> None:
        if not isinstance(filters, FilterSettings) and not callable(filters):
            raise AudioFormatError(
                f"filters must be FilterSettings, or make a filter for a rate, not {type(filters).__name__}"
            )
        self._sample_format = checked_format(sample_format)
        self._channels = checked_channels(channels)
        sample_rate_hz = checked_rate_hz(sample_rate_hz, "sample_rate")
        self._resampler = Resampler(sample_rate_hz, checked_rate_hz(model_rate_hz, "model_rate_hz"))
        self._step = sample_rate_hz / model_rate_hz  # input samples an output sample
        self._slack = self._step + 2.0  # what the resampler may hold already, and rounding
        self._cascade: BlockFilter = (
            BiquadCascade(filters.sections(model_rate_hz))
            if isinstance(filters, FilterSettings)
            else filters(model_rate_hz)
        )
        self._frames = FrameBuffer(frame_samples, hop_samples)
        self._ring = RingBuffer(round(sample_rate_hz * ring_s))
        if self._channels == 2:
            self._ring.watch_channels(
                round(sample_rate_hz * CHANNEL_BLOCK_S),
                memory_blocks=CHANNEL_MEMORY_BLOCKS,
                sure_blocks=CANCEL_SURE_BLOCKS,
                likely_blocks=CANCEL_LIKELY_BLOCKS,
            )
        self._meter = Meter()
        self._hop = np.zeros(hop_samples, dtype=np.float32)
        self._hop_fill = 0
        self._frames_produced = 0
        self._finished = False
        self._closed = False

    def write(self, pcm: PcmBuffer) -> int:
        """Take in PCM from the caller's memory, cut anywhere; return the bytes consumed.

        Fewer than given means that the ring (`ring_s`) is full: call `next_frame` until it gives None, then write the
        rest. Raises `StreamClosedError` after `finish`.
        """
        self._check_open()
        if self._finished:
            raise StreamClosedError("the stream was finished: open another front end for more audio")
        return self._ring.write(pcm, self._sample_format, self._channels, self._meter)

    def next_frame(self) -> FloatArray | None:
        """Work through one hop; None where there is not enough input for it.

        The frame is a read-only view, np.ndarray [shape=(frame_samples,), float32], valid until the next call.
        """
        self._check_open()
        hop = self._hop
        if not self._finished and self.wanted_samples > 0:
            return None  # much too little: spare the calls
        self._hop_fill += self._resampler.process(self._ring, hop[self._hop_fill :])
        if self._hop_fill < len(hop):
            if not (self._finished and self._hop_fill > 0):
                return None
            hop[self._hop_fill :] = 0.0
        self._hop_fill = 0
        self._cascade.process(hop)
        self._frames.push(hop)
        self._frames_produced += 1
        return self._frames.frame

    def finish(self) -> None:
        """No more input. `next_frame` then gives what is left, the last hop filled up with zeros, and None after that.

        A last frame of PCM that lacks bytes is ignored. Calling it again does nothing.
        """
        self._check_open()
        self._finished = True
        self._resampler.finish()

    @property
    def wanted_samples(self) -> float:
        """Frames of PCM without which there is certainly no next frame to be had; 0 or less: there may be one.

        A caller that has less need not bother to `write` it yet.
        """
        return (len(self._hop) - self._hop_fill) * self._step - self._slack - self._ring.available

    @property
    def channels_cancelled(self) -> bool:
        """Whether the two channels have cancelled one another, so that their difference was heard instead."""
        return self._ring.flips > 0

    @property
    def meter(self) -> Meter:
        """Levels of the input, before downmix and filters."""
        return self._meter

    @property
    def frames_produced(self) -> int:
        return self._frames_produced

    @property
    def input_samples(self) -> int:
        """Frames of PCM taken in."""
        return self._ring.written

    @property
    def latency_ms(self) -> float:
        """How far input must have come beyond a frame's end before the frame is given: the resampler's look-ahead."""
        return self._resampler.latency_ms

    def statistics(self) -> FrontEndStatistics:
        """Its state now."""
        ring = self._ring.statistics()
        return FrontEndStatistics(
            input_samples=ring.written_samples,
            frames_produced=self._frames_produced,
            hop_fill_samples=self._hop_fill,
            ring=ring,
        )

    def snapshot(self) -> Saved:
        """All that later frames and levels depend on, besides its arguments: about a frame of samples.

        Raises `StreamClosedError` after `finish` or `close`.
        """
        self._check_open()
        if self._finished:
            raise StreamClosedError("the stream was finished: there is nothing to go on with")
        return {
            "ring": self._ring.snapshot(),
            "resampler": self._resampler.snapshot(),
            "cascade": self._cascade.snapshot(),
            "frames": self._frames.snapshot(),
            "meter": self._meter.snapshot(),
            "hop": saved_array(self._hop[: self._hop_fill]),
            "frames_produced": self._frames_produced,
        }

    def restore(self, saved: Saved) -> None:
        """Go on where another front end with the same arguments was. Call it before any `write`.

        Raises `SnapshotError` for what is no state of such a front end; then this one is of no use any more.
        """
        self._check_open()
        hop = saved["hop"]
        if not isinstance(hop, bytes) or len(hop) >= self._hop.nbytes:
            raise SnapshotError("a hop that is not full yet was expected in this place of a snapshot")
        self._ring.restore(saved["ring"])
        self._resampler.restore(saved["resampler"])
        self._cascade.restore(saved["cascade"])
        self._frames.restore(saved["frames"])
        self._meter.restore(saved["meter"])
        self._hop_fill = len(hop) // self._hop.itemsize
        restore_array(hop, self._hop[: self._hop_fill])
        restore_fields(self, {"_frames_produced": saved["frames_produced"]}, ("_frames_produced",))

    def close(self) -> None:
        """Refuse any more work. Memory goes when the last reference does, so a frame that is still held stays valid."""
        self._closed = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _check_open(self) -> None:
        if self._closed:
            raise StreamClosedError("the front end is closed: open another")
