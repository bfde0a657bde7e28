"""Scores a model on rendered dev material through the whole product path: ``python -m training evaluate``."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path
from typing import Final

import attrs
import soundfile

from chordwork.engine import AcousticModel, ChordModel, DecoderSettings
from chordwork.harmony.score import Segment
from evaluation.clips import read_clip
from evaluation.listening import listen
from evaluation.progress import tracked
from evaluation.resampling import weighted_mean
from evaluation.scoring import MEASURES, score
from evaluation.templates import TemplateModel

TIERS: Final = ("final", "live")


@attrs.frozen
class ClipScore:
    """Scores of one clip: ``values[tier][measure]`` is the accuracy in [0, 1] and the seconds it was measured on.

    ``font`` is the soundfont it was rendered with, empty for other material.
    """

    name: str
    kind: str
    font: str
    values: dict[str, dict[str, tuple[float, float]]]


def heard(audio: Path, model: ChordModel, decoder: DecoderSettings | None = None) -> dict[str, list[Segment]]:
    """Run a file through a recogniser in 20 ms chunks; the final segments, and what a player would have seen."""
    data, rate = soundfile.read(audio, dtype="int16")
    result = listen(data, rate, model, decoder)
    return {"final": result.final, "live": result.live}


def summarize(scores: list[ClipScore], tier: str, measure: str) -> tuple[float, float, float]:
    """Duration-weighted mean over clips with a 95 % bootstrap interval over clips."""
    return weighted_mean([row.values[tier][measure] for row in scores])


def evaluate(
    clips: list[Path], model: Path | None, jobs: int, decoder: DecoderSettings | None = None
) -> list[ClipScore]:
    """Scores of clips (their JSON files); ``model`` None is the template baseline."""
    work = [(clip, model, decoder) for clip in clips]
    with multiprocessing.get_context("forkserver").Pool(jobs) as pool:
        return list(tracked(pool.imap(_evaluate_clip, work, chunksize=2), len(work), "evaluating"))


_models: dict[Path | None, ChordModel] = {}


def _evaluate_clip(work: tuple[Path, Path | None, DecoderSettings | None]) -> ClipScore:
    clip, path, decoder = work
    if path not in _models:
        _models[path] = TemplateModel() if path is None else AcousticModel(path.read_bytes())
    described = read_clip(clip)
    estimates = heard(described.audio, _models[path], decoder)
    values = {tier: score(described.chords, estimates[tier]) for tier in TIERS}
    return ClipScore(described.name, described.kind, described.conditions.get("soundfont", ""), values)


def report(scores: list[ClipScore], title: str) -> dict[str, dict[str, list[float]]]:
    """Print a table of tiers by measures for each kind of clip; return it."""
    table: dict[str, dict[str, list[float]]] = {}
    groups = {row.kind: [other for other in scores if other.kind == row.kind] for row in scores}
    for font in sorted({row.font for row in scores if row.font}):
        if of_font := [row for row in scores if row.kind == "band" and row.font == font]:
            groups[f"band, {font}"] = of_font
    for kind, chosen in sorted(groups.items()):
        for tier in TIERS:
            cells = {measure: summarize(chosen, tier, measure) for measure in MEASURES}
            table[f"{kind} {tier}"] = {measure: [round(x, 4) for x in cell] for measure, cell in cells.items()}
            text = "  ".join(
                f"{measure} {mean:.3f} [{low:.3f} {high:.3f}]" for measure, (mean, low, high) in cells.items()
            )
            print(f"{title:10s} {kind:18s} {tier:6s} n={len(chosen):3d}  {text}", flush=True)
    return table


def main(
    cache: Path, model: Path, *, half: str, jobs: int, output: Path | None, split: str = "dev", kinds: str = ""
) -> None:
    """Evaluate a model and the template baseline on half ``a``, ``b`` or ``ab`` of the rendered clips of a split, of
    all ``kinds`` unless some are named, with commas between."""
    wanted = [kind for kind in kinds.split(",") if kind] or ["**"]
    clips = [clip for kind in wanted for clip in sorted((cache / split).glob(f"{kind}/*.json")) if clip.stem[0] in half]
    tables = {
        "model": report(evaluate(clips, model, jobs), "model"),
        "templates": report(evaluate(clips, None, jobs), "templates"),
    }
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(json.dumps({"half": half, "clips": len(clips), **tables}, indent=1) + "\n")
