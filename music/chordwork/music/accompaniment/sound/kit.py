"""The drum kit of the built-in synthesiser: pitched drums, and noise shaped in frequency for everything that hisses."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chordwork.music.accompaniment.groove import DRUM_NAMES
from chordwork.music.accompaniment.sound.voices import Mono

LONGEST_S: Final = 2.2
_METAL_HZ: Final = (317.0, 465.0, 541.0, 629.0, 808.0, 1123.0)
"""Inharmonic partials of a struck plate; each gives a comb of overtones."""
_HISS: Final[dict[str, tuple[float, float, float, float]]] = {
    "hat": (60.0, 0.22, 5500.0, 10_000.0), "pedal": (45.0, 0.19, 4500.0, 9000.0), "open": (9.0, 0.25, 5000.0, 10_000.0),
    "ride": (4.0, 0.14, 3500.0, 8500.0), "crash": (2.6, 0.32, 2500.0, 9000.0), "shaker": (38.0, 0.17, 5000.0, 9500.0),
    "tambourine": (20.0, 0.2, 5500.0, 10_000.0),
}  # fmt: skip
"""Decay in nepers a second, loudness, and the band in Hz."""
_METAL: Final = {"hat": 0.25, "pedal": 0.2, "open": 0.35, "ride": 0.8, "crash": 0.5, "tambourine": 0.6, "shaker": 0.0}
"""How much of it rings rather than hisses."""


@lru_cache(maxsize=64)
def drum(key: int, rate: int) -> Mono:
    """One stroke at full strength.

    Args:
        key: General MIDI key of a drum that grooves use.
        rate: samples a second.
    """
    time = np.arange(int(LONGEST_S * rate)) / rate
    sound = _struck(DRUM_NAMES[key], time, rate, np.random.default_rng(key))
    loud = np.flatnonzero(np.abs(sound) > 1e-3)
    sound = sound[: int(loud[-1]) + 1]
    ending = min(len(sound), rate // 100)
    sound[-ending:] *= np.linspace(1.0, 0.0, ending)
    return np.asarray(sound, np.float32)


def _struck(name: str, time: NDArray[np.float64], rate: int, chance: np.random.Generator) -> NDArray[np.float64]:
    noise: NDArray[np.float64] = chance.standard_normal(len(time))
    if name == "kick":
        click = 0.25 * _band(noise, 800.0, 4000.0, rate) * np.exp(-150.0 * time)
        return 0.95 * _falling(52.0, 95.0, 35.0, time) * np.exp(-8.0 * time) + click
    if name == "snare":
        wires = _band(noise, 1200.0, 7500.0, rate) * np.exp(-16.0 * time)
        return 0.42 * wires + 0.4 * _falling(180.0, 60.0, 60.0, time) * np.exp(-20.0 * time)
    if name.startswith("tom"):
        base = {"tom_low": 82.0, "tom_mid": 116.0, "tom_high": 158.0}[name]
        skin = 0.08 * _band(noise, 600.0, 3000.0, rate) * np.exp(-60.0 * time)
        return 0.7 * _falling(base, 0.4 * base, 20.0, time) * np.exp(-6.5 * time) + skin
    if name.startswith("conga"):
        base = {"conga_low": 160.0, "conga": 215.0, "conga_slap": 290.0}[name]
        hand = _band(noise, 900.0, 5000.0, rate) * np.exp(-110.0 * time)
        slapped = name == "conga_slap"
        fade = 26.0 if slapped else 11.0
        skin = _falling(base, 0.12 * base, 40.0, time) * np.exp(-fade * time)
        return (0.35 if slapped else 0.55) * skin + (0.3 if slapped else 0.1) * hand
    if name == "cowbell":
        tones = np.sign(np.sin(2.0 * np.pi * 545.0 * time)) + 0.8 * np.sign(np.sin(2.0 * np.pi * 815.0 * time))
        return 0.5 * _band(tones, 400.0, 4500.0, rate) * np.exp(-14.0 * time) * 0.6
    if name in ("rim", "clave"):
        high = 1650.0 if name == "rim" else 2450.0
        wood = np.sin(2.0 * np.pi * high * time) + 0.6 * np.sin(2.0 * np.pi * 0.62 * high * time)
        return 0.28 * wood * np.exp(-75.0 * time)
    if name == "clap":
        hands = sum(np.where(time >= late, np.exp(-160.0 * (time - late)), 0.0) for late in (0.0, 0.011, 0.022))
        return 0.5 * _band(noise, 900.0, 5000.0, rate) * (hands + 0.5 * np.exp(-22.0 * time))
    fade, loudness, low, high = _HISS[name]
    ring = sum(np.sign(np.sin(2.0 * np.pi * hertz * time)) for hertz in _METAL_HZ) / len(_METAL_HZ)
    mixed = (1.0 - _METAL[name]) * noise + 2.0 * _METAL[name] * ring
    return loudness * _band(mixed, low, high, rate) * np.exp(-fade * time)


def _falling(base_hz: float, above_hz: float, speed: float, time: NDArray[np.float64]) -> NDArray[np.float64]:
    """A tone that starts above its pitch and falls to it."""
    return np.asarray(np.sin(2.0 * np.pi * (base_hz * time + above_hz / speed * (1.0 - np.exp(-speed * time)))))


def _band(noise: NDArray[np.float64], low_hz: float, high_hz: float, rate: int) -> NDArray[np.float64]:
    """The part of a noise between two frequencies, with soft edges, at the loudness of white noise of that band."""
    spectrum = np.fft.rfft(noise)
    hertz = np.fft.rfftfreq(len(noise), 1.0 / rate)
    with np.errstate(divide="ignore"):
        shape = 1.0 / np.sqrt(1.0 + (low_hz / np.maximum(hertz, 1.0)) ** 8) / np.sqrt(1.0 + (hertz / high_hz) ** 6)
    shaped = np.fft.irfft(spectrum * shape, len(noise))
    return np.asarray(shaped / max(float(np.std(shaped)), 1e-9))
