"""A recording in, chords out: the same events as while it plays, heard in runs of many hops."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.engine._model import Answer, ChordModel, Evidence, RunningModel
from chordwork.engine._parts import DecoderFactory, Features, FilterFactory, called
from chordwork.engine._recognizer import Recognizer
from chordwork.engine._settings import DecoderSettings
from chordwork.engine._transform import TransformPool
from chordwork.engine._watched_parts import check_answer
from chordwork.engine.events import Event
from chordwork.native import FilterSettings, SampleFormat

if TYPE_CHECKING:
    from typing_extensions import Buffer

RUN_HOPS: Final = 64
"""Hops heard together, 3 s of audio."""


@attrs.define(eq=False)
class _Waiting:
    """What waits for its run to be full: an event of hearing, or a hop with what it said besides its features.

    ``heard_seconds`` is the audio fed at the end of the call that brought it, not known before that.
    """

    event: Event | None
    flux: NDArray[np.float32] | None = None
    cents: float | None = None
    heard_seconds: float = -1.0


class RecordingRecognizer:
    """Names the chords of a recording that is there already, so that nobody waits for them while it plays.

        recognizer = RecordingRecognizer(sample_rate=44100)
        for pcm in blocks: events += recognizer.feed(pcm)
        events += recognizer.finish()

    It says what a :class:`Recognizer` says, in the same order and of the same times, up to 3 s of audio later, for less
    than half of the work: the model looks at many hops at once, and only its memory goes from one to the next. With the
    bundled model the events are the same, bit for bit; with another, confidences may differ in their last places. They
    do not depend on how the audio is cut. Memory does not grow with the recording. Not thread-safe.

    Args:
        sample_rate: as for :class:`Recognizer`, and so are the others.
        sample_format: likewise.
        channels: likewise.
        filters: likewise.
        features: likewise.
        model: likewise; one that takes runs (:class:`~chordwork.engine.RunningModel`) is asked for many hops at once.
        transforms: likewise.
        decoder: likewise.
        notes: likewise.
        rest_s: likewise.
        run_hops: hops that are heard together, at least 1.

    Raises:
        AudioFormatError: a rate, format or channel count outside these ranges.
        ModelError: no model was given and the bundled one cannot be loaded; or it was trained on other features.
        PartError: a part of the caller's could not be made; or fails later, as for :class:`Recognizer`.
    """

    def __init__(
        self,
        sample_rate: int = 44100,
        *,
        sample_format: SampleFormat | str = SampleFormat.S16LE,
        channels: int = 1,
        filters: FilterSettings | FilterFactory | None = None,
        features: Features | None = None,
        model: ChordModel | None = None,
        transforms: TransformPool | None = None,
        decoder: DecoderSettings | DecoderFactory | None = None,
        notes: bool = False,
        rest_s: float | None = None,
        run_hops: int = RUN_HOPS,
    ) -> None:
        if run_hops < 1:
            raise ValueError(f"run_hops must be at least 1, not {run_hops!r}")
        self._recognizer = Recognizer(
            sample_rate,
            sample_format=sample_format,
            channels=channels,
            filters=filters,
            features=features,
            model=model,
            transforms=transforms,
            decoder=decoder,
            notes=notes,
            rest_s=rest_s,
        )
        self._run_hops = run_hops
        self._state = self._recognizer.model.initial_state()
        self._features: list[NDArray[np.float32]] = []
        self._waiting: list[_Waiting] = []

    @property
    def heard_seconds(self) -> float:
        """Length of the audio fed so far."""
        return self._recognizer.heard_seconds

    @property
    def rest_s(self) -> float:
        """Shortest rest in seconds."""
        return self._recognizer.rest_s

    @property
    def model(self) -> ChordModel:
        """The acoustic model in use."""
        return self._recognizer.model

    def feed(self, pcm: Buffer) -> list[Event]:
        """Take PCM of any length, cut anywhere; return what has been heard in it and before, as far as a run is full.

        Raises:
            AudioFormatError: it is neither bytes nor an array of the samples' type.
            StreamClosedError: after :meth:`finish` or :meth:`close`.
        """
        return [event for event, _ in self.feed_timed(pcm)]

    def finish(self) -> list[Event]:
        """End of the audio: all that is left. Call it once."""
        return [event for event, _ in self.finish_timed()]

    def feed_timed(self, pcm: Buffer) -> list[tuple[Event, float]]:
        """As :meth:`feed`; with each event, how much audio had been fed at the end of the call that brought it.

        So whoever feeds chunk by chunk learns when each event would have been there, had the recording been played.
        """
        return self._timed(self._taken(self._recognizer._hear(pcm)))

    def finish_timed(self) -> list[tuple[Event, float]]:
        """As :meth:`finish`, with the same times."""
        said = [*self._taken(self._recognizer._hear_to_end()), *self._decided()]
        said += [_Waiting(event) for event in self._recognizer._decide_to_end()]
        return self._timed(said)

    def close(self) -> None:
        """Refuse any more audio; what was not finished is lost."""
        self._recognizer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _taken(self, hearing: Iterable[NDArray[np.float32] | Event]) -> list[_Waiting]:
        """Events of the runs that became full."""
        said: list[_Waiting] = []
        recognizer = self._recognizer
        for heard in hearing:
            if not isinstance(heard, np.ndarray):
                self._waiting.append(_Waiting(heard))
                continue
            self._features.append(heard)
            self._waiting.append(_Waiting(None, recognizer._flux, recognizer._heard_cents))
            if len(self._features) >= self._run_hops:
                said += self._decided()
        return said

    def _decided(self) -> list[_Waiting]:
        """Events of the run as it is; then nothing waits."""
        waiting, self._waiting = self._waiting, []
        features, self._features = self._features, []
        evidence = self._evidence(np.stack(features)) if features else None
        said, hop = list[_Waiting](), 0
        for each in waiting:
            if each.event is not None or evidence is None:
                said.append(each)
                continue
            events = self._recognizer._decide(evidence, hop, flux=each.flux, cents=each.cents)
            said += [_Waiting(event, heard_seconds=each.heard_seconds) for event in events]
            hop += 1
        return said

    def _evidence(self, features: NDArray[np.float32]) -> Evidence:
        model = self._recognizer.model
        if isinstance(model, RunningModel):
            evidence, self._state = self._answer(model.step_run, features)
            return evidence
        rows = []
        for hop in range(len(features)):
            row, self._state = self._answer(model.step, features[hop : hop + 1])
            rows.append((row.chord, row.bass, row.notes))
        return Evidence(*map(np.concatenate, zip(*rows, strict=True)))

    def _answer(self, step: Callable[..., Answer], features: NDArray[np.float32]) -> Answer:
        if not self._recognizer._watches_model:
            return step(features, self._state)
        evidence, state = called("model", "failed", step, features, self._state)
        check_answer(evidence, len(features), state, self._state.shape)
        return evidence, state

    def _timed(self, said: list[_Waiting]) -> list[tuple[Event, float]]:
        heard_seconds = self.heard_seconds
        for each in self._waiting:
            if each.heard_seconds < 0.0:
                each.heard_seconds = heard_seconds
        return [
            (each.event, each.heard_seconds if each.heard_seconds >= 0.0 else heard_seconds)
            for each in said
            if each.event is not None
        ]
