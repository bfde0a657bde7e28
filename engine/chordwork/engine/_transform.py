"""The Fourier transform as a replaceable part.

FFTW is GPL: it is reached only through pyfftw, here, and nothing else depends on it. Without pyfftw the feature stage
runs on numpy's transform, some eight times slower, with features that differ in the last bits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from chordwork.native import PowerSpectrum

Samples = NDArray[np.float32]
Spectrum = NDArray[np.complex64]


class WindowedTransform(Protocol):
    """Multiplies ``samples * window`` (both shape ``(n,)``) and returns the real FFT, shape ``(n // 2 + 1,)``.

    One that was made for several rows takes samples of shape ``(rows, n)`` and transforms each. The result may be a
    buffer that the next call overwrites.
    """

    def __call__(self, samples: Samples, window: Samples) -> Spectrum:
        """Transform one windowed frame."""
        ...

    def power(self, samples: Samples, window: Samples, out: PowerSpectrum) -> Samples:
        """The power of its lowest bins, as many as ``out`` has, in the buffer of ``out``."""
        ...


class NumpyTransform:
    """Real FFT of a fixed shape, along its last axis, by numpy."""

    def __init__(self, *shape: int) -> None:
        self._product: Samples = np.empty(shape, np.float32)

    def __call__(self, samples: Samples, window: Samples) -> Spectrum:
        """Transform one windowed frame."""
        np.multiply(samples, window, out=self._product)
        return np.fft.rfft(self._product).astype(np.complex64, copy=False)

    def power(self, samples: Samples, window: Samples, out: PowerSpectrum) -> Samples:
        """The power of the lowest bins."""
        return out.of(self(samples, window))


class FftwTransform:
    """Real FFT of a fixed shape, along its last axis, by a single-threaded FFTW plan with its own aligned buffers.

    Planned with ``FFTW_ESTIMATE``: measuring would cost a tenth of a second at start-up and could choose another
    algorithm, hence other rounding, from run to run.
    """

    def __init__(self, *shape: int) -> None:
        import pyfftw

        self._input: Samples = pyfftw.empty_aligned(shape, dtype="float32")
        self._output: Spectrum = pyfftw.empty_aligned((*shape[:-1], shape[-1] // 2 + 1), dtype="complex64")
        self._plan: Any = pyfftw.FFTW(self._input, self._output, flags=("FFTW_ESTIMATE",), threads=1)

    def __call__(self, samples: Samples, window: Samples) -> Spectrum:
        """Transform one windowed frame."""
        np.multiply(samples, window, out=self._input)
        self._plan.execute()
        return self._output

    def power(self, samples: Samples, window: Samples, out: PowerSpectrum) -> Samples:
        """The power of the lowest bins."""
        return out.of(self(samples, window))


class PairedFftwTransform(FftwTransform):
    """For long frames: the samples are transformed in pairs, as complex numbers, and taken apart afterwards.

    Without measuring, FFTW plans a real transform of 16,384 samples that takes more than twice the time of a complex
    one of 8,192; and only the low bins that are asked for have to be taken apart.
    """

    def __init__(self, size: int) -> None:
        import pyfftw

        super().__init__(size)
        self._pairs: Samples = pyfftw.empty_aligned(size, dtype="float32")
        self._half: Spectrum = pyfftw.empty_aligned(size // 2, dtype="complex64")
        self._half_plan: Any = pyfftw.FFTW(
            self._pairs.view(np.complex64), self._half, flags=("FFTW_ESTIMATE",), threads=1
        )

    def power(self, samples: Samples, window: Samples, out: PowerSpectrum) -> Samples:
        """The power of the lowest bins."""
        np.multiply(samples, window, out=self._pairs)
        self._half_plan.execute()
        return out.of_pairs(self._half)


PAIRED_FROM: Final = 8192
"""Samples from which pairs are quicker."""

TransformFactory = Callable[..., WindowedTransform]
"""Takes a shape, size last: ``(16384)`` or ``(4, 1024)``."""


def best_transform(*shape: int) -> WindowedTransform:
    """FFTW where pyfftw is installed, numpy otherwise."""
    try:
        is_long = len(shape) == 1 and shape[0] > PAIRED_FROM
        return PairedFftwTransform(shape[0]) if is_long else FftwTransform(*shape)
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

    def get(self, *shape: int) -> WindowedTransform:
        """The calling thread's transform of ``(size)`` samples, or of ``(rows, size)``."""
        plans: dict[tuple[int, ...], WindowedTransform] = self._local.__dict__.setdefault("plans", {})
        if shape not in plans:
            plans[shape] = self._factory(*shape)
        return plans[shape]
