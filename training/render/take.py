"""A rendered clip before levelling, and where its chords end."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from attrs import define
from numpy.typing import NDArray

from .score import Score, Segment
from .sound import audible_end

Audio = NDArray[np.float32]


@define
class Take:
    """A rendered clip before levelling."""

    audio: Audio
    score: Score
    sound: dict[str, Any]


def with_decay(segments: Sequence[Segment], audio: Audio, total_s: float) -> list[Segment]:
    """Let a chord that silence follows end where it is heard to end (-45 dB of its peak)."""
    result: list[Segment] = []
    pitched = [s for s in segments if s.chord.is_pitched]
    for segment, following in zip(pitched, [*pitched[1:], None], strict=True):
        limit = following.start if following else total_s
        end = segment.end
        if limit - segment.end > 0.05:
            end = max(segment.start + 0.1, audible_end(audio, segment.start, limit))
            if limit - end < 0.06:
                end = limit
        result.append(Segment(segment.start, end, segment.chord))
    return result
