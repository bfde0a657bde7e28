"""Moods of texts by the encoder, and moods of words that add up to them.

The teacher is a logistic regression on the encoder's vectors of labelled themes. Its opinions on many made-up phrases
teach every word of the table four numbers and a weight, so that the weighted mean over a text's words says what the
teacher would (G. Hinton et al., "Distilling the knowledge in a neural network", 2015).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import attrs
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from chordwork.music.songwriting.model import MOODS
from training.themes.encoder import Encoder, Vectors
from training.themes.labels import Labelled

TEACHER_DECAY: Final = 1e-3
WORD_DECAY: Final = 0.3
"""How dearly a word buys a difference from what the encoder says of it alone."""
EPOCHS: Final = 8
BATCH: Final = 2048
LABEL_SHARE: Final = 0.5
"""Weight of the labels against the teacher, where a theme has labels."""
ALONE_TIMES: Final = 1
"""How often a word alone counts,"""
LABELLED_TIMES: Final = 6
"""and a labelled theme, against a made-up phrase."""

Floats = NDArray[np.float32]
Rows = Callable[[str], Sequence[int]]
"""The table's rows of a text's words."""


@attrs.frozen(eq=False)
class Teacher:
    """A head on the encoder's vectors."""

    weight: Floats
    bias: Floats

    @classmethod
    def taught(cls, vectors: Vectors, themes: Sequence[Labelled]) -> Teacher:
        """Fit to labelled themes."""
        inputs = torch.from_numpy(vectors)
        targets = torch.tensor([theme.target for theme in themes])
        weight = torch.zeros(inputs.shape[1], len(MOODS), requires_grad=True)
        bias = torch.zeros(len(MOODS), requires_grad=True)
        optimiser = torch.optim.LBFGS([weight, bias], max_iter=200)

        def closure() -> Tensor:
            optimiser.zero_grad()
            loss = _cross_entropy(inputs @ weight + bias, targets) + TEACHER_DECAY * (weight**2).sum()
            loss.backward()
            return loss

        optimiser.step(closure)
        return cls(weight.detach().numpy(), bias.detach().numpy())

    def logits(self, vectors: Vectors) -> Floats:
        """Log-odds of the moods, shape ``(n, 4)``."""
        return np.asarray(vectors @ self.weight + self.bias, np.float32)

    def shares(self, vectors: Vectors) -> Floats:
        """Probabilities, shape ``(n, 4)``."""
        odds = np.exp(self.logits(vectors))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True), np.float32)


@attrs.frozen(eq=False)
class WordMoods:
    """What was taught: ``logits(text) = gain * sum(weight * mood) / (doubt + sum(weight))``.

    Attributes:
        moods: of each word, shape ``(words, 4)``, each row summing to 0.
        weights: how much each word says, shape ``(words,)``, positive.
        gain: of the mean.
        doubt: weight of saying nothing; a text without evidence has all moods alike.
    """

    moods: Floats
    weights: Floats
    gain: float
    doubt: float

    def logits(self, rows: Sequence[int]) -> Floats:
        """Log-odds of a text with these rows, shape ``(4,)``."""
        weights = self.weights[list(rows)]
        mean = (weights[:, None] * self.moods[list(rows)]).sum(axis=0) / (self.doubt + weights.sum())
        return np.asarray(self.gain * mean, np.float32)


class _Student(torch.nn.Module):
    def __init__(self, vectors: Vectors, teacher: Teacher) -> None:
        super().__init__()
        self.vectors = torch.from_numpy(vectors)
        self.shared = torch.nn.Parameter(torch.from_numpy(teacher.weight.copy()))
        self.attention = torch.nn.Parameter(torch.zeros(vectors.shape[1]))
        self.own = torch.nn.Parameter(torch.zeros(len(vectors), len(MOODS)))
        self.own_weight = torch.nn.Parameter(torch.zeros(len(vectors)))
        self.gain = torch.nn.Parameter(torch.tensor(1.0))
        self.doubt = torch.nn.Parameter(torch.tensor(0.0))

    def tables(self) -> tuple[Tensor, Tensor]:
        moods = self.vectors @ self.shared + self.own
        weights = torch.nn.functional.softplus(self.vectors @ self.attention + self.own_weight)
        return moods - moods.mean(dim=1, keepdim=True), weights

    def forward(self, rows: Tensor) -> Tensor:
        moods, weights = self.tables()
        real = (rows >= 0).float()
        rows = rows.clamp(min=0)
        shares = weights[rows] * real
        total = torch.nn.functional.softplus(self.doubt) + shares.sum(dim=1, keepdim=True)
        return self.gain * (shares[..., None] * moods[rows]).sum(dim=1) / total

    def decay(self) -> Tensor:
        return WORD_DECAY * ((self.own**2).sum(dim=1) + self.own_weight**2).mean() * len(MOODS)


def teach_words(
    vectors: Vectors, teacher: Teacher, themes: Sequence[tuple[Labelled, Floats]],
    phrases: Sequence[tuple[str, Floats]], rows_of: Rows, plain: Floats, seed: int,
) -> WordMoods:  # fmt: skip
    """Teach the words of a table.

    Args:
        vectors: the encoder's, of each word alone.
        teacher: starts the words off.
        themes: labelled, with the teacher's shares.
        phrases: made up, with the teacher's shares.
        rows_of: finds the words of a text.
        plain: how far each word alone has no mood, 0 … 1, shape ``(words,)``.
        seed: of the order of the batches.
    """
    generator = torch.Generator().manual_seed(seed)
    examples = [(rows_of(text), shares) for text, shares in phrases]
    for theme, shares in themes:
        target = LABEL_SHARE * np.array(theme.target, np.float32) + (1 - LABEL_SHARE) * shares
        examples += [(rows_of(theme.text), target)] * LABELLED_TIMES
    alone = (1.0 - plain)[:, None] * teacher.shares(vectors) + plain[:, None] / len(MOODS)
    examples += [([row], share) for row, share in enumerate(alone)] * ALONE_TIMES
    examples = [(rows, share) for rows, share in examples if rows]
    inputs = _padded([rows for rows, _ in examples])
    targets = torch.from_numpy(np.stack([share for _, share in examples]))
    student = _Student(vectors, teacher)
    few = [student.shared, student.attention, student.gain, student.doubt]
    optimiser = torch.optim.Adam(
        [{"params": few, "lr": 0.01}, {"params": [student.own, student.own_weight], "lr": 0.02}]
    )
    schedule = torch.optim.lr_scheduler.ExponentialLR(optimiser, 0.85)
    for _ in range(EPOCHS):
        order = torch.randperm(len(inputs), generator=generator)
        for begin in range(0, len(order), BATCH):
            batch = order[begin : begin + BATCH]
            optimiser.zero_grad()
            loss = _cross_entropy(student(inputs[batch]), targets[batch]) + student.decay()
            loss.backward()
            optimiser.step()
        schedule.step()
    with torch.no_grad():
        moods, weights = student.tables()
        doubt = float(torch.nn.functional.softplus(student.doubt))
        return WordMoods(moods.numpy(), weights.numpy(), float(student.gain), doubt)


def teach(encoder: Encoder, themes: Sequence[Labelled]) -> Teacher:
    """A teacher of all these themes."""
    return Teacher.taught(encoder.encode([theme.text for theme in themes]), themes)


def _padded(rows: Iterable[Sequence[int]]) -> Tensor:
    listed = list(rows)
    longest = max(map(len, listed))
    return torch.tensor([[*row, *(-1 for _ in range(longest - len(row)))] for row in listed])


def _cross_entropy(logits: Tensor, targets: Tensor) -> Tensor:
    return -(targets * torch.log_softmax(logits, dim=1)).sum(dim=1).mean()
