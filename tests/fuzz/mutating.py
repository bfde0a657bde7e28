"""Inputs made of others by a seed, for the short run of every day: unguided, and nothing has to be installed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from tests.fuzz.targets import LONGEST


def mutations(inputs: Sequence[bytes], count: int, seed: int) -> Iterator[bytes]:
    """So many, each of one of the inputs, or of two."""
    draw = random.Random(seed)
    for _ in range(count):
        data = bytearray(draw.choice(inputs)) if inputs else bytearray()
        for _ in range(draw.randint(1, 6)):
            _edit(draw, data, inputs)
        yield bytes(data[:LONGEST])


def _edit(draw: random.Random, data: bytearray, inputs: Sequence[bytes]) -> None:
    place = draw.randrange(len(data) + 1)
    length = min(1 << draw.randrange(6), len(data) - place)
    match draw.randrange(7):
        case 0 if place < len(data):
            data[place] ^= 1 << draw.randrange(8)
        case 1 if place < len(data):
            data[place] = draw.choice((0, 1, 10, 32, 34, 45, 48, 57, 127, 128, 255, draw.randrange(256)))
        case 2:
            del data[place : place + length]
        case 3:
            data[place:place] = data[place : place + length] * draw.randint(1, 4)
        case 4 if inputs:
            other = draw.choice(inputs)
            start = draw.randrange(len(other) + 1)
            data[place : place + length] = other[start : start + (1 << draw.randrange(6))]
        case 5:
            data[place:place] = draw.choice(
                (b"9999999999", b"-1", b"1e309", b"\xff\xff\xff\xff", b"\0", "é".encode(), b"[[")
            )
        case _:
            data[place:place] = draw.randbytes(draw.randint(1, 8))
