"""Chordwork's loops in C: decode, resample, filter, frame; spectra, beats, chords. No object is thread-safe."""

from ._beat_filter import BeatFilter, BeatFilterTables
from ._biquad import BiquadCascade
from ._buffers import pcm_bytes
from ._filter_design import BiquadSection, dc_block, high_pass, notch
from ._filter_settings import FilterSettings
from ._formats import MAX_SAMPLE_RATE_HZ, MIN_SAMPLE_RATE_HZ, SampleFormat
from ._frames import FrameBuffer
from ._frontend import FrontEnd, FrontEndStatistics
from ._meter import Levels, Meter
from ._posterior import ForwardFilter, Smoother, StepEvidence
from ._probe import Probe, probe_pcm
from ._resampler import Resampler
from ._ring import RingBuffer, RingStatistics
from ._spectra import BandSums, OnsetFlux, PowerSpectrum
from ._viterbi import FixedLagViterbi
from .errors import AudioFormatError, ChordworkError, FilterDesignError, StreamClosedError

__all__ = [
    "MAX_SAMPLE_RATE_HZ",
    "MIN_SAMPLE_RATE_HZ",
    "AudioFormatError",
    "BandSums",
    "BeatFilter",
    "BeatFilterTables",
    "BiquadCascade",
    "BiquadSection",
    "ChordworkError",
    "FilterDesignError",
    "FilterSettings",
    "FixedLagViterbi",
    "ForwardFilter",
    "FrameBuffer",
    "FrontEnd",
    "FrontEndStatistics",
    "Levels",
    "Meter",
    "OnsetFlux",
    "PowerSpectrum",
    "Probe",
    "Resampler",
    "RingBuffer",
    "RingStatistics",
    "SampleFormat",
    "Smoother",
    "StepEvidence",
    "StreamClosedError",
    "dc_block",
    "high_pass",
    "notch",
    "pcm_bytes",
    "probe_pcm",
]
