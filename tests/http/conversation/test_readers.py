"""Clients that send everything first and read later, or never: hours of audio, and what those learn who are dropped."""

from __future__ import annotations

import json
from typing import Any

import pytest
import trio
from websockets.client import ClientProtocol
from websockets.frames import Frame, Opcode
from websockets.uri import parse_uri

from chordwork.actors.testing import ScriptedRecognizers
from chordwork.client import Backoff, Chord, Done, connect
from chordwork.http import Settings
from chordwork.http.testing import Door, open_server, open_socket, url_of

SECOND = bytes(2 * 8000)


class LateReader:
    """A client by the book that does not read until it is told to."""

    def __init__(self, stream: trio.SocketStream, url: str) -> None:
        self.stream = stream
        self.frames = ClientProtocol(parse_uri(url), max_size=None)
        self.texts: list[dict[str, Any]] = []

    async def shake_hands(self) -> None:
        self.frames.send_request(self.frames.connect())
        await self._flush()
        while not self.frames.events_received():
            self.frames.receive_data(await self.stream.receive_some())

    async def say(self, message: bytes | dict[str, Any]) -> None:
        if isinstance(message, bytes):
            self.frames.send_binary(message)
        else:
            self.frames.send_text(json.dumps(message).encode())
        await self._flush()

    async def read(self) -> tuple[int, str] | None:
        """Everything up to the close; its code and reason."""
        while self.frames.close_rcvd is None:
            try:
                data = await self.stream.receive_some(1 << 16)
            except trio.BrokenResourceError:
                return None
            if not data:
                return None
            self.frames.receive_data(data)
            for event in self.frames.events_received():
                if isinstance(event, Frame) and event.opcode is Opcode.TEXT:
                    self.texts.append(json.loads(event.data))
            await self._flush()
        return self.frames.close_rcvd.code, self.frames.close_rcvd.reason

    async def _flush(self) -> None:
        await self.stream.send_all(b"".join(self.frames.data_to_send()))


async def test_who_does_not_read_learns_why_once_it_does(door: Door) -> None:
    """Its connection is given up after the write timeout; what it sends is read on, so that it comes to its end."""
    recognizers = ScriptedRecognizers(chord_s=0.001)  # a lot to say
    settings = Settings(port=0, write_timeout_s=0.5)
    async with (
        open_server(settings, recognizers) as server,
        await open_socket(server.address, door, receive_buffer_bytes=4096) as stream,
    ):
        client = LateReader(stream, url_of(server.address, door))
        await client.shake_hands()
        await client.say({"type": "start", "protocol": 1, "sample_rate": 8000, "pace": "file", "acks": "chunk"})
        with trio.fail_after(60):
            while not recognizers.made or not recognizers.made[0].closed:
                await client.say(SECOND)
            await client.say({"type": "stop"})
            closed = await client.read()
    assert closed is not None
    assert closed[0] == 4008
    assert "read while you send" in closed[1]
    assert (client.texts[-1]["type"], client.texts[-1]["code"]) == ("error", "reader_too_slow")
    assert len(client.texts) > 100


@pytest.mark.parametrize(
    ("minutes", "reconnect"),
    [
        pytest.param(60, None, id="an hour", marks=pytest.mark.long),
        pytest.param(10, None, id="ten minutes"),
        pytest.param(10, Backoff(first_s=0.01), id="coming back"),
    ],
)
async def test_sending_everything_and_then_reading_it(minutes: int, reconnect: Backoff | None) -> None:
    """A chord and ten acks a second, more than the sockets in between hold: the client takes them in as it sends."""
    seconds = 60 * minutes
    settings = Settings(port=0, drain_timeout_s=60, max_connections=1)
    async with (
        open_server(settings, ScriptedRecognizers(chord_s=1.0)) as server,
        connect(server.address.ws_url, sample_rate=8000, pace="file", acks="hop", reconnect=reconnect) as stream,
    ):
        for _ in range(seconds):
            await stream.send(SECOND)
        await stream.finish()
        messages = [message async for message in stream]
    finals = [message for message in messages if isinstance(message, Chord) and message.status == "final"]
    assert isinstance(messages[-1], Done)
    assert [final.start for final in finals] == [pytest.approx(second) for second in range(seconds)]
    assert finals[-1].end == seconds
    assert stream.statistics().reconnects == 0
