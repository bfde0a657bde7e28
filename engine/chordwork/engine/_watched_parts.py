"""Parts of others, held to their protocols while they work: what they do wrong ends their own stream, and says why."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.engine._model import CHORDS, Evidence
from chordwork.engine._parts import (
    ChordDecoder,
    DecoderFactory,
    Features,
    FilterFactory,
    HopTiming,
    PartError,
    RestorablePart,
    TunedStage,
    called,
    made,
)
from chordwork.engine._settings import DecoderSettings
from chordwork.engine.events import ChordEvent, KeyEvent
from chordwork.native import Saved, SnapshotError, restore_fields, saved_fields

ROUNDING_S: Final = 1e-6
"""By so much times may differ that are the same."""
_TUNING_FIELDS: Final = ("cents", "agreement")
EVIDENCE_SHAPES: Final = {"chord": (len(CHORDS),), "bass": (12, 12), "notes": (12,)}


@attrs.define
class StageTuning:
    """What a stage says of the tuning: cents, and 1 where it has said some."""

    cents: float = 0.0
    agreement: float = 0.0


class WatchedFilter:
    """A filter of somebody else's, in the place of the built-in cascade."""

    def __init__(self, factory: FilterFactory, rate_hz: int) -> None:
        self._filter = made("filter", factory, rate_hz)

    def process(self, block: NDArray[np.float32]) -> None:
        """Filter in place."""
        called("filter", "failed", self._filter.process, block)
        if not np.isfinite(block).all():
            raise PartError("filter", "made audio that is not finite: keep every sample a number")

    def snapshot(self) -> Saved:
        """Of the filter."""
        return _saved("filter", self._filter)

    def restore(self, saved: Saved) -> None:
        """Go on from there."""
        _restore("filter", self._filter, saved)


class WatchedStage:
    """A feature stage of somebody else's."""

    flux: Final = None
    """It tells nothing of what is struck, so that there is no tempo."""

    def __init__(self, features: Features) -> None:
        self._shape = features.shape
        self._stage = made("features", features.stage)
        self._tells_tuning = isinstance(self._stage, TunedStage)
        self.tuning = StageTuning()

    def __call__(self, frame: NDArray[np.float32]) -> NDArray[np.float32]:
        """Features of the newest hop: an array of their own."""
        found = called("features", "failed", self._stage, frame)
        if not isinstance(found, np.ndarray) or found.dtype != np.float32 or found.shape != self._shape:
            raise PartError("features", f"gave {_shown(found)}: give float32 values of shape {self._shape}")
        if not np.isfinite(found).all():
            raise PartError("features", "gave values that are not finite: keep every one a number")
        if self._tells_tuning:
            cents = called("features", "could not tell the tuning", lambda: self._stage.tuning_cents)
            if cents is not None and not -60.0 <= cents <= 60.0:
                raise PartError("features", f"gave a tuning of {cents!r}: give cents in [-50, 50), or None")
            self.tuning.cents, self.tuning.agreement = cents or 0.0, float(cents is not None)
        return found.copy()

    def snapshot(self) -> Saved:
        """Of the stage."""
        return {"stage": _saved("features", self._stage), **saved_fields(self.tuning, _TUNING_FIELDS)}

    def restore(self, saved: Saved) -> None:
        """Go on from there."""
        _restore("features", self._stage, saved["stage"])
        restore_fields(self.tuning, saved, _TUNING_FIELDS)


class WatchedDecoder:
    """A decoder of somebody else's, whose chords are looked at: see :class:`ChordDecoder` for what they keep to."""

    def __init__(self, factory: DecoderFactory, timing: HopTiming, settings: DecoderSettings) -> None:
        self._decoder: ChordDecoder = made("decoder", factory, timing, settings)
        self._timing = timing
        self.rest_s = settings.rest_s
        """What was asked for; what a rest is, such a decoder knows itself."""
        self._hops = 0
        self._end = 0.0
        self._at = 0.0

    def hear_beat(self, time: float) -> None:
        """Beats are no concern of such a decoder."""

    def step(
        self, chord: NDArray[np.float32], bass: NDArray[np.float32], notes: NDArray[np.float32] | None = None
    ) -> list[ChordEvent | KeyEvent]:
        """Take one hop; such a decoder is not told the notes."""
        self._hops += 1
        return self._seen(called("decoder", "failed", self._decoder.step, chord, bass), self._timing.heard(self._hops))

    def finish(self, duration: float, now: float) -> list[ChordEvent | KeyEvent]:
        """Decide all that is left."""
        heard, self._at = max(now, self._timing.heard(self._hops)), 0.0  # the last hop may have reached beyond the end
        said = self._seen(called("decoder", "failed at the end", self._decoder.finish, duration, now), heard)
        if abs(self._end - duration) > ROUNDING_S and duration > self._end:
            raise PartError("decoder", f"left {self._end:g} to {duration:g} s undecided: say all that was heard")
        return said

    def snapshot(self) -> Saved:
        """Of the decoder, and what it has said."""
        return {"decoder": _saved("decoder", self._decoder), "said": [self._hops, self._end, self._at]}

    def restore(self, saved: Saved) -> None:
        """Go on from there."""
        hops, end, at = saved["said"]
        self._hops, self._end, self._at = int(hops), float(end), float(at)
        _restore("decoder", self._decoder, saved["decoder"])

    def _seen(self, said: Sequence[ChordEvent | KeyEvent], heard: float) -> list[ChordEvent | KeyEvent]:
        if not isinstance(said, Sequence):
            raise PartError("decoder", f"gave {_shown(said)}: give a list of events, perhaps an empty one")
        for event in said:
            if not isinstance(event, (ChordEvent, KeyEvent)):
                raise PartError("decoder", f"gave {_shown(event)}: give a ChordEvent or a KeyEvent")
            self._check(event, heard)
        return [*said]

    def _check(self, event: ChordEvent | KeyEvent, heard: float) -> None:
        if not self._at - ROUNDING_S <= event.at <= heard + ROUNDING_S:
            raise PartError(
                "decoder", f"said an event at {event.at!r}: it is {heard:g} s, and at {self._at:g} one was said"
            )
        self._at = max(self._at, event.at)
        if not 0.0 <= event.confidence <= 1.0:
            raise PartError("decoder", f"gave a confidence of {event.confidence!r}: give a probability")
        if isinstance(event, KeyEvent):
            return
        if event.status == "provisional":
            if event.end is not None or not 0.0 <= event.start <= heard + ROUNDING_S:
                raise PartError("decoder", f"gave {event.start!r} to {event.end!r} s: what rings has begun, and no end")
            return
        if event.status != "final" or abs(event.start - self._end) > ROUNDING_S:
            raise PartError(
                "decoder", f"said a final chord from {event.start!r} s: go on where the last ended, at {self._end:g} s"
            )
        if event.end is None or not event.start < event.end <= heard + ROUNDING_S or math.isnan(event.end):
            raise PartError(
                "decoder", f"said a final chord to {event.end!r} s: end it after {event.start:g}, and once heard"
            )
        self._end = event.end


def check_answer(answer: Evidence, hops: int, state: NDArray[np.float32], before: tuple[int, ...]) -> None:
    """What a model of somebody else's answers about some hops of one stream.

    Raises:
        PartError: it is not what a :class:`ChordModel` gives.
    """
    for name, shape in EVIDENCE_SHAPES.items():
        values = getattr(answer, name, None)
        if not isinstance(values, np.ndarray) or values.dtype != np.float32 or values.shape != (hops, *shape):
            raise PartError("model", f"gave {_shown(values)} as {name}: give float32 values of shape {(hops, *shape)}")
        if not np.isfinite(values).all():
            raise PartError("model", f"gave values as {name} that are not finite: keep every one a number")
    if not isinstance(state, np.ndarray) or state.dtype != np.float32 or state.shape != before:
        raise PartError("model", f"gave {_shown(state)} as its state: give float32 values of shape {before}")


def _shown(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"{value.dtype} values of shape {value.shape}"
    return f"{type(value).__name__} {repr(value)[:60]}"


def _saved(part: str, each: Any) -> Saved:
    if not isinstance(each, RestorablePart):
        raise SnapshotError(f"the {part} of this recogniser has no snapshot, so that it has none either")
    saved: Saved = called(part, "could not be saved", each.snapshot)
    return saved


def _restore(part: str, each: Any, saved: Saved) -> None:
    if not isinstance(each, RestorablePart):
        raise SnapshotError(f"the {part} of this recogniser cannot go on from a snapshot")
    each.restore(saved)
