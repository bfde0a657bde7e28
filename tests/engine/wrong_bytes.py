"""Sound written in formats that Chordwork does not take, for tests that send them all the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import numpy as np
from numpy.typing import NDArray

Sound = NDArray[np.floating]


def s16(sound: Sound) -> NDArray[np.int16]:
    return (np.clip(sound, -1, 1) * 32767).round().astype("<i2")


def s24(sound: Sound) -> bytes:
    return bytes(_s32(sound).view(np.uint8).reshape(-1, 4)[:, 1:].tobytes())


def mulaw(sound: Sound) -> bytes:
    """ITU-T G.711."""
    magnitude = (np.abs(np.clip(sound, -1, 1)) * 32635).astype(int) + 132
    exponent = np.floor(np.log2(magnitude)).astype(int) - 7
    coded = np.where(sound < 0, 128, 0) | exponent << 4 | magnitude >> exponent + 3 & 15
    return (~coded & 255).astype(np.uint8).tobytes()


def _s32(sound: Sound) -> NDArray[np.int32]:
    return (np.clip(sound.astype(float), -1, 1) * 2147483000).astype("<i4")


ENCODINGS: Final[dict[str, Callable[[Sound], bytes]]] = {
    "s16le": lambda sound: s16(sound).tobytes(),
    "f32le": lambda sound: sound.astype("<f4").tobytes(),
    "s16be": lambda sound: s16(sound).astype(">i2").tobytes(),
    "f32be": lambda sound: sound.astype(">f4").tobytes(),
    "f64le": lambda sound: sound.astype("<f8").tobytes(),
    "s24le": s24,
    "s32le": lambda sound: _s32(sound).tobytes(),
    "s32be": lambda sound: _s32(sound).astype(">i4").tobytes(),
    "u8": lambda sound: (np.clip(sound, -1, 1) * 127 + 128).astype(np.uint8).tobytes(),
    "mulaw": mulaw,
}
