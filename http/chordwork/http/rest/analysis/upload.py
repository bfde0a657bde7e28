"""A recording on its way in, to a file without a name."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import PurePosixPath
from typing import IO, Any, Final, cast

import attrs
import trio
from quart import Request

from chordwork.http.rest.bodies import BoundedBody, refuse_within
from chordwork.http.rest.problems import Problem

WRITE_BYTES: Final = 1 << 20
MULTIPART_ROOM_BYTES: Final = 64 << 10
"""Of a multipart body, beside the recording."""
MAX_NAME_CHARACTERS: Final = 120
FIELD: Final = "file"


@attrs.frozen
class Upload:
    """A recording that has arrived.

    Attributes:
        file: open, positioned at its beginning, and gone when closed.
        name: as the client calls it; may be empty.
    """

    file: IO[bytes]
    name: str = ""

    @property
    def descriptor(self) -> int:
        """Of the open file."""
        return self.file.fileno()


@asynccontextmanager
async def receive_upload(request: Request, *, limit_bytes: int, timeout_s: float) -> AsyncIterator[Upload]:
    """Take in the body of a request, raw or as multipart, for the length of an ``async with`` block.

    Raises:
        Problem: 413, 408, or 400 for a body without a recording.
    """
    body = cast(BoundedBody, request.body)
    multipart = request.mimetype == "multipart/form-data"
    body.bound(limit_bytes + (MULTIPART_ROOM_BYTES if multipart else 0))
    upload = await refuse_within(timeout_s, lambda: _multipart(request) if multipart else _raw(request), body)
    with upload.file:
        size = upload.file.seek(0, 2)
        upload.file.seek(0)
        if size == 0:
            raise Problem(400, "empty_upload", "there is no recording in the body: send the bytes of an audio file")
        yield upload


async def _raw(request: Request) -> Upload:
    file = tempfile.TemporaryFile(prefix="chordwork-")  # noqa: SIM115  # closed by the caller
    try:
        waiting = bytearray()
        async for piece in request.body:
            waiting += piece
            if len(waiting) >= WRITE_BYTES:
                data, waiting = bytes(waiting), bytearray()
                await trio.to_thread.run_sync(file.write, data)
        await trio.to_thread.run_sync(file.write, bytes(waiting))
        await trio.to_thread.run_sync(file.flush)
    except BaseException:
        file.close()
        raise
    return Upload(file)


async def _multipart(request: Request) -> Upload:
    files = await request.files
    storage = files.get(FIELD) or next(iter(files.values()), None)
    if storage is None:
        raise Problem(400, "empty_upload", f"send the recording as the part {FIELD!r}, with a file name")
    stream: Any = storage.stream
    if hasattr(stream, "rollover"):
        stream.rollover()  # from memory to a real file
    stream.flush()
    for other in files.values():
        if other is not storage:
            other.close()
    name = PurePosixPath((storage.filename or "").replace("\\", "/")).name
    return Upload(stream, "".join(c for c in name if c.isprintable())[:MAX_NAME_CHARACTERS])
