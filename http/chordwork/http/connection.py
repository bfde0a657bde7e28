"""One client from its first message to its close code, over any transport and in either dialect."""

from __future__ import annotations

import trio

from chordwork.actors import Engine
from chordwork.http.dialogue import Dialogue
from chordwork.http.endings import CROWDED, GONE, Ending, ending_of
from chordwork.http.opening import open_dialect
from chordwork.http.protocol import error_message
from chordwork.http.settings import Settings
from chordwork.http.transport import Disconnected, Transport
from chordwork.http.writer import Writer


class Connections:
    """The open connections of a server: how many there are, and the word that it is time to go."""

    def __init__(self) -> None:
        """With none."""
        self._count = 0
        self.draining = trio.Event()
        """Once set, every client gets its last chords and is closed with 1012."""

    @property
    def count(self) -> int:
        """Connections open now, with a session or without."""
        return self._count

    async def converse(self, transport: Transport, engine: Engine, settings: Settings) -> None:
        """Serve one client until it is done, gone, or wrong; then close the transport.

        Raises nothing but ``Cancelled``. Being cancelled frees the session at once, and drops the transport.

        Args:
            transport: a WebSocket that was just accepted.
            engine: where its session will live.
            settings: limits and times.
        """
        self._count += 1
        try:
            ending = await self._hold(transport, engine, settings)
            if ending.close_code is not None:
                await transport.close(ending.close_code, ending.message or ending.code)
        finally:
            self._count -= 1
            transport.abort()

    async def _hold(self, transport: Transport, engine: Engine, settings: Settings) -> Ending:
        writer = Writer(transport, write_timeout_s=settings.write_timeout_s)
        try:
            if self._count > settings.max_connections:
                return await _explained(CROWDED, writer)
            opened = await open_dialect(transport, writer, settings, self.draining)
            if isinstance(opened, Ending):
                return await _explained(opened, writer)
            dialect, first = opened
            async with engine.open_session(
                sample_rate=dialect.stream_format.sample_rate,
                sample_format=dialect.stream_format.sample_format,
                channels=dialect.stream_format.channels,
                when_full=dialect.when_full,
                progress=dialect.progress,
            ) as session:
                await writer.send(*dialect.greet(session.id, engine.info, settings))
                return await Dialogue(transport, writer, dialect, session, settings, self.draining).hold(first)
        except Exception as error:
            return await _explained(ending_of(error), writer)


async def _explained(ending: Ending, writer: Writer) -> Ending:
    if ending.close_code is not None and ending.message is not None:
        try:
            await writer.send(error_message(ending.code, ending.message))
        except Disconnected:
            return GONE
    return ending
