"""The web application: one WebSocket endpoint, a health check and a signpost."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any, Final, cast

from quart import Response, websocket
from quart.wrappers import Websocket
from quart_trio import QuartTrio

from chordwork.actors import Engine
from chordwork.http.connection import Connections
from chordwork.http.endings import RETRY_AFTER_S
from chordwork.http.protocol import PROTOCOL_VERSION
from chordwork.http.quart_transport import open_transport
from chordwork.http.settings import Settings
from chordwork.http.transport import Disconnected
from chordwork.http.version import VERSION

_HERE: Final = Path(__file__).parent

_SIGNPOST = f"""Chordwork {VERSION} is listening.

  /ws        WebSocket: audio in, chords out. Protocol {PROTOCOL_VERSION}, described in docs/protocol.md
  /healthz   health, as JSON

https://pypi.org/project/chordwork/
"""


def create_app(engine: Engine, settings: Settings, *, connections: Connections | None = None) -> QuartTrio:
    """Build the application around an open engine.

    Args:
        engine: where sessions live.
        settings: limits and times.
        connections: who is connected; set its ``draining`` to send everybody home.
    """
    # Said here because Flask's search for them stumbles over a package in a namespace.
    app = QuartTrio("chordwork.http", static_folder=None, root_path=str(_HERE), instance_path=str(_HERE / "instance"))
    open_connections = connections if connections is not None else Connections()

    @app.websocket("/ws")
    async def ws() -> Response | None:
        if (refusal := open_connections.refusal(engine)) is not None:
            return Response(f"{refusal}\n", 503, {"Retry-After": f"{RETRY_AFTER_S:.0f}"}, content_type="text/plain")
        await websocket.accept()
        current = cast("Websocket", cast(Any, websocket)._get_current_object())
        with suppress(Disconnected):
            async with open_transport(current, settings) as transport:
                await open_connections.converse(transport, engine, settings)
        return None

    @app.get("/healthz")
    async def healthz() -> tuple[dict[str, Any], int]:
        statistics = engine.statistics()
        draining = statistics.draining or open_connections.draining.is_set()
        body = {
            "status": "draining" if draining else "ok",
            "version": VERSION,
            "protocols": [PROTOCOL_VERSION, *(["seed"] if settings.seed_dialect else [])],
            "sessions": statistics.sessions,
            "max_sessions": statistics.max_sessions,
            "connections": open_connections.count,
            "model": {"name": engine.info.model_name, "version": engine.info.model_version},
        }
        return body, 200

    @app.get("/")
    async def signpost() -> Response:
        return Response(_SIGNPOST, content_type="text/plain; charset=utf-8")

    return app
