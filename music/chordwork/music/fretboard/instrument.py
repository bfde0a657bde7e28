"""Fretted instruments, and one of them with its capo on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Final

import attrs

from chordwork.music.fretboard.errors import CapoError, FretRangeError, TuningError
from chordwork.music.fretboard.notes import NOTE_NAMES, note_name

MAX_STRINGS: Final = 12
MAX_FRETS: Final = 36
LOWEST_PITCH: Final = 12
"""C0. The lowest string sold, on contrabass guitars, is C#0."""
HIGHEST_PITCH: Final = 108
MIN_FRETS_LEFT: Final = 4
"""Frets that must remain above a capo for shapes to exist."""
DEFAULT_HIGHEST_FRET: Final = 12
"""Above the capo. Chord shapes repeat from here on."""


@attrs.frozen
class Instrument:
    """A fretted instrument.

    Attributes:
        name: key of the table of instruments, or "custom".
        title: for people: "Baritone ukulele".
        tuning: MIDI pitch of each open string, from the player's bass side; re-entrant tunings are not ascending.
        frets: frets on the neck.
        scale_mm: vibrating length of the open strings, in mm.
        string_spacing_mm: between neighbouring strings (or courses) at the nut, in mm.
        nut_frets: fret at which each string begins; 5 for the drone of a banjo, else 0.
        carries_bass: it is expected to sound the root lowest; False for ukulele, mandolin and banjo.
        midi_program: General MIDI program, 0..127.
        courses: where strings are paired, semitones of each course's second string above its first; empty for single
            strings. A twelve-string guitar has octaves in its four lower courses and unisons above; frets, shapes and
            diagrams count courses.
    """

    name: str
    title: str
    tuning: tuple[int, ...]
    frets: int = 20
    scale_mm: float = 648.0
    string_spacing_mm: float = 7.2
    nut_frets: tuple[int, ...] = ()
    carries_bass: bool = True
    midi_program: int = 25
    courses: tuple[int, ...] = ()

    def __attrs_post_init__(self) -> None:
        if not 1 <= len(self.tuning) <= MAX_STRINGS:
            raise TuningError(f"a tuning of {len(self.tuning)} strings: give 1 to {MAX_STRINGS}")
        for pitch in self.tuning:
            if not LOWEST_PITCH <= pitch <= HIGHEST_PITCH:
                raise TuningError(f"no string is tuned to MIDI pitch {pitch}: give C0 (12) to C8 (108)")
        if not MIN_FRETS_LEFT <= self.frets <= MAX_FRETS:
            raise FretRangeError(f"a neck of {self.frets} frets: give {MIN_FRETS_LEFT} to {MAX_FRETS}")
        if not 100.0 <= self.scale_mm <= 2000.0 or not 2.0 <= self.string_spacing_mm <= 40.0:
            raise TuningError("give a scale length of 100 to 2000 mm and a string spacing of 2 to 40 mm")
        if self.nut_frets and len(self.nut_frets) != len(self.tuning):
            raise TuningError("nut_frets needs one number a string")
        if self.courses and len(self.courses) != len(self.tuning):
            raise TuningError("courses needs one interval a course")

    @property
    def strings(self) -> int:
        """Number of strings, or of courses."""
        return len(self.tuning)

    @property
    def is_reentrant(self) -> bool:
        """Whether the first string, no drone, is not the lowest, as on a ukulele: no bass note can be asked of it."""
        drone = bool(self.nut_frets and self.nut_frets[0])
        return not drone and self.tuning[0] > min(self.tuning)

    @property
    def letters(self) -> tuple[str, ...]:
        """Names of the open strings without octaves."""
        return tuple(NOTE_NAMES[pitch % 12] for pitch in self.tuning)

    @property
    def tuning_text(self) -> str:
        """``E2 A2 D3 G3 B3 E4``."""
        return " ".join(note_name(pitch) for pitch in self.tuning)


@attrs.frozen
class Fretboard:
    """An instrument as it is held: capo, playing range and handedness.

    Attributes:
        instrument: what is played.
        capo: fret the capo sits behind; 0 without one. A drone string's spike moves with it.
        lowest_fret: lowest fret to press, counted from the capo, at least 1. Open strings stay allowed.
        highest_fret: highest fret to press, counted from the capo.
        open_strings: False to forbid open strings, for shapes that can be moved along the neck; a drone still rings.
        left_handed: draws diagrams mirrored; which fret and finger stays the same.

    Frets everywhere are counted from the capo, as players count: 0 is the open string, capo on or not.
    """

    instrument: Instrument
    capo: int = 0
    lowest_fret: int = 1
    highest_fret: int = -1
    open_strings: bool = True
    left_handed: bool = False

    def __attrs_post_init__(self) -> None:
        most = self.instrument.frets - MIN_FRETS_LEFT
        if isinstance(self.capo, bool) or not isinstance(self.capo, int):
            raise CapoError(f"a capo at {str(self.capo)[:20]!r}: give the number of a fret, 0 to {most}")
        if not 0 <= self.capo <= most:
            raise CapoError(f"a capo at fret {self.capo}: on this {self.instrument.title.lower()} give 0 to {most}")
        above = self.instrument.frets - self.capo
        if self.highest_fret == -1:
            object.__setattr__(self, "highest_fret", min(above, max(DEFAULT_HIGHEST_FRET, self.lowest_fret + 4)))
        if not 1 <= self.lowest_fret <= self.highest_fret <= above:
            raise FretRangeError(
                f"frets {self.lowest_fret} to {self.highest_fret}: "
                f"give a range within 1 to {above}, counted from the capo"
            )

    @property
    def strings(self) -> int:
        """Number of strings."""
        return self.instrument.strings

    def pitch(self, string: int, fret: int) -> int:
        """MIDI pitch of a string, index 0 first in the tuning, at a fret counted from the capo."""
        start = self.start(string)
        return self.instrument.tuning[string] + self.capo + (fret - start if fret > start else 0)

    def start(self, string: int) -> int:
        """Fret, from the capo, where a string begins: 0, or 5 for a banjo's drone."""
        return self.instrument.nut_frets[string] if self.instrument.nut_frets else 0

    def playable_frets(self, string: int) -> Iterator[int]:
        """Frets of a string that may be played, 0 for open: those in range; a drone string only rings open."""
        if self.open_strings or self.start(string):
            yield 0
        if not self.start(string):
            yield from range(self.lowest_fret, self.highest_fret + 1)

    def wire_mm(self, fret: int) -> float:
        """Distance from the capo (or nut) to a fret wire in mm: ``scale · (1 − 2^(−fret/12))`` beyond the capo."""
        speaking_mm = self.instrument.scale_mm * 2.0 ** (-self.capo / 12)
        return float(speaking_mm * (1.0 - 2.0 ** (-fret / 12)))

    @cached_property
    def wires_mm(self) -> tuple[float, ...]:
        """``wire_mm`` of every fret up to the highest one in range."""
        return tuple(self.wire_mm(fret) for fret in range(self.highest_fret + 1))

    def __str__(self) -> str:
        held = f", capo {self.capo}" if self.capo else ""
        return f"{self.instrument.title.lower()} ({self.instrument.tuning_text}{held})"
