"""Shutting down while somebody has asked half of something."""

from __future__ import annotations

import attrs
import pytest
import trio

from chordwork.http import Settings
from chordwork.http.testing import Door, RunningServer, open_client, open_server, open_socket
from tests.http.attacks import read_on

PATIENT = Settings(
    port=0, start_timeout_s=600, upload_timeout_s=600, idle_timeout_s=600, drain_timeout_s=600, close_timeout_s=0.5
)
"""Nothing but the dropping of half-requests can end a drain within a test."""
HALVES = {
    "nothing": b"",
    "half-a-line": b"GE",
    "half-a-head": b"GET /healthz HTTP/1.1\r\nHost: local",
    "half-a-body": b"POST /tabs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{",
    "half-an-upload": b"POST /analyze HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nRIFF",
    "half-a-chunk": b"POST /analyze HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
}


async def stopped(server: RunningServer) -> None:
    server.shutdown.set()
    with trio.fail_after(300):  # far below what any setting allows
        await server.stopped.wait()


@pytest.mark.parametrize("half", HALVES)
async def test_half_a_request_does_not_stretch_the_shutdown(half: str) -> None:
    async with open_server(PATIENT) as server, await open_socket(server.address, "ws") as stream:
        await stream.send_all(HALVES[half])
        await trio.sleep(0.1)  # until it is read
        await stopped(server)
        assert b"200" not in await read_on(stream)


@pytest.mark.parametrize("half", ["nothing", "half-a-line", "half-a-head"])
async def test_nor_does_half_a_handshake_on_the_stream_port(half: str) -> None:
    async with open_server(PATIENT) as server, await open_socket(server.address, "stream") as stream:
        await stream.send_all(HALVES[half])
        await trio.sleep(0.1)
        await stopped(server)
        await read_on(stream)


async def test_a_request_that_goes_on_is_still_answered() -> None:
    """It takes longer than the time that silence is given, but is never silent for so long."""
    settings = attrs.evolve(PATIENT, close_timeout_s=30.0)
    body = b'{"chords": "C G"}'
    async with open_server(settings) as server, await open_socket(server.address, "ws") as stream:
        head = b"POST /nothing HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
        await stream.send_all(head % len(body) + body[:1])
        await trio.sleep(0.1)
        server.shutdown.set()
        for byte in body[1:]:
            await trio.sleep(0.02)
            await stream.send_all(bytes([byte]))
        assert (await read_on(stream)).startswith(b"HTTP/1.1 404")
        with trio.fail_after(300):
            await server.stopped.wait()


async def test_who_plays_gets_the_last_chords_all_the_same(door: Door) -> None:
    async with (
        open_server(PATIENT) as server,
        await open_socket(server.address, "ws") as silent,
        open_client(server.address, door, timeout_s=300) as client,
    ):
        await silent.send_all(HALVES["half-a-body"])
        await client.start(acks="none")
        await client.say(bytes(16_000))
        await client.until("chord")
        server.shutdown.set()
        messages, code, _ = await client.rest()
        assert (messages[-1]["type"], code) == ("done", 1012)
        with trio.fail_after(300):
            await server.stopped.wait()
