"""The acoustic network: weights shared over pitch, so that a chord learnt in C is known in every key."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from chordwork.engine._spec import FEATURE_SPEC
from chordwork.music import QUALITIES

OCTAVES = FEATURE_SPEC.semitones // 12


class ChordNet(nn.Module):
    """Convolutions over pitch, a fold to pitch classes, and one recurrent cell shared by the twelve possible roots.

    1. A convolution over log-frequency bins with a stride of one semitone, and one whose taps lie an octave apart.
    2. For each pitch class, a dense layer over its octaves (register matters: a bass note is not a melody note).
    3. For each root, a dense layer over the twelve pitch classes seen from that root: a circular convolution.
    4. A GRU cell a root, all with the same weights.
    5. Heads: fifteen qualities a root and ``N`` in one softmax; bass interval a root; does the root's note sound.

    Transposing the input by a semitone rotates the output; only the edges of the pitch range break that.
    """

    def __init__(
        self, *, first: int = 32, second: int = 24, folded: int = 32, dense: int = 64, hidden: int = 80
    ) -> None:
        super().__init__()
        self.hidden = hidden
        self.bins = nn.Sequential(
            nn.Conv1d(FEATURE_SPEC.channels, first, 9, stride=3, padding=3),
            nn.BatchNorm1d(first),
            nn.ReLU(inplace=True),
            nn.Conv1d(first, second, 3, padding=12, dilation=12),
            nn.BatchNorm1d(second),
            nn.ReLU(inplace=True),
        )
        self.fold = nn.Sequential(nn.Conv1d(second * OCTAVES, folded, 1), nn.BatchNorm1d(folded), nn.ReLU(inplace=True))
        self.from_root = nn.Sequential(nn.Conv1d(folded, dense, 12), nn.BatchNorm1d(dense), nn.ReLU(inplace=True))
        self.gru = nn.GRU(dense, hidden, batch_first=True)
        self.chord_head = nn.Linear(2 * hidden, len(QUALITIES))
        self.none_head = nn.Linear(2 * hidden, 1)
        self.bass_head = nn.Linear(hidden, 12)
        self.note_head = nn.Linear(hidden, 1)

    def encode(self, features: Tensor) -> Tensor:
        """Features ``(n, channels, bins)`` to what each root sees, ``(n, 12, dense)``."""
        semitones = self.bins(features)
        count = semitones.shape[0]
        octaves = semitones.reshape(count, -1, OCTAVES, 12).reshape(count, -1, 12)
        classes = self.fold(octaves)
        around = torch.cat((classes, classes[:, :, :11]), dim=2)
        seen: Tensor = self.from_root(around)
        return seen.transpose(1, 2)

    def heads(self, memory: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Memory of each root ``(n, 12, hidden)`` to log-probabilities of chords, of basses, and logits of notes."""
        mean = memory.mean(dim=1, keepdim=True)
        own, shared = self.chord_head.weight.split(self.hidden, dim=1)
        shared_part = nn.functional.linear(mean, shared, self.chord_head.bias)
        chords = (nn.functional.linear(memory, own) + shared_part).flatten(1)
        none = self.none_head(torch.cat((memory.amax(dim=1), mean[:, 0]), dim=1))
        chord = torch.log_softmax(torch.cat((chords, none), dim=1), dim=1)
        bass = torch.log_softmax(self.bass_head(memory), dim=2)
        return chord, bass, self.note_head(memory)[:, :, 0]

    def forward(self, features: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Sequences ``(batch, time, channels, bins)``, from a silent past, to heads of shape ``(batch * time, …)``."""
        batch, time = features.shape[:2]
        seen = self.encode(features.flatten(0, 1)).reshape(batch, time, 12, -1)
        rows = seen.transpose(1, 2).reshape(batch * 12, time, -1)
        memory, _ = self.gru(rows)
        memory = memory.reshape(batch, 12, time, -1).transpose(1, 2).reshape(batch * time, 12, -1)
        return self.heads(memory)


class StepNet(nn.Module):
    """One hop of a trained network, its memory passed in and out: what is exported to ONNX."""

    def __init__(self, net: ChordNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, features: Tensor, state: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """``(n, channels, bins)`` and state ``(n, 12, hidden)`` to chord, bass, notes (probability) and new state."""
        gru = self.net.gru
        seen = self.net.encode(features)
        inputs = nn.functional.linear(seen, gru.weight_ih_l0, gru.bias_ih_l0)
        memories = nn.functional.linear(state, gru.weight_hh_l0, gru.bias_hh_l0)
        reset_in, update_in, new_in = inputs.chunk(3, dim=2)
        reset_mem, update_mem, new_mem = memories.chunk(3, dim=2)
        reset = torch.sigmoid(reset_in + reset_mem)
        update = torch.sigmoid(update_in + update_mem)
        candidate = torch.tanh(new_in + reset * new_mem)
        new_state = candidate + update * (state - candidate)
        chord, bass, notes = self.net.heads(new_state)
        return chord, bass, torch.sigmoid(notes), new_state
