"""Which chords a song may use, by mode, genre and level, and which of them its mood likes."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from chordwork.harmony import Mode
from chordwork.music.options.fields import MoodName
from chordwork.music.songwriting.progression.bare import Bare

DIATONIC: Final[dict[Mode, tuple[Bare, ...]]] = {
    Mode.MAJOR: (Bare(0), Bare(2, "m"), Bare(4, "m"), Bare(5), Bare(7), Bare(9, "m")),
    Mode.MINOR: (Bare(0, "m"), Bare(3), Bare(5, "m"), Bare(8), Bare(10), Bare(7, "m"), Bare(7)),
    Mode.DORIAN: (Bare(0, "m"), Bare(3), Bare(5), Bare(10), Bare(7, "m"), Bare(2, "m")),
    Mode.MIXOLYDIAN: (Bare(0), Bare(10), Bare(5), Bare(7, "m"), Bare(2, "m"), Bare(9, "m")),
    Mode.PHRYGIAN: (Bare(0, "m"), Bare(1), Bare(10, "m"), Bare(3), Bare(8), Bare(5, "m")),
}
"""Chords of the key. Minor has both of its dominants."""

FLAVOUR: Final[dict[Mode, Bare]] = {Mode.DORIAN: Bare(5), Mode.MIXOLYDIAN: Bare(10), Mode.PHRYGIAN: Bare(1)}
"""The chord that tells a church mode from major or minor."""
FLAT_SEVEN: Final = Bare(10)
_FLAT_SEVEN_GENRES: Final = frozenset({"rock", "folk", "country", "metal", "funk", "reggae"})
_BORROWED: Final[dict[MoodName, tuple[Bare, ...]]] = {
    "happy": (Bare(2), Bare(10)),
    "calm": (Bare(5, "m"), Bare(10)),
    "sad": (Bare(5, "m"), Bare(4), Bare(8)),
    "tense": (Bare(8), Bare(3), Bare(10), Bare(5, "m")),
}
"""Chords from outside a major key that suit a mood: V of V, flat seven, minor four, V of vi, flat six, flat three."""


@lru_cache(maxsize=256)
def palette(mode: Mode, genre: str, mood: MoodName, *, borrowing: bool) -> tuple[Bare, ...]:
    """Chords for loops: those of the key and, for players who have the basics, one or two that the mood borrows."""
    own = DIATONIC[mode]
    extra: list[Bare] = []
    if mode is Mode.MAJOR:
        if genre in _FLAT_SEVEN_GENRES:
            extra.append(FLAT_SEVEN)
        if borrowing:
            extra += [chord for chord in _BORROWED[mood] if chord not in extra]
    elif mode is Mode.MINOR and borrowing and mood in ("sad", "tense"):
        extra.append(Bare(1))
    return own + tuple(extra)


def is_borrowed(chord: Bare, mode: Mode) -> bool:
    """Whether a chord of a loop comes from outside its key."""
    return chord.family not in {own.family for own in DIATONIC[mode]}


def liking(chord: Bare, mode: Mode, mood: MoodName) -> float:
    """What a mood gives to a chord, in nats."""
    minor = chord.is_minor
    if mood == "happy":
        return (0.0 if minor else 0.25) - (0.5 if chord.degree in (8, 3, 1) and mode is Mode.MAJOR else 0.0)
    if mood == "sad":
        return (0.35 if minor else 0.0) - (0.2 if chord.degree == 7 and not minor else 0.0)
    if mood == "tense":
        return (
            (0.2 if minor else 0.0) + (0.3 if chord.degree in (1, 8) else 0.0) - (0.3 if chord == Bare(4, "m") else 0)
        )
    return (0.3 if chord.degree == 5 else 0.0) - (0.25 if chord.degree == 7 else 0.0)
