"""One stream of audio from its first byte to its last chord."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable
from functools import partial
from typing import TYPE_CHECKING, Final, Self, TypeVar

import attrs
import structlog
import trio

from chordwork.actors._errors import ReaderTooSlow, SessionClosed, SessionCrashed, SessionEnded
from chordwork.actors._format import StreamFormat
from chordwork.actors._inference import RunSharingRecognizer, SharedInference, SharingRecognizer
from chordwork.actors._mailbox import AudioMailbox, AudioPiece, MailboxStatistics
from chordwork.actors._notices import Checkpoint, Delivered, Dropped, Progress, SessionEvent, SessionSnapshot
from chordwork.actors._outbox import EventOutbox, OutboxFull, OutboxStatistics
from chordwork.actors._recognizer import (
    EngineInfo,
    NotesRecognizer,
    PatientRecognizer,
    RecognizerLike,
    RestorableRecognizer,
    RestsRecognizer,
)
from chordwork.actors._timeline import Timeline
from chordwork.engine.events import Event
from chordwork.native import SnapshotError, pcm_bytes

if TYPE_CHECKING:
    from chordwork.engine import Answer, Question

T = TypeVar("T")

PIECE_S: Final = 0.05
"""Audio recognised before other sessions get their turn; about one hop, a fraction of a millisecond of CPU."""
SHARING_PIECE_S: Final = 0.11
"""The same where a session takes turns at a shared model, and so lets the others in before each answer anyway: a frame
of 100 ms is taken, heard and acknowledged as one."""
RUN_HOPS: Final = 3
"""Hops of a piece that one question is about: as many as such a piece can bring."""
ALONE_RUN_HOPS: Final = 16
"""The same of a recording whose session is in no hurry, while no other session is open that is."""
SHORTEST_CHECKPOINT_S: Final = 0.1
"""Between two snapshots, of the loop's clock: a recording goes through much faster than it sounds."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.actors")


@attrs.frozen
class SessionStatistics:
    """What went through a session.

    Attributes:
        chunks: chunks of audio sent.
        received_s: seconds of audio sent.
        recognized_s: seconds of audio recognised.
        dropped_s: seconds of audio lost: dropped because recognition could not keep up, or skipped by the sender.
        recognition_s: time spent recognising, on the loop's clock; without that of a model shared with others.
        mailbox: the queue of audio; its ``age_s`` is how late recognition is.
        outbox: the queue of events, with counts by kind and latencies.
    """

    chunks: int
    received_s: float
    recognized_s: float
    dropped_s: float
    recognition_s: float
    mailbox: MailboxStatistics
    outbox: OutboxStatistics


class Session:
    """An open session; made by :meth:`Engine.open_session` only.

    Three actors carry a session: its owner's *ingest* (whoever calls :meth:`send`), *recognise* (a task in the
    engine's supervised nursery) and its owner's *emit* (whoever iterates). Between them lie two bounded queues, so
    none waits for another by accident. One task may send while another iterates; two of a kind may not.
    """

    def __init__(
        self,
        session_id: str,
        stream_format: StreamFormat,
        recognizer: RecognizerLike,
        *,
        mailbox: AudioMailbox,
        outbox: EventOutbox,
        progress: bool,
        inference: SharedInference | None = None,
        forgive: Callable[[float], None] | None = None,
        checkpoint_s: float | None = None,
        snapshot: SessionSnapshot | None = None,
        info: EngineInfo | None = None,
        watch: Callable[[Event], None] | None = None,
        others_in_a_hurry: Callable[[], bool] | None = None,
    ) -> None:
        self._id = session_id
        self._info = info or EngineInfo()
        self._watch = watch
        self._format = stream_format
        self._recognizer = recognizer
        self._mailbox = mailbox
        self._outbox = outbox
        self._progress = progress
        self._inference = inference
        self._forgive = forgive
        self._sharing = recognizer if inference is not None and isinstance(recognizer, SharingRecognizer) else None
        self._patient = recognizer if isinstance(recognizer, PatientRecognizer) else None
        self._timeline = Timeline()
        self._piece_bytes = stream_format.whole_frames(SHARING_PIECE_S if self._sharing else PIECE_S)
        self._others_in_a_hurry: Callable[[], bool] | None = None
        self._in_runs: RunSharingRecognizer | None = None
        if inference is not None and isinstance(recognizer, RunSharingRecognizer) and inference.takes_runs:
            self._in_runs, self._others_in_a_hurry = recognizer, others_in_a_hurry
            self._in_runs.run_hops = RUN_HOPS
        self._unread = False
        self._read = trio.lowlevel.ParkingLot()
        self._clock = trio.lowlevel.current_clock().current_time
        self._last_received_at = self._clock()
        self._recognition_s = 0.0
        self._worked_until = float("-inf")
        self._scope = trio.CancelScope()
        self._recognized = trio.Event()
        self._reason: Callable[[], SessionEnded] | None = None
        self._crashed = False
        self._own_rest_s = recognizer.rest_s if isinstance(recognizer, RestsRecognizer) else 0.0
        self._checkpoint_bytes: int | None = None
        self._checkpointed_bytes = 0
        self._checkpointed_at = self._clock()
        self._restorable = recognizer if isinstance(recognizer, RestorableRecognizer) else None
        if checkpoint_s is not None and self._restorable is not None:
            self._checkpoint_bytes = stream_format.whole_frames(checkpoint_s)
        if snapshot is not None:
            self._restore(snapshot)

    @property
    def id(self) -> str:
        """Unique within the engine, and hard to guess."""
        return self._id

    @property
    def info(self) -> EngineInfo:
        """Which model hears this session, from its first moment to its last."""
        return self._info

    @property
    def stream_format(self) -> StreamFormat:
        """How the bytes sent are read."""
        return self._format

    def want_notes(self, wanted: bool) -> None:
        """Also deliver a ``NotesEvent`` now and then, or no longer. Nothing changes if the recogniser has none."""
        if isinstance(self._recognizer, NotesRecognizer):
            self._recognizer.notes = wanted

    def want_rests(self, shortest_s: float | None) -> None:
        """From now on, silence between two chords is a rest from that many seconds on, 0 to 5; else part of the first.

        None: as the recogniser has it of itself. Nothing changes if it has no such thing.
        """
        if isinstance(self._recognizer, RestsRecognizer):
            self._recognizer.rest_s = self._own_rest_s if shortest_s is None else shortest_s

    @property
    def queue_age_s(self) -> float:
        """How late the audio is that could be recognised now; 0 when none waits."""
        return self._mailbox.age_s

    @property
    def received_bytes(self) -> int:
        """Bytes sent or skipped so far: where in its stream the sender is."""
        return self._mailbox.received_bytes

    async def send(self, pcm: bytes | bytearray | memoryview, *, delay_s: float = 0.0) -> None:
        """Send PCM of any length, cut anywhere.

        With ``when_full="block"`` it waits while the mailbox is full, and being cancelled then leaves an unknown part
        of the chunk sent. With ``"drop_oldest"`` it never waits, but is a checkpoint all the same.

        Args:
            pcm: the bytes.
            delay_s: how late they are already, if that is known; counts against the limit on the age of live audio.

        Raises:
            AudioFormatError: it is neither bytes nor an array of the samples' type.
            SessionCrashed: recognition failed.
            ReaderTooSlow: nobody read the events.
            SessionClosed: after :meth:`finish` or :meth:`end_input`.
            trio.BusyResourceError: another task is sending.
        """
        try:
            await self._mailbox.put(self._bytes(pcm), delay_s=delay_s)
        except (trio.ClosedResourceError, trio.BrokenResourceError):
            reason = self._end_reason()
            raise reason from reason.__cause__  # of a crash

    def send_nowait(
        self, pcm: bytes | bytearray | memoryview, *, delay_s: float = 0.0, arrived_at: float | None = None
    ) -> None:
        """As :meth:`send`, without waiting.

        Args:
            pcm: the bytes.
            delay_s: as for :meth:`send`.
            arrived_at: trio time at which they came, for who knows; None: now.

        Raises:
            trio.WouldBlock: the mailbox is full and ``when_full="block"``; nothing was taken.
            AudioFormatError: as for :meth:`send`.
            SessionEnded: as for :meth:`send`.
        """
        try:
            self._mailbox.put_nowait(self._bytes(pcm), delay_s=delay_s, arrived_at=arrived_at)
        except (trio.ClosedResourceError, trio.BrokenResourceError):
            reason = self._end_reason()
            raise reason from reason.__cause__  # of a crash

    def skip(self, duration_s: float) -> None:
        """Audio of that length will never come: later times count it, and a :class:`Dropped` notice says so.

        Rounded down to whole samples. The notice comes with the audio that follows.

        Raises:
            SessionEnded: as for :meth:`send`.
        """
        try:
            self._mailbox.skip(int(duration_s * self._format.sample_rate) * self._format.bytes_per_frame)
        except (trio.ClosedResourceError, trio.BrokenResourceError):
            reason = self._end_reason()
            raise reason from reason.__cause__  # of a crash

    def end_input(self) -> None:
        """No more audio: let recognition run to its end, without waiting for it. Harmless when repeated."""
        self._mailbox.end()

    async def finish(self) -> None:
        """No more audio; wait until all of it is recognised and its final chords are ready to be read.

        Iterating then yields what is left and stops. Being cancelled here undoes nothing.

        Raises:
            SessionEnded: the session crashed or was ended before.
        """
        self.end_input()
        await self._recognized.wait()
        if self._reason is not None:
            raise self._reason()

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
        except trio.EndOfChannel:
            raise StopAsyncIteration from None

    async def receive(self) -> Delivered:
        """The next event together with its latency, for who wants to measure; otherwise as iterating.

        Raises:
            trio.EndOfChannel: after the last event that followed :meth:`finish`.
            SessionEnded: as for iterating.
        """
        delivered = await self._outbox.take()
        self._has_read()
        return delivered

    def receive_nowait(self) -> Delivered:
        """As :meth:`receive`, without waiting. Raises ``trio.WouldBlock`` when no event is there."""
        delivered = self._outbox.take_nowait()
        self._has_read()
        return delivered

    @property
    def pending_events(self) -> int:
        """Events that wait to be received."""
        return len(self._outbox)

    def hand_out_to(self, hand_out: Callable[[], None] | None) -> None:
        """Let events be handed out as soon as a piece of audio is recognised, without a turn of the loop.

        Args:
            hand_out: called by the task that recognises, when there are events. It takes what it can use by
                :meth:`receive_nowait`, and must neither wait nor raise; what it leaves is for who iterates or waits in
                :meth:`receive`. None: nobody any more.
        """
        self._outbox.hand_out_to(hand_out)

    def statistics(self) -> SessionStatistics:
        """Amounts, drops, queues and latencies so far."""
        mailbox = self._mailbox.statistics()
        return SessionStatistics(
            chunks=mailbox.chunks,
            received_s=self._format.seconds(mailbox.received_bytes),
            recognized_s=self._format.seconds(mailbox.taken_bytes),
            dropped_s=mailbox.dropped_s,
            recognition_s=self._recognition_s,
            mailbox=mailbox,
            outbox=self._outbox.statistics(),
        )

    def _has_read(self) -> None:
        if self._unread:
            self._unread = False
            self._read.unpark_all()

    # What follows is for the engine, which supervises.

    async def _run(self) -> None:
        """Recognise until the audio ends or the session is closed; never raises an ``Exception``."""
        try:
            with self._scope:
                await self._recognize()
                self._outbox.end()
        except OutboxFull:
            limit = self._outbox.statistics().max_pending_finals
            self._fail(partial(ReaderTooSlow, self._id, limit))
            _log.warning("session ended: its events were not read", session=self._id, max_pending_finals=limit)
        except Exception as cause:
            self._crashed = True
            self._fail(partial(_crash, self._id, cause))
            _log.exception("session crashed", session=self._id)
        finally:
            self._free()

    async def _recognize(self) -> None:
        while True:
            try:
                piece = await self._next_piece()
            except trio.EndOfChannel:
                break
            self._last_received_at = piece.received_at
            self._note_gap(piece)
            await self._tell(await self._feed(piece.pcm))
            if self._progress:
                consumed_bytes = self._mailbox.consumed_bytes
                self._outbox.put(Progress(consumed_bytes, self._format.seconds(consumed_bytes)), piece.received_at)
            if self._checkpoint_bytes is not None:
                self._checkpoint(self._checkpoint_bytes)
            self._outbox.settle()
        await self._tell(await self._finish())

    async def _next_piece(self) -> AudioPiece:
        if self._others_in_a_hurry is not None and self._in_runs is not None:
            hops = RUN_HOPS if self._others_in_a_hurry() else ALONE_RUN_HOPS
            self._in_runs.run_hops = hops
            run_bytes = self._format.whole_frames(hops * self._info.hop_s)
            return await self._mailbox.take(run_bytes, wanted_bytes=run_bytes)
        wanted_bytes = 1 if self._patient is None else self._patient.wanted_bytes
        return await self._mailbox.take(self._piece_bytes, wanted_bytes=wanted_bytes)

    def _checkpoint(self, every_bytes: int) -> None:
        """Put a snapshot behind what was said, if it is time for one."""
        consumed_bytes = self._mailbox.consumed_bytes
        if consumed_bytes - self._checkpointed_bytes < every_bytes:
            return
        if trio.current_time() - self._checkpointed_at < SHORTEST_CHECKPOINT_S:
            return
        assert self._restorable is not None
        self._checkpointed_bytes, self._checkpointed_at = consumed_bytes, trio.current_time()
        try:
            saved = self._timed(self._restorable.snapshot)
        except SnapshotError as error:  # a part of somebody else's: then there are no checkpoints, but chords
            _log.warning("no checkpoints", session=self._id, reason=str(error))
            self._checkpoint_bytes = None
            return
        snapshot = SessionSnapshot(saved, *self._mailbox.passed, self._timeline.gaps)
        self._outbox.put(Checkpoint(snapshot, self._format.seconds(consumed_bytes)), self._last_received_at)

    def _restore(self, snapshot: SessionSnapshot) -> None:
        if self._restorable is None:
            raise SnapshotError("this recogniser cannot go on from a snapshot: begin anew")
        self._restorable.restore(snapshot.recognizer)
        self._timeline.restore(snapshot.gaps)
        self._mailbox.go_on_from(
            snapshot.consumed_bytes,
            dropped_bytes=snapshot.dropped_bytes,
            unreported_bytes=snapshot.unreported_bytes,
            chunks=snapshot.chunks,
        )
        self._checkpointed_bytes = snapshot.consumed_bytes

    async def _feed(self, pcm: bytes | memoryview) -> Iterable[Event]:
        if self._sharing is not None:
            return await self._asked(self._sharing.listen(pcm))
        return self._timed(partial(self._recognizer.feed, pcm))

    async def _finish(self) -> Iterable[Event]:
        if self._sharing is not None:
            return await self._asked(self._sharing.listen_to_end())
        return self._timed(self._recognizer.finish)

    async def _asked(self, listening: Generator[Question, Answer, Iterable[Event]]) -> Iterable[Event]:
        assert self._inference is not None
        behind = self._last_received_at <= self._worked_until
        try:
            question = self._timed(partial(next, listening))
            while True:
                if self._others_in_a_hurry is not None:
                    answer = await self._inference.step_apart(question)
                else:
                    answer = await self._inference.step(question, came_at=self._last_received_at, behind=behind)
                question = self._timed(partial(listening.send, answer))
                await trio.lowlevel.checkpoint()  # let those in who woke up meanwhile: they have waited for a step
                behind = True
        except StopIteration as stop:
            events: Iterable[Event] = stop.value
            return events

    def _bytes(self, pcm: bytes | bytearray | memoryview) -> bytes | memoryview:
        return pcm if type(pcm) is bytes else pcm_bytes(pcm, self._format.sample_format, self._format.channels)

    def _timed(self, stage: Callable[[], T]) -> T:
        started_at = self._clock()
        try:
            return stage()
        finally:
            self._worked_until = self._clock()
            duration_s = self._worked_until - started_at
            self._recognition_s += duration_s
            if self._forgive is not None:
                self._forgive(duration_s)

    def _note_gap(self, piece: AudioPiece) -> None:
        if not piece.skipped_bytes:
            return
        heard_s = self._recognizer.heard_seconds
        lost_s = self._format.seconds(piece.skipped_bytes)
        self._timeline.skip(heard_s, lost_s)
        self._outbox.put(Dropped(lost_s, piece.skipped_bytes, self._timeline.received(heard_s)), piece.received_at)

    async def _tell(self, events: Iterable[Event]) -> None:
        if self._others_in_a_hurry is None:
            self._say(events)
            return
        for event in events:  # a run brings more than one of a kind, of which only the newest would wait
            self._unread = True
            self._say((event,))
            self._outbox.settle()
            while self._unread:
                await self._read.park()

    def _say(self, events: Iterable[Event]) -> None:
        for event in events:
            moved = self._timeline.moved(event)
            if self._watch is not None:
                self._watch(moved)
            self._outbox.put(moved, self._last_received_at)

    def _end_reason(self) -> SessionEnded:
        return self._reason() if self._reason is not None else SessionClosed(self._id)

    def _fail(self, reason: Callable[[], SessionEnded]) -> None:
        if self._reason is None:
            self._reason = reason
        self._outbox.fail(reason)

    def _free(self) -> None:
        if not self._recognized.is_set():
            self._outbox.fail(self._end_reason)  # no effect after a proper end
            self._mailbox.close()
            try:
                self._recognizer.close()
            except Exception:
                _log.exception("a recogniser could not be closed", session=self._id)
            self._recognized.set()


def _crash(session_id: str, cause: Exception) -> SessionCrashed:
    error = SessionCrashed(session_id)
    error.__cause__ = cause
    return error
