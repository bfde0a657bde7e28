"""A recording heard in runs says what is said while it plays."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from chordwork.engine import (
    AcousticModel,
    Evidence,
    Recognizer,
    RecordingRecognizer,
    RunningModel,
    StreamClosedError,
    bundled_model,
    load_model,
)
from chordwork.engine._graph import GraphError, cut
from chordwork.engine.events import Event

from .sounds import s16, song

RATE = 16_000
PCM = s16(song(RATE, cents=18.0))
OUTPUTS = ("chord", "bass", "notes")


def whole(pcm: bytes, cuts: Sequence[int] = (), **arguments: Any) -> list[Event]:
    recognizer = RecordingRecognizer(RATE, **arguments)
    events: list[Event] = []
    for start, end in itertools.pairwise([0, *sorted(cuts), len(pcm)]):
        events += recognizer.feed(pcm[start:end])
    return events + recognizer.finish()


@pytest.mark.parametrize("notes", [False, True])
def test_it_says_what_is_said_while_it_plays(notes: bool) -> None:
    live = Recognizer(RATE, notes=notes)
    events = [*live.feed(PCM), *live.finish()]
    assert whole(PCM, notes=notes) == events
    assert len(events) > 50


@settings(max_examples=12, deadline=None)
@given(
    cuts=st.lists(st.integers(0, len(PCM)), max_size=20),
    run_hops=st.integers(1, 40) | st.integers(100, 300),
)
def test_any_cut_and_any_run_give_the_same_events_bit_for_bit(cuts: list[int], run_hops: int) -> None:
    assert whole(PCM, cuts, run_hops=run_hops) == WHOLE


WHOLE = whole(PCM)


@settings(max_examples=20, deadline=None)
@given(lengths=st.lists(st.integers(1, 30), min_size=1, max_size=8), seed=st.integers(0, 2**32 - 1))
def test_the_model_says_the_same_in_runs_of_any_length(lengths: list[int], seed: int) -> None:
    model = load_model()
    features = np.random.default_rng(seed).random((sum(lengths), 2, 252), np.float32)
    expected, last = model.step_run(features, model.initial_state())
    state, rows = model.initial_state(), list[Evidence]()
    for start, end in itertools.pairwise(np.cumsum([0, *lengths])):
        evidence, state = model.step_run(features[start:end], state)
        rows.append(evidence)
    assert np.array_equal(state, last)
    for name in OUTPUTS:
        assert np.array_equal(np.concatenate([getattr(each, name) for each in rows]), getattr(expected, name))


def test_the_model_says_in_runs_what_it_says_hop_by_hop() -> None:
    model = load_model()
    features = np.random.default_rng(3).random((40, 2, 252), np.float32)
    found, last = model.step_run(features, model.initial_state())
    assert model._runs is not None
    state = model.initial_state()
    for hop in range(len(features)):
        evidence, state = model.step(features[hop : hop + 1], state)
        assert np.array_equal(evidence.bass[0], found.bass[hop])
        assert np.array_equal(evidence.notes[0], found.notes[hop])
        assert np.array_equal(evidence.chord[0], found.chord[hop])
    assert np.array_equal(state, last)


class HopByHop:
    """A model that takes no runs."""

    def __init__(self, model: AcousticModel) -> None:
        self.info, self.decoder_settings, self.initial_state = model.info, model.decoder_settings, model.initial_state
        self.step = model.step


def test_a_model_that_takes_no_runs_is_asked_hop_by_hop() -> None:
    model = HopByHop(load_model())
    assert not isinstance(model, RunningModel)
    recognizer = Recognizer(RATE)
    assert whole(PCM, model=model) == [*recognizer.feed(PCM), *recognizer.finish()]


def test_a_model_that_cannot_be_cut_still_takes_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_parts(*arguments: object) -> None:
        raise GraphError("no parts")

    monkeypatch.setattr("chordwork.engine._model_runs.cut", no_parts)
    model = bundled_model().load()
    features = np.random.default_rng(4).random((5, 2, 252), np.float32)
    found, _ = model.step_run(features, model.initial_state())
    assert model._runs is None
    expected, _ = load_model().step_run(features, model.initial_state())
    assert np.abs(found.chord - expected.chord).max() < 5e-6


def test_parts_that_say_something_else_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    model = bundled_model().load()
    step = model._step

    def other(features: NDArray[np.float32], state: NDArray[np.float32]) -> Any:
        (chord, *rest), new_state = step(features, state)
        return [chord + 1e-3, *rest], new_state

    monkeypatch.setattr(model, "_step", other)
    assert model._runs is None


@pytest.mark.parametrize(
    "damage",
    [
        lambda model: b"",
        lambda model: b"RIFF",
        lambda model: model[: len(model) // 2],
        lambda model: model[:1000],
        lambda model: model.replace(b"new_state", b"now_state"),
        lambda model: model.replace(b"features", b"futures!"),
        lambda model: model.replace(b"\x0a\x05state", b"\x0a\x05stage"),
    ],
)
def test_what_has_no_such_parts_is_refused(damage: Any) -> None:
    with pytest.raises(GraphError):
        cut(damage(bundled_model().read()), OUTPUTS, (12, 128))


def test_events_come_with_the_end_of_the_call_that_brought_them() -> None:
    chunk = 2 * round(0.02 * RATE)
    recording, found = RecordingRecognizer(RATE), list[float]()
    for start in range(0, len(PCM), chunk):
        found += [heard_seconds for _, heard_seconds in recording.feed_timed(PCM[start : start + chunk])]
    found += [heard_seconds for _, heard_seconds in recording.finish_timed()]
    expected, live = list[float](), Recognizer(RATE)
    for start in range(0, len(PCM), chunk):
        events = live.feed(PCM[start : start + chunk])
        expected += [live.heard_seconds] * len(events)
    expected += [live.heard_seconds] * len(live.finish())
    assert found == expected


@pytest.mark.parametrize("samples", [0, 1, 100, 1024, 2205])
def test_very_short_audio(samples: int) -> None:
    live = Recognizer(RATE)
    expected = [*live.feed(bytes(2 * samples)), *live.finish()]
    assert whole(bytes(2 * samples)) == expected


def test_after_its_end_it_takes_no_more() -> None:
    with RecordingRecognizer(RATE) as recognizer:
        recognizer.feed(PCM[:1000])
        recognizer.finish()
        with pytest.raises(StreamClosedError):
            recognizer.feed(PCM[:1000])
    with pytest.raises(ValueError, match="run_hops"):
        RecordingRecognizer(RATE, run_hops=0)
