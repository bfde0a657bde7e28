"""A recogniser that goes on where another one was."""

from __future__ import annotations

import itertools
from contextlib import suppress
from functools import cache
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chordwork.engine import Event, Recognizer, SnapshotError, StreamClosedError

from .sounds import s16, song

STREAMS: dict[str, dict[str, Any]] = {
    "plain": {"sample_rate": 44100},
    "the model's own rate": {"sample_rate": 22050},
    "slow, with notes": {"sample_rate": 8000, "notes": True},
    "floats in an odd rate": {"sample_rate": 96001, "channels": 2, "sample_format": "f32le"},
    "channels that cancel": {"sample_rate": 16000, "channels": 2},
    "a byte lost, then found": {"sample_rate": 11025},
}


@cache
def pcm_for(name: str) -> bytes:
    stream = STREAMS[name]
    rate, channels = stream["sample_rate"], stream.get("channels", 1)
    sound = np.concatenate((song(rate), song(rate, cents=30.0)))[1 * rate : (4 if rate > 50_000 else 7) * rate]
    spread = np.repeat(sound, channels)
    if name == "channels that cancel":
        spread[1::2] *= -1.0
    if stream.get("sample_format") == "f32le":
        return spread.astype("<f4").tobytes()
    pcm = s16(4.0 * spread if name.startswith("a byte") else spread)
    return pcm[: len(pcm) // 2 + 1] + pcm[len(pcm) // 2 + 2 :] if name.startswith("a byte") else pcm


@cache
def uninterrupted(name: str) -> list[Event]:
    recognizer = Recognizer(**STREAMS[name])
    return [*recognizer.feed(pcm_for(name)), *recognizer.finish()]


def interrupted(name: str, cuts: list[int]) -> list[Event]:
    """Fed piece by piece, each piece but the first to a new recogniser."""
    pcm, stream = pcm_for(name), STREAMS[name]
    recognizer = Recognizer(**stream)
    events: list[Event] = []
    for start, end in itertools.pairwise([0, *sorted(cut % (len(pcm) + 1) for cut in cuts), len(pcm)]):
        if start:
            snapshot = recognizer.snapshot()
            recognizer.close()
            recognizer = Recognizer(**{**stream, "notes": False})
            recognizer.restore(snapshot)
            assert recognizer.snapshot() == snapshot
        events += recognizer.feed(pcm[start:end])
    return events + recognizer.finish()


@pytest.mark.parametrize("name", STREAMS)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(1, 10_000_000), min_size=1, max_size=4))
def test_a_new_recogniser_says_what_the_old_one_would_have_said(name: str, cuts: list[int]) -> None:
    assert interrupted(name, cuts) == uninterrupted(name)


def test_at_every_few_samples_of_the_first_second() -> None:
    name = "plain"
    assert interrupted(name, list(range(1, 88_200, 8_819))) == uninterrupted(name)


def test_what_the_examples_are_there_for_happens_in_them() -> None:
    kinds = {name: {type(event).__name__ for event in uninterrupted(name)} for name in STREAMS}
    assert {"ChordEvent", "KeyEvent", "LevelEvent", "TuningEvent"} <= kinds["plain"]
    assert "NotesEvent" in kinds["slow, with notes"]
    codes = {name: {getattr(event, "code", "") for event in uninterrupted(name)} for name in STREAMS}
    assert "channels_cancel" in codes["channels that cancel"]
    assert "realigned" in codes["a byte lost, then found"]


def test_a_snapshot_costs_the_recogniser_nothing() -> None:
    pcm = pcm_for("plain")
    recognizer = Recognizer(44100)
    events: list[Event] = []
    for start in range(0, len(pcm), 44_100):
        recognizer.snapshot()
        events += recognizer.feed(pcm[start : start + 44_100])
    assert [*events, *recognizer.finish()] == uninterrupted("plain")


def test_its_size_has_a_bound() -> None:
    recognizer = Recognizer(192_000, sample_format="f32le", channels=2)
    for _ in range(40):
        recognizer.feed(np.random.default_rng(1).normal(0, 0.2, 2 * 19_200).astype("<f4").tobytes())
    assert len(recognizer.snapshot()) < 200_000


@pytest.mark.parametrize("other", [{"sample_rate": 48000}, {"channels": 2}, {"sample_format": "f32le"}])
def test_another_kind_of_stream_is_refused(other: dict[str, Any]) -> None:
    snapshot = Recognizer(44100).snapshot()
    with pytest.raises(SnapshotError, match="another stream"):
        Recognizer(**{"sample_rate": 44100, **other}).restore(snapshot)


@pytest.mark.parametrize("place", ["version", "model"])
def test_another_version_is_refused(place: str) -> None:
    read = msgspec.msgpack.decode(Recognizer(44100).snapshot())
    read["of"][["version", "model"].index(place)] = 99
    with pytest.raises(SnapshotError, match=f"another {place}"):
        Recognizer(44100).restore(msgspec.msgpack.encode(read))


@pytest.mark.parametrize("value", [None, 2.5, [], {"version": 2}, [[[["deep"]]]], "text", [2] * 100_000])
def test_a_head_that_is_none_is_refused_in_few_words(value: Any) -> None:
    read = msgspec.msgpack.decode(Recognizer(44100).snapshot())
    read["of"] = value
    with pytest.raises(SnapshotError) as caught:
        Recognizer(44100).restore(msgspec.msgpack.encode(read))
    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize(("name", "value"), [("window", 1 << 30), ("head", 1 << 30), ("head", bytes(10_000))])
def test_what_a_watch_holds_is_bytes_and_no_more_than_it_looks_at(name: str, value: object) -> None:
    read = msgspec.msgpack.decode(half_way())
    read["state"]["hearing"]["watch"][name] = value
    with pytest.raises(SnapshotError, match="bytes were expected"):
        Recognizer(16_000).restore(msgspec.msgpack.encode(read))


def test_after_the_end_there_is_nothing_to_save() -> None:
    recognizer = Recognizer(44100)
    recognizer.finish()
    with pytest.raises(StreamClosedError):
        recognizer.snapshot()


@cache
def half_way() -> bytes:
    recognizer = Recognizer(16_000)
    recognizer.feed(pcm_for("channels that cancel")[:64_000])
    return recognizer.snapshot()


@settings(max_examples=80, deadline=None)
@given(data=st.data())
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # numbers that are none are counted with
def test_whatever_is_changed_in_a_snapshot_is_refused_or_does_no_harm(data: st.DataObject) -> None:
    """Forged snapshots are kept out by others; here none may do worse than end its own recogniser."""
    read = msgspec.msgpack.decode(half_way())
    place, holder = read["state"], read["state"]
    key: Any = None
    while isinstance(place, dict | list) and place:  # down to some value
        holder = place
        key = data.draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        place = place[key]
    changed = data.draw(
        st.one_of(
            st.none(), st.integers(-(2**63), 2**63 - 1), st.binary(max_size=200), st.floats(), st.just({}), st.just([])
        )
    )
    if isinstance(place, bytes) and place and data.draw(st.booleans()):  # of the same size, with other contents
        at = data.draw(st.integers(0, len(place) - 1))
        changed = place[:at] + data.draw(st.binary(min_size=1, max_size=8)) + place[at:]
        changed = changed[: len(place)]
    holder[key] = changed
    other = Recognizer(16_000)
    try:
        other.restore(msgspec.msgpack.encode(read))
    except SnapshotError:
        with pytest.raises(StreamClosedError):
            other.feed(bytes(64))
        return
    with suppress(ValueError, IndexError, OverflowError):
        other.feed(bytes(8000))
        other.finish()
