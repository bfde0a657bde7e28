"""What all versions of Guitar Pro say, before a song is made of it: bars above all tracks, and beats of each track."""

from __future__ import annotations

from fractions import Fraction

import attrs

from chordwork.harmony import ChordSymbol
from chordwork.music.song import Signature


@attrs.frozen
class MasterBar:
    """What stands above a bar of all tracks.

    Attributes:
        metre: as written.
        sharps: of the key signature; flats below zero.
        minor: whether the key is minor.
        repeat_begins: a repeat begins with it.
        repeat_times: how often the part that ends here is played in all; 0 where none ends.
        endings: passes for which it is; empty for all.
        letter: of a rehearsal mark.
        section: name of the part that begins.
        directions: signs and jumps, in small letters without blanks: ``segno``, ``dacapoalfine``.
        tempos: place in the bar, from 0 to 1, and quarter notes a minute.
        pickup: it holds only what is in it.
    """

    metre: Signature = (4, 4)
    sharps: int = 0
    minor: bool = False
    repeat_begins: bool = False
    repeat_times: int = 0
    endings: tuple[int, ...] = ()
    letter: str = ""
    section: str = ""
    directions: tuple[str, ...] = ()
    tempos: tuple[tuple[Fraction, float], ...] = ()
    pickup: bool = False


@attrs.frozen
class Diagram:
    """A chord as a diagram has it.

    Attributes:
        name: as typed; may be anything.
        symbol: as the program's own dialog defined it; None where it did not.
        pitches: MIDI notes of the shape, the capo not counted.
    """

    name: str
    symbol: ChordSymbol | None = None
    pitches: tuple[int, ...] = ()


@attrs.frozen
class Beat:
    """What a track does at one moment.

    Attributes:
        at: quarter notes from the beginning of its bar.
        quarters: how long.
        pitches: MIDI notes as they sound, the capo counted; none for a rest.
        tied: those of them that go on from before.
        chord: above it.
        text: above it.
        lyrics: below it, a verse each.
    """

    at: Fraction
    quarters: Fraction
    pitches: tuple[int, ...] = ()
    tied: frozenset[int] = frozenset()
    chord: Diagram | None = None
    text: str = ""
    lyrics: tuple[str, ...] = ()


@attrs.frozen
class TrackBar:
    """A bar of a track.

    Attributes:
        voices: beats of each, the first voice first.
        same_as: a sign for the bar (1) or the two bars (2) before stands in it.
    """

    voices: tuple[tuple[Beat, ...], ...] = ()
    same_as: int = 0


@attrs.frozen
class LyricLine:
    """Words of a track that are given out to its beats: one line of text, and the bar in which it begins, from 0."""

    text: str
    bar: int = 0


@attrs.frozen
class Track:
    """One instrument."""

    name: str = ""
    drums: bool = False
    tuning: tuple[int, ...] = ()
    capo: int = 0
    bars: tuple[TrackBar, ...] = ()
    lyrics: tuple[LyricLine, ...] = ()


@attrs.frozen
class Piece:
    """A whole file.

    Attributes:
        credits: by the names of fields of a song.
        tags: what else it says about itself.
        bars: above all tracks.
        tracks: in order.
    """

    credits: dict[str, str]
    tags: tuple[tuple[str, str], ...]
    bars: tuple[MasterBar, ...]
    tracks: tuple[Track, ...]
