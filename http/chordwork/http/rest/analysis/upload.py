"""A recording on its way in, to a file without a name; compressed or raw, it leaves as a file that can be decoded."""

from __future__ import annotations

import errno
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import PurePosixPath
from typing import IO, Any, Final, cast

import attrs
import structlog
import trio
from quart import Request
from werkzeug.http import parse_options_header

from chordwork.analysis.errors import PcmFormatError, SourceError, TooBigError
from chordwork.analysis.sources.pcm import PcmFormat, pcm_of_media_type
from chordwork.analysis.sources.preparing import Prepared, prepare
from chordwork.analysis.warnings import AnalysisWarning
from chordwork.http.rest.bodies import BoundedBody, refuse_within
from chordwork.http.rest.encodings import is_gzip
from chordwork.http.wire.problems import Problem

WRITE_BYTES: Final = 1 << 20
MULTIPART_ROOM_BYTES: Final = 64 << 10
"""Of a multipart body, beside the recording."""
MAX_NAME_CHARACTERS: Final = 120
FIELD: Final = "file"
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")


@attrs.frozen
class Upload:
    """A recording that has arrived.

    Attributes:
        file: open, positioned at its beginning, and gone when closed.
        name: as the client calls it; may be empty.
        warnings: what was found on the way.
    """

    file: IO[bytes]
    name: str = ""
    warnings: tuple[AnalysisWarning, ...] = ()

    @property
    def descriptor(self) -> int:
        """Of the open file."""
        return self.file.fileno()


@attrs.frozen
class _Arrived:
    file: IO[bytes]
    content_type: str
    name: str = ""


@asynccontextmanager
async def receive_upload(request: Request, *, limit_bytes: int, timeout_s: float) -> AsyncIterator[Upload]:
    """Take in the body of a request, raw or as multipart, for the length of an ``async with`` block.

    Compressed recordings (``Content-Encoding: gzip``, or what begins like gzip) are inflated, to ``limit_bytes`` at
    most. Raw PCM (``Content-Type: audio/L16;rate=44100``, see :mod:`~chordwork.analysis.sources.pcm`) gets a header.

    Raises:
        Problem: 413, 408, or 400 for a body without a recording, 415 for an encoding or PCM format that is not taken,
            422 for damaged gzip, 507 where the disk is full.
    """
    body = cast(BoundedBody, request.body)
    multipart = request.mimetype == "multipart/form-data"
    compressed = is_gzip(request)
    if multipart and compressed:
        raise Problem(
            415, "content_encoding", "a form is not taken compressed: compress the recording in it, or send it alone"
        )
    if not multipart:
        _pcm(request.headers.get("Content-Type", ""))  # refused before anything is taken in
    body.bound(limit_bytes + (MULTIPART_ROOM_BYTES if multipart else 0))
    with _disk_problems():
        arrived = await refuse_within(timeout_s, lambda: _multipart(request) if multipart else _raw(request), body)
        prepared = await _prepared(arrived, compressed=compressed, limit_bytes=limit_bytes)
    with prepared.file:
        yield Upload(prepared.file, arrived.name, prepared.warnings)


def new_file() -> IO[bytes]:
    """An empty file without a name.

    Raises:
        OSError: no folder can be written to.
    """
    return tempfile.TemporaryFile(prefix="chordwork-")


async def _prepared(arrived: _Arrived, *, compressed: bool, limit_bytes: int) -> Prepared:
    file = arrived.file
    try:
        if file.seek(0, 2) == 0:
            raise Problem(400, "empty_upload", "there is no recording in the body: send the bytes of an audio file")
        pcm = _pcm(arrived.content_type)
        return await trio.to_thread.run_sync(
            lambda: prepare(file, new_file=new_file, limit_bytes=limit_bytes, encoded=compressed, pcm=pcm)
        )
    except TooBigError as error:
        file.close()
        raise Problem(413, "body_too_big", str(error), limit_bytes=limit_bytes) from None
    except SourceError as error:
        file.close()
        raise Problem(422, error.code, f"the recording: {error}") from None
    except BaseException:
        file.close()
        raise


def _pcm(content_type: str) -> PcmFormat | None:
    media_type, parameters = parse_options_header(content_type)
    try:
        return pcm_of_media_type(media_type, parameters)
    except PcmFormatError as error:
        raise Problem(415, error.code, str(error), headers={"Accept": "audio/*"}) from None


@contextmanager
def _disk_problems() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        _log.error("no room for an upload", folder=tempfile.gettempdir(), reason=error.strerror)
        raise Problem(
            507, "no_room", "the server has no room for this recording: send a smaller one, or later"
        ) from None


async def _raw(request: Request) -> _Arrived:
    file = new_file()
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
    return _Arrived(file, request.headers.get("Content-Type", ""))


async def _multipart(request: Request) -> _Arrived:
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
    shown = "".join(c for c in name if c.isprintable())[:MAX_NAME_CHARACTERS]
    return _Arrived(stream, storage.headers.get("Content-Type", ""), shown)
