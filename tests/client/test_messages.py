"""The server's messages, parsed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork import client
from chordwork.client import (
    Ack,
    Alternative,
    Chord,
    Done,
    Dropped,
    Key,
    Level,
    Other,
    ProtocolError,
    Ready,
    SuggestedChord,
    Suggestions,
    Tempo,
    Tuning,
    parse_message,
)
from chordwork.client._messages import decode

CHORD = {"type": "chord", "status": "provisional", "label": "A:min", "symbol": "Am", "start": 1, "confidence": 0.5}


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        (CHORD, Chord("provisional", "A:min", "Am", 1.0, None, 0.5)),
        (
            {
                **CHORD,
                "status": "final",
                "end": 2.5,
                "at": 3,
                "latency_ms": 1.25,
                "beat": None,
                "alternatives": [{"label": "C:maj", "symbol": "C", "bass": "C", "confidence": 0.25}],
            },
            Chord("final", "A:min", "Am", 1.0, 2.5, 0.5, (Alternative("C:maj", "C", 0.25),), 1.25, 3.0),
        ),
        ({"type": "ack", "sequence": 4, "queue_age_ms": 0.5}, Ack(4, 0.5)),
        ({"type": "key", "key": "Eb major", "confidence": 0.9, "source": "set"}, Key("Eb major", 0.9, "set")),
        ({"type": "tempo", "bpm": 120}, Tempo(120.0)),
        (
            {
                "type": "suggestions",
                "after": "G7",
                "key": "C major",
                "at": 7,
                "next": [
                    {"label": "C:maj", "symbol": "C", "roman": "I", "probability": 1, "reason": "Home.", "new": 0}
                ],
            },
            Suggestions("G7", "C major", (SuggestedChord("C:maj", "C", "I", 1.0, "Home."),), 7.0),
        ),
        (
            {"type": "notes", "probabilities": [1, 0.5] + [0] * 10, "start": 1, "at": 2},
            client.Notes((1.0, 0.5) + (0.0,) * 10, 1.0, 2.0),
        ),
        ({"type": "tuning", "cents": -3, "at": 2.0}, Tuning(-3.0)),
        ({"type": "level", "peak_dbfs": -3, "rms_dbfs": -9, "clipped_samples": 2, "at": 1}, Level(-3.0, -9.0, 2, 1.0)),
        ({"type": "dropped", "seconds": 0.2, "bytes": 99, "at": 7}, Dropped(0.2, 7.0)),
        (
            {"type": "warning", "code": "looks_like", "message": "WebM", "at": 0.2, "looks_like": "webm"},
            client.Warning("looks_like", "WebM", 0.2, "webm"),
        ),
        (
            {"type": "warning", "code": "ignored_fields", "message": "colour", "fields": ["colour"]},
            client.Warning("ignored_fields", "colour"),
        ),
        ({"type": "done", "reason": "stop", "dropped_s": 0}, Done("stop", 0.0)),
        ({"type": "weather", "sky": "blue"}, Other("weather", {"type": "weather", "sky": "blue"})),
    ],
)
def test_every_kind(fields: dict[str, Any], message: client.Message) -> None:
    assert parse_message(fields) == message


def test_ready_names_the_model() -> None:
    fields = {"type": "ready", "session": "s1", "protocol": 1, "model": {"name": "chordnet", "version": "2.0"}}
    assert parse_message(fields) == Ready("s1", 1, "chordnet 2.0", fields)


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "chord"},
        {**CHORD, "status": "maybe"},
        {**CHORD, "start": "soon"},
        {**CHORD, "alternatives": [{}]},
        {"type": "tuning", "cents": None},
        {"type": "ready", "session": "s1", "protocol": "one"},
    ],
)
def test_garbled_messages_are_typed_errors(fields: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError, match=str(fields["type"])):
        parse_message(fields)


@given(st.one_of(st.text(), st.binary()))
def test_other_bytes_on_the_line_are_typed_errors(data: str | bytes) -> None:
    with pytest.raises(ProtocolError, match="right address"):
        decode(data)


def test_public_names() -> None:
    """What programs rely on: adding is easy, taking away is not."""
    assert set(client.__all__) >= {
        "ChordStream",
        "ClientError",
        "ConnectError",
        "ConnectionLost",
        "ServerError",
        "connect",
    }
    assert all(hasattr(client, name) for name in client.__all__)
