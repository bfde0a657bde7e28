"""Small files on their way in, held in memory: charts."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Final, cast

from quart import Request

from chordwork.http.rest.bodies import BoundedBody, read_body, refuse_within
from chordwork.http.rest.encodings import is_gzip
from chordwork.http.wire.problems import Problem

FORM_ROOM_BYTES: Final = 64 << 10
"""Of a multipart body, beside the file."""
MAX_NAME_CHARACTERS: Final = 200
FIELD: Final = "file"


async def receive_file(request: Request, *, limit_bytes: int, timeout_s: float) -> tuple[bytes, str]:
    """The file that a request holds, as its body or as the part ``file`` of a form, and its name, which may be empty.

    Raises:
        Problem: 413, 408, or 400 where there is none, 415 for a form that is compressed.
    """
    if request.mimetype != "multipart/form-data":
        data, name = await read_body(request, limit_bytes=limit_bytes, timeout_s=timeout_s), ""
    else:
        if is_gzip(request):
            raise Problem(415, "content_encoding", "a form is not taken compressed: send the file alone")
        data, name = await _of_form(request, limit_bytes, timeout_s)
    if len(data) > limit_bytes:
        raise Problem(413, "body_too_big", f"send at most {limit_bytes} bytes", limit_bytes=limit_bytes)
    if not data:
        raise Problem(400, "empty_upload", "there is no file in the body: send the bytes of one")
    return data, name


async def _of_form(request: Request, limit_bytes: int, timeout_s: float) -> tuple[bytes, str]:
    body = cast(BoundedBody, request.body)
    body.bound(limit_bytes + FORM_ROOM_BYTES)

    async def read() -> tuple[bytes, str]:
        files = await request.files
        storage = files.get(FIELD) or next(iter(files.values()), None)
        if storage is None:
            raise Problem(400, "empty_upload", f"send the file as the part {FIELD!r}, with a file name")
        try:
            name = PurePosixPath((storage.filename or "").replace("\\", "/")).name
            return storage.stream.read(limit_bytes + 1), name[:MAX_NAME_CHARACTERS]
        finally:
            for each in files.values():
                each.close()

    return await refuse_within(timeout_s, read, body)
