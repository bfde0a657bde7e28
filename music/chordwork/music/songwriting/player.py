"""What an instrument makes of a chord: its easiest shape for a level, and how hard that is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import attrs

from chordwork.harmony import ChordSymbol, to_lead_sheet
from chordwork.music.fretboard import (
    ChordTones,
    Fretboard,
    Instrument,
    NoVoicingError,
    Voicing,
    best_voicing,
    find_hand,
    find_instrument,
    fits,
    make_easy,
)
from chordwork.music.options.fields import LevelName
from chordwork.music.songwriting.errors import PlanOptionError
from chordwork.music.songwriting.model import Difficulty

PIANO: Final = "piano"
UNPLAYABLE: Final = 14.0
"""Cost of a chord that has no shape for this hand."""
_HARD: Final = {"beginner": 5.2, "intermediate": 5.6, "advanced": 7.0}
_FAIR: Final = {"beginner": 3.5, "intermediate": 4.4, "advanced": 5.5}

LITTLE_FINGER: Final = 4
WEAK_FINGER: Final = 0.6
"""Cost of the little finger to a beginner, beyond the fretboard's."""
FULL_BARRE: Final = 3
"""Strings beyond the first under a finger that make a full barre."""


@attrs.frozen
class Player:
    """Who plays: a fretted instrument or a keyboard, at a level."""

    instrument: str
    """A name of the fretboard's table, or "piano"."""
    level: LevelName
    """Of the hand."""
    capo: int = 0
    """Fret; 0 for none and on keyboards."""

    @classmethod
    def of(cls, instrument: str, level: LevelName, capo: int = 0) -> Player:
        """A player of a named instrument.

        Raises:
            UnknownInstrumentError: no such instrument.
        """
        key = instrument.strip().casefold()[:40]
        if key in (PIANO, "keyboard", "keys", "organ", "synth"):
            return cls(PIANO, level)
        return cls(find_instrument(instrument).name, level, capo)

    @property
    def is_keyboard(self) -> bool:
        """Whether there are keys instead of frets."""
        return self.instrument == PIANO

    @property
    def is_bass(self) -> bool:
        """Whether it plays lines rather than chords."""
        return self.instrument.startswith("bass")

    @property
    def fretted(self) -> Instrument:
        """The instrument itself; not for keyboards."""
        return find_instrument(self.instrument)

    @property
    def board(self) -> Fretboard:
        """Its neck, capo on.

        Raises:
            CapoError: a capo off the neck.
        """
        return Fretboard(self.fretted, self.capo)

    def voicing(self, symbol: ChordSymbol) -> Voicing | None:
        """The easiest shape; None on keyboards, for no chord, and where the hand finds none."""
        if self.is_keyboard or not symbol.is_chord:
            return None
        return _shape(symbol, self.instrument, self.level, self.capo)

    def cost(self, symbol: ChordSymbol) -> float:
        """How hard a chord is to hold, in the fretboard's points; on keyboards, by its black keys."""
        if not symbol.is_chord:
            return 0.0
        if self.is_keyboard:
            return 2.0 + 0.7 * sum(note.accidental != 0 for note in symbol.notes)
        if self.is_bass:
            return 2.0
        shape = self.voicing(symbol)
        if shape is None:
            return UNPLAYABLE
        weak = self.level == "beginner" and any(each.finger == LITTLE_FINGER for each in shape.placements)
        return shape.effort + (WEAK_FINGER if weak else 0.0)

    def difficulty(self, symbol: ChordSymbol) -> Difficulty:
        """The same in a word; a barre over the whole neck is never easy before one is advanced."""
        cost, shape = self.cost(symbol), self.voicing(symbol)
        barred = shape is not None and any(each.high - each.low >= FULL_BARRE for each in shape.placements)
        if cost >= _HARD[self.level] or (barred and self.level == "beginner"):
            return "hard"
        return "fair" if cost >= _FAIR[self.level] or (barred and self.level == "intermediate") else "easy"


def tones_of(symbol: ChordSymbol) -> ChordTones:
    """A chord symbol of any kind as the fretboard needs it."""
    if symbol.root is None or symbol.bass is None:
        raise PlanOptionError("N.C. has no shape")
    bass = None if symbol.bass == symbol.root else symbol.bass.pitch_class
    return ChordTones.from_intervals(symbol.root.pitch_class, symbol.intervals, bass=bass, symbol=to_lead_sheet(symbol))


def easy_capo(symbols: Sequence[ChordSymbol], player: Player) -> int:
    """The capo that makes chords easiest, 0 if none helps."""
    if player.is_keyboard or player.is_bass or player.level == "advanced":
        return 0
    distinct = [tones_of(symbol) for symbol in dict.fromkeys(symbols) if symbol.is_chord]
    if not distinct:
        return 0
    try:
        return make_easy(distinct, player.board, find_hand(player.level), max_capo=5, limit=1)[0].capo
    except NoVoicingError:
        return 0


@lru_cache(maxsize=4096)
def _shape(symbol: ChordSymbol, instrument: str, level: str, capo: int) -> Voicing | None:
    board = Fretboard(find_instrument(instrument), capo)
    hand = find_hand(level)
    try:
        shape = best_voicing(tones_of(symbol), board, hand)
    except NoVoicingError:
        return None
    return shape if fits(shape, board, hand) else None
