"""Ways to read the same bytes as sound."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from chordwork.native import SampleFormat

SPREAD: Final = 2.0
"""How much oftener or seldomer than others a sixteenth of the range may occur in bits that are noise,"""
UNLIKE: Final = 0.3
"""and how far their roughness may lie from 1, over one to six samples."""
PLAUSIBLE: Final = 0.98
"""Share of floats that must be finite, not over 8, and not under 1e-20 unless 0."""

Floats = NDArray[np.float64]


class Reading(NamedTuple):
    """Samples, on any scale, and how many bytes have to be left out for them to be whole."""

    name: str
    samples: Floats
    skip_bytes: int = 0


def roughness_of(samples: Floats, lag: int = 1) -> float:
    """Squared difference over twice the variance: near 0 for smooth sound, 1 for white noise, and for silence."""
    varying = samples - samples.mean()
    energy = float(varying @ varying)
    if energy == 0.0:
        return 1.0
    step = varying[lag:] - varying[:-lag]
    return float(step @ step) / (2.0 * energy)


def float_readings(window: bytes, announced: SampleFormat) -> Iterator[Reading]:
    """Other ways to read the bytes as floats; these are plausible by themselves."""
    size = announced.bytes_per_sample
    if announced is SampleFormat.F32LE:
        for start in (1, 2, 3):
            for reading in _floats("shifted_byte", window, start, "<f4"):
                yield reading._replace(skip_bytes=start)
    else:
        for start in range(4):
            yield from _floats("f32le", window, start, "<f4", most=65536.0)
    for start in range(0, 4, size):
        yield from _floats("f32be", window, start, ">f4")
    for start in range(0, 8, size):
        low = np.frombuffer(window, "<f4", (len(window) - start) // 8 * 2, start)[::2]
        if not _good_floats(low, 8.0).mean() >= PLAUSIBLE or np.count_nonzero(low) < len(low) // 2:
            yield from _floats("f64le", window, start, "<f8")


def all_readings(window: bytes, announced: SampleFormat) -> Iterator[Reading]:
    """Every other way to read the bytes."""
    yield from float_readings(window, announced)
    if announced is SampleFormat.S16LE:
        yield Reading("shifted_byte", integers(window, 1, "<i2"), 1)
    else:
        for start in (0, 1):
            yield Reading("s16le", integers(window, start, "<i2"))
    yield Reading("s16be", integers(window, 0, ">i2"))
    for start in range(0, 4, announced.bytes_per_sample):
        for name, kind, half in (("s32le", "<i4", "<i2"), ("s32be", ">i4", ">i2")):
            samples = integers(window, start, kind)
            low = integers(window, start + (2 if half == ">i2" else 0), half)[::2]
            if (start == 0 and not low.any()) or _is_noise(low):  # else it is every other sample of something else
                yield Reading(name, samples)
    octets = np.frombuffer(window, np.uint8)
    for start in range(3):
        yield Reading("s24le", packed(octets[start:], (0, 1, 2)))
        yield Reading("s24be", packed(octets[start:], (2, 1, 0)))
    yield from octet_readings(window)


def octet_readings(window: bytes) -> Iterator[Reading]:
    """One octet a sample."""
    octets = np.frombuffer(window, np.uint8)
    yield Reading("u8", octets.astype(np.float64) - 128.0)
    yield Reading("mulaw", _MULAW[octets])
    yield Reading("alaw", _ALAW[octets])


def integers(window: bytes, start: int, kind: str) -> Floats:
    """Numbers of a numpy type, from a byte on."""
    size = np.dtype(kind).itemsize
    return np.frombuffer(window, kind, (len(window) - start) // size, start).astype(np.float64)


def _floats(name: str, window: bytes, start: int, kind: str, *, most: float = 8.0) -> Iterator[Reading]:
    size = np.dtype(kind).itemsize
    values = np.frombuffer(window, kind, (len(window) - start) // size, start)
    good = _good_floats(values, most)
    if good.mean() >= PLAUSIBLE and np.count_nonzero(values) > len(values) // 2:
        yield Reading(name, np.where(good, values, 0.0).astype(np.float64))


def _good_floats(values: NDArray[Any], most: float) -> NDArray[np.bool_]:
    magnitudes = np.abs(values)
    with np.errstate(invalid="ignore"):
        good: NDArray[np.bool_] = ((magnitudes <= most) & (magnitudes >= 1e-20)) | (values == 0.0)
    return good


def _is_noise(low: Floats) -> bool:
    """Whether 16-bit numbers are as good as random, as the lower bits of larger ones are."""
    counts = np.bincount((low.astype(np.int64) + 32768) >> 12, minlength=16) * 16.0 / len(low)
    even = bool(counts.max() < SPREAD and counts.min() > 1.0 / SPREAD)
    return even and all(abs(roughness_of(low, lag) - 1.0) < UNLIKE for lag in range(1, 7))


def packed(octets: NDArray[np.uint8], order: tuple[int, int, int]) -> Floats:
    """Numbers of 24 bits; ``order`` says where the lowest, the middle and the highest of their octets stand."""
    triples = octets[: len(octets) // 3 * 3].reshape(-1, 3).astype(np.int32)
    low, middle, high = (triples[:, place] for place in order)
    samples: Floats = ((high << 24 | middle << 16 | low << 8) >> 8).astype(np.float64)
    return samples


def _mulaw() -> Floats:
    """ITU-T G.711: one value for each octet."""
    octets = ~np.arange(256, dtype=np.uint8)
    exponent, mantissa = (octets >> 4 & 7).astype(int), (octets & 15).astype(int)
    magnitude = ((mantissa << 3) + 132 << exponent) - 132
    values: Floats = np.where(octets & 128, -magnitude, magnitude).astype(np.float64)
    return values


def _alaw() -> Floats:
    """ITU-T G.711: one value for each octet."""
    octets = np.arange(256, dtype=np.uint8) ^ 0x55
    exponent, mantissa = (octets >> 4 & 7).astype(int), (octets & 15).astype(int)
    magnitude = np.where(exponent == 0, (mantissa << 4) + 8, (mantissa << 4) + 264 << np.maximum(exponent - 1, 0))
    values: Floats = np.where(octets & 128, magnitude, -magnitude).astype(np.float64)
    return values


_MULAW: Final = _mulaw()
_ALAW: Final = _alaw()
