"""Recorded drum one-shots, by General MIDI drum."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from evaluation.clips import RATE_HZ
from evaluation.notes import Note
from evaluation.sampler import read_audio

from . import drums as gm

Audio = NDArray[np.float32]
_WORDS = (
    ("hatopen", gm.HAT_OPEN),
    ("hat_open", gm.HAT_OPEN),
    ("hat_half", gm.HAT_OPEN),
    ("cymbal_open", gm.HAT_OPEN),
    ("hat_foot", gm.HAT_PEDAL),
    ("cymbal_pedal", gm.HAT_PEDAL),
    ("hat", gm.HAT),
    ("cymbal_closed", gm.HAT),
    ("kick", gm.KICK),
    ("kdrum", gm.KICK),
    ("bass_", gm.KICK),
    ("_bd_", gm.KICK),
    ("stomp", gm.KICK),
    ("sidestick", gm.RIM),
    ("snap", gm.RIM),
    ("snare", gm.SNARE),
    ("_sn_", gm.SNARE),
    ("clap", gm.CLAP),
    ("tom_hi", gm.TOM_HIGH),
    ("tom1", gm.TOM_HIGH),
    ("tom_mid", gm.TOM_MID),
    ("tom2", gm.TOM_MID),
    ("tom", gm.TOM_LOW),
    ("ride", gm.RIDE),
    ("crash", gm.CRASH),
    ("splash", gm.CRASH),
    ("china", gm.CRASH),
    ("cymbal", gm.CRASH),
)
_SUBSTITUTE = {gm.SHAKER: gm.HAT, gm.TAMBOURINE: gm.HAT}
KITS = ("sonicpi", "gogodze", "muldjord", "body")
DEV_KITS = ("muldjord",)  # in evaluation clips only
TRAIN_KITS = tuple(kit for kit in KITS if kit not in DEV_KITS)


@lru_cache(maxsize=2)
def one_shots(data: Path) -> dict[str, dict[int, list[Path]]]:
    """Files by kit and GM drum."""
    table: dict[str, dict[int, list[Path]]] = {kit: {} for kit in KITS}
    for path in sorted((data / "instruments" / "drums").glob("*.flac")):
        kit = path.stem.split("_")[0]
        drum = next((d for word, d in _WORDS if word in path.stem), None)
        if kit in table and drum is not None:
            table[kit].setdefault(drum, []).append(path)
    return table


def play_drums(
    notes: Sequence[Note], data: Path, seconds: float, rng: np.random.Generator, kits: Sequence[str] = TRAIN_KITS
) -> Audio:
    """Render GM percussion notes with one kit (drums it lacks come from another)."""
    table = one_shots(data)
    order = [str(k) for k in rng.permutation(list(kits))]
    total = int(seconds * RATE_HZ)
    out = np.zeros(total, np.float32)
    for note in notes:
        drum = _SUBSTITUTE.get(note.pitch, note.pitch)
        files = next((table[k][drum] for k in order if drum in table[k]), None)
        start = int(note.start * RATE_HZ)
        if files is None or start >= total:
            continue
        hit = read_audio(files[int(rng.integers(len(files)))])[: total - start]
        out[start : start + len(hit)] += hit * np.float32((note.velocity / 100) ** 1.5)
    return out
