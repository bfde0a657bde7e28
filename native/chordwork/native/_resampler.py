"""Streaming sample-rate conversion with linear phase, exact timing and bounded memory."""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np

from ._buffers import FloatArray, borrow_floats
from ._formats import checked_rate_hz
from ._native import ffi, lib
from ._ring import RingBuffer
from ._saving import Saved, restored_array, restored_struct, saved_array, saved_struct
from .errors import AudioFormatError, SnapshotError

if TYPE_CHECKING:
    from ._native import CData

KEPT_TABLES: Final = 8
"""Pairs of rates whose coefficients are kept when no resampler uses them, up to 1 MiB each."""


class Resampler:
    """From any integer rate to any other, 8 to 192 kHz. Not thread-safe.

    A Kaiser-windowed sinc [1]_, polyphase: flat to 0.85 of the lower rate's Nyquist frequency, at least 100 dB down
    from that frequency on. Output sample m lies exactly at input time m / rate_out_hz: the filter's delay is spent in
    waiting for input, not in moving the audio. Before the start the input is silent. Equal rates pass through.

    Common ratios have one table row for each phase; the others interpolate linearly between finely spaced rows [2]_, so
    the table stays under about 1 MiB at any pair of rates; resamplers of the same rates share one. Output bits do not
    depend on how the calls are cut.

    .. [1] Kaiser & Schafer, "On the use of the I0-sinh window for spectrum analysis", IEEE Trans. ASSP 28(1), 1980.
    .. [2] J. O. Smith, "Digital Audio Resampling Home Page", https://ccrma.stanford.edu/~jos/resample/.
    """

    __slots__ = ("_rate_in_hz", "_rate_out_hz", "_resampler", "_table")

    def __init__(self, rate_in_hz: int, rate_out_hz: int) -> None:
        self._rate_in_hz = checked_rate_hz(rate_in_hz, "rate_in_hz")
        self._rate_out_hz = checked_rate_hz(rate_out_hz, "rate_out_hz")
        self._table = _table(self._rate_in_hz, self._rate_out_hz)  # kept: the resampler points into it
        resampler = lib.cw_resampler_new(self._table)
        if resampler == ffi.NULL:
            raise MemoryError(f"no memory to resample {rate_in_hz} Hz to {rate_out_hz} Hz")
        self._resampler: CData = ffi.gc(resampler, lib.cw_resampler_free)

    def process(self, ring: RingBuffer, out: FloatArray) -> int:
        """Fill `out` as far as the ring's samples allow, taking from the ring what that needs; return how many.

        out : np.ndarray [shape=(n,), float32]. Samples beyond the returned count are left alone.
        """
        if not isinstance(ring, RingBuffer):
            raise AudioFormatError(f"ring must be a RingBuffer, not {type(ring).__name__}")
        with borrow_floats(out, "out") as view:
            return lib.cw_resampler_process(self._resampler, ring._ring, view, len(view))

    def finish(self) -> None:
        """The input ends with what the ring holds.

        `process` then goes on, with silence after the end, until ceil(samples_in * rate_out / rate_in) samples have
        come out in all. Once it has met the end it takes nothing more from the ring.
        """
        lib.cw_resampler_finish(self._resampler)

    def snapshot(self) -> Saved:
        """Its state, with the input that it still needs. Only before `finish`."""
        state = ffi.new("cw_resampler_state *")
        window = np.empty(lib.cw_resampler_held(self._resampler), dtype=np.float32)
        lib.cw_resampler_save(self._resampler, state, ffi.from_buffer("float[]", window, require_writable=True))
        return {"state": saved_struct(state), "window": saved_array(window)}

    def restore(self, saved: Saved) -> None:
        """Go on from there. Raises `SnapshotError`, and changes nothing, for no state of a resampler of these rates."""
        state = restored_struct(saved["state"], "cw_resampler_state")
        window = restored_array(saved["window"], np.float32, (state.fill,))
        if lib.cw_resampler_restore(self._resampler, state, ffi.from_buffer("float[]", window)) != 0:
            raise SnapshotError("no resampler of these rates can be in such a state")

    @property
    def ratio(self) -> Fraction:
        """rate_out / rate_in, in lowest terms."""
        return Fraction(self._rate_out_hz, self._rate_in_hz)

    @property
    def taps_per_phase(self) -> int:
        """Multiplications for an output sample (twice that where rows are interpolated)."""
        return lib.cw_resampler_taps(self._resampler)

    @property
    def group_delay_samples(self) -> Fraction:
        """Input samples after its own time that an output sample waits for. Whole; 0 for equal rates."""
        return Fraction(lib.cw_resampler_lookahead(self._resampler))

    @property
    def latency_ms(self) -> float:
        """`group_delay_samples` as time."""
        return float(1000 * self.group_delay_samples / self._rate_in_hz)


@lru_cache(maxsize=KEPT_TABLES)
def _table(rate_in_hz: int, rate_out_hz: int) -> CData:
    """The coefficients for a pair of rates, which take milliseconds to compute and are never changed."""
    table = lib.cw_resampler_table_new(rate_in_hz, rate_out_hz)
    if table == ffi.NULL:
        raise MemoryError(f"no memory to resample {rate_in_hz} Hz to {rate_out_hz} Hz")
    return ffi.gc(table, lib.cw_resampler_table_free)
