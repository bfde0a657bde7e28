"""Our end of a WebSocket, over a pair of sockets; the client writes frames by hand."""

from __future__ import annotations

import gc
import select
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import NoReturn

import pytest
import trio
import trio.testing

from chordwork.http.settings import Settings
from chordwork.http.transports.ready_sockets import ReadySockets
from chordwork.http.transports.server_websocket import ServerWebSocket
from chordwork.http.transports.transport import Disconnected, Malformed

pytestmark = pytest.mark.skipif(not hasattr(select, "epoll"), reason="this system has no epoll")

PING = 0x89
TEXT = 0x81
AUDIO = 0x82


def frame(first: int, payload: bytes) -> bytes:
    size = len(payload)
    head = bytes([first, 0x80 | size]) if size < 126 else bytes([first, 0xFE]) + size.to_bytes(2, "big")
    return head + bytes(4) + payload


def nothing(_message: bytes, _now: float) -> NoReturn:
    raise AssertionError("nothing was to be heard")


@asynccontextmanager
async def open_pair(
    settings: Settings | None = None,
) -> AsyncIterator[tuple[socket.socket, ServerWebSocket, ReadySockets]]:
    client, server = socket.socketpair()
    client.setblocking(False)
    websocket, ready = ServerWebSocket(server, settings or Settings()), ReadySockets()
    with trio.fail_after(30):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(ready.run)
            nursery.start_soon(websocket.write_unsent)
            await trio.testing.wait_all_tasks_blocked()
            try:
                yield client, websocket, ready
            finally:
                websocket.abort()
                client.close()
                nursery.cancel_scope.cancel()
    assert len(ready) == 0


async def beside(
    websocket: ServerWebSocket, ready: ReadySockets, hear: Callable[[bytes, float], None], ended: list[object]
) -> None:
    """Receive beside, once; note what came of it."""
    try:
        ended.append(await websocket.receive_beside(hear, ready))
    except Exception as error:
        ended.append(error)


async def test_audio_is_heard_by_the_side_and_text_is_received_in_its_place() -> None:
    heard: list[bytes] = []
    async with open_pair() as (client, websocket, ready):
        client.send(frame(AUDIO, b"one") + frame(AUDIO, bytes(640)))
        client.send(frame(AUDIO, b"three") + frame(TEXT, b"skip") + frame(AUDIO, b"four") + frame(TEXT, b"stop"))

        def hear(message: bytes, now: float) -> None:
            assert now == pytest.approx(trio.current_time(), abs=5.0)
            heard.append(message)

        received = [await websocket.receive_beside(hear, ready)]
        assert heard == [b"one", bytes(640), b"three"]
        received += [await websocket.receive_beside(hear, ready) for _ in range(2)]
        assert received == ["skip", b"four", "stop"]
        assert len(ready) == 0


async def test_no_memory_for_what_one_client_says_is_told_to_its_own_task() -> None:
    class Exhausted:
        def __init__(self, sock: socket.socket) -> None:
            self._sock = sock

        def __getattr__(self, name: str) -> object:
            return getattr(self._sock, name)

        def recv(self, _size: int) -> bytes:
            raise MemoryError

    async with open_pair() as (client, websocket, ready), open_pair() as (other, other_websocket, _):
        websocket._socket = Exhausted(websocket._socket)  # type: ignore[assignment]
        client.send(frame(AUDIO, b"one"))
        other.send(frame(TEXT, b"hello"))
        ended: list[object] = []
        await beside(websocket, ready, nothing, ended)
        assert isinstance(ended[0], MemoryError)
        assert ready.usable
        assert await other_websocket.receive_beside(nothing, ready) == "hello"


async def test_a_text_that_came_beside_is_not_lost_by_being_cancelled() -> None:
    async with open_pair() as (client, websocket, ready):
        with trio.CancelScope() as scope:
            async with trio.open_nursery() as nursery:
                nursery.start_soon(beside, websocket, ready, nothing, [])
                await trio.testing.wait_all_tasks_blocked()
                assert len(ready) == 1
                scope.cancel()
        assert len(ready) == 0
        client.send(frame(TEXT, b"still there"))
        assert await websocket.receive_beside(nothing, ready) == "still there"


async def test_what_hearing_raises_is_raised_where_one_receives_and_others_go_on() -> None:
    def wrong(_message: bytes, _now: float) -> None:
        raise ValueError("wrong")

    heard: list[bytes] = []
    ended: list[object] = []
    async with open_pair() as (client, websocket, ready):
        other_client, other_server = socket.socketpair()
        other = ServerWebSocket(other_server, Settings())
        async with trio.open_nursery() as nursery:
            nursery.start_soon(beside, other, ready, lambda message, _: heard.append(message), [])
            nursery.start_soon(beside, websocket, ready, wrong, ended)
            await trio.testing.wait_all_tasks_blocked()
            client.send(frame(AUDIO, b"audio"))
            other_client.send(frame(AUDIO, b"good"))
            await trio.testing.wait_all_tasks_blocked()
            other_client.send(frame(AUDIO, b"better"))
            await trio.testing.wait_all_tasks_blocked()
            nursery.cancel_scope.cancel()
        other.abort()
        other_client.close()
    assert [str(error) for error in ended] == ["wrong"]
    assert heard == [b"good", b"better"]


async def _close(client: socket.socket, websocket: ServerWebSocket) -> None:
    client.close()


async def _say_close(client: socket.socket, websocket: ServerWebSocket) -> None:
    client.send(frame(0x88, b"\x03\xe8"))


async def _abort(client: socket.socket, websocket: ServerWebSocket) -> None:
    websocket.abort()


async def _no_frame(client: socket.socket, websocket: ServerWebSocket) -> None:
    client.send(b"\x83\x80abcd")


@pytest.mark.parametrize(
    ("end", "error", "orderly"),
    [(_close, Disconnected, False), (_say_close, Disconnected, True), (_abort, Disconnected, False),
     (_no_frame, Malformed, None)],
)  # fmt: skip
async def test_every_end_is_noticed(
    end: Callable[[socket.socket, ServerWebSocket], Awaitable[None]], error: type[Exception], orderly: bool | None
) -> None:
    heard: list[bytes] = []
    ended: list[object] = []
    async with open_pair() as (client, websocket, ready), trio.open_nursery() as nursery:
        nursery.start_soon(beside, websocket, ready, lambda message, _: heard.append(message), ended)
        await trio.testing.wait_all_tasks_blocked()
        client.send(frame(AUDIO, b"last"))
        await trio.testing.wait_all_tasks_blocked()
        await end(client, websocket)
    assert heard == [b"last"]
    assert [type(each) for each in ended] == [error]
    if orderly is not None:
        assert getattr(ended[0], "orderly") is orderly  # noqa: B009  # of an object


async def test_a_ping_is_answered_beside_audio() -> None:
    heard: list[bytes] = []
    async with open_pair() as (client, websocket, ready), trio.open_nursery() as nursery:
        nursery.start_soon(beside, websocket, ready, lambda message, _: heard.append(message), [])
        await trio.testing.wait_all_tasks_blocked()
        client.send(frame(AUDIO, b"one") + frame(PING, b"here?"))
        await trio.testing.wait_all_tasks_blocked()
        assert client.recv(100) == b"\x8a\x05here?"
        assert heard == [b"one"]
        nursery.cancel_scope.cancel()


async def test_a_client_that_does_not_read_is_given_up_while_audio_is_heard() -> None:
    ended: list[object] = []
    slow = Settings(write_timeout_s=0.05)
    async with open_pair(slow) as (_client, websocket, ready), trio.open_nursery() as nursery:
        nursery.start_soon(beside, websocket, ready, nothing, ended)
        await trio.testing.wait_all_tasks_blocked()
        while websocket.try_send("x" * 60_000):
            pass
    assert [getattr(each, "unread", None) for each in ended] == [True]


async def test_texts_that_wait_are_written_in_order() -> None:
    async with open_pair() as (client, websocket, _):
        texts = [f"{index:05d}" * 2000 for index in range(200)]
        at_once = 0
        while websocket.try_send(texts[at_once]):
            at_once += 1
        assert not websocket.try_send()
        data = bytearray()
        while len(data) < at_once * 10_004:
            await trio.testing.wait_all_tasks_blocked()
            data += client.recv(1 << 20)
        assert websocket.try_send()
    assert [data[at + 4 : at + 9] for at in range(0, len(data), 10_004)] == [
        text[:5].encode() for text in texts[:at_once]
    ]


async def test_without_epoll_each_socket_is_waited_for_by_itself() -> None:
    async with open_pair() as (client, websocket, _):
        client.send(frame(AUDIO, b"one"))
        assert await websocket.receive_beside(nothing, ReadySockets()) == b"one"


async def test_a_descriptor_that_is_used_again_is_nobody_elses() -> None:
    heard: list[bytes] = []
    async with open_pair() as (_client, websocket, ready):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(beside, websocket, ready, nothing, [])
            await trio.testing.wait_all_tasks_blocked()
            number = websocket._socket.fileno()
            websocket.abort()
            gc.collect()
            next_client, next_server = socket.socketpair()
            pair = (next_client, next_server) if next_server.fileno() == number else (next_server, next_client)
            again = ServerWebSocket(pair[1], Settings())
            nursery.start_soon(beside, again, ready, lambda message, _: heard.append(message), [])
            await trio.testing.wait_all_tasks_blocked()
            pair[0].send(frame(AUDIO, b"new"))
            await trio.testing.wait_all_tasks_blocked()
            nursery.cancel_scope.cancel()
        again.abort()
        pair[0].close()
    assert heard == [b"new"]
