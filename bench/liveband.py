"""A band that follows a player, end to end: sound, recogniser, live band. ``python -m bench liveband``.

A player (comping alone, or a whole band) is rendered, heard by the recogniser, and followed by the live band through
its events, as a session would. Measured against the notes that were rendered; the baseline is the same band without
its memory of the form, which changes chords only when it hears them.
"""

from __future__ import annotations

import argparse
from typing import Any, Final

import attrs
import numpy as np
from rich.console import Console
from rich.table import Table

from chordwork.engine import BeatEvent, ChordEvent, Recognizer, TempoEvent
from chordwork.harmony import from_chord, parse_symbol
from chordwork.music.accompaniment import Accompaniment, LiveBand, LiveNote, PartName, accompany

RATE_HZ: Final = 44_100
CHUNK_FRAMES: Final = 1024
AHEAD_S: Final = 0.1
"""Notes are taken this long before they sound."""
SURE_OF_TEMPO: Final = 0.5
SONG: Final = "C | G | Am | F | C | G | F | G"
PLAYERS: Final[tuple[tuple[str, float, tuple[PartName, ...]], ...]] = (
    ("pop", 104, ("comping",)),
    ("pop", 104, ("comping", "bass", "drums")),
    ("folk", 96, ("comping",)),
    ("rock_ballad", 72, ("comping",)),
    ("bossa", 126, ("comping", "bass", "drums")),
    ("disco", 118, ("comping", "bass", "drums")),
)


@attrs.frozen
class Row:
    """One player.

    Attributes:
        player: groove and parts.
        tempo_bpm: played.
        heard_bpm: of the band at the end.
        first_note_s: when the band came in.
        grid_ms: median distance of its drums from the nearest sixteenth that was played.
        bass_in_chord: share of its bass notes that are in the chord that was played.
        without_memory: the same for the baseline.
    """

    player: str
    tempo_bpm: float
    heard_bpm: float
    first_note_s: float
    grid_ms: float
    bass_in_chord: float
    without_memory: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this benchmark."""
    parser.add_argument("--soundfont", default="none", help="an SF2 or SF3 file for FluidSynth; none: built-in sound")


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Play, hear, follow; print the table, return the raw data."""
    rows = [
        _measure(groove, tempo, parts, options.soundfont, 1 if quick else 4)
        for groove, tempo, parts in PLAYERS[: 2 if quick else len(PLAYERS)]
    ]
    table = Table(title="A band that follows", title_justify="left")
    headings = ("player", "bpm", "heard", "in after, s", "off grid, ms", "bass in chord", "without memory")
    for index, heading in enumerate(headings):
        table.add_column(heading, justify="right" if index else "left")
    for row in rows:
        table.add_row(
            row.player, f"{row.tempo_bpm:.0f}", f"{row.heard_bpm:.1f}", f"{row.first_note_s:.1f}", f"{row.grid_ms:.0f}",
            f"{row.bass_in_chord:.0%}", f"{row.without_memory:.0%}",
        )  # fmt: skip
    Console(width=120).print(table)
    summary = {
        "grid_ms": float(np.median([row.grid_ms for row in rows])),
        "bass_in_chord": float(np.mean([row.bass_in_chord for row in rows])),
        "without_memory": float(np.mean([row.without_memory for row in rows])),
    }
    print(summary)
    return {"rows": [attrs.asdict(row) for row in rows], "summary": summary}


def _measure(groove: str, tempo_bpm: float, parts: tuple[PartName, ...], soundfont: str, repeats: int) -> Row:
    piece = accompany(SONG, groove=groove, tempo_bpm=tempo_bpm, repeats=repeats, intro=False, ending=False, seed=3)
    played = attrs.evolve(piece, notes=tuple(note for note in piece.notes if note.part in parts))
    pcm = played.wav(RATE_HZ, soundfont)[44:]
    band, notes = _followed(pcm, remembers=True)
    _, plain = _followed(pcm, remembers=False)
    sixteenths = np.arange(0, piece.beats * 4 + 1) / 4 * 60.0 / tempo_bpm
    drums = [note.time for note in notes if note.part == "drums" and note.time < piece.seconds]
    late = drums[len(drums) // 4 :]
    return Row(
        player=f"{groove}: {', '.join(parts)}",
        tempo_bpm=tempo_bpm,
        heard_bpm=band.tempo_bpm or 0.0,
        first_note_s=notes[0].time if notes else float("inf"),
        grid_ms=float(np.median([1000.0 * np.abs(sixteenths - time).min() for time in late])) if late else float("inf"),
        bass_in_chord=_bass_in_chord(notes, piece),
        without_memory=_bass_in_chord(plain, piece),
    )


def _followed(pcm: bytes, *, remembers: bool) -> tuple[LiveBand, list[LiveNote]]:
    """A band that hears nothing but the recogniser's events, and the notes it gives out."""
    band = LiveBand("pop", seed=1)
    notes: list[LiveNote] = []
    size = 4 * CHUNK_FRAMES
    with Recognizer(RATE_HZ, channels=2) as recognizer:
        for start in range(0, len(pcm), size):
            for event in recognizer.feed(pcm[start : start + size]):
                match event:
                    case BeatEvent():
                        band.beat(event.time, event.bpm)
                    case TempoEvent() if event.confidence > SURE_OF_TEMPO:
                        band.tempo(event.bpm, event.at)
                    case ChordEvent(status="provisional") if event.chord.is_chord:
                        band.follow(from_chord(event.chord), event.start if remembers else None)
                    case ChordEvent(status="final", end=float(end)) if event.chord.is_chord and remembers:
                        band.settle(from_chord(event.chord), event.start, end)
            notes += band.due((start + size) / 4 / RATE_HZ + AHEAD_S)
    return band, notes


def _bass_in_chord(notes: list[LiveNote], piece: Accompaniment) -> float:
    marks = [(mark.beat * 60.0 / piece.quarter_bpm, parse_symbol(mark.symbol).pitch_classes) for mark in piece.chords]
    bass = [note for note in notes if note.part == "bass" and note.time < piece.seconds]
    inside = [note.pitch % 12 in [tones for at, tones in marks if at <= note.time + 0.02][-1] for note in bass]
    return float(np.mean(inside)) if inside else 0.0
