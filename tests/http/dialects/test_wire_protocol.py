"""Wire protocol 1, over real sockets."""

from __future__ import annotations

import json
import struct
import urllib.request
from typing import Any

import pytest
import trio
from trio_websocket import HandshakeError, open_websocket_url

from chordwork.actors.testing import ScriptedRecognizers
from chordwork.http import Settings
from chordwork.http.testing import Door, WireClient, open_client, open_server

SECOND = bytes(2 * 8000)


def of_type(messages: list[dict[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [message for message in messages if message["type"] == kind]


def finals(messages: list[dict[str, Any]]) -> list[str]:
    return [message["symbol"] for message in of_type(messages, "chord") if message["status"] == "final"]


async def play(client: WireClient, pcm: bytes, chunk_bytes: int) -> None:
    for start in range(0, len(pcm), chunk_bytes):
        await client.say(pcm[start : start + chunk_bytes])


async def test_from_start_to_done(door: Door) -> None:
    async with open_server() as server, open_client(server.address, door) as client:
        ready = await client.start()
        assert ready["type"] == "ready"
        assert ready["protocol"] == 1
        assert ready["limits"]["max_message_bytes"] == 1 << 20
        assert ready["model"] == {"name": "none", "version": "0"}
        await play(client, SECOND * 2, 3201)  # cut inside samples
        await client.say({"type": "stop"})
        messages, code, reason = await client.rest()
    assert (code, reason) == (1000, "stop")
    assert finals(messages) == ["C", "G", "Am", "F"]
    assert [ack["sequence"] for ack in of_type(messages, "ack")] == list(range(10))
    first = of_type(messages, "chord")[0]
    assert first.keys() >= {"status", "label", "symbol", "bass", "start", "end", "confidence", "alternatives", "beat"}
    assert (first["status"], first["label"], first["end"]) == ("provisional", "C:maj", None)
    assert 0.0 <= first["latency_ms"] < 5000.0
    assert messages[-1] == {
        "type": "done", "reason": "stop", "chunks": 10, "finals": 4, "received_s": 4.0 / 2, "dropped_s": 0.0,
        "model": {"name": "none", "version": "0"},
    }  # fmt: skip
    assert [m["index"] for m in of_type(messages, "chord") if m["status"] == "final"] == [0, 1, 2, 3]
    assert of_type(messages, "key")[0]["key"] == "C major"


async def test_stamped_frames_are_acknowledged_with_their_stamp(door: Door) -> None:
    async with open_server() as server, open_client(server.address, door) as client:
        await client.start(framing="stamped")
        for sequence in (7, 9):
            await client.say(struct.pack("<IIQ", sequence, 0, 1_000_000 + sequence) + SECOND[:801])
        acks = [await client.until("ack"), await client.until("ack")]
        assert [(ack["sequence"], ack["capture_us"]) for ack in acks] == [(7, 1_000_007), (9, 1_000_009)]
        await client.say({"type": "stop"})
        assert (await client.until("done"))["received_s"] == pytest.approx(2 * 801 / 16_000, abs=1e-4)


async def test_acks_by_hop_follow_recognition_and_none_means_none(door: Door) -> None:
    async with open_server() as server:
        async with open_client(server.address, door) as client:
            await client.start(acks="hop")
            await play(client, SECOND, 160)  # 10 ms
            await client.say({"type": "stop"})
            messages, _, _ = await client.rest()
        acks = of_type(messages, "ack")
        assert acks[-1]["sequence"] == 99
        assert len(acks) <= 1.0 / 0.0464 + 2
        async with open_client(server.address, door) as client:
            await client.start(acks="none")
            await play(client, SECOND, 1600)
            await client.say({"type": "stop"})
            messages, _, _ = await client.rest()
        assert not of_type(messages, "ack")
        assert finals(messages) == ["C", "G"]


async def test_empty_frames_are_audio_of_no_length(door: Door) -> None:
    async with open_server() as server, open_client(server.address, door) as client:
        await client.start()
        await client.say(b"")
        assert (await client.hear())["sequence"] == 0
        await client.say({"type": "stop"})
        assert (await client.until("done"))["received_s"] == 0.0


async def test_a_file_is_not_dropped_however_fast_it_comes(door: Door) -> None:
    async with open_server(Settings(port=0, mailbox_s=0.1)) as server, open_client(server.address, door) as client:
        await client.start(pace="file", acks="none")
        await play(client, SECOND * 10, 40_000)
        await client.say({"type": "stop"})
        messages, code, _ = await client.rest()
    assert code == 1000
    assert len(finals(messages)) == 20
    assert messages[-1]["dropped_s"] == 0.0


async def test_live_audio_that_comes_too_fast_is_dropped_and_reported(door: Door) -> None:
    async with open_server(Settings(port=0, mailbox_s=1.0)) as server, open_client(server.address, door) as client:
        await client.start()
        await client.say(SECOND * 5)
        await client.say({"type": "stop"})
        messages, _, _ = await client.rest()
    (dropped,) = of_type(messages, "dropped")
    assert dropped["seconds"] == messages[-1]["dropped_s"] == pytest.approx(4.0)
    last = [message for message in of_type(messages, "chord") if message["status"] == "final"][-1]
    assert last["end"] == pytest.approx(5.0)


async def test_the_client_may_set_the_key_and_take_it_back(door: Door) -> None:
    async with open_server() as server, open_client(server.address, door) as client:
        await client.start(key="Eb major")
        key = await client.hear()
        assert (key["key"], key["tonic"], key["mode"], key["source"]) == ("Eb major", 3, "major", "set")
        await client.say(SECOND)
        assert (await client.hear())["type"] != "key"  # what was heard while the client knows better is not said
        await client.until("level")
        await client.say({"type": "config", "key": None, "metronome": "on"})
        warning = await client.until("warning")
        assert (warning["code"], warning["fields"]) == ("ignored_fields", ["metronome"])
        key = await client.until("key")
        assert (key["key"], key["source"]) == ("C major", "heard")


async def test_fields_nobody_knows_are_ignored_with_a_warning(door: Door) -> None:
    async with open_server() as server, open_client(server.address, door) as client:
        ready = await client.start(size=3, colour="red")
        assert ready["resumed"] is False
        assert (await client.hear())["fields"] == ["colour", "size"]


async def test_ping_and_pong_both_ways(door: Door) -> None:
    async with open_server(Settings(port=0, heartbeat_s=0.05)) as server, open_client(server.address, door) as client:
        await client.say({"type": "ping", "id": 5})
        assert await client.hear() == {"type": "pong", "id": 5}
        await client.start()
        assert (await client.until("ping"))["time_ms"] > 0
        await client.say({"type": "pong"})
        await client.say({"type": "ping"})
        assert await client.until("pong") == {"type": "pong"}


START = {"type": "start", "protocol": 1, "sample_rate": 8000}


@pytest.mark.parametrize(
    ("said", "code", "close_code"),
    [
        ([b"abcd"], "audio_before_start", 4003),
        (["{"], "bad_json", 4000),
        (["[" * 5_000], "bad_json", 4000),
        (["[1]"], "bad_json", 4000),
        (['{"type":"start","sample_rate":NaN}'], "bad_json", 4000),
        (['{"type":"start","sample_rate":' + "9" * 5000 + "}"], "bad_json", 4000),
        ([""], "bad_json", 4000),
        (["{}"], "bad_field", 4002),
        ([{"type": "dance"}], "unknown_type", 4001),
        ([{"type": ["x"]}], "unknown_type", 4001),
        ([{"type": "stop"}], "not_started", 4000),
        ([{"type": "start"}], "unsupported_protocol", 4004),
        ([{**START, "protocol": 2}], "unsupported_protocol", 4004),
        ([{**START, "sample_rate": "fast"}], "bad_field", 4002),
        ([{**START, "sample_rate": 0}], "bad_field", 4002),
        ([{**START, "sample_rate": True}], "bad_field", 4002),
        ([{**START, "channels": -1}], "bad_field", 4002),
        ([{**START, "format": "mp3"}], "bad_field", 4002),
        ([{**START, "framing": "odd"}], "bad_field", 4002),
        ([{**START, "acks": 1}], "bad_field", 4002),
        ([{**START, "pace": "slow"}], "bad_field", 4002),
        ([{**START, "key": "H dur"}], "bad_field", 4002),
        ([{**START, "heartbeat_s": 0.5}], "bad_field", 4002),
        ([{**START, "resumable": 1}], "bad_field", 4002),
        ([{**START, "resume": "abc"}], "bad_field", 4002),
        ([{**START, "resume": {"token": "abc"}}], "resume_failed", 4010),
        ([START, {"type": "skip", "bytes": 0}], "bad_field", 4002),
        ([START, {"type": "skip", "bytes": 3}], "bad_field", 4002),
        ([START, START], "already_started", 4000),
        ([START, "no json"], "bad_json", 4000),
        ([{**START, "framing": "stamped"}, b"short"], "bad_frame", 4003),
        ([START, {"type": "config", "key": 7}], "bad_field", 4002),
        ([bytes(70_000)], "message_too_big", 1009),
        ([START, bytes(70_000)], "message_too_big", 1009),
        ([START, "x" * 1_000_000], "message_too_big", 1009),
    ],
)
async def test_each_fault_of_a_client_has_its_error_and_close_code(
    door: Door, said: list[str | bytes | dict[str, Any]], code: str, close_code: int
) -> None:
    async with open_server(Settings(port=0, max_message_bytes=65_536)) as server:
        async with open_client(server.address, door) as client:
            for message in said:
                await client.say(message)
            messages, closed_with, reason = await client.rest()
        assert closed_with == close_code
        assert (messages[-1]["type"], messages[-1]["code"]) == ("error", code)
        assert reason
        assert messages[-1]["message"].startswith(reason[:100])


async def test_a_format_the_engine_cannot_use_is_told(door: Door) -> None:
    from chordwork.actors import bundled_recognizers

    async with open_server(recognizer_factory=bundled_recognizers()[0]) as server:
        async with open_client(server.address, door) as client:
            await client.say({**START, "sample_rate": 500})
            messages, code, _ = await client.rest()
        assert (messages[-1]["code"], code) == ("audio_format", 4004)


async def test_http_pages(door: Door) -> None:
    def fetch(url: str) -> tuple[str, str]:
        with urllib.request.urlopen(url, timeout=120) as response:
            return response.headers["content-type"], response.read().decode()

    async with open_server() as server, open_client(server.address, door) as client:
        await client.start()
        kind, text = await trio.to_thread.run_sync(fetch, server.address.url + "/healthz")
        health = json.loads(text)
        assert kind == "application/json"
        assert (health["status"], health["sessions"], health["connections"]) == ("ok", 1, 1)
        assert health["protocols"] == [1, "seed"]
        kind, text = await trio.to_thread.run_sync(fetch, server.address.url + "/")
        assert kind.startswith("text/plain")
        assert "docs/protocol.md" in text
        with pytest.raises(HandshakeError):
            async with open_websocket_url(server.address.ws_url + "/nowhere"):
                pass


async def test_the_recogniser_hears_exactly_the_bytes_sent(door: Door) -> None:
    recognizers = ScriptedRecognizers()
    pcm = bytes(index * 7 % 256 for index in range(5000))
    async with open_server(recognizer_factory=recognizers) as server, open_client(server.address, door) as client:
        await client.start(framing="stamped")
        for sequence, start in enumerate(range(0, len(pcm), 37)):
            await client.say(struct.pack("<IIQ", sequence, 0, 0) + pcm[start : start + 37])
        await client.say({"type": "stop"})
        await client.until("done")
    assert bytes(recognizers.made[0].fed) == pcm


async def test_half_a_character_ends_the_conversation_with_words_and_no_fault(door: Door) -> None:
    async with open_server() as server, open_client(server.address, door) as client:
        await client.start()
        await client.say(r'{"type":"ping","id":"\ud800"}')
        messages, code, _ = await client.rest()
    assert [message["code"] for message in of_type(messages, "error")] == ["bad_json"]
    assert code == 4000
