"""``python -m training real``: what is made, and what is said where something is missing."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from training.real.errors import LabelsError, RealSetError
from training.real.labels import LABELLERS, collect, read_said
from training.real.make import SPLITS, make
from training.real.manifest import Piece, read_manifest


def main(cache: Path, data: Path, *, train: bool, copyleft: bool, labels: Sequence[str] = ()) -> int:
    """Make the files of the set; returns the exit status: 1 where something is missing, and says what to run.

    Args:
        cache: they come below ``cache/real``.
        data: the data pack.
        train: also the pieces to train on.
        copyleft: also pieces under CC-BY-SA and the GPL.
        labels: ``NAME=FOLDER`` of labellers whose new labels are taken over.
    """
    try:
        pieces = [piece for piece in read_manifest() if train or piece.use == "evaluation"]
        pieces = [piece for piece in pieces if copyleft or not piece.is_copyleft]
        collect({name: Path(folder) for name, _, folder in (one.partition("=") for one in labels)}, _names(pieces))
        made = make(pieces, cache, data, read_said())
        if made.unlabelled:
            raise LabelsError(_how_to_label(made.unlabelled, cache))
    except RealSetError as error:
        print(f"python -m training real: {error}", file=sys.stderr)
        return 1
    minutes = {
        use: sum(piece.seconds for piece in made.ready if piece.use == use) / 60 for use in ("evaluation", "training")
    }
    print(", ".join(f"{value:.0f} min for {use}" for use, value in minutes.items() if value), f"under {cache / 'real'}")
    return 0


def _names(pieces: Sequence[Piece]) -> list[str]:
    return [piece.name for piece in pieces]


def _how_to_label(pieces: Sequence[Piece], cache: Path) -> str:
    splits = sorted({SPLITS[piece.use] for piece in pieces})
    runs = [
        f"PEERS/{labeller}/bin/python bench/accuracy/run_peer.py {labeller} --half all "
        f"--clips {cache / 'real' / split} --output LABS/{labeller}"
        for labeller in LABELLERS
        for split in splits
    ]
    taken = " ".join(f"--labels {labeller}=LABS/{labeller}" for labeller in LABELLERS)
    return (
        f"{len(pieces)} pieces have no labels yet ({pieces[0].name}, …). Their sound is there: have both labellers "
        "hear it, as bench/accuracy/PEERS.md says:\n  " + "\n  ".join(runs) + f"\nthen give this command {taken}"
    )
