"""A recogniser's state as bytes: to go on elsewhere, bit for bit.

MessagePack of plain values, so that reading one can do nothing but yield numbers, texts and bytes; sizes are checked
against the arrays they go into, and C checks what it indexes by. Whoever reads snapshots of others has to authenticate
them all the same: a forged one can make a recogniser say anything.
"""

from __future__ import annotations

from typing import Any, Final

import msgspec

from chordwork.engine._model import ModelInfo
from chordwork.native import SampleFormat, Saved, SnapshotError

SNAPSHOT_VERSION: Final = 3
"""Changes with whatever a recogniser or a part of it has to remember, or means by it."""
_SHOWN: Final = 200
"""Characters of what was found instead."""


def encode_snapshot(state: Saved, model: ModelInfo, stream: tuple[int, SampleFormat, int]) -> bytes:
    """A snapshot with a head that says what it is of."""
    return msgspec.msgpack.encode({"of": _head(model, stream), "state": state})


def decode_snapshot(snapshot: bytes, model: ModelInfo, stream: tuple[int, SampleFormat, int]) -> Saved:
    """The state in a snapshot.

    Raises:
        SnapshotError: it is none, or one of another version, model or stream.
    """
    try:
        read: Any = msgspec.msgpack.decode(snapshot)
        found, state = read["of"], read["state"]
    except (msgspec.DecodeError, ValueError, TypeError, KeyError, RecursionError):
        raise SnapshotError("this is no snapshot of a recogniser") from None
    if not isinstance(found, list) or not isinstance(state, dict):
        raise SnapshotError("this is no snapshot of a recogniser")
    for wanted, there, name in zip(_head(model, stream), found, ("version", "model", "stream"), strict=False):
        if wanted != there:
            shown = repr(there)[:_SHOWN]
            raise SnapshotError(f"the snapshot is of another {name}, {shown} instead of {wanted!r}: begin anew")
    if len(found) != 3:
        raise SnapshotError("this is no snapshot of a recogniser")
    return state


def _head(model: ModelInfo, stream: tuple[int, SampleFormat, int]) -> list[Any]:
    rate_hz, sample_format, channels = stream
    return [
        SNAPSHOT_VERSION,
        [model.name, model.version, model.feature_version],
        [rate_hz, sample_format.value, channels],
    ]
