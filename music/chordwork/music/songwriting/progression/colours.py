"""Colour: sevenths, suspensions and power chords put on plain chords, as the genre and the level have them."""

from __future__ import annotations

from typing import Final

import attrs

from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.progression.bare import Bare, Progression
from chordwork.music.songwriting.progression.brief import HarmonyBrief

_EVERYWHERE: Final[dict[tuple[int, bool], str]] = {
    (0, False): "maj7", (2, True): "m7", (4, True): "m7", (5, False): "maj7", (7, False): "7", (9, True): "m7",
    (0, True): "m7", (3, False): "maj7", (5, True): "m7", (8, False): "maj7", (10, False): "7", (7, True): "m7",
    (10, True): "m7", (1, False): "maj7", (2, False): "7", (4, False): "7", (9, False): "7",
}  # fmt: skip
"""The seventh of each degree, by root and whether minor."""
_DORIAN: Final[dict[tuple[int, bool], str]] = {(5, False): "7", (10, False): "maj7", (0, True): "m7"}
_BLUESY: Final[dict[tuple[int, bool], str]] = {(0, False): "7", (5, False): "7"}
_SOME: Final[dict[str, tuple[tuple[tuple[int, bool], float], ...]]] = {
    "calm": (((0, False), 0.35), ((5, False), 0.6), ((2, True), 0.6), ((9, True), 0.5), ((3, False), 0.4),
             ((8, False), 0.5), ((0, True), 0.5), ((5, True), 0.4)),
    "sad": (((5, False), 0.45), ((2, True), 0.5), ((9, True), 0.3), ((8, False), 0.5), ((0, True), 0.25),
            ((5, True), 0.3)),
    "happy": (((2, True), 0.4), ((7, False), 0.2)),
    "tense": (((0, True), 0.2), ((7, False), 0.3)),
}  # fmt: skip
"""Where a genre with some sevenths has them, and how often, by mood."""


def coloured(sections: dict[str, Progression], brief: HarmonyBrief, draw: Draw) -> dict[str, Progression]:
    """All sections with their colours. A chorus keeps plain triads where sevenths are a spice: it should shine."""
    if brief.genre.harmony == "power":
        return {name: _powered(progression, name, brief, draw) for name, progression in sections.items()}
    if brief.genre.sevenths == 2:
        table = dict(_EVERYWHERE)
        if brief.genre.harmony == "vamp":
            table |= _DORIAN if brief.mode.is_minor else _BLUESY
        return {name: _replaced(progression, table) for name, progression in sections.items()}
    if brief.genre.sevenths == 1 and not brief.is_beginner:
        options = _SOME[brief.mood.name]
        table = {place: _EVERYWHERE[place] for place, share in options if draw.child(str(place)).chance(share)}
        return {
            name: progression if name in ("chorus", "outro") else _replaced(progression, table)
            for name, progression in sections.items()
        }
    return sections


def _replaced(progression: Progression, table: dict[tuple[int, bool], str]) -> Progression:
    return tuple(
        (attrs.evolve(chord, kind=table[chord.family]), bars)
        if chord.kind in ("", "m") and chord.family in table
        else (chord, bars)
        for chord, bars in progression
    )


def _powered(progression: Progression, name: str, brief: HarmonyBrief, draw: Draw) -> Progression:
    """Root and fifth in the heavy sections; the bridge, and now and then the chorus, has its thirds."""
    if name == "bridge" or (name == "chorus" and draw.child(name).chance(0.3)) or brief.mood.energy < -0.3:
        return progression
    return tuple(
        (Bare(chord.degree, "5"), bars) if chord.kind in ("", "m") else (chord, bars) for chord, bars in progression
    )
