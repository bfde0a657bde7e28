"""What is warned of, and what is not."""

from __future__ import annotations

import pytest

from chordwork.analysis.charts.sound_check import SoundCheck, held_tuning
from chordwork.analysis.warnings import AnalysisWarning
from chordwork.engine.events import LevelEvent, TuningEvent, WarningEvent


def level(peak_dbfs: float, clipped: int = 0, at: float = 0.2) -> LevelEvent:
    return LevelEvent(peak_dbfs, peak_dbfs - 12, clipped, 0, at)


def codes(watch: SoundCheck, *, duration: float = 10.0, samples: int = 100_000) -> list[str]:
    return [warning.code for warning in watch.warnings(duration=duration, samples=samples)]


def watching(*events: LevelEvent | TuningEvent | WarningEvent) -> SoundCheck:
    watch = SoundCheck()
    for event in events:
        watch.add(event)
    return watch


@pytest.mark.parametrize(("peak", "said"), [(-120.0, ["silent"]), (-60.1, ["silent"]), (-59.0, []), (-6.0, [])])
def test_silence(peak: float, said: list[str]) -> None:
    assert codes(watching(level(-120.0), level(peak))) == said


def test_one_loud_moment_is_no_silence() -> None:
    assert codes(watching(level(-120.0), level(-20.0), level(-120.0))) == []


@pytest.mark.parametrize(("clipped", "said"), [(0, []), (150, []), (200, ["clipped"]), (50_000, ["clipped"])])
def test_clipping_is_a_share_of_all_samples(clipped: int, said: list[str]) -> None:
    assert codes(watching(level(0.0, clipped // 2), level(0.0, clipped - clipped // 2))) == said


def test_the_share_is_said() -> None:
    (warning,) = watching(level(0.0, 12_500)).warnings(duration=10.0, samples=100_000)
    assert warning.message.startswith("12.5% of the samples are at full scale")


@pytest.mark.parametrize(
    ("cents", "said"),
    [
        (0.0, []),
        (11.8, []),  # A = 443 Hz, as orchestras tune
        (-19.8, []),  # A = 435 Hz, the old French pitch
        (-31.8, ["tuning_far_off"]),  # A = 432 Hz
        (45.0, ["tuning_far_off"]),
    ],
)
def test_tuning_far_off(cents: float, said: list[str]) -> None:
    assert codes(watching(level(-6.0), TuningEvent(cents, 1.0))) == said


def test_cents_and_hertz_are_said() -> None:
    (warning,) = watching(level(-6.0), TuningEvent(-31.77, 1.0)).warnings(duration=9.0, samples=9)
    assert "32 cents below A = 440 Hz (A = 432.0 Hz)" in warning.message
    assert "semitone" not in warning.message
    (warning,) = watching(level(-6.0), TuningEvent(46.0, 1.0)).warnings(duration=9.0, samples=9)
    assert "a semitone off" in warning.message


def test_the_tuning_is_the_one_that_held_longest() -> None:
    assert held_tuning([TuningEvent(30.0, 1.0), TuningEvent(2.0, 2.0), TuningEvent(4.0, 60.0)], 61.0) == 2.0


def test_both_sides_of_half_a_semitone_are_neighbours() -> None:
    """−48 and 49 cents are three cents apart: the middle is not 0."""
    cents = held_tuning([TuningEvent(-48.0, 1.0), TuningEvent(49.0, 5.0), TuningEvent(-49.0, 9.0)], 12.0)
    assert cents is not None
    assert abs(cents) >= 48.0


def test_warnings_of_decoder_and_recogniser_are_passed_on_in_order() -> None:
    watch = watching(level(-6.0), WarningEvent("channels_cancel", "the channels cancel", 2.0), level(0.0, 9000))
    decoded = [
        AnalysisWarning("shorter_than_promised", "8 of 16 s", 8.0),
        AnalysisWarning("damaged_audio", "a hole", 1.0),
    ]
    found = watch.warnings(duration=8.0, samples=1000, decoded=decoded)
    assert [warning.code for warning in found] == [
        "damaged_audio", "channels_cancel", "shorter_than_promised", "clipped",
    ]  # fmt: skip


def test_plain_data_says_no_more_than_there_is() -> None:
    assert AnalysisWarning("silent", "no sound").to_dict() == {"code": "silent", "message": "no sound"}
    (passed_on,) = watching(WarningEvent("looks_like", "webm", 0.5, "webm")).warnings(duration=0.0, samples=0)
    assert passed_on.to_dict() == {
        "code": "looks_like", "message": "webm", "at": 0.5, "looks_like": "webm",
    }  # fmt: skip
