"""The numbers that the feature stage, the acoustic model and its training must agree on."""

from __future__ import annotations

from typing import Final

import attrs


@attrs.frozen
class FeatureSpec:
    """Geometry of the features. A model names the spec it was trained on by :attr:`version`.

    Attributes:
        version: changes whenever any number or formula of the feature stage changes.
        sample_rate_hz: rate the model hears at.
        hop_samples: new audio per feature frame; 1024 at 22,050 Hz is 46.4 ms.
        short_samples: window of the treble spectrum, quick to follow a change.
        long_samples: window of the bass spectrum, fine enough to part neighbouring low notes.
        lowest_midi: MIDI note of the lowest semitone (24 = C1, 32.7 Hz).
        semitones: number of semitones covered, a whole number of octaves.
        bins_per_semitone: odd, so that the middle bin lies on the note.
        long_semitones: the long spectrum covers only this many semitones from the lowest; above, zeros.
        compression: knee of the logarithm: ``log1p(compression * amplitude / reference)``.
        reference_floor: smallest amplitude that counts as full brightness (-60 dBFS).
        reference_decay_db_per_s: how fast the reference forgets a loud passage.
    """

    version: str = "lf3-3"
    sample_rate_hz: int = 22050
    hop_samples: int = 1024
    short_samples: int = 4096
    long_samples: int = 16384
    lowest_midi: int = 24
    semitones: int = 84
    bins_per_semitone: int = 3
    long_semitones: int = 60
    compression: float = 200.0
    reference_floor: float = 1e-3
    reference_decay_db_per_s: float = 3.0

    @property
    def bins(self) -> int:
        """Log-frequency bins a channel."""
        return self.semitones * self.bins_per_semitone

    @property
    def channels(self) -> int:
        """Spectra a frame: short, then long."""
        return 2

    @property
    def hop_seconds(self) -> float:
        """Seconds of audio a hop."""
        return self.hop_samples / self.sample_rate_hz


FEATURE_SPEC: Final = FeatureSpec()
"""The spec of the bundled model."""

TUNING_STEP_CENTS: Final = 5
TUNING_RANGE_CENTS: Final = 60
