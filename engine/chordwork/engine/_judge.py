"""What else raw PCM may be: the same bytes read in other formats, and judged by how smooth they sound.

Sound is smooth: at the rates it is sampled at, a sample is near the one before. Bytes read in a wrong format are not;
they are as rough as white noise, and loud. So a format is suspected only of bytes that are rough and loud as they were
announced, and only where one other reading of them is smooth.
"""

from __future__ import annotations

from typing import Final

import attrs
import numpy as np

from chordwork.engine._readings import (
    Floats,
    Reading,
    all_readings,
    float_readings,
    integers,
    octet_readings,
    packed,
    roughness_of,
)
from chordwork.native import Probe, SampleFormat

ROUGH: Final = 0.4
"""Roughness from which on a reading may be a wrong one; white noise has 1."""
SMOOTH: Final = 0.2
"""Roughness up to which a reading may be the right one."""
SMOOTHER: Final = 4.0
"""How many times smoother than the announced one it must be."""
LOUD: Final = 0.02
"""Mean square, -17 dBFS: wrong readings are loud, as nearly all of them put random bits into the highest places."""
FAINT: Final = 1e-5
"""Mean square, -50 dBFS, under which channels are not told apart."""
IMPLAUSIBLE: Final = 0.05
"""Share of impossible floats from which on floats are doubted."""
FEWEST_VALUES: Final = 48
"""Different values that sound must take in a window, lest a pattern be taken for it."""
FEWEST_OCTETS: Final = 16
"""The same for octets."""
FULL: Final = 0.45
"""Mean square over which no sound but a square wave lies."""
OCTETS_FULL: Final = 0.2
"""Mean square under which pairs of octets never lie as 16-bit integers; loud music reaches it at times."""
ONE_SIDED: Final = 0.15
"""Mean of the samples that no sound has."""
CLEAR: Final = 0.015
"""By how much the logarithms of the bends of two readings must differ to tell one from the other."""
EITHER: Final = "s16be_or_shifted_byte"
HALF_WAY: Final = 0.1
"""What is left of the difference between two channels when each is foretold from the other's samples around it."""
FEWEST_BYTES: Final = 1024
STEREO_SMOOTHER: Final = 6.0
PAIRED: Final = 0.15
"""Share of the differences within pairs, of all between neighbours: below, pairs are the two channels of a frame."""
FAINT_HALF: Final = 256.0
"""Most that the upper half of a faint 32-bit sample is: -42 dBFS."""
UNSCALED: Final = 16.0
"""Peak of floats that were never divided by 32768."""


@attrs.frozen
class Verdict:
    """What a window of PCM looks like.

    Attributes:
        looks_like: name of the reading, ``stereo``, ``mono`` or ``unscaled``.
        skip_bytes: so many bytes must be left out for samples to be whole again; only where a byte may be missing.
    """

    looks_like: str
    skip_bytes: int = 0


def suspicious(probe: Probe, channels: int) -> bool:
    """Whether a window is worth being read otherwise: cheap, and false for nearly all sound."""
    rough = probe.roughness if channels == 1 else probe.roughness_2
    if probe.implausible > IMPLAUSIBLE:
        return True
    if probe.power > LOUD and rough > ROUGH:
        return True
    if channels == 2:
        return _octets_possible(probe) or _in_step(probe, channels)
    return _octets_possible(probe) or _interleaved(probe, channels) or abs(probe.pairs - 0.5) > 0.5 - PAIRED


def judge(window: bytes, sample_format: SampleFormat, channels: int, probe: Probe) -> Verdict | None:
    """What a window rather is than what it was announced as; None if that is right, or nothing is sure.

    Args:
        window: PCM that begins with a sample of the first channel, a multiple of 8 bytes into the stream.
        sample_format: as announced.
        channels: as announced.
        probe: of the same window.
    """
    if len(window) < FEWEST_BYTES:
        return None
    announced = _announced(window, sample_format)
    if sample_format is SampleFormat.F32LE and (unscaled := _unscaled(announced)) is not None:
        return unscaled
    doubted = probe.implausible > IMPLAUSIBLE or (
        probe.power > LOUD and (probe.roughness if channels == 1 else probe.roughness_2) > ROUGH
    )
    if doubted:
        roughness = 1.0 if probe.implausible > IMPLAUSIBLE else roughness_of(announced, channels)
        found = _smoothest(window, sample_format, roughness, floats_only=not _wild(announced, probe))
        if found is not None or probe.implausible > IMPLAUSIBLE:
            return found
    if _octets_possible(probe) and (octets := _octets(window)) is not None:
        return octets
    return _wrong_channels(announced, channels, probe)


def _announced(window: bytes, sample_format: SampleFormat) -> Floats:
    size = sample_format.bytes_per_sample
    whole = window[: len(window) // size * size]
    if sample_format is SampleFormat.S16LE:
        return np.frombuffer(whole, "<i2") / 32768.0
    with np.errstate(invalid="ignore"):  # of signalling NaN
        return np.frombuffer(whole, "<f4").astype(np.float64)


def _smoothest(window: bytes, announced: SampleFormat, roughness: float, *, floats_only: bool) -> Verdict | None:
    best: Reading | None = None
    least = min(SMOOTH, roughness / SMOOTHER)
    readings = float_readings(window, announced) if floats_only else all_readings(window, announced)
    for reading in readings:
        found = min(roughness_of(reading.samples), roughness_of(reading.samples, 2))
        if found < least and _varied(reading.samples) and not _wrapped(reading):
            best, least = reading, found
    if best is None:
        return None
    if best.name == "s16le" and _are_halves(window):
        return Verdict("s32le")
    if best.name in ("s24le", "s24be"):
        return Verdict(_end_of_24_bits(window))
    if best.name in ("s16be", "shifted_byte") and announced is SampleFormat.S16LE:
        return _big_endian_or_shifted(window)
    return Verdict(best.name, best.skip_bytes)


def _wild(samples: Floats, probe: Probe) -> bool:
    """Whether there is more against the samples than that they fade away: floats may do so without end."""
    if probe.implausible <= IMPLAUSIBLE:
        return True
    with np.errstate(invalid="ignore"):
        return float(np.mean(~(np.abs(samples) <= 8.0))) > 0.02


def _wrapped(reading: Reading) -> bool:
    """Whether integers lie at both ends of their range, as octets do where the middle is 128."""
    bits = int(reading.name[1:3]) if reading.name[:3] in ("s16", "s24", "s32") else 0
    return bits > 0 and float(np.mean(np.square(reading.samples * 2.0 ** (1 - bits)))) > FULL


def _varied(samples: Floats) -> bool:
    return len(np.unique(samples)) >= FEWEST_VALUES


def _big_endian_or_shifted(window: bytes) -> Verdict:
    """Both put the same bytes on top. The low byte tells: in the right reading it belongs to its sample, so that
    differences of differences, in which smooth sound all but vanishes, are smaller."""
    swapped, shifted = (
        float(np.log1p(np.abs(np.diff(integers(window, start, kind), 2))).mean())
        for start, kind in ((0, ">i2"), (1, "<i2"))
    )
    if abs(swapped - shifted) < CLEAR:
        return Verdict(EITHER, 1)
    return Verdict("shifted_byte", 1) if shifted < swapped else Verdict("s16be")


def _are_halves(window: bytes) -> bool:
    """Whether 16-bit numbers are the halves of 32-bit ones: of 16 bits of sound, or of sound so faint that the upper
    halves say little more than the sign."""
    halves = integers(window, 0, "<i2")
    if not halves[::2].any():
        return True
    faint = float(np.abs(halves[1::2]).max(initial=0.0)) <= FAINT_HALF
    return faint and roughness_of(integers(window, 0, "<i4")) < SMOOTH


def _end_of_24_bits(window: bytes) -> str:
    """Both put the same byte on top, and the other two belong to it in one of them only, as above."""
    octets = np.frombuffer(window, np.uint8)
    bends = {
        name: min(_bend(packed(octets[start:], order), channels) for start in range(3) for channels in (1, 2))
        for name, order in (("s24le", (0, 1, 2)), ("s24be", (2, 1, 0)))
    }
    return min(bends, key=lambda name: bends[name])


def _bend(samples: Floats, channels: int) -> float:
    step = samples[channels:] - samples[:-channels]
    return float(np.log1p(np.abs(step[channels:] - step[:-channels])).mean())


def _unscaled(samples: Floats) -> Verdict | None:
    """Floats in the range of 16-bit integers."""
    if not np.all(np.isfinite(samples)):
        return None
    peak = float(np.abs(samples).max(initial=0.0))
    fits = UNSCALED < peak <= 65536.0 and float(np.mean(np.abs(samples) < 1e-20)) < 0.5
    if fits and min(roughness_of(samples), roughness_of(samples, 2)) < SMOOTH and _varied(samples):
        return Verdict("unscaled")
    return None


def _interleaved(probe: Probe, channels: int) -> bool:
    if channels == 2 or probe.power < FAINT:
        return False
    return probe.roughness > 0.01 and probe.roughness_2 * STEREO_SMOOTHER < probe.roughness


def _in_step(probe: Probe, channels: int) -> bool:
    """Whether two channels could be the samples of one, by turns."""
    return channels == 2 and abs(probe.pairs - 0.5) < 0.2 and probe.roughness_2 > 2.0 * probe.roughness > 0.0


def _wrong_channels(samples: Floats, channels: int, probe: Probe) -> Verdict | None:
    samples = samples[: len(samples) // 2 * 2]
    if not _varied(samples) or not np.all(np.isfinite(samples)):
        return None
    first, second = samples[::2], samples[1::2]
    if channels == 2:
        apart, there, back = second - first, first[:-1] + first[1:], second[:-1] + second[1:]
        left = max(_energy(second[:-1] - there / 2.0), _energy(first[1:] - back / 2.0))
        return Verdict("mono") if _in_step(probe, channels) and left < HALF_WAY * _energy(apart) else None
    if not (first.any() and second.any()):
        return Verdict("s32le" if second.any() else "stereo")
    if _energy(second[:-1] + (first[:-1] + first[1:]) / 2.0) < HALF_WAY * _energy(second[:-1]):
        return None  # it swings from sample to sample: a very high tone
    within, across = _median(second - first), _median(first[1:] - second[:-1])  # whose squares a single jump can sway
    paired = min(probe.pairs, 1.0 - probe.pairs) < PAIRED and min(within, across) ** 2 < 0.2 * max(within, across) ** 2
    beyond = _median(samples[2:] - samples[:-2])
    woven = _interleaved(probe, channels) and min(within, across) ** 2 > STEREO_SMOOTHER / 2.0 * beyond**2
    return Verdict("stereo") if paired or woven else None


def _median(samples: Floats) -> float:
    return float(np.median(np.abs(samples)))


def _energy(samples: Floats) -> float:
    return float(samples @ samples)


def _octets_possible(probe: Probe) -> bool:
    """Pairs of octets that rest in the middle of their range are far from the middle as 16-bit integers."""
    return probe.power > OCTETS_FULL or abs(probe.mean) > ONE_SIDED


def _octets(window: bytes) -> Verdict | None:
    """One octet a sample, at half the announced rate or as two channels."""
    found = [(roughness_of(reading.samples), reading.name) for reading in octet_readings(window)]
    roughness, name = min(found)
    return Verdict(name) if roughness < SMOOTH and len(set(window)) >= FEWEST_OCTETS else None
