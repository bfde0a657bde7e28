"""What is heard in one hop of a stream: features, onsets and tuning, on either side of its Fourier transforms."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, Protocol

import attrs
import numpy as np
import numpy.typing as npt

from ._buffers import FloatArray
from ._native import ffi, lib
from ._saving import Saved, restore_array, restored_struct, saved_array, saved_struct
from ._spectra import BandSums
from .errors import AudioFormatError, SnapshotError

if TYPE_CHECKING:
    from ._native import CData

STOP_BAND_DB: Final = 140.0
"""How far the decimation filter keeps down what would fold into the bins that are looked at."""
_KAISER_BETA: Final = 14.0
_FADE_SAMPLES: Final = 512
"""Over which the two ways to the decimated frame take turns; the longer, the less of what lies above leaks in."""
_MAX_SUMS: Final = 2048
_MAX_BINS: Final = 4096
_MAX_HALF_TAPS: Final = 256


class PlannedTransform(Protocol):
    """A Fourier transform of a real input, in buffers of its own."""

    @property
    def input(self) -> npt.NDArray[np.float32]:
        """What is transformed, along its last axis."""
        ...

    @property
    def output(self) -> npt.NDArray[np.complex64]:
        """The transform, after :meth:`execute`."""
        ...

    def execute(self) -> object:
        """Transform the input."""
        ...


@attrs.frozen(kw_only=True)
class HopTuning:
    """Where peaks of the long spectrum are looked for, and how their votes count.

    lowest_hz, highest_hz : of the peaks
    a4_hz : what they are measured from, in semitones
    every_hops : they vote
    decay : of old votes, each time
    floor : power relative to the largest, below which a peak has no vote,
    silence : and amplitude relative to what counts as loud
    """

    lowest_hz: float
    highest_hz: float
    a4_hz: float
    every_hops: int
    decay: float
    floor: float
    silence: float


class HopPlan:
    """Windows, decimation and constants: what streams of one kind share, and none changes.

    rate_hz : of the audio
    hop_samples : new audio a hop
    short_window, long_window : the latter is as many times longer as the long spectrum is finer; its frame is decimated
    reach_hz : up to which the long spectrum is looked at
    onset_window, onset_step_samples : of the onsets' transforms, of which there are as many as steps fit into a hop
    slices_a_band : of the onsets
    floor, decay : of the amplitude that counts as loud: the smallest, and its share that is left after a hop
    compression : knee of the features' logarithm, relative to what counts as loud; onset_compression likewise
    """

    def __init__(
        self,
        *,
        rate_hz: int,
        hop_samples: int,
        short_window: FloatArray,
        long_window: FloatArray,
        reach_hz: float,
        onset_window: FloatArray,
        onset_step_samples: int,
        slices_a_band: int,
        floor: float,
        decay: float,
        compression: float,
        onset_compression: float,
        tuning: HopTuning,
    ) -> None:
        long_samples = len(long_window)
        decimation = _decimation(rate_hz, reach_hz, hop_samples)
        taps = _decimation_taps(rate_hz / decimation, reach_hz, rate_hz, decimation)
        half = len(taps) // 2
        tail = half + _FADE_SAMPLES
        steps = hop_samples // onset_step_samples
        before_end = (steps - 1) * onset_step_samples + len(onset_window)
        short_samples = len(short_window)
        if max(2 * half + hop_samples - decimation, tail, before_end) > short_samples or 4 * half > long_samples:
            raise AudioFormatError(f"the short window must be longer than {short_samples} samples for such hops")
        if long_samples < max(hop_samples + half, tail + half):
            raise AudioFormatError(f"the long window must be longer than {long_samples} samples for such hops")
        bin_hz = rate_hz / long_samples
        if (
            steps < 1
            or slices_a_band < 1
            or tuning.every_hops < 1
            or not bin_hz <= tuning.lowest_hz <= tuning.highest_hz
        ):
            raise AudioFormatError("a hop has at least a step, a band a slice, a tuning a hop, and peaks a frequency")
        if half > _MAX_HALF_TAPS or max(short_samples, long_samples // decimation) >= 2 * _MAX_BINS:
            raise AudioFormatError(f"no room for windows of {short_samples} and {long_samples} samples")
        scaled = (long_window * np.float32(decimation)).astype(np.float32)
        ending = np.zeros(long_samples)
        ending[-half:] = 1.0
        rise = (np.arange(_FADE_SAMPLES) + 0.5) / _FADE_SAMPLES
        ending[-tail:-half] = rise**4 * (35.0 - 84.0 * rise + 70.0 * rise**2 - 20.0 * rise**3)
        self._kept = [
            np.ascontiguousarray(array, np.float32)
            for array in (
                short_window,
                (scaled * (1.0 - ending))[::decimation],
                (scaled * ending)[-tail:],
                onset_window,
                taps,
            )
        ]
        windows = [ffi.from_buffer("float[]", array) for array in self._kept]
        self.decimation: Final = decimation
        self.short_samples: Final = short_samples
        self.low_samples: Final = long_samples // decimation
        self.steps: Final = steps
        self.onset_samples: Final = len(onset_window)
        self.tuning_bins: Final = int(tuning.highest_hz / bin_hz) + 2
        self.kept_low: Final = slice(hop_samples // decimation, self.low_samples - half // decimation + 1)
        """Of the decimated samples: those that the next hop goes on from."""
        self.plan: CData = ffi.new(
            "cw_hop_plan *",
            {
                "short_samples": short_samples,
                "low_samples": self.low_samples,
                "hop_samples": hop_samples,
                "decimation": decimation,
                "half_taps": half,
                "tail_samples": tail,
                "steps": steps,
                "step_samples": onset_step_samples,
                "onset_samples": self.onset_samples,
                "slices_a_band": slices_a_band,
                "tuning_low": int(tuning.lowest_hz / bin_hz),
                "tuning_high": int(tuning.highest_hz / bin_hz),
                "tuning_every_hops": tuning.every_hops,
                "tuning_bin_share": bin_hz / tuning.a4_hz,
                "tuning_decay": tuning.decay,
                "tuning_floor": tuning.floor,
                "tuning_silence": tuning.silence,
                "floor": floor,
                "decay": decay,
                "compression": compression,
                "scale": 1.0 / math.log1p(compression),
                "onset_compression": onset_compression,
                "short_window": windows[0],
                "low_window": windows[1],
                "tail_window": windows[2],
                "onset_window": windows[3],
                "taps": windows[4],
            },
        )


class HopSpectra:
    """The spectra of one stream, hop by hop. Not thread-safe.

    plan : shared
    treble, bass : transforms of `plan.short_samples` and of `plan.low_samples`; their buffers are free between calls
    onsets : a transform of (`plan.steps`, `plan.onset_samples`), and the slices that its bins are summed into; or None
    """

    __slots__ = (
        *("_feature_shape", "_flux_shape", "_levels", "_low", "_plan", "_slices", "_state", "_sums", "_transforms"),
        "_views",
    )

    def __init__(
        self,
        plan: HopPlan,
        treble: PlannedTransform,
        bass: PlannedTransform,
        onsets: tuple[PlannedTransform, BandSums] | None = None,
    ) -> None:
        self._plan = plan
        self._transforms = [treble, bass] if onsets is None else [treble, bass, onsets[0]]
        shapes = [(plan.short_samples,), (plan.low_samples,), (plan.steps, plan.onset_samples)]
        for transform, shape in zip(self._transforms, shapes, strict=False):
            if transform.input.shape != shape:
                raise AudioFormatError(f"a transform of {shape} was expected, not of {transform.input.shape}")
        if onsets is not None:
            slices, bands = onsets[1], plan.plan.slices_a_band
            fits = len(slices) % bands == 0 and plan.steps * len(slices) <= _MAX_SUMS
            if not fits or slices.bins_needed > plan.onset_samples // 2 + 1:
                raise AudioFormatError(
                    f"{len(slices)} slices of onsets do not fit {plan.steps} steps, or bands of {bands}"
                )
        inputs = [_floats(transform.input) for transform in self._transforms]
        outputs = [_floats(transform.output) for transform in self._transforms]
        self._low = np.zeros(plan.low_samples, np.float32)
        self._slices = None if onsets is None else onsets[1]
        bands = plan.plan.slices_a_band
        self._levels = np.zeros(0 if onsets is None else len(onsets[1]), np.float32)
        self._flux_shape = (plan.steps, len(self._levels) // bands)
        self._state: CData = ffi.new("cw_hop_state *")
        self._state.reference = self._state.onset_reference = plan.plan.floor
        missing = [ffi.NULL] * (3 - len(inputs))
        self._views = (
            ffi.from_buffer("float[]", self._low, require_writable=True),
            ffi.from_buffer("float[]", self._levels, require_writable=True),
            *(*inputs, *missing),
            *(*outputs, *missing),
        )

    def tune(self, treble_sums: BandSums, bass_sums: BandSums) -> None:
        """From now on, sum the bins of the spectra into these log-frequency bins, of the bass into no more of them."""
        plan = self._plan
        bins = (plan.short_samples // 2 + 1, plan.low_samples // 2 + 1)
        fits = all(len(sums) <= _MAX_SUMS for sums in (treble_sums, bass_sums)) and len(bass_sums) <= len(treble_sums)
        if not fits or treble_sums.bins_needed > bins[0] or max(bass_sums.bins_needed, plan.tuning_bins) > bins[1]:
            raise AudioFormatError(f"transforms have {bins} bins, and there is room for {_MAX_SUMS} sums of them")
        self._sums = treble_sums, bass_sums
        self._feature_shape = (2, len(treble_sums))

    def take(self, frame: FloatArray) -> tuple[FloatArray, FloatArray | None, bool]:
        """The newest hop; :meth:`tune` first.

        frame : the latest `plan.short_samples` samples, np.ndarray [shape=(n,), float32]; hop follows hop

        Returns features, np.ndarray [shape=(2, bins), float32]; the onsets' flux, np.ndarray [shape=(steps, bands),
        float32], or None; and whether peaks have voted for a tuning.
        """
        plan = self._plan
        if len(frame) != plan.short_samples or frame.dtype != np.float32 or not frame.flags.c_contiguous:
            raise AudioFormatError(f"a frame is {plan.short_samples} contiguous float32 samples")
        treble_sums, bass_sums = self._sums
        low, levels, treble_in, bass_in, onsets_in, treble, bass, onsets = self._views
        lib.cw_hop_window(plan.plan, ffi.from_buffer("float[]", frame), low, treble_in, bass_in, onsets_in)
        for transform in self._transforms:
            transform.execute()
        features = np.empty(self._feature_shape, np.float32)
        into = ffi.from_buffer("float[]", features)
        voted = lib.cw_hop_features(plan.plan, treble_sums.view, bass_sums.view, treble, bass, into, self._state)
        if self._slices is None:
            return features, None, bool(voted)
        flux = np.empty(self._flux_shape, np.float32)
        lib.cw_hop_flux(plan.plan, self._slices.view, onsets, levels, ffi.from_buffer("float[]", flux), self._state)
        return features, flux, bool(voted)

    @property
    def votes(self) -> tuple[complex, float]:
        """Sum of the peaks' votes for a tuning, each a unit circle's turn per semitone; and of their weights."""
        state = self._state
        return complex(state.votes_real, state.votes_imaginary), state.weight

    def snapshot(self) -> Saved:
        """What the next hop depends on besides its frame."""
        return {
            "state": saved_struct(self._state),
            "low": saved_array(self._low[self._plan.kept_low]),
            "levels": saved_array(self._levels),
        }

    def restore(self, saved: Saved) -> None:
        """Go on from there. Raises `SnapshotError` for what is no such state; then this one is of no use any more."""
        state = restored_struct(saved["state"], "cw_hop_state")
        numbers = (state.reference, state.onset_reference, state.votes_real, state.votes_imaginary, state.weight)
        floor = self._plan.plan.floor
        if not all(map(math.isfinite, numbers)) or min(numbers[:2]) < np.float32(floor) * 0.999 or state.weight < 0.0:
            raise SnapshotError("no stream of such hops can be in such a state")
        restore_array(saved["low"], self._low[self._plan.kept_low])
        restore_array(saved["levels"], self._levels)
        self._state = state


def _decimation(rate_hz: int, reach_hz: float, hop_samples: int) -> int:
    """The largest power of two that leaves room for a filter between what is looked at and what would fold into it."""
    decimation = 1
    while rate_hz / (2 * decimation) > 2.4 * reach_hz and hop_samples % (2 * decimation) == 0:
        decimation *= 2
    return decimation


def _decimation_taps(low_rate_hz: float, reach_hz: float, rate_hz: int, decimation: int) -> FloatArray:
    """A Kaiser-windowed sinc, flat up to `reach_hz` and down from where folding would begin to reach it.

    An odd number of taps after one that is 0, so that there are a multiple of 16. Method: Kaiser & Schafer, "On the
    use of the I0-sinh window for spectrum analysis", IEEE Trans. ASSP 28(1), 1980.
    """
    width_hz = low_rate_hz - 2.0 * reach_hz
    needed = (STOP_BAND_DB - 7.95) / (2.285 * 2.0 * math.pi * width_hz / rate_hz)
    grid = math.lcm(8, decimation)
    half = math.ceil(needed / 2.0 / grid) * grid
    places = np.arange(-half + 1, half)
    cutoff = low_rate_hz / rate_hz  # in units of half the rate
    taps = cutoff * np.sinc(cutoff * places) * np.kaiser(len(places), _KAISER_BETA)
    return np.concatenate(([0.0], taps / taps.sum())).astype(np.float32)


def _floats(values: npt.NDArray[Any]) -> CData:
    if not values.flags.c_contiguous or values.dtype not in (np.dtype(np.float32), np.dtype(np.complex64)):
        raise AudioFormatError("transforms must have contiguous buffers of float32 and complex64")
    return ffi.from_buffer("float[]", values.reshape(-1).view(np.float32), require_writable=True)
