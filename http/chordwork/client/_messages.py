"""The server's messages as values. Times are seconds of audio since the first sample sent, unless a name says ``_ms``.

Fields that this version does not know are ignored, and so are unknown kinds of message (:class:`Other`): a newer server
keeps working with an older client.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Literal

import attrs

from chordwork.client._errors import ProtocolError


@attrs.frozen
class Ready:
    """The server took the ``start``.

    Attributes:
        session: name of the session, for logs and for resuming.
        protocol: version spoken, 1.
        model: name and version of the acoustic model, such as ``chordnet 1.0``.
        resumed: the session of before goes on; if not, times begin at 0 again.
        fields: the whole message: hop, limits and what else the server told.
    """

    session: str
    protocol: int
    model: str
    fields: Mapping[str, Any]
    resumed: bool = False


@attrs.frozen
class Ack:
    """Audio arrived: ``sequence`` counts chunks, ``queue_age_ms`` is how long it waited, ``audio_s`` how much came.

    ``safe_s`` of it would not have to be sent again if that server were gone; None where it does not say.
    """

    sequence: int | None
    queue_age_ms: float | None
    audio_s: float | None = None
    safe_s: float | None = None


@attrs.frozen
class Alternative:
    """A rival reading, with its probability in [0, 1]."""

    label: str
    symbol: str
    confidence: float


@attrs.frozen
class Chord:
    """A chord heard.

    Attributes:
        status: ``provisional`` is what to show from now on; ``final`` is a finished segment that never changes.
        label: Harte label, such as ``A:min7/b3``.
        symbol: lead-sheet spelling, such as ``Am7/C``.
        start: estimated onset.
        end: None while the chord still rings.
        confidence: probability in [0, 1] that the label is right.
        alternatives: the best rivals, most probable first.
        latency_ms: what the server added, from the arrival of the deciding audio to the sending of this message.
        at: seconds of audio heard when this was decided; None from a server that does not tell.
        index: of a final chord: how many came before it; None from a server that does not tell.
    """

    status: Literal["provisional", "final"]
    label: str
    symbol: str
    start: float
    end: float | None
    confidence: float
    alternatives: tuple[Alternative, ...] = ()
    latency_ms: float | None = None
    at: float | None = None
    index: int | None = None


@attrs.frozen
class Key:
    """The key so far, such as ``Eb major``; confidence in [0, 1]. ``source`` is ``heard``, or ``set`` by the client."""

    name: str
    confidence: float
    source: str = "heard"


@attrs.frozen
class Tempo:
    """Beats per minute; confidence in [0, 1]; the share of the current beat that had passed at ``at`` seconds."""

    bpm: float
    confidence: float | None = None
    beat_phase: float | None = None
    at: float | None = None


@attrs.frozen
class Beat:
    """A beat that falls at ``time`` seconds of audio, and the tempo there; confidence in [0, 1]."""

    time: float
    bpm: float
    confidence: float


@attrs.frozen
class Notes:
    """The probability that each pitch class sounds, C first, from ``start`` to ``at`` seconds; wanted by ``notes``."""

    probabilities: tuple[float, ...]
    start: float
    at: float


@attrs.frozen
class SuggestedChord:
    """A chord that could come next.

    Attributes:
        label: Harte label.
        symbol: lead-sheet spelling, in the key.
        roman: numeral in the key, such as ``vi7``.
        probability: in [0, 1].
        reason: one line for a player who knows no theory.
    """

    label: str
    symbol: str
    roman: str
    probability: float
    reason: str


@attrs.frozen
class Suggestions:
    """What could come after the chord that rings, likeliest first.

    Attributes:
        after: symbol of the chord that rings, or of the last one that did.
        key: the key they are for, such as ``C major`` or ``D dorian``.
        next: the chords.
        at: seconds of audio heard.
    """

    after: str
    key: str
    next: tuple[SuggestedChord, ...]
    at: float | None = None


@attrs.frozen
class Tuning:
    """Offset from A4 = 440 Hz in cents, in [-50, 50)."""

    cents: float


@attrs.frozen
class Level:
    """Input level in dB relative to full scale, and how many samples clipped since the message before.

    ``at`` is the seconds of audio heard when it was measured; None from a server that does not tell.
    """

    peak_dbfs: float
    rms_dbfs: float
    clipped_samples: int = 0
    at: float | None = None


@attrs.frozen
class Dropped:
    """The server fell behind and let ``seconds`` of audio go; times of later messages count them as heard."""

    seconds: float
    at: float | None = None


@attrs.frozen
class Warning:  # the protocol's word, though it hides a builtin
    """Something that the sender should know; the stream goes on.

    Attributes:
        code: for machines, such as ``looks_like``, ``channels_cancel``, ``realigned`` or ``ignored_fields``.
        message: for people: what was found, and what to do.
        at: seconds of audio heard; None if it is not about the audio.
        looks_like: what the audio bytes are more likely to be, such as ``webm`` or ``f32le``.
        fields: the whole message.
    """

    code: str
    message: str
    at: float | None = None
    looks_like: str | None = None
    fields: Mapping[str, Any] = attrs.field(factory=dict, repr=False, eq=False)


@attrs.frozen
class Done:
    """All finals have been sent; nothing follows.

    Attributes:
        reason: ``stop`` if the client asked for it.
        dropped_s: seconds of audio that the server let go in all.
    """

    reason: str = ""
    dropped_s: float = 0.0


@attrs.frozen
class Other:
    """A kind of message that this version does not know."""

    type: str
    fields: Mapping[str, Any]


Message = (
    Ready | Ack | Chord | Key | Tempo | Beat | Notes | Suggestions | Tuning | Level | Dropped | Warning | Done | Other
)


def decode(data: str | bytes | bytearray) -> dict[str, Any]:
    """The fields of one text frame.

    Raises:
        ProtocolError: not a JSON object with a ``type``.
    """
    try:
        fields = json.loads(data)
    except ValueError:
        fields = None
    if not isinstance(fields, dict) or not isinstance(fields.get("type"), str):
        raise ProtocolError(
            f"the server sent {data[:80]!r}, which is no message of protocol 1: is this the right address?"
        )
    return fields


def parse_message(fields: Mapping[str, Any]) -> Message:
    """Turn decoded fields into a message.

    Raises:
        ProtocolError: a known kind of message lacks a field, or has one of the wrong type.
    """
    kind = fields["type"]
    build = _BUILDERS.get(kind)
    if build is None:
        return Other(kind, fields)
    try:
        return build(fields)
    except (KeyError, TypeError, ValueError) as error:
        raise ProtocolError(f"the server's {kind!r} message lacks or garbles {error}: {dict(fields)!r}") from error


def _ready(fields: Mapping[str, Any]) -> Ready:
    model = fields.get("model")
    if isinstance(model, Mapping):
        model = " ".join(str(model[part]) for part in ("name", "version") if part in model)
    return Ready(
        str(fields["session"]), int(fields["protocol"]), str(model or ""), fields, bool(fields.get("resumed", False))
    )


def _ack(fields: Mapping[str, Any]) -> Ack:
    return Ack(
        fields.get("sequence"),
        _optional(fields, "queue_age_ms"),
        _optional(fields, "audio_s"),
        _optional(fields, "safe_s"),
    )


def _chord(fields: Mapping[str, Any]) -> Chord:
    if fields["status"] not in ("provisional", "final"):
        raise ValueError("status")
    return Chord(
        status=fields["status"],
        label=str(fields["label"]),
        symbol=str(fields["symbol"]),
        start=float(fields["start"]),
        end=_optional(fields, "end"),
        confidence=float(fields["confidence"]),
        alternatives=tuple(
            Alternative(str(rival["label"]), str(rival["symbol"]), float(rival["confidence"]))
            for rival in fields.get("alternatives") or ()
        ),
        latency_ms=_optional(fields, "latency_ms"),
        at=_optional(fields, "at"),
        index=None if fields.get("index") is None else int(fields["index"]),
    )


def _key(fields: Mapping[str, Any]) -> Key:
    return Key(str(fields["key"]), float(fields["confidence"]), str(fields.get("source", "heard")))


def _suggestions(fields: Mapping[str, Any]) -> Suggestions:
    return Suggestions(
        after=str(fields["after"]),
        key=str(fields["key"]),
        next=tuple(
            SuggestedChord(
                str(each["label"]),
                str(each["symbol"]),
                str(each["roman"]),
                float(each["probability"]),
                str(each["reason"]),
            )
            for each in fields["next"]
        ),
        at=_optional(fields, "at"),
    )


def _level(fields: Mapping[str, Any]) -> Level:
    return Level(
        peak_dbfs=float(fields["peak_dbfs"]),
        rms_dbfs=float(fields["rms_dbfs"]),
        clipped_samples=int(fields.get("clipped_samples", 0)),
        at=_optional(fields, "at"),
    )


def _warning(fields: Mapping[str, Any]) -> Warning:
    looks_like = fields.get("looks_like")
    return Warning(
        str(fields["code"]),
        str(fields["message"]),
        _optional(fields, "at"),
        None if looks_like is None else str(looks_like),
        fields,
    )


def _optional(fields: Mapping[str, Any], name: str) -> float | None:
    value = fields.get(name)
    return None if value is None else float(value)


_BUILDERS: dict[str, Callable[[Mapping[str, Any]], Message]] = {
    "ready": _ready,
    "ack": _ack,
    "chord": _chord,
    "key": _key,
    "tempo": lambda fields: Tempo(
        float(fields["bpm"]),
        _optional(fields, "confidence"),
        _optional(fields, "beat_phase"),
        _optional(fields, "at"),
    ),
    "beat": lambda fields: Beat(float(fields["time"]), float(fields["bpm"]), float(fields["confidence"])),
    "notes": lambda fields: Notes(
        tuple(float(share) for share in fields["probabilities"]), float(fields["start"]), float(fields["at"])
    ),
    "suggestions": _suggestions,
    "tuning": lambda fields: Tuning(float(fields["cents"])),
    "level": _level,
    "dropped": lambda fields: Dropped(float(fields["seconds"]), _optional(fields, "at")),
    "warning": _warning,
    "done": lambda fields: Done(str(fields.get("reason", "")), float(fields.get("dropped_s", 0.0))),
}
