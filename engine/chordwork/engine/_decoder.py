"""Evidence to chords, in two tiers: what to show now, and what it was; and to the key, which helps the first."""

from __future__ import annotations

from collections import deque
from functools import cache

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.engine._key import KeyTracker
from chordwork.engine._model import CHORDS, NO_CHORD_INDEX
from chordwork.engine._settings import DecoderSettings
from chordwork.engine.events import Alternative, ChordEvent, KeyEvent
from chordwork.harmony import QUALITIES, Chord
from chordwork.native import (
    FixedLagViterbi,
    ForwardFilter,
    Saved,
    Smoother,
    SnapshotError,
    StepEvidence,
    restore_array,
    restore_fields,
    restored_array,
    saved_array,
    saved_fields,
)

ALTERNATIVES = 3
MINIMUM_ALTERNATIVE = 0.01
BASS_SMOOTHING = 0.25
"""Share of the newest hop in the running bass of the provisional tier."""
BASS_SETTLING_HOPS = 4
"""The bass shown may change once a chord has led for this long,"""
BASS_HYSTERESIS = 0.1
"""and its probability lies this far beyond the inversion threshold."""

_FIELDS = ("_heard_hops", "_decided_hops")
_LIVE_FIELDS = ("_leader", "_shown", "hops_since_rise")


@attrs.frozen(eq=False)
class _Hop:
    """Evidence of one hop, kept until its final decision: posteriors ``(181,)`` and bass probabilities ``(12, 12)``."""

    posterior: NDArray[np.float64]
    bass: NDArray[np.float32]


@attrs.define(eq=False)
class _Segment:
    """Final segment under construction."""

    state: int
    start: float
    hops: int = 0
    posterior: NDArray[np.float64] = attrs.field(factory=lambda: np.zeros(len(CHORDS)))
    bass: NDArray[np.float64] = attrs.field(factory=lambda: np.zeros(12))


class Decoder:
    """Turns one hop of evidence after the other into chord events.

    The model speaks of the moment ``target_delay_s`` before the end of a hop; a change between two such moments is
    dated half-way between them. Final segments are contiguous from 0 to the end of the audio.
    """

    def __init__(self, settings: DecoderSettings, *, hop_seconds: float, target_delay_s: float) -> None:
        self._settings = settings
        self._hop_seconds = hop_seconds
        self._target_delay_s = target_delay_s
        penalty = np.full(len(CHORDS), settings.final_switch_penalty)
        penalty[NO_CHORD_INDEX] += settings.none_penalty
        self._heard = StepEvidence(len(CHORDS), temperature=settings.temperature, sharpness=settings.live_sharpness)
        self._viterbi = FixedLagViterbi(penalty, settings.final_lag_hops)
        self._undecided: deque[_Hop] = deque()
        self._heard_hops = 0
        self._decided_hops = 0
        self._segment = _Segment(NO_CHORD_INDEX, 0.0)
        self._live = _LiveTracker(settings)
        self._key = KeyTracker(hop_seconds)

    @property
    def posterior(self) -> NDArray[np.float64]:
        """Filtered probability of each chord right now, shape ``(181,)``."""
        return self._live.posterior

    def step(self, chord: NDArray[np.float32], bass: NDArray[np.float32]) -> list[ChordEvent | KeyEvent]:
        """Take one hop.

        Args:
            chord: log-probabilities, shape ``(181,)``.
            bass: log-probabilities of intervals above each root, shape ``(12, 12)``.
        """
        heard = self._heard
        heard.take(chord)
        bass_probability = np.exp(bass)
        self._heard_hops += 1
        now = self._heard_hops * self._hop_seconds

        events: list[ChordEvent | KeyEvent] = []
        self._undecided.append(_Hop(heard.probability.copy(), bass_probability))
        state = self._viterbi.step(heard.scaled)
        if state is not None:
            events += self._decide(state, now)
        if self._live.step(heard.evidence, bass_probability):
            start = self._change_time(self._heard_hops - 1 - self._live.hops_since_rise)
            events.append(self._live.event(start, now))
        shares = self._key.chord_shares
        if key := self._key.step(self._live.posterior):
            events.append(key)
        if self._key.chord_shares is not None and self._key.chord_shares is not shares:
            self._live.expect(self._key.chord_shares)
        return events

    def finish(self, duration: float, now: float) -> list[ChordEvent]:
        """Decide all that is left; ``duration`` is the length of the audio, ``now`` how much was heard, in seconds."""
        events: list[ChordEvent] = []
        for state in self._viterbi.flush():
            events += self._decide(state, now)
        if duration > self._segment.start:
            events.append(self._close(self._segment, duration, now))
        return [
            attrs.evolve(event, end=min(event.end or duration, duration)) for event in events if event.start < duration
        ]

    def snapshot(self) -> Saved:
        """What was heard and is not decided yet, what was decided and is not over, and what is shown."""
        segment = self._segment
        return {
            "viterbi": self._viterbi.snapshot(),
            "undecided": [[saved_array(hop.posterior), saved_array(hop.bass)] for hop in self._undecided],
            "segment": [
                *(segment.state, segment.start, segment.hops),
                *(saved_array(segment.posterior), saved_array(segment.bass)),
            ],
            "live": self._live.snapshot(),
            "key": self._key.snapshot(),
            **saved_fields(self, _FIELDS),
        }

    def restore(self, saved: Saved) -> None:
        """Go on from there."""
        self._viterbi.restore(saved["viterbi"])
        self._undecided.clear()
        for posterior, bass in saved["undecided"][: self._settings.final_lag_hops + 1]:
            hop = _Hop(
                restored_array(posterior, np.float64, (len(CHORDS),)), restored_array(bass, np.float32, (12, 12))
            )
            self._undecided.append(hop)
        state, start, hops, posterior, bass = saved["segment"]
        self._segment = _Segment(_state(state), float(start), int(hops))
        restore_array(posterior, self._segment.posterior)
        restore_array(bass, self._segment.bass)
        self._live.restore(saved["live"])
        self._key.restore(saved["key"])
        restore_fields(self, saved, _FIELDS)
        if len(self._undecided) != self._heard_hops - self._decided_hops:
            raise SnapshotError("a snapshot has a hop for each that is not decided yet")

    def _change_time(self, hop: int) -> float:
        """When a change heard first in ``hop`` (0-based) happened, in seconds."""
        return max(0.0, (hop + 0.5) * self._hop_seconds - self._target_delay_s)

    def _decide(self, state: int, now: float) -> list[ChordEvent]:
        hop = self._undecided.popleft()
        events: list[ChordEvent] = []
        if state != self._segment.state:
            start = self._change_time(self._decided_hops)
            if start > self._segment.start:
                events.append(self._close(self._segment, start, now))
            else:
                start = self._segment.start
            self._segment = _Segment(state, start)
        self._decided_hops += 1
        segment = self._segment
        segment.hops += 1
        segment.posterior += hop.posterior
        if state != NO_CHORD_INDEX:
            segment.bass += hop.bass[state // len(QUALITIES)]
        return events

    def _close(self, segment: _Segment, end: float, now: float) -> ChordEvent:
        hops = max(segment.hops, 1)
        posterior = segment.posterior / hops
        chord = _with_bass(segment.state, segment.bass / hops, self._settings.inversion_threshold)
        confidence = float(posterior[segment.state])
        return ChordEvent("final", chord, segment.start, end, now, confidence, _rivals(posterior, segment.state))


class _LiveTracker:
    """The provisional tier: a forward (filtering) pass and a display that changes only on clear evidence."""

    def __init__(self, settings: DecoderSettings) -> None:
        self._settings = settings
        first = np.zeros(len(CHORDS))
        first[NO_CHORD_INDEX] = 1.0
        arrival = np.full(len(CHORDS), settings.live_switch_probability / len(CHORDS))
        arrival[NO_CHORD_INDEX] *= np.exp(-settings.live_none_penalty)
        self._filter = ForwardFilter(first, arrival, keep=1.0 - settings.live_switch_probability)
        self.posterior = self._filter.posterior
        self._bass = Smoother((12, 12), BASS_SMOOTHING)
        self._leader = NO_CHORD_INDEX
        self._shown = NO_CHORD_INDEX
        self._shown_chord = CHORDS[NO_CHORD_INDEX]
        self.hops_since_rise = 0

    def expect(self, shares: NDArray[np.float64]) -> None:
        """Expect a change to lead to chords by their share in what is played, shape ``(180,)``, from now on."""
        if weight := self._settings.live_key_weight:
            arrival = self._filter.arrival[:NO_CHORD_INDEX]
            total = arrival.sum()
            np.power(shares, weight, out=arrival)
            arrival *= total / arrival.sum()

    def step(self, evidence: NDArray[np.float64], bass: NDArray[np.float32]) -> bool:
        """Take one hop; True when what to show has changed."""
        settings = self._settings
        leader = self._filter.step(evidence)
        self._bass.step(bass)
        self.hops_since_rise = self.hops_since_rise + 1 if leader == self._leader else 0
        self._leader = leader
        if leader != self._shown:
            probability = self.posterior[leader]
            if (
                probability < settings.live_threshold
                or probability < settings.live_margin * self.posterior[self._shown]
            ):
                return False
            self._shown = leader
            self._shown_chord = self._named(leader)
            return True
        chord = self._named(leader)
        if chord.bass != self._shown_chord.bass and self.hops_since_rise >= BASS_SETTLING_HOPS:
            self._shown_chord = chord
            return True
        return False

    def event(self, start: float, now: float) -> ChordEvent:
        """The provisional event for what is shown."""
        confidence = float(self.posterior[self._shown])
        rivals = _rivals(self.posterior, self._shown)
        return ChordEvent("provisional", self._shown_chord, start, None, now, confidence, rivals)

    def snapshot(self) -> Saved:
        """What it expects, and what it shows."""
        return {
            "posterior": saved_array(self._filter.posterior),
            "arrival": saved_array(self._filter.arrival),
            "bass": saved_array(self._bass.mean),
            "shown_bass": self._shown_chord.bass,
            **saved_fields(self, _LIVE_FIELDS),
        }

    def restore(self, saved: Saved) -> None:
        """Go on from there."""
        restore_array(saved["posterior"], self._filter.posterior)
        restore_array(saved["arrival"], self._filter.arrival)
        restore_array(saved["bass"], self._bass.mean)
        restore_fields(self, saved, _LIVE_FIELDS)
        self._leader, self._shown = _state(self._leader), _state(self._shown)
        chord = CHORDS[self._shown]
        bass = saved["shown_bass"]
        self._shown_chord = chord if bass == chord.bass else _inversion(self._shown, (int(bass) - chord.root) % 12)

    def _named(self, state: int) -> Chord:
        row = self._bass.mean[state // len(QUALITIES) if state != NO_CHORD_INDEX else 0]
        threshold = self._settings.inversion_threshold
        if state == self._shown and self._shown_chord.bass != self._shown_chord.root:
            threshold -= BASS_HYSTERESIS
        else:
            threshold += BASS_HYSTERESIS
        return _with_bass(state, row, threshold)


def _with_bass(state: int, bass: NDArray[np.float64], threshold: float) -> Chord:
    """The chord of a model output, inverted when a chord tone other than the root clearly is the bass."""
    chord = CHORDS[state]
    if chord.quality is None:
        return chord
    interval = int(bass.argmax())
    if interval in chord.quality.intervals and bass[interval] >= threshold:
        return _inversion(state, interval)
    return chord


def _state(saved: int) -> int:
    if not isinstance(saved, int) or not 0 <= saved < len(CHORDS):
        raise SnapshotError(f"{saved!r} is the number of no chord")
    return saved


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
