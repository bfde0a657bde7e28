"""The design that Chordwork's server replaces: FastAPI on uvicorn, one JSON message with base64 audio per chunk.

    python -m bench.baselines.fastapi_server

Everything else is the product's own: the same recogniser and the same list of chords, called in the handler. It listens
on a free port of this machine and prints ``{"port": …}``.
"""

from __future__ import annotations

import base64
import json
import logging
import socket
from typing import Any, Final

import uvicorn
from fastapi import FastAPI, WebSocket, WebSocketDisconnect

from chordwork.engine import ChordEvent, Recognizer, load_model
from chordwork.http.wire.seed import ChordList

RATE_HZ: Final = 16_000


def create_app() -> FastAPI:
    """One WebSocket endpoint."""
    app = FastAPI()
    model = load_model()

    @app.websocket("/ws")
    async def ws(websocket: WebSocket) -> None:
        await websocket.accept()
        recognizer, chords = Recognizer(RATE_HZ, model=model), ChordList()
        try:
            while True:
                message: dict[str, Any] = await websocket.receive_json()
                for event in recognizer.feed(base64.b64decode(message["data"])):
                    if isinstance(event, ChordEvent) and (shown := chords.update(event)) is not None:
                        await websocket.send_json({"chords": shown})
                await websocket.send_json({"ack": True})
        except WebSocketDisconnect:
            pass

    return app


def main() -> None:
    """Serve until killed."""
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # it warns of each send to a client that has left
    # Of protocol TCP by name: only then does asyncio send small answers at once (TCP_NODELAY), as it does for uvicorn's
    # own command.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    listener.listen(1024)
    server = uvicorn.Server(uvicorn.Config(create_app(), log_level="warning", access_log=False))
    print(json.dumps({"port": listener.getsockname()[1]}), flush=True)
    server.run(sockets=[listener])


if __name__ == "__main__":
    main()
