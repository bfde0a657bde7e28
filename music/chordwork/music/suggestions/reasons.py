"""One line for each suggestion, for a player who knows no theory."""

from __future__ import annotations

from typing import Final

from chordwork.harmony import (
    REDUCED_QUALITIES,
    Analysis,
    ChordSymbol,
    Function,
    Key,
    Mode,
    Notation,
    Note,
    Relation,
    symbol_of,
    to_lead_sheet,
    token_of,
    write_name,
)
from chordwork.music.suggestions import sentences

REPEATS_SAID: Final = 3
"""Chords that must have come before in the same order before a reason says so."""
_FOURTH, _FIFTH, _LEADING = 5, 7, 11


def reason_for(
    analysis: Analysis,
    key: Key,
    before: ChordSymbol | None,
    repeated: tuple[str, ...] = (),
    loop: tuple[str, ...] = (),
    notation: Notation = "english",
) -> str:
    """Why a chord could come.

    Args:
        analysis: the suggestion in its key.
        key: the key.
        before: the chord before it, if any.
        repeated: the last chords, if this piece went on that way after them before.
        loop: the chords that go round, if this one is next in turn.
        notation: of note names.
    """

    def written(symbol: ChordSymbol) -> str:
        return to_lead_sheet(symbol, notation=notation)

    def note(name: Note) -> str:
        return write_name(name, notation)

    words = {
        "symbol": written(analysis.symbol),
        "home": note(key.tonic) + ("m" if key.mode.is_minor else ""),
        "home_name": note(key.tonic),
        "dominant": note(key.spell(key.tonic.pitch_class + _FIFTH)),
        "fourth": note(key.spell(key.tonic.pitch_class + _FOURTH)),
        "leading": note(_leading_note(key)),
        "before": written(before) if before else "",
        "target": _target(analysis, notation),
        "plain": written(_plain(analysis.symbol, key)),
        "repeated": " ".join(repeated[-4:]),
        "loop": " ".join(loop),
    }
    repeats = len(repeated) >= REPEATS_SAID
    if loop and not repeats:
        return sentences.LOOP.format(**words)
    return _sentence(analysis, key, before, repeats).format(**words)


def _sentence(analysis: Analysis, key: Key, before: ChordSymbol | None, repeats: bool) -> str:
    if repeats:
        return sentences.REPEATED
    here, quality = _place(analysis.symbol, key)
    there, quality_before = _place(before, key) if before is not None and before.is_chord else (-1, "")
    if quality == "aug":
        return sentences.RAISED_FIFTH
    if here == there and analysis.target is None:
        return sentences.SAME_ROOT.get((quality_before, quality), sentences.ANOTHER_COLOUR)
    if analysis.relation is Relation.BORROWED:
        return _borrowed(analysis, key, here, quality)
    if analysis.relation is Relation.BLUES:
        return {0: sentences.BLUES_HOME, _FOURTH: sentences.BLUES_FOURTH}.get(
            here, sentences.BY_RELATION[Relation.BLUES]
        )
    if analysis.relation in sentences.BY_RELATION:
        return sentences.BY_RELATION[analysis.relation]
    if before is None:
        away = sentences.START_AWAY if key.mode.is_minor else sentences.STARTS.get(here, sentences.START_AWAY)
        return sentences.START_HOME if here == 0 else away
    return _within_the_key(analysis, key, there, here, quality)


def _within_the_key(analysis: Analysis, key: Key, there: int, here: int, quality: str) -> str:
    """For a chord of the key after another chord."""
    if quality == "sus4":
        return sentences.HANGING
    if here == _FIFTH and quality in ("min", "min7"):
        return sentences.MINOR_FIFTH
    if quality in ("maj", "maj7", "7") and (key.mode, here) in sentences.CHARACTER:
        return sentences.CHARACTER[key.mode, here]
    own = sentences.MINOR_MOTIONS if key.mode.is_minor else sentences.MAJOR_MOTIONS
    motion = own.get((there, here)) or sentences.MOTIONS.get((there, here))
    if motion is not None:
        return motion
    if here == 0:
        return sentences.BACK_HOME
    if here == _LEADING and analysis.function is Function.DOMINANT:
        return sentences.LEADING_CHORD
    return sentences.BY_FUNCTION[analysis.function]


def _borrowed(analysis: Analysis, key: Key, here: int, quality: str) -> str:
    """From the parallel major or the parallel minor, and what that does."""
    major = {note.pitch_class for note in Key(key.tonic, Mode.MAJOR).scale}
    light = key.mode is not Mode.MAJOR and analysis.symbol.pitch_classes <= major
    if light:
        return sentences.LIGHT_LOANS.get((here, quality), sentences.BORROWED_LIGHT)
    if key.mode.is_minor:
        return sentences.BORROWED_DARK
    return sentences.DARK_LOANS.get((here, quality), sentences.BORROWED_DARK)


def _place(symbol: ChordSymbol, key: Key) -> tuple[int, str]:
    """Semitones above the tonic, and the reduced quality."""
    token = token_of(symbol, key.tonic.pitch_class)
    assert token is not None
    degree, quality = divmod(token, len(REDUCED_QUALITIES))
    return degree, REDUCED_QUALITIES[quality]


def _leading_note(key: Key) -> Note:
    """The note a half step below the tonic: ``G#`` in A minor."""
    return Key(key.tonic, Mode.MAJOR).scale[-1]


def _plain(symbol: ChordSymbol, key: Key) -> ChordSymbol:
    """The triad on the same root that the key has, major where it has none."""
    assert symbol.root is not None
    scale = {note.pitch_class for note in key.scale}
    minor = (symbol.root.pitch_class + 3) % 12 in scale and (symbol.root.pitch_class + 4) % 12 not in scale
    dominant = (symbol.root.pitch_class - key.tonic.pitch_class) % 12 == _FIFTH
    quality = REDUCED_QUALITIES.index("min" if minor and not dominant else "maj")
    return symbol_of(quality, symbol.root)


def _target(analysis: Analysis, notation: Notation) -> str:
    """The chord that a secondary dominant leads to: ``Am``."""
    if analysis.target is None:
        return ""
    return write_name(analysis.target, notation) + ("m" if analysis.numeral.rpartition("/")[2].islower() else "")
