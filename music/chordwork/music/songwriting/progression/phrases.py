"""Sections out of loops: how long each chord lasts, and how the last round ends so that the next section follows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, Literal

from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.progression.bare import Bare, Progression, bars_of, merged
from chordwork.music.songwriting.progression.brief import HarmonyBrief
from chordwork.music.songwriting.progression.transitions import log_likelihood

Ending = Literal["same", "open", "closed"]

_RHYTHMS: Final[dict[int, tuple[tuple[tuple[float, ...], float], ...]]] = {
    4: (((1, 1, 1, 1), 4.0), ((2, 1, 0.5, 0.5), 0.4), ((1, 1, 1.5, 0.5), 0.4)),
    3: (((1, 1, 2), 2.0), ((2, 1, 1), 2.0)),
    2: (((2, 2), 2.0), ((1, 1), 1.5)),
}
"""Bars of each chord of a loop, with weights."""
_HALF: Final = ((0.5, 0.5, 0.5, 0.5), 1.6)
_DOUBLE: Final = ((2.0, 2.0, 2.0, 2.0), 1.2)


def rhythm_for(loop: Sequence[Bare], brief: HarmonyBrief, draw: Draw, *, brisk: bool = False) -> Progression:
    """A loop with a length for each chord.

    Args:
        loop: 2 to 4 chords.
        brief: tempo and metre decide what is possible.
        draw: chance.
        brisk: prefer quicker changes, as towards a chorus.
    """
    options = list(_RHYTHMS[len(loop)])
    if brief.metre == "3/4":
        options = [option for option in options if all(bars % 1 == 0 for bars in option[0])]
    if brief.is_beginner:
        options = [option for option in options if min(option[0]) >= 1]
    if len(loop) == 4 and brief.is_slow and not brief.is_beginner and (brisk or brief.mood.energy > -0.5):
        options.append(_HALF)
    if len(loop) == 4 and not brisk and (brief.is_fast or (brief.mood.name == "calm" and brief.tempo_bpm > 92)):
        options.append(_DOUBLE)
    bars = draw.choose([bars for bars, _ in options], [weight for _, weight in options])
    return tuple(zip(loop, map(float, bars), strict=True))


def section_of(
    unit: Progression, bars: int, ending: Ending, following: Bare | None, brief: HarmonyBrief, draw: Draw
) -> Progression:
    """A loop played until a section is full, the last round with another ending.

    Args:
        unit: one round.
        bars: of the section, a multiple of the unit's or the other way round.
        ending: "open" asks for what follows, "closed" comes home, "same" changes nothing.
        following: first chord of the next section.
        brief: the song.
        draw: chance.
    """
    rounds = max(1, round(bars / bars_of(unit)))
    last = _ended(unit, ending, following, brief, draw)
    return merged((*(timed for _ in range(rounds - 1) for timed in unit), *last))


def _ended(unit: Progression, ending: Ending, following: Bare | None, brief: HarmonyBrief, draw: Draw) -> Progression:
    if ending == "same" or len(unit) < 2:
        return unit
    if ending == "closed":
        return _closed(unit, brief, draw)
    before = unit[-2][0]
    options = [chord for chord in _open_chords(brief) if chord.family not in (before.family, _family(following))]
    if unit[-1][0].family in {chord.family for chord in options} or not options:
        return unit
    weights = [_bridge_weight(before, chord, following, brief) for chord in options]
    return (*unit[:-1], (draw.choose(options, weights), unit[-1][1]))


def _closed(unit: Progression, brief: HarmonyBrief, draw: Draw) -> Progression:
    """The last round with a cadence: what leads home, then home."""
    home = Bare(0, "m" if brief.mode.is_minor else "")
    body, total = list(unit[:-2]), bars_of(unit[-2:])
    before = body[-1][0] if body else None
    options = [chord for chord in _open_chords(brief) if chord.family not in (_family(before), home.family)]
    lead = draw.choose(options, [_bridge_weight(before, chord, home, brief) for chord in options])
    lead_bars = total / 2 if total <= 1 else float(total // 2)
    return (*body, (lead, lead_bars), (home, total - lead_bars))


def _open_chords(brief: HarmonyBrief) -> list[Bare]:
    """What may stand before the door to the next section."""
    chords = [chord for chord in brief.setting.chords if chord.degree in (5, 7, 10) or chord.degree == 2]
    return chords or [Bare(7)]


def _bridge_weight(before: Bare | None, chord: Bare, following: Bare | None, brief: HarmonyBrief) -> float:
    """How well a chord joins two others, with what such places prefer: the dominant, then the others."""
    taste = {7: 2.2, 5: 1.0, 10: 1.2, 2: 0.4}[chord.degree]
    if brief.mode.is_minor and chord == Bare(7, "m"):
        taste = 0.7
    value = taste
    for one, two in ((before, chord), (chord, following)):
        if one is not None and two is not None and one != two:
            value *= math.exp(0.5 * max(-6.0, log_likelihood(one, two, brief.genre.style)))
    return round(value, 6)


def _family(chord: Bare | None) -> tuple[int, bool] | None:
    return None if chord is None else chord.family
