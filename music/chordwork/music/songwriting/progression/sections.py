"""All progressions of a song: each section by its part in it, apart from the others, and leading to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from chordwork.harmony import Mode
from chordwork.music.songwriting.draw import Draw
from chordwork.music.songwriting.progression.bare import Bare, Progression, bars_of, first_bars, merged
from chordwork.music.songwriting.progression.blues import blues_chorus, blues_intro, blues_outro
from chordwork.music.songwriting.progression.brief import HarmonyBrief
from chordwork.music.songwriting.progression.colours import coloured
from chordwork.music.songwriting.progression.endings import intro_of, outro_of
from chordwork.music.songwriting.progression.jazz import jazz_intro, jazz_outro, jazz_sections
from chordwork.music.songwriting.progression.loops import Wish, draw_loop
from chordwork.music.songwriting.progression.phrases import Ending, rhythm_for, section_of
from chordwork.music.songwriting.progression.spice import spiced

PHRASE_BARS: Final = 8
_LOOPED: Final = ("verse", "chorus", "pre-chorus", "bridge", "refrain", "post-chorus")
"""Sections with a loop of their own, in the order in which loops are drawn: each later one stands apart from the
earlier ones."""
_COPIED: Final[dict[str, tuple[str, ...]]] = {
    "solo": ("verse", "chorus", "bridge"), "interlude": ("verse", "chorus", "refrain"),
}  # fmt: skip
"""Sections over the chords of others, in order of preference."""

_VERSE: Final = Wish(starts=((0, 0.8), (9, 0.1), (5, -0.4)), other_start=-2.0)
_CHORUS_MAJOR: Final = Wish(starts=((0, 0.5), (5, 0.5), (9, 0.2), (7, -1.0)), other_start=-2.5, home=3.0)
_CHORUS_MINOR: Final = Wish(starts=((8, 0.7), (3, 0.6), (0, 0.3), (5, -0.3), (10, -0.5)), other_start=-2.0)
_LIFTS: Final = Wish(
    lengths=((4, 0.0), (3, -0.2), (2, -0.6)), starts=((5, 0.7), (2, 0.6), (9, 0.3), (8, 0.3), (3, 0.1)),
    other_start=-3.0, ends=((7, 1.5), (10, -0.5), (5, -1.0)), other_end=-5.0, home=-1.5, cyclic=False,
)  # fmt: skip
_AWAY: Final = Wish(
    lengths=((4, 0.0), (3, -0.6)), starts=((9, 0.5), (5, 0.4), (2, 0.3), (3, 0.3), (8, 0.4), (4, 0.0), (10, 0.0)),
    other_start=-2.5, ends=((7, 1.2), (10, -0.3), (5, -0.5)), other_end=-4.0, home=-0.6, cyclic=False, fresh=0.8,
)  # fmt: skip
_VAMP: Final = Wish(lengths=((2, 0.0), (4, -1.2), (3, -1.0)), starts=((0, 1.0),), other_start=-2.5)


def write_progressions(brief: HarmonyBrief, known: Mapping[str, Progression], draw: Draw) -> dict[str, Progression]:
    """A progression for each section of the brief.

    Args:
        brief: the song.
        known: progressions that are settled; the others are written around them.
        draw: chance, a question for each section.
    """
    made = _by_harmony(brief, known, draw)
    free = {name: progression for name, progression in made.items() if name not in known}
    if brief.genre.harmony not in ("blues", "jazz"):
        free = coloured(spiced(free, brief, draw.child("spice")), brief, draw.child("colour"))
    written = {name: known.get(name) or free[name] for name in made}
    return {name: written.get(name) or _copy(name, written) for name in brief.sections}


def _by_harmony(brief: HarmonyBrief, known: Mapping[str, Progression], draw: Draw) -> dict[str, Progression]:
    wanted = [name for name in brief.sections if name not in _COPIED or name in known]
    if brief.genre.harmony == "blues" and brief.metre != "3/4":
        return {name: known.get(name) or _blues(name, brief, draw) for name in wanted}
    if brief.genre.harmony == "jazz" and brief.mode in (Mode.MAJOR, Mode.MINOR):
        return {name: known.get(name) or _jazz(name, brief, draw) for name in wanted}
    return _looped(wanted, brief, known, draw)


def _blues(name: str, brief: HarmonyBrief, draw: Draw) -> Progression:
    if name == "intro":
        return blues_intro(brief, draw.child(name))
    if name == "outro":
        return blues_outro(brief, draw.child(name))
    if name in ("bridge", "pre-chorus"):
        degrees = ("57", "07", "57", "77") if name == "bridge" else ("57", "77")
        return tuple((Bare(int(text[0]), text[1:]), 2.0) for text in degrees)
    return blues_chorus(brief, draw.child("verse" if name != "chorus" else name))


def _jazz(name: str, brief: HarmonyBrief, draw: Draw) -> Progression:
    if name == "intro":
        return jazz_intro(brief, draw.child(name))
    if name == "outro":
        return jazz_outro(brief, draw.child(name))
    part, bridge = jazz_sections(brief, draw.child("chorus" if name == "chorus" else "song"))
    return bridge if name in ("bridge", "pre-chorus") else part


def _looped(
    wanted: list[str], brief: HarmonyBrief, known: Mapping[str, Progression], draw: Draw
) -> dict[str, Progression]:
    loops = {name: tuple(chord for chord, _ in first_bars(known[name], 4.0)) for name in wanted if name in known}
    units: dict[str, Progression] = {}
    for name in _LOOPED:
        if name in wanted and name not in known:
            own = draw.child(name)
            loops[name] = draw_loop(brief.setting, _wish(name, brief), list(loops.values()), own, brief.boldness)
            units[name] = rhythm_for(loops[name], brief, own.child("rhythm"), brisk=name == "pre-chorus")
    made = {name: known[name] for name in wanted if name in known}
    for name, unit in units.items():
        own = draw.child(name, "phrase")
        following = _after(name, brief, loops)
        made[name] = section_of(unit, _bars(name, unit, brief), _ending(name, brief, own), following, brief, own)
    body = made.get("verse") or next((made[name] for name in made if name not in ("intro", "outro")), None)
    hook = made.get("chorus") or body
    home = ((Bare(0, "m" if brief.mode.is_minor else ""), 4.0),)
    if "intro" in wanted and "intro" not in made:
        own = draw.child("intro")
        made["intro"] = intro_of((hook if own.chance(0.25) else body) or home, own)
    if "outro" in wanted and "outro" not in made:
        made["outro"] = outro_of(hook or home, brief, draw.child("outro"))
    return made


def _wish(name: str, brief: HarmonyBrief) -> Wish:
    if name == "pre-chorus":
        return _LIFTS
    if name == "bridge":
        return _AWAY
    if name in ("chorus", "refrain"):
        return _CHORUS_MINOR if brief.mode.is_minor else _CHORUS_MAJOR
    return _VAMP if brief.genre.harmony == "vamp" else _VERSE


def _bars(name: str, unit: Progression, brief: HarmonyBrief) -> int:
    """Length of a section: eight bars of medium tempo, twice that where bars fly by, four before a chorus."""
    unit_bars = bars_of(unit)
    if name in ("pre-chorus", "refrain", "post-chorus"):
        return max(4, int(unit_bars))
    bars = PHRASE_BARS * (2 if brief.is_fast and name in ("verse", "chorus") else 1)
    return max(bars, int(unit_bars))


def _ending(name: str, brief: HarmonyBrief, draw: Draw) -> Ending:
    if name == "pre-chorus":
        return "same"
    if name == "bridge":
        return "open"
    if name == "verse":
        has_chorus = "chorus" in brief.sections or "refrain" in brief.sections
        return draw.choose(("open", "same"), (3.0, 2.0)) if has_chorus else "closed"
    singalong = brief.genre.name in ("folk", "country") or brief.mood.name == "calm"
    return draw.choose(("same", "closed", "open"), (1.0, 3.0, 0.5) if singalong else (3.0, 1.5, 0.8))


def _after(name: str, brief: HarmonyBrief, loops: Mapping[str, tuple[Bare, ...]]) -> Bare | None:
    """First chord of the section that usually follows."""
    order = {"verse": ("pre-chorus", "chorus", "refrain"), "bridge": ("chorus", "verse"), "chorus": ("verse",)}
    for each in order.get(name, ()):
        if loops.get(each):
            return loops[each][0]
    return None


def _copy(name: str, written: Mapping[str, Progression]) -> Progression:
    for source in (*_COPIED[name], *written):
        if source in written:
            progression = written[source]
            return merged(first_bars(progression, 4.0)) if name == "interlude" else progression
    return ((Bare(0), 4.0),)
