"""From the votes of spectral peaks to a tuning."""

from __future__ import annotations

import cmath

import pytest

from chordwork.engine._tuning import TuningEstimator


def votes(cents: float, agreement: float) -> complex:
    """Of a thousand peaks, whose mean points there."""
    return 1000.0 * cmath.rect(agreement, cents / 100.0 * 2.0 * cmath.pi)


@pytest.mark.parametrize(("agreement", "heard"), [(0.2, -30.0), (0.1, 34.0)])
def test_what_the_first_seconds_said_is_corrected_where_peaks_agree(agreement: float, heard: float) -> None:
    estimator = TuningEstimator()
    estimator.count(votes(34.0, 0.5), 1000.0)
    assert estimator.cents == pytest.approx(34.0)
    estimator.count(votes(-30.0, agreement), 1000.0)  # with drums and a singer, or noise
    assert estimator.cents == pytest.approx(heard)


def test_near_half_a_semitone_it_stays_on_its_side() -> None:
    estimator = TuningEstimator()
    for cents, heard in ((45.0, 45.0), (-48.0, 52.0), (-38.0, -38.0)):
        estimator.count(votes(cents, 0.5), 1000.0)
        assert estimator.cents == pytest.approx(heard)
