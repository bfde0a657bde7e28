"""Models that are not the bundled one, made of it without any tool for ONNX: another version, other weights.

An ONNX file is a protobuf. The version stands in it as text of the same length; weights lie in it as raw floats, which
can be changed where they are.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import attrs
import numpy as np

from chordwork.engine import ModelCard, bundled_model
from chordwork.harmony.provenance import sha256_of

GRAPH, INITIALIZER, RAW_DATA = 7, 5, 9
"""Field numbers of ``ModelProto.graph``, ``GraphProto.initializer`` and ``TensorProto.raw_data`` in onnx.proto."""


def put_model(folder: Path, version: str, *, noise: float = 0.0, file: str = "other.onnx") -> ModelCard:
    """Write the bundled model under another version of the same length, and its card.

    Args:
        folder: where to.
        version: five characters, as that of the bundled model.
        noise: standard deviation of what is added to large weights, as a share of their own.
        file: its name.
    """
    shelved = bundled_model()
    before = f'"version": "{shelved.card.version}"'.encode()
    after = f'"version": "{version}"'.encode()
    data = bytearray(shelved.read())
    assert len(before) == len(after)
    assert data.count(before) == 1
    data = bytearray(bytes(data).replace(before, after))
    if noise:
        dice = np.random.default_rng(7)
        for start, end in _large_weights(data):
            weights = np.frombuffer(data, np.float32, (end - start) // 4, start)
            weights += dice.normal(0.0, noise * float(weights.std()), weights.shape).astype(np.float32)
    (folder / file).write_bytes(data)
    card = attrs.evolve(shelved.card, version=version, file=file, sha256=sha256_of(bytes(data)), golden=None)
    (folder / file).with_suffix(".json").write_text(card.to_json())
    return card


def _large_weights(data: bytearray) -> Iterator[tuple[int, int]]:
    for number, start, end in _fields(data, 0, len(data)):
        if number == GRAPH:
            for inner, first, last in _fields(data, start, end):
                if inner == INITIALIZER:
                    yield from (
                        (begin, stop)
                        for name, begin, stop in _fields(data, first, last)
                        if name == RAW_DATA and stop - begin > 16_000
                    )


def _fields(data: bytearray, at: int, end: int) -> Iterator[tuple[int, int, int]]:
    """Number, start and end of each length-delimited field of a message; the others are passed over."""
    while at < end:
        tag, at = _varint(data, at)
        match tag & 7:
            case 0:
                _, at = _varint(data, at)
            case 1:
                at += 8
            case 2:
                size, at = _varint(data, at)
                yield tag >> 3, at, at + size
                at += size
            case 5:
                at += 4


def _varint(data: bytearray, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at
