"""Fits a network: ``python -m training train``. Checkpoints every epoch and resumes from the last."""

from __future__ import annotations

import copy
import json
import math
import time
from pathlib import Path
from typing import Final

import attrs
import torch
from torch import Tensor, nn

from chordwork.harmony import QUALITIES
from training.dataset import Batch, Store
from training.model import ChordNet, Size, save
from training.targets import IGNORED

FRESH_WEIGHT: Final = 2.0
"""A hop just after a change of chord counts this many times, since a late name is of little use live."""
BASS_WEIGHT: Final = 0.3
INVERTED_WEIGHT: Final = 3.0
"""A hop whose bass is not the root counts this many times for the bass: only one in ten is."""
NOTE_WEIGHT: Final = 0.3
LABEL_SMOOTHING: Final = 0.05
TAUGHT_SHARE: Final = 0.5
"""How much of the chord loss is the cross-entropy to the teacher's answer, where a teacher was asked."""
AVERAGE_DECAY: Final = 0.999


@attrs.frozen
class Schedule:
    """How long and how fast to train: ``epochs`` of ``steps`` batches of ``batch`` crops of ``hops`` hops.

    The learning rate rises over ``warm_up_steps``, then falls by a cosine to 1 % of ``learning_rate``.
    """

    epochs: int
    steps: int
    batch: int
    hops: int = 256
    learning_rate: float = 4e-3
    warm_up_steps: int = 200
    weight_decay: float = 1e-3

    def rate_at(self, step: int) -> float:
        """Learning rate of a step, counted from 0."""
        if step < self.warm_up_steps:
            return self.learning_rate * (step + 1) / self.warm_up_steps
        done = (step - self.warm_up_steps) / max(1, self.epochs * self.steps - self.warm_up_steps)
        return self.learning_rate * (0.01 + 0.99 * 0.5 * (1.0 + math.cos(math.pi * min(done, 1.0))))


TEACHING: Final = Schedule(epochs=20, steps=114, batch=64, learning_rate=3e-3)
"""Of the teacher,"""
LEARNING: Final = Schedule(epochs=20, steps=124, batch=128)
"""of the student, from the teacher and the labels,"""
REFINING: Final = Schedule(epochs=20, steps=100, batch=32, learning_rate=1e-3)
"""and of the student once more, from the labels alone;"""
GOING_ON: Final = Schedule(epochs=25, steps=20, batch=16, learning_rate=4e-4, warm_up_steps=30)
"""of a network that was shipped, on renderings that are new to it."""


def halves_are_quick(device: str) -> bool:
    """Whether products in bfloat16 gain time: on processors without instructions for them they take ten times as long
    (1,600 hops a second of one AVX2 core in float32, 150 in bfloat16)."""
    return device != "cpu" or torch.backends.cpu.get_cpu_capability() not in ("DEFAULT", "NO AVX", "AVX2")


def loss_of(net: ChordNet, batch: Batch) -> tuple[Tensor, dict[str, Tensor]]:
    """Weighted sum of the heads' cross-entropies, and its parts with how often the chord was right."""
    device = batch.features.device.type
    with torch.autocast(device, torch.bfloat16, enabled=halves_are_quick(device)):
        chord, bass, notes = (head.float() for head in net(batch.features))
    known = (batch.chord != IGNORED).float()
    target = batch.chord.clamp(min=0)
    losses = LABEL_SMOOTHING * -chord.mean(dim=1)
    losses = losses + (1.0 - LABEL_SMOOTHING) * nn.functional.nll_loss(chord, target, reduction="none")
    if batch.taught is not None:
        which, share = batch.taught
        taught = -(share * chord.gather(1, which)).sum(dim=1) - (1.0 - share.sum(dim=1)) * chord.mean(dim=1)
        losses = (1.0 - TAUGHT_SHARE) * losses + TAUGHT_SHARE * taught
    weight = known * torch.where(batch.fresh, FRESH_WEIGHT, 1.0)
    chord_loss = (losses * weight).sum() / weight.sum()
    wanted = batch.bass.clamp(min=0)
    of_root = bass[torch.arange(len(bass), device=bass.device), (target // len(QUALITIES)).clamp(max=11)]
    weight = (batch.bass != IGNORED).float() * torch.where(wanted != 0, INVERTED_WEIGHT, 1.0)
    bass_loss = (nn.functional.nll_loss(of_root, wanted, reduction="none") * weight).sum() / weight.sum().clamp(min=1)
    weight = (batch.notes != IGNORED).float()
    note_losses = nn.functional.binary_cross_entropy_with_logits(notes, batch.notes.clamp(min=0), reduction="none")
    note_loss = (note_losses * weight).sum() / weight.sum().clamp(min=1)
    right = ((chord.argmax(dim=1) == batch.chord).float() * known).sum() / known.sum()
    total = chord_loss + BASS_WEIGHT * bass_loss + NOTE_WEIGHT * note_loss
    parts = {"chord": chord_loss, "bass": bass_loss, "notes": note_loss, "right": right}
    return total, {name: value.detach() for name, value in parts.items()}


def fit(
    store: Store,
    run: Path,
    *,
    size: Size,
    seed: int,
    schedule: Schedule,
    start: ChordNet | None = None,
    still_norms: bool = False,
) -> None:
    """Train on ``store``; write ``run/net.pt`` (averaged weights) and ``run/log.jsonl``, after every epoch.

    ``start`` is a network to go on from; by default a new one of ``size``. ``still_norms`` leaves the statistics of
    its normalisation alone, as those of a network that was shipped must be: they were folded away.
    """
    torch.manual_seed(seed)
    net = (ChordNet(size) if start is None else copy.deepcopy(start)).to(store.device)
    average = copy.deepcopy(net)
    optimizer = torch.optim.AdamW(net.parameters(), lr=schedule.learning_rate, weight_decay=schedule.weight_decay)
    run.mkdir(parents=True, exist_ok=True)
    checkpoint = run / "checkpoint.pt"
    first = 0
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True, map_location=store.device)
        net.load_state_dict(saved["net"])
        average.load_state_dict(saved["average"])
        optimizer.load_state_dict(saved["optimizer"])
        first = saved["epoch"]
        print(f"resuming after epoch {first}", flush=True)
    for epoch in range(first, schedule.epochs):
        net.train()
        if still_norms:
            for module in net.modules():
                if isinstance(module, nn.BatchNorm1d):
                    module.eval()
        began = time.monotonic()
        sums: dict[str, Tensor | float] = {}
        stream = store.batches(batch=schedule.batch, hops=schedule.hops, steps=schedule.steps, seed=seed * 1000 + epoch)
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
        row = {
            "epoch": epoch + 1,
            "seconds": round(time.monotonic() - began, 1),
            "hops": schedule.steps * schedule.batch * schedule.hops,
            "device": store.device,
            **{name: round(float(value), 4) for name, value in sums.items()},
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
        save(average, run / "net.pt")


def _average(average: ChordNet, net: ChordNet, decay: float) -> None:
    """Move the averaged weights, and normalisation statistics, a little towards the newest ones."""
    with torch.no_grad():
        means = [value for value in average.state_dict().values() if value.dtype.is_floating_point]
        values = [value for value in net.state_dict().values() if value.dtype.is_floating_point]
        torch._foreach_lerp_(means, values, 1.0 - decay)
