"""The canonical value of a chord symbol, whichever way it was spelled, and its two spellings."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import attrs

from chordwork.harmony.notation import Notation, write_name
from chordwork.harmony.notes import Degree, Note
from chordwork.harmony.writing import harte_quality, lead_sheet_suffix


@attrs.frozen(cache_hash=True)
class ChordSymbol:
    """A chord symbol: spelled root, interval structure, spelled bass.

    Attributes:
        root: None for the two non-chords, :data:`NO_SYMBOL` and :data:`UNKNOWN_SYMBOL`.
        degrees: what sounds above the root, ascending by number; the root itself is degree 1.
        bass: the lowest note; equal to ``root`` in root position.
        unknown: True for :data:`UNKNOWN_SYMBOL` only.

    Two spellings of one chord (``Cø``, ``C:hdim7``) are equal; two names of one sound (``C#``, ``Db``) are not.
    """

    root: Note | None
    degrees: tuple[Degree, ...]
    bass: Note | None
    unknown: bool = False

    @classmethod
    def of(cls, root: Note, degrees: frozenset[Degree] | tuple[Degree, ...], bass: Note | None = None) -> ChordSymbol:
        """Build a chord; the degrees are put in order, the bass is the root unless given."""
        return cls(root, tuple(sorted(set(degrees))), root if bass is None else bass)

    @property
    def is_chord(self) -> bool:
        """False for ``N.C.`` and ``X``."""
        return self.root is not None

    @property
    def intervals(self) -> frozenset[int]:
        """Semitones above the root within one octave, the bass not included."""
        return _intervals(self.degrees)

    @property
    def notes(self) -> tuple[Note, ...]:
        """Spelled notes, the bass first, then upwards from the root."""
        if self.root is None or self.bass is None:
            return ()
        upper = [self.root.above(degree) for degree in self.degrees]
        return (self.bass, *(note for note in upper if note != self.bass))

    @property
    def pitch_classes(self) -> frozenset[int]:
        """Pitch classes of all that sounds, the bass included."""
        return _pitch_classes(self)

    def __str__(self) -> str:
        return to_lead_sheet(self)


@lru_cache(maxsize=4096)
def _intervals(degrees: tuple[Degree, ...]) -> frozenset[int]:
    return frozenset(degree.semitones % 12 for degree in degrees)


@lru_cache(maxsize=4096)
def _pitch_classes(symbol: ChordSymbol) -> frozenset[int]:
    return frozenset(note.pitch_class for note in symbol.notes)


NO_SYMBOL: Final = ChordSymbol(None, (), None)
UNKNOWN_SYMBOL: Final = ChordSymbol(None, (), None, unknown=True)


def to_lead_sheet(symbol: ChordSymbol, *, unicode: bool = False, notation: Notation = "english") -> str:
    """What a lead sheet prints: ``F#m7b5/E``; ``N.C.`` and ``?`` for the non-chords.

    Args:
        symbol: any chord symbol.
        unicode: write ♯ and ♭.
        notation: of note names: ``Fism7b5/E`` in German, ``Fa#m7b5/Mi`` in solfège.
    """
    if symbol.root is None or symbol.bass is None:
        return "?" if symbol.unknown else "N.C."
    root, suffix = write_name(symbol.root, notation), lead_sheet_suffix(symbol.degrees)
    bass = f"/{write_name(symbol.bass, notation)}" if symbol.bass != symbol.root else ""
    text = root + suffix + bass
    return text.replace("#", "♯").replace("b", "♭") if unicode else text


def to_harte(symbol: ChordSymbol) -> str:
    """Harte syntax: ``F#:hdim7/b7``; ``N`` and ``X`` for the non-chords."""
    if symbol.root is None or symbol.bass is None:
        return "X" if symbol.unknown else "N"
    text = f"{symbol.root.name}:{harte_quality(symbol.degrees)}"
    if symbol.bass == symbol.root:
        return text
    return f"{text}/{symbol.root.degree_of(symbol.bass).name}"
