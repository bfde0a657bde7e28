"""Rules that a songbook's reader would hold the first shape of each chord to, for every instrument and level.

The first shape is the one that a tab of that chord alone shows. No rule asks the search: all look at frets, pitches and
the spelled chord.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from bench.voicings.judge import chord_faults, hand_faults
from bench.voicings.songbook import Book
from chordwork.harmony import ChordSymbol, Note, parse_symbol
from chordwork.music.fretboard import (
    INSTRUMENTS,
    LEVELS,
    ChordTones,
    Fretboard,
    FretboardError,
    Voicing,
    best_voicing,
    voice_progression,
)

PLAYED: Final = (
    "guitar", "guitar-12", "guitar-7", "guitar-8", "guitar-baritone", "bass", "bass-5", "bass-6", "ukulele",
    "ukulele-baritone", "mandolin", "banjo", "banjo-tenor",
)  # fmt: skip
SPAN_FRETS: Final = 4
HIGHEST_FRET: Final = 7
"""Lowest finger of a first shape, above which nobody looks for it first."""
PAIRS: Final = (
    ("Am/F#", "F"), ("Db/F", "D/F#"), ("Dm9", "G13"), ("C6", "Am7"), ("C13", "Fmaj7"), ("D7alt", "Gm7"), ("C/G", "G/B"),
    ("Em9", "A13"), ("Am7", "D9"), ("F/C", "C/E"), ("Bb6", "F/A"), ("Cmaj9", "C6/9"),
)  # fmt: skip


@attrs.define
class Verdict:
    """First shapes of one instrument and level.

    Attributes:
        instrument: name.
        level: of the hand.
        chords: asked for.
        none: without any shape.
        bass: root, or bass of a slash chord, is not lowest, on instruments that carry the bass.
        foreign: a note that is not in the chord.
        untold: lacks a third, seventh or named tension without which it is another chord.
        fingers: beyond this hand: fingers, barres, reach, mutes.
        span: wider than four frets.
        high: the lowest finger above fret 7.
        mutes: damped strings between sounding ones, for beginners.
        asked: chords that the public list has, and so many of ``printed`` and ``first`` of its shapes came out.
        pairs: chords in pairs, and ``traded`` those whose bass the change to the other took away.
    """

    instrument: str
    level: str
    chords: int = 0
    none: int = 0
    bass: int = 0
    foreign: int = 0
    untold: int = 0
    fingers: int = 0
    span: int = 0
    high: int = 0
    mutes: int = 0
    asked: int = 0
    printed: int = 0
    first: int = 0
    pairs: int = 0
    traded: int = 0

    @property
    def broken(self) -> int:
        """Rules broken, of all."""
        return self.none + self.bass + self.foreign + self.untold + self.fingers + self.span + self.high + self.mutes


def judge_levels(chords: Sequence[ChordSymbol], books: dict[str, Book]) -> list[Verdict]:
    """Every instrument at every level; ``books`` by instrument, of public lists."""
    return [
        _judged(name, level, chords, books.get(name, {})) for name in PLAYED if name in INSTRUMENTS for level in LEVELS
    ]


def _judged(name: str, level: str, chords: Sequence[ChordSymbol], book: Book) -> Verdict:
    board = Fretboard(INSTRUMENTS[name])
    verdict = Verdict(name, level)
    for symbol in chords:
        verdict.chords += 1
        shape = _first([symbol], board, level)[0]
        if shape is None:
            verdict.none += 1
            continue
        _hold_to(verdict, shape, symbol, board)
    for text, shapes in book.items():
        shape = _first([parse_symbol(text)], board, level)[0]
        verdict.asked += 1
        verdict.printed += shape is not None and any(alike(shape.frets, printed) for printed in shapes)
        verdict.first += shape is not None and alike(shape.frets, shapes[0])
    for texts in PAIRS:
        pair = [parse_symbol(text) for text in texts]
        for symbol, shape in zip(pair, _first(pair, board, level), strict=True):
            verdict.pairs += 1
            verdict.traded += board.instrument.carries_bass and (shape is None or not _grounded(shape, symbol))
    return verdict


def _first(chords: Sequence[ChordSymbol], board: Fretboard, level: str) -> list[Voicing | None]:
    try:
        if len(chords) == 1:  # the same shape, found faster
            return [best_voicing(ChordTones.from_symbol(chords[0]), board, LEVELS[level])]
        return list(voice_progression([ChordTones.from_symbol(symbol) for symbol in chords], board, LEVELS[level]))
    except FretboardError:
        return [None] * len(chords)


def _hold_to(verdict: Verdict, shape: Voicing, symbol: ChordSymbol, board: Fretboard) -> None:
    bears = board.instrument.carries_bass
    wrong = chord_faults(shape, symbol, low=False)
    pressed = [fret for fret in shape.frets if fret > 0]
    sounding = shape.sounding
    verdict.bass += bears and not _grounded(shape, symbol)
    verdict.foreign += "foreign note" in wrong
    verdict.untold += any(fault.startswith("no ") for fault in wrong)
    verdict.fingers += bool(hand_faults(shape, board, LEVELS[verdict.level]))
    verdict.span += bool(pressed) and max(pressed) - min(pressed) >= SPAN_FRETS
    verdict.high += bool(pressed) and min(pressed) > HIGHEST_FRET
    verdict.mutes += verdict.level == "beginner" and sounding[-1] - sounding[0] + 1 > len(sounding)


def _grounded(shape: Voicing, symbol: ChordSymbol) -> bool:
    bass: Note | None = symbol.bass
    return bass is not None and min(shape.pitches) % 12 == bass.pitch_class


def alike(shape: Sequence[int], printed: Sequence[int]) -> bool:
    """The same frets, but that outer strings may be left out in one of them: ``x3234x`` is ``x32343``."""
    differing = [string for string, (one, other) in enumerate(zip(shape, printed, strict=True)) if one != other]
    if any(shape[string] >= 0 and printed[string] >= 0 for string in differing):
        return False
    both = [string for string, (one, other) in enumerate(zip(shape, printed, strict=True)) if one >= 0 and other >= 0]
    return len(both) >= min(4, len(shape)) and all(not both[0] < string < both[-1] for string in differing)
