import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from chordwork.engine import BeatEvent, Event, Recognizer, TempoEvent

from .sounds import plucked, s16

RATE = 22050


def played(bpm: float, seconds: float) -> NDArray[np.float32]:
    """A chord plucked on every beat, the first at 0.25 s."""
    sound = np.zeros(round(seconds * RATE), np.float32)
    for time in np.arange(0.25, seconds - 1.0, 60.0 / bpm):
        stroke = plucked((48, 52, 55, 60), 0.25, RATE)
        start = round(float(time) * RATE)
        sound[start : start + len(stroke)] += stroke
    return sound


def hear(sound: NDArray[np.float32]) -> list[Event]:
    recognizer = Recognizer(RATE)
    return recognizer.feed(s16(sound)) + recognizer.finish()


@pytest.mark.parametrize("bpm", [72.0, 96.0, 120.0, 132.0])
def test_a_steady_pulse_is_named_and_its_beats_foretold(bpm: float) -> None:
    events = hear(played(bpm, 16.0))
    tempo = [event for event in events if isinstance(event, TempoEvent)][-1]
    assert min(abs(tempo.bpm / (bpm * octave) - 1.0) for octave in (0.5, 1.0, 2.0)) < 0.04
    beats = [event for event in events if isinstance(event, BeatEvent) and 6.0 < event.time < 14.0]
    assert beats
    for beat in beats:
        off = (beat.time - 0.25) % (30.0 / bpm)
        assert min(off, 30.0 / bpm - off) < 0.07
    for before, after in itertools.pairwise(beats):
        assert after.time > before.time


def test_beats_are_said_before_they_fall() -> None:
    for event in hear(played(110.0, 12.0)):
        if isinstance(event, BeatEvent):
            assert event.at <= event.time <= event.at + 0.05
        if isinstance(event, TempoEvent):
            assert 0.0 <= event.beat_phase < 1.0
            assert event.at < event.next_beat <= event.at + 60.0 / event.bpm + 1e-9


@pytest.mark.parametrize("level", [0.0, 0.1], ids=["silence", "noise"])
def test_without_a_pulse_there_is_no_tempo(level: float) -> None:
    noise = (level * np.random.default_rng(5).standard_normal(15 * RATE)).astype(np.float32)
    assert not [event for event in hear(noise) if isinstance(event, TempoEvent | BeatEvent)]


@settings(max_examples=6, deadline=None)
@given(cuts=st.lists(st.integers(0, 2 * 8 * RATE), max_size=40))
def test_the_beat_does_not_depend_on_how_the_audio_is_cut(cuts: list[int]) -> None:
    pcm = s16(played(104.0, 8.0))
    recognizer, events = Recognizer(RATE), []
    for start, end in itertools.pairwise([0, *sorted(cuts), len(pcm)]):
        events += recognizer.feed(pcm[start:end])
    events += recognizer.finish()
    whole = Recognizer(RATE)
    assert events == whole.feed(pcm) + whole.finish()
    assert any(isinstance(event, BeatEvent) for event in events)
