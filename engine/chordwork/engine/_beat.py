"""Where the beat is now: every tempo and every phase at once, weighed by what is struck.

Reference: N. Whiteley, A. T. Cemgil, S. Godsill, "Bayesian modelling of temporal structure in musical audio", ISMIR
2006, and F. Krebs, S. Böck, G. Widmer, "An efficient state-space model for joint tempo and meter tracking", ISMIR 2015:
a state is a beat period (a whole number of steps) and a position in it; time moves the position on, and only on the
beat may the period change. Here the forward probabilities alone are kept, so that nothing waits for the future.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.engine._onset import ONSET_STEP_SAMPLES
from chordwork.engine._spec import FEATURE_SPEC
from chordwork.native import BeatFilter, BeatFilterTables

STEP_SECONDS: Final = ONSET_STEP_SAMPLES / FEATURE_SPEC.sample_rate_hz
STEPS_A_HOP: Final = FEATURE_SPEC.hop_samples // ONSET_STEP_SAMPLES
SLOWEST_BPM: Final = 55.0
FASTEST_BPM: Final = 215.0
_NEAR_PERIOD: Final = 0.06
"""Periods this close to the likeliest are read as the same tempo."""


@attrs.frozen
class BeatSettings:
    """Constants of the beat state space, tuned on the dev songs.

    Attributes:
        on_beat: expected onset strength on the beat, as a multiple of that between beats (which counts 1).
        on_half: the same half way between beats.
        on_quarter: the same at a quarter and three quarters of the beat.
        width_steps: standard deviation of a stroke's place, in steps of 11.6 ms.
        sharpness: exponent on the evidence; below 1 because neighbouring steps share audio.
        steadiness: cost in nats of a period change by the factor e, at a beat.
        tempo_bpm: centre of the log-normal tempo prior.
        tempo_octaves: its standard deviation.
        prior_per_second: exponent with which the prior counts, every second.
        restart: share of probability that is dealt out anew each hop, for a new song or a lost beat.
    """

    on_beat: float = 5.0
    on_half: float = 3.49
    on_quarter: float = 2.3
    width_steps: float = 1.79
    sharpness: float = 0.575
    steadiness: float = 80.0
    tempo_bpm: float = 103.0
    tempo_octaves: float = 0.184
    prior_per_second: float = 0.0624
    restart: float = 0.000104


@attrs.frozen
class Beat:
    """The likeliest state: ``period`` and ``position`` in steps (``0 <= position < period``), and the probability of
    it and its neighbours, in [0, 1]."""

    period: float
    position: float
    probability: float


class BeatTables:
    """What does not change while a beat is followed; about 130 kB, shared by all streams."""

    def __init__(self, settings: BeatSettings) -> None:
        first = int(np.ceil(60.0 / FASTEST_BPM / STEP_SECONDS))
        last = int(np.floor(60.0 / SLOWEST_BPM / STEP_SECONDS))
        periods = np.arange(first, last + 1)
        starts = np.concatenate(([0], np.cumsum(periods)[:-1]))
        self.periods: Final = periods
        self.starts: Final = starts
        self.period_of: Final = np.repeat(periods, periods)
        self.position_of: Final = np.arange(periods.sum()) - np.repeat(starts, periods)
        octaves = np.log2(60.0 / (periods * STEP_SECONDS) / settings.tempo_bpm) / settings.tempo_octaves
        log_prior = -0.5 * octaves**2
        prior = np.repeat(np.exp(log_prior) / periods, periods)
        self.prior: Final = np.asarray(prior / prior.sum(), np.float32)
        weights, constant = self._evidence_of(settings)
        constant += settings.prior_per_second * STEPS_A_HOP * STEP_SECONDS * np.repeat(log_prior, periods)
        change = np.exp(-settings.steadiness * np.abs(np.log(periods[:, None] / periods[None, :])))
        self.filter: Final = BeatFilterTables(
            [int(period) for period in periods],
            np.asarray(change / change.sum(axis=0), np.float32),  # column: from, row: to
            np.asarray(self.prior * settings.restart, np.float32),
            np.ascontiguousarray(weights.T),
            np.asarray(constant, np.float32),
            alike=_NEAR_PERIOD,
        )

    def _evidence_of(self, settings: BeatSettings) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """What a unit of onset strength in each step of a hop adds to a state's log-likelihood, and what none does.

        Strengths are taken as exponentially distributed about the mean that is expected at a phase.
        """
        weights = np.empty((len(self.period_of), STEPS_A_HOP), np.float32)
        constant = np.zeros(len(self.period_of))
        for step in range(STEPS_A_HOP):
            position = (self.position_of - (STEPS_A_HOP - 1 - step)) % self.period_of
            mean = _expected(position, self.period_of, settings)
            total = np.add.reduceat(mean, self.starts)
            mean /= np.repeat(total / self.periods, self.periods)
            weights[:, step] = settings.sharpness * (1.0 - 1.0 / mean)
            constant -= settings.sharpness * np.log(mean)
        return weights, constant


@cache
def beat_tables(settings: BeatSettings) -> BeatTables:
    """The tables for some settings, computed once; never write to them."""
    return BeatTables(settings)


class BeatStates:
    """Forward filter over all beat periods and positions; about 4,300 states."""

    def __init__(self, settings: BeatSettings) -> None:
        self._tables = beat_tables(settings)
        self._filter = BeatFilter(self._tables.filter, self._tables.prior)

    def step(self, strengths: NDArray[np.float32]) -> float:
        """Take one hop of onset strengths, shape ``(STEPS_A_HOP,)``, mean about 1.

        Returns:
            Log-likelihood of them, in nats, above that of strengths with no beat.
        """
        return math.log(self._filter.step(strengths))

    def snapshot(self) -> bytes:
        """The probability of each state."""
        return self._filter.snapshot()

    def restore(self, saved: bytes) -> None:
        """Go on from there."""
        self._filter.restore(saved)

    def best(self) -> Beat:
        """Where the beat most probably is."""
        period, position, mean, probability = self._filter.best()
        return Beat(mean, position * mean / period, probability)


def _expected(position: NDArray[np.int64], period: NDArray[np.int64], settings: BeatSettings) -> NDArray[np.float64]:
    mean = np.ones(len(position))
    for share, height in (
        (0.0, settings.on_beat),
        (0.25, settings.on_quarter),
        (0.5, settings.on_half),
        (0.75, settings.on_quarter),
    ):
        distance = np.abs(position - share * period)
        distance = np.minimum(distance, period - distance)
        mean += (height - 1.0) * np.exp(-0.5 * (distance / settings.width_steps) ** 2)
    return np.maximum(mean, 0.05)
