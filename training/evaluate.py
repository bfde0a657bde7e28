"""Scores a model on rendered dev material through the whole product path: ``python -m training evaluate``."""

from __future__ import annotations

import json
import multiprocessing
from pathlib import Path
from typing import Any, Final

import attrs
import mir_eval
import numpy as np
import soundfile
from numpy.typing import NDArray

from chordwork.engine import AcousticModel, ChordEvent, ChordModel, DecoderSettings, Recognizer
from training.baseline import TemplateModel
from training.progress import tracked

MEASURES: Final = ("root", "majmin", "sevenths")
TIERS: Final = ("final", "live")
RESAMPLES: Final = 1000
CHUNK_S: Final = 0.02
Segment = tuple[float, float, str]


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
    duration = len(data) / rate
    recognizer = Recognizer(rate, model=model, decoder=decoder)
    chunk = int(rate * CHUNK_S)
    final: list[Segment] = []
    live: list[Segment] = []
    shown, since = "N", 0.0

    def take(events: list[Any], now: float) -> None:
        nonlocal shown, since
        for event in events:
            if isinstance(event, ChordEvent) and event.status == "final":
                final.append((event.start, event.end or duration, event.chord.label))
            elif isinstance(event, ChordEvent):
                if now > since:
                    live.append((since, now, shown))
                shown, since = event.chord.label, now

    for start in range(0, len(data), chunk):
        block = data[start : start + chunk]
        take(recognizer.feed(block.astype("<i2").tobytes()), (start + len(block)) / rate)
    take(recognizer.finish(), duration)
    if duration > since:
        live.append((since, duration, shown))
    return {"final": final, "live": live}


def score(reference: list[Segment], estimate: list[Segment]) -> dict[str, tuple[float, float]]:
    """Each measure's weighted accuracy, and the seconds it was measured on, by mir_eval."""
    ref_intervals, ref_labels = _arrays(reference)
    est_intervals, est_labels = _arrays(estimate)
    est_intervals, est_labels = mir_eval.util.adjust_intervals(
        est_intervals, est_labels, ref_intervals.min(), ref_intervals.max(), "N", "N"
    )
    intervals, ref_labels, est_labels = mir_eval.util.merge_labeled_intervals(
        ref_intervals, ref_labels, est_intervals, est_labels
    )
    durations = mir_eval.util.intervals_to_durations(intervals)
    result = {}
    for measure in MEASURES:
        hits = getattr(mir_eval.chord, measure)(ref_labels, est_labels)
        seconds = float(durations[hits >= 0].sum())
        result[measure] = (float(mir_eval.chord.weighted_accuracy(hits, durations)) if seconds else 0.0, seconds)
    return result


def summarize(scores: list[ClipScore], tier: str, measure: str) -> tuple[float, float, float]:
    """Duration-weighted mean over clips with a 95 % bootstrap interval over clips."""
    rows = np.array([score.values[tier][measure] for score in scores])
    rng = np.random.default_rng(0)
    picks = rng.integers(len(rows), size=(RESAMPLES, len(rows)))
    values = (rows[picks, 0] * rows[picks, 1]).sum(axis=1) / np.maximum(rows[picks, 1].sum(axis=1), 1e-9)
    mean = float((rows[:, 0] * rows[:, 1]).sum() / max(rows[:, 1].sum(), 1e-9))
    return mean, float(np.percentile(values, 2.5)), float(np.percentile(values, 97.5))


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
    description = json.loads(clip.read_text())
    reference = [tuple(row) for row in description["chords"]]
    estimates = heard(clip.with_suffix(".flac"), _models[path], decoder)
    values = {tier: score(reference, estimates[tier]) for tier in TIERS}
    return ClipScore(clip.stem, clip.parent.name, _font(description), values)


def _font(description: dict[str, Any]) -> str:
    return str(description["sound"].get("font", "")).partition(".")[0]


def report(scores: list[ClipScore], title: str) -> dict[str, dict[str, list[float]]]:
    """Print a table of tiers by measures for each kind of clip; return it."""
    table: dict[str, dict[str, list[float]]] = {}
    groups = {score.kind: [other for other in scores if other.kind == score.kind] for score in scores}
    for font in sorted({score.font for score in scores if score.font}):
        groups[f"band, {font}"] = [score for score in scores if score.kind == "band" and score.font == font]
    for kind, chosen in sorted(groups.items()):
        for tier in TIERS:
            cells = {measure: summarize(chosen, tier, measure) for measure in MEASURES}
            table[f"{kind} {tier}"] = {measure: [round(x, 4) for x in cell] for measure, cell in cells.items()}
            text = "  ".join(
                f"{measure} {mean:.3f} [{low:.3f} {high:.3f}]" for measure, (mean, low, high) in cells.items()
            )
            print(f"{title:10s} {kind:18s} {tier:6s} n={len(chosen):3d}  {text}", flush=True)
    return table


def main(cache: Path, model: Path, *, half: str, jobs: int, output: Path | None) -> None:
    """Evaluate a model and the template baseline on half ``a``, ``b`` or ``ab`` of the rendered dev clips."""
    clips = [clip for clip in sorted((cache / "dev").rglob("*.json")) if clip.stem[0] in half]
    tables = {
        "model": report(evaluate(clips, model, jobs), "model"),
        "templates": report(evaluate(clips, None, jobs), "templates"),
    }
    if output:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(json.dumps({"half": half, "clips": len(clips), **tables}, indent=1) + "\n")


def _arrays(segments: list[Segment]) -> tuple[NDArray[np.float64], list[str]]:
    return np.array([[start, end] for start, end, _ in segments]), [label for *_, label in segments]
