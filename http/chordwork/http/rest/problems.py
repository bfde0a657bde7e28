"""What errors are told as: which problem document an exception becomes, and the response that carries it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

import msgspec
import structlog
from quart import Response
from werkzeug.exceptions import HTTPException

from chordwork.actors import EngineRefusal, SessionClosed
from chordwork.harmony.errors import ChordworkError
from chordwork.http.rest.fair_queue import QueueFull
from chordwork.http.security.gate import Refusal
from chordwork.http.wire.problems import PROBLEM_TYPE, Problem
from chordwork.native.errors import AudioFormatError

BUSY_RETRY_S: Final = 5.0

_CODES: Final = {
    400: "bad_request",
    404: "not_found",
    405: "method_not_allowed",
    408: "request_timeout",
    413: "body_too_big",
    414: "uri_too_long",
    415: "media_type",
    422: "unusable",
    429: "rate",
    500: "internal",
    503: "busy",
}
_DETAILS: Final = {
    404: "there is nothing here: /docs lists what there is",
    405: "this address answers other methods: see the header Allow",
    408: "the request took too long to arrive: send it again",
    413: "the request is larger than this server takes",
    429: "this server works on as much of yours at once as one client may have: wait for some of the answers",
    503: "too much is asked of this server: try again soon",
    500: "the server failed: the log of its operator says why, under this request_id",
}

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


def response_of(problem: Problem, request_id: str | None) -> Response:
    """The document, as an answer."""
    body = msgspec.json.encode(problem.document(request_id))
    headers = {"Cache-Control": "no-store", **problem.headers}
    return Response(body, problem.status, headers=headers, content_type=PROBLEM_TYPE)


def problem_of(error: BaseException) -> Problem:
    """What an exception means to the client. One that nobody foresaw is logged, and told as ``internal``."""
    match error:
        case Problem():
            return error
        case Refusal():
            challenge = {"WWW-Authenticate": 'Bearer realm="chordwork"'} if error.status == 401 else {}
            return Problem(
                error.status, error.code, error.message, retry_after_s=error.retry_after_s, headers=challenge
            )
        case HTTPException():
            return _of_http(error)
        case QueueFull(own=True):
            return Problem(429, "too_many_at_once", _DETAILS[429], retry_after_s=BUSY_RETRY_S)
        case QueueFull():
            return Problem(503, "busy", _DETAILS[503], retry_after_s=BUSY_RETRY_S)
        case EngineRefusal():
            return Problem(503, error.code, str(error), retry_after_s=BUSY_RETRY_S)
        case AudioFormatError():
            return Problem(422, error.code, str(error))
        case SessionClosed():  # before its audio ended: the engine did it
            return Problem(503, "engine_draining", "the server is shutting down", retry_after_s=BUSY_RETRY_S)
        case BaseExceptionGroup() if len(error.exceptions) == 1:
            return problem_of(error.exceptions[0])
        case ChordworkError():
            _log.error("a request failed", exc_info=error)
            return Problem(500, error.code, _DETAILS[500])
        case _:
            _log.error("a request failed", exc_info=error)
            return Problem(500, "internal", _DETAILS[500])


def _of_http(error: HTTPException) -> Problem:
    status = error.code or 500
    if status < 400:  # a redirect is no problem, but there are none of ours
        status = 404
    detail = _DETAILS.get(status) or HTTPStatus(status).description or HTTPStatus(status).phrase
    allowed = {"Allow": ", ".join(sorted(methods))} if (methods := getattr(error, "valid_methods", None)) else {}
    return Problem(status, _CODES.get(status, f"http_{status}"), detail, headers=allowed)
