"""A minute of each groove: is it in tune, on the grid, and clean? ``python -m bench accompaniment [--pictures DIR]``.

Onsets are measured in the rendered sound, by the engine's own onset detector, against the grid that the groove
intends; the baseline is the same music moved by half a sixteenth, which a measure worth its name must notice.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from chordwork.engine._hearing import Hearing
from chordwork.engine._onset import LAG_SECONDS, ONSET_STEP_SAMPLES
from chordwork.engine._spec import FEATURE_SPEC
from chordwork.harmony import parse_symbol
from chordwork.music.accompaniment import GROOVES, Accompaniment, accompany

RATE_HZ: Final = 22_050
CLIPPED: Final = 0.999
SALIENT: Final = 0.3
"""A stroke is heard where the flux exceeds this share of that of the loud ones."""
STEP_S: Final = ONSET_STEP_SAMPLES / FEATURE_SPEC.sample_rate_hz
TEXT: Final = "C | Am7 | Dm7 | G7 | C/E | A7 | Dm | G7 | Fmaj7 | Fm6 | C/G | A7 | Dm7b5 | G7b9 | C | G7"


@attrs.frozen
class Row:
    """One groove.

    Attributes:
        groove: its name.
        seconds: length of what was rendered.
        notes: how many.
        rms_dbfs: loudness, with the loudest sample at -1 dBFS.
        clipped: samples at full scale.
        played_ms: 95th percentile of how far the notes are from their grid, strums apart.
        heard_ms: median distance between the strokes that are heard and the nearest grid place with a note.
        shifted_ms: the same for the baseline, half a sixteenth off.
        foreign_bass: bass notes on strong beats that are not in the chord.
        cpu_ratio: CPU seconds to arrange and synthesise one second.
    """

    groove: str
    seconds: float
    notes: int
    rms_dbfs: float
    clipped: int
    played_ms: float
    heard_ms: float
    shifted_ms: float
    foreign_bass: int
    cpu_ratio: float


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this benchmark."""
    parser.add_argument("--pictures", type=Path, metavar="DIR", help="write a piano roll of each groove there")
    parser.add_argument("--sound", type=Path, metavar="DIR", help="write a WAV file of each groove there")
    parser.add_argument("--soundfont", default="none", help="an SF2 or SF3 file for FluidSynth; none: built-in sound")


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Measure every groove, print the table, return the raw data."""
    rows = [_measure(name, quick, options) for name in GROOVES]
    caption = "played, heard, shifted: ms off the grid; foreign: bass notes on strong beats"
    title = f"{'15 s' if quick else 'A minute'} of each groove"
    table = Table(title=title, title_justify="left", caption=caption, caption_justify="left")
    headings = (
        "groove",
        "s",
        "notes",
        "dBFS",
        "clipped",
        "p95 off grid, ms",
        "heard off, ms",
        "½ step off, ms",
        "foreign bass",
        "CPU",
    )
    for index, heading in enumerate(headings):
        table.add_column(heading, justify="right" if index else "left")
    for row in rows:
        table.add_row(
            row.groove, f"{row.seconds:.0f}", str(row.notes), f"{row.rms_dbfs:.0f}", str(row.clipped),
            f"{row.played_ms:.1f}", f"{row.heard_ms:.1f}", f"{row.shifted_ms:.1f}", str(row.foreign_bass),
            f"{row.cpu_ratio:.4f}",
        )  # fmt: skip
    Console(width=120).print(table)
    summary = {
        "clipped": sum(row.clipped for row in rows),
        "foreign_bass": sum(row.foreign_bass for row in rows),
        "ratio_heard_to_shifted": float(np.median([row.heard_ms / row.shifted_ms for row in rows])),
    }
    print(summary)
    return {"rows": [attrs.asdict(row) for row in rows], "summary": summary}


def _measure(name: str, quick: bool, options: argparse.Namespace) -> Row:
    began = time.process_time()
    groove = GROOVES[name]
    bars = (15.0 if quick else 60.0) * groove.quarter_bpm(groove.tempo_bpm) / 60.0 / groove.beats
    piece = accompany(TEXT, groove=name, repeats=math.ceil(bars / 16), seed=1)
    sound = piece.audio(RATE_HZ)
    spent = time.process_time() - began
    if options.soundfont != "none" or options.sound:
        wav = piece.wav(RATE_HZ, soundfont=options.soundfont)
        sound = np.frombuffer(wav[44:], "<i2").reshape(-1, 2).astype(np.float32) / 32768.0
        if options.sound:
            options.sound.mkdir(parents=True, exist_ok=True)
            (options.sound / f"{name}.wav").write_bytes(wav)
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
        (options.pictures / f"{name}.svg").write_text(accompany(TEXT, groove=name, seed=1).pianoroll_svg())
    grid = np.unique([note.beat * 60.0 / piece.quarter_bpm for note in piece.notes])
    heard = _strokes(sound.mean(axis=1))
    half_step = 0.125 * 60.0 / piece.quarter_bpm
    return Row(
        groove=name,
        seconds=round(piece.seconds, 1),
        notes=len(piece.notes),
        rms_dbfs=float(10.0 * np.log10(np.mean(np.square(sound, dtype=np.float64)) + 1e-12)),
        clipped=int((np.abs(sound) >= CLIPPED).sum()),
        played_ms=float(np.percentile(_lateness(piece), 95)),
        heard_ms=1000.0 * _distance(heard, grid),
        shifted_ms=1000.0 * _distance(heard + half_step, grid),
        foreign_bass=_foreign_bass(piece),
        cpu_ratio=spent / piece.seconds,
    )


def _lateness(piece: Accompaniment) -> list[float]:
    """How far each stroke is from its grid place, in ms; a strummed chord counts where its first string sounds."""
    strokes: dict[tuple[str, float], float] = {}
    for note in piece.notes:
        place = (note.part, note.beat)
        strokes[place] = min(note.late_ms, strokes.get(place, math.inf))
    return [abs(late_ms) for late_ms in strokes.values()]


def _foreign_bass(piece: Accompaniment) -> int:
    strong = {step / 4 for step in piece.groove.strong_steps}
    marks = [(mark.beat, parse_symbol(mark.symbol).pitch_classes) for mark in piece.chords]
    count = 0
    for note in piece.part("bass"):
        tones = [classes for beat, classes in marks if beat <= note.beat + 1e-9][-1]
        count += note.beat % piece.groove.beats in strong and note.pitch % 12 not in tones
    return count


def _strokes(mono: NDArray[np.float32]) -> NDArray[np.float64]:
    """When something is struck, in seconds: peaks of the spectral flux, refined by a parabola."""
    hearing = Hearing(RATE_HZ, onsets=True)
    pcm = np.round(mono * 32767.0).astype("<i2").tobytes()
    flux = np.concatenate(
        [hearing.flux for hop in hearing.hear(pcm) if isinstance(hop, np.ndarray) and hearing.flux is not None]
    ).sum(axis=1)
    middle, before, after = flux[1:-1], flux[:-2], flux[2:]
    peaks = np.flatnonzero((middle > before) & (middle >= after) & (middle > SALIENT * np.percentile(flux, 99)))
    bend = np.maximum(2.0 * middle[peaks] - before[peaks] - after[peaks], 1e-9)
    place = peaks + 1 + 0.5 * (after[peaks] - before[peaks]) / bend
    return np.asarray((place + 1.0) * STEP_S - LAG_SECONDS)


def _distance(times: NDArray[np.float64], grid: NDArray[np.float64]) -> float:
    """Median distance to the nearest grid place."""
    index = np.clip(np.searchsorted(grid, times), 1, len(grid) - 1)
    return float(np.median(np.minimum(np.abs(times - grid[index - 1]), np.abs(times - grid[index]))))
