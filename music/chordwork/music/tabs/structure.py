"""What a chord is made of, as notation needs it: spelled root and bass, and degrees rather than semitones."""

from __future__ import annotations

from functools import lru_cache

import attrs

from chordwork.harmony import ChordSymbol, Degree, Note, SymbolSyntaxError, parse_symbol
from chordwork.music.fretboard import ChordTones
from chordwork.music.tabs.spelling import degrees_of, root_of, spell


@attrs.frozen
class Structure:
    """A chord taken apart.

    Attributes:
        root: as printed.
        degrees: ascending.
        bass: as printed; None in root position.
        suffix: what is printed between root and bass: ``m7b5``.
    """

    root: Note
    degrees: tuple[Degree, ...]
    bass: Note | None
    suffix: str


@lru_cache(maxsize=4096)
def symbol_of(tones: ChordTones) -> ChordSymbol | None:
    """The symbol that is printed, as a value; None for tones with a name of their own that says something else."""
    try:
        symbol = parse_symbol(tones.symbol)
    except SymbolSyntaxError:
        return None
    if symbol.root is None or symbol.bass is None or symbol.root.pitch_class != tones.root:
        return None
    return symbol if symbol.intervals == tones.intervals and symbol.bass.pitch_class == tones.lowest else None


@lru_cache(maxsize=4096)
def structure_of(tones: ChordTones) -> Structure:
    """A chord taken apart by its printed symbol, else by its intervals."""
    symbol = symbol_of(tones)
    if symbol is not None and symbol.root is not None:
        bass = None if symbol.bass == symbol.root else symbol.bass
        return Structure(symbol.root, symbol.degrees, bass, _suffix(tones, symbol.root.name))
    root = root_of(tones)
    low = None if tones.bass is None else spell(tones.bass, tones)
    bass = None if low is None else Note(low.step, low.alter)
    return Structure(Note(root.step, root.alter), degrees_of(tones.intervals), bass, _suffix(tones, root.name))


def _suffix(tones: ChordTones, root: str) -> str:
    upper = tones.symbol if tones.bass is None else tones.symbol.rpartition("/")[0]
    return upper.removeprefix(root) if upper.startswith(root) else ""
