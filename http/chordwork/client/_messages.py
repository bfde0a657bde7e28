"""The server's messages as values. Times are seconds of audio since the first sample sent, unless a name says ``_ms``.

Fields that this version does not know are ignored, and so are unknown kinds of message (:class:`Other`): a newer server
keeps working with an older client.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

import attrs
import msgspec

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
    try:
        if (build := _BUILDERS.get(kind)) is not None:
            return build(fields)
        return Other(kind, fields) if kind not in _KINDS else msgspec.convert(fields, _KINDS[kind], strict=False)
    except (KeyError, TypeError, ValueError) as error:
        raise ProtocolError(f"the server's {kind!r} message lacks or garbles {error}: {dict(fields)!r}") from error


_KINDS: Final[Mapping[str, type[Message]]] = {
    "ack": Ack,
    "beat": Beat,
    "done": Done,
    "dropped": Dropped,
    "level": Level,
    "notes": Notes,
    "suggestions": Suggestions,
    "tempo": Tempo,
    "tuning": Tuning,
}
"""Kinds whose fields are those of the message."""


def _ready(fields: Mapping[str, Any]) -> Ready:
    model = fields.get("model")
    if isinstance(model, Mapping):
        model = " ".join(str(model[part]) for part in ("name", "version") if part in model)
    return Ready(
        str(fields["session"]), int(fields["protocol"]), str(model or ""), fields, bool(fields.get("resumed", False))
    )


def _chord(fields: Mapping[str, Any]) -> Chord:
    known = {"end": None, **fields, "alternatives": fields.get("alternatives") or ()}
    return msgspec.convert(known, Chord, strict=False)


def _key(fields: Mapping[str, Any]) -> Key:
    return Key(str(fields["key"]), float(fields["confidence"]), str(fields.get("source", "heard")))


def _warning(fields: Mapping[str, Any]) -> Warning:
    at, looks_like = fields.get("at"), fields.get("looks_like")
    return Warning(
        str(fields["code"]),
        str(fields["message"]),
        None if at is None else float(at),
        None if looks_like is None else str(looks_like),
        fields,
    )


_BUILDERS: Final[Mapping[str, Callable[[Mapping[str, Any]], Message]]] = {
    "chord": _chord,
    "key": _key,
    "ready": _ready,
    "warning": _warning,
}
