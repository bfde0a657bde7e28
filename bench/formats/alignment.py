"""Whether a decoded file lies where its source lies: by how much it is late, by cross-correlation."""

from __future__ import annotations

from math import gcd
from typing import Any, Final

import numpy as np
import scipy.signal
from numpy.typing import NDArray

COMMON_HZ: Final = 8_000
"""Both are compared at this rate."""
REACH_S: Final = 0.3
"""Looked for on both sides."""
LEAST_LIKENESS: Final = 0.5
"""Below this it is not the same sound at all."""


def mono(samples: NDArray[Any], rate_hz: int) -> NDArray[np.float64]:
    """One channel at :data:`COMMON_HZ`.

    Args:
        samples: np.ndarray [shape=(n,) or (n, channels)].
        rate_hz: of the samples.
    """
    line = np.asarray(samples, np.float64)
    line = line.mean(axis=1) if line.ndim == 2 else line
    common = gcd(rate_hz, COMMON_HZ)
    return np.asarray(scipy.signal.resample_poly(line, COMMON_HZ // common, rate_hz // common))


def late_ms(source: NDArray[np.float64], heard: NDArray[np.float64], start_s: float, end_s: float) -> float | None:
    """By how much ``heard`` is behind ``source`` in a stretch; None if it is another sound there.

    Args:
        source: from :func:`mono`.
        heard: likewise.
        start_s: of the stretch, in the source.
        end_s: likewise.
    """
    reach = round(REACH_S * COMMON_HZ)
    begin, end = round(start_s * COMMON_HZ), round(end_s * COMMON_HZ)
    pattern = source[begin:end]
    low = max(0, begin - reach)
    window = heard[low : end + reach]
    if len(window) < len(pattern) or not pattern.any():
        return None
    products = scipy.signal.correlate(window, pattern, "valid")
    best = int(np.argmax(products))
    energy = np.linalg.norm(window[best : best + len(pattern)]) * np.linalg.norm(pattern)
    if energy == 0 or products[best] / energy < LEAST_LIKENESS:
        return None
    return float((best + low - begin) * 1000 / COMMON_HZ)
