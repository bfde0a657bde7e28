"""The engine in asyncio programs: the two calls of :mod:`chordwork.actors`, on the program's own loop.

    async with open_engine() as engine, engine.open_session(sample_rate=48000) as session:
        await session.send(pcm)
        async for event in session: ...

Trio runs as a guest of the asyncio loop, in the same thread, so that everything which does not wait is a plain call,
and every promise of a session is kept by the same code as on trio; docs/decisions/133 says what else was tried. All
engines of a loop share that guest. What trio raises by its own names is here too, for programs that do not import it.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from typing import TYPE_CHECKING, Self

import trio
from trio import BusyResourceError, EndOfChannel, WouldBlock

from chordwork import actors
from chordwork.actors._engine import AudioTotals, EngineLimits, EngineStatistics, SessionWatch
from chordwork.actors._errors import EngineDraining, EngineRefusal, LoopOccupied, SessionClosed
from chordwork.actors._format import StreamFormat
from chordwork.actors._guest import GuestRun, guest_run
from chordwork.actors._mailbox import WhenFull
from chordwork.actors._notices import Delivered, SessionEvent, SessionSnapshot
from chordwork.actors._pouring import POUR_S, pour
from chordwork.actors._recognizer import EngineInfo, RecognizerFactory
from chordwork.actors._rollout import ModelRollout
from chordwork.actors._session import SessionStatistics
from chordwork.native import CallbackRing, SampleFormat

if TYPE_CHECKING:
    from chordwork.engine import RecognizerParts

__all__ = [
    "BusyResourceError",
    "EndOfChannel",
    "Engine",
    "LoopOccupied",
    "Session",
    "WouldBlock",
    "open_engine",
]


class Session:
    """An open session of an asyncio program; made by :meth:`Engine.open_session` only.

    One task may send while another iterates; two of a kind may not. For use in the loop of its engine, from no other
    thread.
    """

    def __init__(self, run: GuestRun, session: actors.Session) -> None:
        self._run = run
        self._session = session
        self._kept: deque[Delivered] = deque()  # one at most: taken for a reader who was cancelled in that moment

    @property
    def id(self) -> str:
        """Unique within the engine, and hard to guess."""
        return self._session.id

    @property
    def info(self) -> EngineInfo:
        """Which model hears this session, from its first moment to its last."""
        return self._session.info

    @property
    def stream_format(self) -> StreamFormat:
        """How the bytes sent are read."""
        return self._session.stream_format

    def want_notes(self, wanted: bool) -> None:
        """Also deliver a ``NotesEvent`` now and then, or no longer."""
        self._session.want_notes(wanted)

    def want_rests(self, shortest_s: float | None) -> None:
        """From now on, silence of that many seconds is a rest; see :meth:`chordwork.actors.Session.want_rests`."""
        self._session.want_rests(shortest_s)

    @property
    def queue_age_s(self) -> float:
        """How late the audio is that could be recognised now, in seconds; 0 when none waits."""
        return self._session.queue_age_s

    @property
    def received_bytes(self) -> int:
        """Bytes sent or skipped so far: where in its stream the sender is."""
        return self._session.received_bytes

    async def send(self, pcm: bytes | bytearray | memoryview, *, delay_s: float = 0.0) -> None:
        """Send PCM of any length, cut anywhere. Lets the loop turn once, always.

        With ``when_full="block"`` it waits while the mailbox is full, and being cancelled then leaves an unknown part
        of the chunk sent. With ``"drop_oldest"`` it never waits.

        Args:
            pcm: the bytes.
            delay_s: how late they are already, if that is known; counts against the limit on the age of live audio.

        Raises:
            AudioFormatError: it is neither bytes nor an array of the samples' type.
            SessionEnded: the session crashed, was not read, or takes no more audio.
            BusyResourceError: another task is sending.
        """
        await asyncio.sleep(0)
        try:
            self.send_nowait(pcm, delay_s=delay_s)
        except WouldBlock:
            try:
                await self._run.call(partial(self._session.send, pcm, delay_s=delay_s))
            except EngineDraining:
                raise SessionClosed(self.id) from None

    def send_nowait(self, pcm: bytes | bytearray | memoryview, *, delay_s: float = 0.0) -> None:
        """As :meth:`send`, without waiting.

        Raises:
            WouldBlock: the mailbox is full and ``when_full="block"``; nothing was taken.
            AudioFormatError, SessionEnded, BusyResourceError: as for :meth:`send`.
        """
        self._run.do(partial(self._session.send_nowait, pcm, delay_s=delay_s))

    def skip(self, duration_s: float) -> None:
        """Audio of that length will never come: later times count it, and a ``Dropped`` notice says so.

        Raises:
            SessionEnded: as for :meth:`send`.
        """
        self._run.do(self._session.skip, duration_s)

    def end_input(self) -> None:
        """No more audio: let recognition run to its end, without waiting for it. Harmless when repeated."""
        self._run.do(self._session.end_input)

    async def finish(self) -> None:
        """No more audio; wait until all of it is recognised and its final chords are ready to be read.

        Iterating then yields what is left and stops. Being cancelled here undoes nothing.

        Raises:
            SessionEnded: the session crashed or was ended before.
        """
        self.end_input()
        try:
            await self._run.call(self._session.finish)
        except EngineDraining:
            raise SessionClosed(self.id) from None

    def __aiter__(self) -> Self:
        """The session is its own iterator."""
        return self

    async def __anext__(self) -> SessionEvent:
        """The next event; the iteration stops after the last one that followed :meth:`finish`.

        Being cancelled here loses no event.

        Raises:
            SessionEnded: the session ended otherwise; what it had said before was delivered first.
        """
        try:
            return (await self.receive()).event
        except EndOfChannel:
            raise StopAsyncIteration from None

    async def receive(self) -> Delivered:
        """The next event together with its latency, for who wants to measure; otherwise as iterating.

        Raises:
            EndOfChannel: after the last event that followed :meth:`finish`.
            SessionEnded: as for iterating.
        """
        await asyncio.sleep(0)
        try:
            return self.receive_nowait()
        except WouldBlock:
            pass
        try:
            return await self._run.call(self._session.receive, keep=self._kept.append)
        except EngineDraining:
            raise SessionClosed(self.id) from None

    def receive_nowait(self) -> Delivered:
        """As :meth:`receive`, without waiting. Raises ``WouldBlock`` when no event is there."""
        if self._kept:
            return self._kept.popleft()
        if self._run.open_to is None:
            raise WouldBlock
        return self._run.do(self._session.receive_nowait)

    async def pour(self, ring: CallbackRing, *, every_s: float = POUR_S) -> None:
        """Send what an audio callback writes into ``ring``; see :func:`chordwork.actors.pour`. In a task of its own.

        Raises:
            AudioFormatError: the frames of ring and session differ in size.
            SessionEnded: as for :meth:`send`.
        """
        try:
            await self._run.call(partial(pour, ring, self._session, every_s=every_s))
        except EngineDraining:
            raise SessionClosed(self.id) from None

    @property
    def pending_events(self) -> int:
        """Events that wait to be read."""
        return self._session.pending_events + len(self._kept)

    def statistics(self) -> SessionStatistics:
        """Amounts, drops, queues and latencies so far."""
        return self._session.statistics()


class Engine:
    """Where the sessions of an asyncio program live; made by :func:`open_engine` only. For use in its loop."""

    def __init__(self, run: GuestRun, engine: actors.Engine) -> None:
        self._run = run
        self._engine = engine

    @property
    def info(self) -> EngineInfo:
        """Which model hears the most of the sessions that begin now; see :attr:`Session.info` for that of each."""
        return self._engine.info

    @property
    def rollout(self) -> ModelRollout:
        """Who hears new sessions. Change it, and those that begin from now on are heard by others."""
        return self._engine.rollout

    @property
    def limits(self) -> EngineLimits:
        """The bounds it was opened with."""
        return self._engine.limits

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
        """Open a session for the length of an ``async with`` block; see :meth:`chordwork.actors.Engine.open_session`.

        Leaving the block, also by an exception or by being cancelled, ends the session at once and frees everything it
        held; call :meth:`Session.finish` and read to the end before that to have the last chords.

        Raises:
            AudioFormatError: the format cannot be used.
            EngineRefusal: the engine is full, overloaded or shutting down.
            SnapshotError: there is no going on from that snapshot.
            PartError: one of the parts could not be made.
        """
        opening = self._engine.open_session(
            sample_rate=sample_rate,
            sample_format=sample_format,
            channels=channels,
            when_full=when_full,
            progress=progress,
            checkpoint_s=checkpoint_s,
            snapshot=snapshot,
            session_id=session_id,
            in_no_hurry=in_no_hurry,
            parts=parts,
        )
        async with self._run.hold(opening) as session:
            yield Session(self._run, session)

    async def drain(self, timeout_s: float) -> int:
        """Take no more sessions, end the input of all that are open, and wait until their finals are ready.

        The sessions stay with their owners, who read what is left. Being cancelled here does not undo the draining.

        Args:
            timeout_s: seconds after which it waits no more.

        Returns:
            how many sessions were still recognising then.
        """
        return await self._run.call(lambda: self._engine.drain(trio.current_time() + timeout_s))

    def refusal(self) -> EngineRefusal | None:
        """Why :meth:`open_session` would take no session now; None if it would."""
        return self._engine.refusal()

    def statistics(self) -> EngineStatistics:
        """How many sessions there are, were, failed and were refused."""
        return self._engine.statistics()

    def audio_totals(self) -> AudioTotals:
        """How much audio came, was recognised and was dropped so far, and how late the open sessions are."""
        return self._engine.audio_totals()


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
    """Open an engine on the running asyncio loop, for the length of an ``async with`` block.

    Leaving the block ends all sessions at once, and waits until nothing of them runs any more, also while the task is
    being cancelled; call :meth:`Engine.drain` before that to have their last chords. Recognition runs in the loop's
    thread, in pieces of a fraction of a millisecond for each session, and the loop has its turn between any two.

    Args:
        limits: bounds; see :class:`chordwork.actors.EngineLimits`. ``max_load`` counts the engine's own work: what else
            the loop does is idle time to it.
        recognizer_factory: makes the recogniser of each session; by default one around the bundled model, which is
            read from disk first and then shared.
        info: what to say about a ``recognizer_factory`` of your own.
        rollout: several models, or one that changes while the engine runs; in the place of ``recognizer_factory``.
        watch: called for each session with the model that hears it; what it returns is called with each event.
        parts: what recognisers are made of, in the place of ``recognizer_factory``; see
            :class:`~chordwork.engine.RecognizerParts`.

    Raises:
        ChordworkError: the bundled model cannot be used.
        LoopOccupied: trio runs in this thread by other means.
    """
    async with guest_run() as run:
        opening = actors.open_engine(
            limits=limits,
            recognizer_factory=recognizer_factory,
            info=info,
            rollout=rollout,
            watch=watch,
            parts=parts,
        )
        async with run.hold(opening) as engine:
            yield Engine(run, engine)
