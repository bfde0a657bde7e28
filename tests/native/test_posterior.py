"""Probabilities of states, against the same in numpy."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.native import AudioFormatError, ForwardFilter, Smoother, StepEvidence

ROUNDING = 1e-13
"""Relative: sums may be taken in another order."""
states_and_seed = {"states": st.integers(1, 400), "seed": st.integers(0, 10_000)}


def log_probabilities(states: int, chance: np.random.Generator) -> np.ndarray:
    return np.log(chance.dirichlet(np.full(states, 0.2)) + 1e-9).astype(np.float32)


@given(**states_and_seed, temperature=st.floats(0.3, 3.0), sharpness=st.floats(0.1, 2.0))
def test_evidence_is_scaled_made_a_probability_and_sharpened(
    states: int, seed: int, temperature: float, sharpness: float
) -> None:
    evidence = StepEvidence(states, temperature=temperature, sharpness=sharpness)
    chance = np.random.default_rng(seed)
    for _ in range(3):
        log_probability = log_probabilities(states, chance)
        evidence.take(log_probability)
        scaled = log_probability.astype(np.float64) / temperature
        weights = np.exp(scaled - scaled.max())
        assert np.array_equal(evidence.scaled, scaled)
        assert np.allclose(evidence.probability, weights / weights.sum(), rtol=ROUNDING, atol=0.0)
        assert np.allclose(evidence.evidence, np.exp(sharpness * (scaled - scaled.max())), rtol=ROUNDING, atol=0.0)


@given(**states_and_seed, keep=st.floats(0.5, 0.999))
def test_a_forward_filter_keeps_lets_arrive_and_weighs(states: int, seed: int, keep: float) -> None:
    chance = np.random.default_rng(seed)
    posterior, arrival = chance.dirichlet(np.ones(states)), chance.dirichlet(np.ones(states)) * (1.0 - keep)
    forward = ForwardFilter(posterior, arrival, keep=keep)
    for hop in range(20):
        if hop == 10:
            forward.arrival[:] = arrival = arrival[::-1].copy()
        likelihood = chance.random(states) ** 4
        posterior = (posterior * keep + arrival) * likelihood
        posterior /= posterior.sum()
        assert forward.step(likelihood) == posterior.argmax()
        assert np.allclose(forward.posterior, posterior, rtol=ROUNDING * (hop + 1), atol=0.0)


def test_the_likeliest_is_the_first_of_equals() -> None:
    forward = ForwardFilter(np.full(4, 0.25), np.zeros(4), keep=1.0)
    assert forward.step(np.array([0.1, 0.5, 0.5, 0.1])) == 1


def test_a_smoother_goes_a_share_of_the_way() -> None:
    chance, mean = np.random.default_rng(1), np.zeros((12, 12))
    smoother = Smoother((12, 12), 0.25)
    for _ in range(10):
        values = chance.random((12, 12)).astype(np.float32)
        mean += 0.25 * (values - mean)
        smoother.step(values)
        assert np.array_equal(smoother.mean, mean)


def test_what_does_not_fit_is_refused() -> None:
    evidence = StepEvidence(3, temperature=1.0, sharpness=1.0)
    for wrong in (np.zeros(4, np.float32), np.zeros(3), np.zeros(6, np.float32)[::2]):
        with pytest.raises(AudioFormatError, match="3 contiguous float32"):
            evidence.take(wrong)
        with pytest.raises(AudioFormatError):
            Smoother((3,), 0.5).step(wrong)
    with pytest.raises(AudioFormatError, match="float64"):
        ForwardFilter(np.ones(3), np.ones(2), keep=0.5)
    with pytest.raises(AudioFormatError, match="float64"):
        ForwardFilter(np.ones(3), np.ones(3), keep=0.5).step(np.ones(3, np.float32))  # type: ignore[arg-type]
