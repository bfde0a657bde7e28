"""The first message decides in which dialect a conversation is held."""

from __future__ import annotations

import attrs
import trio

from chordwork.http.conversation.close_reasons import DRAINING, START_TIMEOUT, CloseReason, close_reason_of
from chordwork.http.dialects.dialect import Dialect
from chordwork.http.dialects.one import DialectOne
from chordwork.http.dialects.seed import DialectSeed
from chordwork.http.settings import Settings
from chordwork.http.transports.transport import Transport
from chordwork.http.transports.writer import Writer
from chordwork.http.wire.protocol import (
    CloseCode,
    Json,
    Ping,
    Pong,
    ProtocolError,
    Start,
    decode,
    error_message,
    parse_json,
    too_big,
)
from chordwork.http.wire.seed import SeedInputError, decode_seed
from chordwork.native.errors import AudioFormatError


@attrs.frozen
class NewSession:
    """A new session is wanted.

    Attributes:
        dialect: in which it will be held.
        first: the message that said so, if it holds audio that is still to be heard.
    """

    dialect: Dialect
    first: str | None = None


@attrs.frozen
class Resumption:
    """A session is to go on.

    Attributes:
        start: with its ``resume``.
        text: in which it came.
    """

    start: Start
    text: str


async def negotiate(
    transport: Transport, writer: Writer, settings: Settings, draining: trio.Event
) -> NewSession | Resumption | CloseReason:
    """Wait for the message that says what the client wants, or for the reason why it cannot be had."""
    result: NewSession | Resumption | CloseReason = START_TIMEOUT
    async with trio.open_nursery() as nursery:
        nursery.cancel_scope.deadline = trio.current_time() + settings.start_timeout_s

        async def drain() -> None:
            nonlocal result
            await draining.wait()
            result = DRAINING
            nursery.cancel_scope.cancel()

        nursery.start_soon(drain)
        try:
            result = await _first_dialect(transport, writer, settings)
        except Exception as error:
            result = close_reason_of(error)
        nursery.cancel_scope.cancel()
    return result


async def _first_dialect(transport: Transport, writer: Writer, settings: Settings) -> NewSession | Resumption:
    while True:
        message = await transport.receive()
        if len(message) > settings.max_message_bytes:
            raise too_big(settings.max_message_bytes)
        if isinstance(message, bytes):
            raise ProtocolError("audio_before_start", "send start before any audio", CloseCode.BAD_FRAME)
        parsed = parse_json(message)
        if "data" in parsed and parsed.get("type") != "start":
            try:
                return NewSession(_seed(parsed, settings), message)
            except (SeedInputError, AudioFormatError) as error:
                await writer.send(error_message(error.code, getattr(error, "message", str(error))))
                continue
        match decode(parsed):
            case Start() as start:
                return NewSession(new_dialect(start, settings)) if start.resume is None else Resumption(start, message)
            case Ping(id_):
                await writer.send({"type": "pong"} if id_ is None else {"type": "pong", "id": id_})
            case Pong():
                pass
            case _:
                raise ProtocolError("not_started", "send start first", CloseCode.BAD_MESSAGE)


def new_dialect(start: Start, settings: Settings) -> DialectOne:
    """Protocol 1, as the client wants it. Raises ``AudioFormatError``."""
    return DialectOne(start, max_lag_s=settings.max_lag_s)


def _seed(parsed: Json, settings: Settings) -> DialectSeed:
    if not settings.seed_dialect:
        raise ProtocolError("seed_off", "this server wants protocol 1: send start first", CloseCode.UNSUPPORTED)
    return DialectSeed(decode_seed(parsed))
