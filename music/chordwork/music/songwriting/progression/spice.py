"""Small surprises with a reason, for players who have the basics: at most one a section, two a song."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Final

from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.progression.bare import Bare, Progression, Timed
from chordwork.music.songwriting.progression.brief import HarmonyBrief

MOST: Final = 2
_SHARE: Final = {"beginner": 0.0, "intermediate": 0.55, "advanced": 0.8}
"""How many songs of a level have a first surprise; a second one is half as likely."""

Spice = Callable[[Progression, HarmonyBrief], Progression | None]


def spiced(sections: dict[str, Progression], brief: HarmonyBrief, draw: Draw) -> dict[str, Progression]:
    """The sections, some with a surprise."""
    result = dict(sections)
    share = _SHARE[brief.level]
    used: set[str] = set()
    for name in ("pre-chorus", "bridge", "chorus", "verse", "outro"):
        if name not in result or len(used) >= MOST or not draw.child(name).chance(share / (1 + len(used))):
            continue
        options = [
            (title, made)
            for title, spice in _SPICES.items()
            if title not in used and (made := spice(result[name], brief)) is not None and _flows(made)
        ]
        if options:
            title, made = draw.child(name, "which").choose(options)
            used.add(title)
            result[name] = made
    return result


def _flows(progression: Progression) -> bool:
    """No chord stands twice in a row with the same root and third."""
    return all(one[0].family != two[0].family for one, two in pairwise(progression))


def _walking_bass(progression: Progression, brief: HarmonyBrief) -> Progression | None:
    """I, V over its third, vi: the bass walks down."""
    if brief.mode.is_minor:
        return None
    for at in range(len(progression) - 2):
        degrees = [chord.degree for chord, _ in progression[at : at + 3]]
        if degrees == [0, 7, 9] and progression[at + 1][0].kind in ("", "7"):
            return _with(progression, at + 1, (Bare(7, progression[at + 1][0].kind, 11), progression[at + 1][1]))
    return None


def _minor_four(progression: Progression, brief: HarmonyBrief) -> Progression | None:
    """IV turns minor on its way home."""
    if brief.mode.is_minor or brief.mood.name not in ("calm", "sad"):
        return None
    for at in reversed(range(len(progression) - 1)):
        (chord, bars), (after, _) = progression[at], progression[at + 1]
        if chord.degree == 5 and chord.kind in ("", "maj7") and after.degree == 0 and bars >= 1:
            return _split(progression, at, chord, Bare(5, "m"))
    return None


def _pull(target: int, kinds: tuple[str, ...]) -> Spice:
    """The dominant of a degree before it, in the second half of the chord before."""

    def spice(progression: Progression, brief: HarmonyBrief) -> Progression | None:
        for at in reversed(range(len(progression) - 1)):
            (chord, bars), (after, _) = progression[at], progression[at + 1]
            pulling = Bare((target + 7) % 12, "7")
            if after.degree == target and after.kind in kinds and bars >= 1 and chord.degree != pulling.degree:
                return _split(progression, at, chord, pulling)
        return None

    return spice


def _home_turns_seventh(progression: Progression, brief: HarmonyBrief) -> Progression | None:
    """I becomes I7 and pulls to IV."""
    if brief.mode.is_minor:
        return None
    for at in reversed(range(len(progression) - 1)):
        (chord, bars), (after, _) = progression[at], progression[at + 1]
        if chord == Bare(0) and after.degree == 5 and not after.is_minor and bars >= 2:
            halves: tuple[Timed, Timed] = ((chord, bars / 2), (Bare(0, "7"), bars / 2))
            return (*progression[:at], *halves, *progression[at + 1 :])
    return None


def _suspended(progression: Progression, brief: HarmonyBrief) -> Progression | None:
    """The last dominant is held back by a fourth, then lets go."""
    chord, bars = progression[-1]
    if chord != Bare(7) or bars < 1 or brief.metre == "3/4":
        return None
    return (*progression[:-1], (Bare(7, "sus4"), bars / 2), (chord, bars / 2))


def _with(progression: Progression, at: int, timed: Timed) -> Progression:
    return (*progression[:at], timed, *progression[at + 1 :])


def _split(progression: Progression, at: int, first: Bare, second: Bare) -> Progression | None:
    """A chord gives its second half, or its last bar, to another."""
    bars = progression[at][1]
    begin = sum(length for _, length in progression[:at])
    if begin % 1 or bars % 1:
        return None
    given = 0.5 if bars == 1 else 1.0
    return (*progression[:at], (first, bars - given), (second, given), *progression[at + 1 :])


def _in_common_time(spice: Spice) -> Spice:
    """Only where bars can be halved without a limp."""

    def checked(progression: Progression, brief: HarmonyBrief) -> Progression | None:
        made = spice(progression, brief)
        if made is None or (brief.metre == "3/4" and any(bars % 1 for _, bars in made)):
            return None
        return made

    return checked


_SPICES: Final[dict[str, Spice]] = {
    "walking bass": _walking_bass,
    "minor four": _in_common_time(_minor_four),
    "five of five": _in_common_time(_pull(7, ("", "7"))),
    "five of six": _in_common_time(_pull(9, ("m", "m7"))),
    "five of two": _in_common_time(_pull(2, ("m", "m7"))),
    "home turns seventh": _home_turns_seventh,
    "suspended": _suspended,
}
