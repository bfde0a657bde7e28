"""Roman numerals: a chord as a degree of a key. ``bVII7``, ``ii°``, ``V⁶₅``, ``V7/ii``."""

from __future__ import annotations

import re
from typing import Final

from chordwork.harmony.errors import NumeralSyntaxError, SymbolSyntaxError
from chordwork.harmony.keys import Key, Mode
from chordwork.harmony.leadsheet import read_suffix
from chordwork.harmony.notes import Degree, Note, accidentals, read_accidentals
from chordwork.harmony.symbol import ChordSymbol
from chordwork.harmony.writing import lead_sheet_suffix

MAX_CHARACTERS: Final = 200
"""Longest numeral that is read."""
NUMERALS: Final = ("I", "II", "III", "IV", "V", "VI", "VII")
_FIGURES: Final[dict[tuple[bool, int], str]] = {
    (False, 3): "⁶", (False, 5): "⁶₄", (True, 3): "⁶₅", (True, 5): "⁴₃", (True, 7): "⁴₂",
}  # fmt: skip
"""Figured bass of an inversion, by whether the chord has a seventh and by the degree in the bass."""

_SYMBOLS: Final[dict[str, str]] = {"dim7": "°7", "dim": "°", "m7b5": "ø7", "aug": "+"}
_NUMERAL: Final = re.compile(r"VII|VI|V|IV|III|II|I|vii|vi|v|iv|iii|ii|i")
_FIGURE_DEGREE: Final = {figure: number for (_, number), figure in _FIGURES.items()}
_DIMINISHED_SUFFIX: Final = re.compile(r"dim|°|o|ø|h")


def to_roman(symbol: ChordSymbol, key: Key, *, inversions: bool = True) -> str:
    """The numeral of a chord in a key: capital with a major third, small with a minor one; ``N.C.`` for no chord.

    Degrees count in the scale of the key: in minor, III, VI and VII need no flats. The leading tone of a minor key
    counts as VII too when its chord is diminished (``vii°``). A bass that is no third, fifth or seventh of the chord
    is given as a note of the key: ``IV/5``.

    Args:
        symbol: the chord.
        key: the key.
        inversions: write the figured bass of an inversion (``V⁶₅``).
    """
    if symbol.root is None or symbol.bass is None:
        return "?" if symbol.unknown else "N.C."
    degree = _degree_in(key, symbol.root, diminished=_is_diminished(symbol))
    suffix = lead_sheet_suffix(symbol.degrees)
    minor = suffix.startswith("m") and not suffix.startswith("maj")
    numeral = NUMERALS[degree.number - 1]
    text = accidentals(degree.alteration) + (numeral.lower() if minor or suffix.startswith("dim") else numeral)
    text += _SYMBOLS.get(suffix, suffix.removeprefix("m") if minor else suffix)
    if not inversions or symbol.bass == symbol.root:
        return text
    bass = symbol.root.degree_of(symbol.bass)
    seventh = any(each.number == 7 for each in symbol.degrees)
    named = [each for each in symbol.degrees if each.number == bass.number]
    if named == [bass] and (seventh, bass.number) in _FIGURES:
        return text + _FIGURES[seventh, bass.number]
    return f"{text}/{_degree_in(key, symbol.bass, diminished=False).name}"


def degree_numeral(note: Note, key: Key) -> str:
    """The capital numeral of a note in a key: ``bVII``."""
    degree = _degree_in(key, note, diminished=False)
    return accidentals(degree.alteration) + NUMERALS[degree.number - 1]


def from_roman(text: str, key: Key) -> ChordSymbol:
    """The chord that a numeral names in a key. Reads what :func:`to_roman` writes, and ``V7/V`` (of another degree).

    Raises:
        NumeralSyntaxError: with ``position`` at the character that could not be read.
    """
    if len(text) > MAX_CHARACTERS:
        raise NumeralSyntaxError(text, MAX_CHARACTERS, f"one numeral has at most {MAX_CHARACTERS} characters")
    body, slash, target = text.rpartition("/")
    if slash and re.fullmatch(r"[#b♯♭]*[IiVv]+[°ø+]?7?", target) and body:
        of = from_roman(target, key)
        assert of.root is not None
        return from_roman(body, Key(of.root, Mode.MINOR if 3 in of.intervals else Mode.MAJOR))
    if slash and (bass_match := re.fullmatch(r"([#b]*)([1-7])", target)):
        chord = from_roman(body, key)
        assert chord.root is not None
        return ChordSymbol.of(chord.root, chord.degrees, _note_at(key, Degree.of(bass_match[0]), diminished=False))
    alteration, start = read_accidentals(text, 0)
    match = _NUMERAL.match(text, start)
    if match is None:
        raise NumeralSyntaxError(text, start, "a numeral from I to VII, or i to vii, should stand here")
    suffix, figure = _split_figure(text[match.end() :])
    minor = match[0].islower() and not _DIMINISHED_SUFFIX.match(suffix)
    try:
        chord_degrees = read_suffix(("m" if minor else "") + suffix)
    except SymbolSyntaxError as error:
        position = match.end() + max(0, error.position - minor)
        raise NumeralSyntaxError(text, position, error.reason) from None
    degree = Degree(NUMERALS.index(match[0].upper()) + 1, alteration)
    diminished = Degree(3, -1) in chord_degrees and Degree(5, -1) in chord_degrees
    root = _note_at(key, degree, diminished=diminished)
    bass = next((each for each in chord_degrees if each.number == _FIGURE_DEGREE.get(figure)), None)
    return ChordSymbol.of(root, chord_degrees, root.above(bass) if bass else root)


def _split_figure(suffix: str) -> tuple[str, str]:
    for figure in sorted(_FIGURE_DEGREE, key=len, reverse=True):
        if suffix.endswith(figure):
            return suffix.removesuffix(figure), figure
    return suffix, ""


def _degree_in(key: Key, note: Note, *, diminished: bool) -> Degree:
    number = key.tonic.degree_of(note).number
    own = _note_at(key, Degree(number), diminished=diminished)
    return Degree(number, note.accidental - own.accidental)


def _note_at(key: Key, degree: Degree, *, diminished: bool) -> Note:
    note = key.scale[degree.number - 1]
    raised = degree.number == 7 and diminished and key.mode.is_minor
    wanted = key.tonic.above(Degree(7)) if raised else note
    return Note(wanted.letter, wanted.accidental + degree.alteration)


def _is_diminished(symbol: ChordSymbol) -> bool:
    return Degree(3, -1) in symbol.degrees and Degree(5, -1) in symbol.degrees
