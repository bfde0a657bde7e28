"""The addresses of the REST side, but for what operators ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from quart import Request, Response, g, request
from quart_trio import QuartTrio

from chordwork.analysis.options import AnalyzeOptions
from chordwork.harmony.errors import ChordworkError
from chordwork.http.rest.analysis.documents import FORMATS, TimelineResult
from chordwork.http.rest.answers import respond
from chordwork.http.rest.bodies import decode_json, read_body
from chordwork.http.rest.computation import Computation
from chordwork.http.rest.files import receive_file
from chordwork.http.rest.formats import choose
from chordwork.http.rest.music import COMPUTATIONS
from chordwork.http.rest.operation import Operation, described
from chordwork.http.rest.queries import read_query
from chordwork.http.rest.services import RestServices
from chordwork.http.wire.problems import Problem

READ_AS_JSON: Final = frozenset({"", "application/json", "application/x-www-form-urlencoded", "text/plain"})
"""Of a body that is JSON: what programs say that were not told (curl -d)."""
JSON_ALONE: Final = READ_AS_JSON - {"text/plain"}
"""The same where a text may be a file."""
_BINARY: Final = {"schema": {"type": "string", "minLength": 1, "contentMediaType": "application/octet-stream"}}
FILE_MEDIA: Final = {
    "application/octet-stream": _BINARY,
    "text/plain": {"schema": {"type": "string", "minLength": 1}},
    "multipart/form-data": {
        "schema": {"type": "object", "properties": {"file": _BINARY["schema"]}, "required": ["file"]}
    },
}
ANALYZE: Final = Operation(
    name="analyze",
    summary="A recording to its chords",
    description=(
        "Send a recording (WAV, FLAC, OGG, Opus, MP3, AIFF, …; with the extra `media` M4A, WebM, WMA, AMR, 3GP, …), as "
        "the body or as the part `file` of a form. It is heard to its end, as live audio is: as `ndjson` the messages "
        "of wire protocol 1 come while they are found; other forms come at the end, with the key of the whole, bars, "
        "beats and `warnings`. Raw PCM: `audio/L16;rate=44100;channels=2` (big-endian), or "
        "`audio/pcm;format=s16le;rate=44100`. Gzip is inflated."
    ),
    tag="recordings",
    body_media={
        "application/octet-stream": _BINARY,
        "audio/*": _BINARY,
        "multipart/form-data": FILE_MEDIA["multipart/form-data"],
    },
    query=AnalyzeOptions,
    result=TimelineResult,
    formats=FORMATS,
    problems=(415, 422, 507),
)


def add_views(app: QuartTrio, services: RestServices) -> None:
    """Give an application its addresses."""
    for computation in COMPUTATIONS:
        _add_computation(app, services, computation)

    @app.post("/analyze")
    @described(ANALYZE)
    async def analyze() -> Response:
        return await services.analyses.analyse(_current(), g.admission.client)


def _add_computation(app: QuartTrio, services: RestServices, computation: Computation) -> None:
    name = computation.path.strip("/").replace("/", "_")
    common: dict[str, Any] = {
        "summary": computation.summary,
        "description": computation.description,
        "tag": computation.tag,
        "result": computation.result,
        "result_schema": computation.result_schema,
        "formats": computation.formats,
        "cacheable": True,
        "problems": (422, *((501,) if len(computation.formats) > 4 else ())),
    }

    async def answer(asked: Any) -> Response:
        form = choose(_current(), computation.formats)
        result = await services.computations.answer(computation, computation.canonical(asked), form, g.client)
        return respond(_current(), result, form, name=name.replace("_", "-"), private=services.gate.wants_keys)

    @described(
        Operation(
            name=f"post_{name}",
            body=computation.request,
            examples=computation.examples,
            body_media={} if computation.uploaded is None else FILE_MEDIA,
            **common,
        )
    )
    async def post() -> Response:
        mimetype = _current().mimetype
        if computation.uploaded is not None and mimetype not in JSON_ALONE and not mimetype.endswith("+json"):
            return await answer(await _uploaded(computation, computation.uploaded))
        if mimetype not in READ_AS_JSON and not mimetype.endswith("+json"):
            raise Problem(415, "media_type", "send the request as application/json")
        settings = services.settings
        body = await read_body(_current(), limit_bytes=settings.max_body_bytes, timeout_s=settings.upload_timeout_s)
        return await answer(decode_json(body, computation.request))

    async def _uploaded(computation: Computation, uploaded: Callable[[bytes, str, Any], Any]) -> Any:
        told = read_query(request.args, computation.request)
        data, name = await receive_file(
            _current(), limit_bytes=computation.max_upload_bytes, timeout_s=services.settings.upload_timeout_s
        )
        try:
            return uploaded(data, name, told)
        except ChordworkError as error:
            raise Problem(422, error.code, str(error)) from None

    @described(Operation(name=f"get_{name}", query=computation.request, query_example=computation.query, **common))
    async def get() -> Response:
        given = read_query(request.args, computation.request)
        return await answer(given)

    app.add_url_rule(computation.path, f"post_{name}", post, methods=["POST"])
    app.add_url_rule(computation.path, f"get_{name}", get, methods=["GET"])


def _current() -> Request:
    return cast(Request, cast(Any, request)._get_current_object())
