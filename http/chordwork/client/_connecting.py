"""Opening a stream."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from chordwork.client._addresses import Addresses
from chordwork.client._line import Line
from chordwork.client._recovery import Backoff, LastingLine
from chordwork.client._start import Acks, Framing, Pace, SampleFormat, start_fields
from chordwork.client._stream import ChordStream


@asynccontextmanager
async def connect(
    url: str | Sequence[str],
    *,
    sample_rate: int,
    format: SampleFormat = "s16le",
    channels: int = 1,
    framing: Framing = "plain",
    acks: Acks = "none",
    pace: Pace = "live",
    key: str | None = None,
    suggestions: int | None = None,
    mood: str | None = None,
    genre: str | None = None,
    notes: bool = False,
    rest_s: float | None = None,
    api_key: str | None = None,
    connect_timeout_s: float = 10.0,
    heartbeat_s: float | None = None,
    reconnect: Backoff | None = None,
    keep_s: float = 10.0,
) -> AsyncIterator[ChordStream]:
    """Open a stream and wait until the server is ready; close it when the block ends. On trio or asyncio.

    Args:
        url: ``ws://`` or ``wss://`` address, path included; or several, of servers that share their sessions: one is
            tried after the other, at first and whenever a connection is lost.
        sample_rate: of the PCM to come, in Hz, 8000 to 192000.
        format: ``s16le`` or ``f32le``.
        channels: 1 or 2, interleaved.
        framing: ``stamped`` puts sequence and capture time before each chunk.
        acks: how often the server acknowledges audio: each ``chunk``, each ``hop`` it hears, or never.
        pace: ``live`` audio that the server cannot keep up with is dropped, oldest first; for a ``file`` it makes
            :meth:`ChordStream.send` wait instead.
        key: key of the piece where it is known, such as ``Eb major``.
        suggestions: how many chords to suggest that could come next, 0 to 10. None: as many as the server likes.
        mood: of what is suggested: ``happy``, ``calm``, ``sad`` or ``tense``. None: any.
        genre: likewise, such as ``pop``, ``jazz`` or ``blues``. None: any.
        notes: also be told which notes sound (:class:`~chordwork.client.Notes`), as a player who practises wants.
        rest_s: shortest silence between two chords that counts as a rest, 0 to 5 seconds; a shorter one belongs to the
            chord before it, and as long is that chord held. None: what is usual there.
        api_key: for a server that wants one; over a network use ``wss://``, or others read it on the way.
        connect_timeout_s: seconds to wait for the connection and ``ready`` together.
        heartbeat_s: how often both ends give signs of life, 1 to 60 seconds; a server that is silent for two and a half
            times that is lost, and so is this client for the server. None: neither. With ``reconnect``, 5 if None.
        reconnect: connect again when the connection is lost, and go on with the session. None: do not. The first
            connection has to come about in any case.
        keep_s: with ``reconnect``, seconds of audio to keep for a server that may not have received it.

    Raises:
        AudioFormatError: a format that is none, or a rate or channel count that is no whole number.
        KeyRefused: the server wants an API key, or another one.
        ConnectError: no server there, or it refused.
        ServerError: the server did not accept these settings.
    """
    start = start_fields(
        sample_rate=sample_rate,
        format=format,
        channels=channels,
        framing=framing,
        acks=acks,
        pace=pace,
        key=key,
        notes=notes,
        rest_s=rest_s,
        comes_back=reconnect is not None,
        heartbeat_s=heartbeat_s,
        suggestions=suggestions,
        mood=mood,
        genre=genre,
    )
    open_wire = Addresses(url, timeout_s=connect_timeout_s, api_key=api_key).open
    wire, ready = await open_wire(start)
    if reconnect is None:
        line = Line(wire, start)
    else:
        line = LastingLine(wire, ready, start, open_wire, reconnect, keep_s=keep_s, acks_wanted=acks != "none")
    stream = ChordStream(line, ready, start)
    try:
        yield stream
    finally:
        await stream.aclose()
