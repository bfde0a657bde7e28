"""Chords moved to another key, or spelled for the one they stand in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from chordwork.harmony.keyfinding import find_keys
from chordwork.harmony.keys import PLAIN_FIFTHS, Key, Mode, plain_name, transpose_key, usual_key
from chordwork.harmony.notes import Note
from chordwork.harmony.symbol import ChordSymbol

_MOST_ACCIDENTALS: Final = 7
"""Of a key signature that is written. A chord whose own key would need more, such as Gbm or D#, has a plainer name."""


def respell(symbol: ChordSymbol, key: Key) -> ChordSymbol:
    """The same sound, spelled by key: ``G#m7/B`` in Eb minor is ``Abm7/Cb``.

    A bass that is a chord note is spelled as that degree of the chord; any other as the key spells it.
    """
    if symbol.root is None or symbol.bass is None:
        return symbol
    root = key.spell(symbol.root.pitch_class)
    chord_notes = {note.pitch_class: note for note in map(root.above, symbol.degrees)}
    bass = chord_notes.get(symbol.bass.pitch_class) or key.spell(symbol.bass.pitch_class)
    return ChordSymbol.of(root, symbol.degrees, bass)


def transpose(symbol: ChordSymbol, semitones: int, *, key: Key | None = None) -> ChordSymbol:
    """Move a chord by semitones, up or down.

    Args:
        symbol: any chord symbol; the non-chords stay as they are.
        semitones: how far.
        key: the key it is in; the result is spelled for the key it lands in (see :func:`transpose_key`). Without a
            key, the root gets its commonest name.

    Names stay plain: a root has no double accidental, and is Cb, Fb, E# or B# only where the new key has that note.
    """
    if symbol.root is None or symbol.bass is None or semitones % 12 == 0:
        return symbol
    home = usual_key(symbol.root.pitch_class + semitones, Mode.MINOR if 3 in symbol.intervals else Mode.MAJOR)
    if key is None:
        root = home.tonic
    else:
        target = transpose_key(key, semitones)
        spelled = key.spell(symbol.root.pitch_class)  # Ab7 in C# minor is its G#7
        own = spelled if spelled in key.scale else symbol.root
        root = Note.at(own.fifths + target.tonic.fifths - key.tonic.fifths)
        if root not in target.scale:
            root = _plain_in(target, root, home)
    bass = Note.at(symbol.bass.fifths + root.fifths - symbol.root.fifths)
    return ChordSymbol.of(root, symbol.degrees, bass if abs(bass.accidental) <= 1 else plain_name(bass))


def transpose_all(symbols: Iterable[ChordSymbol], semitones: int, *, key: Key | None = None) -> tuple[ChordSymbol, ...]:
    """Move a progression by semitones, spelled for the key it lands in; the key is found unless given."""
    listed = tuple(symbols)
    if key is None:
        found = find_keys(listed, limit=1)
        key = found[0].key if found else None
    return tuple(transpose(symbol, semitones, key=key) for symbol in listed)


def _plain_in(key: Key, note: Note, usual: Key) -> Note:
    """The root of a chord from outside a key: as it is if plain, else as the key spells it, else its commonest name."""
    for name in (note, key.spell(note.pitch_class)):
        if name.fifths in PLAIN_FIFTHS and abs(Key(name, usual.mode).signature) <= _MOST_ACCIDENTALS:
            return name
    return usual.tonic
