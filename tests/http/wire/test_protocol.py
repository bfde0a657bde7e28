"""The pure parts: messages, seed chords, replies."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
import trio
from hypothesis import given
from hypothesis import strategies as st

from chordwork.engine.events import ChordEvent
from chordwork.harmony import parse_label
from chordwork.http.conversation.replies import MAX_ACKS, MAX_REPLIES, Replies
from chordwork.http.wire.protocol import Config, ProtocolError, Start, decode, encode, parse_json, split_stamped
from chordwork.http.wire.seed import ChordList, SeedInputError, decode_seed

JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = st.sampled_from(["type", "protocol", "sample_rate", "format", "channels", "framing", "acks", "key", "data"])
LIKELY = JSON_VALUES | st.sampled_from(["start", "config", "stop", "s16le", "plain", 1, 8000, "C major"])


@given(st.text() | st.dictionaries(FIELDS, LIKELY).map(json.dumps))
def test_whatever_a_client_says_is_understood_or_refused(text: str) -> None:
    with suppress(ProtocolError):
        decode(parse_json(text))


@given(st.dictionaries(FIELDS, LIKELY))
def test_whatever_a_seed_client_says_is_understood_or_refused(message: dict[str, Any]) -> None:
    with suppress(SeedInputError):
        decode_seed(message)


def test_defaults_of_start() -> None:
    start = decode({"type": "start", "protocol": 1, "sample_rate": 44100})
    assert start == Start(44100, "s16le", 1, "plain", "chunk", "live", None)


def test_a_config_without_key_leaves_it_alone() -> None:
    assert decode({"type": "config", "b": 1, "a": 2}) == Config(False, None, ("a", "b"))
    assert decode({"type": "config", "key": None}) == Config(True, None)
    assert decode({"type": "config", "mood": None, "x": 1}) == Config(False, None, ("x",), {"mood": None})


@given(st.binary(max_size=40))
def test_stamped_frames(frame: bytes) -> None:
    if len(frame) < 16:
        with pytest.raises(ProtocolError):
            split_stamped(frame)
    else:
        stamp, pcm = split_stamped(frame)
        assert stamp.sequence == int.from_bytes(frame[:4], "little")
        assert stamp.capture_us == int.from_bytes(frame[8:16], "little")
        assert bytes(pcm) == frame[16:]


def test_seed_data_as_androids_encoder_writes_it() -> None:
    assert decode_seed({"data": "AAEC\nAwQF\n"}).pcm == bytes(range(6))
    assert decode_seed({"data": [0, 255]}).pcm == b"\x00\xff"


def provisional(label: str, start: float) -> ChordEvent:
    return ChordEvent("provisional", parse_label(label), start, None, start + 0.2, 0.5)


def final(label: str, start: float, end: float) -> ChordEvent:
    return ChordEvent("final", parse_label(label), start, end, end + 1.0, 0.9)


def test_the_list_of_chords_grows_is_corrected_and_forgets() -> None:
    chords = ChordList()
    assert chords.update(provisional("N", 0.0)) is None
    assert chords.update(provisional("C", 1.0)) == ["C"]
    assert chords.update(provisional("C", 1.5)) is None  # an adjacent repeat
    assert chords.update(provisional("G", 2.0)) == ["C", "G"]
    assert chords.update(final("N", 0.0, 1.0)) is None
    assert chords.update(final("C:7", 1.0, 2.1)) == ["C7", "G"]  # second thoughts; G began a little early
    assert chords.update(provisional("N", 3.0)) is None
    assert chords.update(final("G", 2.1, 3.0)) is None
    assert chords.update(provisional("A:min", 4.0)) == ["C7", "G", "Am"]
    assert chords.update(provisional("F", 5.0)) == ["C7", "G", "Am", "F"]
    assert chords.update(provisional("C", 6.0)) == ["G", "Am", "F", "C"]
    assert chords.update(provisional("D", 5.9)) == ["G", "Am", "F", "D"]  # a guess that replaces a guess
    assert chords.update(final("A:min", 4.0, 7.0)) == ["C7", "G", "Am"]


async def test_replies_are_bounded() -> None:
    replies = Replies(cumulative_acks=True)
    for sequence in range(MAX_ACKS + 10):
        replies.ack({"sequence": sequence})
    for _ in range(MAX_REPLIES):
        replies.reply({"type": "pong"})
    with pytest.raises(ProtocolError, match="flood"):
        replies.reply({"type": "pong"})
    statistics = replies.statistics()
    assert (statistics.acks, statistics.merged_acks, statistics.replies) == (MAX_ACKS, 10, MAX_REPLIES)
    replies.close()
    taken = []
    with trio.fail_after(60):
        while statistics.acks + statistics.replies:
            taken.append(await replies.take())
            statistics = replies.statistics()
        with pytest.raises(trio.EndOfChannel):
            await replies.take()
    assert taken[-1] == {"sequence": MAX_ACKS + 9}


async def test_equal_acks_are_counted() -> None:
    replies = Replies(cumulative_acks=False)
    for _ in range(10_000):
        replies.ack({"ack": True})
    assert len(replies._acks) == 1
    assert replies.statistics().acks == 10_000
    for _ in range(10_000):
        assert await replies.take() == {"ack": True}
    assert replies.statistics().acks == 0


@given(st.integers(0, 2**32 - 1), st.floats(0, 1e9), st.floats(0, 1e9), st.sampled_from([{}, {"safe_s": 1.5}]))
def test_an_ack_is_written_as_any_message(sequence: int, age_ms: float, audio_s: float, more: dict[str, float]) -> None:
    ack = {"type": "ack", "sequence": sequence, "queue_age_ms": round(age_ms, 2), "audio_s": round(audio_s, 4), **more}
    assert encode(ack) == json.dumps(ack, separators=(",", ":"))


@pytest.mark.parametrize(
    "text",
    [
        r'{"type":"ping","id":"\ud800"}',
        r'{"type":"config","key":"\udc00"}',
        r'{"type":"start","\ud83d":1}',
        r'{"a":["\udfff"]}',
    ],
)
def test_half_a_character_is_refused_since_it_could_not_be_sent_back(text: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        parse_json(text)
    assert caught.value.code == "bad_json"
    caught.value.message.encode()


def test_a_whole_character_may_be_written_in_two_halves() -> None:
    assert decode(parse_json(r'{"type":"ping","id":"\ud83c\udfb8"}')).id == "🎸"  # type: ignore[union-attr]
