"""Top-k accuracy and perplexity on songs, of the model and of three baselines."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.harmony.keyfinding import key_probabilities
from chordwork.harmony.reduction import REDUCED_QUALITIES, TOKENS
from chordwork.music.suggestions.model import Model
from chordwork.music.suggestions.piece import KEY_CHORDS
from training.harmony.corpus import Song
from training.harmony.styles import STYLE_OF_SOURCE

TOPS: Final = (1, 3, 5)
EARLY_CHORDS: Final = 8

Predictor = Callable[[Song, int], NDArray[np.float64]]
"""Probabilities of the chord at a place of a song; it may look at what comes before that place only."""


@attrs.frozen
class Score:
    """Shares of answers among the best 1, 3 and 5; perplexity; how many were asked."""

    tops: tuple[float, ...]
    perplexity: float
    count: int

    def __str__(self) -> str:
        tops = "  ".join(f"{share:.3f}" for share in self.tops)
        return f"{tops}  {self.perplexity:6.2f}  {self.count:6d}"


def evaluate(songs: Iterable[Song], predict: Predictor, *, early: bool | None = None) -> Score:
    """Ask for every chord but the first of each song. Ties count as the middle of the tied ranks.

    Args:
        songs: unseen ones.
        predict: what is judged. The chord before is struck out: the next one differs from it.
        early: only the places with at most, or only those with more than, :data:`EARLY_CHORDS` chords before them.
    """
    ranks = []
    loss = 0.0
    for song in songs:
        for place in range(1, len(song.tokens)):
            if early is not None and early != (place <= EARLY_CHORDS):
                continue
            probability = predict(song, place).copy()
            probability[song.tokens[place - 1]] = 0.0
            probability /= probability.sum()
            answer = probability[song.tokens[place]]
            ranks.append((probability > answer).sum() + ((probability == answer).sum() - 1) / 2)
            loss -= math.log(answer)
    tops = tuple(float(np.mean(np.array(ranks) < top)) for top in TOPS)
    return Score(tops, math.exp(loss / len(ranks)), len(ranks))


def of_model(model: Model, *, styled: bool = False) -> Predictor:
    """The model as a predictor, told the style of each song or not."""

    def predict(song: Song, place: int) -> NDArray[np.float64]:
        minor = song.minor_so_far(place)
        style = STYLE_OF_SOURCE[song.source] if styled else None
        return model.predict(song.tokens[:place], song.exact[:place], minor=minor, style=style).probability

    return predict


def of_model_in_found_key(model: Model) -> Predictor:
    """The model as a player meets it: the key is not told but found from the last chords."""

    def predict(song: Song, place: int) -> NDArray[np.float64]:
        found = int(np.argmax(key_probabilities(song.classes[max(0, place - KEY_CHORDS) : place].tolist())))
        shift = len(REDUCED_QUALITIES) * ((found - song.tonic) % 12)
        tokens = (song.tokens[:place] - shift) % TOKENS
        return np.roll(model.predict(tokens, song.exact[:place], minor=found >= 12).probability, shift)

    return predict


def back_off(songs: Iterable[Song], order: int) -> Predictor:
    """An n-gram model of that order: 1 is the most frequent next, 2 the bigram in key. Escape of Witten and Bell."""
    counts: list[defaultdict[tuple[int, ...], Counter[int]]] = [defaultdict(Counter) for _ in range(order)]
    for song in songs:
        tokens = song.tokens.tolist()
        for place, token in enumerate(tokens):
            for length in range(min(order, place + 1)):
                counts[length][tuple(tokens[place - length : place])][token] += 1

    def predict(song: Song, place: int) -> NDArray[np.float64]:
        probability = np.full(TOKENS, 1 / TOKENS)
        for length in range(min(order, place + 1)):
            seen = counts[length].get(tuple(song.tokens[place - length : place].tolist()))
            if not seen:
                break
            total, kinds = sum(seen.values()), len(seen)
            probability *= kinds / (total + kinds)
            for token, count in seen.items():
                probability[token] += count / (total + kinds)
        return probability

    return predict
