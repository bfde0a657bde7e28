"""Chords in a FastAPI program: one engine for all of its WebSockets, on the loop that they run on.

uvicorn --app-dir examples fastapi_mount:app
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, WebSocket, WebSocketDisconnect

from chordwork.actors import EngineLimits
from chordwork.actors.aio import Engine, Session, open_engine
from chordwork.engine import ChordEvent


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncIterator[None]:
    """The engine lives as long as the program does."""
    async with open_engine(limits=EngineLimits(max_sessions=100, max_load=0.8)) as engine:
        app.state.engine = engine
        yield


app = FastAPI(lifespan=lifespan)


@app.websocket("/chords")
async def chords(socket: WebSocket, sample_rate: int = 48000) -> None:
    """PCM of 16 bits, mono, in; chords as JSON out; an empty message ends it."""
    engine: Engine = app.state.engine
    await socket.accept()
    if (refusal := engine.refusal()) is not None:
        await socket.close(1013, str(refusal))  # try again later
        return
    try:
        opening = engine.open_session(sample_rate=sample_rate, when_full="drop_oldest")
        async with opening as session, asyncio.TaskGroup() as tasks:
            tasks.create_task(ingest(socket, session))
            async for event in session:
                if isinstance(event, ChordEvent):
                    await socket.send_json(event.to_dict())
        await socket.close()
    except* WebSocketDisconnect:
        pass  # the session has ended with its block


async def ingest(socket: WebSocket, session: Session) -> None:
    """From the socket into the session."""
    while pcm := await socket.receive_bytes():
        await session.send(pcm)
    session.end_input()


@app.get("/sessions")
async def sessions() -> dict[str, int]:
    """How many play."""
    return {"sessions": app.state.engine.statistics().sessions}
