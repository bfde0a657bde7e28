"""Request bodies that cannot fill the memory, and what is in them."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable, Generator, Mapping
from typing import Any, Final, Self, TypeVar, cast

import attrs
import msgspec
import trio
from hypercorn.typing import ASGIReceiveCallable
from quart import Request
from quart_trio.asgi import TrioASGIHTTPConnection
from quart_trio.wrappers import TrioRequest
from quart_trio.wrappers.request import TrioBody
from werkzeug.exceptions import RequestEntityTooLarge

from chordwork.analysis.errors import CompressionError, TooBigError
from chordwork.analysis.nesting import NestedTooDeep, check_depth
from chordwork.analysis.sources.preparing import inflate
from chordwork.http.rest.encodings import is_gzip
from chordwork.http.wire.problems import Problem

T = TypeVar("T")

HIGH_WATER_BYTES: Final = 256 << 10
"""Read ahead of the handler; past that the socket waits."""
_EXACT: Final = 2**53
DRAIN_S: Final = 2.0
"""How long what is left of a refused body is read and thrown away. Closing a socket that holds unread bytes resets the
connection, and the client may lose the answer that says what was wrong."""


class BoundedBody(TrioBody):
    """A body that holds little, counts everything, and is read piece by piece only.

    Quart's own has no back-pressure, and once it is iterated no bound. Of it nothing but the type is used here, for how
    it keeps what came changes between versions: up to Quart 0.22 a connection appends, from 0.23 on it puts.
    """

    def __init__(self, expected_content_length: int | None, max_content_length: int | None) -> None:
        """As Quart calls it; ``max_content_length`` is the bound until :meth:`bound` sets another."""
        self._expected = expected_content_length
        self._limit = max_content_length
        self._received = 0
        self._held = bytearray()
        self._refused: RequestEntityTooLarge | None = None
        self._ended = trio.Event()
        self._news = trio.Event()
        self._room = trio.Event()

    def bound(self, limit_bytes: int) -> None:
        """Set the limit of this request."""
        self._limit = limit_bytes
        if max(self._received, self._expected or 0) > limit_bytes:
            self._refused = RequestEntityTooLarge()

    def append(self, data: bytes) -> None:
        """For the connection: keep what came, or nothing past the limit."""
        self._received += len(data)
        if self._limit is not None and self._received > self._limit:
            self._refused = RequestEntityTooLarge()
            self._held.clear()
        if self._refused is None:
            self._held += data
        if data or self._refused is not None:
            self._news.set()

    async def put(self, data: bytes) -> None:
        """The same, as Quart calls it from 0.23 on."""
        self.append(data)

    def set_complete(self) -> None:
        """For the connection: that was all."""
        self._ended.set()
        self._news.set()

    def disconnect(self) -> None:
        """For the connection: there will be no more. Who waits for it is cancelled by the connection, as ever."""

    def set_result(self, data: bytes) -> None:
        """For tests: all at once."""
        self.append(data)
        self.set_complete()

    def clear(self) -> None:
        """Forget what is held."""
        self._held.clear()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        """The next piece."""
        if self._refused is None and not self._held and not self._ended.is_set():
            self._news = trio.Event()
            await self._news.wait()
        if self._refused is not None:
            raise self._refused
        if not self._held:
            raise StopAsyncIteration
        data = bytes(self._held)
        self._held.clear()
        self._room.set()
        return data

    def __await__(self) -> Generator[Any, None, bytes]:
        return self._whole().__await__()

    async def _whole(self) -> bytes:
        return b"".join([piece async for piece in self])

    async def wait_for_room(self) -> None:
        """For the connection: wait until the handler has taken enough."""
        while len(self._held) > HIGH_WATER_BYTES and self._refused is None:
            self._room = trio.Event()
            await self._room.wait()

    def abandon(self) -> None:
        """The answer is settled: keep nothing of what else may come."""
        self._refused = self._refused or RequestEntityTooLarge()
        self._held.clear()
        self._room.set()

    async def throw_away(self) -> None:
        """Read what is left and keep nothing, for a bounded time."""
        with trio.move_on_after(DRAIN_S):
            await self._ended.wait()


class BoundedRequest(TrioRequest):
    """A request with a :class:`BoundedBody`."""

    body_class = BoundedBody


class BoundedHTTPConnection(TrioASGIHTTPConnection):
    """Stops reading while the handler is behind."""

    async def handle_messages(  # type: ignore[override]
        self, nursery: trio.Nursery, request: Request, receive: ASGIReceiveCallable
    ) -> None:
        """Feed the body until the client has gone."""
        body = cast(BoundedBody, request.body)

        async def receive_with_room() -> Any:
            await body.wait_for_room()
            return await receive()

        await super().handle_messages(nursery, request, cast(ASGIReceiveCallable, receive_with_room))


async def refuse_within(timeout_s: float, read: Callable[[], Awaitable[T]], body: BoundedBody) -> T:
    """Read a body by ``read``, within a time.

    Raises:
        Problem: 408 for one that takes too long, 413 for one that is too large.
    """
    try:
        with trio.fail_after(timeout_s):
            return await read()
    except trio.TooSlowError:
        raise Problem(408, "request_timeout", f"the body took longer than {timeout_s:g} s to arrive") from None
    except RequestEntityTooLarge:
        limit = body._limit
        raise Problem(413, "body_too_big", f"send at most {limit} bytes", limit_bytes=limit) from None


async def read_body(request: Request, *, limit_bytes: int, timeout_s: float) -> bytes:
    """The whole body of a request.

    Raises:
        Problem: 413 or 408; 415 for an encoding that is not taken, 400 for damaged gzip.
    """
    body = cast(BoundedBody, request.body)
    compressed = is_gzip(request)
    body.bound(limit_bytes)

    async def read() -> bytes:
        return await body

    sent = await refuse_within(timeout_s, read, body)
    return _inflated(sent, limit_bytes) if compressed else sent


def _inflated(sent: bytes, limit_bytes: int) -> bytes:
    inflated = io.BytesIO()
    try:
        inflate(io.BytesIO(sent), inflated, limit_bytes=limit_bytes)
    except TooBigError:
        raise Problem(413, "body_too_big", f"send at most {limit_bytes} bytes", limit_bytes=limit_bytes) from None
    except CompressionError as error:
        raise Problem(400, error.code, f"the body: {error}") from None
    return inflated.getvalue()


def decode_json(body: bytes, model: type[T]) -> T:
    """One request of a model, from JSON.

    Raises:
        Problem: 400, saying where.
    """
    if not body.strip():
        raise Problem(400, "bad_json", "the body is empty: send one JSON object")
    try:
        check_depth(body)
        data = msgspec.json.decode(body)
    except (NestedTooDeep, msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Problem(400, "bad_json", f"send one JSON object: {_shortened(error)}") from None
    return convert(_with_whole_numbers(data), model, strict=True)


def convert(data: Any, model: type[T], *, strict: bool) -> T:
    """One request of a model, from plain data; ``strict=False`` reads numbers and switches from texts.

    Raises:
        Problem: 400, saying where.
    """
    try:
        _refuse_unknown(data, model)
        return msgspec.convert(data, model, strict=strict)
    except (msgspec.ValidationError, RecursionError) as error:
        text, _, path = _shortened(error).partition(" - at `$")
        where = path.rstrip("`").lstrip(".")
        detail = f"{where}: {text}" if where else text
        raise Problem(400, "bad_field", detail.replace("`", ""), field=where or None) from None


def _with_whole_numbers(data: Any) -> Any:
    """JSON does not tell 3 from 3.0: both are whole numbers."""
    match data:
        case float() if data.is_integer() and abs(data) < _EXACT:
            return int(data)
        case list():
            return [_with_whole_numbers(each) for each in data]
        case dict():
            return {name: _with_whole_numbers(each) for name, each in data.items()}
    return data


def _refuse_unknown(data: Any, model: type[Any]) -> None:
    if not isinstance(data, Mapping):
        return
    known = [field.name for field in attrs.fields(model)]
    for name in data:
        if name not in known:
            shown = str(name)[:40]
            raise Problem(
                400, "unknown_field", f"there is no field {shown!r} here: {', '.join(known)}", field=shown
            ) from None


def _shortened(error: Exception) -> str:
    return str(error)[:300]
