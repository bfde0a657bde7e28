"""One line for each suggestion, for a player who knows no theory."""

from __future__ import annotations

from typing import Final

from chordwork.music.harmony import Analysis, ChordSymbol, Function, Key, Mode, Relation, to_lead_sheet

REPEATS_SAID: Final = 3
"""Chords that must have come before in the same order before a reason says so."""

_BY_FUNCTION: Final[dict[Function, str]] = {
    Function.TONIC: "Feels at rest: {symbol} shares most of its notes with the home chord.",
    Function.SUBDOMINANT: "Moves away from home without tension; good before {dominant} or {home}.",
    Function.DOMINANT: "Builds tension that wants to go home to {home}.",
    Function.NONE: "A surprise from outside the key: bold, use it once.",
}

_MOTIONS: Final[dict[tuple[int, int], str]] = {
    (7, 0): "Home: the tension of {before} resolves to {symbol}, the strongest step in music.",
    (5, 0): "Home by the gentle way, the 'amen' step from {before}.",
    (10, 0): "Home from below: the rock step from {before} up to {symbol}.",
    (11, 0): "Home: {before} leans on {symbol} from just below.",
    (2, 7): "The jazz step: {before} prepares {symbol}, which wants to go home to {home}.",
    (5, 7): "The classic lift: from {before} up to {symbol}, ready to come home.",
    (0, 5): "Opens up: the most used step away from home.",
    (0, 7): "Straight to the chord that asks for home again.",
    (0, 9): "Same notes but one, softer and sadder than home.",
    (7, 9): "The surprise ending: {symbol} where home was expected.",
    (9, 5): "Keeps falling softly, as in countless pop songs.",
    (5, 10): "A step further down the circle of fifths, a rock colour.",
    (9, 2): "Falls a fifth, on the way round the circle back home.",
    (4, 9): "Falls a fifth from {before}: smooth and inevitable.",
    (4, 5): "One small step up from {before}: a lift without hurry.",
    (7, 5): "Backs off from the tension: the blues and rock turn.",
    (8, 7): "Falls a half step onto {symbol}, which pulls home: flamenco does this.",
    (10, 8): "Steps down once more: the dark descending line of the Andalusian cadence.",
    (0, 10): "Steps down from home: rock and folk colour.",
    (8, 10): "Climbs by steps to come home from below.",
}
"""By the degrees of the chord before and of the suggestion, in semitones above the tonic; for chords of the key."""

_BY_RELATION: Final[dict[Relation, str]] = {
    Relation.SECONDARY_DOMINANT: "Pulls strongly towards {target}: a spotlight on the next chord.",
    Relation.SECONDARY_LEADING_TONE: "Slides up into {target}, a half step higher.",
    Relation.TRITONE_SUBSTITUTE: "Slides down a half step into {target}: the jazz way to arrive.",
    Relation.NEAPOLITAN: "Dramatic: a major chord just above home, usually followed by {dominant}.",
    Relation.BLUES: "The seventh gives it the blues.",
    Relation.CHROMATIC: "A surprise from outside the key: bold, use it once.",
}

_BORROWED: Final = {
    True: "Borrowed from {home_name} major: a ray of light.",
    False: "Borrowed from {home_name} minor: a darker shade.",
}


def reason_for(analysis: Analysis, key: Key, before: ChordSymbol | None, repeated: tuple[str, ...] = ()) -> str:
    """Why a chord could come.

    Args:
        analysis: the suggestion in its key.
        key: the key.
        before: the chord before it, if any.
        repeated: the last chords, if this piece went on that way after them before.
    """
    symbol = to_lead_sheet(analysis.symbol)
    words = {
        "symbol": symbol,
        "home": key.tonic.name + ("m" if key.mode.is_minor else ""),
        "home_name": key.tonic.name,
        "dominant": key.spell(key.tonic.pitch_class + 7).name,
        "before": to_lead_sheet(before) if before else "",
        "target": _target(analysis),
    }
    if len(repeated) >= REPEATS_SAID:
        return f"Your song went on this way before: {' '.join(repeated[-4:])}, then {symbol}."
    if 8 in analysis.symbol.intervals and 7 not in analysis.symbol.intervals:
        return f"The raised fifth of {symbol} leans upwards: extra tension before the next chord."
    if analysis.relation is Relation.BORROWED:
        return _BORROWED[_is_light(analysis, key)].format(**words)
    if analysis.relation in _BY_RELATION:
        return _BY_RELATION[analysis.relation].format(**words)
    here = _degree(analysis.symbol, key)
    if before is None:
        opener = "Start at home: it tells the ear where the song lives." if here == 0 else None
        return opener or "Start away from home: the ear waits for {home}.".format(**words)
    if here == 7 and 3 in analysis.symbol.intervals:
        return f"A soft pull home: {symbol} is minor, without the note that leans on {words['home']}."
    motion = _MOTIONS.get((_degree(before, key), here))
    if motion is not None:
        return motion.format(**words)
    if here == 0:
        return f"Back home to {symbol}: a place to rest."
    return _BY_FUNCTION[analysis.function].format(**words)


def _target(analysis: Analysis) -> str:
    """The chord that a secondary dominant leads to: ``Am``."""
    if analysis.target is None:
        return ""
    return analysis.target.name + ("m" if analysis.numeral.rpartition("/")[2].islower() else "")


def _is_light(analysis: Analysis, key: Key) -> bool:
    """Whether a borrowed chord comes from the parallel major rather than the parallel minor."""
    major = {note.pitch_class for note in Key(key.tonic, Mode.MAJOR).scale}
    return key.mode is not Mode.MAJOR and analysis.symbol.pitch_classes <= major


def _degree(symbol: ChordSymbol, key: Key) -> int:
    return -1 if symbol.root is None else (symbol.root.pitch_class - key.tonic.pitch_class) % 12
