"""The acoustic network: weights shared over pitch, so that a chord learnt in C is known in every key."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import attrs
import torch
from torch import Tensor, nn

from chordwork.engine._spec import FEATURE_SPEC
from chordwork.harmony import QUALITIES

OCTAVES = FEATURE_SPEC.semitones // 12


@attrs.frozen
class Size:
    """Widths of a network: channels of the two convolutions over pitch, of the fold, of the layer seen from each root,
    units of the recurrent cell, how many of them lie on top of each other, and whether they also run backwards."""

    first: int = 32
    second: int = 24
    folded: int = 48
    dense: int = 96
    hidden: int = 128
    layers: int = 1
    both_ways: bool = False


STUDENT: Final = Size()
"""What is shipped: causal, and small enough for 100 µs a hop."""
TEACHER: Final = Size(first=48, second=32, folded=96, dense=192, hidden=192, layers=2, both_ways=True)
"""What the student may learn from; it hears each clip to its end before it answers."""


class ChordNet(nn.Module):
    """Convolutions over pitch, a fold to pitch classes, and one recurrent cell shared by the twelve possible roots.

    1. A convolution over log-frequency bins with a stride of one semitone, and one whose taps lie an octave apart.
    2. For each pitch class, a dense layer over its octaves (register matters: a bass note is not a melody note).
    3. For each root, a dense layer over the twelve pitch classes seen from that root: a circular convolution.
    4. A GRU cell a root, all with the same weights.
    5. Heads: fifteen qualities a root and ``N`` in one softmax; bass interval a root; does the root's note sound.

    Transposing the input by a semitone rotates the output; only the edges of the pitch range break that.
    """

    def __init__(self, size: Size = STUDENT) -> None:
        super().__init__()
        self.size = size
        self.bins = nn.Sequential(
            nn.Conv1d(FEATURE_SPEC.channels, size.first, 9, stride=3, padding=3),
            nn.BatchNorm1d(size.first),
            nn.ReLU(inplace=True),
            nn.Conv1d(size.first, size.second, 3, padding=12, dilation=12),
            nn.BatchNorm1d(size.second),
            nn.ReLU(inplace=True),
        )
        self.fold = nn.Sequential(
            nn.Conv1d(size.second * OCTAVES, size.folded, 1), nn.BatchNorm1d(size.folded), nn.ReLU(inplace=True)
        )
        self.from_root = nn.Sequential(
            nn.Conv1d(size.folded, size.dense, 12), nn.BatchNorm1d(size.dense), nn.ReLU(inplace=True)
        )
        self.gru = nn.GRU(
            size.dense, size.hidden, num_layers=size.layers, batch_first=True, bidirectional=size.both_ways
        )
        memory = size.hidden * (2 if size.both_ways else 1)
        self.memory = memory
        self.chord_head = nn.Linear(2 * memory, len(QUALITIES))
        self.none_head = nn.Linear(2 * memory, 1)
        self.bass_head = nn.Linear(memory, 12)
        self.note_head = nn.Linear(memory, 1)

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
        """Memory of each root ``(n, 12, memory)`` to log-probabilities of chords, of basses, and logits of notes."""
        mean = memory.mean(dim=1, keepdim=True)
        own, shared = self.chord_head.weight.split(self.memory, dim=1)
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
    """One hop of a trained causal network, its memory passed in and out: what is exported to ONNX.

    It computes what :class:`ChordNet` computes in fewer and larger steps, because much of the time of so small a
    network goes to getting from one node to the next: the roots of all streams are rows of one matrix, the gates share
    a product, and so do the heads.
    """

    def __init__(self, net: ChordNet) -> None:
        super().__init__()
        if net.size.both_ways:
            raise ValueError("a network that runs backwards cannot answer hop by hop")
        self.net = net
        self.state_width = net.size.layers * net.size.hidden
        own, shared = net.chord_head.weight.detach().split(net.memory, dim=1)
        self.register_buffer("row_weight", torch.cat((own, net.bass_head.weight, net.note_head.weight)).detach())
        no_bias = torch.zeros(len(QUALITIES))
        self.register_buffer("row_bias", torch.cat((no_bias, net.bass_head.bias, net.note_head.bias)).detach())
        of_mean = torch.cat((torch.zeros_like(shared), shared), dim=1)
        self.register_buffer("whole_weight", torch.cat((of_mean, net.none_head.weight)).detach())
        self.register_buffer("whole_bias", torch.cat((net.chord_head.bias, net.none_head.bias)).detach())

    row_weight: Tensor
    row_bias: Tensor
    whole_weight: Tensor
    whole_bias: Tensor

    def forward(self, features: Tensor, state: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """``(n, channels, bins)`` and state ``(n, 12, layers * hidden)`` to chord, bass, notes (probability), state."""
        memory = self.net.encode(features).flatten(0, 1)
        before = state.flatten(0, 1).chunk(self.net.size.layers, dim=1)
        after = []
        for layer, old in enumerate(before):
            memory = self._cell(layer, memory, old)
            after.append(memory)
        new_state = (torch.cat(after, dim=1) if len(after) > 1 else memory).reshape(state.shape)
        chord, bass, notes = self._heads(memory)
        return chord, bass, notes, new_state

    def _cell(self, layer: int, seen: Tensor, state: Tensor) -> Tensor:
        gru, hidden = self.net.gru, self.net.size.hidden
        weight_in, weight_mem, bias_in, bias_mem = gru.all_weights[layer]
        gate_bias = bias_in.clone()
        gate_bias[: 2 * hidden] += bias_mem[: 2 * hidden]
        gates_in, new_in = nn.functional.linear(seen, weight_in, gate_bias).split((2 * hidden, hidden), dim=1)
        gates = torch.addmm(gates_in, state, weight_mem[: 2 * hidden].T)
        reset, update = torch.sigmoid(gates).chunk(2, dim=1)
        new_mem = nn.functional.linear(state, weight_mem[2 * hidden :], bias_mem[2 * hidden :])
        candidate = torch.tanh(new_in + reset * new_mem)
        return candidate + update * (state - candidate)

    def _heads(self, rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        width = len(QUALITIES)
        own, bass, notes = nn.functional.linear(rows, self.row_weight, self.row_bias).split((width, 12, 1), dim=1)
        memory = rows.reshape(-1, 12, self.net.memory)
        whole = torch.cat((memory.amax(dim=1), memory.mean(dim=1)), dim=1)
        shared, none = nn.functional.linear(whole, self.whole_weight, self.whole_bias).split((width, 1), dim=1)
        chords = own.reshape(-1, 12, width) + shared[:, None]
        chord = torch.log_softmax(torch.cat((chords.flatten(1), none), dim=1), dim=1)
        return chord, torch.log_softmax(bass.reshape(-1, 12, 12), dim=2), torch.sigmoid(notes.reshape(-1, 12))


def save(net: ChordNet, path: Path) -> None:
    """Write weights and size."""
    torch.save({"size": attrs.asdict(net.size), "weights": net.state_dict()}, path)


def mean_of(nets: Sequence[ChordNet]) -> ChordNet:
    """The network whose weights are the mean of those of networks that went on from the same one: mostly better than
    each. (M. Wortsman and others, "Model soups", ICML 2022.)

    Raises:
        ValueError: there are none, or their sizes differ.
    """
    if len({net.size for net in nets}) != 1:
        raise ValueError(f"networks of one size can be averaged, not of {sorted({str(net.size) for net in nets})}")
    mean = ChordNet(nets[0].size)
    states = [net.state_dict() for net in nets]
    mean.load_state_dict(
        {
            name: torch.stack([state[name] for state in states]).mean(dim=0) if value.is_floating_point() else value
            for name, value in states[0].items()
        }
    )
    return mean.eval()


def load(path: Path) -> ChordNet:
    """Read what :func:`save` wrote, ready to answer."""
    saved = torch.load(path, weights_only=True, map_location="cpu")
    net = ChordNet(Size(**saved["size"]))
    net.load_state_dict(saved["weights"])
    return net.eval()
