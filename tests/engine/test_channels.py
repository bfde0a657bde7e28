"""Two channels that cancel one another are heard all the same, and any others exactly as their mean."""

from __future__ import annotations

import itertools
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from chordwork.engine import ChordEvent, Event, Recognizer, WarningEvent
from chordwork.native import FrontEnd, SampleFormat
from tests.engine.sounds import song

CLIPS = Path(__file__).parents[2] / "http/chordwork/analysis/clips"
RATE = 22050
SONG = song(RATE)[RATE // 2 :].astype(np.float64) * 2
Stereo = NDArray[np.float64]


def pcm(left: Stereo, right: Stereo) -> bytes:
    return np.stack([left, right], 1).astype("<f4").tobytes()


def hear(sound: bytes, cuts: list[int] | None = None, **stream: Any) -> list[Event]:
    recognizer = Recognizer(**{"sample_rate": RATE, "sample_format": "f32le", "channels": 2, **stream})
    events: list[Event] = []
    for start, end in itertools.pairwise([0, *sorted({cut % (len(sound) + 1) for cut in cuts or []}), len(sound)]):
        events += recognizer.feed(sound[start:end])
    return events + recognizer.finish()


def chords(events: list[Event]) -> list[str]:
    return [event.chord.symbol for event in events if isinstance(event, ChordEvent) and event.status == "final"]


def warned(events: list[Event]) -> list[tuple[str, float]]:
    return [(event.code, event.at) for event in events if isinstance(event, WarningEvent)]


@cache
def mono() -> list[str]:
    return chords(hear(SONG.astype("<f4").tobytes(), channels=1))


@pytest.mark.parametrize("share", [-1.0, -0.9995, -1.0 / 0.9995, -0.9])
def test_channels_that_cancel_are_heard_and_it_is_said_once(share: float) -> None:
    events = hear(pcm(SONG, share * SONG))
    assert chords(events) == mono() != ["N.C."]
    [(code, at)] = warned(events)
    assert code == "channels_cancel"
    assert at < (2.0 if share > -0.99 else 1.0)  # half a second of it was silence


def test_16_bits_too() -> None:
    left = (SONG * 32767).round().astype("<i2")
    sound = np.stack([left, -left], 1).tobytes()
    assert chords(hear(sound, sample_format="s16le")) == mono()


def test_it_may_begin_and_end_in_the_middle() -> None:
    long = np.concatenate([SONG, SONG, SONG])
    right = long.copy()
    right[len(SONG) : 2 * len(SONG)] *= -1
    events = hear(pcm(long, right))
    assert [code for code, _ in warned(events)] == ["channels_cancel"]
    assert warned(events)[0][1] > len(SONG) / RATE
    alone = hear(long.astype("<f4").tobytes(), channels=1)
    said = chords(events)
    assert [each for each in said if each != "N.C."] == [each for each in chords(alone) if each != "N.C."]


def mono_frames(sound: bytes, cuts: list[int]) -> NDArray[np.float32]:
    """All that comes out of the native front end."""
    out = []
    with FrontEnd(RATE, sample_format=SampleFormat.F32LE, channels=2, frame_samples=1024) as front_end:
        for start, end in itertools.pairwise([0, *sorted({cut % (len(sound) + 1) for cut in cuts}), len(sound)]):
            piece = sound[start:end]
            while piece:
                piece = piece[front_end.write(piece) :]
                while (frame := front_end.next_frame()) is not None:
                    out.append(frame.copy())
    return np.concatenate(out)


@settings(max_examples=25, deadline=None)
@given(cuts=st.lists(st.integers(0, 10_000_000), max_size=60))
def test_however_it_is_cut_it_sounds_the_same(cuts: list[int]) -> None:
    right = np.where((np.arange(len(SONG)) // RATE) % 3 == 1, SONG, -SONG)
    sound = pcm(SONG, right)
    np.testing.assert_array_equal(mono_frames(sound, cuts), mono_frames(sound, []))


@settings(max_examples=4, deadline=None)
@given(cuts=st.lists(st.integers(0, 10_000_000), max_size=40))
def test_and_the_same_is_said(cuts: list[int]) -> None:
    sound = pcm(SONG, -0.9995 * SONG)
    assert hear(sound, cuts) == hear(sound)


ORDINARY = (
    *("a recording", "one channel silent", "the other silent", "hard panned", "a wide room", "late by 20 ms"),
    *("inverted and late", "a third inverted", "middle and side", "hiss", "silence"),
)


@cache
def ordinary() -> dict[str, tuple[Stereo, Stereo]]:
    rng = np.random.default_rng(3)
    band, rate = soundfile.read(CLIPS / "band.ogg", always_2d=True)
    left, right = band[: 6 * rate : 2].T
    room = np.exp(-np.arange(8000) / 2000.0)
    wet = [np.convolve(SONG, rng.standard_normal(8000) * room)[: len(SONG)] * 0.02 for _ in range(2)]
    return {
        "a recording": (left, right),
        "one channel silent": (SONG, 0 * SONG),
        "the other silent": (0 * SONG, SONG),
        "hard panned": (SONG, np.roll(SONG, 7 * RATE // 4)),
        "a wide room": (wet[0], wet[1]),
        "late by 20 ms": (SONG, np.roll(SONG, RATE // 50)),
        "inverted and late": (SONG, -np.roll(SONG, RATE // 500)),
        "a third inverted": (SONG, -0.33 * SONG),
        "middle and side": (SONG, rng.standard_normal(len(SONG)) * 0.05),
        "hiss": (rng.standard_normal(3 * RATE) * 1e-3, rng.standard_normal(3 * RATE) * 1e-3),
        "silence": (np.zeros(RATE), np.zeros(RATE)),
    }


def test_all_that_is_ordinary_is_tried() -> None:
    assert set(ordinary()) == set(ORDINARY)


@pytest.mark.parametrize("name", ORDINARY)
def test_other_stereo_is_the_mean_bit_for_bit(name: str) -> None:
    left, right = (channel.astype("<f4") for channel in ordinary()[name])
    mean = (np.float32(0.5) * (left + right)).astype("<f4")
    expected = np.concatenate(_frames(mean.tobytes(), 1))
    found = np.concatenate(_frames(np.stack([left, right], 1).tobytes(), 2))
    np.testing.assert_array_equal(found, expected)
    assert warned(hear(np.stack([left, right], 1).tobytes())) == []


def _frames(sound: bytes, channels: int) -> list[NDArray[np.float32]]:
    out = []
    with FrontEnd(RATE, sample_format=SampleFormat.F32LE, channels=channels, frame_samples=1024) as front_end:
        while sound:
            sound = sound[front_end.write(sound) :]
            while (frame := front_end.next_frame()) is not None:
                out.append(frame.copy())
        front_end.finish()
        while (frame := front_end.next_frame()) is not None:
            out.append(frame.copy())
    return out
