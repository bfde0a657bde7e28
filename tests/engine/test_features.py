import numpy as np
import pytest

from chordwork.engine._features import FeatureExtractor, asymmetric_window, hann_window
from chordwork.engine._projection import Projection, log_frequencies_hz, tuning_step
from chordwork.engine._spec import FEATURE_SPEC as SPEC
from chordwork.engine._transform import FftwTransform, NumpyTransform, TransformPool

from .sounds import hz, plucked

RATE = SPEC.sample_rate_hz


def extract(sound: np.ndarray, extractor: FeatureExtractor | None = None) -> np.ndarray:
    extractor = extractor or FeatureExtractor(TransformPool())
    padded = np.concatenate((np.zeros(SPEC.short_samples - SPEC.hop_samples, np.float32), sound))
    hops = (len(padded) - SPEC.short_samples) // SPEC.hop_samples + 1
    return np.stack([extractor(padded[hop * SPEC.hop_samples :][: SPEC.short_samples]) for hop in range(hops)])


@pytest.mark.parametrize("window", [hann_window(4096), asymmetric_window(16384, 2048)])
def test_a_unit_sinusoid_peaks_at_one(window: np.ndarray) -> None:
    time = np.arange(len(window)) / RATE
    frequency = 100 * RATE / len(window)
    spectrum = np.abs(np.fft.rfft(np.sin(2 * np.pi * frequency * time) * window))
    assert spectrum.max() == pytest.approx(1.0, abs=0.01)


def test_the_middle_bin_of_a_semitone_lies_on_the_note() -> None:
    frequencies = log_frequencies_hz(SPEC, SPEC.semitones).reshape(-1, SPEC.bins_per_semitone)
    assert frequencies[69 - SPEC.lowest_midi, 1] == pytest.approx(440.0)
    assert log_frequencies_hz(SPEC, SPEC.semitones, 50.0)[1] == pytest.approx(hz(SPEC.lowest_midi + 0.5))


@pytest.mark.parametrize("midi", range(52, 100, 5))
def test_a_note_is_brightest_at_its_own_bin(midi: int) -> None:
    time = np.arange(2 * RATE) / RATE
    features = extract(0.3 * np.sin(2 * np.pi * hz(midi) * time).astype(np.float32))[-1]
    assert features[0].argmax() == 3 * (midi - SPEC.lowest_midi) + 1


def test_neighbouring_bass_notes_are_told_apart_by_the_long_spectrum() -> None:
    features = extract(plucked((40, 42), 3.0, RATE))[-1][1].reshape(-1, 3)[:, 1]
    low = 40 - SPEC.lowest_midi
    assert features[low + 1] < min(features[low], features[low + 2])


@pytest.mark.parametrize("cents", [-35, -12, 0, 18, 40])
def test_tuning_is_found_and_taken_out(cents: int) -> None:
    extractor = FeatureExtractor(TransformPool())
    chords = np.concatenate([plucked(notes, 2.0, RATE, cents=cents) for notes in ((45, 52, 57, 61), (43, 50, 55, 59))])
    features = extract(chords, extractor)
    assert extractor.tuning.cents == pytest.approx(cents, abs=3.0)
    assert features[-1, 0].argmax() % 3 == 1


@pytest.mark.parametrize("gain", [0.05, 0.3, 2.0])
def test_input_level_changes_little(gain: float) -> None:
    sound = plucked((48, 52, 55), 2.0, RATE)
    loud, scaled = extract(sound)[-10:], extract(np.float32(gain) * sound)[-10:]
    assert np.abs(loud - scaled).max() < 0.02


def test_silence_is_dark_and_finite() -> None:
    assert not extract(np.zeros(RATE, np.float32)).any()


def test_silence_after_a_chord_goes_dark() -> None:
    sound = np.concatenate((plucked((48, 52, 55), 1.0, RATE), np.zeros(2 * RATE, np.float32)))
    assert extract(sound)[-1].max() < 0.02


def test_numpy_may_stand_in_for_fftw() -> None:
    sound = plucked((45, 52, 57, 60), 1.5, RATE)
    fftw = extract(sound, FeatureExtractor(TransformPool(FftwTransform)))
    assert np.allclose(fftw, extract(sound, FeatureExtractor(TransformPool(NumpyTransform))), atol=1e-4)


def test_projection_keeps_a_sinusoids_power_wherever_it_falls() -> None:
    projection = Projection(SPEC, SPEC.short_samples, SPEC.semitones, 0.0)
    time = np.arange(SPEC.short_samples) / RATE
    peaks = []
    for midi in np.arange(72.0, 96.0, 0.37):
        spectrum = np.fft.rfft(np.sin(2 * np.pi * hz(midi) * time) * hann_window(SPEC.short_samples))
        power = (np.abs(spectrum) ** 2).astype(np.float32)
        out = np.empty(SPEC.bins, np.float32)
        projection(power, out)
        peaks.append(np.sqrt(out[np.argsort(out)[-3:]].sum()))
    assert 20 * np.log10(max(peaks) / min(peaks)) < 1.5


def test_tuning_steps_are_bounded() -> None:
    assert (tuning_step(0.0), tuning_step(-12.6), tuning_step(500.0)) == (0, -3, 12)
