"""The benchmark's table."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np
import soundfile
from rich.console import Console
from rich.table import Table

from bench.consistency.conditions import CONDITIONS, Condition, Sound
from bench.real.pieces import find_pieces
from chordwork.engine import ChordModel, load_model
from chordwork.harmony.score import Segment
from evaluation.listening import Heard, listen
from evaluation.progress import tracked
from evaluation.resampling import Estimate, mean
from evaluation.scoring import Share, score
from evaluation.templates import TemplateModel

SUFFIXES: Final = (".flac", ".ogg", ".wav", ".mp3")
QUICK_S: Final = 20.0
PIECE_S: Final = 30.0
"""Intervals are over pieces so long: chords of one are no witness for those of another."""
OURS, TEMPLATES = "ours", "templates"


class NoRecordingsError(SystemExit):
    """There is nothing to hear."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """Options of this benchmark."""
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="the data pack")
    parser.add_argument("--recordings", type=Path, help="a folder of more recordings")
    parser.add_argument(
        "--real", type=Path, metavar="CACHE", help="in the pack's place, the songs and mixes of `bench real`"
    )
    parser.add_argument(
        "--half", choices=("a", "b", "all"), default="all", help="of the recordings; b: never chosen on"
    )


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Measure, print, return the raw data."""
    files = _files(options)
    if not files:
        raise NoRecordingsError(
            f"bench consistency: no recordings of half {options.half} in {options.data / 'real'}: name a folder, "
            "--recordings"
        )
    models: dict[str, ChordModel] = {OURS: load_model(), TEMPLATES: TemplateModel()}
    agreements: dict[tuple[str, str, str], list[Share]] = {}
    kinds: dict[str, dict[str, float]] = {}
    work = [(path, whose) for path in files for whose in models]
    for path, whose in tracked(work, len(work), "recordings"):
        sound = _read(path, QUICK_S if quick else None)
        plain = _heard(sound, models[whose])
        if whose == OURS:
            kinds[path.stem] = _shares(plain.final)
        for name, condition in CONDITIONS.items():
            if name == "the left side alone" and sound.samples.shape[1] < 2:
                continue
            other = _heard(condition.apply(sound, f"{path.stem} {name}"), models[whose])
            for tier, share in _agreement(plain, other, condition):
                agreements.setdefault((whose, name, tier), []).extend(share)
    _print(agreements, kinds)
    return {
        "half": options.half,
        "recordings": [path.name for path in files],
        "kinds": kinds,
        "agreement": {
            " / ".join(key): attrs.asdict(found) for key, shares in agreements.items() if (found := mean(shares))
        },
    }


def half_of(path: Path) -> str:
    """``a`` or ``b``, by a hash of a recording's name."""
    return "ab"[hashlib.sha256(path.stem.encode()).digest()[0] % 2]


def _files(options: argparse.Namespace) -> list[Path]:
    folders = [options.recordings] if options.recordings is not None else []
    songs = []
    if options.real is None:
        folders += [options.data / "real" / "free", options.data / "real" / "guitarset"]
    else:
        half = "ab" if options.half == "all" else options.half
        songs = [piece.audio for piece in find_pieces(options.real, half=half, sources=[]) if piece.labellers]
    files = [path for folder in folders for path in folder.glob("**/*") if path.suffix.lower() in SUFFIXES]
    return sorted(songs + [path for path in files if options.half in ("all", half_of(path))])


def _read(path: Path, most_s: float | None) -> Sound:
    with soundfile.SoundFile(path) as file:
        frames = -1 if most_s is None else round(most_s * file.samplerate)
        samples = np.asarray(file.read(frames, dtype="float32", always_2d=True)[:, :2], np.float32)
        return Sound(samples, file.samplerate)


def _heard(sound: Sound, model: ChordModel) -> Heard:
    pcm = (np.clip(sound.mono, -1.0, 1.0) * 32_767).round().astype(np.int16)
    return listen(pcm, sound.rate_hz, model)


def _agreement(plain: Heard, other: Heard, condition: Condition) -> list[tuple[str, list[Share]]]:
    """For both tiers, major and minor in each piece of the recording."""
    tuning = plain.tunings[-1][1] if plain.tunings else 0.0
    shares = []
    for tier, before, after in (("final", plain.final, other.final), ("live", plain.live, other.live)):
        if (moved := condition.moved(before, tuning)) is not None:
            shares.append((tier, _in_pieces(moved, after)))
    return shares


def _in_pieces(reference: list[Segment], estimate: list[Segment]) -> list[Share]:
    end = reference[-1][1] if reference else 0.0
    count = max(1, round(end / PIECE_S))
    edges = [end * number / count for number in range(count + 1)]
    return [
        score(_cut(reference, start, stop), _cut(estimate, start, stop), ("majmin",))["majmin"]
        for start, stop in pairwise(edges)
    ]


def _cut(timeline: Sequence[Segment], start: float, stop: float) -> list[Segment]:
    return [(max(a, start), min(b, stop), label) for a, b, label in timeline if b > start and a < stop]


def _shares(timeline: list[Segment]) -> dict[str, float]:
    """Of the time, what is called by which kind of chord."""
    whole = sum(end - start for start, end, _ in timeline) or 1.0
    shares: dict[str, float] = {}
    for start, end, label in timeline:
        kind = label.partition(":")[2].partition("/")[0] or label
        shares[kind] = shares.get(kind, 0.0) + (end - start) / whole
    return dict(sorted(shares.items(), key=lambda item: -item[1]))


def _print(agreements: Mapping[tuple[str, str, str], list[Share]], kinds: Mapping[str, Mapping[str, float]]) -> None:
    table = Table(
        title="Major and minor as in the recording itself, share of time [95 %]; ×: wrong share, ours to templates'",
        title_justify="left",
    )
    for heading in ("condition", "final", "templates", "×", "live"):
        table.add_column(heading, justify="left" if heading == "condition" else "right")
    for name in CONDITIONS:
        ours, theirs, live = (
            mean(agreements.get(key, []))
            for key in ((OURS, name, "final"), (TEMPLATES, name, "final"), (OURS, name, "live"))
        )
        if ours is None or theirs is None:
            continue
        wrong = f"{(1 - ours.value) / (1 - theirs.value):.2f}" if theirs.value < 1 else "–"
        table.add_row(name, str(ours), f"{theirs.value:.3f}", wrong, _plain(live))
    console = Console()
    console.print(table)
    below = Table(title="What is heard, share of time", title_justify="left")
    below.add_column("recording")
    below.add_column("kinds")
    for name, shares in kinds.items():
        below.add_row(name, ", ".join(f"{kind} {share:.2f}" for kind, share in shares.items() if share >= 0.01))
    console.print(below)


def _plain(estimate: Estimate | None) -> str:
    return "–" if estimate is None else f"{estimate.value:.3f}"
