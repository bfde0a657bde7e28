"""Coming back to a session after the connection was lost."""

from __future__ import annotations

import json
import socket
import struct
from typing import Any

import pytest
import trio

from chordwork.actors.testing import ScriptedRecognizers
from chordwork.http import Settings
from chordwork.http.dialects.redelivery import KEPT_FINALS, Redelivery
from chordwork.http.testing import Door, WireClient, open_client, open_server
from chordwork.http.wire.protocol import ProtocolError
from tests.http.attacks import BINARY, TEXT, frame, upgraded
from tests.http.attacks import reset as hang_up

SECOND = bytes(2 * 8000)


def finals(messages: list[dict[str, Any]]) -> list[int]:
    return [message["index"] for message in messages if message.get("status") == "final"]


def reset(client: WireClient) -> None:
    """As a telephone that leaves the network and is given another address: what it had sent is lost, and it is gone."""
    sock = client.websocket._stream.socket  # type: ignore[attr-defined]
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


async def begin(client: WireClient, **fields: Any) -> dict[str, Any]:
    return await client.start(resumable=True, acks="none", **fields)


async def come_back(client: WireClient, token: str, finals: int = 0, **fields: Any) -> dict[str, Any]:
    return await begin(client, resume={"token": token, "finals": finals}, **fields)


async def test_a_session_goes_on_where_it_was(door: Door) -> None:
    recognizers = ScriptedRecognizers()
    async with open_server(recognizer_factory=recognizers) as server:
        async with open_client(server.address, door) as client:
            ready = await begin(client)
            assert ready["resume"]["grace_s"] == 30.0
            await client.say(SECOND)
            heard = [await client.until("chord")]
            while heard[-1]["status"] != "final":
                heard.append(await client.until("chord"))
            reset(client)
        async with open_client(server.address, door) as client:
            again = await come_back(client, ready["resume"]["token"], finals=1)
            assert (again["resumed"], again["session"]) == (True, ready["session"])
            assert again["received_bytes"] == len(SECOND)
            assert again["resume"] == ready["resume"]
            await client.say(SECOND)
            await client.say({"type": "stop"})
            messages, code, _ = await client.rest()
    assert code == 1000
    assert finals(messages) == [1, 2, 3]
    assert [m["end"] for m in messages if m.get("status") == "final"] == [1.0, 1.5, 2.0]
    assert messages[-1] == {
        "type": "done", "reason": "stop", "chunks": 2, "received_s": 2.0, "dropped_s": 0.0, "finals": 4,
        "model": {"name": "none", "version": "0"},
    }  # fmt: skip
    assert len(recognizers.made) == 1
    assert len(recognizers.made[0].fed) == 2 * len(SECOND)


async def test_what_was_missed_is_said_again_and_then_how_things_stand(door: Door) -> None:
    async with open_server() as server:
        async with open_client(server.address, door) as client:
            ready = await begin(client)
            await client.say(SECOND * 3)
            await client.until("level")
            reset(client)  # with most of it unread
        async with open_client(server.address, door) as client:
            await come_back(client, ready["resume"]["token"])
            said = [await client.hear()]
            while (said[-1].get("status"), said[-1].get("start")) != ("provisional", 2.5):
                said.append(await client.hear())
    assert finals(said) == [0, 1, 2, 3, 4]
    assert [message["key"] for message in said if message["type"] == "key"] == ["C major"]


async def test_the_old_connection_is_taken_over(door: Door) -> None:
    """The server has not noticed yet that its client is gone, or it is not gone."""
    async with open_server() as server, open_client(server.address, door) as first:
        token = (await begin(first))["resume"]["token"]
        await first.say(SECOND)
        async with open_client(server.address, door) as second:
            assert (await come_back(second, token))["resumed"]
            messages, code, _ = await first.rest()
            assert (messages[-1]["code"], code) == ("taken_over", 4011)
            await second.say(SECOND)
            await second.say({"type": "stop"})
            messages, code, _ = await second.rest()
    assert (finals(messages), messages[-1]["received_s"]) == ([0, 1, 2, 3], 2.0)


async def test_two_at_once_do_not_share_a_session(door: Door) -> None:
    async with open_server() as server:
        async with open_client(server.address, door) as client:
            token = (await begin(client))["resume"]["token"]
            reset(client)
        async with open_client(server.address, door) as first, open_client(server.address, door) as second:
            answers: dict[WireClient, dict[str, Any]] = {}

            async def ask(client: WireClient) -> None:
                answers[client] = await come_back(client, token)

            async with trio.open_nursery() as nursery:
                nursery.start_soon(ask, first)
                nursery.start_soon(ask, second)
            closed: list[tuple[WireClient, list[dict[str, Any]], int]] = []

            async def wait_for_the_end(client: WireClient, nursery: trio.Nursery) -> None:
                messages, code, _ = await client.rest()
                closed.append((client, messages, code))
                nursery.cancel_scope.cancel()

            # One took it from the other, perhaps before that began; which one was answered first tells nothing.
            async with trio.open_nursery() as nursery:
                nursery.start_soon(wait_for_the_end, first, nursery)
                nursery.start_soon(wait_for_the_end, second, nursery)
            [(lost, messages, code)] = closed
            assert ([answers[lost], *messages][-1]["code"], code) == ("taken_over", 4011)
            holder = second if lost is first else first
            assert answers[holder]["type"] == "ready"
            await holder.say({"type": "stop"})
            await holder.until("done")


@pytest.mark.parametrize("skipped", [True, False])
async def test_a_gap_is_counted_if_the_client_says_so(door: Door, skipped: bool) -> None:
    async with open_server() as server:
        async with open_client(server.address, door) as client:
            token = (await begin(client))["resume"]["token"]
            await client.say(SECOND)
            await client.until("chord")
            reset(client)
        async with open_client(server.address, door) as client:
            await come_back(client, token)
            if skipped:
                await client.say({"type": "skip", "bytes": 4 * len(SECOND)})
            await client.say(SECOND)
            await client.say({"type": "stop"})
            messages, _, _ = await client.rest()
    dropped = [message for message in messages if message["type"] == "dropped"]
    assert [(gap["seconds"], gap["at"]) for gap in dropped] == ([(4.0, 5.0)] if skipped else [])
    assert messages[-1]["received_s"] == (6.0 if skipped else 2.0)
    assert [m["end"] for m in messages if m.get("status") == "final"][-1] == messages[-1]["received_s"]


async def test_what_followed_stop_is_not_lost(door: Door) -> None:
    """The server was done and has closed, but the network lost it."""
    recognizers = ScriptedRecognizers()
    start = b'{"type":"start","protocol":1,"sample_rate":8000,"acks":"none","resumable":true}'
    async with open_server(recognizer_factory=recognizers) as server:
        async with upgraded(server.address, door) as stream:
            await stream.send_all(frame(TEXT, start))
            ready = (await stream.receive_some()).partition(b"{")
            token = json.loads(ready[1] + ready[2])["resume"]["token"]
            await stream.send_all(frame(BINARY, SECOND) + frame(TEXT, b'{"type":"stop"}'))
            with trio.fail_after(60):
                while not recognizers.made[0].closed:  # noqa: ASYNC110
                    await trio.sleep(0.005)
            hang_up(stream)  # with all of it unread
        async with open_client(server.address, door) as client:
            assert (await come_back(client, token, finals=1))["resumed"]
            messages, code, _ = await client.rest()
    assert finals(messages) == [1]
    assert (messages[-1]["type"], messages[-1]["reason"], code) == ("done", "stop", 1000)


async def test_a_client_that_closes_has_left_for_good() -> None:
    recognizers = ScriptedRecognizers()
    async with open_server(recognizer_factory=recognizers) as server:
        async with open_client(server.address, "stream") as client:
            token = (await begin(client))["resume"]["token"]
        with trio.fail_after(60):
            while not recognizers.made[0].closed:  # noqa: ASYNC110 - nothing tells a client that it was noticed
                await trio.sleep(0.005)
        async with open_client(server.address, "stream") as client:
            assert (await come_back(client, token))["code"] == "resume_failed"


async def test_who_comes_too_late_is_told_to_start_anew(door: Door) -> None:
    recognizers = ScriptedRecognizers()
    async with open_server(Settings(port=0, resume_grace_s=0.05), recognizers) as server:
        async with open_client(server.address, door) as client:
            token = (await begin(client))["resume"]["token"]
            reset(client)
        with trio.fail_after(60):
            while not recognizers.made[0].closed:  # noqa: ASYNC110
                await trio.sleep(0.005)
        async with open_client(server.address, door) as client:
            await client.say({"type": "start", "protocol": 1, "sample_rate": 8000, "resume": {"token": token}})
            messages, code, _ = await client.rest()
        assert (messages[-1]["code"], code) == ("resume_failed", 4010)
        async with open_client(server.address, door) as client:
            assert (await begin(client))["resumed"] is False


@pytest.mark.parametrize(
    "changed", [{"sample_rate": 16_000}, {"format": "f32le"}, {"framing": "stamped"}, {"acks": "hop"}, {"pace": "file"}]
)
async def test_another_kind_of_stream_is_no_return_and_disturbs_nobody(changed: dict[str, Any]) -> None:
    async with open_server() as server, open_client(server.address, "stream") as client:
        token = (await begin(client))["resume"]["token"]
        async with open_client(server.address, "stream") as other:
            await other.say(
                {
                    "type": "start", "protocol": 1, "sample_rate": 8000, "acks": "none",
                    "resume": {"token": token}, **changed,
                }
            )  # fmt: skip
            messages, code, _ = await other.rest()
        assert (messages[-1]["code"], code) == ("resume_failed", 4010)
        await client.say({"type": "stop"})
        await client.until("done")


async def test_sessions_without_a_client_are_bounded() -> None:
    recognizers = ScriptedRecognizers()
    tokens = []
    async with open_server(Settings(port=0, max_detached=2), recognizers) as server:
        for _ in range(4):
            async with open_client(server.address, "stream") as client:
                tokens.append((await begin(client))["resume"]["token"])
                reset(client)
        with trio.fail_after(60):
            while sum(made.closed for made in recognizers.made) < 2:  # noqa: ASYNC110
                await trio.sleep(0.005)
        assert [made.closed for made in recognizers.made] == [1, 1, 0, 0]  # the oldest made room
        answers = []
        for token in tokens:
            async with open_client(server.address, "stream") as client:
                answers.append((await come_back(client, token))["type"])
        assert answers == ["error", "error", "ready", "ready"]


async def test_who_did_not_ask_is_not_waited_for(door: Door) -> None:
    recognizers = ScriptedRecognizers()
    async with open_server(recognizer_factory=recognizers) as server:
        async with open_client(server.address, door) as client:
            assert (await client.start())["resume"] is None
            reset(client)
        with trio.fail_after(60):
            while not recognizers.made[0].closed:  # noqa: ASYNC110
                await trio.sleep(0.005)


async def test_a_server_that_keeps_no_sessions_says_so(door: Door) -> None:
    async with open_server(Settings(port=0, resume_grace_s=0.0)) as server, open_client(server.address, door) as client:
        ready = await begin(client)
        assert (ready["resume"], ready["resumed"]) == (None, False)
        async with open_client(server.address, door) as other:
            assert (await come_back(other, "x" * 32))["code"] == "resume_failed"


async def test_a_session_that_waits_does_not_hold_up_a_shutdown() -> None:
    async with open_server() as server:
        async with open_client(server.address, "stream") as client:
            await begin(client)
            reset(client)
        server.shutdown.set()
        with trio.fail_after(60):
            await server.stopped.wait()


async def test_a_promise_that_is_kept_or_not(door: Door) -> None:
    recognizers = ScriptedRecognizers()
    async with (
        open_server(recognizer_factory=recognizers) as server,
        open_client(server.address, door, timeout_s=20) as faithful,
        open_client(server.address, door, timeout_s=20) as silent,
    ):
        assert (await begin(faithful, heartbeat_s=1))["limits"]["heartbeat_s"] == 1
        token = (await begin(silent, heartbeat_s=1))["resume"]["token"]

        async def answer() -> None:
            while True:
                await faithful.until("ping")
                await faithful.say({"type": "pong"})

        async with trio.open_nursery() as nursery:
            nursery.start_soon(answer)
            messages, code, _ = await silent.rest()
            assert code == 1006  # without a word: nobody is there
            assert {message["type"] for message in messages} == {"ping"}
            nursery.cancel_scope.cancel()
        assert not recognizers.made[0].closed
        async with open_client(server.address, door) as client:
            assert (await come_back(client, token, heartbeat_s=2))["limits"]["heartbeat_s"] == 2
        await faithful.say({"type": "stop"})
        await faithful.until("done")


def test_finals_that_are_no_longer_kept_cannot_be_had() -> None:
    redelivery = Redelivery()
    for _ in range(KEPT_FINALS + 10):
        redelivery.note({"type": "chord", "status": "final"})
    for received in (0, 9, KEPT_FINALS + 11):
        with pytest.raises(ProtocolError) as refused:
            redelivery.check(received)
        assert refused.value.code == "resume_failed"
    for received in (10, 400, KEPT_FINALS + 10):
        redelivery.check(received)
        assert [m["index"] for m in redelivery.since(received)] == list(range(received, KEPT_FINALS + 10))
