"""Reading settled values: each in the forms that people and programs write them in."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any, Final

from chordwork.harmony import ChordSymbol, Key, parse_key, parse_symbol
from chordwork.music.accompaniment import FASTEST_BPM, GROOVES, SLOWEST_BPM
from chordwork.music.songwriting import records
from chordwork.music.songwriting.chart import MAX_BARS, read_chart, write_chart
from chordwork.music.songwriting.choices.mood import mood_named
from chordwork.music.songwriting.errors import PlanOptionError
from chordwork.music.songwriting.genres import FEELS, GENRES
from chordwork.music.songwriting.locks import Locks
from chordwork.music.songwriting.model import Mood, PlannedChord
from chordwork.music.tabs import PATTERNS

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "metre": tuple(dict.fromkeys(feel.metre for feel in FEELS.values())),
    "groove": tuple(GROOVES),
    "genre": tuple(GENRES),
    "pattern": tuple(PATTERNS),
}
MOST_OFFERED: Final = 40
MOST_SYMBOLS: Final = 4 * MAX_BARS

TimedSymbols = tuple[tuple[ChordSymbol, float], ...]


def settled_key(locks: Locks) -> Key | None:
    """The key.

    Raises:
        KeySyntaxError: the text is no key.
    """
    value = locks.get("key")
    if value is None:
        return None
    if isinstance(value, Key):
        return value
    return parse_key(_text(value, "key"))


def settled_tempo(locks: Locks) -> int | None:
    """The tempo, in felt beats a minute."""
    value = locks.get("tempo_bpm")
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise PlanOptionError(f"tempo_bpm: a whole number of beats a minute is needed, not {str(value)[:40]!r}")
    if not SLOWEST_BPM <= value <= FASTEST_BPM:
        raise PlanOptionError(f"a tempo of {value} bpm: give {SLOWEST_BPM:g} to {FASTEST_BPM:g} felt beats a minute")
    return int(value)


def settled_name(locks: Locks, field: str) -> str | None:
    """The metre, groove, genre or pattern, as its table writes it."""
    value, known = locks.get(field), _NAMES[field]
    if value is None:
        return None
    text = _text(value, field).strip().casefold()
    for option in (text, text.replace(" ", "_"), text.replace(" ", "-")):
        if option in known:
            return option
    raise PlanOptionError(f"{field}: no {field} {str(value)[:40]!r} here: choose one of {_offered(text, known)}")


def settled_mood(locks: Locks) -> Mood | None:
    """The mood: a name, or all of it."""
    value = locks.get("mood")
    if value is None or isinstance(value, Mood):
        return value
    return mood_named(value) if isinstance(value, str) else records.from_data(Mood, value, "mood")


def settled_chords(locks: Locks, name: str) -> TimedSymbols | None:
    """Chords of a section: a chart, or a list of symbols, of pairs with bars, or of objects with both.

    Raises:
        PlanOptionError: they do not fill their bars.
        SymbolSyntaxError: a text is no chord; it points at the character.
    """
    value = locks.get(f"sections.{name}.chords")
    if value is None:
        return None
    pairs = read_chart(value) if isinstance(value, str) else [_pair(item, name) for item in _items(value, name)]
    if not 1 <= len(pairs) <= MOST_SYMBOLS:
        raise PlanOptionError(f"sections.{name}.chords: {len(pairs)} chords: give 1 to {MOST_SYMBOLS}")
    write_chart(pairs)
    return tuple((parse_symbol(symbol), bars) for symbol, bars in pairs)


def _pair(item: Any, name: str) -> tuple[str, float]:
    if isinstance(item, PlannedChord):
        return item.symbol, item.bars
    if isinstance(item, str):
        return item, 1.0
    if isinstance(item, Mapping):
        item = (item.get("symbol"), item.get("bars", 1.0))
    if isinstance(item, list | tuple) and len(item) == 2:
        symbol, bars = item
        if isinstance(symbol, str) and isinstance(bars, int | float) and not isinstance(bars, bool) and bars > 0:
            return symbol, float(bars)
    raise PlanOptionError(
        f"sections.{name}.chords: each chord is a symbol, a pair of symbol and bars, or an object with both"
    )


def _items(value: Any, name: str) -> list[Any] | tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise PlanOptionError(f"sections.{name}.chords: give a chart such as 'C | G | Am F', or a list of chords")
    return value


def _offered(text: str, known: tuple[str, ...]) -> str:
    """All names, or of a long list those that look most like what was given."""
    if len(known) <= MOST_OFFERED:
        return ", ".join(known)
    near = get_close_matches(text[:40], known, n=6, cutoff=0.3) or list(known[:6])
    return f"{', '.join(near)} or another of {len(known)}"


def _text(value: Any, path: str) -> str:
    if not isinstance(value, str):
        raise PlanOptionError(f"{path}: a text is needed, not {type(value).__name__}")
    return value[:200]


def overridden(plan_data: dict[str, Any], locks: Locks) -> dict[str, Any]:
    """Plan data with every settled value put in its place, as it was given; what all else is made from is there."""
    for path, value in locks.items():
        data = records.to_data(value)
        first, *rest = path.split(".")
        if first in _WORKED_IN or (first == "sections" and rest[1] == "chords"):
            continue
        target = plan_data
        if first == "sections":
            target = next(each for each in plan_data["sections"] if each["name"] == rest[0])
            first, rest = rest[1], rest[2:]
        if rest:
            target[first] = {**target[first], rest[0]: data}
        else:
            target[first] = data
    return plan_data


_WORKED_IN: Final = frozenset({"key", "tempo_bpm", "metre", "groove", "genre", "mood", "pattern", "form", "capo"})
"""Fields that everything else is made from; they are right from the start."""
