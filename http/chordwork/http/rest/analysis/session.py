"""A recording through a session of the engine: the causal path of live audio, in longer steps, and its limits."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

import attrs
import structlog
import trio

from chordwork.actors import Delivered, Engine, EngineInfo, SessionStatistics
from chordwork.analysis.warnings import AnalysisWarning
from chordwork.http.rest.analysis.decoder_process import Head, open_decoder
from chordwork.http.rest.analysis.upload import Upload
from chordwork.http.rest.problems import problem_of
from chordwork.http.wire.problems import Problem

EVENTS_AHEAD: Final = 64
"""Events that may wait for a slow reader before recognition waits, too."""


@attrs.frozen
class Finished:
    """The whole recording was heard."""

    duration: float
    """Seconds decoded."""
    statistics: SessionStatistics
    """Of its session."""
    warnings: tuple[AnalysisWarning, ...] = ()
    """What was found on its way in, and in decoding it."""


Step = Delivered | Finished | Problem


@attrs.frozen
class AnalysisSession:
    """A recording being heard."""

    head: Head
    """What it says about itself."""
    id: str
    """Of the engine's session."""
    info: EngineInfo
    """Which model hears it."""
    steps: trio.MemoryReceiveChannel[Step]
    """Events in order, then :class:`Finished`, or the problem that ended it."""


@asynccontextmanager
async def open_analysis_session(
    upload: Upload,
    engine: Engine,
    *,
    max_audio_s: float,
    require_confinement: bool = False,
    live: bool = False,
    rest_s: float | None = None,
) -> AsyncIterator[AnalysisSession]:
    """Hear a recording, for the length of an ``async with`` block.

    Args:
        upload: the recording.
        engine: where it is heard.
        max_audio_s: seconds of audio; more are a problem.
        require_confinement: refuse to decode where that cannot be confined.
        live: somebody asks when each event is seen; else it is heard in runs, with the same events.
        rest_s: shortest rest in seconds, 0 to 5; None: the model's own.

    Raises:
        Problem: it is no audio, or too long; or it cannot be decoded as safely as is required.
        AudioFormatError: a rate that cannot be heard.
        EngineRefusal: no session is free.
    """
    async with (
        open_decoder(upload.descriptor, max_audio_s=max_audio_s, require_confinement=require_confinement) as decoder,
        engine.open_session(
            sample_rate=decoder.head.sample_rate,
            sample_format="f32le",
            channels=decoder.head.channels,
            in_no_hurry=not live,
        ) as session,
        trio.open_nursery() as nursery,
    ):
        structlog.contextvars.bind_contextvars(session=session.id)
        session.want_rests(rest_s)
        send, receive = trio.open_memory_channel[Step](EVENTS_AHEAD)

        async def feed() -> None:
            async for piece in decoder.pieces():
                await session.send(piece)
            await session.finish()

        async def recognise() -> None:
            with send:
                try:
                    async with trio.open_nursery() as parts:
                        parts.start_soon(feed)
                        while True:
                            try:
                                await send.send(await session.receive())
                            except trio.EndOfChannel:
                                break
                    statistics = session.statistics()
                    await send.send(
                        Finished(statistics.recognized_s, statistics, (*upload.warnings, *decoder.warnings))
                    )
                except Exception as error:
                    await send.send(problem_of(error))

        nursery.start_soon(recognise)
        yield AnalysisSession(decoder.head, session.id, session.info, receive)
        nursery.cancel_scope.cancel()
