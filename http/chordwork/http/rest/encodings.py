"""``Content-Encoding`` of what clients send: gzip, or none."""

from __future__ import annotations

from typing import Final

from quart import Request

from chordwork.http.wire.problems import Problem

_GZIP: Final = frozenset({"gzip", "x-gzip"})
_NONE: Final = frozenset({"", "identity"})


def is_gzip(request: Request) -> bool:
    """Whether the body of a request is compressed by gzip.

    Raises:
        Problem: 415 for a compression that is not taken, with the header ``Accept-Encoding`` (RFC 9110, 12.5.3).
    """
    named = [name.strip().lower() for name in request.headers.get("Content-Encoding", "").split(",")]
    coded = [name for name in named if name not in _NONE]
    if not coded:
        return False
    if len(coded) > 1 or coded[0] not in _GZIP:
        shown = ", ".join(coded)[:40]
        raise Problem(
            415,
            "content_encoding",
            f"a body in the encoding {shown!r} is not taken: send it as gzip, or as it is",
            headers={"Accept-Encoding": "gzip"},
        )
    return True
