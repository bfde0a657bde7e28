"""The network in a file that was shipped, so that training can go on where only the file was kept.

An export folds the normalisation into the convolutions, and :mod:`training.arrange` halves the circular convolution,
merges the gates and joins the heads. All of that can be undone, but for the normalisation: the network that comes back
has identities in its place, whose statistics must stay as they are (``still_norms`` of :func:`training.train.fit`).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import nn

from chordwork.harmony import QUALITIES
from training.arrange import HALF
from training.model import ChordNet, Size

Weights = dict[str, NDArray[Any]]


def network_in(path: Path) -> ChordNet:
    """The network that an arranged export computes, to rounding, ready to answer.

    Raises:
        ValueError: the file holds no network that :mod:`training.arrange` has arranged.
    """
    given: Weights = {each.name: numpy_helper.to_array(each) for each in onnx.load(path).graph.initializer}
    try:
        parts = _convolutions(given) | _cell(given) | _heads(given)
    except KeyError as error:
        raise ValueError(f"{path} has no constant {error}: give a file that `python -m training ship` wrote") from error
    net = ChordNet(
        Size(
            first=len(parts["bins.0.weight"]),
            second=len(parts["bins.3.weight"]),
            folded=len(parts["fold.0.weight"]),
            dense=len(parts["from_root.0.weight"]),
            hidden=parts["gru.weight_hh_l0"].shape[1],
        )
    )
    norms = {name: module for name, module in net.named_modules() if isinstance(module, nn.BatchNorm1d)}
    for norm in norms.values():
        norm.running_var = torch.full((norm.num_features,), 1.0 - norm.eps)
    missing, foreign = net.load_state_dict(
        {name: torch.from_numpy(np.array(value, np.float32)) for name, value in parts.items()}, strict=False
    )
    lost = [name for name in missing if name.rpartition(".")[0] not in norms]
    if foreign or lost:
        raise ValueError(f"{path} does not fit the network: {[*lost, *foreign]}")
    return net.eval()


def _convolutions(given: Weights) -> Weights:
    even, odd = given["even_seen_weight"], given["odd_seen_weight"]
    seen = even.shape[1]
    folded = even.shape[0] // HALF
    even, odd = (half.reshape(HALF, folded, seen).transpose(2, 1, 0) for half in (even, odd))
    return {
        "bins.0.weight": given["net.bins.0.weight"],
        "bins.0.bias": given["net.bins.0.bias"],
        "bins.3.weight": given["net.bins.3.weight"],
        "bins.3.bias": given["net.bins.3.bias"],
        "fold.0.weight": given["fold_weight"].T[:, :, None],
        "fold.0.bias": given["fold_bias"],
        "from_root.0.weight": np.concatenate((even + odd, even - odd), axis=2),
        "from_root.0.bias": given["even_seen_bias"],
    }


def _cell(given: Weights) -> Weights:
    """All of a gate's bias goes to the input's side: only the sum of both sides matters to a gate."""
    weight_mem = np.concatenate((given["gates_sum_weight"], given["kept_weight"]), axis=1).T
    hidden = weight_mem.shape[1]
    return {
        "gru.weight_ih_l0": given["taken_weight"].T,
        "gru.weight_hh_l0": weight_mem,
        "gru.bias_ih_l0": given["taken_bias"],
        "gru.bias_hh_l0": np.concatenate((np.zeros(2 * hidden), given["kept_bias"])),
    }


def _heads(given: Weights) -> Weights:
    qualities = len(QUALITIES)
    rows, row_bias = given["row_heads_weight"].T, given["row_heads_bias"]
    whole, whole_bias = given["whole_heads_weight"].T, given["whole_heads_bias"]
    memory = rows.shape[1]
    return {
        "chord_head.weight": np.concatenate((rows[:qualities], whole[:qualities, memory:]), axis=1),
        "chord_head.bias": whole_bias[:qualities],
        "none_head.weight": whole[qualities:],
        "none_head.bias": whole_bias[qualities:],
        "bass_head.weight": rows[qualities:-1],
        "bass_head.bias": row_bias[qualities:-1],
        "note_head.weight": rows[-1:],
        "note_head.bias": row_bias[-1:],
    }
