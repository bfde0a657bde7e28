"""Are the beats where the reference has them, and is the tempo named?"""

from __future__ import annotations

from typing import Final

import attrs
import mir_eval
import numpy as np
from numpy.typing import ArrayLike

from evaluation.clips import EvaluationClip
from evaluation.listening import Heard

FEWEST_BEATS: Final = 8
TEMPO_TOLERANCE: Final = 0.04
STEADY_BPM: Final = 120.0
OCTAVES: Final = (1.0, 2.0, 0.5, 3.0, 1.0 / 3.0)


@attrs.frozen
class Pulse:
    """Beats and tempo of one clip.

    Attributes:
        beat_f: F-measure of the beats foretold, within 70 ms, from 5 s on (mir_eval's conventions).
        steady_f: the same for a beat every half second from 0 on: what knowing nothing scores.
        tempo_right: the tempo said last is within 4 % of the reference's, the median over its beats.
        tempo_right_but_octave: the same, or of its double, half, triple or third.
    """

    beat_f: float
    steady_f: float
    tempo_right: bool
    tempo_right_but_octave: bool


def pulse_of(clip: EvaluationClip, heard: Heard) -> Pulse | None:
    """Measure one clip; None where the reference has fewer than :data:`FEWEST_BEATS` beats."""
    if len(clip.beats) < FEWEST_BEATS:
        return None
    reference = tempo_bpm(clip.beats)
    said = heard.tempos[-1][1] if heard.tempos else 0.0
    near = [is_near(said, reference * octave) for octave in OCTAVES]
    return Pulse(
        beat_f=beat_f(clip.beats, heard.beats),
        steady_f=beat_f(clip.beats, np.arange(0.0, heard.seconds, 60.0 / STEADY_BPM)),
        tempo_right=near[0],
        tempo_right_but_octave=any(near),
    )


def tempo_bpm(beats: ArrayLike) -> float:
    """Beats a minute, by the median distance of beats in seconds."""
    return 60.0 / float(np.median(np.diff(np.asarray(beats, float))))


def is_near(said_bpm: float, reference_bpm: float) -> bool:
    """Whether a tempo lies within 4 % of the one that is right."""
    return abs(said_bpm / reference_bpm - 1.0) <= TEMPO_TOLERANCE


def beat_f(reference: ArrayLike, estimate: ArrayLike) -> float:
    """F-measure within 70 ms, the first 5 s left out; 0 where nothing was said."""
    wanted, said = (mir_eval.beat.trim_beats(np.unique(np.asarray(beats, float))) for beats in (reference, estimate))
    return float(mir_eval.beat.f_measure(wanted, said)) if wanted.size and said.size else 0.0
