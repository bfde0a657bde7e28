"""A singer that there is not: a glottal source through formants, with vibrato, glides, breath and consonants.

Harmonics of a gliding fundamental are weighted by the tilt of the source and by five resonances (G. Fant, "Acoustic
theory of speech production", 1960); the resonances of eight vowels are those of G. Peterson and H. Barney, "Control
methods used in a study of the vowels", JASA 1952. No text and no language: each note has a vowel of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from attrs import evolve, frozen
from numpy.typing import NDArray
from scipy import signal

from evaluation.clips import RATE_HZ
from evaluation.notes import Note

from .voicings import Rng

Audio = NDArray[np.float32]
Numbers = NDArray[np.float64]
CONTROL_SAMPLES: Final = 128
"""Pitch, loudness and vowel are drawn once in so many samples, and straight lines lie between."""
CONTROL_HZ: Final = RATE_HZ / CONTROL_SAMPLES
HIGHEST_HZ: Final = 9_000.0
MOST_HARMONICS: Final = 40
LEGATO_S: Final = 0.06
"""A shorter gap between two notes is sung through."""
VOWELS_HZ: Final[tuple[tuple[float, ...], ...]] = (
    (730, 1090, 2440), (530, 1840, 2480), (270, 2290, 3010), (570, 840, 2410),
    (300, 870, 2240), (660, 1720, 2410), (640, 1190, 2390), (490, 1350, 1690),
)  # fmt: skip
"""First three resonances of eight vowels, as men say them."""
UPPER_HZ: Final = (3400.0, 4300.0)
WIDTHS_HZ: Final = (80.0, 90.0, 120.0, 160.0, 220.0)
VOWEL_GLIDE_S: Final = 0.05
CONSONANTS_HZ: Final = ((4000.0, 9500.0), (2000.0, 5500.0), (900.0, 4000.0))
"""Bands of hisses, hushes and stops;"""
CONSONANTS_S: Final = ((0.05, 0.12), (0.04, 0.1), (0.01, 0.03))
"""and how long they last."""


@frozen
class Voice:
    """How a singer sings.

    Attributes:
        tract: resonances relative to those of :data:`VOWELS_HZ`; a shorter throat has higher ones.
        tilt_db: an octave, of the source and the mouth together, about -3 to -10.
        vibrato_hz, vibrato_cents: of notes held longer than ``vibrato_after_s``.
        glide_s: time from one note to the next when sung through.
        scoop_cents: how far below a note may begin.
        intonation_cents: standard deviation of a note's pitch.
        wander_cents: standard deviation of the slow wandering within notes.
        breath_db: noise against the voiced sound.
        consonant_db: of hisses, hushes and stops against the loudest of the voice.
        spoken: share of notes that begin with a consonant.
    """

    tract: float
    tilt_db: float
    vibrato_hz: float
    vibrato_cents: float
    vibrato_after_s: float
    glide_s: float
    scoop_cents: float
    intonation_cents: float
    wander_cents: float
    breath_db: float
    consonant_db: float
    spoken: float


def singer(rng: Rng, *, low: bool) -> Voice:
    """A new singer; ``low`` for a man's range."""
    return Voice(
        tract=float(rng.uniform(0.92, 1.08) if low else rng.uniform(1.1, 1.3)),
        tilt_db=float(rng.uniform(-9.0, -3.0)),
        vibrato_hz=float(rng.uniform(4.3, 6.8)),
        vibrato_cents=float(rng.choice([0.0, rng.uniform(8.0, 30.0), rng.uniform(25.0, 70.0)])),
        vibrato_after_s=float(rng.uniform(0.1, 0.5)),
        glide_s=float(rng.uniform(0.03, 0.16)),
        scoop_cents=float(rng.choice([0.0, rng.uniform(30.0, 250.0)])),
        intonation_cents=float(rng.uniform(3.0, 22.0)),
        wander_cents=float(rng.uniform(2.0, 14.0)),
        breath_db=float(rng.uniform(-45.0, -18.0)),
        consonant_db=float(rng.uniform(-30.0, -8.0)),
        spoken=float(rng.uniform(0.2, 0.95)),
    )


def sing(notes: Sequence[Note], voice: Voice, seconds: float, rng: Rng, *, tuning_cents: float = 0.0) -> Audio:
    """One line of notes, one at a time, in a voice; mono at 22,050 Hz, not normalised."""
    total = int(seconds * RATE_HZ)
    line = one_at_a_time(notes)
    if not line:
        return np.zeros(total, np.float32)
    moments = np.arange(total // CONTROL_SAMPLES + 2) / CONTROL_HZ
    loudness = _loudness(line, moments, rng)
    hz = 440.0 * 2.0 ** ((_pitch(line, voice, moments, rng) - 69.0 + tuning_cents / 100.0) / 12.0)
    resonances = _resonances(line, voice, moments, rng)
    at = np.arange(total) / CONTROL_SAMPLES
    control = np.arange(len(moments), dtype=np.float64)
    turn = np.exp(2j * np.pi * np.cumsum(np.interp(at, control, hz) / RATE_HZ)).astype(np.complex64)
    wave = turn.copy()
    out = np.zeros(total, np.float32)
    for order in range(1, min(MOST_HARMONICS, int(HIGHEST_HZ / hz.min())) + 1):
        level = loudness * _gain(order * hz, resonances) * order ** (voice.tilt_db / 6.02)
        level[order * hz > HIGHEST_HZ] = 0.0
        out += np.interp(at, control, level).astype(np.float32) * wave.imag
        wave *= turn
    peak = max(float(np.abs(out).max()), 1e-9)
    out *= np.float32(1.0 / peak)
    out += _breath(np.interp(at, control, loudness), voice, rng)
    return np.asarray(out + _consonants(line, voice, total, rng), np.float32)


def one_at_a_time(notes: Sequence[Note]) -> list[Note]:
    """Sorted; a note ends where the next begins, and of two at once the higher is kept."""
    kept: list[Note] = []
    for note in sorted(notes, key=lambda n: (n.start, -n.pitch)):
        if kept and note.start - kept[-1].start < 0.04:
            continue
        if kept and kept[-1].end > note.start:
            kept[-1] = evolve(kept[-1], end=note.start)
        kept.append(note)
    return [note for note in kept if note.end - note.start > 0.03]


def _pitch(line: Sequence[Note], voice: Voice, moments: Numbers, rng: Rng) -> Numbers:
    """MIDI pitch with fractions at each moment; held through rests."""
    sung = np.array([n.pitch + rng.normal(0.0, voice.intonation_cents) / 100.0 for n in line])
    starts = np.array([n.start for n in line])
    index = np.clip(np.searchsorted(starts, moments, side="right") - 1, 0, None)
    pitch = sung[index]
    since = np.maximum(moments - starts[index], 0.0)
    for i, (before, note) in enumerate(pairwise(line), 1):
        if note.start - before.end < LEGATO_S:
            share = np.clip((moments - note.start) / voice.glide_s + 0.5, 0.0, 1.0)
            near = np.abs(moments - note.start) < voice.glide_s
            smooth = share * share * (3.0 - 2.0 * share)
            pitch[near] = (sung[i - 1] + (sung[i] - sung[i - 1]) * smooth)[near]
    scooped = rng.random(len(line)) < 0.35
    pitch -= scooped[index] * voice.scoop_cents / 100.0 * np.exp(-since / 0.06)
    if voice.vibrato_cents:
        depth = voice.vibrato_cents / 100.0 * np.clip((since - voice.vibrato_after_s) / 0.25, 0.0, 1.0)
        pitch += depth * np.sin(2.0 * np.pi * voice.vibrato_hz * moments + rng.uniform(0.0, 6.28))
    return np.asarray(pitch + voice.wander_cents / 100.0 * _wandering(len(moments), 0.15, rng))


def _wandering(count: int, seconds: float, rng: Rng) -> Numbers:
    """Smooth noise of unit deviation that forgets itself in about ``seconds``."""
    pole = np.exp(-1.0 / (seconds * CONTROL_HZ))
    rough = np.asarray(signal.lfilter([1.0 - pole], [1.0, -pole], rng.standard_normal(count)))
    return np.asarray(rough / max(float(rough.std()), 1e-9))


def _loudness(line: Sequence[Note], moments: Numbers, rng: Rng) -> Numbers:
    """Amplitude of the voiced sound at each moment."""
    loud = np.zeros(len(moments))
    attack, release = float(rng.uniform(0.02, 0.07)), float(rng.uniform(0.04, 0.15))
    for note in line:
        near = (moments > note.start - 0.01) & (moments < note.end + release)
        t = moments[near] - note.start
        shape = np.clip(t / attack, 0.0, 1.0) * np.clip((note.end + release - moments[near]) / release, 0.0, 1.0)
        swell = 1.0 - float(rng.uniform(0.0, 0.4)) * np.abs(2.0 * t / max(note.end - note.start, 0.1) - 0.8)
        strength = (note.velocity / 90.0) ** 1.2 * 10.0 ** (float(rng.normal(0.0, 1.5)) / 20.0)
        loud[near] = np.maximum(loud[near], strength * shape * np.maximum(swell, 0.2))
    return np.asarray(loud * (1.0 + 0.06 * _wandering(len(moments), 0.03, rng)).clip(0.5, 1.5))


def _resonances(line: Sequence[Note], voice: Voice, moments: Numbers, rng: Rng) -> Numbers:
    """Resonances in Hz at each moment, shape ``(moments, 5)``."""
    vowels = [(*VOWELS_HZ[int(rng.integers(len(VOWELS_HZ)))], *UPPER_HZ) for _ in line]
    index = np.clip(np.searchsorted([n.start for n in line], moments, side="right") - 1, 0, None)
    targets = np.array(vowels)[index] * voice.tract
    pole = np.exp(-1.0 / (VOWEL_GLIDE_S * CONTROL_HZ))
    first = targets[0] * pole
    return np.asarray(signal.lfilter([1.0 - pole], [1.0, -pole], targets, axis=0, zi=first[None])[0])


def _gain(hz: Numbers, resonances: Numbers) -> Numbers:
    """Gain of the resonances, one after the other, at one frequency a moment."""
    ratio = hz[:, None] / resonances
    widths = np.array(WIDTHS_HZ) / resonances
    return np.asarray(1.0 / np.sqrt((1.0 - ratio**2) ** 2 + (ratio * widths) ** 2).prod(axis=1))


def _breath(loudness: Numbers, voice: Voice, rng: Rng) -> Audio:
    band = signal.butter(1, (500.0, 6500.0), "bandpass", fs=RATE_HZ, output="sos")
    hiss = signal.sosfilt(band, rng.standard_normal(len(loudness)))
    return np.asarray(hiss * loudness * 10.0 ** (voice.breath_db / 20.0), np.float32)


def _consonants(line: Sequence[Note], voice: Voice, total: int, rng: Rng) -> Audio:
    kinds = rng.integers(len(CONSONANTS_HZ), size=len(line))
    kinds[rng.random(len(line)) > voice.spoken] = -1
    out = np.zeros(total, np.float32)
    for kind, band_hz in enumerate(CONSONANTS_HZ):
        envelope = np.zeros(total)
        for note in (note for note, own in zip(line, kinds, strict=True) if own == kind):
            length = float(rng.uniform(*CONSONANTS_S[kind]))
            begin = max(0, int((note.start - 0.7 * length) * RATE_HZ))
            shape = np.hanning(max(3, int(length * RATE_HZ)))[: max(0, total - begin)]
            envelope[begin : begin + len(shape)] += shape * rng.uniform(0.3, 1.0)
        band = signal.butter(2, band_hz, "bandpass", fs=RATE_HZ, output="sos")
        out += (signal.sosfilt(band, rng.standard_normal(total)) * envelope).astype(np.float32)
    return out * np.float32(10.0 ** (voice.consonant_db / 20.0))
