"""From Fourier transforms to what is heard in them. Stateless but for `OnsetFlux`; none is thread-safe."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ._buffers import FloatArray
from ._native import ffi, lib
from ._saving import restore_array, saved_array
from .errors import AudioFormatError

if TYPE_CHECKING:
    from ._native import CData

ComplexArray = npt.NDArray[np.complex64]


class PowerSpectrum:
    """The power of the lowest bins of a real transform, in a buffer that the next call overwrites."""

    __slots__ = ("_borrowed", "_view", "power")

    def __init__(self, bins: int) -> None:
        self.power: FloatArray = np.zeros(_positive(bins, "bins"), dtype=np.float32)
        self._view = ffi.from_buffer("float[]", self.power, require_writable=True)
        self._borrowed: tuple[ComplexArray, CData] | None = None

    def of(self, spectrum: ComplexArray) -> FloatArray:
        """From the transform itself, np.ndarray [shape=(>= bins,), complex64]."""
        bins = len(self.power)
        lib.cw_power(self._borrow(spectrum, bins), bins, self._view)
        return self.power

    def _borrow(self, values: ComplexArray, least: int) -> CData:
        """Transforms come in the same buffer again and again: look at it once."""
        if self._borrowed is None or self._borrowed[0] is not values:
            self._borrowed = values, _complex(values, least)
        return self._borrowed[1]


class BandSums:
    """Weighted sums over runs of neighbouring bins.

    firsts : where each run begins
    weights : of the bins of each run
    """

    __slots__ = ("_bands", "_count", "_needed", "_weights", "_weights_view", "view")

    def __init__(self, firsts: Sequence[int], weights: Sequence[npt.NDArray[Any]]) -> None:
        if len(firsts) != len(weights) or not len(firsts) or min(firsts) < 0:
            raise AudioFormatError("each band needs a first bin of at least 0, and its weights")
        self._count = len(firsts)
        self._bands = ffi.new("cw_band[]", [(int(first), len(run)) for first, run in zip(firsts, weights, strict=True)])
        self._weights = np.concatenate([np.asarray(run, dtype=np.float32) for run in weights])
        self._weights_view = ffi.from_buffer("float[]", self._weights)
        self._needed = max(int(first) + len(run) for first, run in zip(firsts, weights, strict=True))
        self.view: CData = ffi.new("cw_sums *", (self._bands, self._weights_view, self._count, self._needed))
        """The same, for C."""

    @property
    def bins_needed(self) -> int:
        """How many bins are read."""
        return self._needed

    def __len__(self) -> int:
        return self._count

    def __call__(self, power: FloatArray, out: FloatArray) -> None:
        """Sum `power`, np.ndarray [shape=(>= bins_needed,), float32], into `out`, np.ndarray [shape=(len(self),)]."""
        if len(power) < self._needed or len(out) < self._count:
            raise AudioFormatError(f"{self._count} bands need {self._needed} bins and as much room as there are bands")
        lib.cw_band_sums(
            ffi.from_buffer("float[]", power),
            self._bands,
            self._weights_view,
            self._count,
            ffi.from_buffer("float[]", out, require_writable=True),
        )

    def of_spectra(self, spectra: ComplexArray, out: FloatArray) -> None:
        """Sum the power of each row of `spectra`, np.ndarray [shape=(rows, >= bins_needed), complex64].

        out : np.ndarray [shape=(rows, len(self)), float32]
        """
        rows, bins = spectra.shape
        if bins < self._needed or out.shape != (rows, self._count):
            raise AudioFormatError(f"{self._count} bands need {self._needed} bins and as much room as there are bands")
        lib.cw_band_powers(
            _complex(spectra.reshape(-1), rows * bins),
            rows,
            bins,
            self._bands,
            self._weights_view,
            self._count,
            ffi.from_buffer("float[]", out, require_writable=True),
        )


class OnsetFlux:
    """Rises of log-compressed amplitudes, summed by band.

    slices : amplitudes a step
    slices_a_band : neighbouring slices that make a band; divides `slices`
    steps : a call
    """

    __slots__ = ("_levels", "_slices", "_slices_a_band", "_steps")

    def __init__(self, *, slices: int, slices_a_band: int, steps: int) -> None:
        if slices < 1 or slices_a_band < 1 or steps < 1 or slices % slices_a_band:
            raise AudioFormatError(f"{slices} slices cannot be divided into bands of {slices_a_band}")
        self._slices, self._slices_a_band, self._steps = slices, slices_a_band, steps
        self._levels = np.zeros(slices, dtype=np.float32)

    def snapshot(self) -> bytes:
        """The levels of the last step."""
        return saved_array(self._levels)

    def restore(self, saved: bytes) -> None:
        """Go on from there. Raises `SnapshotError`, and changes nothing, for other slices."""
        restore_array(saved, self._levels)

    def __call__(self, powers: FloatArray, *, compression: float, quietest: float) -> tuple[FloatArray, float]:
        """Take some steps.

        powers : np.ndarray [shape=(steps, slices), float32], each at least 0
        compression : knee of the logarithm, relative to the loudest
        quietest : amplitude that counts as loud at least

        Returns the flux, a new np.ndarray [shape=(steps, slices / slices_a_band), float32], and the amplitude that
        counted as loud.
        """
        if powers.shape != (self._steps, self._slices) or powers.dtype != np.float32:
            raise AudioFormatError(f"powers must be float32 of shape {(self._steps, self._slices)}")
        flux = np.empty((self._steps, self._slices // self._slices_a_band), dtype=np.float32)
        loudest = lib.cw_onset_flux(
            ffi.from_buffer("float[]", powers),
            self._steps,
            self._slices,
            self._slices_a_band,
            compression,
            quietest,
            ffi.from_buffer("float[]", self._levels, require_writable=True),
            ffi.from_buffer("float[]", flux, require_writable=True),
        )
        return flux, loudest


def _complex(values: ComplexArray, least: int) -> CData:
    if values.dtype != np.complex64 or values.ndim != 1 or len(values) < least or not values.flags.c_contiguous:
        raise AudioFormatError(f"a spectrum must be complex64, contiguous, and of at least {least} bins")
    return ffi.from_buffer("float[]", values.view(np.float32))


def _positive(count: int, name: str) -> int:
    if count < 1:
        raise AudioFormatError(f"{name} must be at least 1, not {count}")
    return count
