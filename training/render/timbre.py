"""Invented instruments: sums of partials drawn at random, so that no set of soundfonts is learnt by heart.

Each family below states, in the ranges it draws from, what such instruments have in common: where their partials lie
(N. Fletcher and T. Rossing, "The Physics of Musical Instruments", 1998), how fast they come and go, how they waver.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from attrs import frozen
from numpy.typing import NDArray

from evaluation.clips import RATE_HZ
from evaluation.notes import Track, without_overlaps

from .voicings import Rng

Audio = NDArray[np.float32]
Numbers = NDArray[np.float64]
HIGHEST_HZ: Final = 10_500.0
LONGEST_S: Final = 8.0
STEADY_S: Final = 1e9
"""Decay time of what does not decay."""
REFERENCE_PITCH: Final = 60
OCTAVES_OF_BODY: Final = 9
FADE_SAMPLES: Final = 64


@frozen(eq=False)
class Timbre:
    """How an invented instrument sounds.

    Attributes:
        family: the function that drew it.
        ratios: of each partial to the fundamental, shape ``(partials,)``.
        levels_db: of each partial, shape ``(partials,)``.
        decays_s: time to -60 dB of each partial at middle C, shape ``(partials,)``.
        attacks_s: time constant of each partial's rise, shape ``(partials,)``.
        release_s: time from the end of a note to silence.
        copies_cents: detuning of each reed or string that sounds together, shape ``(copies,)``.
        vibrato_hz, vibrato_cents: of the pitch.
        tremolo_hz, tremolo_depth: of the loudness, depth in [0, 1].
        noise_db: breath, bow or hammer, against the loudest partial; it decays in ``noise_s``.
        noise_s: time to -60 dB of the noise.
        body_db: resonances, in dB for each octave from C0 on, shape ``(OCTAVES_OF_BODY,)``.
        octaves_to_halve_decay: high notes ring less long: octaves in which decay times halve.
    """

    family: str
    ratios: Numbers
    levels_db: Numbers
    decays_s: Numbers
    attacks_s: Numbers
    release_s: float
    copies_cents: Numbers
    vibrato_hz: float
    vibrato_cents: float
    tremolo_hz: float
    tremolo_depth: float
    noise_db: float
    noise_s: float
    body_db: Numbers
    octaves_to_halve_decay: float

    @property
    def sustained(self) -> bool:
        """Whether a held note goes on sounding."""
        return bool(self.decays_s.max() >= STEADY_S)

    def note(self, pitch: int, velocity: int, seconds: float, cents: float, rng: Rng) -> Audio:
        """A note of any MIDI pitch, held for ``seconds``, ``cents`` away from equal temperament."""
        fundamental = 440.0 * 2.0 ** ((pitch - 69 + cents / 100.0) / 12.0)
        keep = fundamental * self.ratios < HIGHEST_HZ
        hz = fundamental * self.ratios[keep]
        softness = (100 - velocity) / 100.0
        levels_db = self.levels_db[keep] + self._body(hz) - 6.0 * softness * np.log2(np.maximum(self.ratios[keep], 1.0))
        levels = 10.0 ** (levels_db / 20.0)
        shrink = 2.0 ** (-(pitch - REFERENCE_PITCH) / 12.0 / self.octaves_to_halve_decay)
        time = np.arange(int(min(seconds, LONGEST_S) * RATE_HZ), dtype=np.float32) / np.float32(RATE_HZ)
        wavering = time.copy()
        if self.vibrato_cents:
            depth_s = (2.0 ** (self.vibrato_cents / 1200.0) - 1.0) / (2.0 * np.pi * self.vibrato_hz)
            wavering += (depth_s * np.sin(2.0 * np.pi * self.vibrato_hz * time + rng.uniform(0.0, 6.28))).astype(
                np.float32
            )
        sound = np.zeros(len(time), np.float32)
        for copy in self.copies_cents:
            tuned = wavering * np.float32(2.0 ** (copy / 1200.0))
            for partial, level, decay_s, attack_s in zip(
                hz, levels, self.decays_s[keep], self.attacks_s[keep], strict=True
            ):
                turn = np.float32(2.0 * np.pi * partial)
                wave = np.sin(tuned * turn + np.float32(rng.uniform(0.0, 6.28)))
                rate = 6.91 / (decay_s * (shrink if decay_s < STEADY_S else 1.0))
                wave *= np.exp(time * np.float32(-rate)) - np.exp(time * np.float32(-1.0 / attack_s))
                sound += wave * np.float32(level)
        if self.tremolo_depth:
            sound *= 1.0 - self.tremolo_depth * (0.5 + 0.5 * np.sin(2.0 * np.pi * self.tremolo_hz * time)).astype(
                np.float32
            )
        if self.noise_db > -90.0:
            hiss = rng.standard_normal(len(time)).astype(np.float32) * np.exp(time * np.float32(-6.91 / self.noise_s))
            sound += hiss * np.float32(levels.max(initial=1e-6) * 10.0 ** (self.noise_db / 20.0))
        return np.asarray(sound * np.float32(10.0 ** (-12.0 * softness / 20.0)), np.float32)

    def _body(self, hz: Numbers) -> Numbers:
        octave = np.log2(np.maximum(hz, 17.0) / 16.35)
        return np.asarray(np.interp(octave, np.arange(OCTAVES_OF_BODY), self.body_db))


def play_invented(
    track: Track, timbre: Timbre, seconds: float, rng: Rng, *, tuning_cents: float = 0.0, spread_cents: float = 3.0
) -> Audio:
    """Render one track on an invented instrument; mono at 22,050 Hz, not normalised.

    ``spread_cents`` is the standard deviation of how far each key is out of tune.
    """
    total = int(seconds * RATE_HZ)
    out = np.zeros(total, np.float32)
    longest: dict[int, float] = {}
    notes = without_overlaps(track.notes)
    for note in notes:
        longest[note.pitch] = max(longest.get(note.pitch, 0.0), note.end - note.start + timbre.release_s)
    for pitch, held_s in longest.items():
        cents = tuning_cents + track.detune_cents + float(np.clip(rng.normal(0.0, spread_cents), -8.0, 8.0))
        whole = timbre.note(pitch, 80, held_s, cents, rng)
        for note in (n for n in notes if n.pitch == pitch):
            start = int(note.start * RATE_HZ)
            held = int((note.end - note.start) * RATE_HZ)
            sound = whole[: max(0, min(held + int(timbre.release_s * RATE_HZ), total - start))].copy()
            if len(sound) > held:
                tail = np.arange(len(sound) - held, dtype=np.float32)
                sound[held:] *= np.exp(tail * np.float32(-5.0 / (timbre.release_s * RATE_HZ)))
            fade = min(FADE_SAMPLES, len(sound))
            sound[len(sound) - fade :] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)
            out[start : start + len(sound)] += sound * np.float32((note.velocity / 80.0) ** 1.5)
    return out


def invented(rng: Rng, families: Sequence[str] = ()) -> Timbre:
    """A new instrument, of one of ``families`` where given."""
    names = list(families or FAMILIES)
    return FAMILIES[names[int(rng.integers(len(names)))]](rng)


def _made(family: str, rng: Rng, ratios: Numbers, levels_db: Numbers, decays_s: Numbers, **given: object) -> Timbre:
    """A timbre whose other traits are plain unless given."""
    usual: dict[str, object] = {
        "attacks_s": np.full(len(ratios), rng.uniform(0.0005, 0.003)),
        "release_s": float(rng.uniform(0.05, 0.2)),
        "copies_cents": np.zeros(1),
        "vibrato_hz": 5.0,
        "vibrato_cents": 0.0,
        "tremolo_hz": 5.0,
        "tremolo_depth": 0.0,
        "noise_db": -99.0,
        "noise_s": 0.05,
        "body_db": rng.normal(0.0, 4.0, OCTAVES_OF_BODY),
        "octaves_to_halve_decay": float(rng.uniform(1.0, 3.0)),
    }
    return Timbre(family, ratios, levels_db, decays_s, **{**usual, **given})  # type: ignore[arg-type]


def _plucked(rng: Rng) -> Timbre:
    """A string: stiff, plucked or hammered somewhere along its length."""
    order = np.arange(1, 25)
    stiffness = 10.0 ** rng.uniform(-5.0, -3.4)
    place = rng.uniform(0.07, 0.45)
    levels_db = 20.0 * np.log10(np.abs(np.sin(np.pi * order * place)) + 0.03)
    levels_db -= rng.uniform(3.0, 11.0) * np.log2(order) - rng.normal(0.0, 2.0, len(order))
    decays_s = rng.uniform(1.5, 9.0) / (1.0 + rng.uniform(0.05, 0.5) * (order - 1))
    pairs = rng.random() < 0.3
    return _made(
        "plucked",
        rng,
        order * np.sqrt(1.0 + stiffness * order**2),
        levels_db,
        decays_s * rng.uniform(0.7, 1.3, len(order)),
        copies_cents=np.array([0.0, rng.uniform(0.5, 4.0)]) if pairs else np.zeros(1),
        noise_db=float(rng.uniform(-40.0, -14.0)),
        noise_s=float(rng.uniform(0.01, 0.08)),
    )


BARS: Final = ((1.0, 4.0, 10.0), (1.0, 3.93, 9.2, 16.0), (1.0, 2.756, 5.404, 8.933), (1.0, 5.4, 13.0), (1.0, 2.0, 3.0))
"""Tuned and plain bars, tines, steel pans."""


def _bar(rng: Rng) -> Timbre:
    """A struck bar or tongue."""
    ratios = np.array(BARS[int(rng.integers(len(BARS)))])
    ratios[1:] *= rng.uniform(0.98, 1.02, len(ratios) - 1)
    levels_db = -np.cumsum(np.concatenate(([0.0], rng.uniform(2.0, 18.0, len(ratios) - 1))))
    decays_s = rng.uniform(0.6, 7.0) * np.cumprod(np.concatenate(([1.0], rng.uniform(0.1, 0.6, len(ratios) - 1))))
    return _made(
        "bar",
        rng,
        ratios,
        levels_db,
        decays_s,
        tremolo_hz=float(rng.uniform(3.0, 7.0)),
        tremolo_depth=float(rng.uniform(0.1, 0.7)) if rng.random() < 0.4 else 0.0,
        noise_db=float(rng.uniform(-40.0, -12.0)),
        noise_s=float(rng.uniform(0.01, 0.06)),
        release_s=float(rng.uniform(0.05, 0.6)),
    )


DRAWBARS: Final = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)


def _organ(rng: Rng) -> Timbre:
    """Drawbars or pipes."""
    levels_db = rng.uniform(-30.0, 0.0, len(DRAWBARS))
    levels_db[rng.random(len(DRAWBARS)) < 0.35] = -60.0
    levels_db[1] = 0.0
    turning = rng.random() < 0.5
    return _made(
        "organ",
        rng,
        np.array(DRAWBARS),
        levels_db,
        np.full(len(DRAWBARS), STEADY_S),
        attacks_s=np.full(len(DRAWBARS), rng.uniform(0.001, 0.03)),
        vibrato_hz=float(rng.uniform(5.0, 7.5)),
        vibrato_cents=float(rng.uniform(2.0, 14.0)) if turning else 0.0,
        tremolo_hz=float(rng.uniform(5.0, 7.5)),
        tremolo_depth=float(rng.uniform(0.05, 0.4)) if turning else 0.0,
    )


def _reed(rng: Rng) -> Timbre:
    """Accordion, harmonica, harmonium: rich steady spectra, often from reeds that beat against each other."""
    order = np.arange(1, 31)
    levels_db = -rng.uniform(3.0, 8.0) * np.log2(order) + rng.normal(0.0, 3.0, len(order))
    apart = rng.uniform(2.0, 18.0)
    sets = ([0.0], [0.0, apart], [-apart, 0.0, apart], [0.0, -1200.0], [0.0, apart, -1200.0])
    return _made(
        "reed",
        rng,
        order.astype(np.float64),
        levels_db,
        np.full(len(order), STEADY_S),
        attacks_s=np.full(len(order), rng.uniform(0.008, 0.05)),
        copies_cents=np.array(sets[int(rng.integers(len(sets)))]),
        noise_db=float(rng.uniform(-60.0, -35.0)),
        noise_s=20.0,
        tremolo_hz=float(rng.uniform(0.5, 4.0)),
        tremolo_depth=float(rng.uniform(0.0, 0.25)),
    )


def _bowed(rng: Rng) -> Timbre:
    """Bowed strings, winds and voices: slow rise, vibrato, resonances."""
    order = np.arange(1, 26)
    levels_db = -rng.uniform(4.0, 12.0) * np.log2(order) + rng.normal(0.0, 4.0, len(order))
    rise = rng.uniform(0.01, 0.12)
    return _made(
        "bowed",
        rng,
        order.astype(np.float64),
        levels_db,
        np.full(len(order), STEADY_S),
        attacks_s=rise * (1.0 + rng.uniform(0.0, 0.1) * order),
        vibrato_hz=float(rng.uniform(4.2, 6.8)),
        vibrato_cents=float(rng.uniform(3.0, 28.0)) if rng.random() < 0.75 else 0.0,
        noise_db=float(rng.uniform(-50.0, -24.0)),
        noise_s=20.0,
        release_s=float(rng.uniform(0.08, 0.3)),
        body_db=rng.normal(0.0, 6.0, OCTAVES_OF_BODY),
    )


def _pad(rng: Rng) -> Timbre:
    """Several detuned voices under a soft filter, with a slow attack."""
    order = np.arange(1, 17)
    levels_db = -rng.uniform(6.0, 14.0) * np.log2(order)
    if rng.random() < 0.3:
        levels_db[1::2] -= 30.0  # a square wave has odd harmonics only
    width = rng.uniform(3.0, 16.0)
    return _made(
        "pad",
        rng,
        order.astype(np.float64),
        levels_db,
        np.full(len(order), STEADY_S),
        attacks_s=np.full(len(order), rng.uniform(0.02, 0.2)),
        copies_cents=np.array([-width, 0.3 * width, width]),
        release_s=float(rng.uniform(0.15, 0.6)),
    )


def _tine(rng: Rng) -> Timbre:
    """Electric pianos: a clean fundamental, a bell that fades at once, a bark of even and odd harmonics."""
    bark = np.arange(1, 9)
    bell = rng.uniform(6.0, 15.0)
    ratios = np.concatenate((bark, [bell, bell + 1.0]))
    levels_db = np.concatenate((-rng.uniform(5.0, 16.0) * np.log2(bark), rng.uniform(-34.0, -14.0, 2)))
    decays_s = np.concatenate((rng.uniform(2.0, 8.0) / (1.0 + 0.3 * (bark - 1)), rng.uniform(0.15, 0.9, 2)))
    return _made(
        "tine",
        rng,
        ratios,
        levels_db,
        decays_s,
        tremolo_hz=float(rng.uniform(2.0, 6.5)),
        tremolo_depth=float(rng.uniform(0.1, 0.6)) if rng.random() < 0.4 else 0.0,
        noise_db=float(rng.uniform(-45.0, -20.0)),
        noise_s=float(rng.uniform(0.01, 0.04)),
        copies_cents=np.array([-1.0, 1.0]) * rng.uniform(0.5, 6.0) if rng.random() < 0.3 else np.zeros(1),
    )


FAMILIES: Final[dict[str, Callable[[Rng], Timbre]]] = {
    "plucked": _plucked,
    "bar": _bar,
    "organ": _organ,
    "reed": _reed,
    "bowed": _bowed,
    "pad": _pad,
    "tine": _tine,
}
