"""The supervisor: opens sessions, keeps their failures apart, and brings them to an end."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import attrs
import trio

from chordwork.actors._errors import EngineDraining, EngineFull, EngineOverloaded, EngineRefusal
from chordwork.actors._format import StreamFormat
from chordwork.actors._inference import MAX_ROWS, InferenceStatistics, SharedInference, SharingRecognizer
from chordwork.actors._load import LoadMeter, LoadStatistics
from chordwork.actors._mailbox import AudioMailbox, WhenFull
from chordwork.actors._notices import SessionSnapshot
from chordwork.actors._outbox import EventOutbox
from chordwork.actors._recognizer import (
    EngineInfo,
    RecognizerFactory,
    RecognizerLike,
    bundled_recognizers,
    recognizers_of,
)
from chordwork.actors._rollout import DeployedModel, ModelRollout
from chordwork.actors._session import Session
from chordwork.engine.events import Event
from chordwork.harmony.errors import ChordworkError
from chordwork.native import SampleFormat

if TYPE_CHECKING:
    from chordwork.engine import RecognizerParts


SessionWatch = Callable[[EngineInfo], Callable[[Event], None]]
"""Called with the model that hears a session; returns what is told of each event of it. Both are quick, and raise
nothing."""


def _positive(_instance: object, attribute: attrs.Attribute[Any], value: float) -> None:
    if not value > 0:
        raise ValueError(f"{attribute.name} must be more than 0, not {value!r}")


@attrs.frozen(kw_only=True)
class EngineLimits:
    """Bounds of an engine.

    Attributes:
        max_sessions: sessions open at once.
        mailbox_s: seconds of audio that may wait in one session.
        max_age_s: in sessions that drop, audio later than this is dropped; None: only when the mailbox is full.
        max_pending_finals: final chords that may wait to be read in one session.
        max_batch_rows: hops of sessions that one call of a shared model may serve; 1: each session asks alone.
        max_load: share of the time that the loop may be busy before no more sessions are taken; None: any. Sessions
            that block, such as files, do not count: they give way.
        always_taken: so many sessions are taken however busy the loop is: few as they are, it is not their doing.
    """

    max_sessions: int = attrs.field(default=64, validator=_positive)
    mailbox_s: float = attrs.field(default=10.0, validator=_positive)
    max_age_s: float | None = attrs.field(default=None, validator=attrs.validators.optional(_positive))
    max_pending_finals: int = attrs.field(default=4096, validator=_positive)
    max_batch_rows: int = attrs.field(default=MAX_ROWS, validator=_positive)
    max_load: float | None = attrs.field(default=None, validator=attrs.validators.optional(_positive))
    always_taken: int = attrs.field(default=8, validator=attrs.validators.ge(0))


@attrs.frozen
class EngineStatistics:
    """State of an engine.

    Attributes:
        sessions: open now.
        max_sessions: the limit.
        opened: sessions ever opened.
        crashed: sessions whose recogniser failed.
        refused: sessions refused, full, overloaded or draining.
        draining: no new sessions are taken.
        load: how busy the loop is; None where the limits do not ask.
        inference: of each model that sessions share.
    """

    sessions: int
    max_sessions: int
    opened: int
    crashed: int
    refused: int
    draining: bool
    inference: tuple[InferenceStatistics, ...] = ()
    load: LoadStatistics | None = None


@attrs.frozen
class AudioTotals:
    """Audio of all sessions, those that have ended included.

    Attributes:
        received_s: seconds of audio sent.
        recognized_s: seconds of audio recognised.
        dropped_s: seconds of audio dropped because a mailbox was full.
        queue_ages_s: of each open session, how long its oldest audio has waited.
    """

    received_s: float
    recognized_s: float
    dropped_s: float
    queue_ages_s: tuple[float, ...]


class Engine:
    """Where sessions live; made by :func:`open_engine` only. For use within one trio loop."""

    def __init__(
        self, nursery: trio.Nursery, limits: EngineLimits, rollout: ModelRollout, watch: SessionWatch | None = None
    ) -> None:
        self._nursery = nursery
        self._limits = limits
        self._rollout = rollout
        self._watch = watch
        self._retired: dict[tuple[str, str], InferenceStatistics] = {}
        self._sessions: set[Session] = set()
        self._inference: dict[int, SharedInference] = {}  # by the identity of its model: others may have no hash
        self._in_a_hurry = 0
        self._opened = 0
        self._crashed = 0
        self._refused = 0
        self._draining = False
        self._ended_audio = AudioTotals(0.0, 0.0, 0.0, ())
        self._meter = None if limits.max_load is None else LoadMeter()

    @property
    def info(self) -> EngineInfo:
        """Which model hears the most of the sessions that begin now; see :attr:`Session.info` for that of each."""
        return self._rollout.main.info

    @property
    def rollout(self) -> ModelRollout:
        """Who hears new sessions. Change it, and those that begin from now on are heard by others."""
        return self._rollout

    @property
    def limits(self) -> EngineLimits:
        """The bounds it was opened with."""
        return self._limits

    @asynccontextmanager
    async def open_session(
        self,
        *,
        sample_rate: int,
        sample_format: SampleFormat | str = SampleFormat.S16LE,
        channels: int = 1,
        when_full: WhenFull = "block",
        progress: bool = False,
        checkpoint_s: float | None = None,
        snapshot: SessionSnapshot | None = None,
        session_id: str | None = None,
        in_no_hurry: bool = False,
        parts: RecognizerParts | None = None,
    ) -> AsyncIterator[Session]:
        """Open a session for the length of an ``async with`` block.

        Leaving the block, also by an exception or by being cancelled, ends the session at once and frees everything it
        held; call :meth:`Session.finish` and read to the end before that to have the last chords.

        Args:
            sample_rate: of the PCM in Hz.
            sample_format: ``"s16le"`` or ``"f32le"``.
            channels: 1, or 2 interleaved.
            when_full: what :meth:`Session.send` does when recognition cannot keep up; see :class:`AudioMailbox`.
            progress: also deliver :class:`Progress` notices.
            checkpoint_s: also deliver a :class:`Checkpoint` about every so many seconds of audio; None: never.
            snapshot: of another session, to go on with it; the format must be that of the other one.
            session_id: of that session; a new one if None.
            in_no_hurry: nobody asks when an event is seen: hear a recording in runs, if its recogniser can. The events
                are the same, bit for bit, up to 0.75 s of audio later. Its questions to the model are kept apart from
                those of others, and are about 3 hops each; about 16 while all who are heard are in no hurry. Each
                event waits until it is read, so read while you send: then none is left out for a newer one.
            parts: what its recogniser is made of, in the place of the engine's. Whatever a part of them does wrong is
                this session's end alone. Sessions that share a model share its batches, whoever brought it.

        Raises:
            AudioFormatError: the format cannot be used.
            EngineFull: as many sessions are open as the limits allow.
            EngineOverloaded: the loop is too busy.
            EngineDraining: the engine is shutting down.
            SnapshotError: there is no going on from that snapshot.
            PartError: one of the parts could not be made.
        """
        if (refusal := self.refusal()) is not None:
            self._refused += 1
            raise refusal
        stream_format = StreamFormat(sample_rate=sample_rate, sample_format=sample_format, channels=channels)
        mailbox = AudioMailbox(
            stream_format,
            capacity_s=self._limits.mailbox_s,
            when_full=when_full,
            max_age_s=self._limits.max_age_s,
        )
        outbox = EventOutbox(max_pending_finals=self._limits.max_pending_finals)
        session_id = session_id or secrets.token_hex(8)
        deployed = self._rollout.model_of(session_id) if parts is None else DeployedModel(*recognizers_of(parts))
        recognizer = deployed.factory(stream_format)
        try:
            session = Session(
                session_id,
                stream_format,
                recognizer,
                mailbox=mailbox,
                outbox=outbox,
                progress=progress,
                inference=self._inference_for(recognizer),
                forgive=self._meter.forgive if self._meter is not None and when_full == "block" else None,
                checkpoint_s=checkpoint_s,
                snapshot=snapshot,
                info=deployed.info,
                watch=None if self._watch is None else self._watch(deployed.info),
                others_in_a_hurry=self._somebody_in_a_hurry if in_no_hurry else None,
            )
        except ChordworkError:  # of the snapshot
            recognizer.close()
            raise
        if self._meter is not None:
            self._meter.promise(len(self._sessions))
        self._sessions.add(session)
        self._in_a_hurry += not in_no_hurry
        self._opened += 1
        self._nursery.start_soon(self._supervise, session, name=f"chordwork session {session.id}")
        try:
            yield session
        finally:
            session._scope.cancel()
            with trio.CancelScope(shield=True):  # short: recognition notices at its next checkpoint
                await session._recognized.wait()
            self._sessions.discard(session)
            self._in_a_hurry -= not in_no_hurry
            self._ended_audio = _total(self._ended_audio, (session,))
            self._let_models_go()

    async def drain(self, deadline: float) -> int:
        """Take no more sessions, end the input of all that are open, and wait until their finals are ready.

        The sessions stay with their owners, who read what is left. Being cancelled here does not undo the draining.

        Args:
            deadline: trio time after which it waits no more.

        Returns:
            how many sessions were still recognising at the deadline.
        """
        self._draining = True
        sessions = tuple(self._sessions)
        for session in sessions:
            session.end_input()
        with trio.move_on_at(deadline):
            for session in sessions:
                await session._recognized.wait()
        return sum(not session._recognized.is_set() for session in sessions)

    def refusal(self) -> EngineRefusal | None:
        """Why :meth:`open_session` would take no session now; None if it would."""
        limits = self._limits
        if self._draining:
            return EngineDraining()
        if len(self._sessions) >= limits.max_sessions:
            return EngineFull(limits.max_sessions)
        if self._meter is None or limits.max_load is None or len(self._sessions) < limits.always_taken:
            return None
        load = self._meter.expected
        return EngineOverloaded(load, limits.max_load) if load >= limits.max_load else None

    def statistics(self) -> EngineStatistics:
        """How many sessions there are, were, failed and were refused."""
        return EngineStatistics(
            sessions=len(self._sessions),
            max_sessions=self._limits.max_sessions,
            opened=self._opened,
            crashed=self._crashed,
            refused=self._refused,
            draining=self._draining,
            inference=self._inference_statistics(),
            load=None if self._meter is None else self._meter.statistics(),
        )

    def audio_totals(self) -> AudioTotals:
        """How much audio came, was recognised and was dropped so far, and how late the open sessions are."""
        sessions = tuple(self._sessions)
        return attrs.evolve(
            _total(self._ended_audio, sessions), queue_ages_s=tuple(session.queue_age_s for session in sessions)
        )

    def _inference_for(self, recognizer: RecognizerLike) -> SharedInference | None:
        if self._limits.max_batch_rows == 1 or not isinstance(recognizer, SharingRecognizer):
            return None
        model = recognizer.model
        if id(model) not in self._inference:
            self._inference[id(model)] = SharedInference(model, max_rows=self._limits.max_batch_rows)
        return self._inference[id(model)]

    def _inference_statistics(self) -> tuple[InferenceStatistics, ...]:
        """One for each model, those that have been let go included: counters never fall."""
        totals = dict(self._retired)
        for shared in self._inference.values():
            _add(totals, shared.statistics())
        return tuple(totals.values())

    def _let_models_go(self) -> None:
        """Forget the models that nobody uses any more and that no new session would get; keep what they did."""
        if len(self._inference) < 2:
            return
        in_use = {id(session._sharing.model) for session in self._sessions if session._sharing is not None}
        deployed = (self._rollout.main, self._rollout.canary)
        wanted = {each.info.model_identity for each in deployed if each is not None}
        for key, shared in tuple(self._inference.items()):
            if key not in in_use and shared.model.info.identity not in wanted:
                _add(self._retired, self._inference.pop(key).statistics())

    def _somebody_in_a_hurry(self) -> bool:
        return self._in_a_hurry > 0

    async def _supervise(self, session: Session) -> None:
        await session._run()
        self._crashed += session._crashed


def _add(totals: dict[tuple[str, str], InferenceStatistics], more: InferenceStatistics) -> None:
    key = more.model_name, more.model_version
    totals[key] = totals[key].plus(more) if key in totals else more


def _total(before: AudioTotals, sessions: tuple[Session, ...]) -> AudioTotals:
    received_s, recognized_s, dropped_s = before.received_s, before.recognized_s, before.dropped_s
    for session in sessions:
        statistics = session.statistics()
        received_s += statistics.received_s
        recognized_s += statistics.recognized_s
        dropped_s += statistics.dropped_s
    return AudioTotals(received_s, recognized_s, dropped_s, ())


@asynccontextmanager
async def open_engine(
    *,
    limits: EngineLimits | None = None,
    recognizer_factory: RecognizerFactory | None = None,
    info: EngineInfo | None = None,
    rollout: ModelRollout | None = None,
    watch: SessionWatch | None = None,
    parts: RecognizerParts | None = None,
) -> AsyncIterator[Engine]:
    """Open an engine for the length of an ``async with`` block.

    Leaving the block ends all sessions at once; call :meth:`Engine.drain` before that to have their last chords. An
    exception raised in the block leaves it as it is, not wrapped into a group.

    Args:
        limits: bounds; see :class:`EngineLimits`.
        recognizer_factory: makes the recogniser of each session; by default one around the bundled model, which is
            read from disk first and then shared.
        info: what to say about a ``recognizer_factory`` of your own.
        rollout: several models, or one that changes while the engine runs; in the place of ``recognizer_factory``.
        watch: called for each session with the model that hears it; what it returns is called with each event.
        parts: what recognisers are made of, in the place of ``recognizer_factory``; see
            :class:`~chordwork.engine.RecognizerParts`.

    Raises:
        ChordworkError: the bundled model cannot be used.
    """
    if parts is not None and (recognizer_factory is not None or rollout is not None):
        raise ValueError("give either parts, or a recognizer_factory, or a rollout")
    if rollout is None:
        if recognizer_factory is None:
            recognizer_factory, found = bundled_recognizers() if parts is None else recognizers_of(parts)
            info = info or found
        rollout = ModelRollout(DeployedModel(recognizer_factory, info or EngineInfo()))
    raised: Exception | None = None
    async with trio.open_nursery() as nursery:
        engine = Engine(nursery, limits or EngineLimits(), rollout, watch)
        meter = engine._meter
        try:
            if meter is not None:
                trio.lowlevel.add_instrument(meter)
            yield engine
        except Exception as error:  # a nursery would wrap it
            raised = error
        finally:
            engine._draining = True
            if meter is not None:
                trio.lowlevel.remove_instrument(meter)
            nursery.cancel_scope.cancel()
    if raised is not None:
        raise raised
