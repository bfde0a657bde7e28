"""Which words the table holds: common ones, and rarer ones that a song could show."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

import attrs
import numpy as np
import torch
from numpy.typing import NDArray

from chordwork.music.songwriting.words.languages import index
from chordwork.music.songwriting.words.table import stems
from training.themes.encoder import Encoder, Vectors
from training.themes.lexicon import Kinds, Pronunciation
from training.themes.teaching import Teacher

SEEDS: Final = Path(__file__).with_name("seeds.json")
WORDS: Final = 14_000
ALWAYS: Final = 1500
"""The commonest words are kept whatever they are: they turn meanings."""
RARE_RANK: Final = 24_000
"""Rank of words that the encoder knows only in pieces."""
PICTURE_WEIGHT: Final = 0.35
"""What a unit of picture score is worth against a unit of log rank,"""
MOOD_WEIGHT: Final = 0.35
"""and a unit of mood: of how far the teacher's four log-odds stand apart."""
UNHEARD_RANK: Final = 12_000
"""Added to the rank of a word whose pronunciation is not known: rare, and of no use for rhymes."""
LONGEST: Final = 14
DECAY: Final = 2e-3
_WORD: Final = re.compile(r"[a-z]{2,}")


@attrs.frozen(eq=False)
class Vocabulary:
    """Words, commonest first, with what is known of each.

    Attributes:
        words: the words.
        vectors: of the encoder, shape ``(n, 384)``.
        pictures: log-odds of being something that a song can show, shape ``(n,)``.
    """

    words: list[str]
    vectors: Vectors
    pictures: NDArray[np.float64]


def choose(
    encoder: Encoder, teacher: Teacher, sounds: Mapping[str, Pronunciation], forms: Mapping[str, Kinds]
) -> Vocabulary:
    """The vocabulary."""
    ranks = {word: rank for rank, word in enumerate(_whole(encoder.vocabulary))}
    candidates = [word for word, rank in ranks.items() if rank < ALWAYS or word in forms]
    candidates += sorted(word for word in forms if word not in ranks and forms[word].base and len(word) <= LONGEST)
    wanted = {word for text in (*index().notions, *_seeds("pictures"), *_seeds("also")) for word in text.split()}
    unsung = set(_seeds("unsung"))
    known = set(candidates)
    kept = [word for word in candidates if ranks.get(word, ALWAYS) < ALWAYS or not _is_form(word, known, forms)]
    kept += sorted(wanted - set(kept))
    vectors = encoder.encode(kept)
    pictures = _pictures(encoder, vectors)
    rank = np.array([ranks.get(word, RARE_RANK) for word in kept], np.float64)
    rank += UNHEARD_RANK * np.array([word not in sounds for word in kept])
    mood = teacher.logits(vectors).std(axis=1)
    worth = PICTURE_WEIGHT * pictures + MOOD_WEIGHT * mood - np.log(rank + 200.0)
    worth[[index for index, word in enumerate(kept) if ranks.get(word, ALWAYS) < ALWAYS]] = math.inf
    worth[[index for index, word in enumerate(kept) if word in wanted]] = math.inf
    pictures[[index for index, word in enumerate(kept) if word in unsung]] = -math.inf
    chosen = np.sort(np.argsort(-worth, kind="stable")[:WORDS])
    chosen = chosen[np.argsort(rank[chosen], kind="stable")]
    return Vocabulary([kept[index] for index in chosen], vectors[chosen], pictures[chosen])


def _whole(vocabulary: Iterable[str]) -> list[str]:
    return [word for word in vocabulary if _WORD.fullmatch(word)]


def _is_form(word: str, known: set[str], forms: Mapping[str, Kinds]) -> bool:
    """Whether a word is an inflected form that the product finds by its stem."""
    if word not in forms or not forms[word].inflected:
        return False
    return next((stem for stem in stems(word) if stem in known), None) is not None


def _seeds(name: str) -> list[str]:
    words: list[str] = json.loads(SEEDS.read_text())[name].split()
    return words


def _pictures(encoder: Encoder, vectors: Vectors) -> NDArray[np.float64]:
    """Log-odds by a logistic regression between the two lists of seeds."""
    groups = [_seeds("pictures"), _seeds("plain")]
    inputs = torch.from_numpy(encoder.encode([word for group in groups for word in group]))
    targets = torch.tensor([float(group is groups[0]) for group in groups for _ in group])
    weight = torch.zeros(inputs.shape[1], requires_grad=True)
    bias = torch.zeros(1, requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=200)

    def closure() -> torch.Tensor:
        optimiser.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(inputs @ weight + bias, targets)
        loss = loss + DECAY * (weight**2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    with torch.no_grad():
        return (torch.from_numpy(vectors) @ weight + bias).double().numpy()
