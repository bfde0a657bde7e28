"""Which filters clean the audio before it is analysed."""

from typing import Final, Literal

import attrs

from ._filter_design import BiquadSection, dc_block, high_pass, notch
from .errors import FilterDesignError

DC_CORNER_HZ: Final = 5.0
# As narrow at the harmonics as at the mains frequency itself: G2 (98.0 Hz), 2 Hz from 100 Hz hum, loses 0.6 dB.
HUM_BANDWIDTH_HZ: Final = 1.5
MAX_HUM_HARMONICS: Final = 10


@attrs.frozen(kw_only=True)
class FilterSettings:
    """Each filter can be switched off.

    dc_block : remove a constant offset (corner 5 Hz)
    rumble_hz : corner of a 12 dB per octave high-pass against rumble and handling noise, or None
    hum_hz : mains frequency to notch out, 50 or 60, or None
    hum_harmonics : notches at 1, 2 ... hum_harmonics times hum_hz, 1 to 10
    """

    dc_block: bool = True
    rumble_hz: float | None = 25.0
    hum_hz: Literal[50, 60] | None = None
    hum_harmonics: int = 3

    def __attrs_post_init__(self) -> None:
        if self.hum_hz not in (None, 50, 60):
            raise FilterDesignError(f"hum_hz must be 50, 60 or None, not {self.hum_hz!r}")
        if type(self.hum_harmonics) is not int or not 1 <= self.hum_harmonics <= MAX_HUM_HARMONICS:
            raise FilterDesignError(f"hum_harmonics must be from 1 to {MAX_HUM_HARMONICS}, not {self.hum_harmonics!r}")

    def sections(self, rate_hz: float) -> list[BiquadSection]:
        """The filters at a sample rate. Raises `FilterDesignError` where one does not fit under half of it."""
        chain = [dc_block(rate_hz, DC_CORNER_HZ)] if self.dc_block else []
        if self.rumble_hz is not None:
            chain.append(high_pass(rate_hz, self.rumble_hz))
        if self.hum_hz is not None:
            for harmonic in range(1, self.hum_harmonics + 1):
                frequency_hz = float(harmonic * self.hum_hz)
                chain.append(notch(rate_hz, frequency_hz, frequency_hz / HUM_BANDWIDTH_HZ))
        return chain
