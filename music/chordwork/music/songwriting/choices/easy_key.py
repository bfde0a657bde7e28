"""First songs: keys of open chords, and no chord in them that takes a barre; what would need one gives way to a
neighbour with nearly the same notes."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Final

from chordwork.harmony import Key, Mode, to_lead_sheet, usual_key
from chordwork.music.songwriting.choices.key import PICKINESS, cost_in
from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.player import Player
from chordwork.music.songwriting.progression import Bare, Progression, Timed, spelled

_GUITAR_KEYS: Final[dict[bool, tuple[int, ...]]] = {False: (7, 0, 2, 9, 4), True: (4, 9, 2)}
"""Tonics of the keys that guitarists begin in, by whether they are minor: G C D A E, Em Am Dm."""
_OTHER_KEYS: Final[dict[str, dict[bool, tuple[int, ...]]]] = {
    "ukulele": {False: (0, 7, 5, 9, 2), True: (9, 2, 4)},
    "piano": {False: (0, 7, 5, 2), True: (9, 4, 2)},
}
"""Of other players, by what their instrument's name begins with."""
_OPEN: Final = re.compile(r"F(?:maj7|5)?|B(?:7|7sus4)|[CDEGA][^#b]*|[CDEGA].*/[A-G]")
"""Chords of the guitar that have an open shape, and the small F."""
_DIATONIC: Final[dict[bool, tuple[Bare, ...]]] = {
    False: tuple(Bare(degree, kind) for degree, kind in ((0, ""), (5, ""), (7, ""), (9, "m"), (2, "m"), (4, "m"))),
    True: tuple(
        Bare(degree, kind) for degree, kind in ((0, "m"), (8, ""), (10, ""), (3, ""), (5, "m"), (7, "m"), (7, ""))
    ),
}
"""Chords of a key, those that take another's place most readily first."""
REPLACED: Final = 1.0
"""Points of cost for each chord that gives way, beside how hard the others are."""
_ROOT_KEPT: Final = 1.5
_REPEATED: Final = 1.2
"""Shared notes that a chord loses as a substitute for being its neighbour already."""


def plain_mode(mode: Mode) -> Mode:
    """Major or minor: church modes wait."""
    return Mode.MINOR if mode.is_minor else Mode.MAJOR


def choose_easy_key(
    mode: Mode, sections: Mapping[str, Progression], player: Player, draw: Draw
) -> tuple[Key, dict[str, Progression]]:
    """A key for first songs, and the chords as they are played in it; likelier the fewer must give way."""
    keys = [usual_key(tonic, mode) for tonic in _tonics(player)[mode.is_minor]]
    eased = [{name: _eased(chords, key, player) for name, chords in sections.items()} for key in keys]
    costs = []
    for key, made in zip(keys, eased, strict=True):
        gone = {
            one for name in made for (one, _), (two, _) in zip(sections[name], made[name], strict=True) if one != two
        }
        costs.append(cost_in(made, key, player) + REPLACED * len(gone))
    best = min(costs)
    odds = [round(math.exp(-PICKINESS[player.level] * (cost - best)), 4) for cost in costs]
    at = draw.choose(range(len(keys)), odds)
    return keys[at], eased[at]


def is_within_reach(bare: Bare, key: Key, player: Player) -> bool:
    """Whether somebody who begins can hold a chord in a key."""
    symbol = spelled(bare, key)
    if player.is_keyboard or player.is_bass:
        return True
    name = to_lead_sheet(symbol)
    if player.instrument.startswith("guitar"):
        return _OPEN.fullmatch(name) is not None and (name in _SMALL_F or player.difficulty(symbol) != "hard")
    return player.difficulty(symbol) != "hard"


_SMALL_F: Final = frozenset(["F", "Fmaj7", "F5"])


def _tonics(player: Player) -> dict[bool, tuple[int, ...]]:
    return next((keys for name, keys in _OTHER_KEYS.items() if player.instrument.startswith(name)), _GUITAR_KEYS)


def _eased(chords: Progression, key: Key, player: Player) -> Progression:
    made: list[Timed] = []
    for at, (bare, bars) in enumerate(chords):
        if is_within_reach(bare, key, player):
            made.append((bare, bars))
            continue
        beside = {chord for chord, _ in (*made[-1:], *chords[at + 1 : at + 2])}
        made.append((_instead(bare, key, player, beside), bars))
    return tuple(made)


def _instead(bare: Bare, key: Key, player: Player, beside: set[Bare]) -> Bare:
    """The chord of the key, or the plain form of the same, that shares most notes."""
    plain = [Bare(bare.degree, kind) for kind in (("m", "m7") if bare.is_minor else ("", "7"))]
    options = [each for each in (*plain, *_DIATONIC[key.mode.is_minor]) if is_within_reach(each, key, player)]
    if not options:
        return bare

    def likeness(other: Bare) -> float:
        shared = len(other.tones() & bare.tones()) + (_ROOT_KEPT if other.degree == bare.degree else 0.0)
        return shared - (_REPEATED if other in beside else 0.0)

    return max(options, key=likeness)
