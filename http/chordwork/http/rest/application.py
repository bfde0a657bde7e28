"""The REST side of the web application, put together."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from quart import Response, request
from quart_schema import Info, QuartSchema, Tag
from quart_schema.openapi import APIKeySecurityScheme, HttpSecurityScheme
from quart_trio import QuartTrio

from chordwork.harmony.version import VERSION
from chordwork.http.addressing.path_prefix import prefix_of
from chordwork.http.rest.bodies import BoundedHTTPConnection, BoundedRequest
from chordwork.http.rest.middleware import add_middleware
from chordwork.http.rest.models import add_model_views
from chordwork.http.rest.openapi import Provider
from chordwork.http.rest.operator_views import add_operator_views
from chordwork.http.rest.pages.docs import CONTENT_SECURITY_POLICY, asset, docs_html
from chordwork.http.rest.services import RestServices
from chordwork.http.rest.views import add_views

TAGS: Final = (
    Tag("recordings", "From audio files. Live audio has a protocol of its own, over WebSocket, at `/ws`."),
    Tag("music", "From chords. The same question always has the same answer, so that answers are kept, and tagged."),
    Tag("operating", "For machines that look after this one."),
)
_DESCRIPTION: Final = (
    "Hears recordings, and helps with their chords. Every refusal is a problem document (RFC 9457) whose `code` never "
    "changes. Forms of an answer are chosen by `Accept` or `?format=`. Where the server wants an API key, send it as "
    "`Authorization: Bearer KEY` or as `X-API-Key`."
)


def add_rest(app: QuartTrio, services: RestServices) -> None:
    """Give an application its REST side."""
    app.request_class = BoundedRequest
    app.asgi_http_class = BoundedHTTPConnection
    app.config["MAX_CONTENT_LENGTH"] = max(services.settings.max_body_bytes, services.settings.max_upload_bytes)
    app.url_map.redirect_defaults = False
    app.url_map.strict_slashes = False
    add_middleware(app, services)
    add_views(app, services)
    add_operator_views(app, services)
    add_model_views(app, services)
    schema = QuartSchema(
        app,
        openapi_path=None,
        redoc_ui_path=None,
        scalar_ui_path=None,
        swagger_ui_path=None,
        info=Info("Chordwork", VERSION, description=_DESCRIPTION),
        tags=list(TAGS),
        conversion_preference="msgspec",
        security_schemes={
            "bearer": HttpSecurityScheme("bearer"),
            "key": APIKeySecurityScheme("X-API-Key", "header"),
        },
        security=[{"bearer": []}, {"key": []}] if services.gate.wants_keys else [],
        openapi_provider_class=Provider,
    )
    _add_pages(app, schema)


def _encoded(document: Mapping[str, Any]) -> bytes:
    return msgspec.json.format(msgspec.json.encode(document))


def _add_pages(app: QuartTrio, schema: QuartSchema) -> None:
    pages: dict[str, tuple[bytes, str]] = {}

    def page(path: str, prefix: str) -> tuple[bytes, str]:
        if not pages:  # once, when all addresses are known
            document = schema.openapi_provider.schema()
            pages["/openapi.json"] = _encoded(document), "application/json"
            pages["/docs"] = docs_html(document).encode(), "text/html; charset=utf-8"
            pages["/docs.css"] = asset("docs.css"), "text/css; charset=utf-8"
            pages["/docs.js"] = asset("docs.js"), "text/javascript; charset=utf-8"
        if prefix and path == "/openapi.json":  # the pages themselves have relative links only
            document = msgspec.json.decode(pages[path][0])
            return _encoded({**document, "servers": [{"url": prefix}]}), pages[path][1]
        return pages[path]

    async def show() -> Response:
        body, content_type = page(request.path, prefix_of(request.scope))
        etag = hashlib.sha256(body).hexdigest()[:32]
        headers = {
            "ETag": f'"{etag}"',
            "Cache-Control": "no-cache",
            "Content-Security-Policy": CONTENT_SECURITY_POLICY,
        }
        if request.if_none_match.contains_weak(etag):
            return Response(b"", 304, headers=headers)
        return Response(body, 200, headers=headers, content_type=content_type)

    for path in ("/openapi.json", "/docs", "/docs.css", "/docs.js"):
        app.add_url_rule(path, path.strip("/").replace(".", "_"), show, methods=["GET"], strict_slashes=True)
