"""A conversation while its session is open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from typing import Final

import structlog
import trio

from chordwork.actors import Checkpoint, Delivered
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
from chordwork.http.conversation.replies import Replies
from chordwork.http.conversation.session_registry import HeldSession, SessionRegistry
from chordwork.http.dialects.dialect import Incoming, NumberedCorrection
from chordwork.http.models.correction_store import CorrectionNotKept
from chordwork.http.models.corrections import Corrections
from chordwork.http.settings import Settings
from chordwork.http.transports.ready_sockets import ReadySockets
from chordwork.http.transports.server_websocket import ServerWebSocket
from chordwork.http.transports.transport import Transport
from chordwork.http.transports.writer import Writer
from chordwork.http.wire.events import corrected_message
from chordwork.http.wire.protocol import CloseCode, Json, ProtocolError, error_message, too_big

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
        held: HeldSession,
        sessions: SessionRegistry,
        settings: Settings,
        draining: trio.Event,
        *,
        corrections: Corrections | None = None,
        ready: ReadySockets | None = None,
    ) -> None:
        """Between an accepted transport and an open session.

        Args:
            transport: to the client.
            writer: on that transport.
            held: what to talk about, and in which dialect; knows how the conversation was ending already.
            sessions: told when the session could go on elsewhere, with all that was said until then.
            settings: limits and times.
            draining: ends it with 1012.
            corrections: takes what the client says that chords really were; None takes nothing.
            ready: reads the sockets of many conversations; None: each reads its own.
        """
        self._held = held
        self._sessions = sessions
        self._corrections = corrections
        self._transport = transport
        self._writer = writer
        self._dialect = held.dialect
        self._session = held.session
        self._settings = settings
        self._draining = draining
        self._ready = ready
        self._live = held.dialect.when_full == "drop_oldest"
        self._saying = self._replying = False  # what it has in hand, of the events and of the answers
        self._replies = Replies(cumulative_acks=held.dialect.cumulative_acks)
        self._replied = trio.Event()
        self._flushed = False
        self._reason: CloseReason | None = None
        self._scope = trio.CancelScope()
        self._active_at = self._received_at = trio.current_time()

    async def hold(self, first: str | None) -> CloseReason:
        """Talk until it ends; say why, and goodbye, but do not close.

        Args:
            first: a message that was received already.

        Raises:
            Disconnected: the client went while goodbye was said.
        """
        self._tell_session()
        if self._held.flushing is not None:
            self._end(self._held.flushing)
        with self._scope:
            async with trio.open_nursery() as nursery:
                tasks = (
                    *(partial(self._read, first), self._write_events, self._write_replies, self._heartbeat),
                    *(self._end_when_draining, self._end_when_idle),
                )
                for task in tasks:
                    nursery.start_soon(self._guarded, task)
        reason = self._reason or CRASHED
        if reason == STOPPED and not self._flushed:
            reason = FLUSH_TIMEOUT
        told_at_close = reason.close_code is CloseCode.SLOW_READER
        if reason.close_code is not None and reason.message is not None and not told_at_close:
            await self._writer.send(error_message(reason.code, reason.message))
        if reason.flush and self._flushed:
            farewell = self._dialect.farewell(reason.code, self._session.statistics())
            try:
                await self._writer.send(*farewell)
            finally:
                self._held.finish(farewell)
        return reason

    def _tell_session(self) -> None:
        self._session.want_notes(self._dialect.notes)
        self._session.want_rests(self._dialect.rest_s)

    def _end(self, reason: CloseReason) -> None:
        """The first reason counts, except that one which cannot wait overtakes one that flushes."""
        if self._reason is None or (self._reason.flush and not reason.flush):
            self._reason = reason
        if reason.flush:
            self._held.flushing = self._held.flushing or reason
            self._session.end_input()
            self._scope.deadline = min(self._scope.deadline, trio.current_time() + self._settings.drain_timeout_s)
        else:
            self._scope.cancel()

    async def _guarded(self, task: Callable[[], Awaitable[None]]) -> None:
        try:
            await task()
        except Exception as error:
            self._end(close_reason_of(error))

    async def _read(self, first: str | None) -> None:
        """Ingest: socket to mailbox. Goes on reading after the end of the audio, to notice when the client leaves."""
        if first is not None:
            await self._handle(first)
        while True:
            message = await self._received()
            self._received_at = trio.current_time()
            if len(message) > self._settings.max_message_bytes:
                raise too_big(self._settings.max_message_bytes)
            if self._reason is None:
                await self._handle(message)

    async def _received(self) -> str | bytes:
        """The next message; live audio goes straight to the session where the transport can do that."""
        if self._live and self._ready is not None and isinstance(self._transport, ServerWebSocket):
            return await self._transport.receive_beside(self._hear, self._ready)
        return await self._transport.receive()

    def _hear(self, message: bytes, now: float) -> None:
        """Ingest of live audio, without waiting; in no task of ours."""
        self._received_at = now
        if len(message) > self._settings.max_message_bytes:
            raise too_big(self._settings.max_message_bytes)
        if self._reason is None:
            read = self._dialect.read(message, now)
            self._prepare(read)
            if read.pcm is not None:
                self._session.send_nowait(read.pcm, delay_s=read.delay_s, arrived_at=now)
            self._conclude(read)

    async def _handle(self, message: str | bytes) -> None:
        read = self._dialect.read(message, self._received_at)
        if isinstance(message, str):
            self._tell_session()
        self._prepare(read)
        if read.pcm is not None:
            if self._live:
                self._session.send_nowait(read.pcm, delay_s=read.delay_s)
            else:
                await self._session.send(read.pcm, delay_s=read.delay_s)
        self._conclude(read)

    def _prepare(self, read: Incoming) -> None:
        """What goes before the audio of a message."""
        for reply in read.replies:
            self._replies.reply(reply)
        if read.correction is not None:
            self._correct(read.correction)
        if read.skipped_s:
            self._session.skip(read.skipped_s)

    def _conclude(self, read: Incoming) -> None:
        """What follows from a message once its audio was taken."""
        if read.pcm is not None and self._dialect.acknowledges:
            ack = self._dialect.acknowledge(self._session.queue_age_s)
            if ack is not None and not self._reply_at_once(ack):
                self._replies.ack(ack)
        if read.active:
            self._active_at = self._received_at
        if read.stop:
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

    async def _write_events(self) -> None:
        """Emit: outbox to socket."""
        self._session.hand_out_to(partial(copy_context().run, self._say_at_once))
        try:
            with suppress(trio.EndOfChannel):
                while True:
                    messages = [*self._messages_for(await self._session.receive())]
                    self._saying = True
                    messages += self._more_messages(MESSAGES_AT_ONCE - len(messages))
                    await self._writer.send(*messages)
                    self._saying = False
        finally:
            self._session.hand_out_to(None)
        if self._reason is None:  # somebody drained the engine
            self._end(DRAINING)
        self._replies.close()
        await self._replied.wait()
        self._flushed = True
        self._scope.cancel()

    def _say_at_once(self) -> None:
        """Emit without a turn of the loop, if nothing is under way and the socket takes it."""
        if self._saying or self._scope.cancel_called:
            return
        try:
            if self._writer.try_send():
                self._writer.try_send(*self._more_messages(MESSAGES_AT_ONCE))
        except Exception as error:
            self._end(close_reason_of(error))

    def _more_messages(self, count: int) -> list[Json]:
        """Of the events that are there, about so many."""
        messages: list[Json] = []
        while len(messages) < count and self._session.pending_events:
            messages += self._messages_for(self._session.receive_nowait())
        return messages

    def _messages_for(self, delivered: Delivered) -> Iterable[Json]:
        if isinstance(delivered.event, Checkpoint):
            self._sessions.save_checkpoint(self._held, delivered.event)
        return self._dialect.messages_for(delivered)

    async def _write_replies(self) -> None:
        while True:
            try:
                message = await self._replies.take()
            except trio.EndOfChannel:
                return self._replied.set()
            self._replying = True
            await self._writer.send(message)
            self._replying = False

    def _reply_at_once(self, message: Json) -> bool:
        """Whether the socket took it, and nothing that waits was overtaken."""
        if self._replying or not self._replies.empty:
            return False
        return self._writer.try_send(message)

    async def _heartbeat(self) -> None:
        """Signs of life; and where the client has promised some too, an end when there are none."""
        promised_s = self._dialect.heartbeat_s
        every_s = self._settings.heartbeat_s if promised_s is None else promised_s
        while True:
            await trio.sleep(every_s)
            if promised_s is not None and trio.current_time() - self._received_at > MISSED_HEARTBEATS * promised_s:
                _log.info("client lost: it was silent", session=self._session.id, heartbeat_s=promised_s)
                return self._end(GONE)
            await self._writer.send(self._dialect.ping(trio.current_time()))

    async def _end_when_draining(self) -> None:
        await self._draining.wait()
        self._end(HANDED_OVER if self._sessions.others_can_resume(self._held) else DRAINING)

    async def _end_when_idle(self) -> None:
        """Idle time, and the length of the session."""
        over_at = self._held.opened_at + self._settings.max_session_s
        while self._reason is None:
            idle_at = self._active_at + self._settings.idle_timeout_s
            if trio.current_time() >= over_at:
                self._end(SESSION_LIMIT)
            elif trio.current_time() >= idle_at:
                self._end(IDLE)
            else:
                await trio.sleep_until(min(idle_at, over_at))
