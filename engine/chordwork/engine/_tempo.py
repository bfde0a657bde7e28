"""Tempo and beats of one stream, from what is struck."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chordwork.engine._beat import STEP_SECONDS, STEPS_A_HOP, Beat, BeatSettings, BeatStates
from chordwork.engine._onset import LAG_SECONDS
from chordwork.engine.events import BeatEvent, TempoEvent
from chordwork.native import OnsetStrengths, Saved, restore_fields, saved_fields

BAND_WEIGHTS: Final = (1.0, 0.7, 0.7, 0.7, 0.7)
MEMORY_SECONDS: Final = 4.0
"""Onset strength is counted in multiples of its mean over about this long; the evidence of a pulse likewise."""
QUIETEST_MEAN: Final = 0.02
"""Where less is struck than this, on average, nothing plays."""
LOUDEST: Final = 6.0
"""One stroke counts for no more than this many times the mean."""
SURE_NATS_A_HOP: Final = 0.2
"""Evidence of a pulse that is as good as certain; half the dev songs show this much."""
MINIMUM_CONFIDENCE: Final = 0.5
LISTEN_FIRST_SECONDS: Final = 3.0
TEMPO_STEP: Final = 0.02
CONFIDENCE_STEP: Final = 0.15
REPEAT_SECONDS: Final = 4.0
"""The tempo is said again this often, so that whoever counts along does not drift."""
SHORTEST_GAP: Final = 0.6
"""Two beats lie at least this share of a beat apart, also where the tracker changes its mind."""
_HOP_SECONDS: Final = STEPS_A_HOP * STEP_SECONDS

_FIELDS: Final = ("_evidence", "_hops", "_last_beat")


class TempoTracker:
    """Follows the beat; says the tempo when it is news, and each beat just before it falls."""

    def __init__(self, settings: BeatSettings | None = None) -> None:
        self._states = BeatStates(settings or BeatSettings())
        self._forget = math.exp(-_HOP_SECONDS / MEMORY_SECONDS)
        self._strengths = OnsetStrengths(
            STEPS_A_HOP, BAND_WEIGHTS, forget=self._forget, quietest=QUIETEST_MEAN, loudest=LOUDEST
        )
        self._evidence = 0.0
        self._hops = 0
        self._last_beat = -1.0
        self._said: TempoEvent | None = None

    def step(self, flux: NDArray[np.float32]) -> list[TempoEvent | BeatEvent]:
        """Take one hop of spectral flux, shape ``(steps, bands)``; return what is to be said, perhaps nothing."""
        self._hops += 1
        now = self._hops * _HOP_SECONDS
        gained = self._states.step(self._strengths.of(flux))
        self._evidence += (gained - self._evidence) * (1.0 - self._forget)
        if now < LISTEN_FIRST_SECONDS:
            return []
        beat = self._states.best()
        confidence = min(beat.probability * min(max(self._evidence / SURE_NATS_A_HOP, 0.0), 1.0), 1.0)
        if confidence < MINIMUM_CONFIDENCE:
            return []
        return [*self._tempo_news(beat, confidence, now), *self._beat_news(beat, confidence, now)]

    def snapshot(self) -> Saved:
        """What was struck, and what was said of it."""
        said = self._said
        return {
            "states": self._states.snapshot(),
            "strengths": self._strengths.snapshot(),
            "said": None if said is None else [said.bpm, said.confidence, said.beat_phase, said.at],
            **saved_fields(self, _FIELDS),
        }

    def restore(self, saved: Saved) -> None:
        """Go on from there."""
        self._states.restore(saved["states"])
        self._strengths.restore(saved["strengths"])
        self._said = None if saved["said"] is None else TempoEvent(*saved["said"])
        restore_fields(self, saved, _FIELDS)

    def _tempo_news(self, beat: Beat, confidence: float, now: float) -> list[TempoEvent]:
        period = beat.period * STEP_SECONDS
        bpm = 60.0 / period
        last = self._said
        if (
            last is not None
            and abs(bpm / last.bpm - 1.0) < TEMPO_STEP
            and abs(confidence - last.confidence) < CONFIDENCE_STEP
            and now - last.at < REPEAT_SECONDS
        ):
            return []
        phase = ((beat.position * STEP_SECONDS + LAG_SECONDS) / period) % 1.0
        self._said = TempoEvent(bpm, confidence, phase, now)
        return [self._said]

    def _beat_news(self, beat: Beat, confidence: float, now: float) -> list[BeatEvent]:
        period = beat.period * STEP_SECONDS
        ahead = ((beat.period - beat.position) * STEP_SECONDS - LAG_SECONDS) % period
        if ahead > period - 0.5 * _HOP_SECONDS:  # it has just fallen: say so now rather than not at all
            ahead = 0.0
        if ahead >= _HOP_SECONDS or now + ahead - self._last_beat <= SHORTEST_GAP * period:
            return []
        self._last_beat = now + ahead
        return [BeatEvent(ahead, 60.0 / period, confidence, now)]
