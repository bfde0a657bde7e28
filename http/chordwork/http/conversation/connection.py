"""One client from its first message to its close code, over any transport and in either dialect."""

from __future__ import annotations

from functools import partial
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
from chordwork.http.settings import Settings
from chordwork.http.sockets.workers import WorkerGroup
from chordwork.http.transports.transport import Disconnected, Transport
from chordwork.http.transports.worker_channel import WorkerChannel, relay
from chordwork.http.transports.writer import Writer
from chordwork.http.wire.protocol import CloseCode, Json, ProtocolError, encode, error_message

SOMEBODY: Final = Client(UNKNOWN, UNKNOWN, is_local=True)
"""Who speaks over a transport of which nobody said whose it is."""


class Connections:
    """The open connections of a server: how many there are, and the word that it is time to go."""

    def __init__(
        self,
        seats: SessionRegistry | None = None,
        place: WorkerGroup | None = None,
        cluster: Cluster | None = None,
        corrections: Corrections | None = None,
    ) -> None:
        """With none.

        Args:
            seats: keep sessions for clients that lost their connection.
            place: of this process among several, whose sessions can be come back to as well.
            cluster: other servers.
            corrections: takes what players say that chords really were.
        """
        self._cluster = cluster
        self._corrections = corrections
        self.seats: Final = seats
        self._place = place
        self._count = 0
        self.draining = trio.Event()
        """Once set, every client gets its last chords and is closed with 1012."""

    @property
    def count(self) -> int:
        """Connections open now, with a session or without."""
        return self._count

    def refusal(self, engine: Engine) -> EngineRefusal | None:
        """Why nobody who comes now could have a session, so that an upgrade is not worth while; None if one could.

        Where somebody may come back to a session, everybody is let in to say so. A server that has no free session lets
        clients in as well, for the limits are told in the protocol, where browsers can read them.
        """
        if self.seats is not None and self.seats.statistics().detached:
            return None
        refusal = engine.refusal()
        return refusal if isinstance(refusal, EngineOverloaded | EngineDraining) else None

    async def converse(
        self, transport: Transport, engine: Engine, settings: Settings, client: Client = SOMEBODY
    ) -> None:
        """Serve one client until it is done, gone, or wrong; then close the transport.

        Raises nothing but ``Cancelled``. Being cancelled frees the session at once, and drops the transport.

        Args:
            transport: a WebSocket that was just accepted.
            engine: where its session will live.
            settings: limits and times.
            client: for whom the session counts.
        """
        self._count += 1
        structlog.contextvars.bind_contextvars(client=client.address)
        try:
            ending = await self._hold(transport, engine, settings, client)
            if ending.close_code is not None:
                words = None
                if ending.close_code is CloseCode.SLOW_READER:
                    words = encode(error_message(ending.code, ending.message or ending.code))
                await transport.close(ending.close_code, ending.message or ending.code, last_words=words)
        finally:
            self._count -= 1
            transport.abort()

    async def _hold(self, transport: Transport, engine: Engine, settings: Settings, client: Client) -> CloseReason:
        writer = Writer(transport, write_timeout_s=settings.write_timeout_s)
        try:
            if self._count > settings.max_connections:
                return await _explained(self._with_advice(CROWDED), writer)
            wanted = await negotiate(transport, writer, settings, self.draining)
            if isinstance(wanted, CloseReason):
                return await _explained(wanted, writer)
            if isinstance(wanted, Resumption) and (door := await self._door_home(wanted, settings)) is not None:
                return await self._send_home(wanted, door, transport, client)
            if self.seats is not None and (isinstance(wanted, Resumption) or wanted.dialect.resumable):
                return await self._sit(wanted, self.seats, transport, writer, engine, settings, client)
            if isinstance(wanted, Resumption):
                raise ProtocolError(
                    "resume_failed", "this server keeps no sessions: start anew", CloseCode.RESUME_FAILED
                )
            if self.seats is not None:
                self.seats.make_room(client)
            stream_format = wanted.dialect.stream_format
            async with engine.open_session(
                sample_rate=stream_format.sample_rate,
                sample_format=stream_format.sample_format,
                channels=stream_format.channels,
                when_full=wanted.dialect.when_full,
                progress=wanted.dialect.progress,
            ) as session:
                structlog.contextvars.bind_contextvars(session=session.id)
                await writer.send(*wanted.dialect.greet(session.id, session.info, settings))
                dialogue = Dialogue(
                    transport, writer, wanted.dialect, session, settings, self.draining, corrections=self._corrections
                )
                return await dialogue.hold(wanted.first)
        except Exception as error:
            return await _explained(self._with_advice(close_reason_of(error)), writer)

    def _with_advice(self, ending: CloseReason) -> CloseReason:
        """Where this server is full and another one is not, say so."""
        if ending.close_code is not CloseCode.FULL or self._cluster is None or not self._cluster.neighbours.free:
            return ending
        url = self._cluster.neighbours.url
        return attrs.evolve(ending, retry_after_s=RETRY_ELSEWHERE_S, elsewhere=url or None)

    @property
    def cluster(self) -> Cluster | None:
        """Other servers; None where the settings name none."""
        return self._cluster

    def _home_of(self, wanted: Resumption) -> int | None:
        token = "" if wanted.start.resume is None else wanted.start.resume.token
        return None if self._place is None else self._place.home_of(token)

    async def _door_home(self, wanted: Resumption, settings: Settings) -> WorkerChannel | None:
        """To the process that has the session, if that is another one of this server's.

        Raises:
            ProtocolError: it has gone, and nothing of the session lies where this one could go on with it.
        """
        home = self._home_of(wanted)
        if self._place is None or home is None:
            return None
        try:
            return await self._place.connect(home, settings)
        except OSError:
            if self._cluster is not None:
                return None
            raise ProtocolError(
                "resume_failed", "the process with that session has gone: start anew", CloseCode.RESUME_FAILED
            ) from None

    async def _send_home(
        self, wanted: Resumption, door: WorkerChannel, transport: Transport, client: Client
    ) -> CloseReason:
        """Relay the conversation to the process that has the session."""
        try:
            closed = await relay(transport, door, wanted.text, client)
        finally:
            door.abort()
        return LEFT if closed else GONE

    async def _sit(
        self,
        wanted: NewSession | Resumption,
        seats: SessionRegistry,
        transport: Transport,
        writer: Writer,
        engine: Engine,
        settings: Settings,
        client: Client,
    ) -> CloseReason:
        """Hold a session that outlives the connection if that is lost, be it new or one to which the client returns."""
        ending, seat = GONE, None
        with trio.CancelScope() as scope:
            holder = Attachment(scope, transport.abort)
            try:
                if isinstance(wanted, Resumption):
                    seat = await seats.claim(wanted.start, holder, client)
                    assert isinstance(seat.dialect, DialectOne)
                    greeting = seat.dialect.welcome(wanted.start, seat.session.received_bytes)
                else:
                    seat = await seats.open(wanted.dialect, holder, client)
                    greeting = seat.dialect.greet(seat.session.id, seat.session.info, settings, resume_token=seat.token)
                ending = await self._talk(seat, greeting, transport, writer, settings)
                if ending == STOPPED:  # close while the session can still be come back to
                    heard = await transport.close(STOPPED.close_code or 0, STOPPED.code)
                    ending = LEFT if heard else GONE
            except Disconnected as gone:
                ending = close_reason_of(gone)
            finally:
                if seat is not None:
                    seats.leave(seat, lost=ending in (GONE, UNREAD))
        return await _explained(TAKEN_OVER, writer) if scope.cancelled_caught else ending

    def _others_go_on(self, seat: HeldSession) -> bool:
        """Whether what lies elsewhere of a session is good, and somebody is there to go on with it."""
        if seat.stay is None or self._cluster is None or not self._cluster.shared.works:
            return False
        return bool(seat.stay.safe_bytes and self._cluster.neighbours.free)

    async def _talk(
        self, seat: HeldSession, greeting: tuple[Json, ...], transport: Transport, writer: Writer, settings: Settings
    ) -> CloseReason:
        structlog.contextvars.bind_contextvars(session=seat.session.id)
        await writer.send(*greeting)
        if seat.farewell is not None:
            await writer.send(*seat.farewell)
            return STOPPED
        dialogue = Dialogue(
            transport,
            writer,
            seat.dialect,
            seat.session,
            settings,
            self.draining,
            opened_at=seat.opened_at,
            flushing=seat.flushing,
            put_down=partial(self.seats.put_down, seat) if self.seats is not None else None,
            others_go_on=partial(self._others_go_on, seat),
            corrections=self._corrections,
        )
        try:
            ending = await dialogue.hold(None)
            seat.handed_over = ending == HANDED_OVER
            return ending
        finally:
            seat.flushing = dialogue.flushing
            if dialogue.farewell is not None:
                seat.finish(dialogue.farewell)


async def _explained(ending: CloseReason, writer: Writer) -> CloseReason:
    if ending.close_code is CloseCode.SLOW_READER:
        return ending  # told at the close: there is no hurry to read it
    if ending.close_code is not None and ending.message is not None:
        try:
            words = error_message(
                ending.code, ending.message, retry_after_s=ending.retry_after_s, elsewhere=ending.elsewhere
            )
            await writer.send(words)
        except Disconnected:
            return GONE
    return ending
