"""The pieces of the set, as ``python -m training real`` describes them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import attrs

from bench.real.errors import NotMadeError
from chordwork.harmony.score import Comparison, Segment
from evaluation.agreement import agreed, alike


@attrs.frozen
class RealPiece:
    """One piece and what is known of it.

    Attributes:
        name: begins with its half.
        source: what kind of sound it is.
        work: the song or the instrument.
        seen: its notes were trained on.
        audio: its FLAC file.
        chords: its labels, contiguous, in seconds; ``X`` where nothing is known.
        labellers: what each said, where the labels come by agreement; else empty.
    """

    name: str
    source: str
    work: str
    seen: bool
    audio: Path
    chords: list[Segment]
    labellers: dict[str, list[Segment]]

    def reference(self, by: Comparison) -> list[Segment]:
        """The labels that a measure goes by."""
        if not self.labellers:
            return self.chords
        first, second = self.labellers.values()
        return agreed(first, second, alike(by))


def find_pieces(cache: Path, *, half: str, sources: Sequence[str]) -> list[RealPiece]:
    """Pieces of one half or both, by source and name.

    Args:
        cache: what ``python -m training real`` wrote to.
        half: ``a``, ``b`` or ``ab``.
        sources: those wanted; all if empty.

    Raises:
        NotMadeError: there are none of the half, or of a source.
    """
    folder = cache / "real" / "dev"
    found = []
    for source in sources or ["*"]:
        paths = sorted(path for path in folder.glob(f"{source}/*.json") if path.name[:2] in {f"{one}_" for one in half})
        if not paths:
            raise NotMadeError(folder, f"half {half}" + (f", source {source}" if sources else ""))
        found += [_read(path) for path in paths]
    return found


def _read(path: Path) -> RealPiece:
    known: dict[str, Any] = json.loads(path.read_text())
    return RealPiece(
        name=path.stem,
        source=path.parent.name,
        work=str(known["work"]),
        seen=bool(known["seen"]),
        audio=path.with_suffix(".flac"),
        chords=_timeline(known["chords"]),
        labellers={name: _timeline(rows) for name, rows in known.get("labellers", {}).items()},
    )


def _timeline(rows: list[list[Any]]) -> list[Segment]:
    return [(float(start), float(end), str(label)) for start, end, label in rows]
