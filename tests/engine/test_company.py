"""A stream hears the same alone and in any company, to the bit: whoever asks in the same batch, joins or leaves."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chordwork.engine import Event, Listening, Question, Recognizer, load_model

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
        evidence, states = model.step(
            np.concatenate([features for features, _ in questions]), np.concatenate([state for _, state in questions])
        )
        for row, guest in enumerate(asking):
            one = slice(row, row + 1)
            guest.answer((type(evidence)(evidence.chord[one], evidence.bass[one], evidence.notes[one]), states[one]))
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
