"""A song in another key, or behind another capo."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from chordwork.harmony.keyfinding import find_keys
from chordwork.harmony.keys import Key, transpose_key
from chordwork.harmony.symbol import ChordSymbol
from chordwork.harmony.transposition import transpose
from chordwork.music.song.model import Bar, PlacedChord, Song


def transposed(song: Song, semitones: int) -> Song:
    """The same song so much higher: chords, keys and melody, each chord spelled for the key it stands in.

    Capo and transposition stay as they are. What a source wrote of a chord that has moved is no longer true, and goes.
    """
    if not semitones:
        return song
    moved = _written_higher(song, semitones)
    return _with_bars(
        moved,
        lambda bar: attrs.evolve(
            bar, melody=tuple(attrs.evolve(note, pitch=_within(note.pitch + semitones)) for note in bar.melody)
        ),
    )


def with_capo(song: Song, fret: int) -> Song:
    """The same sound, written as the shapes that a hand makes behind a capo; 0 takes it off.

    Args:
        song: any.
        fret: of the capo, from 0.
    """
    return attrs.evolve(_written_higher(song, song.capo - fret), capo=fret)


def as_it_sounds(song: Song) -> Song:
    """The same sound, written as it sounds: without capo and transposition."""
    return attrs.evolve(_written_higher(song, song.sounds_higher_by), capo=0, transposition=0)


def _written_higher(song: Song, semitones: int) -> Song:
    """All that is written, moved; what sounds (the melody) is not."""
    if not semitones:
        return song
    found = find_keys([symbol for symbol in song.symbols if symbol.is_chord], limit=1) if song.key is None else []
    key = found[0].key if found else song.key

    def bar_higher(bar: Bar) -> Bar:
        nonlocal key
        key = bar.key or key
        chords = tuple(_higher(chord, semitones, key) for chord in bar.chords)
        return attrs.evolve(bar, chords=chords, key=None if bar.key is None else transpose_key(bar.key, semitones))

    moved = _with_bars(song, bar_higher)
    return attrs.evolve(moved, key=None if song.key is None else transpose_key(song.key, semitones))


def _higher(chord: PlacedChord, semitones: int, key: Key | None) -> PlacedChord:
    if not chord.symbol.is_chord or semitones % 12 == 0:
        return chord
    symbol: ChordSymbol = transpose(chord.symbol, semitones, key=key)
    return attrs.evolve(chord, symbol=symbol, written="")


def _with_bars(song: Song, change: Callable[[Bar], Bar]) -> Song:
    sections = tuple(
        attrs.evolve(section, bars=tuple(change(bar) for bar in section.bars)) for section in song.sections
    )
    return attrs.evolve(song, sections=sections)


def _within(pitch: int) -> int:
    """The same note an octave or more nearer, where MIDI has none so far up or down."""
    while pitch > 127:
        pitch -= 12
    while pitch < 0:
        pitch += 12
    return pitch
