"""A client's side of a conversation, in either dialect: messages parted by NUL; one that begins with SOH is binary."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable
from typing import Final

from chordwork.actors import EngineInfo
from chordwork.http import Settings
from chordwork.http.dialects.dialect import Dialect
from chordwork.http.dialects.one import DialectOne
from chordwork.http.dialects.seed import DialectSeed
from chordwork.http.wire.protocol import Json, ProtocolError, Start, decode, encode, error_message, parse_json
from chordwork.http.wire.seed import SeedInputError, decode_seed
from chordwork.native.errors import AudioFormatError

SETTINGS: Final = Settings()
INFO: Final = EngineInfo(model_name="model", model_version="1", hop_s=0.0464)
REFUSED: Final = (ProtocolError, SeedInputError, AudioFormatError)
START: Final[Json] = {"type": "start", "protocol": 1, "sample_rate": 48000}


def seeds() -> Iterable[bytes]:
    stamped = {**START, "format": "f32le", "channels": 2, "framing": "stamped", "acks": "hop", "resumable": True}
    audio = b"\1" + bytes(range(2, 40))
    for messages in (
        [START, audio, {"type": "config", "key": "Eb major", "suggestions": 3, "mood": "happy"}, {"type": "stop"}],
        [{**stamped, "heartbeat_s": 2.5}, audio, {"type": "skip", "bytes": 8}, {"type": "pong"}],
        [{**START, "resume": {"token": "abc", "finals": 3}}, {"type": "ping", "id": "x"}],
        [{"type": "ping", "id": 7}, {**START, "notes": True}, {"type": "correction", "index": 0, "label": "A:min7/b3"}],
        [{"data": base64.b64encode(bytes(8)).decode()}, {"data": [0, 1, 255], "sample_rate": 16000.0}],
        [{"data": "data:audio/pcm;base64,AAAA", "format": "f32le", "channels": 2}, {"type": "ping"}],
        [{"samplerate": 44100, "type": "start", "protocol": 1, "encoding": "pcm16"}],
    ):
        yield b"\0".join(each if isinstance(each, bytes) else json.dumps(each).encode() for each in messages)


def one(data: bytes) -> None:
    dialect: Dialect | None = None
    for number, part in enumerate(data.split(b"\0")[:40]):
        message = part[1:] if part[:1] == b"\1" else part.decode("utf-8", "replace")
        try:
            dialect = _first(message) if dialect is None else _next(dialect, message, float(number))
        except REFUSED as error:
            said = getattr(error, "message", str(error))
            assert 0 < len(said) < 1000
            _sent(error_message(error.code, said))
            if isinstance(error, ProtocolError):
                return


def _first(message: str | bytes) -> Dialect | None:
    """As the negotiation does."""
    if isinstance(message, bytes):
        return None
    parsed = parse_json(message)
    if "data" in parsed and parsed.get("type") != "start":
        return DialectSeed(decode_seed(parsed))
    started = decode(parsed)
    if not isinstance(started, Start):
        return None
    dialect = DialectOne(started)
    for each in dialect.greet("session", INFO, SETTINGS, resume_token="token"):
        _sent(each)
    if started.resume is not None:
        dialect.check_return(started)
        for each in dialect.welcome(started, 0):
            _sent(each)
    return dialect


def _next(dialect: Dialect, message: str | bytes, now_s: float) -> Dialect:
    heard = dialect.read(message, now_s)
    assert heard.pcm is None or len(heard.pcm) <= max(1, len(message))
    assert 0.0 <= heard.skipped_s < 1e9
    for each in heard.replies:
        _sent(each)
    if heard.pcm is not None and (acknowledged := dialect.acknowledge(0.0)) is not None:
        _sent(acknowledged)
    return dialect


def _sent(message: Json) -> None:
    """It can be, and a client can read it."""
    text = encode(message)
    text.encode()
    assert len(text) < 1 << 16
    json.loads(text)
