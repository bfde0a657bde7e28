"""Levels of the audio as it came in: before the downmix, before any filter."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import attrs

from ._native import ffi
from ._saving import restored_struct, saved_struct

if TYPE_CHECKING:
    from ._native import CData

FLOOR_DBFS: Final = -120.0


@attrs.frozen
class Levels:
    """What a `Meter` saw since it was last taken. All channels are pooled.

    peak_dbfs : float >= -120, 0 for a full-scale sample (float input may exceed it, up to +18)
    rms_dbfs : float >= -120, 0 for a full-scale square wave (-3.01 for a full-scale sine)
    clipped_samples : samples of magnitude 32767/32768 or more
    nonfinite_samples : NaN and infinite samples, replaced by 0
    samples : samples seen; a stereo frame is two
    """

    peak_dbfs: float
    rms_dbfs: float
    clipped_samples: int
    nonfinite_samples: int
    samples: int


class Meter:
    """Peak, RMS, clipped and non-finite counts, gathered by `RingBuffer.write`. Not thread-safe.

    The totals do not depend on how the audio was cut into writes.
    """

    __slots__ = ("_meter",)

    def __init__(self) -> None:
        self._meter: CData = ffi.new("cw_meter *")

    def snapshot(self) -> bytes:
        """What it saw since it was last taken."""
        return saved_struct(self._meter)

    def restore(self, saved: bytes) -> None:
        """Go on from there. Raises `SnapshotError` for what is none."""
        self._meter = restored_struct(saved, "cw_meter")

    def take(self) -> Levels:
        """The levels since the last call, and start afresh."""
        seen = self._meter
        samples = int(seen.samples)
        levels = Levels(
            peak_dbfs=_dbfs(seen.peak),
            rms_dbfs=_dbfs(math.sqrt(seen.sum_squares / samples) if samples else 0.0),
            clipped_samples=int(seen.clipped),
            nonfinite_samples=int(seen.nonfinite),
            samples=samples,
        )
        self._meter = ffi.new("cw_meter *")
        return levels


def _dbfs(amplitude: float) -> float:
    return max(FLOOR_DBFS, 20.0 * math.log10(amplitude)) if amplitude > 0.0 else FLOOR_DBFS
