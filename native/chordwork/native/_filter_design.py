"""Second-order sections for cleaning a recording.

Formulas: R. Bristow-Johnson, "Cookbook formulae for audio EQ biquad filter coefficients" (W3C Audio EQ Cookbook,
https://www.w3.org/TR/audio-eq-cookbook/), and, for `dc_block`, the bilinear transform of a first-order high-pass.
"""

import math
from typing import Final

import attrs

from .errors import FilterDesignError

MIN_Q: Final = 0.01
MAX_Q: Final = 10_000.0


@attrs.frozen
class BiquadSection:
    """H(z) = (b0 + b1 z^-1 + b2 z^-2) / (1 + a1 z^-1 + a2 z^-2)."""

    b0: float
    b1: float
    b2: float
    a1: float
    a2: float


def dc_block(rate_hz: float, corner_hz: float) -> BiquadSection:
    """First-order high-pass: gain 0 at DC, -3 dB at `corner_hz`, 1 at the Nyquist frequency."""
    _check_frequency(rate_hz, corner_hz, "corner_hz")
    k = math.tan(math.pi * corner_hz / rate_hz)
    gain = 1.0 / (1.0 + k)
    return BiquadSection(b0=gain, b1=-gain, b2=0.0, a1=(k - 1.0) * gain, a2=0.0)


def high_pass(rate_hz: float, corner_hz: float, q: float = 0.7071) -> BiquadSection:
    """Second-order high-pass, 12 dB per octave; gain `q` at `corner_hz`, so 0.7071 (Butterworth) is -3 dB there."""
    _check_frequency(rate_hz, corner_hz, "corner_hz")
    cosine, alpha = _cosine_and_alpha(rate_hz, corner_hz, q)
    a0 = 1.0 + alpha
    b0 = 0.5 * (1.0 + cosine) / a0
    return BiquadSection(b0=b0, b1=-2.0 * b0, b2=b0, a1=-2.0 * cosine / a0, a2=(1.0 - alpha) / a0)


def notch(rate_hz: float, frequency_hz: float, q: float) -> BiquadSection:
    """Gain 0 at `frequency_hz`, 1 far from it, -3 dB at the edges of a band `frequency_hz / q` wide."""
    _check_frequency(rate_hz, frequency_hz, "frequency_hz")
    cosine, alpha = _cosine_and_alpha(rate_hz, frequency_hz, q)
    a0 = 1.0 + alpha
    b0 = 1.0 / a0
    b1 = -2.0 * cosine / a0
    return BiquadSection(b0=b0, b1=b1, b2=b0, a1=b1, a2=(1.0 - alpha) / a0)


def _check_frequency(rate_hz: float, frequency_hz: float, name: str) -> None:
    if not (_is_number(rate_hz) and rate_hz > 0.0):
        raise FilterDesignError(f"rate_hz must be a positive number, not {rate_hz!r}")
    if not (_is_number(frequency_hz) and 0.0 < frequency_hz < 0.5 * rate_hz):
        raise FilterDesignError(
            f"{name} must be over 0 and under half the rate, {0.5 * rate_hz:g}, not {frequency_hz!r}"
        )


def _cosine_and_alpha(rate_hz: float, frequency_hz: float, q: float) -> tuple[float, float]:
    if not (_is_number(q) and MIN_Q <= q <= MAX_Q):
        raise FilterDesignError(f"q must be from {MIN_Q:g} to {MAX_Q:g}, not {q!r}")
    angle = 2.0 * math.pi * frequency_hz / rate_hz
    return math.cos(angle), math.sin(angle) / (2.0 * q)


def _is_number(value: float) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
