"""What the recogniser says. Times are seconds of input audio, counted from the first sample fed.

Every event carries ``at``: how much audio had to be heard before it could be said. The difference between ``at`` and
the time it speaks of is the algorithmic latency; it does not depend on how the audio was cut into chunks.

``to_dict()`` of each gives plain values for JSON: the fields of the wire's message of that kind, rounded as there.
"""

from __future__ import annotations

from typing import Any, Final, Literal

import attrs

from chordwork.harmony.chord import Chord

_TIME_DIGITS: Final = 4
_SHARE_DIGITS: Final = 4


@attrs.frozen
class Alternative:
    """A rival reading of the same moment, with its posterior probability in [0, 1]."""

    chord: Chord
    confidence: float

    def to_dict(self) -> dict[str, Any]:
        """Plain values: spelling and confidence."""
        return {**_spelled(self.chord), "confidence": _share(self.confidence)}


@attrs.frozen
class ChordEvent:
    """A chord, either as first guessed or as decided.

    Attributes:
        status: ``provisional`` names what to show from now on; a later event may replace it.
            ``final`` is a finished segment: never changed afterwards, contiguous with the one before, none missing.
        chord: the chord; may be ``NO_CHORD``.
        start: estimated onset in seconds.
        end: end in seconds; None for a provisional chord, which still rings.
        at: seconds of audio heard when this was decided.
        confidence: probability in [0, 1] that ``chord`` is right.
        alternatives: the best rivals, most probable first.
    """

    status: Literal["provisional", "final"]
    chord: Chord
    start: float
    end: float | None
    at: float
    confidence: float
    alternatives: tuple[Alternative, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """A ``chord`` message; ``beat`` is reserved."""
        return {
            "type": "chord",
            "status": self.status,
            **_spelled(self.chord),
            "start": _time(self.start),
            "end": None if self.end is None else _time(self.end),
            "at": _time(self.at),
            "confidence": _share(self.confidence),
            "alternatives": [rival.to_dict() for rival in self.alternatives],
            "beat": None,
        }


@attrs.frozen
class KeyEvent:
    """The key as heard so far. ``tonic`` is a pitch class 0..11, ``confidence`` in [0, 1]."""

    tonic: int
    mode: Literal["major", "minor"]
    confidence: float
    at: float

    @property
    def name(self) -> str:
        """Such as ``"Eb major"``."""
        names = _MAJOR_TONICS if self.mode == "major" else _MINOR_TONICS
        return f"{names[self.tonic]} {self.mode}"

    def to_dict(self) -> dict[str, Any]:
        """A ``key`` message."""
        return {
            "type": "key",
            "key": self.name,
            "tonic": self.tonic,
            "mode": self.mode,
            "confidence": _share(self.confidence),
            "source": "heard",
            "at": _time(self.at),
        }


@attrs.frozen
class TuningEvent:
    """Offset of the instrument from A4 = 440 Hz, in cents, in [-50, 50)."""

    cents: float
    at: float

    def to_dict(self) -> dict[str, Any]:
        """A ``tuning`` message."""
        return {"type": "tuning", "cents": round(self.cents, 2), "at": _time(self.at)}


@attrs.frozen
class LevelEvent:
    """Input level since the event before, in dB relative to full scale (floor -120).

    ``clipped_samples`` and ``nonfinite_samples`` count samples at full scale, and NaN or Inf that were replaced by 0.
    """

    peak_dbfs: float
    rms_dbfs: float
    clipped_samples: int
    nonfinite_samples: int
    at: float

    def to_dict(self) -> dict[str, Any]:
        """A ``level`` message."""
        return {
            "type": "level",
            "peak_dbfs": round(self.peak_dbfs, 1),
            "rms_dbfs": round(self.rms_dbfs, 1),
            "clipped_samples": self.clipped_samples,
            "nonfinite_samples": self.nonfinite_samples,
            "at": _time(self.at),
        }


@attrs.frozen
class TempoEvent:
    """The tempo as heard so far, said when it or its confidence has moved, and again every few seconds.

    Attributes:
        bpm: beats a minute, within 55..215; a slower or faster pulse is heard at double or half its tempo.
        confidence: in [0, 1], that a pulse is there and that its beats are placed right.
        beat_phase: share of the current beat that had passed at ``at``, in [0, 1).
        at: seconds of audio heard when this was said.
    """

    bpm: float
    confidence: float
    beat_phase: float
    at: float

    @property
    def next_beat(self) -> float:
        """When the next beat falls, in seconds; later than ``at`` by at most one beat."""
        return self.at + (1.0 - self.beat_phase) * 60.0 / self.bpm

    def to_dict(self) -> dict[str, Any]:
        """A ``tempo`` message."""
        return {
            "type": "tempo",
            "bpm": round(self.bpm, 2),
            "confidence": _share(self.confidence),
            "beat_phase": _share(self.beat_phase),
            "at": _time(self.at),
        }


@attrs.frozen
class BeatEvent:
    """A beat that is about to fall, foretold from the beats so far.

    Attributes:
        ahead_s: how long after ``at`` it falls, from 0 to about one hop of the engine (46 ms).
        bpm: tempo at this beat.
        confidence: as in :class:`TempoEvent`.
        at: seconds of audio heard when this was said.
    """

    ahead_s: float
    bpm: float
    confidence: float
    at: float

    @property
    def time(self) -> float:
        """When the beat falls, in seconds."""
        return self.at + self.ahead_s

    def to_dict(self) -> dict[str, Any]:
        """A ``beat`` message."""
        return {
            "type": "beat",
            "time": _time(self.time),
            "bpm": round(self.bpm, 2),
            "confidence": _share(self.confidence),
            "at": _time(self.at),
        }


@attrs.frozen
class NotesEvent:
    """Which pitch classes sounded lately, within the chord that rings now. Only of recognisers made with ``notes``.

    Attributes:
        probabilities: that each pitch class sounds, C first, each in [0, 1]; twelve of them.
        start: seconds; from here to ``at`` they were averaged.
        at: seconds of audio heard when this was said.
    """

    probabilities: tuple[float, ...]
    start: float
    at: float

    def to_dict(self) -> dict[str, Any]:
        """A ``notes`` message."""
        return {
            "type": "notes",
            "probabilities": [_share(share) for share in self.probabilities],
            "start": _time(self.start),
            "at": _time(self.at),
        }


@attrs.frozen
class WarningEvent:
    """Something about the audio that its sender should know; said once for each kind, and the stream goes on.

    Attributes:
        code: for machines, such as ``looks_like``, ``channels_cancel`` or ``realigned``; codes never change.
        message: for people: what was found, and what to do about it.
        at: seconds of audio heard when this was said.
        looks_like: what the bytes are more likely to be, such as ``webm``, ``f32le`` or ``shifted_byte``.
    """

    code: str
    message: str
    at: float
    looks_like: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """A ``warning`` message; ``looks_like`` only where it says something."""
        said = {"type": "warning", "code": self.code, "message": self.message, "at": _time(self.at)}
        return said if self.looks_like is None else {**said, "looks_like": self.looks_like}


Event = ChordEvent | KeyEvent | TuningEvent | LevelEvent | TempoEvent | BeatEvent | NotesEvent | WarningEvent

_MAJOR_TONICS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_MINOR_TONICS = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B")


def _spelled(chord: Chord) -> dict[str, Any]:
    return {"label": chord.label, "symbol": chord.symbol, "bass": chord.bass_name}


def _time(value_s: float) -> float:
    return round(value_s, _TIME_DIGITS)


def _share(value: float) -> float:
    return round(value, _SHARE_DIGITS)
