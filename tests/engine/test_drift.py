"""Drift: what the score is worth, and that it is silent where it is worth nothing."""

from __future__ import annotations

import json
import math

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.engine import bundled_model
from chordwork.engine.drift import (
    CLASSES,
    CONFIDENCE_BINS,
    EMPTY,
    Distribution,
    Reference,
    Tally,
    Window,
    chord_class,
    divergence_bits,
)
from chordwork.harmony import NO_CHORD, UNKNOWN_CHORD, all_chords, parse_label

weights = st.lists(st.floats(0, 1e6), min_size=len(CLASSES), max_size=len(CLASSES)).filter(lambda each: sum(each) > 1)


def of(**seconds: float) -> Distribution:
    return attrs.evolve(
        EMPTY,
        chords=tuple(seconds.get(name, 0.0) for name in CLASSES),
        confidences=(0.0,) * (CONFIDENCE_BINS - 1) + (sum(seconds.values()),),
        finals=1000,
    )


@given(weights, weights)
def test_it_is_a_symmetric_share_of_a_bit(one: list[float], other: list[float]) -> None:
    bits = divergence_bits(one, other)
    assert 0.0 <= bits <= 1.0
    assert bits == pytest.approx(divergence_bits(other, one), abs=1e-9)


@given(weights, st.floats(0.01, 100))
def test_the_same_shares_have_none(one: list[float], factor: float) -> None:
    assert divergence_bits(one, [factor * each for each in one]) == pytest.approx(0.0, abs=1e-9)


def test_values_by_hand() -> None:
    assert divergence_bits([1, 0], [0, 5]) == 1.0
    # of (1, 0) and (1/2, 1/2): H(3/4, 1/4) - H(1/2, 1/2) / 2
    by_hand = -(0.75 * math.log2(0.75) + 0.25 * math.log2(0.25)) - 0.5
    assert divergence_bits([3, 0], [1, 1]) == pytest.approx(by_hand)
    with pytest.raises(ValueError, match="some weight"):
        divergence_bits([0, 0], [1, 1])


def test_every_chord_has_a_class_and_no_root_has_its_own() -> None:
    assert {chord_class(chord) for chord in (*all_chords(), NO_CHORD, UNKNOWN_CHORD)} == set(CLASSES)
    assert chord_class(parse_label("A:min7/b3")) == chord_class(parse_label("Eb:min7")) == "min7"


def test_too_little_is_no_score_rather_than_a_low_one() -> None:
    reference = Reference(of(maj=50, min=50), "made up", needed_finals=400, usual_bits=(0.05, 0.05))
    window = attrs.evolve(of(maj=50, min=50), finals=399)
    assert reference.drift(window).chords is None
    assert reference.drift(EMPTY).confidence is None
    found = reference.drift(attrs.evolve(window, finals=400))
    assert (found.chords, found.confidence, found.finals, found.needed) == (0.0, 0.0, 400, 400)


def test_other_music_and_lower_confidence_are_told_apart() -> None:
    reference = Reference(of(maj=60, min=30, N=10), "made up", needed_finals=1, usual_bits=(0.05, 0.05))
    noise = reference.drift(of(maj=10, N=90))
    assert noise.chords is not None
    assert noise.chords > 0.4
    assert noise.confidence == 0.0
    worse = attrs.evolve(of(maj=60, min=30, N=10), confidences=(100.0,) + (0.0,) * (CONFIDENCE_BINS - 1))
    unsure = reference.drift(worse)
    assert (unsure.chords, unsure.confidence) == (0.0, 1.0)


def test_a_window_forgets_what_is_old_and_keeps_half_at_least() -> None:
    window = Window(10)
    for _ in range(100):
        window.add(parse_label("C:maj"), 2.0, 0.9)
    for count in range(1, 6):
        window.add(parse_label("A:min"), 2.0, 0.2)
        assert 5 <= window.distribution.finals <= 10
        assert window.distribution.chords[CLASSES.index("min")] == 2.0 * count
    for _ in range(5):
        window.add(parse_label("A:min"), 2.0, 0.2)
    assert window.distribution.share("min") == 1.0


def test_confidence_one_is_in_the_last_bin() -> None:
    tally = Tally()
    for confidence in (0.0, 0.05, 0.999, 1.0):
        tally.add(NO_CHORD, 1.0, confidence)
    assert (tally.distribution.confidences[0], tally.distribution.confidences[-1]) == (2.0, 2.0)


def test_the_reference_of_the_bundled_model_can_be_written_and_read() -> None:
    reference = bundled_model().card.reference
    assert reference is not None
    assert Reference.from_dict(json.loads(json.dumps(reference.to_dict()))) == reference
    assert reference.distribution.finals >= reference.needed_finals
    assert max(reference.usual_bits) <= 0.05
    assert reference.drift(reference.distribution).chords == 0.0


@pytest.mark.parametrize(
    "change",
    [
        {"confidence_seconds": [1.0] * 9},
        {"confidence_seconds": [float("nan")] * 10},
        {"confidence_seconds": [0.0] * 10},
        {"seconds": {"maj": -1.0, "min": 2.0}},
        {"method": "psi"},
    ],
)
def test_a_reference_that_cannot_be_is_refused(change: dict[str, object]) -> None:
    reference = bundled_model().card.reference
    assert reference is not None
    with pytest.raises(ValueError, match=r"reference|drift"):
        Reference.from_dict({**reference.to_dict(), **change})
