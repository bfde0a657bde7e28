"""Answers of the shared store that come when nobody waits for them any more."""

from __future__ import annotations

import msgspec
import trio

from chordwork.http.rest.answers import Answer
from chordwork.http.rest.result_store import ResultStore, open_result_store


class LateRedis:
    """As little of a Redis as coredis needs to begin; the answer to the first ``GET`` comes with that to the second."""

    def __init__(self) -> None:
        self.asked: list[bytes] = []
        self._held_back = b""

    async def serve(self, stream: trio.SocketStream) -> None:
        received = b""
        while data := await stream.receive_some():
            received += data
            while (command := self._next(received)) is not None:
                words, received = command
                if answer := self._answer(words):
                    await stream.send_all(answer)

    def _next(self, received: bytes) -> tuple[list[bytes], bytes] | None:
        lines = received.split(b"\r\n")
        count = int(lines[0][1:]) if lines[0][:1] == b"*" else 0
        if not count or len(lines) < 2 * count + 2:
            return None
        return lines[2 : 2 * count + 1 : 2], b"\r\n".join(lines[2 * count + 1 :])

    def _answer(self, words: list[bytes]) -> bytes:
        if words[0].upper() == b"HELLO":
            return b"%3\r\n$5\r\nproto\r\n:3\r\n$7\r\nversion\r\n$5\r\n7.0.0\r\n$2\r\nid\r\n:1\r\n"
        if words[0].upper() != b"GET":
            return b"+OK\r\n"
        self.asked.append(words[1])
        value = msgspec.msgpack.encode({"name": words[1].decode(), "answer": Answer.of(b"of " + words[1])})
        answer = b"$%d\r\n%s\r\n" % (len(value), value)
        if len(self.asked) == 1:
            self._held_back = answer
            return b""
        held_back, self._held_back = self._held_back, b""
        return held_back + answer


async def test_an_answer_to_a_question_that_was_given_up_is_none_to_the_next() -> None:
    """Whether the client drops the connection then, or reads the answers in their order: nobody gets another's."""
    listeners = await trio.open_tcp_listeners(0, host="127.0.0.1")
    port = listeners[0].socket.getsockname()[1]
    redis = LateRedis()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(trio.serve_listeners, redis.serve, listeners)
        async with open_result_store(f"redis://127.0.0.1:{port}") as store:
            with trio.fail_after(60):
                with trio.move_on_after(0.1):
                    await store.get("first")
                    raise AssertionError("it answered too early")
                answer = await store.get("second")
        assert len(redis.asked) == 2
        assert redis.asked[1].endswith(b"second")
        assert answer is None or answer.body == b"of " + redis.asked[1]
        nursery.cancel_scope.cancel()


class Misdelivering:
    """A client that gives the answer to one question to another, whatever it is asked."""

    def __init__(self, stored: bytes) -> None:
        self._stored = stored

    async def get(self, name: str) -> bytes:
        await trio.lowlevel.checkpoint()
        return self._stored


async def test_a_result_of_another_question_is_not_taken() -> None:
    kept: dict[str, bytes] = {}

    class Keeping:
        async def set(self, name: str, value: bytes, ex: int) -> None:
            await trio.lowlevel.checkpoint()
            kept[name] = value

    await ResultStore(Keeping(), shown_url="").put("tabs", Answer.of(b"mine"))
    (stored,) = kept.values()
    store = ResultStore(Misdelivering(stored), shown_url="")
    assert await store.get("tabs") == Answer.of(b"mine")
    assert await store.get("suggest") is None
