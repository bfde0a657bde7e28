"""The engine in programs without a loop: the two calls of :mod:`chordwork.actors`, blocking, from plain threads.

    with open_engine() as engine, engine.open_session(sample_rate=48000) as session:
        session.send(pcm)
        for event in session: ...

The engine runs on trio in a thread of its own, so that recognition goes on while the caller does something else. Every
object here may be used by several threads; of one session, one thread may send while another iterates, and two of a
kind may not. A wait has a ``timeout_s`` where it has no other end. What trio raises by its own names is here too.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Self, TypeVar

import trio
from trio import BusyResourceError, EndOfChannel, WouldBlock

from chordwork import actors
from chordwork.actors._engine import AudioTotals, EngineLimits, EngineStatistics, SessionWatch
from chordwork.actors._errors import EngineDraining, EngineRefusal, SessionClosed
from chordwork.actors._format import StreamFormat
from chordwork.actors._mailbox import WhenFull
from chordwork.actors._notices import Delivered, SessionEvent, SessionSnapshot
from chordwork.actors._pouring import pouring
from chordwork.actors._recognizer import EngineInfo, RecognizerFactory
from chordwork.actors._rollout import ModelRollout
from chordwork.actors._session import SessionStatistics
from chordwork.actors._thread_run import ThreadRun
from chordwork.native import CallbackRing, SampleFormat

if TYPE_CHECKING:
    from chordwork.engine import RecognizerParts

T = TypeVar("T")

__all__ = ["BusyResourceError", "EndOfChannel", "Engine", "Session", "WouldBlock", "open_engine"]


class Session:
    """An open session of a program with threads; made by :meth:`Engine.open_session` only."""

    def __init__(self, run: ThreadRun, session: actors.Session) -> None:
        self._run = run
        self._session = session
        self._kept: deque[Delivered] = deque()  # one at most: taken for a reader who was interrupted in that moment

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
        self._do(lambda: self._session.want_notes(wanted))

    def want_rests(self, shortest_s: float | None) -> None:
        """From now on, silence of that many seconds is a rest; see :meth:`chordwork.actors.Session.want_rests`."""
        self._do(lambda: self._session.want_rests(shortest_s))

    @property
    def queue_age_s(self) -> float:
        """How late the audio is that could be recognised now, in seconds; 0 when none waits."""
        return _look(self._run, lambda: self._session.queue_age_s)

    @property
    def received_bytes(self) -> int:
        """Bytes sent or skipped so far: where in its stream the sender is."""
        return _look(self._run, lambda: self._session.received_bytes)

    def send(
        self, pcm: bytes | bytearray | memoryview, *, delay_s: float = 0.0, timeout_s: float | None = None
    ) -> None:
        """Send PCM of any length, cut anywhere.

        With ``when_full="block"`` it waits while the mailbox is full; if that takes too long, or is interrupted, an
        unknown part of the chunk was sent. With ``"drop_oldest"`` it never waits for more than its turn.

        Args:
            pcm: the bytes.
            delay_s: how late they are already, if that is known; counts against the limit on the age of live audio.
            timeout_s: seconds to wait at most; None: as long as it takes.

        Raises:
            AudioFormatError: it is neither bytes nor an array of the samples' type.
            SessionEnded: the session crashed, was not read, or takes no more audio.
            BusyResourceError: another thread is sending.
            TimeoutError: recognition was too slow for ``timeout_s``.
        """
        try:
            self.send_nowait(pcm, delay_s=delay_s)
        except WouldBlock:
            self._call(partial(self._session.send, pcm, delay_s=delay_s), timeout_s)

    def send_nowait(self, pcm: bytes | bytearray | memoryview, *, delay_s: float = 0.0) -> None:
        """As :meth:`send`, without waiting for anything but its turn.

        Raises:
            WouldBlock: the mailbox is full and ``when_full="block"``; nothing was taken.
            AudioFormatError, SessionEnded, BusyResourceError: as for :meth:`send`.
        """
        self._do(lambda: self._session.send_nowait(pcm, delay_s=delay_s))

    def skip(self, duration_s: float) -> None:
        """Audio of that length will never come: later times count it, and a ``Dropped`` notice says so.

        Raises:
            SessionEnded: as for :meth:`send`.
        """
        self._do(lambda: self._session.skip(duration_s))

    def end_input(self) -> None:
        """No more audio: let recognition run to its end, without waiting for it. Harmless when repeated."""
        self._do(self._session.end_input)

    def finish(self, *, timeout_s: float | None = None) -> None:
        """No more audio; wait until all of it is recognised and its final chords are ready to be read.

        Iterating then yields what is left and stops.

        Raises:
            SessionEnded: the session crashed or was ended before.
            TimeoutError: recognition was too slow for ``timeout_s``; it goes on.
        """
        self._call(self._session.finish, timeout_s)

    def __iter__(self) -> Self:
        """The session is its own iterator."""
        return self

    def __next__(self) -> SessionEvent:
        """The next event; the iteration stops after the last one that followed :meth:`finish`.

        Being interrupted here, as by Ctrl-C, loses no event.

        Raises:
            SessionEnded: the session ended otherwise; what it had said before was delivered first.
        """
        try:
            return self.receive().event
        except EndOfChannel:
            raise StopIteration from None

    def receive(self, *, timeout_s: float | None = None) -> Delivered:
        """The next event together with its latency; otherwise as iterating.

        Raises:
            EndOfChannel: after the last event that followed :meth:`finish`.
            SessionEnded: as for iterating.
            TimeoutError: none came for ``timeout_s`` seconds.
        """
        if self._kept:
            return self._kept.popleft()
        return self._call(self._session.receive, timeout_s, keep=self._kept.append)

    def receive_nowait(self) -> Delivered:
        """As :meth:`receive`, waiting for nothing but its turn. Raises ``WouldBlock`` when no event is there."""
        if self._kept:
            return self._kept.popleft()
        return self._do(self._session.receive_nowait)

    @contextmanager
    def pouring(self, ring: CallbackRing) -> Iterator[None]:
        """Send what an audio callback writes into ``ring``, for the length of a ``with`` block or until it is ended.

        The engine's thread does it, as in :func:`chordwork.actors.pour`: here somebody may iterate meanwhile, and after
        the ring's end the iteration stops behind the last event.

        Raises:
            AudioFormatError: the frames of ring and session differ in size.
        """
        with self._run.hold(pouring(ring, self._session)):
            yield

    @property
    def pending_events(self) -> int:
        """Events that wait to be read."""
        return _look(self._run, lambda: self._session.pending_events) + len(self._kept)

    def statistics(self) -> SessionStatistics:
        """Amounts, drops, queues and latencies so far."""
        return _look(self._run, self._session.statistics)

    def _do(self, function: Callable[[], T]) -> T:
        try:
            return self._run.do(function)
        except EngineDraining:
            raise SessionClosed(self.id) from None

    def _call(
        self,
        function: Callable[[], Awaitable[T]],
        timeout_s: float | None,
        keep: Callable[[T], object] | None = None,
    ) -> T:
        try:
            return self._run.call(function, timeout_s=timeout_s, keep=keep)
        except EngineDraining:
            raise SessionClosed(self.id) from None


class Engine:
    """Where the sessions of a program with threads live; made by :func:`open_engine` only."""

    def __init__(self, run: ThreadRun, engine: actors.Engine) -> None:
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

    @contextmanager
    def open_session(
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
    ) -> Iterator[Session]:
        """Open a session for the length of a ``with`` block; see :meth:`chordwork.actors.Engine.open_session`.

        Leaving the block, also by an exception, ends the session at once, wakes the threads that wait for it and frees
        everything it held; call :meth:`Session.finish` and read to the end before that to have the last chords.

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
        with self._run.hold(opening) as session:
            yield Session(self._run, session)

    def drain(self, timeout_s: float) -> int:
        """Take no more sessions, end the input of all that are open, and wait until their finals are ready.

        The sessions stay with their owners, who read what is left.

        Args:
            timeout_s: seconds after which it waits no more.

        Returns:
            how many sessions were still recognising then.
        """
        return self._run.call(lambda: self._engine.drain(trio.current_time() + timeout_s))

    def refusal(self) -> EngineRefusal | None:
        """Why :meth:`open_session` would take no session now; None if it would."""
        return _look(self._run, self._engine.refusal)

    def statistics(self) -> EngineStatistics:
        """How many sessions there are, were, failed and were refused."""
        return _look(self._run, self._engine.statistics)

    def audio_totals(self) -> AudioTotals:
        """How much audio came, was recognised and was dropped so far, and how late the open sessions are."""
        return _look(self._run, self._engine.audio_totals)


@contextmanager
def open_engine(
    *,
    limits: EngineLimits | None = None,
    recognizer_factory: RecognizerFactory | None = None,
    info: EngineInfo | None = None,
    rollout: ModelRollout | None = None,
    watch: SessionWatch | None = None,
    parts: RecognizerParts | None = None,
) -> Iterator[Engine]:
    """Open an engine in a thread of its own, for the length of a ``with`` block.

    Leaving the block ends all sessions at once, wakes the threads that wait for them, and waits until the engine's
    thread has ended; call :meth:`Engine.drain` before that to have their last chords.

    Args:
        limits: bounds; see :class:`chordwork.actors.EngineLimits`.
        recognizer_factory: makes the recogniser of each session; by default one around the bundled model, which is
            read from disk first and then shared.
        info: what to say about a ``recognizer_factory`` of your own.
        rollout: several models, or one that changes while the engine runs; in the place of ``recognizer_factory``.
        watch: called for each session with the model that hears it; what it returns is called with each event. Both
            are called in the engine's thread, where the calls of this module cannot be used.
        parts: what recognisers are made of, in the place of ``recognizer_factory``; see
            :class:`~chordwork.engine.RecognizerParts`.

    Raises:
        ChordworkError: the bundled model cannot be used.
    """
    run = ThreadRun()
    try:
        opening = actors.open_engine(
            limits=limits,
            recognizer_factory=recognizer_factory,
            info=info,
            rollout=rollout,
            watch=watch,
            parts=parts,
        )
        with run.hold(opening) as engine:
            yield Engine(run, engine)
    finally:
        run.close()


def _look(run: ThreadRun, function: Callable[[], T]) -> T:
    """What ``function`` sees, between two steps of the engine; when that has ended, nothing moves any more."""
    try:
        return run.do(function)
    except EngineDraining:
        if not run.ended:
            raise
    return function()
