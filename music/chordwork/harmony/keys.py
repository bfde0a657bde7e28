"""Keys: a spelled tonic and a mode; the spelling of notes in a key."""

from __future__ import annotations

from enum import Enum
from functools import lru_cache
from typing import Final

import attrs

from chordwork.harmony.errors import KeySyntaxError
from chordwork.harmony.notation import Notation, check_notation, read_name, write_name
from chordwork.harmony.notes import Note


class Mode(Enum):
    """Major, minor and the church modes. Ionian is read as major, aeolian as minor."""

    MAJOR = "major"
    MINOR = "minor"
    DORIAN = "dorian"
    PHRYGIAN = "phrygian"
    LYDIAN = "lydian"
    MIXOLYDIAN = "mixolydian"
    LOCRIAN = "locrian"

    @property
    def is_minor(self) -> bool:
        """Whether the third above the tonic is minor."""
        return self in _MINOR_MODES

    @property
    def brightness(self) -> int:
        """Sharps more than major on the same tonic: lydian 1, mixolydian -1, minor -3."""
        return _BRIGHTNESS[self]


_BRIGHTNESS: Final[dict[Mode, int]] = {
    Mode.LYDIAN: 1,
    Mode.MAJOR: 0,
    Mode.MIXOLYDIAN: -1,
    Mode.DORIAN: -2,
    Mode.MINOR: -3,
    Mode.PHRYGIAN: -4,
    Mode.LOCRIAN: -5,
}
_MINOR_MODES: Final = frozenset({Mode.MINOR, Mode.DORIAN, Mode.PHRYGIAN, Mode.LOCRIAN})
_MODE_NAMES: Final[dict[str, Mode]] = {
    **{mode.value: mode for mode in Mode},
    **{mode.value[:3]: mode for mode in Mode},
    "": Mode.MAJOR, "ionian": Mode.MAJOR, "dur": Mode.MAJOR, "m": Mode.MINOR, "aeolian": Mode.MINOR, "moll": Mode.MINOR,
    **dict.fromkeys(("majeur", "mayor", "maggiore", "maior"), Mode.MAJOR),
    **dict.fromkeys(("mineur", "menor", "minore"), Mode.MINOR),
}  # fmt: skip
_FLATTEST_FIFTH: Final = -5
"""Chromatic notes are spelled b2, b6, b3, b7 below the tonic's line of fifths and #4 above it."""
PLAIN_FIFTHS: Final = range(-6, 11)
"""Gb to A#: names that need no second thought. Cb, Fb, E#, B# and all double accidentals have plainer ones."""


@attrs.frozen(cache_hash=True)
class Key:
    """A key: spelled tonic and mode.

    Attributes:
        tonic: the spelled home note.
        mode: major, minor or a church mode.
    """

    tonic: Note
    mode: Mode = Mode.MAJOR

    @property
    def name(self) -> str:
        """``"F# minor"``: what :func:`parse_key` reads back."""
        return f"{self.tonic.name} {self.mode.value}"

    def named(self, notation: Notation = "english") -> str:
        """The same with its tonic in another notation: ``"Fis minor"``."""
        return f"{write_name(self.tonic, notation)} {self.mode.value}"

    @property
    def signature(self) -> int:
        """Sharps of the key signature; flats below zero. May go beyond 7 for a theoretical key such as G# major."""
        return self.tonic.fifths + self.mode.brightness

    @property
    def scale(self) -> tuple[Note, ...]:
        """The seven notes, upwards from the tonic."""
        return _scale(self)

    def spell(self, pitch_class: int) -> Note:
        """The usual name of a pitch class: as in the scale, else as b2, b3, #4, b6 or b7 of the tonic, if plain."""
        return _spelling(self)[pitch_class % 12]

    def __str__(self) -> str:
        return self.name


def plain_name(note: Note) -> Note:
    """The same pitch without double accidentals, and B, C, E, F rather than Cb, B#, Fb, E#."""
    fifths = note.fifths
    while fifths not in PLAIN_FIFTHS:
        fifths += 12 if fifths < PLAIN_FIFTHS.start else -12
    return Note.at(fifths)


@lru_cache(maxsize=512)
def _scale(key: Key) -> tuple[Note, ...]:
    notes = {Note.at(fifths) for fifths in range(key.signature - 1, key.signature + 6)}
    return tuple(sorted(notes, key=lambda note: (note.pitch_class - key.tonic.pitch_class) % 12))


@lru_cache(maxsize=512)
def _spelling(key: Key) -> dict[int, Note]:
    low = key.tonic.fifths + _FLATTEST_FIFTH
    chromatic = [plain_name(Note.at(fifths)) for fifths in range(low, low + 12)]
    return {note.pitch_class: note for note in (*chromatic, *_scale(key))}


def parse_key(text: str, *, notation: Notation = "english") -> Key:
    """Read a key: ``"A minor"``, ``"Am"``, ``"A:min"``, ``"F# dorian"``, ``"B♭"``.

    Args:
        text: one key.
        notation: of its tonic: ``"fis-Moll"`` and ``"B-Dur"`` in German, where small letters are minor; ``"La menor"``,
            ``"Sib majeur"`` in solfège.

    Raises:
        KeySyntaxError: with ``position`` at the character that could not be read.
        NotationError: no such notation.
    """
    return _parse_key(text, check_notation(notation))


@lru_cache(maxsize=512)
def _parse_key(text: str, notation: Notation) -> Key:
    start = len(text) - len(text.lstrip())
    read = read_name(text, start, notation)
    if read is None or (read[2] and notation == "english"):
        named = {
            "english": "capital letter from A to G, as in 'A minor'",
            "german": "letter from A to H, as in 'a-Moll'",
        }
        reason = f"a key starts with a {named.get(notation, 'note from Do to Si, as in La menor')}"
        raise KeySyntaxError(text, min(start, len(text)), reason)
    tonic, end, small = read
    tail = text[end:].strip(" :_-")
    name = tail if tail == "m" else tail.lower()
    if tail == "M":
        name = "major"
    if not name and small and notation == "german":
        name = "minor"
    if name not in _MODE_NAMES:
        position = end + len(text[end:]) - len(text[end:].lstrip(" :_-"))
        raise KeySyntaxError(text, position, "no such mode: write major, minor, dorian, phrygian, lydian or mixolydian")
    return Key(tonic, _MODE_NAMES[name])


def usual_key(pitch_class: int, mode: Mode) -> Key:
    """The key on a pitch class with the fewest sharps or flats: Db major, C# minor. F# rather than Gb, Ebm than D#m."""
    options = [
        Key(Note.at(fifths), mode) for fifths in range(-14, 20) if Note.at(fifths).pitch_class == pitch_class % 12
    ]
    flats_first = mode.is_minor
    return min(options, key=lambda key: (abs(key.signature), (key.signature > 0) == flats_first))


def transpose_key(key: Key, semitones: int) -> Key:
    """The key so many semitones away, in its usual spelling; the same key for none, or for octaves."""
    return usual_key(key.tonic.pitch_class + semitones, key.mode) if semitones % 12 else key
