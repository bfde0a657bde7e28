"""One client from its first message to its close code, over any transport and in either dialect."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import attrs
import structlog
import trio

from chordwork.actors import Engine, EngineDraining, EngineOverloaded, EngineRefusal
from chordwork.http.addressing.addresses import UNKNOWN, Client
from chordwork.http.conversation.close_reasons import (
    CROWDED,
    GONE,
    HANDED_OVER,
    LEFT,
    RETRY_ELSEWHERE_S,
    STOPPED,
    TAKEN_OVER,
    UNREAD,
    CloseReason,
    close_reason_of,
)
from chordwork.http.conversation.dialogue import Dialogue
from chordwork.http.conversation.negotiation import NewSession, Resumption, negotiate
from chordwork.http.conversation.session_registry import Attachment, HeldSession, SessionRegistry
from chordwork.http.dialects.one import DialectOne
from chordwork.http.models.corrections import Corrections
from chordwork.http.nodes.cluster import Cluster
from chordwork.http.security.gate import Gate
from chordwork.http.settings import Settings
from chordwork.http.sockets.workers import WorkerGroup, serve_worker_channel
from chordwork.http.transports.ready_sockets import ReadySockets
from chordwork.http.transports.transport import Disconnected, Transport
from chordwork.http.transports.worker_channel import WorkerChannel, relay
from chordwork.http.transports.writer import Writer
from chordwork.http.wire.protocol import CloseCode, Json, ProtocolError, encode, error_message

SOMEBODY: Final = Client(UNKNOWN, UNKNOWN, is_local=True)
"""Who speaks over a transport of which nobody said whose it is."""


class Connections:
    """The open connections of a server, and the word that it is time to go; made by :func:`open_connections` only.

    Attributes:
        sessions: those of all connections, and those that wait for their clients.
        cluster: other servers; None where the settings name none.
        draining: once set, every client gets its last chords and is closed with 1012.
    """

    def __init__(
        self,
        engine: Engine,
        settings: Settings,
        sessions: SessionRegistry,
        workers: WorkerGroup | None,
        cluster: Cluster | None,
        corrections: Corrections | None,
        ready: ReadySockets,
    ) -> None:
        self.sessions: Final = sessions
        self.cluster: Final = cluster
        self.draining: Final = trio.Event()
        self._engine = engine
        self._settings = settings
        self._workers = workers
        self._corrections = corrections
        self._ready = ready
        self._count = 0

    @property
    def count(self) -> int:
        """Connections open now, with a session or without."""
        return self._count

    def refusal(self) -> EngineRefusal | None:
        """Why nobody who comes now could have a session, so that an upgrade is not worth while; None if one could.

        Where somebody may come back to a session, everybody is let in to say so. A server that has no free session lets
        clients in as well, for the limits are told in the protocol, where browsers can read them.
        """
        if self.sessions.statistics().detached:
            return None
        refusal = self._engine.refusal()
        return refusal if isinstance(refusal, EngineOverloaded | EngineDraining) else None

    async def converse(self, transport: Transport, client: Client = SOMEBODY) -> None:
        """Serve one client until it is done, gone, or wrong; then close the transport.

        Raises nothing but ``Cancelled``. Being cancelled frees the session at once, and drops the transport.

        Args:
            transport: a WebSocket that was just accepted.
            client: for whom the session counts.
        """
        self._count += 1
        structlog.contextvars.bind_contextvars(client=client.address)
        try:
            reason = await self._serve(transport, client)
            if reason.close_code is not None:
                words = None
                if reason.close_code is CloseCode.SLOW_READER:
                    words = encode(error_message(reason.code, reason.message or reason.code))
                await transport.close(reason.close_code, reason.message or reason.code, last_words=words)
        finally:
            self._count -= 1
            transport.abort()

    async def _serve(self, transport: Transport, client: Client) -> CloseReason:
        writer = Writer(transport, write_timeout_s=self._settings.write_timeout_s)
        try:
            if self._count > self._settings.max_connections:
                return await _explained(self._with_advice(CROWDED), writer)
            wanted = await negotiate(transport, writer, self._settings, self.draining)
            if isinstance(wanted, CloseReason):
                return await _explained(wanted, writer)
            if isinstance(wanted, Resumption) and (home := await self._channel_home(wanted)) is not None:
                return await _relayed(wanted, home, transport, client)
            return await self._hold(wanted, transport, writer, client)
        except Exception as error:
            return await _explained(self._with_advice(close_reason_of(error)), writer)

    def _with_advice(self, reason: CloseReason) -> CloseReason:
        """Where this server is full and another one is not, say so."""
        if reason.close_code is not CloseCode.FULL or self.cluster is None or not self.cluster.neighbours.free:
            return reason
        url = self.cluster.neighbours.url
        return attrs.evolve(reason, retry_after_s=RETRY_ELSEWHERE_S, elsewhere=url or None)

    async def _channel_home(self, wanted: Resumption) -> WorkerChannel | None:
        """To the process that has the session, if that is another one of this server's.

        Raises:
            ProtocolError: it has gone, and nothing of the session lies where this one could go on with it.
        """
        token = "" if wanted.start.resume is None else wanted.start.resume.token
        if self._workers is None or (home := self._workers.home_of(token)) is None:
            return None
        try:
            return await self._workers.connect(home, self._settings)
        except OSError:
            if self.cluster is not None:
                return None
            raise ProtocolError(
                "resume_failed", "the process with that session has gone: start anew", CloseCode.RESUME_FAILED
            ) from None

    async def _hold(
        self, wanted: NewSession | Resumption, transport: Transport, writer: Writer, client: Client
    ) -> CloseReason:
        """Hold a session, be it new or one to which the client returns, until it ends or the connection is lost."""
        reason, held, waits = GONE, None, False
        first: str | None = None
        with trio.CancelScope() as scope:
            attachment = Attachment(scope, transport.abort)
            try:
                if isinstance(wanted, Resumption):
                    held = await self.sessions.resume(wanted.start, attachment, client)
                    assert isinstance(held.dialect, DialectOne)
                    greeting = held.dialect.welcome(wanted.start, held.session.received_bytes)
                else:
                    held, first = await self.sessions.open(wanted.dialect, attachment, client), wanted.first
                    info = held.session.info
                    greeting = held.dialect.greet(held.session.id, info, self._settings, resume_token=held.token)
                reason = await self._talk(held, greeting, first, transport, writer)
                if reason == STOPPED:  # close while the session can still be come back to
                    answered = await transport.close(STOPPED.close_code or 0, STOPPED.code)
                    reason = LEFT if answered else GONE
            except Disconnected as gone:
                reason = close_reason_of(gone)
            finally:
                if held is not None:
                    waits = self.sessions.release(held, lost=reason in (GONE, UNREAD))
        if held is not None and not waits and not scope.cancelled_caught:
            await held.ended.wait()  # its place is free when the client learns of it
        return await _explained(TAKEN_OVER, writer) if scope.cancelled_caught else reason

    async def _talk(
        self, held: HeldSession, greeting: tuple[Json, ...], first: str | None, transport: Transport, writer: Writer
    ) -> CloseReason:
        structlog.contextvars.bind_contextvars(session=held.session.id)
        await writer.send(*greeting)
        if held.farewell is not None:
            await writer.send(*held.farewell)
            return STOPPED
        dialogue = Dialogue(
            *(transport, writer, held, self.sessions, self._settings, self.draining),
            corrections=self._corrections,
            ready=self._ready,
        )
        reason = await dialogue.hold(first)
        held.handed_over = reason == HANDED_OVER
        return reason


@asynccontextmanager
async def open_connections(
    engine: Engine,
    settings: Settings,
    *,
    gate: Gate | None = None,
    workers: WorkerGroup | None = None,
    cluster: Cluster | None = None,
    corrections: Corrections | None = None,
) -> AsyncIterator[Connections]:
    """The connections of a server, and their sessions, for the length of an ``async with`` block.

    Args:
        engine: where the sessions live.
        settings: limits and times.
        gate: counts sessions for their clients.
        workers: this process among several, whose sessions can be come back to as well.
        cluster: other servers.
        corrections: takes what players say that chords really were.
    """
    async with trio.open_nursery() as nursery:
        sessions = SessionRegistry(
            nursery,
            engine,
            settings,
            Gate(settings) if gate is None else gate,
            token_prefix="" if workers is None else workers.token_prefix,
            cluster=cluster,
        )
        ready = ReadySockets()
        nursery.start_soon(ready.run)
        connections = Connections(engine, settings, sessions, workers, cluster, corrections, ready)
        if workers is not None and settings.resume_grace_s:
            nursery.start_soon(serve_worker_channel, workers, connections.converse, settings)
        yield connections
        nursery.cancel_scope.cancel()


async def _relayed(wanted: Resumption, home: WorkerChannel, transport: Transport, client: Client) -> CloseReason:
    """Relay the conversation to the process that has the session."""
    try:
        closed = await relay(transport, home, wanted.text, client)
    finally:
        home.abort()
    return LEFT if closed else GONE


async def _explained(reason: CloseReason, writer: Writer) -> CloseReason:
    if reason.close_code is CloseCode.SLOW_READER:
        return reason  # told at the close: there is no hurry to read it
    if reason.close_code is not None and reason.message is not None:
        try:
            words = error_message(
                reason.code, reason.message, retry_after_s=reason.retry_after_s, elsewhere=reason.elsewhere
            )
            await writer.send(words)
        except Exception:  # it has gone, or it is the same trouble once more: nobody can be told
            return GONE
    return reason
