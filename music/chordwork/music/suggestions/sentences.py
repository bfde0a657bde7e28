"""What reasons say, as data: one line each, for a player who knows no theory.

``{symbol}`` is the suggestion, ``{before}`` the chord it follows, ``{home}`` the home chord, ``{home_name}`` its root,
``{dominant}`` the fifth chord, ``{target}`` the chord that a secondary dominant leads to, ``{plain}`` the suggestion's
root as a triad of the key, ``{fourth}`` the fourth note of the key, ``{leading}`` the note a half step below home.
"""

from __future__ import annotations

from typing import Final

from chordwork.harmony import Function, Mode, Relation

BY_FUNCTION: Final[dict[Function, str]] = {
    Function.TONIC: "Feels at rest: {symbol} shares most of its notes with the home chord.",
    Function.SUBDOMINANT: "Moves away from home without tension; good before {dominant} or {home}.",
    Function.DOMINANT: "Builds tension that wants to go home to {home}.",
    Function.NONE: "A surprise from outside the key: bold, use it once.",
}

START_HOME: Final = "Start at home: it tells the ear where the song lives."
START_AWAY: Final = "Start away from home: the ear waits for {home}."
STARTS: Final[dict[int, str]] = {
    2: "Start on the way: {symbol} leads to {dominant}, and that leads home.",
    5: "Start on the fourth chord: already moving, home comes later.",
    7: "Start with tension: the first step is the one home.",
    9: "Start on the minor side: home arrives as light.",
}
"""Openers of a major key, by semitones above the tonic."""
BACK_HOME: Final = "Back home to {symbol}: a place to rest."
LOOP: Final = "Your loop goes round again: {loop}, and now {symbol}."
REPEATED: Final = "Your song went on this way before: {repeated}, then {symbol}."

_SURPRISE: Final = "The surprise ending: {symbol} where home was expected."
_ONE_NOTE_HOME: Final = "Back home from {before}: only one note has to move."
_MINOR_AGAIN: Final = "Minor follows minor: the mood deepens."
_CIRCLE: Final = "Falls a fifth, on the way round the circle back home."

MOTIONS: Final[dict[tuple[int, int], str]] = {
    (7, 0): "Home: the tension of {before} resolves to {symbol}, the strongest step in music.",
    (5, 0): "Home by the gentle way, the 'amen' step from {before}.",
    (10, 0): "Home from below: the rock step from {before} up to {symbol}.",
    (11, 0): "Home: {before} leans on {symbol} from just below.",
    (2, 7): "The jazz step: {before} prepares {symbol}, which wants to go home to {home}.",
    (5, 7): "The classic lift: from {before} up to {symbol}, ready to come home.",
    (0, 5): "Opens up: the most used step away from home.",
    (0, 7): "Straight to the chord that asks for home again.",
    (0, 10): "Steps down from home: rock and folk colour.",
    (5, 10): "A step further down the circle of fifths, a rock colour.",
}
"""In any key. By the degrees of the chord before and of the suggestion, in semitones above the tonic; chords of the key
only."""

MAJOR_MOTIONS: Final[dict[tuple[int, int], str]] = {
    (0, 2): "Steps up to {symbol}: gentle motion that leads on to {dominant}.",
    (0, 4): "Two notes of home stay, its root goes: tender, floating.",
    (0, 9): "Same notes but one, softer and sadder than home.",
    (2, 0): "Straight home from {before}, without the tension in between.",
    (2, 4): "Climbs a step: {before}, {symbol}, and on.",
    (2, 5): "Two notes stay and the chord turns bright.",
    (2, 9): _MINOR_AGAIN,
    (4, 0): _ONE_NOTE_HOME,
    (4, 2): "Steps down on the way to {dominant}.",
    (4, 5): "One small step up from {before}: a lift without hurry.",
    (4, 7): "Up from {before} to the chord that asks for home.",
    (4, 9): "Falls a fifth from {before}: smooth and inevitable.",
    (5, 2): "Two notes stay, the mood softens from major to minor.",
    (5, 4): "Steps down from {before}: soft, a little wistful.",
    (5, 9): "From {before} to the minor side of home.",
    (7, 2): "Turns round: back to {symbol}, to approach {dominant} once more.",
    (7, 4): "Sidesteps home: {symbol} has two of its notes, but not its rest.",
    (7, 5): "Backs off from the tension: the blues and rock turn.",
    (7, 9): _SURPRISE,
    (9, 0): _ONE_NOTE_HOME,
    (9, 2): _CIRCLE,
    (9, 4): _MINOR_AGAIN,
    (9, 5): "Keeps falling softly, as in countless pop songs.",
    (9, 7): "Steps down to {symbol}, which turns the ear towards home.",
    (10, 5): "Falls a fourth to {symbol}; the same step again is home.",
    (3, 5): "The rock climb: {before}, {symbol}, and often on to {dominant}.",
    (8, 0): "Home from a dark place: {before} lifts to {symbol}.",
    (11, 4): _CIRCLE,
}

MINOR_MOTIONS: Final[dict[tuple[int, int], str]] = {
    (0, 3): "The bright relative of home: two notes stay.",
    (3, 0): "Home again from the bright side: only one note moves.",
    (0, 8): "Two notes of home stay and the bass drops: sad becomes grand.",
    (3, 5): "Steps up, from bright to dark.",
    (3, 7): "From the bright side straight to the chord that pulls home.",
    (3, 8): "Falls a fifth: the bright chords of a minor key in a row.",
    (3, 10): "Up a fifth from {before}: open and restless.",
    (5, 3): "Steps down, from dark to bright.",
    (5, 8): "Two notes stay, and minor turns to major.",
    (7, 3): "From the tense side to the bright one.",
    (7, 5): "Backs off from the tension, into the dark middle of the key.",
    (7, 8): _SURPRISE,
    (7, 10): "Two notes stay and the chord turns bright.",
    (8, 0): "Home again from {before}: only one note falls.",
    (8, 3): "Up a fifth to the bright side: hopeful, the turn of many ballads.",
    (8, 5): "Two notes stay, the colour darkens.",
    (8, 7): "Falls a half step onto {symbol}, which pulls home: flamenco does this.",
    (8, 10): "Climbs by steps to come home from below.",
    (10, 3): "Falls a fifth to {symbol}, the bright side of this key.",
    (10, 5): "Falls back from {before} into the dark middle of the key.",
    (10, 8): "Steps down once more: the dark descending line of the Andalusian cadence.",
}

CHARACTER: Final[dict[tuple[Mode, int], str]] = {
    (Mode.DORIAN, 5): "The bright fourth chord that makes it dorian.",
    (Mode.MIXOLYDIAN, 10): "The flat seventh that makes it mixolydian: the sound of rock and folk.",
    (Mode.LYDIAN, 2): "The bright second chord that makes it lydian.",
    (Mode.PHRYGIAN, 1): "The half step above home that makes it phrygian.",
}
"""Major chords that show a church mode, by semitones above the tonic."""

SAME_ROOT: Final[dict[tuple[str, str], str]] = {
    ("sus4", "maj"): "{before} relaxes: the held note falls into place.",
    ("sus4", "min"): "{before} relaxes: the held note falls into place.",
    ("sus4", "7"): "{before} relaxes and adds a seventh: it wants to move on.",
    ("maj", "sus4"): "Holds its breath: one note is lifted, and wants to fall back.",
    ("7", "sus4"): "Holds its breath: one note is lifted, and wants to fall back.",
    ("min", "sus4"): "Holds its breath: one note is lifted, and wants to fall back.",
    ("maj", "maj7"): "One voice sinks a half step, the rest stays: a falling line begins.",
    ("maj7", "7"): "The line sinks on: one voice falls, the rest stays.",
    ("min", "min7"): "One voice sinks, the rest stays: the falling line of many ballads.",
    ("maj", "7"): "Adds the seventh: a stronger pull.",
    ("7", "maj"): "Drops the seventh: the same chord, plainer.",
    ("maj", "min"): "The same chord turns minor: bittersweet.",
    ("min", "maj"): "The same chord turns major: the sun comes out.",
    ("maj7", "maj"): "The same chord, plainer.",
    ("min7", "min"): "The same chord, plainer.",
}
"""By the reduced qualities of two chords on one root; any other pair is another colour."""
ANOTHER_COLOUR: Final = "The same root in another colour."

BY_RELATION: Final[dict[Relation, str]] = {
    Relation.SECONDARY_DOMINANT: "Pulls strongly towards {target}: a spotlight on the next chord.",
    Relation.SECONDARY_LEADING_TONE: "Slides up into {target}, a half step higher.",
    Relation.TRITONE_SUBSTITUTE: "Slides down a half step into {target}: the jazz way to arrive.",
    Relation.NEAPOLITAN: "Dramatic: a major chord just above home, usually followed by {dominant}.",
    Relation.BLUES: "The seventh gives it the blues.",
    Relation.CHROMATIC: "A surprise from outside the key: bold, use it once.",
}
BLUES_HOME: Final = "Back home, with the seventh that makes it a blues."
BLUES_FOURTH: Final = "The fourth chord with its seventh: the other half of a blues."

DARK_LOANS: Final[dict[tuple[int, str], str]] = {
    (0, "min"): "Home itself turns minor for a moment.",
    (3, "maj"): "Borrowed from {home_name} minor: gritty, a rock and blues colour.",
    (5, "min"): "Borrowed from {home_name} minor: bittersweet, it sinks back to {home}.",
    (5, "min7"): "Borrowed from {home_name} minor: bittersweet, it sinks back to {home}.",
    (7, "min"): "A softer fifth, borrowed from {home_name} minor: no pull, only colour.",
    (7, "min7"): "A softer fifth, borrowed from {home_name} minor: it leads down to {fourth}.",
    (8, "maj"): "Borrowed from {home_name} minor: wide as a film score.",
    (8, "maj7"): "Borrowed from {home_name} minor: wide as a film score.",
    (10, "maj"): "Rock's flat seventh chord, a step below home.",
    (10, "7"): "The back door: {symbol} slides up a step, home to {home}.",
}
"""Chords that a major key borrows from its minor, by semitones above the tonic and reduced quality."""

LIGHT_LOANS: Final[dict[tuple[int, str], str]] = {
    (0, "maj"): "Home turns major: light at the end.",
    (5, "maj"): "The fourth chord turns major: a dorian ray of light.",
    (5, "7"): "The fourth chord turns major: a dorian ray of light.",
    (7, "maj"): "The fifth chord turns major: its {leading} pulls home.",
    (7, "7"): "The fifth chord turns major: its {leading} pulls home.",
}
"""Chords that a minor key, or a church mode, borrows from major."""
BORROWED_DARK: Final = "Borrowed from {home_name} minor: a darker shade."
BORROWED_LIGHT: Final = "Borrowed from {home_name} major: a ray of light."

RAISED_FIFTH: Final = "The raised fifth of {symbol} leans upwards: extra tension before the next chord."
HANGING: Final = "{symbol} hangs in the air until one note falls; {plain} comes next."
MINOR_FIFTH: Final = "A soft pull home: {symbol} lacks the {leading} that leans on {home}."
LEADING_CHORD: Final = "All tension: {symbol} leans on {home} from a half step below."
