"""Distils the word table: ``python -m training themes --wheel WHEEL``.

Each common word of the encoder's vocabulary is encoded alone; principal components of all those vectors, rounded to
eight bits, are the table.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import numpy as np

from training.themes.encoder import Encoder

TARGET: Final = Path("engine/chordwork/music/songwriting/words.npz")
WORDS: Final = 12_000
COMPONENTS: Final = 80
_WORD: Final = re.compile(r"[a-z]{2,}")


def main(wheel: Path, target: Path = TARGET) -> None:
    """Write the table, and say how large it is and how much it keeps."""
    encoder = Encoder(wheel)
    ids = [index for index, word in enumerate(encoder.vocabulary) if _WORD.fullmatch(word)][:WORDS]
    vectors = encoder.encode(np.array(ids, np.int64)).astype(np.float64)
    vectors -= vectors.mean(axis=0)
    _, scales, axes = np.linalg.svd(vectors, full_matrices=False)
    kept = vectors @ axes[:COMPONENTS].T
    kept /= np.linalg.norm(kept, axis=1, keepdims=True)
    table = np.round(kept * 127.0).astype(np.int8)
    words = "\n".join(encoder.vocabulary[index] for index in ids)
    target.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(target, vectors=table, words=np.frombuffer(words.encode(), np.uint8))
    share = float((scales[:COMPONENTS] ** 2).sum() / (scales**2).sum())
    print(f"{len(ids)} words, {COMPONENTS} components with {share:.1%} of the variance, {target.stat().st_size} bytes")
