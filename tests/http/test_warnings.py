"""What is wrong with the audio reaches who sent it, whatever the way."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import soundfile

from chordwork.actors import bundled_recognizers
from chordwork.client import Backoff, Warning, connect
from chordwork.http.dialects.redelivery import KEPT_WARNINGS, Redelivery
from chordwork.http.testing import Door, open_client, open_server, url_of

GUITAR = Path(__file__).parents[2] / "http/chordwork/analysis/clips/guitar.ogg"


def guitar(seconds: float) -> tuple[np.ndarray[Any, np.dtype[np.int16]], int]:
    pcm, rate = soundfile.read(GUITAR, dtype="int16", always_2d=True)
    return pcm[: int(seconds * rate), 0], rate


async def hear(pcm: bytes, door: Door, **start: Any) -> list[dict[str, Any]]:
    async with (
        open_server(recognizer_factory=bundled_recognizers()[0]) as server,
        open_client(server.address, door, timeout_s=60) as client,
    ):
        await client.start(acks="none", pace="file", **start)
        for place in range(0, len(pcm), 9999):
            await client.say(pcm[place : place + 9999])
        await client.say({"type": "stop"})
        messages, code, _ = await client.rest()
    assert code == 1000
    return messages


async def test_a_file_sent_as_samples_is_said_at_once(door: Door, schema: Any) -> None:
    messages = await hear(GUITAR.read_bytes()[:40_000], door, sample_rate=48_000)
    warnings = [message for message in messages if message["type"] == "warning"]
    assert [(each["code"], each["looks_like"]) for each in warnings] == [("looks_like", "ogg")]
    assert messages.index(warnings[0]) == 0
    assert 0.0 <= warnings[0]["at"] < 0.01
    assert not schema.faults("serverMessage", warnings[0])


async def test_channels_that_cancel_are_said_and_the_chords_come(door: Door) -> None:
    sound, rate = guitar(6.0)
    stereo = np.stack([sound, -sound], axis=1)
    messages = await hear(stereo.tobytes(), door, sample_rate=rate, channels=2)
    assert [each["code"] for each in messages if each["type"] == "warning"] == ["channels_cancel"]
    assert any(each.get("status") == "final" and each["symbol"] != "N.C." for each in messages)


async def test_the_client_has_a_message_for_it() -> None:
    sound, rate = guitar(2.0)
    async with (
        open_server(recognizer_factory=bundled_recognizers()[0]) as server,
        connect(url_of(server.address, "ws"), sample_rate=rate, reconnect=Backoff()) as stream,
    ):
        await stream.send((sound / 32768).astype("<f4").tobytes())
        await stream.stop()
        said = [message async for message in stream if isinstance(message, Warning)]
    assert [(each.code, each.looks_like) for each in said] == [("looks_like", "f32le")]
    assert "announce f32le" in said[0].message


def test_a_client_that_comes_back_is_told_again() -> None:
    redelivery = Redelivery()
    for number in range(2 * KEPT_WARNINGS):
        redelivery.note({"type": "warning", "code": "realigned", "looks_like": "shifted_byte", "at": number})
    redelivery.note({"type": "warning", "code": "channels_cancel", "at": 1.0})
    said = redelivery.since(0)
    assert [(each["code"], each["at"]) for each in said] == [("realigned", 63), ("channels_cancel", 1.0)]
    for number in range(2 * KEPT_WARNINGS):
        redelivery.note({"type": "warning", "code": f"new_{number}", "at": 0})
    assert len(redelivery.since(0)) == KEPT_WARNINGS
    assert json.dumps(redelivery.since(0))
