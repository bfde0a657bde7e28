"""Fits the network: ``python -m training train``. Checkpoints every epoch and resumes from the last."""

from __future__ import annotations

import copy
import json
import math
import time
from pathlib import Path

import attrs
import torch
from torch import Tensor, nn

from chordwork.music import QUALITIES
from training.dataset import Batch, batches, load
from training.model import ChordNet
from training.targets import IGNORED

FRESH_WEIGHT = 2.0
"""A hop just after a change of chord counts this many times, since a late name is of little use live."""
BASS_WEIGHT = 0.3
INVERTED_WEIGHT = 3.0
"""A hop whose bass is not the root counts this many times for the bass: only one in ten is."""
NOTE_WEIGHT = 0.3
LABEL_SMOOTHING = 0.05
AVERAGE_DECAY = 0.998


@attrs.frozen
class Schedule:
    """How long and how fast to train. ``epochs`` of ``steps`` batches of ``batch`` crops of ``hops`` hops."""

    epochs: int = 40
    steps: int = 150
    batch: int = 16
    hops: int = 200
    learning_rate: float = 4e-3
    warm_up_steps: int = 100
    weight_decay: float = 1e-3

    def rate_at(self, step: int) -> float:
        """Learning rate: linear warm-up, then a cosine to 2 % of the peak."""
        if step < self.warm_up_steps:
            return self.learning_rate * (step + 1) / self.warm_up_steps
        done = (step - self.warm_up_steps) / max(1, self.epochs * self.steps - self.warm_up_steps)
        return self.learning_rate * (0.02 + 0.98 * 0.5 * (1.0 + math.cos(math.pi * min(done, 1.0))))


def loss_of(net: ChordNet, batch: Batch) -> tuple[Tensor, dict[str, float]]:
    """Weighted sum of the heads' cross-entropies, and how often the chord was right."""
    with torch.autocast("cpu", torch.bfloat16):
        chord, bass, notes = (head.float() for head in net(batch.features))
    known = batch.chord != IGNORED
    target = batch.chord[known]
    picked = chord[known]
    weight = torch.where(batch.fresh[known], FRESH_WEIGHT, 1.0)
    losses = LABEL_SMOOTHING * -picked.mean(dim=1)
    losses += (1.0 - LABEL_SMOOTHING) * nn.functional.nll_loss(picked, target, reduction="none")
    chord_loss = (losses * weight).sum() / weight.sum()
    sounding = batch.bass != IGNORED
    root = batch.chord.clamp(min=0)[sounding] // len(QUALITIES)
    wanted = batch.bass[sounding]
    weight = torch.where(wanted != 0, INVERTED_WEIGHT, 1.0)
    bass_loss = (nn.functional.nll_loss(bass[sounding, root], wanted, reduction="none") * weight).sum() / weight.sum()
    note_loss = nn.functional.binary_cross_entropy_with_logits(notes, batch.notes)
    right = (picked.argmax(dim=1) == target).float().mean()
    total = chord_loss + BASS_WEIGHT * bass_loss + NOTE_WEIGHT * note_loss
    parts = {"chord": chord_loss, "bass": bass_loss, "notes": note_loss, "right": right}
    return total, {name: float(value.detach()) for name, value in parts.items()}


def main(cache: Path, run: Path, *, seed: int, schedule: Schedule, threads: int, variants: tuple[str, ...]) -> None:
    """Train on every train recording under ``cache``; write ``run/net.pt`` (averaged weights) and ``run/log.jsonl``."""
    torch.set_num_threads(threads)
    torch.manual_seed(seed)
    recordings = load(cache, "train", variants)
    hours = sum(len(recording.chord) for recording in recordings) / 21.53 / 3600
    print(f"{len(recordings)} recordings, {hours:.1f} h", flush=True)
    net = ChordNet()
    average = copy.deepcopy(net)
    optimizer = torch.optim.AdamW(net.parameters(), lr=schedule.learning_rate, weight_decay=schedule.weight_decay)
    run.mkdir(parents=True, exist_ok=True)
    checkpoint = run / "checkpoint.pt"
    first = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        net.load_state_dict(saved["net"])
        average.load_state_dict(saved["average"])
        optimizer.load_state_dict(saved["optimizer"])
        first = saved["epoch"]
        print(f"resuming after epoch {first}", flush=True)
    for epoch in range(first, schedule.epochs):
        net.train()
        began = time.monotonic()
        sums: dict[str, float] = {}
        stream = batches(
            recordings, batch=schedule.batch, hops=schedule.hops, steps=schedule.steps, seed=seed * 1000 + epoch
        )
        for count, batch in enumerate(stream):
            step = epoch * schedule.steps + count
            for group in optimizer.param_groups:
                group["lr"] = schedule.rate_at(step)
            loss, parts = loss_of(net, batch)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            _average(average, net, min(AVERAGE_DECAY, (1 + step) / (10 + step)))
            for name, value in parts.items():
                sums[name] = sums.get(name, 0.0) + value / schedule.steps
        seconds = time.monotonic() - began
        row = {
            "epoch": epoch + 1,
            "seconds": round(seconds, 1),
            **{name: round(value, 4) for name, value in sums.items()},
        }
        print(json.dumps(row), flush=True)
        with (run / "log.jsonl").open("a") as log:
            log.write(json.dumps(row) + "\n")
        state = {
            "net": net.state_dict(),
            "average": average.state_dict(),
            "optimizer": optimizer.state_dict(),
            "epoch": epoch + 1,
        }
        torch.save(state, checkpoint.with_suffix(".partial"))
        checkpoint.with_suffix(".partial").rename(checkpoint)
        torch.save(average.state_dict(), run / "net.pt")


def _average(average: ChordNet, net: ChordNet, decay: float) -> None:
    """Move the averaged weights, and normalisation statistics, a little towards the newest ones."""
    with torch.no_grad():
        for mean, value in zip(average.state_dict().values(), net.state_dict().values(), strict=True):
            if mean.dtype.is_floating_point:
                mean.lerp_(value, 1.0 - decay)
            else:
                mean.copy_(value)
