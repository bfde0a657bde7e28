import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.engine._viterbi import FixedLagViterbi


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
