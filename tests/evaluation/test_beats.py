import attrs
import numpy as np
import pytest

from evaluation.beats import beat_f, pulse_of
from evaluation.clips import EvaluationClip
from evaluation.listening import Heard


def clip(beats: np.ndarray, tmp_path: object) -> EvaluationClip:
    return EvaluationClip("b_x", "band", tmp_path, (), None, tuple(beats), 0.0, {})  # type: ignore[arg-type]


@pytest.mark.parametrize(("bpm", "right", "octave"), [(100.0, True, True), (203.0, False, True), (110.0, False, False)])
def test_a_tempo_counts_within_four_percent_and_its_octaves_apart(
    bpm: float, right: bool, octave: bool, tmp_path: object
) -> None:
    beats = np.arange(1.0, 30.0, 0.6)
    heard = Heard(30.0, (), [], (), (), ((4.0, 140.0), (20.0, bpm)), tuple(beats + 0.03))
    pulse = pulse_of(clip(beats, tmp_path), heard)
    assert pulse is not None
    assert (pulse.tempo_right, pulse.tempo_right_but_octave) == (right, octave)
    assert pulse.beat_f == 1.0
    assert pulse.steady_f < 0.5


def test_nothing_said_scores_nothing_and_no_pulse_is_not_scored(tmp_path: object) -> None:
    silent = Heard(30.0, (), [], (), ())
    pulse = pulse_of(clip(np.arange(1.0, 30.0, 0.5), tmp_path), silent)
    assert pulse is not None
    assert (pulse.beat_f, pulse.tempo_right) == (0.0, False)
    assert pulse_of(clip(np.arange(3.0), tmp_path), silent) is None


def test_beats_before_five_seconds_do_not_count() -> None:
    beats = np.arange(0.25, 20.0, 0.5)
    assert beat_f(beats, beats[beats > 5.0]) == 1.0
    assert beat_f(beats, beats[beats < 5.0]) == 0.0


def test_the_fields_of_a_pulse_are_shares(tmp_path: object) -> None:
    beats = np.arange(1.0, 30.0, 0.5)
    pulse = pulse_of(clip(beats, tmp_path), Heard(30.0, (), [], (), (), ((9.0, 120.0),), tuple(beats[::2])))
    assert pulse is not None
    assert all(0.0 <= float(value) <= 1.0 for value in attrs.asdict(pulse).values())
