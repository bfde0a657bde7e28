"""Chooses the decoder constants on half ``a`` of the dev clips: ``python -m training tune``.

The network runs once over every clip; each setting then decodes the stored evidence with the product's decoder.
Three objectives, a group of constants each: the final tier and the bass of inversions, by a coordinate search (one
constant after the other); what is on display (how right, how soon the right name comes, how restless), by a random
search, since its constants make up for one another. Last, the display's confidence is calibrated. What rests, beats and
power chords take is not searched for: it was chosen on other material (decisions 139, 140 and 142).
"""

from __future__ import annotations

import json
import math
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
from chordwork.engine.events import ChordEvent
from chordwork.harmony.score import Segment
from evaluation.calibration import logistic_line
from evaluation.listening import Notes
from evaluation.naming import bass_recall, same_chord
from evaluation.progress import tracked
from evaluation.scoring import Share, score
from evaluation.timing import naming_delays, needless_changes
from training.model import ChordNet
from training.packing import feature_path, unpacked
from training.targets import IGNORED, TARGET_DELAY_S, targets_for

FINAL_GRID: Final[dict[str, tuple[float, ...]]] = {
    "final_switch_penalty": (5.0, 8.0, 10.0, 13.0, 16.0, 20.0, 25.0),
    "none_penalty": (-16.0, -10.0, -5.0, 0.0, 3.0, 6.0, 10.0),
    "final_lag_hops": (12, 16, 20),
}
LIVE_RANGES: Final[dict[str, tuple[float, float]]] = {
    "live_sharpness": (0.6, 2.2),
    "live_switch_probability": (0.003, 0.3),
    "live_threshold": (0.15, 0.7),
    "live_margin": (1.0, 10.0),
    "live_key_weight": (0.0, 1.5),
}
"""Where the random search looks, evenly; evenly in the logarithm for those of :data:`LOGARITHMIC`."""
LOGARITHMIC: Final = frozenset({"live_switch_probability", "live_margin"})
LIVE_TRIALS: Final = 160
NEAR: Final = 0.15
"""In the second half of the trials, each constant is drawn within this share of its range around the best so far."""
BASS_GRID: Final[dict[str, tuple[float, ...]]] = {"inversion_threshold": (0.3, 0.4, 0.5, 0.6, 0.7, 0.8)}
KIND_WEIGHTS: Final = {"band": 0.4, "notes": 0.2, "singles": 0.15, "comping": 0.15, "none": 0.1}
FLICKER_COST: Final = 0.01
"""Majmin given up to save one needless provisional change a chord,"""
MOST_FLICKER: Final = 0.45
"""and many times as much"""
EXCESS_FLICKER_COST: Final = 1.0
"""beyond this many a chord."""
DELAY_COST: Final = 0.5
"""Majmin given up to show the right name a second sooner, on average, where no delay counts for more than"""
LONGEST_DELAY_S: Final = 0.8
INVERTED_WEIGHT: Final = 0.3
"""Worth of the bass being right under inversions, where that of it being right under root positions is the rest."""


@attrs.frozen(eq=False)
class StoredClip:
    """Evidence of a clip: log-probabilities of chords ``(hops, 181)`` and basses ``(hops, 12, 12)``, notes
    ``(hops, 12)``; and the reference."""

    kind: str
    reference: list[Segment]
    chord: NDArray[np.float32]
    bass: NDArray[np.float32]
    notes: NDArray[np.float32]


def network_evidence(net: ChordNet, cache: Path, clips: Iterable[Path]) -> tuple[list[StoredClip], float]:
    """Run the network over clips whose features exist; also the temperature that calibrates its probabilities."""
    stored: list[StoredClip] = []
    logits: list[torch.Tensor] = []
    answers: list[torch.Tensor] = []
    net.eval()
    with torch.no_grad():
        for clip in clips:
            with np.load(feature_path(cache, clip, "clean")) as data:
                features = unpacked(data["features"])
            chord, bass, notes = net(torch.from_numpy(features)[None])
            description = json.loads(clip.read_text())
            reference = [tuple(row) for row in description["chords"]]
            answer = torch.from_numpy(targets_for(description, len(features)).chord.astype(np.int64))
            kept = (values.numpy().astype(np.float32) for values in (bass, torch.sigmoid(notes)))
            stored.append(StoredClip(clip.parent.name, reference, chord.numpy(), *kept))
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
    for hop, heard_there in enumerate(zip(clip.chord, clip.bass, clip.notes, strict=True), 1):
        notes.take(decoder.step(*heard_there), hop * FEATURE_SPEC.hop_seconds)
    notes.take(decoder.finish(duration, duration), duration)
    heard = notes.heard()
    return {"final": heard.final, "live": heard.live}


_clips: list[StoredClip] = []


@attrs.frozen
class Worth:
    """What one setting is worth on one clip.

    Attributes:
        kind: of the clip.
        final: mean of majmin and sevenths of the final tier.
        live: the same of what was on display, majmin counting more.
        delay_s: seconds until the right name, mean over chords; None without chords.
        flicker: needless changes a chord.
        bass: seconds right and seconds, of inversions and of all chords.
    """

    kind: str
    final: float
    live: float
    delay_s: float | None
    flicker: float
    bass: dict[str, Share]


def _worth(work: tuple[int, DecoderSettings]) -> Worth:
    clip = _clips[work[0]]
    tiers = decode(clip, work[1])
    final = score(clip.reference, tiers["final"])
    live = score(clip.reference, tiers["live"])
    delays = [
        LONGEST_DELAY_S if delay is None else min(delay, LONGEST_DELAY_S)
        for delay in naming_delays(clip.reference, tiers["live"])
    ]
    needless, segments = needless_changes(clip.reference, tiers["live"])
    return Worth(
        kind=clip.kind,
        final=(final["majmin"][0] + final["sevenths"][0]) / 2,
        live=0.7 * live["majmin"][0] + 0.3 * live["sevenths"][0],
        delay_s=float(np.mean(delays)) if delays else None,
        flicker=needless / segments,
        bass=bass_recall(clip.reference, tiers["final"]),
    )


def _objectives(pool: Any, settings: DecoderSettings) -> tuple[float, float, float]:
    """Worth of the final tier, of the display, and of the bass."""
    rows: list[Worth] = pool.map(_worth, [(index, settings) for index in range(len(_clips))], chunksize=4)
    final = live = total = 0.0
    for kind, weight in KIND_WEIGHTS.items():
        chosen = [row for row in rows if row.kind == kind]
        if chosen:
            final += weight * float(np.mean([row.final for row in chosen]))
            live += weight * float(np.mean([row.live for row in chosen]))
            total += weight
    sounding = [row for row in rows if row.delay_s is not None]
    delay = float(np.mean([row.delay_s for row in sounding if row.delay_s is not None]))
    flicker = float(np.mean([row.flicker for row in sounding]))
    restless = FLICKER_COST * flicker + EXCESS_FLICKER_COST * max(0.0, flicker - MOST_FLICKER)
    return final / total, live / total - DELAY_COST * delay - restless, _bass_worth(sounding)


def _bass_worth(rows: list[Worth]) -> float:
    right = dict.fromkeys(("all", "inverted"), 0.0)
    seconds = dict.fromkeys(right, 0.0)
    for row in rows:
        for group, (share, length) in row.bass.items():
            right[group] += share * length
            seconds[group] += length
    plain = (right["all"] - right["inverted"]) / max(seconds["all"] - seconds["inverted"], 1e-9)
    return INVERTED_WEIGHT * right["inverted"] / max(seconds["inverted"], 1e-9) + (1.0 - INVERTED_WEIGHT) * plain


def tune(net: ChordNet, cache: Path, clips: list[Path], jobs: int, seed: int) -> DecoderSettings:
    """The best settings found on ``clips``."""
    stored, temperature = network_evidence(net, cache, clips)
    _clips[:] = stored
    best = DecoderSettings(temperature=temperature)
    with multiprocessing.get_context("fork").Pool(jobs) as pool:
        for grid, objective in ((FINAL_GRID, 0), (FINAL_GRID, 0), (BASS_GRID, 2)):
            for name, values in grid.items():
                scored = []
                for value in values:
                    if name == "none_penalty" and value < -best.final_switch_penalty:
                        continue
                    if name == "final_switch_penalty" and value < -best.none_penalty:
                        continue
                    candidate = attrs.evolve(best, **{name: value})  # type: ignore[arg-type]
                    scored.append(
                        (_objectives(pool, candidate)[objective], -abs(value - getattr(best, name)), candidate)
                    )
                top = max(scored, key=lambda row: row[:2])
                best = top[2]
                print(f"{name} = {getattr(best, name)}: {top[0]:.4f}", flush=True)
        best = _live_search(pool, best, np.random.default_rng(seed))
        plain = attrs.evolve(best, live_confidence_slope=1.0, live_confidence_offset=0.0)
        said = pool.map(_shown_and_right, [(index, plain) for index in range(len(_clips))], chunksize=4)
    slope, offset = logistic_line([row for rows in said for row in rows])
    print(f"live confidence: slope {slope:.3f}, offset {offset:.3f}", flush=True)
    slope = max(round(slope, 3), 0.001)  # of a network that knows nothing it is none
    return attrs.evolve(best, live_confidence_slope=slope, live_confidence_offset=round(offset, 3))


def _shown_and_right(work: tuple[int, DecoderSettings]) -> list[tuple[float, bool]]:
    """Of each provisional chord how sure it was, and whether it was right at the moment that the model spoke of."""
    clip = _clips[work[0]]
    decoder = Decoder(work[1], hop_seconds=FEATURE_SPEC.hop_seconds, target_delay_s=TARGET_DELAY_S)
    rows = []
    for hop, heard in enumerate(zip(clip.chord, clip.bass, clip.notes, strict=True), 1):
        now = hop * FEATURE_SPEC.hop_seconds - TARGET_DELAY_S
        for event in decoder.step(*heard):
            if isinstance(event, ChordEvent) and event.status == "provisional" and event.chord.quality is not None:
                there = next((label for start, end, label in clip.reference if start <= now < end), "N")
                if (right := same_chord(there, event.chord.label)) is not None:
                    rows.append((event.confidence, right))
    return rows


def _live_search(pool: Any, start: DecoderSettings, rng: np.random.Generator) -> DecoderSettings:
    best, most = start, _objectives(pool, start)[1]
    for trial in tracked(range(LIVE_TRIALS), LIVE_TRIALS, "display"):
        constants = {
            name: _drawn(name, getattr(best, name), rng, near=2 * trial >= LIVE_TRIALS) for name in LIVE_RANGES
        }
        candidate = attrs.evolve(best, **constants)  # type: ignore[arg-type]
        value = _objectives(pool, candidate)[1]
        if value > most:
            best, most = candidate, value
            print(f"{constants}: {most:.4f}", flush=True)
    return best


def _drawn(name: str, best: float, rng: np.random.Generator, *, near: bool) -> float:
    low, high = LIVE_RANGES[name]
    if name in LOGARITHMIC:
        low, high, best = math.log(low), math.log(high), math.log(best)
    value = rng.uniform(low, high)
    if near:
        reach = NEAR * (high - low)
        value = min(max(best + rng.uniform(-reach, reach), low), high)
    return round(math.exp(value) if name in LOGARITHMIC else value, 4)
