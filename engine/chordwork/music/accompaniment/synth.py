"""A small synthesiser, so that a band is heard where no soundfont is: struck strings, a bass, a drum kit."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from chordwork.music.accompaniment.groove import DRUMS

if TYPE_CHECKING:
    from chordwork.music.accompaniment.accompaniment import Accompaniment

PEAK: Final = 0.89
"""The loudest sample, -1 dBFS."""
TAIL_S: Final = 2.0
LEVELS: Final = {"drums": 0.8, "bass": 0.9, "comping": 0.45}
PANS: Final = {"drums": 0.0, "bass": 0.0, "comping": 0.25}
"""-1 left … 1 right."""
_PLUCKED: Final = (24, 25, 26, 27, 28, 32, 33, 34, 36)
_DISTORTED: Final = (30,)
_SUSTAINED: Final = (16, 48)
_RELEASE_S: Final = 0.05

Mono = NDArray[np.float32]


def synthesise(piece: Accompaniment, rate: int) -> NDArray[np.float32]:
    """Stereo, shape ``(samples, 2)``, peak at -1 dBFS; the last notes ring out."""
    total = int((piece.seconds + TAIL_S) * rate)
    mixed = np.zeros((2, total + rate * 4), np.float32)
    programs = {"bass": piece.groove.bass_program, "comping": piece.groove.comping_program}
    for note in piece.notes:
        if note.part == "drums":
            sound = _drum(note.pitch, rate)
        else:
            seconds = round(note.beats * 60.0 / piece.tempo_bpm, 2)
            sound = _tone(programs[note.part], note.pitch, seconds, rate)
        gain = LEVELS[note.part] * (note.velocity / 127.0) ** 1.5
        pan = PANS[note.part]
        start = round(piece.time_of(note) * rate)
        for channel, share in enumerate((np.sqrt((1 - pan) / 2), np.sqrt((1 + pan) / 2))):
            mixed[channel, start : start + len(sound)] += np.float32(gain * share) * sound
    mixed = mixed[:, :total]
    loudest = float(np.abs(mixed).max(initial=0.0))
    if loudest > 0.0:
        mixed *= np.float32(PEAK / loudest)
    return np.ascontiguousarray(mixed.T)


@lru_cache(maxsize=512)
def _tone(program: int, pitch: int, seconds: float, rate: int) -> Mono:
    frequency = 440.0 * 2.0 ** ((pitch - 69) / 12.0)
    time = np.arange(int((seconds + _RELEASE_S) * rate)) / rate
    partials = np.arange(1, max(2, min(14, int(0.45 * rate / frequency))))
    sound = np.zeros(len(time))
    sustained = program in _SUSTAINED
    for partial in partials:
        if program in _DISTORTED:
            weight, decay = 1.0 / partial**0.7, 0.4
        elif sustained:
            weight, decay = 1.0 / partial**1.6, 0.0
        elif program in _PLUCKED:
            weight, decay = abs(np.sin(partial * np.pi * 0.22)) / partial, 1.2 + 0.5 * partial
        else:
            weight, decay = 1.0 / partial**1.9, 0.9 + 0.35 * partial
        sound += weight * np.exp(-decay * time) * np.sin(2.0 * np.pi * frequency * partial * time)
    attack = np.minimum(time / (0.03 if sustained else 0.004), 1.0)
    release = np.clip((seconds + _RELEASE_S - time) / _RELEASE_S, 0.0, 1.0)
    sound *= attack * release / max(np.sum(1.0 / partials**1.5), 1.0)
    return np.asarray(sound, np.float32)


@lru_cache(maxsize=64)
def _drum(key: int, rate: int) -> Mono:
    name = next(drum for drum, number in DRUMS.items() if number == key)
    noise = np.random.default_rng(key).standard_normal(int(1.6 * rate))
    time = np.arange(len(noise)) / rate
    bright = np.diff(noise, prepend=0.0)
    if name == "kick":
        sound = np.sin(2.0 * np.pi * (48.0 * time + 90.0 / 30.0 * (1.0 - np.exp(-30.0 * time)))) * np.exp(-9.0 * time)
    elif name == "snare":
        sound = 0.5 * noise * np.exp(-18.0 * time) + 0.5 * np.sin(2.0 * np.pi * 190.0 * time) * np.exp(-22.0 * time)
    elif name.startswith("tom"):
        low = {"tom_low": 85.0, "tom_mid": 120.0, "tom_high": 165.0}[name]
        sound = np.sin(2.0 * np.pi * low * (time + 0.01 * (1.0 - np.exp(-25.0 * time)))) * np.exp(-8.0 * time)
    elif name in ("rim", "clave"):
        sound = np.sin(2.0 * np.pi * 1700.0 * time) * np.exp(-70.0 * time)
    elif name == "clap":
        sound = 0.5 * bright * (np.exp(-25.0 * time) + np.exp(-90.0 * np.abs(time - 0.012)))
    else:
        decay, level = {"open": (7.0, 0.3), "ride": (3.0, 0.18), "crash": (2.2, 0.35)}.get(name, (45.0, 0.3))
        sound = level * bright * np.exp(-decay * time)
    audible = int(np.flatnonzero(np.abs(sound) > 1e-3)[-1]) + 1
    sound = sound[:audible]
    sound[-min(200, audible) :] *= np.linspace(1.0, 0.0, min(200, audible))
    return np.asarray(sound, np.float32)
