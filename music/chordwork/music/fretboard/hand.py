"""The hand model: what a fretting hand can hold.

1. Up to ``fingers`` fingers (1 index .. 4 little) press; each presses one string, or lies flat over neighbouring
   strings at one fret (a barre). Under a barre every string sounds, at the barre's fret or higher. The index may hold
   down ``barre_strings``, any other finger three; bent clear of an open string on its treble side, a barre costs more.
2. Fingers keep their order: at a higher fret lies a higher finger; at one fret the finger nearer the bass side is the
   lower.
   Two fingers at the lowest fret, three strings or more apart, leave no higher finger between them where a barre can
   lie: it does.
3. Reach is in millimetres on the real neck (along it by the fret wires, across it by the string spacing), so a stretch
   that hurts at fret 1 is easy at fret 9. Each pair of fingers spans its share of ``reach_mm``.
4. A muted string between sounding ones must touch a fretting finger on a neighbouring string, which damps it.
   Strings beyond the outermost sounding one are left unstruck, or damped by the thumb.
"""

from __future__ import annotations

from typing import Final

import attrs

from chordwork.music.fretboard.errors import HandError, shown

MAX_FINGERS: Final = 4

REACH_SHARES: Final[dict[tuple[int, int], float]] = {
    (1, 2): 0.62, (1, 3): 0.85, (1, 4): 1.0, (2, 3): 0.48, (2, 4): 0.74, (3, 4): 0.56,
}  # fmt: skip
"""How much of the whole reach, index to little finger, each pair of fingers has. Ring and middle share a tendon."""

OTHER_BARRE_STRINGS: Final = 3
"""Longest barre of a finger other than the index."""


@attrs.frozen
class Hand:
    """A player's fretting hand.

    Attributes:
        fingers: how many of the four fingers are used, 1..4, from the index on.
        reach_mm: comfortable distance from index to little fingertip, in mm.
        barre_strings: most strings the index can hold down; 1 forbids barres.
        inner_mutes: most muted strings between sounding ones.
    """

    fingers: int = 4
    reach_mm: float = 108.0
    barre_strings: int = 6
    inner_mutes: int = 1

    def __attrs_post_init__(self) -> None:
        if not 1 <= self.fingers <= MAX_FINGERS:
            raise HandError(f"a hand with {self.fingers} fretting fingers: give 1 to {MAX_FINGERS}")
        if not 20.0 <= self.reach_mm <= 250.0:
            raise HandError(f"a reach of {self.reach_mm:g} mm: give 20 to 250")
        if not 1 <= self.barre_strings <= 12 or not 0 <= self.inner_mutes <= 10:
            raise HandError("give barre_strings of 1 to 12 and inner_mutes of 0 to 10")

    def pair_reach_mm(self, finger: int, other: int) -> float:
        """How far apart two fingers, the lower first, can be, in mm."""
        return self.reach_mm * REACH_SHARES[finger, other]


LEVELS: Final[dict[str, Hand]] = {
    "beginner": Hand(reach_mm=88.0, barre_strings=3, inner_mutes=0),
    "intermediate": Hand(),
    "advanced": Hand(reach_mm=128.0, barre_strings=12, inner_mutes=2),
}
"""A beginner lays the index over three strings (F#m ``xx4222``), not yet over the neck.

Index to little finger over frets 1 to 4 of a 25.5 inch guitar is 97 mm; over frets 1 to 5, 126 mm."""


def find_hand(level: str | Hand) -> Hand:
    """The hand of a level: "beginner", "intermediate" or "advanced"; a hand is returned as it is.

    Raises:
        HandError: no such level.
    """
    if isinstance(level, Hand):
        return level
    hand = LEVELS.get(level[:40].casefold().strip())
    if hand is None:
        raise HandError(f"no level {shown(level)} here: choose one of {', '.join(LEVELS)}")
    return hand
