"""The web application: the WebSocket endpoint, a health check and a signpost; REST."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any, Final, cast

import structlog
from quart import Response, g, request, websocket
from quart.wrappers import Websocket
from quart_trio import QuartTrio

from chordwork.harmony.version import VERSION
from chordwork.http.addressing.path_prefix import PrefixedApp, prefix_of
from chordwork.http.rest.application import add_rest
from chordwork.http.rest.middleware import REQUEST_ID_HEADER, approach_of, count_socket, sane_request_id
from chordwork.http.rest.operation import described
from chordwork.http.rest.operator_views import HEALTH
from chordwork.http.rest.pages.guide import ARCHIVE, Guide, add_guide
from chordwork.http.rest.pages.web import WebClient, add_web_client
from chordwork.http.rest.problems import problem_of, response_of
from chordwork.http.rest.services import RestServices
from chordwork.http.security.gate import Refusal
from chordwork.http.serving.quart_transport import open_transport
from chordwork.http.transports.transport import Disconnected
from chordwork.http.transports.upgrades import UPGRADE_REQUIRED
from chordwork.http.wire.protocol import PROTOCOL_VERSION

_HERE: Final = Path(__file__).parent

_SIGNPOST = f"""Chordwork {VERSION} is listening.

  {{prefix}}/          in a browser: the page to play, see and learn with
  {{prefix}}/ws        WebSocket: audio in, chords out. Protocol {PROTOCOL_VERSION}, described in docs/protocol.md
  {{prefix}}/docs      REST: recordings, tabs, suggestions, accompaniment; {{prefix}}/openapi.json for machines
  {{prefix}}/guide     how to play with it, build on it and run it; where it is built
  {{prefix}}/healthz   health, as JSON; {{prefix}}/readyz, {{prefix}}/metrics
"""


def create_app(services: RestServices) -> QuartTrio:
    """Build the application around an open engine, and all that belongs to it."""
    # Said here because Flask's search for them stumbles over a package in a namespace.
    app = QuartTrio("chordwork.http", static_folder=None, root_path=str(_HERE), instance_path=str(_HERE / "instance"))
    engine, settings, gate, connections = services.engine, services.settings, services.gate, services.connections

    @app.websocket("/ws")
    async def ws() -> Response | None:
        current = cast("Websocket", cast(Any, websocket)._get_current_object())
        request_id = sane_request_id(websocket.headers.get(REQUEST_ID_HEADER))
        structlog.contextvars.bind_contextvars(request_id=request_id)
        try:
            with gate.open_socket(approach_of(current)) as admission:
                count_socket(current, admission.client)
                if (full := connections.refusal()) is not None:
                    return response_of(problem_of(full), request_id)
                await websocket.accept({REQUEST_ID_HEADER: request_id}, admission.subprotocol)
                with suppress(Disconnected):
                    async with open_transport(current, settings) as transport:
                        await connections.converse(transport, admission.client)
        except Refusal as refusal:
            return response_of(problem_of(refusal), request_id)
        return None

    @app.route("/ws", methods=["GET", "POST"])
    async def no_upgrade() -> Response:
        return response_of(UPGRADE_REQUIRED, g.get("request_id"))

    @app.get("/healthz")
    async def healthz() -> tuple[dict[str, Any], int]:
        statistics = engine.statistics()
        draining = statistics.draining or connections.draining.is_set()
        body = {
            "status": "draining" if draining else "ok",
            "version": VERSION,
            "protocols": [PROTOCOL_VERSION, *(["seed"] if settings.seed_dialect else [])],
            "sessions": statistics.sessions,
            "max_sessions": statistics.max_sessions,
            "connections": connections.count,
            "model": {"name": engine.info.model_name, "version": engine.info.model_version},
        }
        return body, 200

    described(HEALTH)(healthz)
    add_rest(app, services)
    add_web_client(app, WebClient.find(), lambda: _SIGNPOST.format(prefix=prefix_of(request.scope)))
    add_guide(app, Guide(ARCHIVE))
    app.asgi_app = PrefixedApp(app.asgi_app, gate.prefix)  # type: ignore[method-assign]
    return app
