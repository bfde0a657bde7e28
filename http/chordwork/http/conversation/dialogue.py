"""A conversation while its session is open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import Final

import structlog
import trio

from chordwork.actors import Checkpoint, Delivered, Session
from chordwork.http.conversation.close_reasons import (
    CRASHED,
    DRAINING,
    FLUSH_TIMEOUT,
    GONE,
    HANDED_OVER,
    IDLE,
    SESSION_LIMIT,
    STOPPED,
    CloseReason,
    close_reason_of,
)
from chordwork.http.conversation.negotiation import check_size
from chordwork.http.conversation.replies import Replies
from chordwork.http.dialects.dialect import Dialect, NumberedCorrection
from chordwork.http.models.correction_store import CorrectionNotKept
from chordwork.http.models.corrections import Corrections
from chordwork.http.settings import Settings
from chordwork.http.transports.transport import Transport
from chordwork.http.transports.writer import Writer
from chordwork.http.wire.events import corrected_message
from chordwork.http.wire.protocol import CloseCode, Json, ProtocolError, error_message

MISSED_HEARTBEATS: Final = 2.5
"""A client is lost that has promised a heartbeat and was silent for so many."""

MESSAGES_AT_ONCE: Final = 16
"""Said together, if they are there together: one system call for all."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


class Dialogue:
    """Carries audio into a session and its events out, until one of many reasons ends it.

    The reader of the socket never waits for the writer, and waits for recognition only where the client asked for it
    (``"pace": "file"``): what it has to say goes through :class:`~chordwork.http.conversation.replies.Replies`.
    """

    def __init__(
        self,
        transport: Transport,
        writer: Writer,
        dialect: Dialect,
        session: Session,
        settings: Settings,
        draining: trio.Event,
        *,
        opened_at: float | None = None,
        flushing: CloseReason | None = None,
        put_down: Callable[[Checkpoint], None] | None = None,
        others_go_on: Callable[[], bool] | None = None,
        corrections: Corrections | None = None,
    ) -> None:
        """Between an accepted transport and an open session.

        Args:
            transport: to the client.
            writer: on that transport.
            dialect: in which to talk.
            session: what to talk about.
            settings: limits and times.
            draining: ends it with 1012.
            opened_at: trio time at which the session began; now, if it is new.
            flushing: how the conversation was ending already when its connection was lost.
            put_down: told when the session could go on elsewhere, with all that was said until then.
            others_go_on: whether another server can go on with the session when this one has to end it.
            corrections: takes what the client says that chords really were; None takes nothing.
        """
        self._put_down = put_down
        self._others_go_on = others_go_on
        self._corrections = corrections
        self._transport = transport
        self._writer = writer
        self._dialect = dialect
        self._session = session
        self._settings = settings
        self._draining = draining
        self._replies = Replies(cumulative_acks=dialect.cumulative_acks)
        self._replied = trio.Event()
        self._flushed = False
        self._ending: CloseReason | None = None
        self._scope = trio.CancelScope()
        self._active_at = self._heard_at = trio.current_time()
        self._opened_at = self._active_at if opened_at is None else opened_at
        self.flushing: CloseReason | None = flushing
        """The audio has ended, and why; the last chords may still be on their way."""
        self.farewell: tuple[Json, ...] | None = None
        """What was said last, when everything was said."""

    async def hold(self, first: str | None) -> CloseReason:
        """Talk until it ends; say why, and goodbye, but do not close.

        Args:
            first: a message that was received already.

        Raises:
            Disconnected: the client went while goodbye was said.
        """
        self._session.want_notes(self._dialect.notes)
        if self.flushing is not None:
            self._end(self.flushing)
        with self._scope:
            async with trio.open_nursery() as nursery:
                tasks = (partial(self._listen, first), self._speak, self._reply, self._beat, self._drain, self._watch)
                for task in tasks:
                    nursery.start_soon(self._guarded, task)
        ending = self._ending or CRASHED
        if ending == STOPPED and not self._flushed:
            ending = FLUSH_TIMEOUT
        told_at_close = ending.close_code is CloseCode.SLOW_READER
        if ending.close_code is not None and ending.message is not None and not told_at_close:
            await self._writer.send(error_message(ending.code, ending.message))
        if ending.flush and self._flushed:
            self.farewell = self._dialect.farewell(ending.code, self._session.statistics())
            await self._writer.send(*self.farewell)
        return ending

    def _end(self, ending: CloseReason) -> None:
        """The first ending counts, except that one which cannot wait overtakes one that flushes."""
        if self._ending is None or (self._ending.flush and not ending.flush):
            self._ending = ending
        if ending.flush:
            self.flushing = self.flushing or ending
            self._session.end_input()
            self._scope.deadline = min(self._scope.deadline, trio.current_time() + self._settings.drain_timeout_s)
        else:
            self._scope.cancel()

    async def _guarded(self, task: Callable[[], Awaitable[None]]) -> None:
        try:
            await task()
        except Exception as error:
            self._end(close_reason_of(error))

    async def _listen(self, first: str | None) -> None:
        """Ingest: socket to mailbox. Goes on reading after the end of the audio, to notice when the client leaves."""
        if first is not None:
            await self._hear(first)
        while True:
            message = await self._transport.receive()
            self._heard_at = trio.current_time()
            check_size(message, self._settings)
            if self._ending is None:
                await self._hear(message)

    async def _hear(self, message: str | bytes) -> None:
        heard = self._dialect.hear(message, self._heard_at)
        if isinstance(message, str):
            self._session.want_notes(self._dialect.notes)
        for reply in heard.replies:
            self._replies.reply(reply)
        if heard.correction is not None:
            self._correct(heard.correction)
        if heard.skipped_s:
            self._session.skip(heard.skipped_s)
        if heard.pcm is not None:
            if self._dialect.when_full == "drop_oldest":
                self._session.send_nowait(heard.pcm, delay_s=heard.delay_s)
            else:
                await self._session.send(heard.pcm, delay_s=heard.delay_s)
            ack = self._dialect.acknowledge(self._session.queue_age_s)
            if ack is not None:
                self._replies.ack(ack)
        if heard.active:
            self._active_at = self._heard_at
        if heard.stop:
            self._end(STOPPED)

    def _correct(self, said: NumberedCorrection) -> None:
        """Hand a correction on, and answer when it is known what became of it."""

        def told(failure: CorrectionNotKept | None) -> None:
            with suppress(ProtocolError):  # whoever reads no answers needs none
                self._replies.reply(corrected_message(said.index, None if failure is None else failure.code))

        if self._corrections is None or not self._corrections.on:
            self._replies.reply(corrected_message(said.index, "corrections_off"))
        elif said.correction is None:
            self._replies.reply(corrected_message(said.index, "no_such_final"))
        else:
            self._corrections.offer(said.correction, told)

    async def _speak(self) -> None:
        """Emit: outbox to socket."""
        with suppress(trio.EndOfChannel):
            while True:
                messages = [*self._said(await self._session.receive())]
                with suppress(trio.WouldBlock):
                    while len(messages) < MESSAGES_AT_ONCE:
                        messages += self._said(self._session.receive_nowait())
                await self._writer.send(*messages)
        if self._ending is None:  # somebody drained the engine
            self._end(DRAINING)
        self._replies.close()
        await self._replied.wait()
        self._flushed = True
        self._scope.cancel()

    def _said(self, delivered: Delivered) -> Iterable[Json]:
        if isinstance(delivered.event, Checkpoint) and self._put_down is not None:
            self._put_down(delivered.event)
        return self._dialect.say(delivered)

    async def _reply(self) -> None:
        while True:
            try:
                message = await self._replies.take()
            except trio.EndOfChannel:
                return self._replied.set()
            await self._writer.send(message)

    async def _beat(self) -> None:
        """Signs of life; and where the client has promised some too, an end when there are none."""
        promised_s = self._dialect.heartbeat_s
        every_s = self._settings.heartbeat_s if promised_s is None else promised_s
        while True:
            await trio.sleep(every_s)
            if promised_s is not None and trio.current_time() - self._heard_at > MISSED_HEARTBEATS * promised_s:
                _log.info("client lost: it was silent", session=self._session.id, heartbeat_s=promised_s)
                return self._end(GONE)
            await self._writer.send(self._dialect.ping(trio.current_time()))

    async def _drain(self) -> None:
        await self._draining.wait()
        self._end(HANDED_OVER if self._others_go_on is not None and self._others_go_on() else DRAINING)

    async def _watch(self) -> None:
        """Idle time, and the length of the session."""
        over_at = self._opened_at + self._settings.max_session_s
        while self._ending is None:
            idle_at = self._active_at + self._settings.idle_timeout_s
            if trio.current_time() >= over_at:
                self._end(SESSION_LIMIT)
            elif trio.current_time() >= idle_at:
                self._end(IDLE)
            else:
                await trio.sleep_until(min(idle_at, over_at))
