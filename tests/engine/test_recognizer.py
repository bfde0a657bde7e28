import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chordwork.engine import AudioFormatError, ChordEvent, Event, LevelEvent, Recognizer, StreamClosedError

from .sounds import s16, song


def run(pcm: bytes, cuts: list[int], **stream: object) -> list[Event]:
    recognizer = Recognizer(**stream)  # type: ignore[arg-type]
    events: list[Event] = []
    for start, end in itertools.pairwise([0, *sorted({cut % (len(pcm) + 1) for cut in cuts}), len(pcm)]):
        events += recognizer.feed(pcm[start:end])
    return events + recognizer.finish()


STREAMS = [
    {"sample_rate": 44100},
    {"sample_rate": 8000},
    {"sample_rate": 48000, "channels": 2},
    {"sample_rate": 16000, "sample_format": "f32le"},
    {"sample_rate": 96001, "channels": 2, "sample_format": "f32le"},
]


def pcm_for(stream: dict[str, object]) -> bytes:
    rate, channels = int(str(stream["sample_rate"])), int(str(stream.get("channels", 1)))
    sound = np.repeat(song(rate)[: 4 * rate], channels)
    return sound.astype("<f4").tobytes() if stream.get("sample_format") == "f32le" else s16(sound)


@pytest.mark.parametrize("stream", STREAMS, ids=str)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(0, 10_000_000), max_size=60))
def test_the_same_audio_gives_the_same_events_however_it_is_cut(stream: dict[str, object], cuts: list[int]) -> None:
    pcm = pcm_for(stream)
    assert run(pcm, cuts, **stream) == run(pcm, [], **stream)


def test_tiny_chunks_too() -> None:
    pcm = s16(song(8000)[:16000])
    assert run(pcm, list(range(0, len(pcm), 3)), sample_rate=8000) == run(pcm, [], sample_rate=8000)


@pytest.mark.parametrize("rate", [8000, 22050, 44100, 96000])
def test_finals_are_contiguous_from_zero_to_the_end(rate: int) -> None:
    sound = song(rate)
    finals = [e for e in run(s16(sound), [], sample_rate=rate) if isinstance(e, ChordEvent) and e.status == "final"]
    assert finals[0].start == 0.0
    assert finals[-1].end == pytest.approx(len(sound) / rate)
    for before, after in itertools.pairwise(finals):
        assert before.end == after.start
        assert before.end is not None
        assert before.end > before.start


def test_no_event_knows_the_future() -> None:
    for event in run(s16(song(22050)), [], sample_rate=22050):
        if isinstance(event, ChordEvent):
            assert event.start <= event.at + 0.1
            assert 0.0 <= event.confidence <= 1.0


@pytest.mark.parametrize("samples", [0, 1, 100, 1024, 2205])
def test_very_short_audio_is_one_segment_or_nothing(samples: int) -> None:
    finals = [e for e in run(bytes(2 * samples), [], sample_rate=44100) if isinstance(e, ChordEvent)]
    assert [event.chord.label for event in finals] == (["N"] if samples else [])
    assert all(event.end == pytest.approx(samples / 44100) for event in finals)


def test_levels_cover_the_audio_and_count_faults() -> None:
    sound = np.full(44100, 0.5, "<f4")
    sound[:10] = np.nan
    sound[10:30] = 1.0
    levels = [
        e for e in run(sound.tobytes(), [], sample_rate=44100, sample_format="f32le") if isinstance(e, LevelEvent)
    ]
    assert len(levels) == 5
    assert (levels[0].nonfinite_samples, levels[0].clipped_samples) == (10, 20)
    assert levels[1].peak_dbfs == pytest.approx(-6.02, abs=0.01)


def test_streams_do_not_disturb_one_another() -> None:
    pcm = s16(song(22050))
    alone = run(pcm, [], sample_rate=22050)
    one, other = Recognizer(22050), Recognizer(22050)
    together: list[Event] = []
    for start in range(0, len(pcm), 4000):
        together += one.feed(pcm[start : start + 4000])
        other.feed(np.random.default_rng(start).integers(-9999, 9999, 2000).astype("<i2").tobytes())
    assert together + one.finish() == alone


@pytest.mark.parametrize(
    "stream",
    [
        {"sample_rate": 7999},
        {"sample_rate": 192_001},
        {"channels": 0},
        {"channels": 3},
        {"sample_format": "mp3"},
    ],
    ids=str,
)
def test_streams_that_cannot_be_heard_are_refused(stream: dict[str, object]) -> None:
    with pytest.raises(AudioFormatError):
        Recognizer(**stream)  # type: ignore[arg-type]


def test_nothing_is_taken_after_the_end() -> None:
    recognizer = Recognizer()
    recognizer.finish()
    with pytest.raises(StreamClosedError):
        recognizer.feed(b"\0\0")


def test_an_array_of_another_type_is_refused_rather_than_misread() -> None:
    with pytest.raises(AudioFormatError, match="convert"):
        Recognizer().feed(np.zeros(10))


def test_an_array_of_the_right_type_is_as_good_as_bytes() -> None:
    sound = np.frombuffer(s16(song(22050)), "<i2")
    recognizer = Recognizer(22050)
    assert recognizer.feed(sound) + recognizer.finish() == run(sound.tobytes(), [], sample_rate=22050)
