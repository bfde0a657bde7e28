"""Recorded, already distorted power chords (Ax_Grinder): whole chords, not notes. Training only."""

from __future__ import annotations

import csv
from functools import lru_cache
from pathlib import Path

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from evaluation.clips import RATE_HZ
from evaluation.notes import Note, Track
from evaluation.sampler import read_audio, shifted

from .labels import parse
from .score import Score

Audio = NDArray[np.float32]
LOWEST_ROOT = 40  # E2; only the pitch class of a recording is known for sure


@frozen
class PowerChord:
    """One recording and its root pitch class."""

    path: Path
    root: int
    muted: bool


@lru_cache(maxsize=2)
def recordings(data: Path) -> tuple[PowerChord, ...]:
    """Every recorded power chord of the pack."""
    found = []
    with (data / "real" / "manifest.csv").open(newline="") as rows:
        for row in csv.DictReader(rows):
            if row["file"].startswith("ax_grinder") and row["label"].endswith(":5"):
                found.append(PowerChord(data / "real" / row["file"], parse(row["label"]).root, "pmute" in row["file"]))
    return tuple(found)


def play_power_chords(score: Score, data: Path, seconds: float, rng: np.random.Generator, tuning_cents: float) -> Audio:
    """Play each chord of the score on a recording at most a few semitones away; sets the score's one track."""
    total = int(seconds * RATE_HZ)
    out = np.zeros(total, np.float32)
    notes: list[Note] = []
    for segment in score.segments:
        if not segment.chord.is_pitched:
            continue
        length = segment.end - segment.start
        mutes = length < 1.2 and rng.random() < 0.5
        pool = [r for r in recordings(data) if r.muted == mutes]
        moves = [(segment.chord.root - r.root + 6) % 12 - 6 for r in pool]
        nearest = min(abs(m) for m in moves)
        best = [i for i, m in enumerate(moves) if abs(m) <= nearest + 1]
        index = best[int(rng.integers(len(best)))]
        audio = read_audio(pool[index].path)
        first = int(np.argmax(np.abs(audio) > 0.05 * np.abs(audio).max()))
        starts = (
            np.arange(segment.start, segment.end - 0.2, float(rng.uniform(0.18, 0.35))) if mutes else [segment.start]
        )
        for start, end in zip(starts, [*starts[1:], segment.end], strict=True):
            count = int((end - start + 0.05) * RATE_HZ)
            sound = shifted(audio[first:], 2 ** ((moves[index] * 100 + tuning_cents) / 1200), count)
            begin = int(start * RATE_HZ)
            sound = sound[: max(0, total - begin)]
            fade = min(len(sound), int(0.05 * RATE_HZ))
            if fade:
                sound[-fade:] *= np.linspace(1, 0, fade, dtype=np.float32)
            out[begin : begin + len(sound)] += sound
            root = LOWEST_ROOT + (segment.chord.root - LOWEST_ROOT) % 12
            notes += [Note(float(start), float(end), p) for p in (root, root + 7)]
    score.tracks = [Track("power", notes, instrument="ax_grinder_power_chords")]
    return out
