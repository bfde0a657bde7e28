"""The first decisions about a song: genre, groove, tempo, mode. Settled beforehand, or drawn to suit theme and mood."""

from __future__ import annotations

import math
from typing import Final

from chordwork.harmony import Mode
from chordwork.music.songwriting.choices.settled import settled_name
from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.errors import PlanOptionError
from chordwork.music.songwriting.genres import FEELS, GENRES, Feel, Genre
from chordwork.music.songwriting.locks import Locks
from chordwork.music.songwriting.model import Mood

_GENRES_OF_MOOD: Final[dict[str, dict[str, float]]] = {
    "happy": {"pop": 3, "disco": 1.2, "folk": 1, "country": 1, "soul": 0.8, "funk": 0.8, "reggae": 0.7, "rock": 1},
    "calm": {"folk": 2.5, "ballad": 2, "bossa": 0.8, "jazz": 0.6, "pop": 1, "soul": 0.7, "country": 0.4, "reggae": 0.3},
    "sad": {"ballad": 3, "folk": 2, "pop": 1.5, "soul": 0.8, "country": 0.7, "blues": 0.7, "jazz": 0.3},
    "tense": {"rock": 3, "metal": 1.3, "pop": 1, "blues": 0.6, "ballad": 0.5, "funk": 0.3},
}
_NOT_FIRST: Final = frozenset({"jazz", "bossa", "funk", "metal", "soul"})
"""Genres that a beginner gets only by asking."""
_MINOR_SHARE: Final = {"happy": 0.08, "calm": 0.2, "sad": 0.6, "tense": 0.85}
NARROWNESS: Final = 0.6
"""How far, in energy, a groove reaches from where it belongs."""


def choose_genre(theme: str, mood: Mood, level: str, locks: Locks, draw: Draw) -> Genre:
    """The genre: as settled, else as the theme asks for it, else one that suits the mood."""
    if settled := settled_name(locks, "genre"):
        return GENRES[settled]
    said = set(theme.lower().replace("&", "n").replace("-", " ").split())
    for genre in GENRES.values():
        if said & set(genre.words) and _has_feel(genre, locks):
            return genre
    weights = {name: weight for name, weight in _GENRES_OF_MOOD[mood.name].items() if _has_feel(GENRES[name], locks)}
    if level == "beginner":
        weights = {name: weight for name, weight in weights.items() if name not in _NOT_FIRST} or weights
    if not weights:
        weights = {name: 1.0 for name, genre in GENRES.items() if _has_feel(genre, locks)} or {"pop": 1.0}
    return GENRES[draw.choose(list(weights), list(weights.values()))]


def choose_feel(genre: Genre, mood: Mood, locks: Locks, draw: Draw) -> Feel:
    """Groove and metre.

    Raises:
        PlanOptionError: a settled groove is not in the settled metre.
    """
    groove, metre = settled_name(locks, "groove"), settled_name(locks, "metre")
    if groove is not None:
        if metre not in (None, FEELS[groove].metre):
            raise PlanOptionError(
                f"the groove {groove!r} is in {FEELS[groove].metre}, not in {metre}: change one of them"
            )
        return FEELS[groove]
    options = [(FEELS[name], weight) for name, weight in genre.grooves if metre in (None, FEELS[name].metre)]
    options = options or [(feel, 1.0) for feel in FEELS.values() if feel.metre == metre]
    weights = [weight * math.exp(-(((mood.energy - feel.energy) / NARROWNESS) ** 2)) for feel, weight in options]
    return draw.choose([feel for feel, _ in options], [round(weight, 6) for weight in weights])


def choose_tempo(feel: Feel, mood: Mood, draw: Draw) -> int:
    """Felt beats a minute: the livelier the mood, the faster within what the groove bears."""
    place = 0.5 + 0.5 * mood.energy + 0.3 * (draw.unit() - 0.5)
    return 2 * round((feel.slow_bpm + min(1.0, max(0.0, place)) * (feel.fast_bpm - feel.slow_bpm)) / 2)


def choose_mode(genre: Genre, mood: Mood, draw: Draw) -> Mode:
    """Major, minor, or a church mode that the genre likes."""
    share = _MINOR_SHARE[mood.name] - 0.15 * mood.valence + genre.minor
    minor = draw.chance(min(0.97, max(0.03, share)))
    for name, chance in genre.modes:
        mode = Mode(name)
        if mode.is_minor == minor and draw.chance(chance):
            return mode
    return Mode.MINOR if minor else Mode.MAJOR


def _has_feel(genre: Genre, locks: Locks) -> bool:
    groove, metre = settled_name(locks, "groove"), settled_name(locks, "metre")
    names = [name for name, _ in genre.grooves]
    return (groove is None or groove in names) and (metre is None or any(FEELS[name].metre == metre for name in names))
