"""A stream hears the same alone and in any company, to the bit: whoever asks in the same batch, joins or leaves, and
however many hops each asks about."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chordwork.engine import Event, Listening, Question, Recognizer, bundled_model, load_model

from .sounds import plucked, s16

RATES = (16000, 22050, 44100)
SOUNDS = (((48, 52, 55), (45, 48, 52)), ((43, 47, 50, 53),), ((50, 53, 57), (41, 45, 48), (36, 52, 60)))


def pcm_of(number: int) -> bytes:
    """Three seconds, another for each stream."""
    rate, voicings = RATES[number % len(RATES)], SOUNDS[number % len(SOUNDS)]
    sound = np.concatenate([plucked(voicing, 3.0 / len(voicings), rate, cents=7.0 * number) for voicing in voicings])
    noise = np.random.default_rng(number).standard_normal(len(sound)).astype(np.float32)
    return s16(sound + np.float32(0.002 * number) * noise)


def alone(number: int) -> list[Event]:
    recognizer = Recognizer(RATES[number % len(RATES)])
    return [*recognizer.feed(pcm_of(number)), *recognizer.finish()]


class Guest:
    """A stream that asks when it is let, and hears in pieces of its own."""

    def __init__(self, number: int, chance: random.Random) -> None:
        self.events: list[Event] = []
        self.question: Question | None = None
        self._recognizer = Recognizer(RATES[number % len(RATES)])
        self._recognizer.run_hops = chance.randint(1, 5)
        self._pcm, self._chance, self._finishing = pcm_of(number), chance, False
        self._next(self._recognizer.listen(b""))

    def answer(self, answer: object) -> None:
        self._go_on(lambda: self._listening.send(answer))  # type: ignore[arg-type]

    def _next(self, listening: Listening) -> None:
        self._listening = listening
        self._go_on(lambda: next(self._listening))

    def _go_on(self, step: object) -> None:
        try:
            self.question = step()  # type: ignore[operator]
        except StopIteration as stop:
            self.events += stop.value
            self.question = None
            if self._pcm:
                size = self._chance.randrange(1, 20_000)
                piece, self._pcm = self._pcm[:size], self._pcm[size:]
                self._next(self._recognizer.listen(piece))
            elif not self._finishing:
                self._finishing = True
                self._next(self._recognizer.listen_to_end())


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 10_000), streams=st.integers(2, 7))
def test_events_do_not_depend_on_the_company(seed: int, streams: int) -> None:
    chance, model = random.Random(seed), load_model()
    guests: list[Guest] = []
    while len(guests) < streams or any(guest.question for guest in guests):
        if len(guests) < streams and chance.random() < 0.1:
            guests.append(Guest(len(guests), chance))
        asking = [guest for guest in guests if guest.question and chance.random() < 0.8]
        if not asking:
            continue
        questions = [guest.question for guest in asking if guest.question]
        for guest, answer in zip(asking, model.step_together(questions), strict=True):
            guest.answer(answer)
    for number, guest in enumerate(guests):
        assert guest.events == alone(number)


@pytest.mark.parametrize("rows", [2, 3, 5, 8, 13, 16, 21])
def test_a_row_of_the_bundled_model_has_the_same_bits_in_a_batch_of_any_size(rows: int) -> None:
    model, chance = load_model(), np.random.default_rng(rows)
    features = chance.random((rows, 2, 252), np.float32)
    state = (0.3 * chance.standard_normal((rows, 12, 128))).astype(np.float32)
    evidence, after = model.step(features, state)
    for row in range(rows):
        one = slice(row, row + 1)
        single, single_after = model.step(features[one], state[one])
        assert np.array_equal(single_after, after[one])
        for name in ("chord", "bass", "notes"):
            assert np.array_equal(getattr(single, name), getattr(evidence, name)[one])


@settings(max_examples=15, deadline=None)
@given(hops=st.lists(st.integers(1, 6), min_size=1, max_size=9), seed=st.integers(0, 2**32 - 1))
def test_several_hops_of_each_of_several_streams_have_the_bits_of_each_alone(hops: list[int], seed: int) -> None:
    model, chance = load_model(), np.random.default_rng(seed)
    assert model.alike_in_company
    questions: list[Question] = [
        (chance.random((each, 2, 252), np.float32), (0.3 * chance.standard_normal((1, 12, 128))).astype(np.float32))
        for each in hops
    ]
    for (features, state), (evidence, after) in zip(questions, model.step_together(questions), strict=True):
        for hop in range(len(features)):
            single, state = model.step(features[hop : hop + 1], state)
            for name in ("chord", "bass", "notes"):
                assert np.array_equal(getattr(single, name)[0], getattr(evidence, name)[hop])
        assert np.array_equal(state, after)


@pytest.mark.parametrize("error", [1e-7, 1e-3])
def test_a_model_whose_parts_round_otherwise_is_not_asked_for_runs(
    error: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = bundled_model().load()
    step = model._step

    def other(features: np.ndarray, state: np.ndarray) -> Any:
        (chord, *rest), new_state = step(features, state)
        return [chord - np.float32(error * (1.0 - chord)), *rest], new_state

    monkeypatch.setattr(model, "_step", other)
    assert not model.alike_in_company
    features, state = np.zeros((2, 2, 252), np.float32), model.initial_state()
    ((evidence, _), (single, _)) = model.step_together([(features, state), (features[:1], state)])
    assert len(evidence.chord) == 2
    assert np.abs(single.chord - evidence.chord[:1]).max() < 1e-4


def test_a_recogniser_asks_about_at_least_one_hop() -> None:
    recognizer = Recognizer()
    assert recognizer.run_hops == 1
    with pytest.raises(ValueError, match="run_hops"):
        recognizer.run_hops = 0
