"""Both tiers of chords, against the same in numpy."""

from collections import deque

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.native import AudioFormatError, ChordTiers, FixedLagViterbi, SnapshotError, TierSettings

ROWS, QUALITIES = 3, [(0, 1), (0, 2), (0,)]
STATES = ROWS * len(QUALITIES) + 1
NONE = STATES - 1


def settings(**changed):
    arguments = {
        "rows": ROWS,
        "intervals": QUALITIES,
        "penalty": np.linspace(1.0, 3.0, STATES),
        "lag": 4,
        "temperature": 1.3,
        "sharpness": 0.6,
        "arrival": np.full(STATES, 0.02 / STATES),
        "keep": 0.98,
        "threshold": 0.35,
        "margin": 2.0,
        "inversion_threshold": 0.5,
        "bass_hysteresis": 0.1,
        "bass_share": 0.25,
        "bass_settling": 2,
        "cost": np.linspace(0.0, 0.4, STATES),
        "power": 2,
        "third_cost": 1.5,
        "rest_hops": 2,
        "shown_rest_hops": 1,
    }
    return TierSettings(**{**arguments, **changed})


class Plain:
    """The same, hop by hop, as one would write it down."""

    def __init__(self, chosen):
        self.chosen, self.viterbi = chosen, FixedLagViterbi(chosen.penalty, chosen.lag)
        self.waiting, self.segment, self.closed = deque(), (NONE, []), None
        self.posterior, self.bass = np.eye(STATES)[NONE], np.zeros((ROWS, ROWS))
        self.leader = self.shown = NONE
        self.interval = self.since_rise = 0
        self.hop, self.resting, self.closed_end = 0, [], 0

    def step(self, chord, bass, notes):
        chosen = self.chosen
        scaled = chord.astype(np.float64) / chosen.temperature - chosen.cost
        for root in range(ROWS):
            third = max(notes[(root + 3) % ROWS], notes[(root + 4) % ROWS])
            scaled[root * len(QUALITIES) + chosen.power] -= chosen.third_cost * np.float64(third)
        weights = np.exp(scaled - scaled.max())
        self.waiting.append((weights / weights.sum(), np.exp(bass)))
        state, closed = self.viterbi.step(scaled), False
        if state is not None:
            closed = self.decide(state)
        self.posterior = (self.posterior * chosen.keep + chosen.arrival) * weights**chosen.sharpness
        self.posterior /= self.posterior.sum()
        self.bass += chosen.bass_share * (np.exp(bass) - self.bass)
        return closed, self.show(int(self.posterior.argmax()))

    def decide(self, state):
        heard, hop, self.hop = self.waiting.popleft(), self.hop, self.hop + 1
        if state == NONE != self.segment[0]:
            self.resting.append(heard)
            return len(self.resting) > self.chosen.rest_hops and self.rest()
        self.resting = []
        closed = state != self.segment[0]
        if closed:
            self.closed, self.segment, self.closed_end = self.segment, (state, []), hop
        self.segment[1].append(heard)
        return closed

    def rest(self):
        self.closed, self.segment, self.closed_end = self.segment, (NONE, self.resting), self.hop - len(self.resting)
        self.resting = []
        return True

    def show(self, leader):
        self.since_rise = self.since_rise + 1 if leader == self.leader else 0
        self.leader = leader
        if leader != self.shown:
            if leader == NONE and self.since_rise < self.chosen.shown_rest_hops:
                return False
            if self.posterior[leader] < max(0.35, 2.0 * self.posterior[self.shown]):
                return False
            self.shown, self.interval = leader, self.named(leader)
            return True
        interval = self.named(leader)
        if interval == self.interval or self.since_rise < 2:
            return False
        self.interval = interval
        return True

    def named(self, state):
        if state == NONE:
            return 0
        row = self.bass[state // len(QUALITIES)]
        likeliest = int(row.argmax())
        threshold = 0.4 if self.interval else 0.6
        return likeliest if likeliest in QUALITIES[state % len(QUALITIES)] and row[likeliest] >= threshold else 0


def mean_of(segment):
    state, hops = segment
    posterior = np.mean([hop[0] for hop in hops], axis=0) if hops else np.zeros(STATES)
    bass = np.zeros(ROWS)
    if hops and state != NONE:
        bass = np.mean([hop[1][state // len(QUALITIES)] for hop in hops], axis=0)
    return state, posterior, bass


def evidence_of(seed, hops):
    """Chords that last a while, with basses of their own."""
    chance = np.random.default_rng(seed)
    for hop in range(hops):
        if hop % 7 == 0:
            state, interval = chance.integers(STATES), chance.integers(ROWS)
        chord = chance.dirichlet(np.full(STATES, 0.5) + 4.0 * (np.arange(STATES) == state)) + 1e-9
        bass = chance.dirichlet(np.full(ROWS, 0.4) + 5.0 * (np.arange(ROWS) == interval), size=ROWS) + 1e-9
        notes = chance.uniform(size=ROWS).astype(np.float32)
        yield np.log(chord).astype(np.float32), np.log(bass).astype(np.float32), notes


def assert_alike(found, expected):
    assert found[0] == expected[0]
    for one, other in zip(found[1:], expected[1:], strict=True):
        assert np.allclose(one, other, rtol=1e-5, atol=1e-7)


@given(seed=st.integers(0, 10_000), lag=st.integers(1, 9), rest=st.integers(0, 9), shown_rest=st.integers(0, 4))
def test_what_ends_and_what_is_shown_is_what_the_plain_way_says(seed, lag, rest, shown_rest):
    chosen = settings(lag=lag, rest_hops=rest, shown_rest_hops=shown_rest)
    tiers, plain = ChordTiers(chosen), Plain(chosen)
    for chord, bass, notes in evidence_of(seed, 60):
        closed, shown = plain.step(chord, bass, notes)
        assert tiers.step(chord, bass, notes) == (closed, shown)
        assert np.allclose(tiers.posterior, plain.posterior, rtol=1e-10)
        assert tiers.shown == (plain.shown, plain.interval)
        assert tiers.hops_since_rise == plain.since_rise
        if closed:
            assert_alike(tiers.closed, mean_of(plain.closed))
            assert tiers.closed_end == plain.closed_end
    left, flushing = plain.viterbi.flush(), tiers.flush()
    assert (tiers.heard_hops, tiers.decided_hops) == (60, 60 - len(left))
    for state in left:
        assert next(flushing) == plain.decide(state)
        assert_alike(tiers.segment, mean_of(plain.segment))
    assert list(flushing) == ([True] if plain.resting and plain.rest() else [])
    assert_alike(tiers.segment, mean_of(plain.segment))
    assert tiers.closed_end == plain.closed_end


def test_all_there_is_to_see_happens_in_these_examples():
    closed = shown = inverted = 0
    for seed in range(20):
        tiers = ChordTiers(settings())
        for chord, bass, notes in evidence_of(seed, 60):
            news = tiers.step(chord, bass, notes)
            closed, shown = closed + news[0], shown + news[1]
            inverted += news[1] and tiers.shown[1] > 0
    assert min(closed, shown, inverted) > 20


@given(seed=st.integers(0, 10_000), cut=st.integers(0, 59))
def test_tiers_go_on_from_a_snapshot_to_the_bit(seed, cut):
    hops = list(evidence_of(seed, 60))
    whole, first, rest = (ChordTiers(settings()) for _ in range(3))
    for chord, bass, notes in hops[:cut]:
        whole.step(chord, bass, notes)
        first.step(chord, bass, notes)
    rest.restore(first.snapshot())
    assert rest.snapshot() == first.snapshot()
    for chord, bass, notes in hops[cut:]:
        assert whole.step(chord, bass, notes) == rest.step(chord, bass, notes)
        assert np.array_equal(whole.posterior, rest.posterior)
    assert list(whole.flush()) == list(rest.flush())
    assert all(np.array_equal(one, other) for one, other in zip(whole.segment, rest.segment, strict=True))


def test_what_does_not_fit_is_refused():
    wrong_costs = ({"cost": np.zeros(2)}, {"cost": np.full(STATES, np.nan)}, {"power": -1}, {"power": len(QUALITIES)})
    for changed in ({"intervals": QUALITIES[:2]}, {"arrival": np.ones(2)}, {"lag": 0}, *wrong_costs):
        with pytest.raises(AudioFormatError):
            ChordTiers(settings(**changed))
    tiers, (chord, bass) = ChordTiers(settings()), next(iter(evidence_of(0, 1)))[:2]
    for wrong in ((chord[1:], bass), (chord, bass[1:]), (chord.astype(np.float64), bass), (chord, bass.T)):
        with pytest.raises(AudioFormatError):
            tiers.step(*wrong)
    with pytest.raises(AudioFormatError):
        tiers.step(chord, bass, np.zeros(ROWS + 1, np.float32))


@pytest.mark.parametrize(
    "changed", [{"shown": STATES}, {"heard": 99}, {"decided": -1}, {"leader": 1.5}, {"resting_hops": 99}]
)
def test_a_state_that_no_tiers_can_be_in_is_refused(changed):
    tiers = ChordTiers(settings())
    for chord, bass, notes in evidence_of(3, 10):
        tiers.step(chord, bass, notes)
    saved = tiers.snapshot()
    with pytest.raises(SnapshotError):
        ChordTiers(settings()).restore({**saved, "counts": {**saved["counts"], **changed}})
    with pytest.raises(SnapshotError):
        ChordTiers(settings()).restore({**saved, "posteriors": b"1234"})


@pytest.mark.parametrize(
    "changed",
    [
        {"rows": 17, "intervals": [(0,)], "penalty": np.ones(18), "arrival": np.ones(18)},
        {"intervals": [(0, 1), (0, 3), (0,)]},
        {"intervals": [(0, 1), (0, -1), (0,)]},
    ],
)
def test_more_roots_than_a_chord_has_bits_for_are_refused(changed):
    with pytest.raises(AudioFormatError):
        ChordTiers(settings(**changed))
