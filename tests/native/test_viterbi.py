import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.native import AudioFormatError, FixedLagViterbi


def best_path(scores: np.ndarray, penalty: list[float]) -> float:
    """Value of the best path, by trying all of them."""
    hops, states = scores.shape
    return max(
        sum(scores[t, s] for t, s in enumerate(path)) - sum(penalty[b] for a, b in itertools.pairwise(path) if a != b)
        for path in itertools.product(range(states), repeat=hops)
    )


def value(path: list[int], scores: np.ndarray, penalty: list[float]) -> float:
    return sum(scores[t, s] for t, s in enumerate(path)) - sum(
        penalty[b] for a, b in itertools.pairwise(path) if a != b
    )


@given(
    seed=st.integers(0, 10_000), hops=st.integers(1, 7), penalty=st.lists(st.floats(0.0, 5.0), min_size=3, max_size=3)
)
def test_without_decisions_on_the_way_the_flush_is_the_exact_optimum(
    seed: int, hops: int, penalty: list[float]
) -> None:
    scores = np.log(np.random.default_rng(seed).dirichlet(np.ones(3), size=hops))
    viterbi = FixedLagViterbi(np.array(penalty), lag=hops)
    assert all(viterbi.step(row) is None for row in scores)
    path = viterbi.flush()
    assert len(path) == hops
    assert value(path, scores, penalty) == pytest.approx(best_path(scores, penalty), abs=1e-9)


@given(seed=st.integers(0, 10_000), hops=st.integers(1, 30), lag=st.integers(1, 8))
def test_every_hop_is_decided_once_and_late_by_the_lag(seed: int, hops: int, lag: int) -> None:
    scores = np.log(np.random.default_rng(seed).dirichlet(np.ones(4), size=hops))
    viterbi = FixedLagViterbi(np.ones(4), lag)
    decided = [viterbi.step(row) for row in scores]
    assert all(state is None for state in decided[:lag])
    assert all(state is not None for state in decided[lag:])
    assert len(decided[lag:]) + len(viterbi.flush()) == hops


def test_a_single_odd_hop_does_not_make_a_change() -> None:
    steady, odd = np.log([0.8, 0.2]), np.log([0.2, 0.8])
    viterbi = FixedLagViterbi(np.full(2, 3.0), 5)
    path = [viterbi.step(odd if hop == 10 else steady) for hop in range(20)]
    assert {*path[5:], *viterbi.flush()} == {0}


class Plain:
    """The same in a few lines of numpy, with all of its history."""

    def __init__(self, penalty: np.ndarray, lag: int) -> None:
        self.penalty, self.lag = penalty, lag
        self.clear()

    def clear(self) -> None:
        self.score = np.zeros(len(self.penalty))
        self.history: list[tuple[np.ndarray, int]] = []
        self.steps = 0

    def path(self) -> list[int]:
        path = [int(self.score.argmax())]
        for switched, best in reversed(self.history):
            path.append(best if switched[path[-1]] else path[-1])
        return path[::-1]

    def step(self, row: np.ndarray) -> int | None:
        if self.steps:
            best = int(self.score.argmax())
            arrival = self.score[best] - self.penalty
            self.history.append((self.score < arrival, best))
            self.score = np.maximum(self.score, arrival)
        self.steps += 1
        self.score = self.score + row
        self.score = self.score - self.score.max()
        return self.path()[self.steps - 1 - self.lag] if self.steps > self.lag else None

    def flush(self) -> list[int]:
        path = self.path()[max(0, self.steps - self.lag) :] if self.steps else []
        self.clear()
        return path


@given(
    seed=st.integers(0, 10_000),
    states=st.integers(1, 190),
    lag=st.integers(1, 25),
    flushes=st.lists(st.integers(0, 60)),
)
def test_it_decides_as_the_plain_search_does_also_after_a_flush(
    seed: int, states: int, lag: int, flushes: list[int]
) -> None:
    chance = np.random.default_rng(seed)
    penalty = chance.uniform(0.0, 4.0, states)
    viterbi, plain = FixedLagViterbi(penalty, lag), Plain(penalty, lag)
    for hops in flushes:
        for row in np.log(chance.dirichlet(np.full(states, 0.3), size=hops) + 1e-12):
            assert viterbi.step(row) == plain.step(row)
        assert viterbi.flush() == plain.flush()


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(AudioFormatError, match="lag"):
        FixedLagViterbi(np.zeros(3), 0)
    with pytest.raises(AudioFormatError, match="state"):
        FixedLagViterbi(np.zeros(0), 3)
    viterbi = FixedLagViterbi(np.zeros(3), 2)
    for wrong in (np.zeros(2), np.zeros(3, np.float32), np.zeros(6)[::2]):
        with pytest.raises(AudioFormatError, match="3 contiguous float64"):
            viterbi.step(wrong)
    assert viterbi.flush() == []
