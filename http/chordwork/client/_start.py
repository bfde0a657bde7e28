"""The ``start`` of a stream: what it says to the server, checked before anybody is asked."""

from __future__ import annotations

import operator
from typing import Any, Final, Literal, SupportsIndex

from chordwork.client._wire import PROTOCOL
from chordwork.harmony.errors import AudioFormatError

SampleFormat = Literal["s16le", "f32le"]
Framing = Literal["plain", "stamped"]
Acks = Literal["chunk", "hop", "none"]
Pace = Literal["live", "file"]

_BYTES_PER_SAMPLE: Final = {"s16le": 2, "f32le": 4}
HEARTBEAT_S: Final = 5.0
"""Of a stream that comes back, if nothing else is wanted: it has to notice that its connection is lost."""


def start_fields(
    *,
    sample_rate: SupportsIndex,
    format: SampleFormat,
    channels: SupportsIndex,
    framing: Framing,
    acks: Acks,
    pace: Pace,
    key: str | None,
    notes: bool,
    rest_s: float | None,
    comes_back: bool,
    heartbeat_s: float | None,
    **taste: Any,
) -> dict[str, Any]:
    """The message. What of ``taste`` is None is left out, for the server to choose.

    Raises:
        AudioFormatError: a format that is none, or a rate or channel count that is no whole number.
    """
    start: dict[str, Any] = {
        "type": "start",
        "protocol": PROTOCOL,
        "sample_rate": _whole(sample_rate, "sample_rate"),
        "format": format,
        "channels": _whole(channels, "channels"),
        "framing": framing,
        "acks": acks,
        "pace": pace,
        "key": key,
        "resume": None,
    }
    if format not in _BYTES_PER_SAMPLE:
        known = ", ".join(map(repr, _BYTES_PER_SAMPLE))
        raise AudioFormatError(f"the sample format must be one of {known}, not {format!r}")
    start |= {name: value for name, value in taste.items() if value is not None}
    if notes:
        start["notes"] = True
    if rest_s is not None:
        start["rest_s"] = rest_s
    if comes_back:
        start |= {"acks": "hop" if acks == "none" else acks, "resumable": True}
        heartbeat_s = heartbeat_s or HEARTBEAT_S
    if heartbeat_s is not None:
        start["heartbeat_s"] = heartbeat_s
    return start


def frame_bytes(start: dict[str, Any]) -> int:
    """Bytes of one sample of all channels."""
    return int(_BYTES_PER_SAMPLE[start["format"]] * start["channels"])


def _whole(value: SupportsIndex, name: str) -> int:
    """An int, also of numpy's kinds, and of a float that is one, as JSON has it."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    try:
        if not isinstance(value, bool):
            return operator.index(value)
    except TypeError:
        pass
    raise AudioFormatError(f"{name} must be a whole number, not {value!r} ({type(value).__name__})")
