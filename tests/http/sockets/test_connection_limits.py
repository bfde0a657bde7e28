"""Whose sockets stay when there are too many: at both doors, from addresses that count (``127.0.0.x``, limited)."""

from __future__ import annotations

import json

import pytest
import trio

from chordwork.http import Settings
from chordwork.http.security.gate import Refusal
from chordwork.http.serving.server import ServerAddress
from chordwork.http.sockets.connection_limits import ConnectionLimits, SocketSlot
from chordwork.http.testing import Door, open_server
from tests.http.attacks import START, UPGRADE, read_on

GET = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
HALF = b"GET /healthz HTTP/1.1\r\nHost:"


def crowd(**options: int) -> ConnectionLimits:
    return ConnectionLimits(Settings(**options), "too many")  # type: ignore[arg-type]


class Sockets:
    """Stand in for those of a port."""

    def __init__(self, crowd: ConnectionLimits) -> None:
        self._crowd = crowd
        self.closed: list[str] = []

    def open(self, name: str, peer: str, *, counted: bool = True) -> SocketSlot | None:
        return self._crowd.admit(peer, lambda: self.closed.append(name), counted=counted)


async def test_of_one_address_the_oldest_idle_one_goes() -> None:
    sockets = Sockets(crowd(max_connections_per_address=3))
    first, second = sockets.open("first", "203.0.113.1"), sockets.open("second", "203.0.113.1")
    assert first is not None
    assert second is not None
    first.busy()
    third = sockets.open("third", "203.0.113.1")
    assert sockets.open("fourth", "203.0.113.1") is not None
    assert sockets.closed == ["second"]
    first.idle()  # since now: the third is idle for longer
    assert sockets.open("fifth", "203.0.113.1") is not None
    assert sockets.closed == ["second", "third"]
    assert third is not None
    third.leave()
    third.busy()
    third.idle()
    assert sockets._crowd.statistics().open == 3


async def test_an_address_may_not_come_and_come_again() -> None:
    sockets = Sockets(ConnectionLimits(Settings(address_rate_per_s=1e-6, address_burst=4), "too many"))
    places = [sockets.open(str(number), "203.0.113.1") for number in range(12)]
    assert [place is not None for place in places] == [True] * 8 + [False] * 4
    assert sockets.closed == []
    assert sockets.open("other", "203.0.113.2") is not None
    assert sockets.open("proxy", "203.0.113.1", counted=False) is not None


async def test_with_all_in_use_the_newcomer_goes() -> None:
    sockets = Sockets(crowd(max_connections_per_address=2))
    for name in "ab":
        place = sockets.open(name, "203.0.113.1")
        assert place is not None
        place.busy()
    assert sockets.open("c", "203.0.113.1") is None
    assert sockets.closed == []
    assert sockets.open("d", "203.0.113.2") is not None
    assert sockets._crowd.statistics().turned_away == 1


async def test_an_ipv6_network_is_one_address() -> None:
    sockets = Sockets(crowd(max_connections_per_address=2))
    for host in range(1, 5):
        assert sockets.open(str(host), f"2001:db8:1:2::{host}") is not None
    assert sockets.closed == ["1", "2"]
    assert sockets.open("other", "2001:db8:1:3::1") is not None
    assert sockets.closed == ["1", "2"]


async def test_a_full_port_takes_from_who_has_most() -> None:
    sockets = Sockets(crowd(max_connections=2, max_connections_per_address=0))
    sockets.open("one of one", "203.0.113.1")
    for name in ("one of three", "two of three", "three of three"):
        sockets.open(name, "203.0.113.2")
    assert sockets.open("newcomer", "203.0.113.3") is not None
    assert sockets.closed == ["one of three"]


async def test_no_address_has_more_than_half() -> None:
    sockets = Sockets(crowd(max_connections=8, max_connections_per_address=64))
    for number in range(12):
        place = sockets.open(str(number), "203.0.113.1")
        if place is not None:
            place.busy()
    assert sockets._crowd.statistics().open == 8


async def test_behind_a_proxy_the_address_counts_once_it_is_told() -> None:
    sockets = Sockets(crowd(max_connections_per_address=2))
    places = [sockets.open(str(number), "10.0.0.1", counted=False) for number in range(5)]
    for place in places[:2]:
        assert place is not None
        place.busy()
        place.speaks_for("203.0.113.1")
    assert places[2] is not None
    places[2].busy()
    with pytest.raises(Refusal) as raised:
        places[2].speaks_for("203.0.113.1")
    assert (raised.value.status, raised.value.code) == (429, "too_many_connections")
    places[2].speaks_for("203.0.113.2")
    assert places[0] is not None
    places[0].idle()  # it may be for somebody else next
    assert places[3] is not None
    places[3].speaks_for("203.0.113.1")


# With real servers.


async def connected(address: ServerAddress, door: Door, host: str) -> trio.SocketStream:
    """From an address of this machine, which the server counts."""
    sock = trio.socket.socket()
    await sock.bind((host, 0))
    await sock.connect((address.host, address.stream_port if door == "stream" else address.port))
    return trio.SocketStream(sock)


async def answered(stream: trio.SocketStream, door: Door) -> bool:
    await stream.send_all(GET if door == "ws" else UPGRADE)
    with trio.fail_after(60):
        return (await stream.receive_some()).startswith((b"HTTP/1.1 200", b"HTTP/1.1 101"))


@pytest.mark.parametrize("said", [b"", HALF])
async def test_one_address_shuts_nobody_out(door: Door, said: bytes) -> None:
    settings = Settings(port=0, max_connections=8, limit_local=True, start_timeout_s=600)
    async with open_server(settings) as server:
        held = [await connected(server.address, door, "127.0.0.2") for _ in range(16)]
        for stream in held[8:]:
            await stream.send_all(said)
        for stream in held[:8]:
            assert await read_on(stream) == b"", "half of the sockets is the most for one address: these made room"
        others = [await connected(server.address, door, f"127.0.0.{host}") for host in (3, 4, 5)]
        for stream in others:
            assert await answered(stream, door)
        for stream in (*held, *others):
            await stream.aclose()


async def test_a_session_in_use_is_never_dropped_for_a_newcomer(door: Door) -> None:
    settings = Settings(port=0, max_connections_per_address=2, limit_local=True)
    async with open_server(settings) as server:
        playing = await connected(server.address, door, "127.0.0.2")
        await _play(playing)
        for _ in range(6):
            await connected(server.address, door, "127.0.0.2")
        await playing.send_all(b"\x89\x80\0\0\0\0")  # ping
        await _until(playing, b"\x8a\x00")
        await playing.aclose()


async def _play(stream: trio.SocketStream) -> None:
    await stream.send_all(UPGRADE)
    assert (await _until(stream, b"\r\n\r\n")).startswith(b"HTTP/1.1 101")
    await stream.send_all(START)
    await _until(stream, b'"ready"')


async def _until(stream: trio.SocketStream, end: bytes) -> bytes:
    said = b""
    with trio.fail_after(60):
        while end not in said:
            data = await stream.receive_some()
            assert data, said
            said += data
    return said


async def test_requests_of_one_address_through_a_proxy_are_bounded() -> None:
    settings = Settings(port=0, max_connections_per_address=2, trusted_proxies="127.0.0.1")
    slow = b"POST /tabs HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: %s\r\nContent-Length: 9\r\n\r\n"
    async with open_server(settings) as server:
        streams = [await connected(server.address, "ws", "127.0.0.1") for _ in range(4)]
        for stream in streams[:2]:
            await stream.send_all(slow % b"203.0.113.7")
        await trio.sleep(0.2)  # until both are being read
        await streams[2].send_all(slow % b"203.0.113.7" + b"{}       ")
        await streams[3].send_all(slow % b"203.0.113.8" + b"{}       ")
        with trio.fail_after(60):
            refused, other = await _until(streams[2], b"}"), await _until(streams[3], b"}")
        assert refused.startswith(b"HTTP/1.1 429")
        assert json.loads(refused.partition(b"\r\n\r\n")[2])["code"] == "too_many_connections"
        assert b"retry-after: 5" in refused.lower()
        assert other.startswith(b"HTTP/1.1 422"), "it is read, and there is nothing to play in it"
        for stream in streams:
            await stream.aclose()
