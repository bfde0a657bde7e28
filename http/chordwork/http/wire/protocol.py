"""Wire protocol 1 and the seed dialect, as plain data: what a client may say, and how to refuse the rest.

Pure functions; no sockets, no clock. ``docs/protocol.md`` is the same for people who write clients.
"""

from __future__ import annotations

import enum
import json
import struct
from contextlib import suppress
from typing import Any, Final, Literal, NoReturn

import attrs

from chordwork.harmony.chord import Chord, parse_label
from chordwork.harmony.errors import ChordSyntaxError
from chordwork.http.wire.fields import MAX_LABEL_CHARACTERS, found, meant, meant_format, misnamed, whole_number
from chordwork.music.suggestions import MOODS, STYLE_ALIASES, STYLES

PROTOCOL_VERSION: Final = 1
MAX_BRACKETS: Final = 64
"""Opening brackets in one JSON text; bounds its depth before it is parsed."""
STAMP: Final = struct.Struct("<IIQ")
"""Head of a stamped frame: sequence, flags, capture time in µs."""

Json = dict[str, Any]
Framing = Literal["plain", "stamped"]
Acks = Literal["chunk", "hop", "none"]
Pace = Literal["live", "file"]


class CloseCode(enum.IntEnum):
    """Why the server closes a WebSocket."""

    NORMAL = 1000
    MALFORMED = 1002
    NOT_UTF8 = 1007
    TOO_BIG = 1009
    INTERNAL = 1011
    DRAINING = 1012
    FULL = 1013
    BAD_MESSAGE = 4000
    UNKNOWN_TYPE = 4001
    BAD_FIELD = 4002
    BAD_FRAME = 4003
    UNSUPPORTED = 4004
    START_TIMEOUT = 4005
    IDLE_TIMEOUT = 4006
    SESSION_LIMIT = 4007
    SLOW_READER = 4008
    FLOOD = 4009
    RESUME_FAILED = 4010
    TAKEN_OVER = 4011


class ProtocolError(Exception):
    """The client said something that the protocol does not allow.

    Attributes:
        code: for machines.
        message: for people: what was wrong and what is expected.
        close_code: with which the connection ends.
    """

    def __init__(self, code: str, message: str, close_code: CloseCode) -> None:
        """See the attributes."""
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message
        self.close_code = close_code


@attrs.frozen
class Resume:
    """Goes on with a session whose connection was lost.

    Attributes:
        token: from the ``ready`` of that session.
        finals: final chords that the client has; it gets those after them.
    """

    token: str
    finals: int


@attrs.frozen
class Start:
    """Opens a session. See ``docs/protocol.md`` for each field."""

    sample_rate: int
    sample_format: str
    channels: int
    framing: Framing
    acks: Acks
    pace: Pace
    key: str | None
    heartbeat_s: float | None = None
    resumable: bool = False
    resume: Resume | None = None
    ignored: tuple[str, ...] = ()
    taste: Json = attrs.Factory(dict)
    hints: tuple[str, ...] = ()
    notes: bool = False
    rest_s: float | None = None


@attrs.frozen
class Config:
    """Changes what can be changed while audio flows. ``key`` is None to take back an override; absent: unchanged.

    ``taste`` has those of :data:`TASTE_FIELDS` that were sent. ``notes`` is None if it was not sent. ``rest_s`` is None
    to take the server's own again; absent: unchanged.
    """

    has_key: bool
    key: str | None
    ignored: tuple[str, ...] = ()
    taste: Json = attrs.Factory(dict)
    hints: tuple[str, ...] = ()
    notes: bool | None = None
    has_rest: bool = False
    rest_s: float | None = None


@attrs.frozen
class Skip:
    """Audio of that many bytes will not come."""

    size_bytes: int


@attrs.frozen
class Stop:
    """No more audio; say what is left."""


@attrs.frozen
class Ping:
    """Are you there?"""

    id: str | int | None


@attrs.frozen
class Pong:
    """The answer to a ping of ours."""


@attrs.frozen
class Correct:
    """A final chord was another one.

    Attributes:
        index: of the final chord, as the server said it.
        chord: what it really was.
    """

    index: int
    chord: Chord


ClientMessage = Start | Config | Skip | Correct | Stop | Ping | Pong


@attrs.frozen
class Stamp:
    """Head of a stamped frame.

    Attributes:
        sequence: unsigned, 32 bits, chosen by the client.
        flags: reserved; ignored.
        capture_us: the client's clock when the audio was captured, in microseconds.
    """

    sequence: int
    flags: int
    capture_us: int


_KEYS: Final = {
    f"{tonic} {mode}"
    for tonic in ("C", "C#", "Db", "D", "D#", "Eb", "E", "F", "F#", "Gb", "G", "G#", "Ab", "A", "A#", "Bb", "B", "Cb")
    for mode in ("major", "minor")
}
TASTE_FIELDS: Final = frozenset({"suggestions", "mood", "genre"})
"""Of start and config: what :mod:`chordwork.http.dialects.live_suggestions` goes by."""
_CONFIG_FIELDS: Final = TASTE_FIELDS | {"type", "key", "notes", "rest_s"}
_START_FIELDS: Final = TASTE_FIELDS | frozenset(
    {
        *("type", "protocol", "sample_rate", "format", "channels", "framing", "acks", "pace", "key"),
        *("heartbeat_s", "resumable", "resume", "notes", "rest_s"),
    }
)
_RESUME_FIELDS: Final = frozenset({"token", "finals"})
MAX_TOKEN_CHARACTERS: Final = 256
MAX_SKIPPED_BYTES: Final = 1 << 31
HEARTBEAT_RANGE_S: Final = (1.0, 60.0)
REST_RANGE_S: Final = (0.0, 5.0)


DEFAULT_SUGGESTIONS: Final = 5
MAX_SUGGESTIONS: Final = 10
GENRES: Final = (*STYLES, *STYLE_ALIASES)


def parse_json(text: str) -> Json:
    """Read one JSON object.

    Raises:
        ProtocolError: no JSON, no object, nested too deep, or with numbers that are not JSON.
    """
    if text.count("{") + text.count("[") > MAX_BRACKETS:
        _refuse("bad_json", f"more than {MAX_BRACKETS} brackets in one message", CloseCode.BAD_MESSAGE)
    try:
        value = json.loads(text, parse_constant=_no_constant)
        if "\\u" in text:  # half of a surrogate pair can be written so, and could not be sent back
            _encoder.encode(value).encode()
    except (ValueError, RecursionError):
        shown = found(text[:24]) + (" …" if len(text) > 24 else "") if text else "nothing"
        hint = "; audio goes into binary messages" if len(text) > 64 else ""
        _refuse("bad_json", f"a text message must be one JSON object, not {shown}{hint}", CloseCode.BAD_MESSAGE)
    if not isinstance(value, dict):
        kind = "a list" if isinstance(value, list) else found(value)
        _refuse("bad_json", f"a text message must be one JSON object, not {kind}", CloseCode.BAD_MESSAGE)
    return value


def decode(message: Json) -> ClientMessage:
    """Understand one message of wire protocol 1.

    Raises:
        ProtocolError: an unknown type, or a field that is missing or cannot be used.
    """
    match message.get("type"):
        case "start":
            return _start(message)
        case "config":
            ignored = tuple(sorted(message.keys() - _CONFIG_FIELDS))
            hints = _hints(ignored, message, _CONFIG_FIELDS)
            notes = _flag(message, "notes") if "notes" in message else None
            rest_s = _number(message, "rest_s", *REST_RANGE_S, default=None)
            has_key, has_rest = "key" in message, "rest_s" in message
            return Config(has_key, _key(message), ignored, _taste(message), hints, notes, has_rest, rest_s)
        case "skip":
            return _skip(message)
        case "correction":
            return _correct(message)
        case "stop":
            return Stop()
        case "ping":
            id_ = message.get("id")
            if (whole := whole_number(id_)) is not None:
                id_ = whole
            return Ping(id_ if isinstance(id_, str | int) and len(str(id_)) <= 64 else None)
        case "pong":
            return Pong()
        case None:
            instead = misnamed("type", message, {"type"})
            begin = 'to begin, {"type":"start","protocol":1,"sample_rate":48000}'
            hint = f"you sent it as {instead[:40]!r}" if instead else begin
            _refuse("bad_field", f"a message needs a 'type': {hint}", CloseCode.BAD_FIELD)
    known = "start, config, skip, correction, stop, ping, pong"
    shown = repr(message["type"])[:40]
    raise ProtocolError("unknown_type", f"{shown} is no message type; known are {known}", CloseCode.UNKNOWN_TYPE)


def too_big(max_message_bytes: int) -> ProtocolError:
    """The refusal of a message that is too large."""
    return ProtocolError("message_too_big", f"a message may have {max_message_bytes} bytes", CloseCode.TOO_BIG)


def split_stamped(frame: bytes) -> tuple[Stamp, memoryview]:
    """Head and PCM of a stamped frame.

    Raises:
        ProtocolError: shorter than its head.
    """
    if len(frame) < STAMP.size:
        _refuse("bad_frame", f"a stamped frame begins with {STAMP.size} bytes", CloseCode.BAD_FRAME)
    return Stamp(*STAMP.unpack_from(frame)), memoryview(frame)[STAMP.size :]


_encoder: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":"))


def encode(message: Json) -> str:
    """JSON text of a message."""
    if len(message) == 4 and message.get("type") == "ack":  # twenty times a second, and always the same
        sequence, age_ms, audio_s = message["sequence"], message["queue_age_ms"], message["audio_s"]
        return f'{{"type":"ack","sequence":{sequence},"queue_age_ms":{age_ms!r},"audio_s":{audio_s!r}}}'
    return _encoder.encode(message)


def error_message(code: str, message: str, *, retry_after_s: float | None = None, elsewhere: str | None = None) -> Json:
    """The ``error`` that goes before a close; ``elsewhere`` is another server that has room."""
    error: Json = {"type": "error", "code": code, "message": message}
    if retry_after_s is not None:
        error["retry_after_s"] = retry_after_s
    if elsewhere:
        error["elsewhere"] = elsewhere
    return error


def _start(message: Json) -> Start:
    version = message.get("protocol")
    if version != PROTOCOL_VERSION or isinstance(version, bool):
        said = f", not {found(version)}" if "protocol" in message else ""
        _refuse(
            "unsupported_protocol",
            f'this server speaks protocol {PROTOCOL_VERSION}: send "protocol":{PROTOCOL_VERSION} in start{said}',
            CloseCode.UNSUPPORTED,
        )
    ignored = tuple(sorted(message.keys() - _START_FIELDS))
    return Start(
        sample_rate=_count(message, "sample_rate", None),
        sample_format=_choice(message, "format", ("s16le", "f32le"), "s16le"),
        channels=_count(message, "channels", 1),
        framing=_choice(message, "framing", ("plain", "stamped"), "plain"),  # type: ignore[arg-type]
        acks=_choice(message, "acks", ("chunk", "hop", "none"), "chunk"),  # type: ignore[arg-type]
        pace=_choice(message, "pace", ("live", "file"), "live"),  # type: ignore[arg-type]
        key=_key(message),
        heartbeat_s=_number(message, "heartbeat_s", *HEARTBEAT_RANGE_S, default=None),
        resumable=_flag(message, "resumable"),
        resume=_resume(message.get("resume")),
        ignored=ignored,
        taste=_taste(message),
        hints=_hints(ignored, message, _START_FIELDS),
        notes=_flag(message, "notes"),
        rest_s=_number(message, "rest_s", *REST_RANGE_S, default=None),
    )


def _resume(value: Any) -> Resume | None:
    if value is None:
        return None
    if not isinstance(value, dict) or value.keys() - _RESUME_FIELDS:
        _refuse("bad_field", "'resume' must be null or an object with token and finals", CloseCode.BAD_FIELD)
    token, finals = value.get("token"), whole_number(value.get("finals", 0))
    if not isinstance(token, str) or not 1 <= len(token) <= MAX_TOKEN_CHARACTERS:
        _refuse("bad_field", "'token' must be what ready said as resume.token", CloseCode.BAD_FIELD)
    if finals is None or not 0 <= finals <= 1 << 53:
        shown = found(value.get("finals"))
        _refuse("bad_field", f"'finals' must be the number of final chords received, not {shown}", CloseCode.BAD_FIELD)
    return Resume(token, finals)


def _skip(message: Json) -> Skip:
    size_bytes = whole_number(message.get("bytes"))
    if size_bytes is None or not 1 <= size_bytes <= MAX_SKIPPED_BYTES:
        said = _instead(message, "bytes", {"type", "bytes"})
        _refuse("bad_field", f"'bytes' must be the size of the audio that will not come{said}", CloseCode.BAD_FIELD)
    return Skip(size_bytes)


def _correct(message: Json) -> Correct:
    index, label = whole_number(message.get("index")), message.get("label")
    if index is None or not 0 <= index <= 1 << 53:
        said = _instead(message, "index", {"type", "index", "label"})
        _refuse("bad_field", f"'index' must be that of a final chord{said}", CloseCode.BAD_FIELD)
    with suppress(ChordSyntaxError):
        if isinstance(label, str) and len(label) <= MAX_LABEL_CHARACTERS:
            return Correct(index, parse_label(label))
    said = _instead(message, "label", {"type", "index", "label"})
    return _refuse(
        "bad_field", f'\'label\' must be in Harte syntax, such as "A:min7/b3" or "N"{said}', CloseCode.BAD_FIELD
    )


def _number(message: Json, name: str, least: float, most: float, *, default: float | None) -> float | None:
    value = message.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        wanted = f"a number from {least:g} to {most:g}"
        _refuse("bad_field", f"'{name}' must be {wanted}, not {found(value)}", CloseCode.BAD_FIELD)
    return float(value)


def _key(message: Json) -> str | None:
    key = message.get("key")
    if key is not None and (not isinstance(key, str) or key not in _KEYS):
        wanted = 'null or such as "Eb major" or "F# minor"'
        _refuse("bad_field", f"'key' must be {wanted}, not {found(key)}", CloseCode.BAD_FIELD)
    return key


def _taste(message: Json) -> Json:
    """Those of the fields that were sent; null is a value."""
    taste: Json = {}
    if "suggestions" in message:
        count = taste["suggestions"] = whole_number(message["suggestions"])
        if count is None or not 0 <= count <= MAX_SUGGESTIONS:
            wanted = f"a whole number from 0 to {MAX_SUGGESTIONS}, not {found(message['suggestions'])}"
            _refuse("bad_field", f"'suggestions' must be {wanted}", CloseCode.BAD_FIELD)
    for name, choices in (("mood", MOODS), ("genre", GENRES)):
        if name in message:
            value = taste[name] = message[name]
            if value is not None and (not isinstance(value, str) or value not in choices):
                wanted = f"null or one of {', '.join(choices)}, not {found(value)}"
                _refuse("bad_field", f"'{name}' must be {wanted}", CloseCode.BAD_FIELD)
    return taste


def _count(message: Json, name: str, default: int | None) -> int:
    value = whole_number(message.get(name, default))
    if value is None or not 1 <= value <= 1_000_000:
        wanted = "a whole number such as 48000, in Hz" if name == "sample_rate" else "a whole number of at least 1"
        said = _instead(message, name, _START_FIELDS)
        _refuse("bad_field", f"'{name}' must be {wanted}{said}", CloseCode.BAD_FIELD)
    return value


def _instead(message: Json, name: str, known: frozenset[str] | set[str]) -> str:
    """The end of a sentence about a field that cannot be used: what was there."""
    if name in message:
        return f", not {found(message[name])}"
    other = misnamed(name, message, known)
    return "; it is missing" if other is None else f"; you sent it as {other[:40]!r}"


def _hints(ignored: tuple[str, ...], message: Json, known: frozenset[str]) -> tuple[str, ...]:
    """What the ignored fields may have been meant for."""
    free = sorted(known - message.keys())
    pairs = [(name, meant(name, free)) for name in ignored[:16]]
    return tuple(f"for {name[:40]!r} write {other!r}" for name, other in pairs if other is not None)


def _flag(message: Json, name: str) -> bool:
    value = message.get(name, False)
    if not isinstance(value, bool):
        _refuse("bad_field", f"'{name}' must be true or false, not {found(value)}", CloseCode.BAD_FIELD)
    return value


def _choice(message: Json, name: str, choices: tuple[str, ...], default: str) -> str:
    value = message.get(name, default)
    if not isinstance(value, str) or value not in choices:
        said = f"{', '.join(choices)}, not {found(value)}"
        if name == "format" and isinstance(value, str) and (known := meant_format(value)) is not None:
            said += f": write {known!r}"
        _refuse("bad_field", f"'{name}' must be one of {said}", CloseCode.BAD_FIELD)
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _refuse(code: str, message: str, close_code: CloseCode) -> NoReturn:
    raise ProtocolError(code, message, close_code)
