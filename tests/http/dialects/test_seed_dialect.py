"""The seed dialect, over real sockets and with a client that is not ours."""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

import trio
import websockets

from chordwork.actors.testing import ScriptedRecognizers
from chordwork.http import Settings
from chordwork.http.testing import Door, WireClient, open_client, open_server, url_of

CHUNK = bytes(3200)  # 100 ms at 16 kHz


def said(pcm: bytes = CHUNK, **more: Any) -> dict[str, Any]:
    return {"data": base64.b64encode(pcm).decode(), **more}


async def until_chords(client: WireClient, wanted: list[str]) -> None:
    while (await client.hear()).get("chords") != wanted:
        pass


async def until_ack(client: WireClient) -> None:
    while (message := await client.hear()) != {"ack": True}:
        assert message.keys() == {"chords"}


async def test_an_asyncio_client_that_knows_nothing_of_us(door: Door) -> None:
    async def client(url: str) -> list[str]:
        heard: list[str] = []
        async with asyncio.timeout(10), websockets.connect(url) as websocket:
            for index in range(40):
                data = list(CHUNK) if index % 2 else base64.b64encode(CHUNK).decode()
                await websocket.send(json.dumps({"data": data}))
            while not (
                heard.count('{"ack":true}') == 40
                and '{"chords":["C","G","Am","F"]}' in heard
                and '{"type":"ping"}' in heard
            ):
                heard.append(str(await websocket.recv()))
        return heard

    async with open_server(Settings(port=0, heartbeat_s=0.1)) as server:
        heard = await trio.to_thread.run_sync(asyncio.run, client(url_of(server.address, door)))
    assert heard.count('{"ack":true}') == 40
    lists = [json.loads(text)["chords"] for text in heard if "chords" in text]
    assert lists[:4] == [["C"], ["C", "G"], ["C", "G", "Am"], ["C", "G", "Am", "F"]]
    assert all(json.loads(text).keys() <= {"ack", "chords", "type"} for text in heard)


async def test_the_message_may_say_its_format(door: Door) -> None:
    recognizers = ScriptedRecognizers()
    async with open_server(recognizer_factory=recognizers) as server, open_client(server.address, door) as client:
        await client.say(said(bytes(8 * 4410), sample_rate=44_100, format="f32le", channels=2))
        await until_ack(client)
        await client.say(said(bytes(8)))  # says nothing: as before
        await until_ack(client)
        assert recognizers.made[0].stream_format.bytes_per_second == 8 * 44_100


async def test_bad_input_gets_an_error_and_the_next_chunk_an_ack(door: Door) -> None:
    async with open_server() as server, open_client(server.address, door) as client:
        for bad, code in (
            ({"data": "%%%"}, "bad_data"),  # even as the first message
            ({"data": [1, 256]}, "bad_data"),
            (said(sample_rate=0), "bad_field"),
        ):
            await client.say(bad)
            assert (await client.hear())["code"] == code
        await client.say(said(b""))
        await until_ack(client)
        bad_messages: list[tuple[str | bytes | dict[str, Any], str]] = [
            ({"data": "a"}, "bad_data"),
            ({"data": None}, "bad_data"),
            ({"data": [1.5]}, "bad_data"),
            ({"data": [[1]]}, "bad_data"),
            ({"something": 1}, "bad_data"),
            ("no json", "bad_json"),
            (b"\0\0", "bad_message"),
            (said(format="mp3"), "bad_field"),
            (said(channels=2), "format_changed"),
        ]
        for message, code in bad_messages:
            await client.say(message)
            error = await client.hear()
            assert (error["type"], error["code"]) == ("error", code)
            assert "Traceback" not in error["message"]
        await client.say({"type": "pong"})
        await client.say(said())
        await until_ack(client)


async def test_too_much_at_once_is_refused(door: Door) -> None:
    async with (
        open_server(Settings(port=0, max_message_bytes=4096)) as server,
        open_client(server.address, door) as client,
    ):
        await client.say(said())
        messages, code, _ = await client.rest()
        assert (messages[-1]["code"], code) == ("message_too_big", 1009)


async def test_it_can_be_switched_off(door: Door) -> None:
    async with open_server(Settings(port=0, seed_dialect=False)) as server, open_client(server.address, door) as client:
        await client.say(said())
        messages, code, _ = await client.rest()
        assert (messages[-1]["code"], code) == ("seed_off", 4004)


async def test_shutdown_closes_with_1012(door: Door) -> None:
    async with open_server() as server, open_client(server.address, door) as client:
        await client.say(said(CHUNK * 10))
        await until_chords(client, ["C", "G"])
        server.shutdown.set()
        messages, code, _ = await client.rest()
        assert (messages[-1]["code"], code) == ("draining", 1012)
