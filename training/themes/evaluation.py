"""How well moods are heard in themes that nothing was tuned on: ``python -m training theme-scores``."""

from __future__ import annotations

import json
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np

from chordwork.music.songwriting.choices.mood import SURE, mood_of
from chordwork.music.songwriting.model import MOODS
from chordwork.music.songwriting.words.reading import read_theme
from chordwork.music.songwriting.words.table import spoken, word_table
from training.themes.card import CARD, SCORES, refresh_scores
from training.themes.labels import EVALUATION, TUNING, Labelled, read_themes

_Z: Final = 1.96
ANCHORS: Final = {
    "happy": "happy joy joyful celebration party fun dance dancing laughing smile victory celebrate cheerful excited",
    "calm": "calm peaceful quiet gentle sleep relax serene breeze garden soft slowly rest dawn lake meadow tranquil",
    "sad": "sad lonely grief crying tears goodbye loss lost died funeral mourning regret broken alone missing empty",
    "tense": "anger rage fight war fear danger enemy blood kill violence attack scream horror hunted fire revenge",
}
"""Words that stand for each mood, for the two baselines that only compare words."""

Method = Callable[[str], str]


@attrs.frozen
class Score:
    """How often a method agrees with a label, and its 95 % interval by E. Wilson (1927).

    Attributes:
        method: its name.
        right: themes whose mood it names.
        themes: all of them.
        right_alone: themes where it is right and the product is not,
        product_alone: and the other way round.
    """

    method: str
    right: int
    themes: int
    right_alone: int
    product_alone: int

    @property
    def accuracy(self) -> float:
        """Share of themes."""
        return self.right / self.themes

    @property
    def interval(self) -> tuple[float, float]:
        """Lowest and highest share that the count is compatible with."""
        spread = 1 + _Z**2 / self.themes
        middle = (self.accuracy + _Z**2 / (2 * self.themes)) / spread
        variance = self.accuracy * (1 - self.accuracy) / self.themes + _Z**2 / (4 * self.themes**2)
        half = _Z * math.sqrt(variance) / spread
        return middle - half, middle + half


def main(output: Path, wheel: Path | None = None) -> None:
    """Score all methods, print a table, write JSON."""
    themes, tuning = read_themes(EVALUATION), read_themes(TUNING)
    methods: dict[str, Method] = {
        "word table (the product)": lambda text: mood_of(read_theme(text)).name,
        "nearest anchor words, same table": _nearest_anchors,
        "keywords of the tuning themes, equal": _keywords(tuning),
        "anchor words, equal": _equal_anchors(tuning),
        "always the commonest mood": lambda _: _commonest(tuning),
    }
    if wheel is not None:
        methods["sentence encoder itself (not shipped)"] = _encoder(wheel, tuning)
    right = {name: [method(theme.text) in theme.moods for theme in themes] for name, method in methods.items()}
    product = next(iter(right.values()))
    scores = [_score(name, own, product) for name, own in right.items()]
    print(f"{'method':40} right  95 %         alone : product alone")
    for score in scores:
        low, high = score.interval
        alone = f"{score.right_alone:5} : {score.product_alone}"
        print(f"{score.method:40} {score.accuracy:.2f}  [{low:.2f} {high:.2f}]  {alone}")
    sureness = _sureness(themes)
    print("mean confidence {mean_confidence:.2f}; of {sure} called sure, {sure_right} agree".format(**sureness))
    data = {
        "themes": len(themes),
        "methods": [_data(score) for score in scores],
        **sureness,
        "by_mood": _by_mood(themes),
    }
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(json.dumps(data, indent=1) + "\n")
    if output == SCORES and CARD.exists():
        refresh_scores(CARD)


def _score(name: str, right: Sequence[bool], product: Sequence[bool]) -> Score:
    alone = sum(one and not two for one, two in zip(right, product, strict=True))
    product_alone = sum(two and not one for one, two in zip(right, product, strict=True))
    return Score(name, sum(right), len(right), alone, product_alone)


def _data(score: Score) -> dict[str, Any]:
    low, high = score.interval
    return {"method": score.method, "right": score.right, "accuracy": score.accuracy,
            "low": round(low, 4), "high": round(high, 4), "right_alone": score.right_alone,
            "product_alone": score.product_alone}  # fmt: skip


def _commonest(tuning: Sequence[Labelled]) -> str:
    counts = Counter(mood for theme in tuning for mood in theme.moods)
    return max(MOODS, key=lambda mood: counts[mood])


def _keywords(tuning: Sequence[Labelled]) -> Method:
    """Every word votes for the moods of the tuning themes that it stood in; unknown words say nothing."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for theme in tuning:
        for word in set(spoken(theme.text)):
            votes[word].update(theme.moods)
    common = _commonest(tuning)

    def mood(text: str) -> str:
        total: Counter[str] = Counter()
        for word in spoken(text):
            size = sum(votes[word].values()) if word in votes else 0
            for name in MOODS:
                total[name] += votes[word][name] / size if size else 0
        return max(MOODS, key=lambda name: total[name]) if total.total() else common

    return mood


def _equal_anchors(tuning: Sequence[Labelled]) -> Method:
    """Themes that contain an anchor word have its mood."""
    anchors = {word: mood for mood, words in ANCHORS.items() for word in words.split()}
    common = _commonest(tuning)

    def mood(text: str) -> str:
        found = Counter(anchors[word] for word in spoken(text) if word in anchors)
        return found.most_common(1)[0][0] if found else common

    return mood


def _nearest_anchors(text: str) -> str:
    """The mood whose anchor words are nearest in the table to the theme's words."""
    table, reading = word_table(), read_theme(text)
    if not reading.words:
        return "calm"
    vectors = table.vectors.astype(np.float64) / 127.0
    theme = sum(word.weight * vectors[word.row] for word in reading.words)
    means = np.stack(
        [np.mean([vectors[row] for w in words.split() if (row := table.row_of(w)) is not None], axis=0)
         for words in ANCHORS.values()]
    )  # fmt: skip
    means -= 0.8 * means.mean(axis=0)
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    return list(ANCHORS)[int((means @ theme).argmax())]


def _encoder(wheel: Path, tuning: Sequence[Labelled]) -> Method:
    from training.themes.encoder import Encoder
    from training.themes.teaching import teach

    encoder = Encoder(wheel)
    teacher = teach(encoder, tuning)
    return lambda text: MOODS[int(teacher.logits(encoder.encode([text]))[0].argmax())]


def _sureness(themes: Sequence[Labelled]) -> dict[str, Any]:
    moods = [mood_of(read_theme(theme.text)) for theme in themes]
    sure = [mood.name in theme.moods for mood, theme in zip(moods, themes, strict=True) if mood.confidence >= SURE]
    mean = sum(mood.confidence for mood in moods) / len(moods)
    return {"mean_confidence": round(mean, 3), "sure": len(sure), "sure_right": sum(sure)}


def _by_mood(themes: Sequence[Labelled]) -> dict[str, dict[str, int]]:
    """For each first label, what was heard."""
    table: dict[str, Counter[str]] = {mood: Counter() for mood in MOODS}
    for theme in themes:
        table[theme.moods[0]][mood_of(read_theme(theme.text)).name] += 1
    return {mood: dict(counts) for mood, counts in table.items()}
