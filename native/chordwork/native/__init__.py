"""Chordwork's loops in C: decode, resample, filter, frame; spectra, beats, chords. No object is thread-safe but
:class:`CallbackRing`, which is for two threads.

Each name is imported when it is first asked for: who only wants the errors, as the client does, needs neither numpy nor
the C extension.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chordwork.harmony.errors import ChordworkError

    from ._beat_filter import BeatFilter, BeatFilterTables, OnsetStrengths
    from ._biquad import BiquadCascade
    from ._buffers import pcm_bytes
    from ._callback_ring import CallbackBlock, CallbackRing, CallbackRingStatistics
    from ._filter_design import BiquadSection, dc_block, high_pass, notch
    from ._filter_settings import FilterSettings
    from ._formats import MAX_SAMPLE_RATE_HZ, MIN_SAMPLE_RATE_HZ, SampleFormat
    from ._frames import FrameBuffer
    from ._frontend import FrontEnd, FrontEndStatistics
    from ._hop import HopPlan, HopSpectra, HopTuning, PlannedTransform
    from ._meter import Levels, Meter
    from ._probe import Probe, probe_pcm
    from ._resampler import Resampler
    from ._ring import RingBuffer, RingStatistics
    from ._saving import Saved, restore_array, restore_fields, restored_array, saved_array, saved_fields
    from ._spectra import BandSums, OnsetFlux, PowerSpectrum
    from ._tiers import ChordTiers, TierSettings
    from ._viterbi import FixedLagViterbi
    from .errors import AudioFormatError, FilterDesignError, SnapshotError, StreamClosedError

__all__ = [
    "MAX_SAMPLE_RATE_HZ",
    "MIN_SAMPLE_RATE_HZ",
    "AudioFormatError",
    "BandSums",
    "BeatFilter",
    "BeatFilterTables",
    "BiquadCascade",
    "BiquadSection",
    "CallbackBlock",
    "CallbackRing",
    "CallbackRingStatistics",
    "ChordTiers",
    "ChordworkError",
    "FilterDesignError",
    "FilterSettings",
    "FixedLagViterbi",
    "FrameBuffer",
    "FrontEnd",
    "FrontEndStatistics",
    "HopPlan",
    "HopSpectra",
    "HopTuning",
    "Levels",
    "Meter",
    "OnsetFlux",
    "OnsetStrengths",
    "PlannedTransform",
    "PowerSpectrum",
    "Probe",
    "Resampler",
    "RingBuffer",
    "RingStatistics",
    "SampleFormat",
    "Saved",
    "SnapshotError",
    "StreamClosedError",
    "TierSettings",
    "dc_block",
    "high_pass",
    "notch",
    "pcm_bytes",
    "probe_pcm",
    "restore_array",
    "restore_fields",
    "restored_array",
    "saved_array",
    "saved_fields",
]

_PLACES = {
    "._beat_filter": ("BeatFilter", "BeatFilterTables", "OnsetStrengths"),
    "._biquad": ("BiquadCascade",),
    "._buffers": ("pcm_bytes",),
    "._callback_ring": ("CallbackBlock", "CallbackRing", "CallbackRingStatistics"),
    "._filter_design": ("BiquadSection", "dc_block", "high_pass", "notch"),
    "._filter_settings": ("FilterSettings",),
    "._formats": ("MAX_SAMPLE_RATE_HZ", "MIN_SAMPLE_RATE_HZ", "SampleFormat"),
    "._frames": ("FrameBuffer",),
    "._frontend": ("FrontEnd", "FrontEndStatistics"),
    "._hop": ("HopPlan", "HopSpectra", "HopTuning", "PlannedTransform"),
    "._meter": ("Levels", "Meter"),
    "._probe": ("Probe", "probe_pcm"),
    "._resampler": ("Resampler",),
    "._ring": ("RingBuffer", "RingStatistics"),
    "._saving": ("Saved", "restore_array", "restore_fields", "restored_array", "saved_array", "saved_fields"),
    "._spectra": ("BandSums", "OnsetFlux", "PowerSpectrum"),
    "._tiers": ("ChordTiers", "TierSettings"),
    "._viterbi": ("FixedLagViterbi",),
    "chordwork.harmony.errors": ("ChordworkError",),
    ".errors": ("AudioFormatError", "FilterDesignError", "SnapshotError", "StreamClosedError"),
}
_PLACE_OF = {name: place for place, names in _PLACES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _PLACE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_PLACE_OF[name], __name__), name)
    globals()[name] = value
    return value
