"""Speak Chordwork's wire protocol 1 from a trio or an asyncio program: audio out, chords back::

    async with connect("ws://127.0.0.1:8765/ws", sample_rate=48000) as stream:
        await stream.send(pcm)
        async for message in stream:
            ...

With ``reconnect=Backoff()`` the stream outlives its connections: it comes back to its session, and says again what was
lost on the way.

Imports nothing of the server, and neither numpy nor the C extension; only samples that are sent as arrays, not as
bytes, are checked by :mod:`chordwork.native`.
"""

from chordwork.client._connecting import connect
from chordwork.client._errors import ClientError, ConnectError, ConnectionLost, KeyRefused, ProtocolError, ServerError
from chordwork.client._line import StreamStatistics
from chordwork.client._messages import (
    Ack,
    Alternative,
    Beat,
    Chord,
    Done,
    Dropped,
    Key,
    Level,
    Message,
    Notes,
    Other,
    Ready,
    SuggestedChord,
    Suggestions,
    Tempo,
    Tuning,
    Warning,
    parse_message,
)
from chordwork.client._recovery import Backoff
from chordwork.client._stream import ChordStream
from chordwork.client._wire import PROTOCOL

__all__ = [
    "PROTOCOL",
    "Ack",
    "Alternative",
    "Backoff",
    "Beat",
    "Chord",
    "ChordStream",
    "ClientError",
    "ConnectError",
    "ConnectionLost",
    "Done",
    "Dropped",
    "Key",
    "KeyRefused",
    "Level",
    "Message",
    "Notes",
    "Other",
    "ProtocolError",
    "Ready",
    "ServerError",
    "StreamStatistics",
    "SuggestedChord",
    "Suggestions",
    "Tempo",
    "Tuning",
    "Warning",
    "connect",
    "parse_message",
]
