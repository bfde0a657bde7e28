"""Chords in a key with their reasons: what each does, how a section ends, and why the whole of it works."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final

from chordwork.harmony import Analysis, ChordSymbol, Function, Key, Relation, analyse_all, to_lead_sheet
from chordwork.music.songwriting.model import PlannedChord, Role
from chordwork.music.suggestions.reasons import reason_for

Timed = tuple[ChordSymbol, float]

_ROLES: Final[dict[Function, Role]] = {
    Function.TONIC: "home", Function.SUBDOMINANT: "away", Function.DOMINANT: "tension", Function.NONE: "colour",
}  # fmt: skip
_PULLING: Final = (Relation.SECONDARY_DOMINANT, Relation.SECONDARY_LEADING_TONE, Relation.TRITONE_SUBSTITUTE)
_FOREIGN: Final = (Relation.BORROWED, Relation.NEAPOLITAN, Relation.CHROMATIC)


def planned(chords: Sequence[Timed], key: Key) -> tuple[PlannedChord, ...]:
    """Chords with numeral, role, tension and reason."""
    analyses = analyse_all([symbol for symbol, _ in chords], key)
    result = []
    before: ChordSymbol | None = None
    for (symbol, bars), analysis in zip(chords, analyses, strict=True):
        text = to_lead_sheet(symbol)
        if not symbol.is_chord:
            result.append(
                PlannedChord(text, bars, analysis.numeral, "home", 0.0, "A rest: silence makes the next chord louder.")
            )
            continue
        why = "Stays: let it ring." if before == symbol else reason_for(analysis, key, before)
        result.append(PlannedChord(text, bars, analysis.numeral, _role(analysis), tension_of(analysis, key), why))
        before = symbol
    return tuple(result)


def tension_of(analysis: Analysis, key: Key) -> float:
    """How much a chord wants to move on: 0 at rest, 1 at most."""
    symbol = analysis.symbol
    if symbol.root is None:
        return 0.0
    degree = (symbol.root.pitch_class - key.tonic.pitch_class) % 12
    if analysis.relation in _PULLING:
        value = 0.8
    elif analysis.function is Function.TONIC:
        value = 0.05 if degree == 0 else 0.3
    elif analysis.function is Function.SUBDOMINANT:
        value = 0.45
    elif analysis.function is Function.DOMINANT:
        value = 0.75 if degree == 7 else 0.6
    else:
        value = 0.65
    value += 0.1 * (analysis.relation in _FOREIGN)
    value += 0.1 * (10 in symbol.intervals and 4 in symbol.intervals) + 0.1 * (6 in symbol.intervals)
    value += 0.05 * (symbol.bass != symbol.root)
    return round(min(1.0, value), 2)


def cadence(chords: Sequence[Timed], key: Key, following: ChordSymbol | None) -> str:
    """How a section ends, in a few words."""
    sounding = [symbol for symbol, _ in chords if symbol.is_chord]
    if not sounding:
        return "silence"
    last = _degree(sounding[-1], key)
    distinct = [symbol for index, symbol in enumerate(sounding) if index == 0 or symbol != sounding[index - 1]]
    before = _degree(distinct[-2], key) if len(distinct) > 1 else None
    name = to_lead_sheet(sounding[-1])
    if last == 0:
        how = {
            7: "full stop: the dominant comes home", 5: "gentle full stop: the 'amen' cadence",
            10: "rock full stop: home from the step below", 8: "dark full stop: home from the flat six",
            1: "dramatic full stop: down a half step to home", 11: "full stop: up a half step to home",
        }  # fmt: skip
        if before == 7 and 3 in distinct[-2].intervals:
            return "soft full stop: the minor dominant comes home"
        return how.get(before if before is not None else -1, f"at rest on {name}")
    if last == 7 and 3 not in sounding[-1].intervals:
        return f"half cadence on {name}: a comma, not a full stop"
    if last in (7, 10, 5, 2) and following is not None:
        return f"open: {name} leans on, towards {to_lead_sheet(following)}"
    if last == 9 and before == 7:
        return f"deceptive: {name} where home was expected"
    return f"open: it ends on {name} and wants to go round again"


def section_why(
    name: str, chords: Sequence[Timed], key: Key, others: Mapping[str, Sequence[Timed]], following: str | None
) -> str:
    """Why a section's chords work, in words a beginner understands."""
    symbols = [symbol for symbol, _ in chords if symbol.is_chord]
    if not symbols:
        return "A silence."
    sentences = [_shape(chords), _path(symbols, key)]
    if colour := _colour(symbols, key):
        sentences.append(colour)
    if contrast := _contrast(name, chords, others):
        sentences.append(contrast)
    if following and (lead := _lead(symbols, key, following)):
        sentences.append(lead)
    return " ".join(sentence for sentence in sentences if sentence)


def _role(analysis: Analysis) -> Role:
    if analysis.relation in _PULLING:
        return "tension"
    return "colour" if analysis.relation in _FOREIGN else _ROLES[analysis.function]


def _degree(symbol: ChordSymbol, key: Key) -> int:
    assert symbol.root is not None
    return (symbol.root.pitch_class - key.tonic.pitch_class) % 12


def _shape(chords: Sequence[Timed]) -> str:
    bars = sum(length for _, length in chords)
    words = f"{bars:g} bars"
    for parts in (4, 2):
        size, rest = divmod(len(chords), parts)
        if rest or not size:
            continue
        rounds = [chords[at : at + size] for at in range(0, len(chords), size)]
        if all(part == rounds[0] for part in rounds[1:]):
            return f"{words}: a round of {size} chords, played {_times(parts)}."
        if parts == 2 and size > 1 and rounds[0][:-1] == rounds[1][:-1]:
            return f"{words} in two halves: the second starts like the first and answers it with another ending."
    return f"{words}."


def _path(symbols: Sequence[ChordSymbol], key: Key) -> str:
    """``C is home, F and Dm step away and G builds tension.``"""
    doing: dict[tuple[str, str], list[str]] = {}
    seen: set[ChordSymbol] = set()
    for analysis in analyse_all(symbols, key):
        if analysis.symbol not in seen:
            seen.add(analysis.symbol)
            doing.setdefault(_part(analysis, key), []).append(to_lead_sheet(analysis.symbol))
    said = [
        f"{names[0]} {one}" if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]} {several}"
        for (one, several), names in doing.items()
    ]
    if len(said) == 1:
        return f"{said[0]}."
    if any(len(names) > 1 for names in doing.values()):  # semicolons part groups that have commas or an "and" inside
        return f"{'; '.join(said)}."
    return f"{', '.join(said[:-1])} and {said[-1]}."


def _part(analysis: Analysis, key: Key) -> tuple[str, str]:
    """What a chord does in a section, said of one and of several."""
    borrowed = 3 in analysis.symbol.intervals and not key.mode.is_minor
    if _degree(analysis.symbol, key) == 0 and analysis.function is Function.TONIC and not borrowed:
        return "is home", "are home"
    if analysis.relation in _PULLING and analysis.target is not None:
        minor = analysis.numeral.rpartition("/")[2].islower()
        towards = f"towards {analysis.target.name}{'m' if minor else ''}"
        return f"pulls {towards}", f"pull {towards}"
    if analysis.relation in _FOREIGN:
        return "adds a colour from outside the key", "add colours from outside the key"
    if analysis.function is Function.TONIC:
        return "is home's softer neighbour", "are home's softer neighbours"
    if analysis.function is Function.SUBDOMINANT:
        return "steps away", "step away"
    return "builds tension", "build tension"


def _colour(symbols: Sequence[ChordSymbol], key: Key) -> str:
    for before, analysis in zip((None, *symbols), analyse_all(symbols, key), strict=False):
        if analysis.relation in (*_FOREIGN, *_PULLING):
            return f"Listen for {to_lead_sheet(analysis.symbol)}: {_lowered(reason_for(analysis, key, before))}"
    return ""


def _contrast(name: str, chords: Sequence[Timed], others: Mapping[str, Sequence[Timed]]) -> str:
    partner = {"chorus": "verse", "refrain": "verse", "bridge": "chorus", "pre-chorus": "verse"}.get(name, "")
    other = others.get(partner)
    if not other or not any(symbol.is_chord for symbol, _ in other):
        return ""
    first, second = _first(chords), _first(other)
    new = [
        symbol
        for symbol in dict.fromkeys(s for s, _ in chords)
        if symbol.is_chord and symbol not in {s for s, _ in other}
    ]
    if name == "pre-chorus":
        return "It keeps away from home and builds, so that the chorus lands."
    if first.root != second.root:
        verb = "lifts off" if name in ("chorus", "refrain") else "turns the page"
        return f"The {partner} starts on {to_lead_sheet(second)}, this on {to_lead_sheet(first)}: it {verb}."
    pace, other_pace = _pace(chords), _pace(other)
    if pace != other_pace:
        return f"The chords change {'more quickly' if pace < other_pace else 'more slowly'} than in the {partner}."
    if new:
        return f"{to_lead_sheet(new[0])} is new: the {partner} did not have it."
    return f"The chords are those of the {partner} in another order: sing higher and play louder to lift it."


def _lead(symbols: Sequence[ChordSymbol], key: Key, following: str) -> str:
    degree = _degree(symbols[-1], key)
    name = to_lead_sheet(symbols[-1])
    if degree == 0:
        return ""
    if degree == 7:
        return f"It ends on {name}, the chord that most wants to move on: straight into the {following}."
    return f"Its last chord, {name}, leaves the door open for the {following}."


def _first(chords: Sequence[Timed]) -> ChordSymbol:
    return next(symbol for symbol, _ in chords if symbol.is_chord)


def _pace(chords: Sequence[Timed]) -> float:
    changes = 1 + sum(one[0] != two[0] for one, two in pairwise(chords))
    return round(sum(bars for _, bars in chords) / changes, 2)


def _times(count: int) -> str:
    return {2: "twice", 4: "four times"}[count]


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
