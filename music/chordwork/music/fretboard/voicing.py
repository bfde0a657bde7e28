"""A shape on the neck: frets, fingers, pitches and what it costs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

import attrs

from chordwork.music.fretboard.tones import ChordTones

MUTED: Final = -1
"""Fret of a string that does not sound."""

FAMILIAR: Final = "familiar"
"""Name of the term that puts the songbook's shapes first; it says nothing about how hard they are."""


BassRule = Literal["asked", "root", "any"]
"""Which note must be lowest.

``asked``: the bass of a slash chord, else the root, on instruments that carry the bass; the others only prefer it.
``root``: the same on every instrument. ``any``: whatever chord tone.
"""

TERMS: Final = (
    "position", "far_open", "wide", "movable", "low_mute", "high_mute", "inner_mute", "thin", "unison",
    "crossed_strings", "missing_optional", "bass_not_root", "mud", "drone_muted", FAMILIAR,
)  # fmt: skip
"""What of a shape's costs does not depend on fingers, in the order of ``Candidates.sound_costs``."""


def shape_text(frets: Sequence[int]) -> str:
    """``x32010``, as players write it; frets beyond 9 are set apart with hyphens: ``x-10-12-12-11-10``."""
    joint = "-" if any(fret > 9 for fret in frets) else ""
    return joint.join("x" if fret == MUTED else str(fret) for fret in frets)


@attrs.frozen
class Placement:
    """One finger on the neck.

    Attributes:
        finger: 1 index .. 4 little.
        fret: fret pressed, counted from the capo.
        low: index of the first string it presses, from the bass side.
        high: index of the last; equal to ``low`` unless it is a barre.
    """

    finger: int
    fret: int
    low: int
    high: int

    @property
    def is_barre(self) -> bool:
        """Whether it lies over more than one string."""
        return self.high > self.low

    @property
    def strings(self) -> int:
        """How many strings it lies over."""
        return self.high - self.low + 1


@attrs.frozen
class Voicing:
    """A playable shape for a chord.

    Attributes:
        tones: the chord it sounds.
        frets: fret of each string from the bass side, counted from the capo; 0 open, -1 muted.
        placements: the fingers, lowest fret first.
        pitches: MIDI pitch of each sounding string, in string order.
        costs: points by name of the term (see ``ShapeWeights``), zero terms left out.
    """

    tones: ChordTones
    frets: tuple[int, ...]
    placements: tuple[Placement, ...]
    pitches: tuple[int, ...]
    costs: tuple[tuple[str, float], ...] = ()

    @property
    def cost(self) -> float:
        """Points by which shapes are ranked; lower is easier, fuller and better known."""
        return round(sum(points for _, points in self.costs), 6)

    @property
    def effort(self) -> float:
        """Points without those for being well known: how hard it is to hold, and how well it sounds."""
        return round(sum(points for name, points in self.costs if name != FAMILIAR), 6)

    @property
    def shape(self) -> str:
        """``x32010``, see :func:`shape_text`."""
        return shape_text(self.frets)

    @property
    def fingers(self) -> tuple[int, ...]:
        """Finger of each string from the bass side; 0 where none presses."""
        return tuple(self._finger(string, fret) for string, fret in enumerate(self.frets))

    @property
    def has_barre(self) -> bool:
        """Whether any finger lies over several strings."""
        return any(placement.is_barre for placement in self.placements)

    @property
    def sounding(self) -> tuple[int, ...]:
        """Indices of the strings that sound."""
        return tuple(string for string, fret in enumerate(self.frets) if fret != MUTED)

    @property
    def pressed_range(self) -> tuple[int, int] | None:
        """Lowest and highest fret pressed; None for open strings alone."""
        pressed = [placement.fret for placement in self.placements]
        return (min(pressed), max(pressed)) if pressed else None

    def _finger(self, string: int, fret: int) -> int:
        if fret <= 0:
            return 0
        return next(p.finger for p in self.placements if p.fret == fret and p.low <= string <= p.high)


ShapeInput = str | Voicing | Sequence[int | None]
"""What calls take as a shape: ``x32010``, a shape found here, or frets of which None is a string left out."""
