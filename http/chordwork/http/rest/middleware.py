"""What every request passes through, whatever it wants: id, door, log line, figures, headers."""

from __future__ import annotations

import re
import secrets
import time
from typing import Any, Final, cast

import structlog
from quart import Response, g, has_request_context, request
from quart.typing import ResponseReturnValue
from quart_trio import QuartTrio

from chordwork.http.addressing.addresses import Approach, Client
from chordwork.http.rest.bodies import BoundedBody
from chordwork.http.rest.pages.guide import ROUTES as GUIDE
from chordwork.http.rest.pages.web import OPEN_ADDRESSES
from chordwork.http.rest.problems import problem_of, response_of
from chordwork.http.rest.services import RestServices
from chordwork.http.rest.tracing import begin_span, end_span
from chordwork.http.sockets.connection_limits import SLOT_KEY, SocketSlot
from chordwork.http.wire.problems import Problem

REQUEST_ID_HEADER: Final = "X-Request-ID"
PROBES: Final = frozenset({"/healthz", "/readyz"})
"""Rules of what is asked by machines that hold no key, all the time."""
OPEN: Final = frozenset({"/", "/ws", "/docs", "/docs.css", "/docs.js", "/openapi.json"})
"""Rules of what everybody may read: what there is; and that /ws is no page."""
COSTS: Final = {"/analyze": 5.0}
"""Requests that one of these counts for, by its rule: an address can be written in many ways."""
FILE_COST: Final = 0.05
"""Of a file of the web client: a page asks for dozens of them at once."""
MAX_TARGET_CHARACTERS: Final = 8192

SECURITY_HEADERS: Final = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_CORS_METHODS: Final = "GET, HEAD, POST, OPTIONS"
_CORS_HEADERS: Final = "Authorization, Content-Type, If-None-Match, X-API-Key, X-Request-ID"
_CORS_EXPOSED: Final = "ETag, Retry-After, X-Chordwork-Model, X-Chordwork-Notes, X-Request-ID"
_SANE_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}")

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


def sane_request_id(given: str | None) -> str:
    """The id that a client gave its request, if it is one that a log can hold; else a fresh one."""
    return given if given is not None and _SANE_ID.fullmatch(given) else secrets.token_hex(8)


def approach_of(current: Any) -> Approach:
    """Who is behind a request or a WebSocket of Quart."""
    client = current.scope.get("client")
    return Approach.of(client[0] if client else None, current.scope["headers"])


def count_socket(current: Any, client: Client) -> None:
    """Count the socket of a request or a WebSocket of Quart for who sent it, as far as a proxy told only now.

    Raises:
        Refusal: that address has as many as it may.
    """
    slot: SocketSlot | None = (current.scope.get("state") or {}).get(SLOT_KEY)
    if slot is not None and not client.is_local:
        slot.speaks_for(client.address)


def add_middleware(app: QuartTrio, services: RestServices) -> None:
    """Let every request of an application pass through here."""

    @app.before_request
    async def enter() -> ResponseReturnValue | None:
        g.began_s = time.monotonic()
        g.request_id = sane_request_id(request.headers.get(REQUEST_ID_HEADER))
        structlog.contextvars.bind_contextvars(request_id=g.request_id)
        g.span = None
        if services.tracer is not None:
            g.span = begin_span(
                services.tracer, request.headers.get("traceparent"), method=request.method, route=_route()
            )
        route = _route()
        if route in PROBES:
            return None
        approach = approach_of(request)
        g.client = services.gate.client(approach)
        structlog.contextvars.bind_contextvars(client=g.client.address)
        if len(request.full_path) > MAX_TARGET_CHARACTERS:
            raise Problem(414, "uri_too_long", "the address is too long: use POST", limit=MAX_TARGET_CHARACTERS)
        asks_only = request.method == "OPTIONS"
        is_file = request.path in app.config.get(OPEN_ADDRESSES, ()) or route in GUIDE
        g.admission = services.gate.admit(
            approach,
            cost=FILE_COST if is_file else 1.0 if asks_only else COSTS.get(route, 1.0),
            needs_key=not asks_only and route not in OPEN and not is_file,
        )
        g.client = g.admission.client
        count_socket(request, g.client)
        if asks_only and "Access-Control-Request-Method" in request.headers:
            return Response(b"", 204)
        return None

    @app.after_request
    async def leave(response: Response) -> Response:
        request_id = g.get("request_id") or sane_request_id(None)
        response.headers.setdefault(REQUEST_ID_HEADER, request_id)
        for name, value in SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        _allow_origin(response, services)
        seconds = time.monotonic() - g.get("began_s", time.monotonic())
        route = _route()
        services.metrics.observe(request.method, route, response.status_code, seconds)
        if route not in PROBES:
            client = g.get("client")
            _log.info(
                "request",
                method=request.method,
                path=request.path[:200],
                status=response.status_code,
                duration_ms=round(seconds * 1000.0, 2),
                client=None if client is None else client.address,
                key=None if client is None else client.key,
            )
        if (span := g.get("span")) is not None:
            end_span(span, status=response.status_code, request_id=request_id)
        body = cast(BoundedBody, request.body)
        body.abandon()
        if response.status_code >= 400 and response.status_code != 408:
            await body.throw_away()
        return response

    @app.errorhandler(Exception)
    async def refuse(error: Exception) -> Response:
        return response_of(problem_of(error), g.get("request_id") if has_request_context() else None)


def _allow_origin(response: Response, services: RestServices) -> None:
    origin = request.headers.get("Origin")
    response.headers.add("Vary", "Origin")
    if origin is None or not services.gate.lists_origin(origin):
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Access-Control-Expose-Headers"] = _CORS_EXPOSED
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = _CORS_METHODS
        response.headers["Access-Control-Allow-Headers"] = _CORS_HEADERS
        response.headers["Access-Control-Max-Age"] = "3600"


def _route() -> str:
    rule = request.url_rule
    return "none" if rule is None else rule.rule
