"""Chooses the constants of the beat tracker on half ``a`` of the dev clips: ``python -m training beats``.

A random search: each trial changes one to three constants of the best settings so far by random factors.
"""

from __future__ import annotations

import json
import math
import multiprocessing
from pathlib import Path
from typing import Final

import attrs
import numpy as np
import soundfile
from numpy.typing import NDArray

from chordwork.engine import BeatEvent, TempoEvent
from chordwork.engine._beat import STEPS_A_HOP, BeatSettings
from chordwork.engine._hearing import Hearing
from chordwork.engine._tempo import TempoTracker
from evaluation.beats import FEWEST_BEATS, beat_f, is_near, tempo_bpm
from evaluation.progress import tracked

KINDS: Final = ("band", "comping", "notes")
TEMPO_WEIGHT: Final = 0.3
"""Worth of a tempo within 4 %, where that of the F-measure of the beats is 1."""
SPREAD: Final = 0.35
"""Standard deviation of the logarithm of a trial's factor,"""
TEMPO_SPREAD: Final = 0.12
"""and of that for the tempo prior's centre, which is kept within"""
TEMPO_RANGE_BPM: Final = (85.0, 115.0)


@attrs.frozen(eq=False)
class Strokes:
    """Spectral flux of a clip, ``(steps, bands)``, and when its beats fall, in seconds."""

    flux: NDArray[np.float32]
    beats: NDArray[np.float64]


def strokes_of(clip: Path) -> Strokes | None:
    """Hear a clip for its strokes; None where it has no pulse."""
    beats = np.asarray(json.loads(clip.read_text())["beats"], np.float64)
    if len(beats) < FEWEST_BEATS:
        return None
    samples, rate_hz = soundfile.read(clip.with_suffix(".flac"), dtype="int16")
    hearing = Hearing(rate_hz, onsets=True)
    pcm = samples.astype("<i2").tobytes()
    flux = [hearing.flux for hop in hearing.hear(pcm) if isinstance(hop, np.ndarray) and hearing.flux is not None]
    return Strokes(np.concatenate(flux), beats)


def worth(work: tuple[Strokes, BeatSettings]) -> float:
    """F-measure of the beats foretold, and :data:`TEMPO_WEIGHT` where the tempo said last is right."""
    strokes, settings = work
    tracker = TempoTracker(settings)
    events = [
        event
        for first in range(0, len(strokes.flux), STEPS_A_HOP)
        for event in tracker.step(strokes.flux[first : first + STEPS_A_HOP])
    ]
    beats = [event.time for event in events if isinstance(event, BeatEvent)]
    tempos = [event.bpm for event in events if isinstance(event, TempoEvent)]
    right = bool(tempos) and is_near(tempos[-1], tempo_bpm(strokes.beats))
    return beat_f(strokes.beats, beats) + TEMPO_WEIGHT * right


def varied(settings: BeatSettings, rng: np.random.Generator) -> BeatSettings:
    """A neighbour of ``settings``."""
    names = sorted(attrs.asdict(settings))
    changes: dict[str, float] = {}
    for name in rng.choice(names, rng.integers(1, 4), replace=False):
        spread = TEMPO_SPREAD if name == "tempo_bpm" else SPREAD
        changes[name] = getattr(settings, name) * math.exp(rng.normal(0.0, spread))
    if "tempo_bpm" in changes:
        changes["tempo_bpm"] = float(np.clip(changes["tempo_bpm"], *TEMPO_RANGE_BPM))
    return attrs.evolve(settings, **changes)


def main(cache: Path, *, seed: int, jobs: int, trials: int) -> None:
    """Search, from the settings in use, and print the best."""
    clips = sorted(clip for kind in KINDS for clip in (cache / "dev" / kind).glob("a_*.json"))
    if not clips:
        raise FileNotFoundError(f"no dev clips under {cache}: render them first (python -m training render)")
    rng = np.random.default_rng(seed)
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        heard = [strokes for strokes in pool.map(strokes_of, clips) if strokes is not None]
        best = BeatSettings()
        most = float(np.mean(pool.map(worth, [(strokes, best) for strokes in heard])))
        print(f"{len(heard)} clips with a pulse; now {most:.4f}", flush=True)
        for _ in tracked(range(trials), trials, "beats"):
            trial = varied(best, rng)
            value = float(np.mean(pool.map(worth, [(strokes, trial) for strokes in heard])))
            if value > most:
                best, most = trial, value
                print(f"{most:.4f} {best}", flush=True)
    print(best)
