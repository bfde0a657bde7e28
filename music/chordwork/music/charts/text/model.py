"""A chart as it is read: bars in the order in which they are played, and the chords in them with their beats."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs

from chordwork.harmony.keys import Key
from chordwork.harmony.symbol import ChordSymbol
from chordwork.music.charts.text.sharing import Signature


@attrs.frozen
class ChartChord:
    """A chord in a bar.

    Attributes:
        symbol: its value, as it sounds (a capo in the text is taken into account).
        position: index of its first character in the text.
        beats: how long it lasts in this bar, as the metre's lower number counts.
        held: it goes on from the bar before without being written again.
    """

    symbol: ChordSymbol
    position: int
    beats: Fraction
    held: bool = False


@attrs.frozen
class ChartBar:
    """One bar as it is played.

    Attributes:
        chords: they fill the bar.
        metre: upper and lower number.
        section: what the text calls this part; may be empty.
    """

    chords: tuple[ChartChord, ...]
    metre: Signature
    section: str = ""


@attrs.frozen
class Chart:
    """What a text says.

    Attributes:
        bars: as they are played: repeats and endings are written out.
        timed: whether the text itself says how long chords last; else each has a bar.
        metre: the metre that the text gives at its beginning; None if it gives none.
        title: as ChordPro gives it; may be empty.
        tempo_bpm: felt beats a minute, as ChordPro gives it; None if it does not.
        capo: fret that the text gives; its chords are shapes from there, and are read as what sounds.
        key: of what sounds, as a song gives it; None if it does not.
    """

    bars: tuple[ChartBar, ...]
    timed: bool
    metre: Signature | None = None
    title: str = ""
    tempo_bpm: float | None = None
    capo: int = 0
    key: Key | None = None

    @property
    def symbols(self) -> tuple[ChordSymbol, ...]:
        """Chords in order; one that is held over a bar line counts once."""
        return tuple(chord.symbol for bar in self.bars for chord in bar.chords if not chord.held)

    @property
    def metres(self) -> tuple[Signature, ...]:
        """The different metres of its bars, in order of appearance."""
        return tuple(dict.fromkeys(bar.metre for bar in self.bars))

    def quarters(self) -> Iterator[tuple[ChordSymbol, Fraction]]:
        """Chords and how many quarter notes each lasts; those held over bar lines in one piece."""
        pending: tuple[ChordSymbol, Fraction] | None = None
        for bar in self.bars:
            for chord in bar.chords:
                length = chord.beats * Fraction(4, bar.metre[1])
                if chord.held and pending is not None:
                    pending = pending[0], pending[1] + length
                    continue
                if pending is not None:
                    yield pending
                pending = chord.symbol, length
        if pending is not None:
            yield pending
