"""The Fourier transform as a replaceable part.

FFTW is GPL: it is reached only through pyfftw, here, and nothing else depends on it. Without pyfftw the feature stage
runs on numpy's transform, some eight times slower, with features that differ in the last bits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
Spectrum = NDArray[np.complex64]


class WindowedTransform(Protocol):
    """Multiplies ``samples * window`` (both shape ``(n,)``) and returns the real FFT, shape ``(n // 2 + 1,)``.

    The result may be a buffer that the next call overwrites.
    """

    def __call__(self, samples: Samples, window: Samples) -> Spectrum:
        """Transform one windowed frame."""
        ...


class NumpyTransform:
    """Real FFT of a fixed size by numpy."""

    def __init__(self, size: int) -> None:
        self._product: Samples = np.empty(size, np.float32)

    def __call__(self, samples: Samples, window: Samples) -> Spectrum:
        """Transform one windowed frame."""
        np.multiply(samples, window, out=self._product)
        return np.fft.rfft(self._product).astype(np.complex64, copy=False)


class FftwTransform:
    """Real FFT of a fixed size by a single-threaded FFTW plan with its own aligned buffers.

    Planned with ``FFTW_ESTIMATE``: measuring would cost a tenth of a second at start-up and could choose another
    algorithm, hence other rounding, from run to run.
    """

    def __init__(self, size: int) -> None:
        import pyfftw

        self._input: Samples = pyfftw.empty_aligned(size, dtype="float32")
        self._output: Spectrum = pyfftw.empty_aligned(size // 2 + 1, dtype="complex64")
        self._plan: Any = pyfftw.FFTW(self._input, self._output, flags=("FFTW_ESTIMATE",), threads=1)

    def __call__(self, samples: Samples, window: Samples) -> Spectrum:
        """Transform one windowed frame."""
        np.multiply(samples, window, out=self._input)
        self._plan.execute()
        return self._output


TransformFactory = Callable[[int], WindowedTransform]


def best_transform(size: int) -> WindowedTransform:
    """FFTW where pyfftw is installed, numpy otherwise."""
    try:
        return FftwTransform(size)
    except ImportError:
        return NumpyTransform(size)


class TransformPool:
    """Planned transforms, shared by every stream of a thread and planned once per thread and size.

    A plan owns scratch buffers, so two threads must not share one; streams of the same thread may, because a
    transform's result is used up before the next stream runs.
    """

    def __init__(self, factory: TransformFactory = best_transform) -> None:
        self._factory = factory
        self._local = threading.local()

    def get(self, size: int) -> WindowedTransform:
        """The calling thread's transform of ``size`` samples."""
        plans: dict[int, WindowedTransform] = self._local.__dict__.setdefault("plans", {})
        if size not in plans:
            plans[size] = self._factory(size)
        return plans[size]
