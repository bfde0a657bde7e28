"""The prediction without numpy says what the model says."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.harmony.reduction import TOKENS
from chordwork.music.suggestions.model import shipped_model
from chordwork.music.suggestions.plain import foresee

PIECES = st.lists(st.integers(0, TOKENS - 1), max_size=40).map(
    lambda tokens: [token for at, token in enumerate(tokens) if not at or token != tokens[at - 1]]
)
LOOPS = st.tuples(PIECES.filter(lambda tokens: 2 < len(tokens) < 8 and tokens[0] != tokens[-1]), st.integers(2, 9)).map(
    lambda told: told[0] * told[1]
)
DIATONIC = st.lists(st.sampled_from([0, 25, 45, 55, 77, 100, 79, 2]), min_size=2, max_size=12).map(
    lambda tokens: [token for at, token in enumerate(tokens) if not at or token != tokens[at - 1]]
)


@given(tokens=PIECES | LOOPS | DIATONIC, minor=st.booleans(), inverted=st.integers(0, 4))
def test_it_is_the_models(tokens: list[int], minor: bool, inverted: int) -> None:
    exact = [token + (TOKENS if inverted and at % inverted == 0 else 0) for at, token in enumerate(tokens)]
    found = foresee(tokens, exact, minor=minor)
    asked = shipped_model().predict(np.array(tokens, np.int64), np.array(exact, np.int64), minor=minor)
    assert found.probability == pytest.approx(asked.probability.tolist(), rel=1e-6, abs=1e-12)
    assert found.reach == asked.view.memory.reach.tolist()
    assert found.turn is asked.turn
    assert sum(found.probability) == pytest.approx(1.0)


def test_a_long_piece_is_remembered_as_far_back() -> None:
    dice = np.random.default_rng(5)
    tokens = [int(token) for token in dice.integers(0, TOKENS, 2300)]
    tokens = [token for at, token in enumerate(tokens) if not at or token != tokens[at - 1]]
    found = foresee(tokens, tokens, minor=False)
    asked = shipped_model().predict(np.array(tokens), np.array(tokens), minor=False)
    assert found.probability == pytest.approx(asked.probability.tolist(), rel=1e-6, abs=1e-12)


ASKED = """
import sys
from chordwork.music.suggestions import Suggester
if {numpy}:
    import numpy
said = []
for line in ("", "C", "C G", "C G Am", "Am G F", "C G Am F C G Am F C", "C7 F7 C7", "Dm7 G7 Cmaj7", "C C/E F G"):
    suggester = Suggester()
    for chord in line.split():
        suggester.add(chord)
    said += [(each.symbol, round(each.probability, 9), each.reason) for each in suggester.suggest(20)]
assert ("numpy" in sys.modules) == {numpy}
print(said)
"""


def test_who_has_numpy_is_told_the_same() -> None:
    without, with_it = (
        subprocess.run([sys.executable, "-c", ASKED.format(numpy=numpy)], capture_output=True, text=True, check=True)
        for numpy in (False, True)
    )
    assert without.stdout == with_it.stdout
    assert without.stdout.count("C") > 50
