"""Makes the files, hears each, compares it with the WAV, prints the table."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np
import soundfile
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from bench.formats.alignment import late_ms
from bench.formats.recipes import RECIPES, Recipe
from chordwork.harmony.score import Segment
from evaluation.scoring import score

CLIP: Final = Path(__file__).parents[2] / "http/chordwork/analysis/clips/band.ogg"
LEAST_MAJMIN: Final = 0.98
LATEST_MS: Final = 25.0
LOST_S: Final = 0.1
"""Encoders fill up their last block; what is missing beyond that is lost."""
QUICK_STEP: Final = 7
HEAR_TIMEOUT_S: Final = 300


@attrs.define
class Row:
    """What became of one kind of file."""

    name: str
    skipped: str = ""
    """The tools that would make it, if they are not here."""
    refused: str = ""
    """Why it was not heard."""
    majmin: float = 0.0
    changes: int = 0
    """In the WAV."""
    changes_in_time: int = 0
    """Of them, those that are there within 25 ms; the engine decides in steps of 46 ms."""
    farthest_ms: float | None = None
    """Of the changes that are there, the one that lies farthest off."""
    late_ms: float | None = None
    """The sound itself, by cross-correlation, at its worst."""
    lost_s: float = 0.0
    warnings: list[str] = attrs.Factory(list)
    decode_ms_per_s: float = 0.0
    hear_ms_per_s: float = 0.0
    peak_mib: float = 0.0
    size_kib: float = 0.0

    @property
    def good(self) -> bool:
        """All of it, with the same chords, at the same times."""
        there = self.late_ms is not None and abs(self.late_ms) <= LATEST_MS and self.lost_s <= LOST_S
        return not self.skipped and not self.refused and there and self.majmin >= LEAST_MAJMIN


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of its own."""
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="leave the files there")
    parser.add_argument("--clip", type=Path, default=CLIP, help="the recording to encode (default: the band clip)")
    parser.add_argument(
        "--rows", type=Path, metavar="PATH", help="keep each row there as it is made; a later run goes on behind it"
    )


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Every recipe, or every seventh."""
    recipes = RECIPES[::QUICK_STEP] if quick else RECIPES
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        bench = _Bench(folder, options.clip)
        rows = [_kept_row(bench, number, recipe, options.rows) for number, recipe in enumerate(recipes)]
    _print(rows)
    made = [row for row in rows if not row.skipped]
    return {
        "clip": options.clip.name,
        "seconds": bench.seconds,
        "summary": {
            "kinds": len(rows),
            "made": len(made),
            "good": sum(row.good for row in made),
            "refused": sum(bool(row.refused) for row in made),
        },
        "rows": [{**attrs.asdict(row), "good": row.good} for row in rows],
    }


def _kept_row(bench: _Bench, number: int, recipe: Recipe, kept: Path | None) -> Row:
    """A row of an earlier run of the same clip, or a new one, which is kept: slow machines need several runs."""
    lines = kept.read_text().splitlines() if kept is not None and kept.exists() else []
    for line in lines:
        clip, row = json.loads(line)
        if (clip, row["name"]) == (bench.clip, recipe.name):
            return Row(**row)
    made = bench.row(number, recipe)
    if kept is not None:
        with kept.open("a") as file:
            file.write(json.dumps([bench.clip, attrs.asdict(made)]) + "\n")
    return made


class _Bench:
    def __init__(self, folder: Path, clip: Path) -> None:
        self._folder = folder
        self.clip = clip.name
        self._wav = folder / "source.wav"
        sound, rate_hz = soundfile.read(clip, dtype="int16", always_2d=True)
        soundfile.write(self._wav, sound, rate_hz, subtype="PCM_16")
        self.seconds = len(sound) / rate_hz
        self._references: dict[int | None, tuple[dict[str, Any], NDArray[np.float64]]] = {}

    def row(self, number: int, recipe: Recipe) -> Row:
        row = Row(recipe.name, skipped=recipe.missing)
        if row.skipped:
            return row
        file = self._folder / f"{number:02d}.{recipe.suffix}"
        recipe.make(self._wav, file)
        row.size_kib = file.stat().st_size / 1024
        heard, line = self._hear(file)
        if line is None:
            row.refused = str(heard["refused"])
            return row
        reference, source = self._reference(recipe.rate_hz)
        row.warnings = list(heard["warnings"])
        row.lost_s = max(0.0, recipe.times * self.seconds - heard["seconds"])
        row.decode_ms_per_s = 1000 * heard["decode_cpu_s"] / heard["seconds"]
        row.hear_ms_per_s = 1000 * heard["hear_cpu_s"] / heard["seconds"]
        row.peak_mib = heard["peak_mib"]
        row.late_ms = _worst(source, line, self.seconds, recipe.times)
        # Of files that were joined, the first: what comes before changes what is heard at the beginning of the next.
        chords = [_segment(chord) for chord in heard["chords"] if chord[0] < self.seconds]
        truth = [_segment(chord) for chord in reference["chords"]]
        chords[-1] = (chords[-1][0], max(chords[-1][1], self.seconds), chords[-1][2])
        row.majmin = score(truth, chords, ("majmin",))["majmin"][0]
        offsets = _boundary_offsets(truth, chords)
        row.changes, row.changes_in_time = len(truth) - 1, sum(offset <= LATEST_MS for offset in offsets)
        row.farthest_ms = max(offsets, default=None)
        return row

    def _reference(self, rate_hz: int | None) -> tuple[dict[str, Any], NDArray[np.float64]]:
        """The WAV itself; for a codec of a lower rate, the WAV at that rate."""
        if rate_hz not in self._references:
            wav = self._wav
            if rate_hz is not None:
                wav = self._folder / f"source-{rate_hz}.wav"
                _resampled(self._wav, wav, rate_hz)
            heard, line = self._hear(wav)
            assert line is not None
            self._references[rate_hz] = heard, line
        return self._references[rate_hz]

    def _hear(self, file: Path) -> tuple[dict[str, Any], NDArray[np.float64] | None]:
        line = self._folder / "line.npy"
        command = [sys.executable, "-m", "bench.formats.hearing", str(file), str(line)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=HEAR_TIMEOUT_S)
        if done.returncode:
            return {"refused": done.stderr.strip().splitlines()[-1]}, None
        found = np.load(line)
        line.unlink()
        return json.loads(done.stdout), found


def _resampled(wav: Path, made: Path, rate_hz: int) -> None:
    import scipy.signal

    sound, from_hz = soundfile.read(wav, dtype="float64", always_2d=True)
    common = int(np.gcd(from_hz, rate_hz))
    line = scipy.signal.resample_poly(sound.mean(axis=1), rate_hz // common, from_hz // common)
    soundfile.write(made, np.clip(line, -1, 1), rate_hz, subtype="PCM_16")


def _segment(chord: Any) -> Segment:
    start, end, label = chord
    return float(start), float(end), str(label)


def _worst(source: NDArray[np.float64], line: NDArray[np.float64], seconds: float, times: int) -> float | None:
    """How late the sound is in the worst of six places, in each of the times that it is there."""
    worst = 0.0
    for time in range(times):
        heard = line[round(time * seconds * 8000) :]
        for number in range(6):
            start_s = 0.2 + (seconds - 3.0) * number / 5
            late = late_ms(source, heard, start_s, start_s + 2.0)
            if late is None:
                return None
            worst = late if abs(late) > abs(worst) else worst
    return worst


def _boundary_offsets(truth: list[Segment], chords: list[Segment]) -> list[float]:
    """For each change of the truth, how far off the same change is, in ms; changes that are not there are left out."""
    offsets = []
    for before, after in pairwise(truth):
        same = [
            abs(second[0] - after[0])
            for first, second in pairwise(chords)
            if (first[2], second[2]) == (before[2], after[2])
        ]
        if same and min(same) < 0.5:
            offsets.append(1000 * min(same))
    return offsets


def _print(rows: list[Row]) -> None:
    table = Table(title="Every kind of file against the WAV that it was made from")
    for column in (
        "kind",
        "majmin",
        "changes in time",
        "farthest",
        "sound late",
        "lost",
        "decode",
        "hear",
        "peak",
        "",
        "says",
    ):
        table.add_column(column, justify="left" if column in ("kind", "says") else "right", no_wrap=column == "kind")
    for row in rows:
        if row.skipped or row.refused:
            table.add_row(row.name, *[""] * 9, f"skipped: needs {row.skipped}" if row.skipped else row.refused)
            continue
        table.add_row(
            row.name,
            f"{row.majmin:.3f}",
            f"{row.changes_in_time}/{row.changes}",
            "" if row.farthest_ms is None else f"{row.farthest_ms:.0f} ms",
            "?" if row.late_ms is None else f"{row.late_ms:.1f} ms",
            f"{row.lost_s:.2f} s",
            f"{row.decode_ms_per_s:.1f} ms/s",
            f"{row.hear_ms_per_s:.0f} ms/s",
            f"{row.peak_mib:.0f} MiB",
            "✓" if row.good else "✗",
            ", ".join(row.warnings),
        )
    Console(width=170).print(table)
    made = [row for row in rows if not row.skipped]
    print(
        f"{sum(row.good for row in made)} of {len(made)} kinds whole, with majmin of {LEAST_MAJMIN} and more, "
        f"within {LATEST_MS:g} ms; {len(rows) - len(made)} could not be made here"
    )
