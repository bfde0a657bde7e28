"""The shortest rest: as the client wants it, from start on or from then on, or as the server has it."""

from __future__ import annotations

import attrs
import pytest

from chordwork.actors import StreamFormat
from chordwork.actors.testing import ScriptedRecognizer
from chordwork.engine.events import Event, TuningEvent
from chordwork.http.testing import Door, WireClient, open_client, open_server
from tests.http.conversation.test_session_registry import reset

SECOND = bytes(2 * 8000)
OWN_S = 0.5


@attrs.define
class RestingRecognizer(ScriptedRecognizer):
    """Says with each piece what it takes for a rest, as a tuning of so many cents."""

    rest_s: float = OWN_S

    def feed(self, pcm: bytes | memoryview) -> list[Event]:
        """As the script, and that."""
        return [*super().feed(pcm), TuningEvent(self.rest_s, self.heard_seconds)]


def resting(stream_format: StreamFormat) -> RestingRecognizer:
    return RestingRecognizer(stream_format)


async def rest_s(client: WireClient, at: float) -> float:
    """What a rest was, when that much had been heard."""
    await client.say(SECOND)
    while (said := await client.until("tuning"))["at"] < at:
        pass
    return float(said["cents"])


@pytest.mark.parametrize(("asked", "wanted"), [({}, OWN_S), ({"rest_s": None}, OWN_S), ({"rest_s": 2}, 2.0)])
async def test_a_client_says_what_a_rest_is(door: Door, asked: dict[str, float | None], wanted: float) -> None:
    async with open_server(recognizer_factory=resting) as server, open_client(server.address, door) as client:
        await client.start(acks="hop", **asked)
        assert await rest_s(client, 1.0) == wanted


async def test_it_may_change_its_mind(door: Door) -> None:
    async with open_server(recognizer_factory=resting) as server, open_client(server.address, door) as client:
        await client.start(acks="hop", rest_s=0)
        assert await rest_s(client, 1.0) == 0.0
        await client.say({"type": "config", "rest_s": 1.25})
        assert await rest_s(client, 2.0) == 1.25
        await client.say({"type": "config", "key": "G major"})  # says nothing of rests
        assert await rest_s(client, 3.0) == 1.25
        await client.say({"type": "config", "rest_s": None})
        assert await rest_s(client, 4.0) == OWN_S


async def test_who_comes_back_says_anew_what_a_rest_is(door: Door) -> None:
    async with open_server(recognizer_factory=resting) as server:
        async with open_client(server.address, door) as client:
            ready = await client.start(resumable=True, rest_s=1.5)
            assert await rest_s(client, 1.0) == 1.5
            reset(client)
        resume = {"token": ready["resume"]["token"], "finals": 0}
        async with open_client(server.address, door) as client:
            assert (await client.start(resumable=True, resume=resume, rest_s=3.0))["resumed"]
            assert await rest_s(client, 2.0) == 3.0


@pytest.mark.parametrize("refused", [-0.1, 5.1, "long", True])
async def test_what_no_rest_can_be_is_refused(door: Door, refused: object) -> None:
    async with open_server(recognizer_factory=resting) as server, open_client(server.address, door) as client:
        await client.say({"type": "start", "protocol": 1, "sample_rate": 8000, "rest_s": refused})
        error = await client.until("error")
        assert (error["code"], "rest_s" in error["message"]) == ("bad_field", True)
