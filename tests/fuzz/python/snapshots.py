"""What servers put down for one another: a recogniser's state, and a session's. Seals keep strangers out; one that is
damaged, or another version's, must be refused all the same, or be one that can be gone on from, in bounded time.

Inputs are edits of a genuine state: each four bytes choose a value in it, and what becomes of it.
"""

from __future__ import annotations

import copy
import struct
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, Final

import msgspec
import numpy as np

from chordwork.engine import Evidence, ModelInfo, Recognizer, SnapshotError, StreamClosedError
from chordwork.engine._settings import DecoderSettings
from chordwork.engine._spec import FEATURE_SPEC
from chordwork.http.conversation.saved_session import VERSION, SavedSession
from chordwork.http.dialects.one import DialectOne
from chordwork.http.wire.protocol import Start, decode, encode
from chordwork.native.errors import AudioFormatError
from tests.fuzz.python.contract import refusing

RATE_HZ: Final = 22_050
STREAMS: Final[tuple[dict[str, Any], ...]] = (
    {"sample_rate": RATE_HZ},
    {"sample_rate": 8000, "channels": 2, "notes": True},
)
ENDED: Final = (ValueError, IndexError, OverflowError)
"""As a session may end, alone, whose state was forged so that it could be read."""
NUMBERS: Final = (
    0,
    1,
    -1,
    255,
    1 << 31,
    (1 << 53) + 1,
    1 << 63,
    -(1 << 63),
    0.0,
    -1.0,
    1e308,
    float("nan"),
    float("inf"),
)
STRANGE: Final = (None, True, "", "x", b"", bytes(8), [], {}, [1], {"a": 1}, *NUMBERS)


class Model:
    """Says nothing in particular, and quickly."""

    info = ModelInfo("model", "1", FEATURE_SPEC.version, 0.1)
    decoder_settings = DecoderSettings()

    def initial_state(self, batch: int = 1) -> Any:
        return np.zeros((batch, 4), np.float32)

    def step(self, features: Any, state: Any) -> tuple[Evidence, Any]:
        rows = len(features)
        flat = np.full((rows, 181), -5.2, np.float32)
        bass = np.full((rows, 12, 12), -2.5, np.float32)
        return Evidence(flat, bass, np.full((rows, 12), 0.1, np.float32)), state


MODEL: Final = Model()


def recognizer(stream: int) -> Recognizer:
    return Recognizer(**STREAMS[stream], model=MODEL)


@cache
def genuine(kind: int) -> bytes:
    """A state that was come by honestly: of a recogniser in either stream, or of a session."""
    if kind < len(STREAMS):
        made = recognizer(kind)
        made.feed((np.sin(np.arange(9000) / 11.0) * 9000).astype("<i2").tobytes())
        return made.snapshot()
    start = decode({"type": "start", "protocol": 1, "sample_rate": RATE_HZ, "resumable": True, "key": "C major"})
    assert isinstance(start, Start)
    dialect = DialectOne(start)
    from chordwork.actors import SessionSnapshot

    snapshot = msgspec.convert(
        {field.name: _zero(field.type) for field in msgspec.inspect.type_info(SessionSnapshot).fields},  # type: ignore[attr-defined]
        SessionSnapshot,
    )
    saved = SavedSession(
        version=VERSION, session_id="s", key=None, age_s=1.0, dialect=dialect.saved(0), snapshot=snapshot
    )
    return saved.packed()


def _zero(kind: Any) -> Any:
    named = {"IntType": 0, "FloatType": 0.0, "BytesType": b"", "StrType": "", "BoolType": False}
    return named.get(type(kind).__name__, [])


def seeds() -> Iterable[bytes]:
    for kind in range(3):
        yield bytes([kind])
        for edit in range(0, 256, 16):
            yield bytes([kind]) + bytes([edit, edit // 16, 3, edit])


def _places(value: Any, holder: Any = None, key: Any = None) -> Iterator[tuple[Any, Any]]:
    """Where each value stands."""
    if holder is not None:
        yield holder, key
    if isinstance(value, dict):
        for name in value:
            yield from _places(value[name], value, name)
    elif isinstance(value, list):
        for index in range(len(value)):
            yield from _places(value[index], value, index)


def edited(state: Any, edits: bytes) -> Any:
    for start in range(0, min(len(edits), 64), 4):
        place, how, where, what = edits[start : start + 4].ljust(4, b"\0")
        places = list(_places(state))
        if not places:
            break
        holder, key = places[(place * 256 + where) % len(places)]
        value = holder[key]
        if how % 4 == 0 and isinstance(value, bytes) and len(value) >= 8:
            at = where * 8 % (len(value) // 8 * 8)
            new = NUMBERS[what % len(NUMBERS)]
            packed = struct.pack("<d", new) if isinstance(new, float) else (new % (1 << 64)).to_bytes(8, "little")
            holder[key] = value[:at] + packed + value[at + 8 :]
        elif how % 4 == 1 and isinstance(value, bytes) and value:
            at = (where * 257 + how) % len(value)
            holder[key] = value[:at] + bytes([what]) + value[at + 1 :]
        elif how % 4 == 2 and isinstance(value, int | float):
            holder[key] = NUMBERS[what % len(NUMBERS)]
        elif how == 255 and isinstance(holder, dict):
            del holder[key]
        else:
            holder[key] = copy.copy(STRANGE[what % len(STRANGE)])
    return state


def one(data: bytes) -> None:
    if not data:
        return
    kind = data[0] % 3
    try:
        packed = msgspec.msgpack.encode(edited(msgspec.msgpack.decode(genuine(kind)), data[1:]))
    except (OverflowError, ValueError):
        return
    if kind < len(STREAMS):
        _go_on(kind, packed)
    else:
        _speak_on(packed)


def _go_on(kind: int, packed: bytes) -> None:
    made = recognizer(kind)
    try:
        with refusing(SnapshotError):
            made.restore(packed)
        assert len(made.feed(bytes(6000))) < 1000
        made.snapshot()
        assert len(made.finish()) < 1000
    except (StreamClosedError, *ENDED):
        return


def _speak_on(packed: bytes) -> None:
    try:
        saved = msgspec.msgpack.decode(packed, type=SavedSession)
        dialect = DialectOne.restored(saved.dialect, (), max_lag_s=2.0)
    except (msgspec.MsgspecError, ValueError, KeyError, TypeError, AudioFormatError):  # as find_session does
        return
    dialect.saved(0)
    for reply in dialect.read('{"type":"config","key":null,"suggestions":3}', 0.0).replies:
        encode(reply).encode()
