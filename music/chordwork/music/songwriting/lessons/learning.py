"""Which chords to learn first, and how to get from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from chordwork.harmony import ChordSymbol, parse_symbol, to_lead_sheet
from chordwork.music.fretboard import Voicing, change_cost
from chordwork.music.songwriting.model import ChordToLearn
from chordwork.music.songwriting.player import UNPLAYABLE, Player, tones_of

EASIER_BY: Final = 0.8
"""Points that a stand-in must save."""
_FINGERS: Final = ("", "index", "middle", "ring", "little")
_STAND_INS: Final[dict[str, tuple[str, ...]]] = {
    "": ("maj7", "7", "sus2", "5"), "m": ("m7", "5"), "7": ("", "5"), "maj7": ("",), "m7": ("m",), "m7b5": ("dim",),
    "dim7": ("dim",), "m6": ("m",), "6": ("",),
}  # fmt: skip
"""What may stand in for a chord until it is learnt."""


def chords_to_learn(symbols: Sequence[ChordSymbol], player: Player) -> tuple[ChordToLearn, ...]:
    """The chords of a song, easiest first; among equals, the one used most.

    Args:
        symbols: all chords of the song, as often as they come.
        player: instrument, level and capo.
    """
    counts = {symbol: symbols.count(symbol) for symbol in dict.fromkeys(symbols) if symbol.is_chord}
    order = sorted(counts, key=lambda symbol: (round(player.cost(symbol), 1), -counts[symbol], to_lead_sheet(symbol)))
    result: list[ChordToLearn] = []
    known: list[ChordSymbol] = []
    for symbol in order:
        result.append(_learn(symbol, known, player))
        known.append(symbol)
    return tuple(result)


def hardest_change(symbols: Sequence[ChordSymbol], player: Player) -> tuple[ChordSymbol, ChordSymbol] | None:
    """The two neighbours that are hardest to change between; None where there are no shapes to change."""
    pairs = dict.fromkeys((one, two) for one, two in pairwise(symbols) if one != two and one.is_chord and two.is_chord)
    costs = []
    for one, two in pairs:
        first, second = player.voicing(one), player.voicing(two)
        if first is not None and second is not None and not player.is_bass:
            costs.append((round(change_cost(first, second, player.board), 4), one, two))
    if not costs:
        return None
    most = max(cost for cost, _, _ in costs)
    return next((one, two) for cost, one, two in costs if cost == most)


def shared_fingers(one: Voicing, two: Voicing) -> tuple[str, ...]:
    """Fingers that stay where they are in a change."""
    return tuple(_FINGERS[each.finger] for each in one.placements if each in two.placements)


def _learn(symbol: ChordSymbol, known: Sequence[ChordSymbol], player: Player) -> ChordToLearn:
    name = to_lead_sheet(symbol)
    if player.is_keyboard:
        notes = " ".join(note.name for note in symbol.notes)
        black = sum(note.accidental != 0 for note in symbol.notes)
        tip = (
            "White keys only."
            if not black
            else f"{black} black key{'s' * (black > 1)}: find {'them' if black > 1 else 'it'} first."
        )
        return ChordToLearn(name, notes, name, player.difficulty(symbol), tip)
    if player.is_bass:
        return _learn_root(symbol, name, player)
    shape = player.voicing(symbol)
    if shape is None:
        tip = "No shape for this hand: play its root and fifth, or another instrument takes it."
        return ChordToLearn(name, "", name, "hard", tip)
    shape_name = shape.tones.transposed(-player.capo).symbol
    return ChordToLearn(name, shape.shape, shape_name, player.difficulty(symbol), _tip(symbol, shape, known, player))


def _learn_root(symbol: ChordSymbol, name: str, player: Player) -> ChordToLearn:
    """A bass plays one note: its lowest comfortable place."""
    assert symbol.bass is not None
    tuning = player.fretted.tuning
    fret, string = min(
        ((symbol.bass.pitch_class - pitch - player.capo) % 12, index) for index, pitch in enumerate(tuning)
    )
    shape = " ".join(str(fret) if index == string else "x" for index in range(len(tuning)))
    tip = f"Root {symbol.bass.name}: string {len(tuning) - string}, {f'fret {fret}' if fret else 'open'}."
    if string + 2 < len(tuning):
        tip += " Its octave lies two strings up and two frets on."
    return ChordToLearn(name, shape if fret > 9 else shape.replace(" ", ""), name, "easy" if fret <= 4 else "fair", tip)


def _tip(symbol: ChordSymbol, shape: Voicing, known: Sequence[ChordSymbol], player: Player) -> str:
    parts = [_fingers(shape)]
    for other in known:
        before = player.voicing(other)
        kept = shared_fingers(before, shape) if before is not None else ()
        if kept:
            fingers = f"{_listed(kept)} finger{'s' * (len(kept) > 1)} stay{'s' * (len(kept) == 1)}"
            parts.append(f"From {to_lead_sheet(other)}, the {fingers} down.")
            break
    if player.difficulty(symbol) == "hard" and (easier := _stand_in(symbol, shape.cost, player)):
        parts.append(easier)
    return " ".join(parts)


def _fingers(shape: Voicing) -> str:
    count = len(shape.placements)
    if count == 0:
        return "All strings open."
    if barre := next((each for each in shape.placements if each.is_barre), None):
        strings = barre.high - barre.low + 1
        return f"The {_FINGERS[barre.finger]} finger lies flat over {strings} strings at fret {barre.fret}."
    mutes = shape.frets[0] == -1
    text = f"{'One finger' if count == 1 else f'{count} fingers'} at {_span(shape)}"
    return f"{text}; leave out the lowest string{'s' * (shape.frets[:2] == (-1, -1))}." if mutes else f"{text}."


def _span(shape: Voicing) -> str:
    low, high = shape.pressed_range or (0, 0)
    return f"fret {low}" if low == high else f"frets {low} to {high}"


def _stand_in(symbol: ChordSymbol, cost: float, player: Player) -> str:
    from chordwork.harmony import lead_sheet_suffix

    assert symbol.root is not None
    found: list[tuple[bool, float, str]] = []
    for kind in _STAND_INS.get(lead_sheet_suffix(symbol.degrees), ()):
        shape = player.voicing(other := parse_symbol(f"{symbol.root.name}{kind}"))
        if shape is not None and shape.cost <= cost - EASIER_BY:
            held = shape.tones.transposed(-player.capo).symbol
            named = f"{held} shape, {shape.shape}" if player.capo else shape.shape
            found.append((kind == "5", shape.cost, f"{tones_of(other).symbol} ({named})"))
    return f"Until it sounds clean, {min(found)[2]} can stand in." if found and cost < UNPLAYABLE else ""


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
