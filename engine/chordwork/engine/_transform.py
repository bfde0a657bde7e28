"""The Fourier transform as a replaceable part.

FFTW is GPL: it is reached only through pyfftw, here, and nothing else depends on it. Without pyfftw the feature stage
runs on numpy's transform, some eight times slower, with features that differ in the last bits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chordwork.native import PlannedTransform

Samples = NDArray[np.float32]
Spectrum = NDArray[np.complex64]


class NumpyTransform:
    """Real FFT of a fixed shape, along its last axis, by numpy."""

    def __init__(self, *shape: int) -> None:
        self.input: Samples = np.zeros(shape, np.float32)
        self.output: Spectrum = np.zeros((*shape[:-1], shape[-1] // 2 + 1), np.complex64)

    def execute(self) -> None:
        """Transform the input."""
        self.output[...] = np.fft.rfft(self.input)


class FftwTransform:
    """Real FFT of a fixed shape, along its last axis, by a single-threaded FFTW plan with its own aligned buffers.

    Planned with ``FFTW_ESTIMATE``: measuring would cost a tenth of a second at start-up and could choose another
    algorithm, hence other rounding, from run to run.
    """

    def __init__(self, *shape: int) -> None:
        import pyfftw

        self.input: Samples = pyfftw.empty_aligned(shape, dtype="float32")
        self.output: Spectrum = pyfftw.empty_aligned((*shape[:-1], shape[-1] // 2 + 1), dtype="complex64")
        plan: Any = pyfftw.FFTW(self.input, self.output, flags=("FFTW_ESTIMATE",), threads=1)
        self.execute: Callable[[], None] = plan.execute


TransformFactory = Callable[..., PlannedTransform]
"""Takes a shape, size last: ``(4096)`` or ``(4, 1024)``."""


def best_transform(*shape: int) -> PlannedTransform:
    """FFTW where pyfftw is installed, numpy otherwise."""
    try:
        return FftwTransform(*shape)
    except ImportError:
        return NumpyTransform(*shape)


class TransformPool:
    """Planned transforms, shared by every stream of a thread and planned once per thread and shape.

    A plan owns scratch buffers, so two threads must not share one; streams of the same thread may, because a
    transform's result is used up before the next stream runs.
    """

    def __init__(self, factory: TransformFactory = best_transform) -> None:
        self._factory = factory
        self._local = threading.local()

    def get(self, *shape: int) -> PlannedTransform:
        """The calling thread's transform of ``(size)`` samples, or of ``(rows, size)``."""
        plans: dict[tuple[int, ...], PlannedTransform] = self._local.__dict__.setdefault("plans", {})
        if shape not in plans:
            plans[shape] = self._factory(*shape)
        return plans[shape]
