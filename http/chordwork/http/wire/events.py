"""Events of a session as messages of wire protocol 1."""

from __future__ import annotations

from typing import Final

from chordwork.actors import Checkpoint, Delivered, Dropped, Progress
from chordwork.engine.events import ChordEvent
from chordwork.http.wire.protocol import Json

_TIME_DIGITS: Final = 4


def event_message(delivered: Delivered) -> Json | None:
    """The message for one event; None for notices that stay inside the server."""
    event = delivered.event
    match event:
        case ChordEvent():
            return {**event.to_dict(), "latency_ms": round(delivered.latency_s * 1000.0, 2)}
        case Dropped():
            return {
                "type": "dropped",
                "seconds": round(event.duration_s, _TIME_DIGITS),
                "bytes": event.size_bytes,
                "at": round(event.at, _TIME_DIGITS),
            }
        case Progress() | Checkpoint():
            return None
    return event.to_dict()


def ignored_fields_message(names: tuple[str, ...], hints: tuple[str, ...] = ()) -> Json:
    """The warning about fields that this server does not know.

    Args:
        names: of the fields.
        hints: sentences about what may have been meant.
    """
    shown = [name[:40] for name in names[:16]]
    said = f"this server does not know, and ignored: {', '.join(shown)}"
    return {"type": "warning", "code": "ignored_fields", "message": "; ".join((said, *hints)), "fields": shown}


def corrected_message(index: int, trouble: str | None) -> Json:
    """What became of a correction.

    Args:
        index: of the final chord.
        trouble: why it was not kept, a code; None: it was.
    """
    answer: Json = {"type": "corrected", "index": index, "kept": trouble is None}
    return answer if trouble is None else {**answer, "code": trouble}


def key_override_message(key: str) -> Json:
    """The key that the client itself has set."""
    return {"type": "key", "key": key, "tonic": _tonic(key), "mode": key.split()[1], "confidence": 1.0, "source": "set"}


def _tonic(key: str) -> int:
    name = key.split()[0]
    return ({"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}[name[0]] + name.count("#") - name.count("b")) % 12
