"""The opening handshake of the stream port, and where it ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
import trio
import trio.testing
from hypothesis import given, settings
from hypothesis import strategies as st

from chordwork.http import Settings
from chordwork.http.testing import open_server, open_socket
from chordwork.http.transports.handshake import RequestHead
from tests.http.attacks import START, UPGRADE, read_on

HEAD = UPGRADE[:-4]


@settings(deadline=None)
@given(
    head=st.sampled_from([HEAD, HEAD.replace(b"\r\n", b"\n"), b"GET / HTTP/1.1"]),
    end=st.sampled_from([b"\r\n\r\n", b"\n\n", b"\n\r\n"]),
    early=st.binary(max_size=40) | st.just(b"\r\n\r\n\n\n"),
    cuts=st.lists(st.integers(0, 250), max_size=30),
)
def test_the_head_ends_with_its_first_empty_line_and_nothing_after_it_is_read(
    head: bytes, end: bytes, early: bytes, cuts: list[int]
) -> None:
    whole = head + end + early

    def pieces() -> Iterator[bytes]:
        places = sorted({0, *(cut for cut in cuts if cut < len(whole)), len(whole)})
        for begin, stop in pairwise(places):
            yield whole[begin:stop]

    async def read() -> None:
        client, server = trio.testing.lockstep_stream_pair()
        request, read, beyond = RequestHead(server), bytearray(), bytearray()
        async with trio.open_nursery() as nursery:

            async def say() -> None:
                for piece in pieces():
                    await client.send_all(piece)

            async def read_on() -> None:
                beyond.extend(await request.receive_some())

            nursery.start_soon(say)
            while len(read) < len(head + end):
                read += await request.receive_some()
            nursery.start_soon(read_on)
            await trio.testing.wait_all_tasks_blocked()
            assert not beyond
            rest = bytearray(request.early)
            while len(rest) < len(early):
                rest += await server.receive_some()
            nursery.cancel_scope.cancel()
        assert (read, rest) == (head + end, early)
        assert request.host == ("localhost" if b"Host" in head else None)

    trio.run(read)


async def test_a_head_without_an_end_is_over_when_the_client_has_gone() -> None:
    client, server = trio.testing.memory_stream_pair()
    request = RequestHead(server)
    await client.send_all(HEAD)
    await client.aclose()
    assert await request.receive_some() == HEAD
    assert not request.over.cancel_called
    assert await request.receive_some() == b""
    assert request.over.cancel_called


async def test_frames_that_come_with_the_request_are_read_in_order() -> None:
    async with open_server(Settings(port=0)) as server, await open_socket(server.address, "stream") as stream:
        for byte in UPGRADE[:-1]:
            await stream.send_all(bytes([byte]))
        await stream.send_all(UPGRADE[-1:] + START[:10])
        await stream.send_all(START[10:])
        answer = b""
        with trio.fail_after(60):
            while b'"ready"' not in answer:
                answer += await stream.receive_some()
    assert answer.startswith(b"HTTP/1.1 101")


@pytest.mark.parametrize(
    ("request_head", "status"),
    [
        (b"GET /ws HTTP/1.1\r\nHost: localhost\r\n\r\n", 426),
        (UPGRADE.replace(b"GET", b"POST"), 426),
        (UPGRADE.replace(b"Host: localhost\r\n", b""), 400),
        (UPGRADE.replace(b"Host: localhost\r\n", b"Host: localhost\r\nHost: y\r\n"), 400),
        (UPGRADE.replace(b"Version: 13", b"Version: 99"), 426),
        (b"GET /ws HTTP/1.1\r\nX-Long: " + b"x" * 20_000, 400),
        (UPGRADE.replace(b"/ws", b"/else"), 404),
        (UPGRADE.replace(b"Host: localhost", b"Host: localhost\r\nOrigin: https://y.example"), 403),
        (UPGRADE.replace(b"Host: localhost", b"Host: x.example\r\nOrigin: https://x.example"), 101),
        (UPGRADE.replace(b"Host: localhost", b"Host: y.example\r\nOrigin: https://y.example"), 421),
        (UPGRADE.replace(b"\r\n", b"\n"), 101),
    ],
)
async def test_requests_and_their_answers(request_head: bytes, status: int) -> None:
    settings = Settings(port=0, start_timeout_s=60, close_timeout_s=0.2, allowed_hosts="x.example")
    async with open_server(settings) as server, await open_socket(server.address, "stream") as stream:
        await stream.send_all(request_head)
        answer = b""
        with trio.fail_after(60):
            while b"\r\n" not in answer and (more := await stream.receive_some()):
                answer += more
        assert answer.startswith(b"HTTP/1.1 %d " % status)


@pytest.mark.parametrize("host", [b"x" * 300, b"\xff\xfe", b"xn--\xff", b"..", b"x\0y"])
async def test_a_strange_host_ends_its_own_connection_only(host: bytes) -> None:
    settings = Settings(port=0, start_timeout_s=0.5, close_timeout_s=0.2)
    async with open_server(settings) as server:
        async with await open_socket(server.address, "stream") as stream:
            await stream.send_all(UPGRADE.replace(b"Host: localhost", b"Host: " + host))
            await read_on(stream)
        async with await open_socket(server.address, "stream") as stream:
            await stream.send_all(UPGRADE)
            assert (await stream.receive_some()).startswith(b"HTTP/1.1 101")
