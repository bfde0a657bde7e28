"""Fitting the ranker: cross-entropy over the candidates at a sample of places in the train songs."""

from __future__ import annotations

from typing import Final

import attrs
import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn import functional

from chordwork.harmony.reduction import TOKENS
from chordwork.music.suggestions.features import FEATURES, view
from chordwork.music.suggestions.model import Ranker
from training.harmony.corpus import Song
from training.harmony.counting import Tally
from training.harmony.styles import ModeCounts

HIDDEN: Final = 32
BATCH: Final = 128
PEAK_RATE: Final = 3e-3
EPOCHS: Final = 6
PLACES: Final = 40_000
"""Drawn from whole songs."""
EARLY_PLACES: Final = 20_000
"""Drawn besides from the beginnings of songs, where a player needs help most and little of the song is known."""
EARLY_CHORDS: Final = 16


@attrs.frozen(eq=False)
class Examples:
    """Places in songs: features ``(n, TOKENS, FEATURES)``, the chord before (-1 for none) and the chord, ``(n,)``."""

    features: NDArray[np.float16]
    before: NDArray[np.int64]
    answer: NDArray[np.int64]

    def __add__(self, other: Examples) -> Examples:
        return Examples(
            np.concatenate((self.features, other.features)),
            np.concatenate((self.before, other.before)),
            np.concatenate((self.answer, other.answer)),
        )


def examples(songs: list[Song], tally: Tally, modes: ModeCounts, *, seed: int) -> Examples:
    """What the ranker is trained on: places of the songs that were counted, each seen without its own song's counts."""
    anywhere = [(song, place) for song in songs for place in range(len(song.tokens))]
    early = [(song, place) for song, place in anywhere if place < EARLY_CHORDS]
    return gather(anywhere, tally, modes, places=PLACES, seed=seed) + gather(
        early, tally, modes, places=EARLY_PLACES, seed=seed + 1
    )


def gather(everywhere: list[tuple[Song, int]], tally: Tally, modes: ModeCounts, *, places: int, seed: int) -> Examples:
    """Features at places in songs, drawn by chance."""
    chosen = np.random.default_rng(seed).permutation(len(everywhere))[:places]
    everywhere = [everywhere[index] for index in sorted(chosen)]
    features = np.empty((len(everywhere), TOKENS, FEATURES), dtype=np.float16)
    for index, (song, place) in enumerate(everywhere):
        counts = tally.without(song.group)
        minor = song.minor_so_far(place)
        ratios = modes.ratios_without(song.group, int(song.tokens[place - 1]) if place else TOKENS, minor=minor)
        seen = view(song.tokens[:place], song.exact[:place], counts, minor=minor, mode_ratios=ratios)
        features[index] = seen.features
    before = np.array([song.tokens[place - 1] if place else -1 for song, place in everywhere])
    return Examples(features, before, np.array([song.tokens[place] for song, place in everywhere]))


def fit(examples: Examples, *, seed: int) -> Ranker:
    """Train a network on examples and fold the scaling of its inputs into its first layer."""
    torch.manual_seed(seed)
    sample = examples.features[:: max(1, len(examples.features) // 1000)].reshape(-1, FEATURES).astype(np.float32)
    mean, scale = sample.mean(axis=0), sample.std(axis=0) + 1e-3
    net = nn.Sequential(
        nn.Linear(FEATURES, HIDDEN), nn.SiLU(), nn.Linear(HIDDEN, HIDDEN), nn.SiLU(), nn.Linear(HIDDEN, 1, bias=False)
    )
    optimiser = torch.optim.AdamW(net.parameters(), PEAK_RATE, weight_decay=1e-2)
    steps = EPOCHS * (len(examples.answer) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, PEAK_RATE, total_steps=steps)
    for epoch in range(EPOCHS):
        order = np.random.default_rng((seed, epoch)).permutation(len(examples.answer))
        for batch in order[: len(order) // BATCH * BATCH].reshape(-1, BATCH):
            inputs = torch.from_numpy((examples.features[batch].astype(np.float32) - mean) / scale)
            scores = net(inputs)[:, :, 0].masked_fill(_is_last(examples.before[batch]), -1e9)
            loss = functional.cross_entropy(scores, torch.from_numpy(examples.answer[batch]))
            optimiser.zero_grad()
            torch.autograd.backward(loss)
            optimiser.step()
            schedule.step()
    values = [parameter.detach().numpy().astype(np.float64) for parameter in net.parameters()]
    first = values[0].T / scale[:, None]
    arrays = (first, values[1] - mean @ first, values[2].T, values[3], values[4][0])
    return Ranker(*(array.astype(np.float32) for array in arrays))


def _is_last(before: NDArray[np.int64]) -> torch.Tensor:
    return torch.from_numpy(before[:, None] == np.arange(TOKENS))
