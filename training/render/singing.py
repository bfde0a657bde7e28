"""A voice, or several, over what is played: the melody of a song, or a tune made up for the chords."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from attrs import evolve
from numpy.typing import NDArray

from evaluation.clips import RATE_HZ
from evaluation.notes import Note, Track

from .score import Score
from .tunes import HIGH_VOICES, LOW_VOICES, SPAN, beside, tune
from .voice import Voice, sing, singer
from .voicings import Rng

Audio = NDArray[np.float32]
DOUBLED: Final = 0.25
"""Share of singers who sing everything twice,"""
ACCOMPANIED: Final = 0.2
"""and of those whom a second voice follows in thirds or sixths."""
BALANCE_DB: Final = (-8.0, 8.0)
"""Of the voice against what is played, by power while it sings."""


def add_singing(
    audio: Audio, score: Score, rng: Rng, *, tuning_cents: float, melody: Sequence[Note] = ()
) -> dict[str, Any]:
    """Sing over ``audio``, in place, and write the notes into the score; ``melody`` is made up where there is none.

    The chords of the score stay what is played. Returns what the annotation says of the voice.
    """
    low = bool(rng.random() < 0.5)
    lowest = int(rng.integers(*(LOW_VOICES if low else HIGH_VOICES)))
    line = in_reach(melody, lowest) if melody else tune(score, rng, lowest=lowest)
    seconds = len(audio) / RATE_HZ
    voice = singer(rng, low=low)
    sound = sing(line, voice, seconds, rng, tuning_cents=tuning_cents)
    doubled = bool(rng.random() < DOUBLED)
    if doubled:
        again = sing([_late(note, rng) for note in line], _like(voice, rng), seconds, rng, tuning_cents=tuning_cents)
        sound += again * np.float32(rng.uniform(0.4, 1.0))
    score.tracks.append(Track("voice", line))
    steps = 0
    if rng.random() < ACCOMPANIED:
        steps = int(rng.choice([-2, 2, -5, 5]))
        second = beside(line, score, steps)
        other = sing(second, singer(rng, low=low), seconds, rng, tuning_cents=tuning_cents)
        sound += other * np.float32(rng.uniform(0.3, 0.9))
        score.tracks.append(Track("voice2", second))
    balance_db = float(rng.uniform(*BALANCE_DB))
    count = min(len(audio), len(sound))
    gain = _loudest(audio) / max(_loudest(sound), 1e-6) * 10.0 ** (balance_db / 20.0)
    audio[:count] += sound[:count] * np.float32(gain)
    return {"low": low, "made_up": not melody, "doubled": doubled, "second": steps, "balance_db": round(balance_db, 1)}


def in_reach(melody: Sequence[Note], lowest: int) -> list[Note]:
    """A melody moved by octaves to where most of it lies within a singer's reach."""
    middle = float(np.median([note.pitch for note in melody]))
    octaves = round((lowest + SPAN / 2 - middle) / 12)
    return [evolve(note, pitch=note.pitch + 12 * octaves, string=-1) for note in melody]


def _late(note: Note, rng: Rng) -> Note:
    shift = float(rng.uniform(-0.01, 0.035))
    return evolve(note, start=max(0.0, note.start + shift), end=max(0.02, note.end + shift))


def _like(voice: Voice, rng: Rng) -> Voice:
    """The same singer, another time."""
    return evolve(
        voice,
        vibrato_hz=voice.vibrato_hz * float(rng.uniform(0.93, 1.07)),
        tract=voice.tract * float(rng.uniform(0.99, 1.01)),
    )


def _loudest(audio: Audio) -> float:
    """RMS over the louder half of all tenths of a second."""
    frames = audio[: len(audio) // 2205 * 2205].reshape(-1, 2205)
    powers = np.sort((frames.astype(np.float64) ** 2).mean(axis=1))[::-1]
    return float(np.sqrt(powers[: max(1, len(powers) // 2)].mean())) if len(powers) else 0.0
