"""Distils the word table: ``python -m training themes --wheel WHEEL --sounds WHEEL --forms WHEEL``.

Words of the encoder and of two dictionaries, each with: its place in meaning (principal components of the encoder's
vectors, in eight bits), its mood (see :mod:`training.themes.teaching`), whether a song can show it, its kind, its rhyme
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

from chordwork.music.songwriting.model import MOODS
from chordwork.music.songwriting.words.table import KINDS, PICTURE_STEPS, WordTable, rows_of
from training.datacard import write_data_card
from training.themes.card import CARD, write_card
from training.themes.encoder import Encoder, Vectors
from training.themes.labels import TUNING, Labelled, read_themes
from training.themes.lexicon import Kinds, Pronunciation, read_forms, read_sounds
from training.themes.phrases import make_phrases
from training.themes.teaching import Teacher, WordMoods, teach_words
from training.themes.vocabulary import Vocabulary, choose

TARGET: Final = Path("music/chordwork/music/songwriting/words/words.npz")
COMPONENTS: Final = 72
FOLDS: Final = 5
PLAINNESS: Final = 1.5
"""How steeply a word of reports is taught to have no mood, by its picture score."""
MOST_BYTES: Final = 1_000_000


@attrs.frozen
class Wheels:
    """Where the three sources lie."""

    encoder: Path
    sounds: Path
    forms: Path


def main(wheels: Wheels, seed: int, target: Path = TARGET, card: Path = CARD) -> None:
    """Write the table and its card, and say how it went."""
    encoder = Encoder(wheels.encoder)
    sounds, forms = read_sounds(wheels.sounds), read_forms(wheels.forms)
    themes = read_themes(TUNING)
    theme_vectors = encoder.encode([theme.text for theme in themes])
    teacher = Teacher.taught(theme_vectors, themes)
    vocabulary = choose(encoder, teacher, sounds, forms)
    phrases = make_phrases(vocabulary.words, forms, seed)
    print(f"{len(vocabulary.words)} words, {len(phrases)} phrases, {len(themes)} themes", flush=True)
    phrase_vectors = encoder.encode(phrases)
    blank = _table(vocabulary, sounds, forms, None, 1.0)
    taught = _Taught(
        vocabulary.vectors, themes, theme_vectors, phrases, phrase_vectors, blank, vocabulary.pictures, seed
    )
    agreement, temperature = taught.cross_validated()
    moods = taught.words(range(len(themes)))
    table = _table(vocabulary, sounds, forms, moods, temperature)
    target.parent.mkdir(parents=True, exist_ok=True)
    table.write(target)
    size = target.stat().st_size
    if size > MOST_BYTES:
        raise SystemExit(f"{target} has {size} bytes: at most {MOST_BYTES} ship")
    facts = {
        "words": len(table.words), "components": COMPONENTS, "bytes": size, "seed": seed, "phrases": len(phrases),
        "tuning_themes": len(themes), "agreement_cross_validated": round(agreement, 3),
        "temperature": round(temperature, 3), "sha256": hashlib.sha256(target.read_bytes()).hexdigest(),
    }  # fmt: skip
    write_card(card, facts)
    write_data_card(target)
    for name, value in facts.items():
        print(f"{name}: {value}")


@attrs.frozen(eq=False)
class _Taught:
    """All that words are taught with."""

    vectors: Vectors
    themes: Sequence[Labelled]
    theme_vectors: Vectors
    phrases: Sequence[str]
    phrase_vectors: Vectors
    table: WordTable
    pictures: NDArray[np.float64]
    seed: int

    def words(self, chosen: Sequence[int]) -> WordMoods:
        """Words taught with some of the themes."""
        teacher = Teacher.taught(self.theme_vectors[list(chosen)], [self.themes[index] for index in chosen])
        shares = teacher.shares(self.theme_vectors)
        return teach_words(
            self.vectors,
            teacher,
            [(self.themes[index], shares[index]) for index in chosen],
            list(zip(self.phrases, teacher.shares(self.phrase_vectors), strict=True)),
            lambda text: rows_of(text, self.table),
            np.asarray(1.0 / (1.0 + np.exp(PLAINNESS * (self.pictures + 1.0))), np.float32),
            self.seed,
        )

    def cross_validated(self) -> tuple[float, float]:
        """How often words taught without a theme of several words agree with its labels, and the temperature at which
        they say so."""
        order = np.random.default_rng(self.seed).permutation(len(self.themes))
        logits = np.zeros((len(self.themes), len(MOODS)))
        for fold in range(FOLDS):
            apart = order[fold::FOLDS]
            moods = self.words(sorted(set(order.tolist()) - set(apart.tolist())))
            for index in apart:
                logits[index] = moods.logits(rows_of(self.themes[index].text, self.table))
        several = [index for index, theme in enumerate(self.themes) if " " in theme.text]
        logits = logits[several]
        right = np.array([[mood in self.themes[index].moods for mood in MOODS] for index in several])
        agreement = float(right[np.arange(len(right)), logits.argmax(axis=1)].mean())
        options = np.geomspace(0.3, 3.0, 47)
        return agreement, float(min(options, key=lambda each: _surprise(logits / each, right)))


def _surprise(logits: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares = odds / odds.sum(axis=1, keepdims=True)
    return -float(np.log((shares * right).sum(axis=1)).mean())


def _table(
    vocabulary: Vocabulary, sounds: Mapping[str, Pronunciation], forms: Mapping[str, Kinds], moods: WordMoods | None,
    temperature: float,
) -> WordTable:  # fmt: skip
    """The table as the product reads it; without moods, for finding words alone."""
    count = len(vocabulary.words)
    centred = vocabulary.vectors.astype(np.float64) - vocabulary.vectors.mean(axis=0)
    axes = np.linalg.svd(centred, full_matrices=False)[2]
    kept = centred @ axes[:COMPONENTS].T
    kept /= np.linalg.norm(kept, axis=1, keepdims=True)
    if moods is None:
        moods = WordMoods(np.zeros((count, 4), np.float32), np.ones(count, np.float32), 1.0, 1.0)
    rhymes = _numbered([sounds[word].rhyme if word in sounds else "" for word in vocabulary.words])
    onsets = _numbered([sounds[word].onset if word in sounds else "" for word in vocabulary.words])
    return WordTable(
        words=vocabulary.words,
        vectors=np.round(kept * 127.0).astype(np.int8),
        moods=moods.moods,
        weights=moods.weights,
        pictures=np.round(np.clip(PICTURE_STEPS * vocabulary.pictures, -127, 127)).astype(np.int8),
        kinds=np.array([_kinds(forms.get(word)) for word in vocabulary.words], np.uint8),
        rhymes=rhymes.astype(np.uint16),
        onsets=onsets.astype(np.uint8),
        syllables=np.array([sounds[w].syllables if w in sounds else 0 for w in vocabulary.words], np.uint8),
        constants=np.array([moods.gain, moods.doubt, temperature], np.float64),
    )


def _kinds(kinds: Kinds | None) -> int:
    return sum(flag for name, flag in KINDS.items() if kinds is not None and name in kinds.base)


def _numbered(texts: Sequence[str]) -> NDArray[np.int64]:
    """Numbers for texts, 0 for the empty one."""
    numbers = {text: number for number, text in enumerate(sorted({*texts, ""}))}
    return np.array([numbers[text] for text in texts])
