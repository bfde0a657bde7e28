"""Evidence to chords, in two tiers: what to show now, and what it was; and to the key, which helps the first."""

from __future__ import annotations

import math
from collections import deque
from functools import cache

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.engine._key import KeyTracker
from chordwork.engine._model import CHORDS, NO_CHORD_INDEX
from chordwork.engine._settings import LONGEST_REST_S, DecoderSettings
from chordwork.engine.events import Alternative, ChordEvent, KeyEvent
from chordwork.harmony import QUALITIES, Chord
from chordwork.native import ChordTiers, Saved, SnapshotError, TierSettings, restore_fields, saved_fields

ALTERNATIVES = 3
LEAST_DOUBT = 1e-9
"""No provisional chord is taken to be surer or less sure than this."""
MINIMUM_ALTERNATIVE = 0.01
POWER = "5"
"""The quality of root and fifth alone."""
BASS_SMOOTHING = 0.25
"""Share of the newest hop in the running bass of the provisional tier."""
BASS_SETTLING_HOPS = 4
"""The bass shown may change once a chord has led for this long,"""
BASS_HYSTERESIS = 0.1
"""and its probability lies this far beyond the inversion threshold."""

REST_HEARD_LATE_S = 0.15
"""The end of a chord shows in the provisional tier so much later than in the final one, which knows what comes next."""
CHANGES_LATE_S = 0.01
"""Changes come out so much late, in the median."""
BEATS_KEPT = 40
"""More than fall between a change and its being final, at any tempo, after the longest rest."""

_FIELDS = ("_heard_hops", "_start", "_rest_s")


class Decoder:
    """Turns one hop of evidence after the other into chord events.

    The model speaks of the moment ``target_delay_s`` before the end of a hop; a change between two such moments is
    dated half-way between them, or on a beat beside it. Final segments are contiguous from 0 to the end of the audio.
    """

    def __init__(self, settings: DecoderSettings, *, hop_seconds: float, target_delay_s: float) -> None:
        self._settings = settings
        self._hop_seconds = hop_seconds
        self._target_delay_s = target_delay_s
        self._tiers = ChordTiers(_tier_settings(settings))
        self.rest_s = settings.rest_s
        self._heard_hops = 0
        self._start = 0.0
        self._beats: deque[float] = deque(maxlen=BEATS_KEPT)
        self._key = KeyTracker(hop_seconds)

    @property
    def posterior(self) -> NDArray[np.float64]:
        """Filtered probability of each chord right now, shape ``(181,)``."""
        return self._tiers.posterior

    @property
    def rest_s(self) -> float:
        """Seconds of no chord from which on it is a rest, see :class:`DecoderSettings`. May be changed at any time."""
        return self._rest_s

    @rest_s.setter
    def rest_s(self, seconds: float) -> None:
        if not 0.0 <= seconds <= LONGEST_REST_S:
            raise ValueError(f"rest_s must be 0 to {LONGEST_REST_S:g} seconds, not {seconds!r}")
        self._rest_s = float(seconds)
        self._tiers.rest(self._hops_below(seconds), self._hops_below(seconds - REST_HEARD_LATE_S))

    def _hops_below(self, seconds: float) -> int:
        """The most hops that last less than this."""
        return max(0, math.ceil(seconds / self._hop_seconds - 1e-6) - 1)

    def step(
        self, chord: NDArray[np.float32], bass: NDArray[np.float32], notes: NDArray[np.float32] | None = None
    ) -> list[ChordEvent | KeyEvent]:
        """Take one hop.

        Args:
            chord: log-probabilities, shape ``(181,)``.
            bass: log-probabilities of intervals above each root, shape ``(12, 12)``.
            notes: probability that each pitch class sounds, shape ``(12,)``; None: not known.
        """
        closed, shown = self._tiers.step(chord, bass, notes)
        self._heard_hops += 1
        now = self._heard_hops * self._hop_seconds
        events: list[ChordEvent | KeyEvent] = []
        if closed:
            events += self._close(now)
        if shown:
            events.append(self._shown(now))
        shares = self._key.chord_shares
        if key := self._key.step(self._tiers.posterior):
            events.append(key)
        if self._key.chord_shares is not None and self._key.chord_shares is not shares:
            self._expect(self._key.chord_shares)
        return events

    def hear_beat(self, time: float) -> None:
        """A beat falls at this time, in seconds: changes that are decided from now on may have been on it."""
        self._beats.append(time)

    def finish(self, duration: float, now: float) -> list[ChordEvent]:
        """Decide all that is left; ``duration`` is the length of the audio, ``now`` how much was heard, in seconds."""
        events: list[ChordEvent] = []
        for closed in self._tiers.flush():
            if closed:
                events += self._close(now)
        if duration > self._start:
            events.append(self._final(*self._tiers.segment, end=duration, now=now))
        return [
            attrs.evolve(event, end=min(event.end or duration, duration)) for event in events if event.start < duration
        ]

    def snapshot(self) -> Saved:
        """What was heard and is not decided yet, what was decided and is not over, and what is shown."""
        return {
            "tiers": self._tiers.snapshot(),
            "key": self._key.snapshot(),
            "beats": list(self._beats),
            **saved_fields(self, _FIELDS),
        }

    def restore(self, saved: Saved) -> None:
        """Go on from there."""
        self._tiers.restore(saved["tiers"])
        self._key.restore(saved["key"])
        self._beats.clear()
        self._beats.extend(float(time) for time in saved["beats"])
        restore_fields(self, saved, _FIELDS)
        self.rest_s = self._rest_s
        if self._tiers.heard_hops != self._heard_hops:
            raise SnapshotError("a snapshot has evidence of as many hops as were heard")

    def _change_time(self, hop: int) -> float:
        """When a change heard first in ``hop`` (0-based) happened, in seconds."""
        return max(0.0, (hop + 0.5) * self._hop_seconds - self._target_delay_s - CHANGES_LATE_S)

    def _on_beat(self, time: float) -> float:
        """The nearest beat, where one is near."""
        nearest = min(self._beats, key=lambda beat: abs(beat - time), default=math.inf)
        return nearest if abs(nearest - time) <= self._settings.beat_reach_s else time

    def _close(self, now: float) -> list[ChordEvent]:
        """The segment that has just ended; none where it has no length."""
        end = self._on_beat(self._change_time(self._tiers.closed_end))
        if end <= self._start:
            return []
        event = self._final(*self._tiers.closed, end=end, now=now)
        self._start = end
        return [event]

    def _final(
        self, state: int, posterior: NDArray[np.float64], bass: NDArray[np.float64], *, end: float, now: float
    ) -> ChordEvent:
        chord = _with_bass(state, bass, self._settings.inversion_threshold)
        confidence = float(posterior[state])
        return ChordEvent("final", chord, self._start, end, now, confidence, _rivals(posterior, state))

    def _shown(self, now: float) -> ChordEvent:
        """The provisional event for what is shown."""
        tiers = self._tiers
        state, interval = tiers.shown
        start = self._change_time(self._heard_hops - 1 - tiers.hops_since_rise)
        chord = _inversion(state, interval) if interval else CHORDS[state]
        posterior = self._calibrated(tiers.posterior, state)
        return ChordEvent("provisional", chord, start, None, now, float(posterior[state]), _rivals(posterior, state))

    def _calibrated(self, posterior: NDArray[np.float64], state: int) -> NDArray[np.float64]:
        """What is shown is right with that probability, and its rivals share the rest as they did.

        Silence needs none of this: it is hardly taken for anything else.
        """
        if state == NO_CHORD_INDEX:
            return posterior
        right = min(max(float(posterior[state]), LEAST_DOUBT), 1.0 - LEAST_DOUBT)
        odds = self._settings.live_confidence_slope * math.log(right / (1.0 - right))
        said = 1.0 / (1.0 + math.exp(-odds - self._settings.live_confidence_offset))
        calibrated = posterior * ((1.0 - said) / (1.0 - right))
        calibrated[state] = said
        return calibrated

    def _expect(self, shares: NDArray[np.float64]) -> None:
        """Expect a change to lead to chords by their share in what is played, shape ``(180,)``, from now on."""
        if weight := self._settings.live_key_weight:
            arrival = self._tiers.arrival[:NO_CHORD_INDEX]
            total = arrival.sum()
            np.power(shares, weight, out=arrival)
            arrival *= total / arrival.sum()


def _tier_settings(settings: DecoderSettings) -> TierSettings:
    penalty = np.full(len(CHORDS), settings.final_switch_penalty)
    penalty[NO_CHORD_INDEX] += settings.none_penalty
    qualities = [quality.harte for quality in QUALITIES]
    power = qualities.index(POWER)
    cost = np.zeros(len(CHORDS))
    cost[power : NO_CHORD_INDEX : len(QUALITIES)] = settings.power_chord_cost
    arrival = np.full(len(CHORDS), settings.live_switch_probability / len(CHORDS))
    arrival[NO_CHORD_INDEX] *= np.exp(-settings.live_none_penalty)
    return TierSettings(
        rows=12,
        intervals=[quality.intervals for quality in QUALITIES],
        penalty=penalty,
        lag=settings.final_lag_hops,
        temperature=settings.temperature,
        sharpness=settings.live_sharpness,
        arrival=arrival,
        keep=1.0 - settings.live_switch_probability,
        threshold=settings.live_threshold,
        margin=settings.live_margin,
        inversion_threshold=settings.inversion_threshold,
        bass_hysteresis=BASS_HYSTERESIS,
        bass_share=BASS_SMOOTHING,
        bass_settling=BASS_SETTLING_HOPS,
        cost=cost,
        power=power,
        third_cost=settings.third_cost,
    )


def _with_bass(state: int, bass: NDArray[np.float64], threshold: float) -> Chord:
    """The chord of a model output, inverted when a chord tone other than the root clearly is the bass."""
    chord = CHORDS[state]
    if chord.quality is None:
        return chord
    interval = int(bass.argmax())
    if interval in chord.quality.intervals and bass[interval] >= threshold:
        return _inversion(state, interval)
    return chord


@cache
def _inversion(state: int, interval: int) -> Chord:
    chord = CHORDS[state]
    return attrs.evolve(chord, bass=(chord.root + interval) % 12)


def _rivals(posterior: NDArray[np.float64], chosen: int) -> tuple[Alternative, ...]:
    best = np.argpartition(posterior, -(ALTERNATIVES + 1))[-(ALTERNATIVES + 1) :]
    ranked = sorted((int(state) for state in best if state != chosen), key=lambda state: (-posterior[state], state))
    return tuple(
        Alternative(CHORDS[state], float(posterior[state]))
        for state in ranked[:ALTERNATIVES]
        if posterior[state] >= MINIMUM_ALTERNATIVE
    )
