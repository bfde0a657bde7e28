"""What a groove is: patterns on a grid of sixteenths, and how they are felt."""

from __future__ import annotations

from fractions import Fraction
from itertools import accumulate
from typing import Final

import attrs

from chordwork.music.accompaniment.errors import AccompanimentError, PaceError
from chordwork.music.accompaniment.notes import PartName
from chordwork.music.pulse import FASTEST_BPM, SLOWEST_BPM, pulse, quarter_bpm, tempo_text

STEPS_PER_QUARTER: Final = 4
EIGHTH_STEPS: Final = 2

DRUMS: Final = {
    "kick": 36, "rim": 37, "snare": 38, "clap": 39, "tom_low": 43, "hat": 42, "pedal": 44, "tom_mid": 47, "open": 46,
    "crash": 49, "tom_high": 50, "ride": 51, "tambourine": 54, "cowbell": 56, "conga_slap": 62,
    "conga": 63, "conga_low": 64, "shaker": 70, "clave": 75,
}  # fmt: skip
"""General MIDI keys of the drum names that patterns use."""
DRUM_NAMES: Final = {key: name for name, key in DRUMS.items()}
"""The other way round."""

STRENGTH: Final = {"X": 1.0, "x": 0.8, "o": 0.5}
"""Accent, stroke, ghost."""
BASS_TONES: Final = "R3568A"
"""Root (or the bass of a slash chord), third, fifth, sixth, octave, approach to the next root."""


@attrs.frozen
class DrumLine:
    """One drum.

    Attributes:
        drum: a name of :data:`DRUMS`.
        steps: a character a sixteenth: ``X``, ``x``, ``o`` or ``.``; one bar or several.
        from_intensity: the drum joins in at this intensity.
    """

    drum: str
    steps: str
    from_intensity: float = 0.0


@attrs.frozen
class Character:
    """What a groove is good for.

    Attributes:
        energy: of the moods it suits best, -1 … 1.
        slow_bpm: felt tempo of the quietest song.
        fast_bpm: of the most driving one.
        pattern: strumming or picking pattern of the tabs.
        easy_pattern: the same for a beginner.
        bass_pattern: for basses.
        words: what it feels like.
    """

    energy: float
    slow_bpm: int
    fast_bpm: int
    pattern: str
    easy_pattern: str
    bass_pattern: str
    words: str


def _quarters(groove: Groove) -> tuple[int, ...]:
    return (STEPS_PER_QUARTER,) * (groove.bar_steps // STEPS_PER_QUARTER)


@attrs.frozen
class Groove:
    """A style of playing.

    Attributes:
        name: for programs.
        title: for people.
        beats: quarter notes a bar; 3.5 in 7/8.
        tempo_bpm: usual tempo, in felt beats: dotted quarters in 6/8 and 12/8.
        drums: lines of the kit.
        bass: one character a sixteenth: one of :data:`BASS_TONES`, ``-`` holds, ``.`` rests.
        comping: ``X``, ``x`` and ``o`` strike the chord, a digit plucks one of its notes from the lowest, ``-`` holds.
        bass_program: General MIDI program, from 0.
        comping_program: likewise.
        swing: where the middle of a swung unit falls, 0.5 (straight) to 0.75.
        swung_steps: sixteenths in that unit: 4 swings eighths, 2 sixteenths.
        voices: notes of a comping chord, 2 (root and fifth) to 4.
        strum_ms: between neighbouring notes of a comping chord, for what is strummed.
        strong_steps: sixteenths of the bar on which the bass plays chord tones only.
        groups: sixteenths of each felt beat of the bar: ``(6, 6)`` in 6/8, ``(4, 4, 6)`` in a 7/8 of 2+2+3; quarters
            unless given.
        fill: which drums a fill runs over.
        character: of a groove that songs are written for.
    """

    name: str
    title: str
    beats: float
    tempo_bpm: float
    drums: tuple[DrumLine, ...]
    bass: str
    comping: str
    bass_program: int
    comping_program: int
    swing: float = 0.5
    swung_steps: int = 4
    voices: int = 4
    strum_ms: float = 0.0
    strong_steps: tuple[int, ...] = (0, 8)
    fill: tuple[str, ...] = ("snare", "tom_high", "tom_mid", "tom_low")
    groups: tuple[int, ...] = attrs.field(default=attrs.Factory(_quarters, takes_self=True))
    character: Character | None = None

    def __attrs_post_init__(self) -> None:
        if sum(self.groups) != self.bar_steps or min(self.groups) < EIGHTH_STEPS:
            raise AccompanimentError(f"{self.name}: felt beats of {self.groups} steps make no bar of {self.bar_steps}")
        lines = [line.steps for line in self.drums]
        for steps in (*lines, self.bass, self.comping):
            if not steps or len(steps) % self.bar_steps:
                raise AccompanimentError(f"{self.name}: {steps!r} is no whole number of bars of {self.bar_steps} steps")
        known = (
            (set("".join(lines)), set(STRENGTH) | {"."}),
            (set(self.bass), set(BASS_TONES) | set("-.")),
            (set(self.comping), set(STRENGTH) | set("1234-.")),
            ({line.drum for line in self.drums} | set(self.fill), set(DRUMS)),
        )
        for used, allowed in known:
            if used - allowed:
                raise AccompanimentError(f"{self.name}: {', '.join(sorted(used - allowed))} means nothing here")

    @property
    def programs(self) -> dict[PartName, int]:
        """General MIDI program of each player but the drummer."""
        return {"bass": self.bass_program, "comping": self.comping_program}

    @property
    def bar_steps(self) -> int:
        """Sixteenths a bar."""
        return round(self.beats * STEPS_PER_QUARTER)

    @property
    def metre(self) -> tuple[int, int]:
        """As written: (4, 4), (5, 4), or over 8 where a felt beat is longer than a quarter: (6, 8), (7, 8)."""
        if set(self.groups) == {STEPS_PER_QUARTER}:
            return len(self.groups), 4
        return self.bar_steps // EIGHTH_STEPS, 8

    @property
    def metre_text(self) -> str:
        """``"6/8"``."""
        return "{}/{}".format(*self.metre)

    @property
    def unit_steps(self) -> int:
        """Sixteenths of what the metre's lower number counts."""
        return STEPS_PER_QUARTER if self.metre[1] == 4 else EIGHTH_STEPS

    @property
    def pulse_steps(self) -> Fraction:
        """Sixteenths of the beat that a tempo counts; in an uneven metre some felt beats are longer."""
        return STEPS_PER_QUARTER * pulse(self.metre)

    @property
    def pulses(self) -> tuple[int, ...]:
        """Steps of the bar on which felt beats fall, the first on 0."""
        return tuple(accumulate(self.groups[:-1], initial=0))

    def quarter_bpm(self, tempo_bpm: float) -> float:
        """Quarter notes a minute of a tempo in felt beats."""
        return quarter_bpm(tempo_bpm, self.metre)

    def tempo_text(self, tempo_bpm: float) -> str:
        """A tempo with what it counts: ``"dotted quarter = 56 bpm"``."""
        return tempo_text(tempo_bpm, self.metre)

    def beat_of(self, step: int) -> float:
        """Where a step of the piece falls, in quarter notes from the start, swung."""
        unit, place = divmod(step, self.swung_steps)
        share = place / self.swung_steps
        share = 2 * share * self.swing if share < 0.5 else self.swing + (2 * share - 1) * (1 - self.swing)
        return (unit + share) * self.swung_steps / STEPS_PER_QUARTER


def held_steps(steps: str, place: int) -> int:
    """How many steps the stroke at ``place`` lasts: itself and the ``-`` after it, on into the pattern's repeat."""
    length = 1
    while length < len(steps) and steps[(place + length) % len(steps)] == "-":
        length += 1
    return length


def checked_tempo(bpm: float) -> float:
    """A tempo in range.

    Raises:
        PaceError: it is not.
    """
    if not SLOWEST_BPM <= bpm <= FASTEST_BPM:
        raise PaceError(f"a tempo of {bpm:g} bpm: give {SLOWEST_BPM:g} to {FASTEST_BPM:g} felt beats a minute")
    return bpm


def checked_intensity(intensity: float) -> float:
    """An intensity in 0 … 1.

    Raises:
        PaceError: it is not.
    """
    if not 0.0 <= intensity <= 1.0:
        raise PaceError(f"an intensity of {intensity:g}: give 0 to 1")
    return intensity
