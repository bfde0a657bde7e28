"""Searches, judges, counts; prints the table."""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Iterator
from typing import Any, Final

import attrs
from rich.console import Console
from rich.table import Table

from bench.voicings.judge import chord_faults, faults
from bench.voicings.rules import Verdict, judge_levels
from bench.voicings.songbook import public_books
from bench.voicings.tunings import thirty_tunings
from chordwork.harmony import Chord, ChordSymbol, Note, parse_symbol
from chordwork.harmony.vocabulary import LEAD_SHEET_SUFFIXES
from chordwork.music.fretboard import (
    INSTRUMENTS,
    LEVELS,
    ChordTones,
    Fretboard,
    Hand,
    Instrument,
    Voicing,
    best_voicing,
    find_hand,
    voice_progression,
    voicings,
)

ROOTS: Final = ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"]
SHAPES: Final = 4
"""Of each chord, the cheapest."""
PROGRESSIONS_ON: Final = ("guitar", "guitar-7", "bass", "ukulele", "mandolin", "banjo")
_FOUR: Final = ((0, "maj"), (7, "maj"), (9, "min"), (5, "maj"))
RULES_SHARE: Final = 5
"""Of so many chords one is held to the rules, on thirteen instruments at three levels."""
QUICK_SHARE: Final = 12
"""A quick run takes one chord of so many, others on each tuning."""


@attrs.define
class Row:
    """What was found on one tuning.

    Attributes:
        tuning: instrument and strings.
        chords: searched.
        without: chords that this hand cannot play there.
        shapes: found and judged.
        foreign: shapes with a note that is not in the chord.
        undefined: shapes without a tone that defines the chord, or with another bass.
        unplayable: shapes that break the hand model.
        ms: CPU time of a search.
    """

    tuning: str
    chords: int = 0
    without: list[str] = attrs.Factory(list)
    shapes: int = 0
    foreign: int = 0
    undefined: int = 0
    unplayable: int = 0
    ms: float = 0.0


def every_chord() -> list[ChordSymbol]:
    """All roots and suffixes of the lead-sheet vocabulary, and inversions of the common ones."""
    plain = [parse_symbol(root + suffix) for root in ROOTS for suffix in LEAD_SHEET_SUFFIXES]
    common = [parse_symbol(root + suffix) for root in ROOTS for suffix in ("", "m", "7", "maj7", "m7", "m7b5")]
    return plain + [turned for symbol in common for turned in _inversions(symbol)]


def _inversions(symbol: ChordSymbol) -> Iterator[ChordSymbol]:
    assert symbol.root is not None
    for degree in symbol.degrees[1:]:
        bass: Note = symbol.root.above(degree)
        yield ChordSymbol.of(symbol.root, symbol.degrees, bass)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this benchmark."""
    parser.add_argument("--level", choices=sorted(LEVELS), default="intermediate", help="whose hand it is")


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Search every tuning, print the table, return the raw data."""
    hand, chords = find_hand(options.level), every_chord()
    rows = []
    caught = tried = 0
    for number, instrument in enumerate(thirty_tunings()):
        chosen = chords[number % QUICK_SHARE :: QUICK_SHARE] if quick else chords
        row, refused, moved = _search(instrument, chosen, hand)
        rows.append(row)
        caught, tried = caught + refused, tried + moved
    _print(rows, options.level)
    summary = {
        "tunings": len(rows),
        "searches": sum(row.chords for row in rows),
        "shapes": sum(row.shapes for row in rows),
        "foreign": sum(row.foreign for row in rows),
        "undefined": sum(row.undefined for row in rows),
        "unplayable": sum(row.unplayable for row in rows),
        "chords_without_shape": sum(len(row.without) for row in rows),
        "ms_per_search": round(sum(row.ms * row.chords for row in rows) / sum(row.chords for row in rows), 2),
        "moved_shapes_refused": round(caught / max(1, tried), 4),
    }
    print(summary)
    times = [_progressions(INSTRUMENTS[name], hand) for name in PROGRESSIONS_ON]
    _print_progressions(times)
    verdicts = judge_levels(chords[:: QUICK_SHARE * RULES_SHARE if quick else RULES_SHARE], public_books())
    _print_verdicts(verdicts)
    return {
        "rows": [attrs.asdict(row) for row in rows],
        "summary": summary,
        "progressions": times,
        "rules": [{**attrs.asdict(verdict), "broken": verdict.broken} for verdict in verdicts],
    }


def _progressions(instrument: Instrument, hand: Hand) -> dict[str, Any]:
    """CPU time of shapes for I V vi IV in all keys, beside that of each chord's best shape alone."""
    board = Fretboard(instrument)
    together, alone = [], []
    for root in range(12):
        chords = [ChordTones.from_chord(Chord.of((root + step) % 12, quality)) for step, quality in _FOUR]
        began = time.process_time()
        voice_progression(chords, board, hand)
        middle = time.process_time()
        for tones in chords:
            best_voicing(tones, board, hand)
        together.append(1000.0 * (middle - began))
        alone.append(1000.0 * (time.process_time() - middle))
    return {"instrument": instrument.name, "ms": statistics.median(together), "alone_ms": statistics.median(alone)}


def _print_progressions(times: list[dict[str, Any]]) -> None:
    table = Table(title="Four chords, I V vi IV in twelve keys, medians", title_justify="left")
    for index, heading in enumerate(("instrument", "ms", "each chord alone, ms", "ratio")):
        table.add_column(heading, justify="right" if index else "left")
    for row in times:
        ratio = row["ms"] / row["alone_ms"]
        table.add_row(row["instrument"], f"{row['ms']:.1f}", f"{row['alone_ms']:.1f}", f"{ratio:.2f}")
    Console(width=120).print(table)


def _print_verdicts(verdicts: list[Verdict]) -> None:
    table = Table(title="The first shape of every chord, rules broken by instrument and level", title_justify="left")
    counts = ("chords", "none", "bass", "foreign", "untold", "fingers", "span", "high", "mutes", "traded")
    for index, heading in enumerate(("instrument", "level", *counts, "as printed", "its first")):
        table.add_column(heading, justify="right" if index > 1 else "left", no_wrap=True)
    for verdict in verdicts:
        shares = [f"{count / verdict.asked:.0%}" if verdict.asked else "" for count in (verdict.printed, verdict.first)]
        table.add_row(
            verdict.instrument, verdict.level, *(str(getattr(verdict, count)) for count in counts), *shares
        )  # fmt: skip
    Console(width=140).print(table)
    if not any(verdict.asked for verdict in verdicts):
        print("no public list to check against: npm ci --prefix bench/voicings/web")


def _search(instrument: Instrument, chords: list[ChordSymbol], hand: Hand) -> tuple[Row, int, int]:
    board = Fretboard(instrument)
    row = Row(f"{instrument.name}: {instrument.tuning_text}")
    dice = random.Random(instrument.tuning_text)
    caught = tried = 0
    spent = 0.0
    for symbol in chords:
        began = time.process_time()
        found = voicings(ChordTones.from_symbol(symbol), board, hand, limit=SHAPES)
        spent += time.process_time() - began
        row.chords += 1
        if not found:
            row.without.append(str(symbol))
        for voicing in found:
            row.shapes += 1
            wrong = chord_faults(voicing, symbol, low=instrument.carries_bass)
            row.foreign += "foreign note" in wrong
            row.undefined += any(fault != "foreign note" for fault in wrong)
            row.unplayable += bool(faults(voicing, board, hand))
            tried += 1
            caught += bool(faults(_moved(voicing, dice), board, hand))
    row.ms = 1000.0 * spent / max(1, row.chords)
    return row, caught, tried


def _moved(voicing: Voicing, dice: random.Random) -> Voicing:
    """The same shape with one string one fret higher, its pitch with it."""
    place = dice.randrange(len(voicing.sounding))
    string = voicing.sounding[place]
    frets = tuple(fret + (index == string) for index, fret in enumerate(voicing.frets))
    pitches = tuple(pitch + (index == place) for index, pitch in enumerate(voicing.pitches))
    return attrs.evolve(voicing, frets=frets, pitches=pitches)


def _print(rows: list[Row], level: str) -> None:
    table = Table(title=f"All chords, {level} hand", title_justify="left")
    for index, heading in enumerate(
        ("tuning", "chords", "no shape", "shapes", "foreign", "undefined", "unplayable", "ms")
    ):
        table.add_column(heading, justify="right" if index else "left", no_wrap=True)
    for row in rows:
        table.add_row(
            row.tuning, str(row.chords), str(len(row.without)), str(row.shapes), str(row.foreign), str(row.undefined),
            str(row.unplayable), f"{row.ms:.1f}",
        )  # fmt: skip
    Console(width=120).print(table)
