"""Audio in, chords out: the synchronous engine."""

from __future__ import annotations

import operator
from collections.abc import Generator, Iterable, Iterator, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.engine._decoder import Decoder
from chordwork.engine._hearing import LEVEL_SECONDS, Hearing
from chordwork.engine._model import AcousticModel, Answer, ChordModel, Evidence, Question
from chordwork.engine._notes import NoteTracker
from chordwork.engine._parts import (
    DecoderFactory,
    Features,
    FilterFactory,
    HopTiming,
    RecognizerParts,
    called,
    check_together,
    made,
)
from chordwork.engine._settings import DecoderSettings
from chordwork.engine._shelf import load_model
from chordwork.engine._snapshot import decode_snapshot, encode_snapshot
from chordwork.engine._spec import FEATURE_SPEC
from chordwork.engine._tempo import TempoTracker
from chordwork.engine._transform import TransformPool
from chordwork.engine._watched_parts import WatchedDecoder, check_answer
from chordwork.engine.events import BeatEvent, ChordEvent, Event, LevelEvent, TuningEvent, WarningEvent
from chordwork.native import (
    FilterSettings,
    Levels,
    SampleFormat,
    Saved,
    SnapshotError,
    restore_fields,
    restored_array,
    saved_array,
    saved_fields,
)

if TYPE_CHECKING:
    from typing_extensions import Buffer

TUNING_EVERY_HOPS: Final = 22
"""The tuning is looked at about once a second, and reported when it has moved."""
TUNING_NEWS_CENTS: Final = 2.0
_FIELDS: Final = ("_hops", "_level_seconds")

_Hop = tuple[NDArray[np.float32] | None, float | None]
"""What a hop said besides its features: flux, and tuning in cents."""
Listening = Generator[Question, Answer, list[Event]]
"""Asks the model, and returns events."""


class Recognizer:
    """Names the chords of one stream of audio while it plays.

        recognizer = Recognizer(sample_rate=44100)
        for event in recognizer.feed(pcm): ...
        for event in recognizer.finish(): ...

    Synchronous and free of threads, sockets and clocks: call it from wherever audio arrives. The same audio gives the
    same events, bit for bit, however it is cut into chunks. Not thread-safe: one thread at a time for one instance.

    Args:
        sample_rate: of the PCM, 8,000..192,000 Hz.
        sample_format: ``"s16le"`` or ``"f32le"``.
        channels: 1, or 2 interleaved: averaged, or one of them turned over where they cancel one another.
        filters: settings of the input filters, or what makes others in their place; the default blocks DC and rumble
            below 25 Hz.
        features: feature stage, by default the built-in one, which also follows beat and tuning.
        model: shared acoustic model, trained on those features; the bundled one by default.
        transforms: FFT plans of the built-in features; by default pyfftw's where installed, numpy's otherwise.
        decoder: decoder constants, by default those tuned with the model; or what makes another decoder.
        notes: also say which pitch classes sound (:class:`~chordwork.engine.events.NotesEvent`), as practice needs.
        rest_s: between two chords, silence shorter than this belongs to the chord before it, 0 to 5 seconds; as long
            is the chord held on display. None: as the decoder constants have it, a quarter of a second.

    Raises:
        AudioFormatError: a rate, format or channel count outside these ranges.
        ModelError: no model was given and the bundled one cannot be loaded; or it was trained on other features.
        PartError: a part of the caller's could not be made. One that fails later, or breaks its protocol, raises it
            from :meth:`feed` and the like; then the recogniser is fit only for :meth:`close`.
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
    ) -> None:
        self._hearing = Hearing(
            sample_rate,
            sample_format=SampleFormat.parse(sample_format),
            channels=channels,
            filters=filters,
            features=features,
            transforms=transforms,
            onsets=True,
            watch=True,
        )
        self._stream = (operator.index(sample_rate), SampleFormat.parse(sample_format), operator.index(channels))
        self._model: ChordModel = load_model() if model is None else model
        check_together(self._model, features)
        self._watches_model = type(self._model) is not AcousticModel
        self._state: NDArray[np.float32] = made("model", self._model.initial_state)
        self._state_shape = self._state.shape
        self._hop_seconds = FEATURE_SPEC.hop_seconds if features is None else features.hop_seconds
        timing = HopTiming(self._hop_seconds, self._model.info.target_delay_s)
        self._decoder: Decoder | WatchedDecoder = (
            WatchedDecoder(decoder, timing, self._model.decoder_settings)
            if callable(decoder)
            else Decoder(decoder or self._model.decoder_settings, **attrs.asdict(timing))
        )
        if rest_s is not None:
            self.rest_s = rest_s
        self._tempo = TempoTracker()
        self._hops = 0
        self._run_hops = 1
        self._notes: NoteTracker | None = None
        self.notes = notes
        self._level_seconds = 0.0
        self._reported_cents: float | None = None

    @classmethod
    def of(
        cls,
        parts: RecognizerParts,
        sample_rate: int = 44100,
        *,
        sample_format: SampleFormat | str = SampleFormat.S16LE,
        channels: int = 1,
        notes: bool = False,
    ) -> Self:
        """A recogniser of these parts; the other arguments, and errors, are those of the class."""
        return cls(
            sample_rate,
            sample_format=sample_format,
            channels=channels,
            notes=notes,
            **{field.name: getattr(parts, field.name) for field in attrs.fields(RecognizerParts)},
        )

    @property
    def heard_seconds(self) -> float:
        """Length of the audio fed so far."""
        return self._hearing.heard_seconds

    @property
    def notes(self) -> bool:
        """Whether it says which pitch classes sound. May be changed between two calls of :meth:`feed`."""
        return self._notes is not None

    @notes.setter
    def notes(self, wanted: bool) -> None:
        if wanted and self._notes is None:
            self._notes = NoteTracker(
                hop_seconds=self._hop_seconds,
                target_delay_s=self._model.info.target_delay_s,
                heard_hops=self._hops,
            )
        elif not wanted:
            self._notes = None

    @property
    def rest_s(self) -> float:
        """Shortest rest in seconds, 0 to 5, see :attr:`DecoderSettings.rest_s`. May be changed between two calls of
        :meth:`feed`; counts from there on."""
        return self._decoder.rest_s

    @rest_s.setter
    def rest_s(self, seconds: float) -> None:
        self._decoder.rest_s = seconds

    @property
    def run_hops(self) -> int:
        """Hops of one piece of audio that :meth:`listen` asks about in one question, at most: 1, or more for a caller
        who asks models that can answer it (:class:`~chordwork.engine.CompanyModel`). Between two pieces it may be
        changed. What is said does not change, nor its order, where such a model is alike in company."""
        return self._run_hops

    @run_hops.setter
    def run_hops(self, hops: int) -> None:
        if hops < 1:
            raise ValueError(f"run_hops must be at least 1, not {hops!r}")
        self._run_hops = hops

    @property
    def wanted_bytes(self) -> int:
        """PCM without which :meth:`feed` will certainly decide nothing; 0 or less: it may.

        For callers who collect audio anyway: less of it only costs them a call. Level readings may be said that much
        later; what is said, and the times in it, do not change.
        """
        return self._hearing.wanted_bytes

    @property
    def model(self) -> ChordModel:
        """The acoustic model in use."""
        return self._model

    def feed(self, pcm: Buffer) -> list[Event]:
        """Take PCM of any length, cut anywhere, even inside a sample; return what it brought to light.

        Args:
            pcm: bytes, or an array of the samples' own type: interleaved, or of shape ``(n, channels)``.

        Raises:
            AudioFormatError: it is neither.
            StreamClosedError: after :meth:`finish` or :meth:`close`.
        """
        return self._answered(self._listen(self._hear(pcm), 1))

    def finish(self) -> list[Event]:
        """End of the audio: the remaining final chords, up to the last sample. Call it once."""
        return [*self._answered(self._listen(self._hear_to_end(), 1)), *self._decide_to_end()]

    def listen(self, pcm: Buffer) -> Listening:
        """As :meth:`feed`, with the model left to the caller, who may run it for many streams at once.

        Yields a :data:`Question` for each hop (for several, if :attr:`run_hops` is set so), wants its :data:`Answer`
        sent in, and returns the events. Exhaust it before the next call; a generator that is dropped half way leaves
        the recogniser fit only for :meth:`close`::

            listening = recognizer.listen(pcm)
            question = next(listening)
            question = listening.send(model.step(*question))    # and so on, until StopIteration with the events

        The bundled model's evidence has the same bits in a batch of any size (decision 118). That of other models may
        differ in the last ones; events then differ where two chords are equally likely, to that precision.
        :meth:`feed` always asks alone.

        Raises:
            StreamClosedError: after :meth:`finish` or :meth:`close`, at the first step.
        """
        return self._listen(self._hear(pcm), self._run_hops)

    def listen_to_end(self) -> Listening:
        """As :meth:`finish`, with the model left to the caller; see :meth:`listen`."""
        events = yield from self._listen(self._hear_to_end(), self._run_hops)
        return [*events, *self._decide_to_end()]

    def snapshot(self) -> bytes:
        """Everything that later events depend on; :meth:`restore` goes on from it, also in another process or machine.

        About 83 kB, of which 20 are the last 0.74 s of audio, filtered and at the model's rate. Between two calls
        of :meth:`feed`; not while a generator of :meth:`listen` is under way.

        Raises:
            SnapshotError: a part of the caller's has none, see :class:`RestorablePart`.
            StreamClosedError: after :meth:`finish` or :meth:`close`.
        """
        state: Saved = {
            "hearing": self._hearing.snapshot(),
            "decoder": self._decoder.snapshot(),
            "tempo": self._tempo.snapshot(),
            "notes": None if self._notes is None else self._notes.snapshot(),
            "model": saved_array(np.ascontiguousarray(self._state)),
            "cents": self._reported_cents,
            **saved_fields(self, _FIELDS),
        }
        try:
            return encode_snapshot(state, self._model.info, self._stream)
        except (TypeError, ValueError, OverflowError) as error:
            raise SnapshotError(f"a part of this recogniser has a state that is no plain value: {error}") from error

    def restore(self, snapshot: bytes) -> None:
        """Go on where another recogniser with the same arguments and model was: the same audio brings the same events.

        For one that was just made. Bit for bit where both have the same transforms; else as near as those are.

        Raises:
            SnapshotError: it is none, or of another version, model, format or filter; then make another recogniser.
        """
        saved = decode_snapshot(snapshot, self._model.info, self._stream)
        try:
            self._hearing.restore(saved["hearing"])
            self._decoder.restore(saved["decoder"])
            self._tempo.restore(saved["tempo"])
            self._state = restored_array(saved["model"], np.float32, self._state.shape)
            restore_fields(self, saved, _FIELDS)
            cents = saved["cents"]
            self._reported_cents = None if cents is None else float(cents)
            self.notes = saved["notes"] is not None
            if self._notes is not None:
                self._notes.restore(saved["notes"])
        except SnapshotError:
            self.close()
            raise
        except (KeyError, IndexError, TypeError, ValueError, AttributeError, OverflowError, MemoryError) as error:
            self.close()
            raise SnapshotError(f"a snapshot that is damaged: {type(error).__name__}") from error

    def close(self) -> None:
        """Refuse any more audio; what was not finished is lost."""
        self._hearing.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _answered(self, listening: Listening) -> list[Event]:
        try:
            question = next(listening)
            while True:
                question = listening.send(self._asked(*question))
        except StopIteration as stop:
            events: list[Event] = stop.value
            return events

    def _asked(self, features: NDArray[np.float32], state: NDArray[np.float32]) -> Answer:
        if self._watches_model:
            answer: Answer = called("model", "failed", self._model.step, features, state)
            return answer
        return self._model.step(features, state)

    def _listen(self, hearing: Iterable[NDArray[np.float32] | Event], run_hops: int) -> Listening:
        events: list[Event] = []
        run: list[NDArray[np.float32]] = []
        waiting: list[_Hop | Event] = []
        for heard in hearing:
            if isinstance(heard, np.ndarray):
                run.append(heard)
                waiting.append((self._flux, self._heard_cents))
                if len(run) >= run_hops:
                    evidence, self._state = yield _together(run), self._state
                    if self._watches_model:
                        check_answer(evidence, len(run), self._state, self._state_shape)
                    events += self._decide_all(waiting, evidence)
                    run, waiting = [], []
            elif run:
                waiting.append(heard)
            else:
                events.append(heard)
        if run:
            evidence, self._state = yield _together(run), self._state
            if self._watches_model:
                check_answer(evidence, len(run), self._state, self._state_shape)
            events += self._decide_all(waiting, evidence)
        return events

    def _decide_all(self, waiting: Iterable[_Hop | Event], evidence: Evidence) -> list[Event]:
        """Events of hops in order, and of hearing where they belong between them."""
        events, row = list[Event](), 0
        for each in waiting:
            if isinstance(each, tuple):
                flux, cents = each
                events += self._decide(evidence, row, flux=flux, cents=cents)
                row += 1
            else:
                events.append(each)
        return events

    # What follows is for recordings, too, which are heard in runs.

    @property
    def _flux(self) -> NDArray[np.float32] | None:
        """Spectral flux of the hop just heard."""
        return self._hearing.flux

    @property
    def _heard_cents(self) -> float | None:
        """Tuning as of the hop just heard; None where nothing has a pitch."""
        return self._hearing.tuning_cents if self._hearing.tuning_agreement else None

    def _hear(self, pcm: Buffer) -> Iterator[NDArray[np.float32] | Event]:
        """Features of each hop, and the events of hearing, in order."""
        return self._heard(self._hearing.hear(pcm))

    def _hear_to_end(self) -> Iterator[NDArray[np.float32] | Event]:
        """What is left to be heard."""
        return self._heard(self._hearing.finish())

    def _decide(
        self, evidence: Evidence, row: int, *, flux: NDArray[np.float32] | None, cents: float | None
    ) -> list[Event]:
        """The events of the next hop, whose evidence is one row; ``flux`` and ``cents`` are of the hop likewise."""
        events: list[Event] = [*self._decoder.step(evidence.chord[row], evidence.bass[row], evidence.notes[row])]
        if self._notes is not None:
            changed = any(isinstance(event, ChordEvent) and event.status == "provisional" for event in events)
            if news := self._notes.step(evidence.notes[row], changed=changed):
                events.append(news)
        self._hops += 1
        now = self._hops * self._hop_seconds
        if flux is not None:
            pulse = self._tempo.step(flux)
            for each in pulse:
                if isinstance(each, BeatEvent):
                    self._decoder.hear_beat(each.time)
            events += pulse
        if self._hops % TUNING_EVERY_HOPS == 0 and cents is not None and self._is_news(cents):
            self._reported_cents = cents
            events.append(TuningEvent(cents, now))
        return events

    def _decide_to_end(self) -> list[Event]:
        """The final chords that are left."""
        return [*self._decoder.finish(self.heard_seconds, self.heard_seconds)]

    def _heard(
        self, hearing: Iterable[NDArray[np.float32] | Levels | WarningEvent]
    ) -> Iterator[NDArray[np.float32] | Event]:
        for heard in hearing:
            if isinstance(heard, Levels):
                self._level_seconds = min(self._level_seconds + LEVEL_SECONDS, self.heard_seconds)
                yield _level_event(heard, self._level_seconds)
            else:
                yield heard

    def _is_news(self, cents: float) -> bool:
        return self._reported_cents is None or abs(cents - self._reported_cents) >= TUNING_NEWS_CENTS


def _together(run: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
    """Features of hops in order, shape ``(hops, channels, bins)``."""
    return run[0][np.newaxis] if len(run) == 1 else np.array(run)


def _level_event(levels: Levels, at: float) -> LevelEvent:
    return LevelEvent(levels.peak_dbfs, levels.rms_dbfs, levels.clipped_samples, levels.nonfinite_samples, at)
