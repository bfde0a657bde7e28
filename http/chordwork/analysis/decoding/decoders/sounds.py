"""What every decoder looks like, and the parts that a recording is put together from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, Protocol

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.analysis.warnings import AnalysisWarning

Samples = NDArray[np.float32]
"""y : np.ndarray [shape=(n, channels)], float32, full scale at ±1."""
PIECE_FRAMES: Final = 8192
MAX_SILENCE_S: Final = 600.0
"""In one place; where more seems to be missing, it is rather the numbers that are damaged."""


class BrokenSound(Exception):
    """A decoder met what it cannot read; what it gave before is good.

    Attributes:
        frames: that it gave.
        at_end: all bytes had been taken: rather cut off than damaged.
    """

    def __init__(self, frames: int, reason: str, *, at_end: bool = False) -> None:
        super().__init__(reason)
        self.frames = frames
        self.at_end = at_end


class Sound(Protocol):
    """A decoder at work on one stream."""

    @property
    def rate_hz(self) -> int:
        """Of its pieces."""
        ...

    @property
    def channels(self) -> int:
        """Of its pieces."""
        ...

    @property
    def warnings(self) -> list[AnalysisWarning]:
        """Times are within this sound; complete when its pieces are."""
        ...

    def pieces(self) -> Iterator[Samples]:
        """Everything, in order; once.

        Raises:
            BrokenSound: it cannot go on.
        """
        ...

    def close(self) -> None:
        """Let go of the file."""
        ...


@attrs.frozen
class Part:
    """One stretch of a recording."""

    open: Callable[[], Sound]
    skip_s: float = 0.0
    """To leave out at its beginning: delay of an encoder."""
    keep_s: float | None = None
    """To keep after that; None for all."""
    at_s: float | None = None
    """Where it lies in the recording; None: right behind what was before."""
    resume: Callable[[int], Part | None] | None = None
    """What to go on with when it broke after so many sample frames; None if nothing can."""


@attrs.define
class Plan:
    """How to hear a file from beginning to end."""

    parts: list[Part]
    expected_s: float | None = None
    """What it probably holds; None if nobody knows before it was heard."""
    promised_s: float | None = None
    """What its header promises; None if it promises nothing."""
    slack_s: float = 0.0
    """What may be missing of the promise, since each of several files rounds its own."""
    cut: str = ""
    """For a format that promises nothing: how one sees that the end is missing; empty if it is there."""
    warnings: list[AnalysisWarning] = attrs.field(factory=list)
