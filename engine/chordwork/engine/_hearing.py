"""PCM to features: the native front end and the feature stage of one stream."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from chordwork.engine._features import FeatureExtractor
from chordwork.engine._parts import Features, FilterFactory
from chordwork.engine._spec import FEATURE_SPEC
from chordwork.engine._transform import TransformPool
from chordwork.engine._watch import AudioWatch
from chordwork.engine._watch_words import CANCEL_MESSAGE
from chordwork.engine._watched_parts import WatchedFilter, WatchedStage
from chordwork.engine.events import WarningEvent
from chordwork.native import (
    FilterSettings,
    FrontEnd,
    Levels,
    SampleFormat,
    Saved,
    SnapshotError,
    pcm_bytes,
    restore_fields,
    saved_fields,
)

if TYPE_CHECKING:
    from typing_extensions import Buffer

LEVEL_SECONDS: Final = 0.2
"""Length of audio that one level reading covers."""
RING_S: Final = 2 * LEVEL_SECONDS
"""Room for the audio up to the next level reading, and for a hop that it does not complete."""
_FIELDS: Final = ("_level_bytes_left", "_skip_bytes", "_cancel_said")

_SHARED_TRANSFORMS = TransformPool()
"""FFT plans for programs that bring none; a pool keeps one set per thread."""


class Hearing:
    """What comes before the model: resampling, filters, spectra. Synchronous; one stream, one thread at a time.

    With ``watch`` it also says where the audio is not what it was announced as, and makes up for lost bytes.

    The training pipeline hears through this class too, so that model and product cannot drift apart.
    """

    def __init__(
        self,
        sample_rate: int,
        *,
        sample_format: SampleFormat = SampleFormat.S16LE,
        channels: int = 1,
        filters: FilterSettings | FilterFactory | None = None,
        features: Features | None = None,
        transforms: TransformPool | None = None,
        onsets: bool = False,
        watch: bool = False,
    ) -> None:
        spec = FEATURE_SPEC
        self._front_end = FrontEnd(
            sample_rate,
            sample_format=sample_format,
            channels=channels,
            model_rate_hz=spec.sample_rate_hz if features is None else features.sample_rate_hz,
            hop_samples=spec.hop_samples if features is None else features.hop_samples,
            frame_samples=spec.short_samples if features is None else features.frame_samples,
            filters=_filters(filters),
            ring_s=RING_S if features is None else LEVEL_SECONDS + max(LEVEL_SECONDS, 2.0 * features.hop_seconds),
        )
        sample_rate, channels = operator.index(sample_rate), operator.index(channels)  # it has checked them
        self._sample_rate = sample_rate
        self._sample_format = sample_format
        self._channels = channels
        self._bytes_per_frame = channels * sample_format.bytes_per_sample
        self._level_bytes = round(LEVEL_SECONDS * sample_rate) * channels * sample_format.bytes_per_sample
        self._level_bytes_left = self._level_bytes
        self._watch: AudioWatch | None = None
        self._watched_bytes = 0  # at the end of what a level reading covers
        if watch:
            self._watch = AudioWatch(sample_rate, sample_format, channels, stretch_bytes=self._level_bytes)
            self._watched_bytes = self._level_bytes - self._watch.window_start
        self._skip_bytes = 0
        self._cancel_said = channels == 1
        self._features: FeatureExtractor | WatchedStage = (
            FeatureExtractor(transforms or _SHARED_TRANSFORMS, onsets=onsets)
            if features is None
            else WatchedStage(features)
        )

    @property
    def tuning_cents(self) -> float:
        """Estimated offset from A4 = 440 Hz."""
        return self._features.tuning.cents

    @property
    def tuning_agreement(self) -> float:
        """How far the partials agree on that tuning, in [0, 1]."""
        return self._features.tuning.agreement

    @property
    def flux(self) -> NDArray[np.float32] | None:
        """Spectral flux of the hop last yielded, shape ``(steps, bands)``; None unless made with ``onsets``."""
        return self._features.flux

    @property
    def heard_seconds(self) -> float:
        """Length of the audio fed so far."""
        return self._front_end.input_samples / self._sample_rate

    @property
    def wanted_bytes(self) -> int:
        """PCM without which there is certainly no next hop to be had; 0 or less: there may be one."""
        return int(self._front_end.wanted_samples) * self._bytes_per_frame

    def hear(self, pcm: Buffer) -> Iterator[NDArray[np.float32] | Levels | WarningEvent]:
        """Take PCM, cut anywhere; yield features ``(channels, bins)`` for every hop that it completes, and the input
        level every :data:`LEVEL_SECONDS`, in the order of the audio; warnings come at the same places.

        Exhaust the iterator: audio is taken in as it advances. It is taken in pieces that end where a level reading
        ends, so that readings too do not depend on how the caller cut the audio.
        """
        rest = pcm_bytes(pcm, self._sample_format, self._channels)
        watch = self._watch
        if watch is not None and watch.beginning and (warning := watch.begin(rest)) is not None:
            yield warning
        while rest:
            if self._skip_bytes:
                skipped = min(self._skip_bytes, len(rest))
                self._skip_bytes -= skipped
                rest = rest[skipped:]
                continue
            taken = self._front_end.write(rest[: self._level_bytes_left])
            self._level_bytes_left -= taken
            if self._level_bytes_left < self._watched_bytes and watch is not None:
                watch.take(rest[:taken], self._level_bytes - self._level_bytes_left - taken)
            rest = rest[taken:]
            yield from self._ready()
            if self._level_bytes_left == 0:
                self._level_bytes_left = self._level_bytes
                yield self._front_end.meter.take()
                yield from self._warnings()

    def finish(self) -> Iterator[NDArray[np.float32] | Levels | WarningEvent]:
        """End of the audio: yield what is left, the last hop filled up with silence."""
        if self._watch is not None:
            yield from self._watch.end(self.heard_seconds)
        self._front_end.finish()
        yield from self._ready()
        if self._level_bytes_left < self._level_bytes:
            yield self._front_end.meter.take()
            yield from self._cancellation()

    def snapshot(self) -> Saved:
        """All that comes after depends on, besides its arguments. Not while :meth:`hear` is under way.

        Raises:
            StreamClosedError: after :meth:`finish` or :meth:`close`.
        """
        return {
            "front_end": self._front_end.snapshot(),
            "features": self._features.snapshot(),
            "watch": None if self._watch is None else self._watch.snapshot(),
            **saved_fields(self, _FIELDS),
        }

    def restore(self, saved: Saved) -> None:
        """Go on where another with the same arguments was. After a ``SnapshotError`` or the like it is of no use."""
        self._front_end.restore(saved["front_end"])
        self._features.restore(saved["features"])
        if self._watch is not None:
            self._watch.restore(saved["watch"])
        restore_fields(self, saved, _FIELDS)
        if not 0 < self._level_bytes_left <= self._level_bytes:
            raise SnapshotError("a level reading ends later than one can")

    def close(self) -> None:
        """Refuse any more work."""
        self._front_end.close()

    def _ready(self) -> Iterator[NDArray[np.float32]]:
        while (frame := self._front_end.next_frame()) is not None:
            yield self._features(frame)

    def _warnings(self) -> Iterator[WarningEvent]:
        if self._watch is None:
            return
        said, self._skip_bytes = self._watch.look(self.heard_seconds)
        yield from said
        yield from self._cancellation()

    def _cancellation(self) -> Iterator[WarningEvent]:
        if not self._cancel_said and self._watch is not None and self._front_end.channels_cancelled:
            self._cancel_said = True
            yield WarningEvent("channels_cancel", CANCEL_MESSAGE, self.heard_seconds)


def _filters(told: FilterSettings | FilterFactory | None) -> FilterSettings | Callable[[int], WatchedFilter]:
    if told is None:
        return FilterSettings()
    return told if isinstance(told, FilterSettings) or not callable(told) else partial(WatchedFilter, told)
