"""What a chord does in a key: function, and how it belongs there."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import Final

import attrs

from chordwork.harmony.keys import Key, Mode
from chordwork.harmony.notes import Degree, Note
from chordwork.harmony.reduction import REDUCED_QUALITIES, token_of
from chordwork.harmony.roman import degree_numeral, to_roman
from chordwork.harmony.symbol import ChordSymbol
from chordwork.harmony.writing import lead_sheet_suffix


class Function(Enum):
    """The part a chord plays: home, away from home, or pulling back to it."""

    TONIC = "tonic"
    SUBDOMINANT = "subdominant"
    DOMINANT = "dominant"
    NONE = "none"


class Relation(Enum):
    """How a chord belongs to its key."""

    DIATONIC = "diatonic"
    BORROWED = "borrowed"
    SECONDARY_DOMINANT = "secondary dominant"
    SECONDARY_LEADING_TONE = "secondary leading tone"
    TRITONE_SUBSTITUTE = "tritone substitute"
    NEAPOLITAN = "neapolitan"
    BLUES = "blues"
    CHROMATIC = "chromatic"
    NO_CHORD = "no chord"


@attrs.frozen
class Analysis:
    """A chord in a key.

    Attributes:
        symbol: the chord.
        numeral: ``"V7/ii"`` for a secondary dominant, ``"subV7/V"`` for a tritone substitute, else the plain degree.
        function: of the chord, or of what it leads to for a secondary dominant (then ``DOMINANT``).
        relation: how it belongs to the key.
        target: root of the chord that it leads to, for secondary dominants and substitutes.
    """

    symbol: ChordSymbol
    numeral: str
    function: Function
    relation: Relation
    target: Note | None = None


_LENDERS: Final = tuple(mode for mode in Mode if mode is not Mode.LOCRIAN)
"""Modes on the same tonic that a key borrows chords from."""
_FUNCTIONS: Final = "TDSTTSDDSTDD"
"""By semitones of the root above the tonic, without regard to quality."""
_FUNCTION_OF_LETTER: Final = {"T": Function.TONIC, "S": Function.SUBDOMINANT, "D": Function.DOMINANT}


@lru_cache(maxsize=4096)
def analyse(symbol: ChordSymbol, key: Key, *, following: ChordSymbol | None = None) -> Analysis:
    """Function and origin of a chord in a key.

    Args:
        symbol: the chord.
        key: the key.
        following: the next chord, which tells ``C7`` on its way to F from the ``C7`` of a blues.
    """
    plain = to_roman(symbol, key)
    if symbol.root is None:
        return Analysis(symbol, plain, Function.NONE, Relation.NO_CHORD)
    degree = (symbol.root.pitch_class - key.tonic.pitch_class) % 12
    token = token_of(symbol, key.tonic.pitch_class)
    assert token is not None
    quality = REDUCED_QUALITIES[token % len(REDUCED_QUALITIES)]
    next_degree = None
    if following is not None and following.root is not None:
        next_degree = (following.root.pitch_class - key.tonic.pitch_class) % 12
    relation, target = _relation(symbol, key, degree, quality, next_degree)
    if target is None:
        return Analysis(symbol, plain, _function(symbol, key, degree, quality, relation), relation)
    target_note = key.spell(key.tonic.pitch_class + target)
    prefix = {Relation.TRITONE_SUBSTITUTE: "subV", Relation.SECONDARY_LEADING_TONE: "vii"}.get(relation, "V")
    suffix = lead_sheet_suffix(symbol.degrees).replace("dim", "°").replace("m7b5", "ø7").replace("aug", "+")
    numeral = f"{prefix}{suffix}/{_target_numeral(key, target_note)}"
    return Analysis(symbol, numeral, Function.DOMINANT, relation, target_note)


def analyse_all(symbols: Sequence[ChordSymbol], key: Key) -> tuple[Analysis, ...]:
    """Analyse a progression, each chord with the next different one in sight.

    Where a dominant seventh on the first or fourth degree belongs to a blues, every one on the first is home.
    """
    following: list[ChordSymbol | None] = [None] * len(symbols)
    for index in range(len(symbols) - 2, -1, -1):
        same = symbols[index + 1] == symbols[index]
        following[index] = following[index + 1] if same else symbols[index + 1]
    found = [analyse(symbol, key, following=after) for symbol, after in zip(symbols, following, strict=True)]
    if not any(each.relation is Relation.BLUES for each in found):
        return tuple(found)
    return tuple(as_blues_home(each, key) if is_home_seventh(each.symbol, key) else each for each in found)


def is_home_seventh(symbol: ChordSymbol, key: Key) -> bool:
    """Whether a chord is the dominant seventh on the tonic: home in a blues, elsewhere on its way to IV."""
    return token_of(symbol, key.tonic.pitch_class) == REDUCED_QUALITIES.index("7")


def as_blues_home(analysis: Analysis, key: Key) -> Analysis:
    """The seventh chord on the tonic as the home of a blues."""
    return Analysis(analysis.symbol, to_roman(analysis.symbol, key), Function.TONIC, Relation.BLUES)


def _relation(
    symbol: ChordSymbol, key: Key, degree: int, quality: str, following: int | None
) -> tuple[Relation, int | None]:
    """How a chord belongs to the key, and the degree it leads to if it leads away from it."""
    scale = {(note.pitch_class - key.tonic.pitch_class) % 12 for note in key.scale}
    core = {(degree + each.semitones) % 12 for each in symbol.degrees if each.number < 8}
    down_a_fifth, down_a_step, up_a_step = (degree + 5) % 12, (degree - 1) % 12, (degree + 1) % 12
    stable = scale - ({2} if key.mode.is_minor else {11})
    if quality == "7" and degree == 1 and following in (None, 0):
        return Relation.TRITONE_SUBSTITUTE, 0
    if quality == "7" and following == down_a_step and following in stable and degree not in scale:
        return Relation.TRITONE_SUBSTITUTE, following
    if core <= scale or (key.mode.is_minor and degree in (7, 11) and core <= scale | {11}):
        return Relation.DIATONIC, None
    leads = following in (None, down_a_fifth)
    if quality in ("7", "maj", "aug") and down_a_fifth in stable - {0} and degree in scale | {11} and leads:
        return Relation.SECONDARY_DOMINANT, down_a_fifth
    if quality in ("dim", "dim7", "hdim7") and up_a_step in stable and following in (None, up_a_step):
        return Relation.SECONDARY_LEADING_TONE, up_a_step
    if quality == "7" and degree in (0, 5) and not key.mode.is_minor:
        return Relation.BLUES, None
    if quality in ("maj", "maj7") and degree == 1:
        return Relation.NEAPOLITAN, None
    if (quality != "aug" and any(core <= _parallel(mode) for mode in _LENDERS)) or (degree == 10 and quality == "7"):
        return Relation.BORROWED, None
    if quality in ("7", "maj") and down_a_fifth in stable - {0} and degree in scale | {11}:
        return Relation.SECONDARY_DOMINANT, down_a_fifth
    return Relation.CHROMATIC, None


@lru_cache(maxsize=8)
def _parallel(mode: Mode) -> frozenset[int]:
    """Notes of a mode, in semitones above its tonic, with the leading tone of minor."""
    notes = {7 * fifths % 12 for fifths in range(mode.brightness - 1, mode.brightness + 6)}
    return frozenset(notes | {11} if mode is Mode.MINOR else notes)


def _function(symbol: ChordSymbol, key: Key, degree: int, quality: str, relation: Relation) -> Function:
    if relation is Relation.CHROMATIC:
        return Function.NONE
    if relation is Relation.NEAPOLITAN:
        return Function.SUBDOMINANT
    if degree == 0 and quality in ("maj", "min") and symbol.bass == key.tonic.above(Degree(5)):
        return Function.DOMINANT  # the cadential six-four
    if degree == 1:
        return Function.DOMINANT if quality == "7" else Function.SUBDOMINANT
    return _FUNCTION_OF_LETTER[_FUNCTIONS[degree]]


def _target_numeral(key: Key, target: Note) -> str:
    """The scale's own triad on a degree, as a numeral without its suffix: ``ii``, ``V``, ``bVII``."""
    scale = {note.pitch_class for note in key.scale}
    minor = (target.pitch_class + 3) % 12 in scale and (target.pitch_class + 4) % 12 not in scale
    numeral = degree_numeral(target, key)
    return numeral.lower() if minor else numeral
