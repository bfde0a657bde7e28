"""Suggestions while somebody plays: as a pure follower of chords, and over real sockets."""

from __future__ import annotations

from typing import Any

import pytest

from chordwork.engine.events import ChordEvent
from chordwork.harmony import parse_label
from chordwork.http.dialects.live_suggestions import LiveSuggestions
from chordwork.http.testing import Door, open_client, open_server
from chordwork.music import suggest

SECOND = bytes(2 * 8000)


def rings(label: str, start: float) -> ChordEvent:
    return ChordEvent("provisional", parse_label(label), start, None, start + 0.3, 0.8)


def was(label: str, start: float, end: float) -> ChordEvent:
    return ChordEvent("final", parse_label(label), start, end, end + 0.7, 0.9)


def after(answers: list[Any]) -> list[str]:
    return [answer["after"] for answer in answers if answer is not None]


def test_suggestions_are_for_what_comes_after_the_chord_that_rings() -> None:
    live = LiveSuggestions("C major", {})
    events = [
        rings("D:min7", 0.0),
        rings("G:7", 2.0),
        was("D:min7", 0.0, 2.05),
        rings("C:maj", 4.0),
        was("G:7", 2.05, 4),
    ]
    answers = [live.add(event) for event in events]
    assert after(answers) == ["Dm7", "G7", "C"]
    assert answers[2] is None  # it became final under the name it had
    found = suggest("Dm7 G7", key="C major")
    assert [(each["symbol"], each["probability"]) for each in answers[1]["next"]] == [
        (each.symbol, round(each.probability, 4)) for each in found
    ]
    assert answers[1] == {**answers[1], "type": "suggestions", "key": "C major", "at": 2.3}
    assert set(answers[1]["next"][0]) == {"label", "symbol", "roman", "probability", "reason"}


def test_a_guess_that_was_replaced_at_once_was_no_chord() -> None:
    live = LiveSuggestions("C major", {})
    answers = [live.add(event) for event in (rings("C:maj", 0.0), rings("A:min", 2.0), rings("F:maj", 2.2))]
    assert after(answers) == ["C", "Am"]
    corrected = live.tick(2.6)
    assert corrected is not None
    assert corrected["after"] == "F"
    assert corrected["next"][0]["symbol"] == suggest("C F", key="C major")[0].symbol
    assert live.add(was("C:maj", 0.0, 2.0)) is None
    assert after([live.add(was("F:maj", 2.0, 3.0)), live.add(rings("G:maj", 3.0))]) == ["G"]


def test_a_final_that_says_otherwise_is_another_story() -> None:
    live = LiveSuggestions("C major", {})
    for event in (rings("C:maj", 0.0), rings("A:min", 2.0), rings("G:maj", 4.0)):
        live.add(event)
    assert live.add(was("C:maj", 0.0, 2.0)) is None
    corrected = live.add(was("F:maj", 2.0, 4.0))
    assert corrected is not None
    assert corrected["next"][0]["symbol"] == suggest("C F G", key="C major")[0].symbol


def test_chords_that_come_too_fast_wait_for_an_answer() -> None:
    live = LiveSuggestions("C major", {})
    assert live.add(rings("C:maj", 0.0)) is not None
    flood = [live.add(was(("G:maj", "A:min")[index % 2], index / 100, (index + 1) / 100)) for index in range(1, 41)]
    assert 1 <= len(after(flood)) <= 3
    assert live.add(rings("F:maj", 2.0)) is not None
    assert live.add(rings("D:min", 2.05)) is None
    assert live.tick(2.5) is None
    late = live.tick(2.6)
    assert late is not None
    assert (late["after"], late["at"]) == ("Dm", 2.6)
    assert live.tick(3.0) is None


def test_silence_and_unknown_chords_ask_nothing() -> None:
    live = LiveSuggestions(None, {})
    assert live.add(rings("N", 0.0)) is None
    assert live.add(was("X", 0.0, 1.0)) is None
    assert after([live.add(rings("C:maj", 1.0))]) == ["C"]
    assert live.add(rings("N", 3.0)) is None
    assert live.add(was("C:maj", 1.0, 3.0)) is None


def test_key_and_taste_change_the_answer_at_once() -> None:
    live = LiveSuggestions(None, {"suggestions": 3, "mood": "sad"})
    assert live.configure({"genre": "pop"}) is None  # nothing played yet
    first = live.add(rings("C:maj", 0.0))
    assert first is not None
    assert len(first["next"]) == 3
    assert [each["symbol"] for each in first["next"]] == [
        each.symbol for each in suggest("C", mood="sad", style="pop", limit=3)
    ]
    in_f = live.set_key("F major")
    assert in_f is not None
    assert (in_f["key"], in_f["next"][0]["roman"]) == (
        "F major",
        suggest("C", key="F", mood="sad", style="pop")[0].roman,
    )
    assert live.set_key(None) == first
    assert live.configure({"suggestions": 0}) is None
    assert live.add(rings("G:maj", 2.0)) is None
    again = live.configure({"suggestions": 1, "mood": None})
    assert again is not None
    assert (again["after"], len(again["next"])) == ("G", 1)
    assert live.configure({}) is None


def test_a_session_of_hours_does_not_grow() -> None:
    live = LiveSuggestions(None, {})
    time = 0.0
    for index in range(6000):
        label = ("C:maj", "G:maj", "A:min", "F:maj")[index % 4]
        live._suggester.add(parse_label(label))
    for index in range(200):
        label = ("C:maj", "G:maj", "A:min", "F:maj")[index % 4]
        assert live.add(rings(label, time)) is not None
        time += 1.0
    assert len(live._ringing) <= 8
    assert len(live._suggester.chords) <= 2000


async def test_suggestions_come_over_the_wire(door: Door) -> None:
    async with open_server() as server, open_client(server.address, door) as client:
        await client.start(key="C major", suggestions=2, acks="none")
        await client.say(SECOND * 2)
        first = await client.until("suggestions")
        assert first["after"] == "C"
        assert len(first["next"]) == 2
        await client.say({"type": "config", "suggestions": 4, "mood": "happy", "genre": "jazz"})
        await client.say({"type": "stop"})
        messages, code, _ = await client.rest()
    assert code == 1000
    suggestions = [message for message in messages if message["type"] == "suggestions"]
    assert {len(message["next"]) for message in suggestions} <= {2, 4}
    assert [message["type"] for message in messages].count("warning") == 0


@pytest.mark.parametrize("field", [{"mood": "pink"}, {"genre": 5}, {"suggestions": 11}, {"suggestions": True}])
async def test_a_taste_that_is_none_is_refused(field: dict[str, Any], door: Door) -> None:
    async with open_server() as server, open_client(server.address, door) as client:
        await client.say({"type": "start", "protocol": 1, "sample_rate": 8000, **field})
        error = await client.until("error")
    assert (error["code"], next(iter(field)) in error["message"]) == ("bad_field", True)
