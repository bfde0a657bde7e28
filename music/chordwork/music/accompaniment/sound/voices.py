"""Tones of the built-in synthesiser: a sum of decaying partials for each General MIDI program that the grooves use.

The partials of a plucked string are as strong as its modes where it is plucked, stretched by stiffness, and die the
sooner the higher they are: N. Fletcher and T. Rossing, "The Physics of Musical Instruments" (1998), chapters 2, 9, 12.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import attrs
import numpy as np
from numpy.typing import NDArray

Mono = NDArray[np.float32]
RELEASE_S: Final = 0.06
MOST_PARTIALS: Final = 28
HIGHEST_PARTIAL: Final = 0.42
"""Share of the sample rate."""
_KNOCK_S: Final = 0.02


@attrs.frozen
class Voice:
    """One instrument.

    Attributes:
        slope: amplitude of partial k is ``k ** -slope``,
        cutoff_hz: and falls to 1/e there, as a soft hammer or a dark string has it.
        plucked_at: share of the string where it is plucked; 0 for none.
        fade: nepers a second at A2, more for higher notes,
        fade_by_partial: and more for each partial.
        stiffness: of the string: how far its partials are stretched.
        detune_cents: between two strings of one note; 0 for a single one.
        attack_ms: until it is there.
        drive: how hard an amplifier is overdriven; 0 not at all.
        knock: loudness of the noise of the stroke.
        tine: loudness of a bell-like partial that dies at once.
        drawbars: strengths of partials 1, 2, 3, … instead of all the above, for organs.
    """

    slope: float = 1.2
    cutoff_hz: float = 4000.0
    plucked_at: float = 0.0
    fade: float = 0.8
    fade_by_partial: float = 0.25
    stiffness: float = 0.0
    detune_cents: float = 0.0
    attack_ms: float = 4.0
    drive: float = 0.0
    knock: float = 0.0
    tine: float = 0.0
    drawbars: tuple[float, ...] = ()


VOICES: Final[dict[int, Voice]] = {
    0: Voice(1.1, 2600.0, 0.12, 0.7, 0.16, stiffness=2e-4, detune_cents=1.2, knock=0.05),
    4: Voice(2.0, 1500.0, 0.0, 0.8, 0.6, detune_cents=2.0, tine=0.12),
    7: Voice(0.9, 4200.0, 0.08, 2.2, 0.3, knock=0.04),
    16: Voice(detune_cents=3.0, attack_ms=12.0, fade=0.0, drawbars=(0.8, 1.0, 0.5, 0.6, 0.0, 0.3, 0.0, 0.25)),
    24: Voice(1.2, 2200.0, 0.2, 1.6, 0.35, knock=0.05),
    25: Voice(1.0, 4200.0, 0.15, 1.2, 0.22, stiffness=4e-5, detune_cents=2.0, knock=0.06),
    26: Voice(1.4, 1500.0, 0.25, 1.4, 0.4, knock=0.03),
    27: Voice(1.0, 3000.0, 0.2, 0.9, 0.22, detune_cents=1.5, knock=0.03),
    28: Voice(1.1, 2400.0, 0.15, 9.0, 1.0, knock=0.08),
    30: Voice(0.9, 3200.0, 0.15, 0.25, 0.04, drive=6.0),
    32: Voice(1.3, 900.0, 0.3, 1.8, 0.5, knock=0.08),
    33: Voice(1.1, 1300.0, 0.25, 0.9, 0.3, knock=0.03),
    34: Voice(1.0, 2200.0, 0.12, 0.8, 0.2, knock=0.06),
    36: Voice(0.9, 3200.0, 0.08, 1.6, 0.25, knock=0.15),
    48: Voice(1.3, 3000.0, fade=0.0, detune_cents=9.0, attack_ms=70.0),
}
_OTHER: Final = Voice()


@lru_cache(maxsize=512)
def tone(program: int, pitch: int, seconds: float, rate: int) -> Mono:
    """One note, about as loud in every voice, ending soft.

    Args:
        program: General MIDI program, from 0.
        pitch: MIDI number.
        seconds: until it is let go.
        rate: samples a second.
    """
    voice = VOICES.get(program, _OTHER)
    time = np.arange(int((seconds + RELEASE_S) * rate)) / rate
    base_hz = 440.0 * 2.0 ** ((pitch - 69) / 12.0)
    strings = (0.0,) if not voice.detune_cents else (-voice.detune_cents / 2, voice.detune_cents / 2)
    sounding = [_string(voice, base_hz * 2.0 ** (cents / 1200.0), time, rate) for cents in strings]
    sound = np.asarray(sum(sounding) / len(strings), np.float64)
    if voice.drive:
        sound = np.tanh(voice.drive * sound) / np.tanh(voice.drive)
        sound = _darkened(sound, rate)
    if voice.knock:
        sound += voice.knock * _knock(pitch, time, rate)
    attack = np.minimum(time * 1000.0 / voice.attack_ms, 1.0)
    release = np.clip((seconds + RELEASE_S - time) / RELEASE_S, 0.0, 1.0)
    return np.asarray(sound * attack * release, np.float32)


def _string(voice: Voice, base_hz: float, time: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    partials = np.arange(1, MOST_PARTIALS + 1)
    partials_hz = np.asarray(base_hz * partials * np.sqrt(1.0 + voice.stiffness * partials**2), np.float64)
    weights = _weights(voice, partials, partials_hz)
    audible = (partials_hz < HIGHEST_PARTIAL * rate) & (weights > 0.003 * weights.max())
    fade = voice.fade * (base_hz / 110.0) ** 0.5
    sound: NDArray[np.float64] = np.zeros(len(time))
    for partial, hertz, weight in zip(partials[audible], partials_hz[audible], weights[audible], strict=True):
        rate_of_decay = fade + voice.fade_by_partial * (partial - 1) * bool(voice.fade)
        sound += weight * np.exp(-rate_of_decay * time) * np.sin(2.0 * np.pi * hertz * time)
    sound /= np.sqrt((weights[audible] ** 2).sum())
    if voice.tine:
        sound += voice.tine * np.exp(-18.0 * time) * np.sin(2.0 * np.pi * min(7.0 * base_hz, 0.4 * rate) * time)
    return np.asarray(0.5 * sound)


def _weights(voice: Voice, partials: NDArray[np.int64], partials_hz: NDArray[np.float64]) -> NDArray[np.float64]:
    if voice.drawbars:
        return np.array([*voice.drawbars, *[0.0] * (len(partials) - len(voice.drawbars))])
    modes = np.abs(np.sin(partials * np.pi * voice.plucked_at)) if voice.plucked_at else 1.0
    return np.asarray(partials**-voice.slope * np.exp(-partials_hz / voice.cutoff_hz) * modes, np.float64)


def _darkened(sound: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    """What a guitar loudspeaker leaves: little above 4 kHz."""
    width = max(1, round(rate / 9000.0))
    kernel = np.hanning(2 * width + 3)
    return np.asarray(np.convolve(sound, kernel / kernel.sum(), mode="same"), np.float64)


def _knock(pitch: int, time: NDArray[np.float64], rate: int) -> NDArray[np.float64]:
    noise = np.random.default_rng(pitch).standard_normal(len(time))
    kernel = np.ones(max(1, rate // 6000))
    knock = np.convolve(noise, kernel / kernel.sum(), mode="same") * np.exp(-time / _KNOCK_S * 4.0)
    return np.asarray(knock, np.float64)
