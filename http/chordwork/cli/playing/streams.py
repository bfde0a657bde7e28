"""Who hears what a command plays or records: a server by its address, the one here, or the engine in this process."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from typing import TYPE_CHECKING, Literal, Protocol

import trio

from chordwork.cli.playing.local_server import start_local_server
from chordwork.client import Backoff, Message, connect, parse_message
from chordwork.harmony.extras import server_missing

if TYPE_CHECKING:
    from chordwork.actors import Session

Pace = Literal["live", "file"]


class AudioStream(Protocol):
    """One stream of audio and its messages, as :class:`chordwork.client.ChordStream` has them."""

    async def send(self, pcm: bytes) -> None:
        """Give s16le PCM of any length."""
        ...

    async def finish(self) -> None:
        """Say that no audio follows."""
        ...

    def __aiter__(self) -> AsyncIterator[Message]:
        """Messages, to the last."""
        ...


class StreamOpener(Protocol):
    """Opens a stream for the length of an ``async with`` block."""

    def __call__(
        self, *, sample_rate: int, channels: int, pace: Pace, rest_s: float | None = None
    ) -> AbstractAsyncContextManager[AudioStream]:
        """``sample_rate`` in Hz; ``channels`` 1 or 2, interleaved; ``pace``: whether late audio may be dropped;
        ``rest_s``: shortest silence between two chords that is a rest, None: what is usual.
        """
        ...


def server_streams(url: str, api_key: str | None = None) -> StreamOpener:
    """Hear by the server with that WebSocket address, through breaks of the network."""

    @asynccontextmanager
    async def open_stream(
        *, sample_rate: int, channels: int, pace: Pace, rest_s: float | None = None
    ) -> AsyncIterator[AudioStream]:
        start = connect(
            url,
            sample_rate=sample_rate,
            channels=channels,
            pace=pace,
            rest_s=rest_s,
            api_key=api_key,
            reconnect=Backoff(),
        )
        async with start as stream:
            yield stream

    return open_stream


@asynccontextmanager
async def engine_stream(
    *, sample_rate: int, channels: int, pace: Pace, rest_s: float | None = None
) -> AsyncIterator[AudioStream]:
    """Hear by the engine alone, without a server."""
    from chordwork.actors import open_engine
    from chordwork.http.serving.logs import configure_logging

    configure_logging("error")  # The screen is for the picture.
    async with (
        open_engine() as engine,
        engine.open_session(
            sample_rate=sample_rate, channels=channels, when_full="drop_oldest" if pace == "live" else "block"
        ) as session,
    ):
        session.want_rests(rest_s)
        yield _EngineStream(session)


async def local_streams(nursery: trio.Nursery) -> tuple[StreamOpener, bool]:
    """The whole path, through a server that runs until the nursery is cancelled; the engine where there is none.

    Returns:
        what opens streams, and whether it is a server.
    """
    try:
        return server_streams(await start_local_server(nursery)), True
    except ModuleNotFoundError as missing:
        if server_missing(missing) is None:
            raise
        return engine_stream, False


class _EngineStream:
    """A session of the engine, speaking as a server does."""

    def __init__(self, session: Session) -> None:
        self._session = session

    async def send(self, pcm: bytes) -> None:
        await self._session.send(pcm)

    async def finish(self) -> None:
        await self._session.finish()

    async def __aiter__(self) -> AsyncIterator[Message]:
        from chordwork.http.wire.events import event_message

        with suppress(trio.EndOfChannel):
            while True:
                if (fields := event_message(await self._session.receive())) is not None:
                    yield parse_message(fields)
