"""Chooses the decoder constants on half ``a`` of the dev clips: ``python -m training tune``.

The network runs once over every clip; each setting then decodes the stored evidence with the product's decoder.
Coordinate search: one constant after the other, twice round.
"""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np
import torch
from numpy.typing import NDArray

from chordwork.engine import DecoderSettings
from chordwork.engine._decoder import Decoder
from chordwork.engine._spec import FEATURE_SPEC
from training.evaluate import Segment, score
from training.features import feature_path
from training.listening import Notes
from training.model import ChordNet
from training.targets import IGNORED, TARGET_DELAY_S, targets_for

FINAL_GRID: Final[dict[str, tuple[float, ...]]] = {
    "final_switch_penalty": (2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 13.0),
    "none_penalty": (0.0, 3.0, 6.0, 10.0, 15.0, 20.0, 30.0),
    "final_lag_hops": (12, 20, 32),
}
LIVE_GRID: Final[dict[str, tuple[float, ...]]] = {
    "live_sharpness": (0.2, 0.3, 0.4, 0.5, 0.7, 0.9),
    "live_switch_probability": (0.002, 0.005, 0.01, 0.02, 0.05, 0.1),
    "live_none_penalty": (0.0, 2.0, 4.0, 7.0, 10.0, 15.0),
    "live_threshold": (0.2, 0.3, 0.4, 0.5, 0.6),
    "live_margin": (1.0, 1.5, 2.0, 3.0, 5.0),
}
KIND_WEIGHTS: Final = {"band": 0.4, "notes": 0.3, "comping": 0.2, "none": 0.1}
FLICKER_COST: Final = 0.01
"""Majmin given up to save one needless provisional change a chord."""


@attrs.frozen(eq=False)
class StoredClip:
    """Evidence of a clip: chord ``(hops, 181)`` and bass ``(hops, 12, 12)`` log-probabilities, and the reference."""

    kind: str
    reference: list[Segment]
    chord: NDArray[np.float32]
    bass: NDArray[np.float32]


def network_evidence(net: ChordNet, cache: Path, clips: Iterable[Path]) -> tuple[list[StoredClip], float]:
    """Run the network over clips whose features exist; also the temperature that calibrates its probabilities."""
    stored: list[StoredClip] = []
    logits: list[torch.Tensor] = []
    answers: list[torch.Tensor] = []
    net.eval()
    with torch.no_grad():
        for clip in clips:
            with np.load(feature_path(cache, clip, "clean")) as data:
                features = data["features"].astype(np.float32)
            chord, bass, _ = net(torch.from_numpy(features)[None])
            description = json.loads(clip.read_text())
            reference = [tuple(row) for row in description["chords"]]
            answer = torch.from_numpy(targets_for(description, len(features)).chord.astype(np.int64))
            stored.append(StoredClip(clip.parent.name, reference, chord.numpy(), bass.numpy().astype(np.float32)))
            known = answer != IGNORED
            logits.append(chord[known])
            answers.append(answer[known])
    return stored, _temperature(torch.cat(logits), torch.cat(answers))


def _temperature(logits: torch.Tensor, answers: torch.Tensor) -> float:
    """The divisor of the log-probabilities with the least cross-entropy, from a grid."""
    grid = np.geomspace(0.4, 3.0, 40)
    losses = [float(torch.nn.functional.cross_entropy(logits[::7] / float(value), answers[::7])) for value in grid]
    return round(float(grid[int(np.argmin(losses))]), 3)


def decode(clip: StoredClip, settings: DecoderSettings) -> dict[str, list[Segment]]:
    """Final segments and what was seen, from stored evidence."""
    decoder = Decoder(settings, hop_seconds=FEATURE_SPEC.hop_seconds, target_delay_s=TARGET_DELAY_S)
    duration = len(clip.chord) * FEATURE_SPEC.hop_seconds
    notes = Notes(duration)
    for hop, (chord, bass) in enumerate(zip(clip.chord, clip.bass, strict=True), 1):
        notes.take(decoder.step(chord, bass), hop * FEATURE_SPEC.hop_seconds)
    notes.take(decoder.finish(duration, duration), duration)
    heard = notes.heard()
    return {"final": heard.final, "live": heard.live}


_clips: list[StoredClip] = []


def _value(work: tuple[int, DecoderSettings]) -> tuple[str, float, float, float, float]:
    clip = _clips[work[0]]
    tiers = decode(clip, work[1])
    final = score(clip.reference, tiers["final"])
    live = score(clip.reference, tiers["live"])
    changes = max(len(clip.reference) - 1, 1)
    flicker = max(0, len(tiers["live"]) - 1 - changes) / changes
    return (clip.kind, (final["majmin"][0] + final["sevenths"][0]) / 2, live["majmin"][0], live["sevenths"][0], flicker)


def _objectives(pool: Any, settings: DecoderSettings) -> tuple[float, float]:
    rows = pool.map(_value, [(index, settings) for index in range(len(_clips))], chunksize=8)
    final = live = total = 0.0
    for kind, weight in KIND_WEIGHTS.items():
        chosen = np.array([row[1:] for row in rows if row[0] == kind])
        if len(chosen):
            mean = chosen.mean(axis=0)
            final += weight * mean[0]
            live += weight * (0.7 * mean[1] + 0.3 * mean[2] - FLICKER_COST * mean[3])
            total += weight
    return final / total, live / total


def tune(net: ChordNet, cache: Path, clips: list[Path], jobs: int) -> DecoderSettings:
    """The best settings found on ``clips``."""
    stored, temperature = network_evidence(net, cache, clips)
    _clips[:] = stored
    best = DecoderSettings(temperature=temperature)
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        for grid, objective in ((FINAL_GRID, 0), (FINAL_GRID, 0), (LIVE_GRID, 1), (LIVE_GRID, 1)):
            for name, values in grid.items():
                scored = []
                for value in values:
                    candidate = attrs.evolve(best, **{name: value})  # type: ignore[arg-type]
                    scored.append(
                        (_objectives(pool, candidate)[objective], -abs(value - getattr(best, name)), candidate)
                    )
                top = max(scored, key=lambda row: row[:2])
                best = top[2]
                print(f"{name} = {getattr(best, name)}: {top[0]:.4f}", flush=True)
    return best
