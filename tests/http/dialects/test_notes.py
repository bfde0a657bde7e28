"""Which notes sound: said to who asks, from start on or for as long as it is wanted."""

from __future__ import annotations

from typing import Any

import attrs

from chordwork.actors import StreamFormat
from chordwork.actors.testing import ScriptedRecognizer, ScriptedRecognizers
from chordwork.engine.events import Event, NotesEvent
from chordwork.http.testing import Door, WireClient, open_client, open_server
from tests.http.conversation.test_session_registry import reset

SECOND = bytes(2 * 8000)


@attrs.define
class NotingRecognizer(ScriptedRecognizer):
    """Says with each piece, if it is asked, that C sounds."""

    notes: bool = False

    def feed(self, pcm: bytes | memoryview) -> list[Event]:
        """As the script, and the notes."""
        events = super().feed(pcm)
        at = self.heard_seconds
        return [*events, NotesEvent((1.0,) + (0.0,) * 11, max(0.0, at - 0.5), at)] if self.notes else events


def noting(stream_format: StreamFormat) -> NotingRecognizer:
    return NotingRecognizer(stream_format)


async def recognised(client: WireClient, seconds: float) -> None:
    while (await client.until("ack"))["audio_s"] < seconds:
        pass


async def whole(client: WireClient) -> list[dict[str, Any]]:
    await client.say({"type": "stop"})
    messages, code, _ = await client.rest()
    assert code == 1000
    return [message for message in messages if message["type"] == "notes"]


async def test_notes_from_start_on(door: Door) -> None:
    async with open_server(recognizer_factory=noting) as server, open_client(server.address, door) as client:
        await client.start(notes=True)
        await client.say(SECOND)
        notes = await whole(client)
    assert notes[-1] == {"type": "notes", "probabilities": [1.0] + [0.0] * 11, "start": 0.5, "at": 1.0}


async def test_no_notes_for_who_does_not_ask(door: Door) -> None:
    async with open_server(recognizer_factory=noting) as server, open_client(server.address, door) as client:
        await client.start()
        await client.say(SECOND)
        assert not await whole(client)


async def test_notes_for_as_long_as_they_are_wanted(door: Door) -> None:
    async with open_server(recognizer_factory=noting) as server, open_client(server.address, door) as client:
        await client.start(acks="hop")
        await client.say(SECOND)
        await recognised(client, 1.0)
        await client.say({"type": "config", "notes": True})
        await client.say(SECOND)
        assert (await client.until("notes"))["at"] > 1.0
        await client.say({"type": "config", "key": "G major"})  # says nothing of notes
        await client.say(SECOND)
        while (await client.until("notes"))["at"] < 3.0:
            pass
        await client.say({"type": "config", "notes": False})
        await client.say(SECOND)
        assert all(each["at"] <= 3.0 for each in await whole(client))


async def test_who_comes_back_says_anew_whether_notes_are_wanted(door: Door) -> None:
    async with open_server(recognizer_factory=noting) as server:
        async with open_client(server.address, door) as client:
            ready = await client.start(resumable=True)
            await client.say(SECOND)
            await client.until("level")
            reset(client)
        resume = {"token": ready["resume"]["token"], "finals": 0}
        async with open_client(server.address, door) as client:
            assert (await client.start(resumable=True, resume=resume, notes=True))["resumed"]
            await client.say(SECOND)
            assert await whole(client)


async def test_a_recogniser_without_notes_is_not_disturbed(door: Door) -> None:
    recognizers = ScriptedRecognizers()
    async with open_server(recognizer_factory=recognizers) as server, open_client(server.address, door) as client:
        await client.start(notes=True)
        await client.say(SECOND)
        assert not await whole(client)


async def test_notes_must_be_true_or_false(door: Door) -> None:
    async with open_server() as server, open_client(server.address, door) as client:
        await client.say({"type": "start", "protocol": 1, "sample_rate": 8000, "notes": "yes"})
        error = await client.until("error")
    assert error["code"] == "bad_field"
    assert "'notes'" in error["message"]
