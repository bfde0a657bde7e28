"""What raw PCM looks like in the format it is said to have: the numbers by which a wrong format shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from ._buffers import borrow_pcm
from ._formats import SampleFormat, checked_format
from ._native import ffi, lib

if TYPE_CHECKING:
    from ._buffers import PcmBuffer

_CODES = {SampleFormat.S16LE: lib.CW_S16LE, SampleFormat.F32LE: lib.CW_F32LE}


@attrs.frozen
class Probe:
    """Numbers about a run of samples, channels not told apart.

    samples : how many
    implausible : share of floats that no recording has: not finite, over 8, or under 1e-20 but not 0; in [0, 1]
    mean : in [-8, 8]
    power : mean square, 1 at full scale
    roughness : squared difference of neighbours over twice the power: near 0 for smooth sound, 1 for white noise
    roughness_2 : the same over a distance of two samples
    pairs : share of the squared differences of neighbours that lies within pairs, 1/2 where pairs mean nothing
    """

    samples: int
    implausible: float
    mean: float
    power: float
    roughness: float
    roughness_2: float
    pairs: float


def probe_pcm(pcm: PcmBuffer, sample_format: SampleFormat) -> Probe:
    """Look at PCM from a sample's first byte on; a last sample that lacks bytes is left out."""
    found = ffi.new("cw_probe *")
    with borrow_pcm(pcm, checked_format(sample_format)) as view:
        lib.cw_probe_pcm(view, len(view) // sample_format.bytes_per_sample, _CODES[sample_format], found)
    samples, twice_energy = int(found.samples), 2.0 * found.energy
    return Probe(
        samples,
        found.implausible / samples if samples else 0.0,
        found.sum / samples if samples else 0.0,
        found.energy / samples if samples else 0.0,
        found.lag1 / twice_energy if twice_energy else 0.0,
        found.lag2 / twice_energy if twice_energy else 0.0,
        found.pairs / found.lag1 if found.lag1 else 0.5,
    )
