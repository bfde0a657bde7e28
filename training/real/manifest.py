"""The manifest: one row a piece, read and checked."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import attrs

from training.real.errors import ManifestError

MANIFEST: Final = Path(__file__).with_name("manifest.csv")
USES: Final = ("evaluation", "training")
ORIGINS: Final = ("debian", "pack", "struck")
AGREEMENT: Final = "agreement"
EXACT: Final = "exact"
LEAST_S: Final = 15.0
MOST_S: Final = 300.0
FREE: Final = (
    "CC0", "CC-BY-2.5", "CC-BY-3.0", "CC-BY-4.0", "CC-BY-SA-2.5", "CC-BY-SA-3.0", "CC-BY-SA-4.0", "GPL-2", "GPL-2+",
    "GPL-3", "GPL-3+", "MIT", "public domain",
)  # fmt: skip
"""Licences that a piece may have, the freest of those offered; commas join those of a piece made of several parts."""
EVALUATED_ONLY: Final = ("fretsonfire-songs-muldjord", "fretsonfire-songs-sectoid")
"""Distorted guitars: the labellers know no power chord, and what they say of one is no lesson."""
COPYLEFT: Final = ("CC-BY-SA", "GPL")


@attrs.frozen
class Piece:
    """One piece of sound.

    Attributes:
        name: also of its files.
        use: one of :data:`USES`.
        half: ``a`` or ``b`` in evaluation, empty in training.
        source: what kind of sound it is: the folder that it lies in and the row of the tables.
        origin: a file of a Debian package, a file of the data pack, or struck from notes of the data pack.
        package: of Debian; empty otherwise.
        version: of the package.
        sha256: of the file that the sound is in; empty where it is struck.
        file: in the package or the data pack; what is struck, where notes are. Several, as of guitar and band of one
            song, are joined by ``|``, and so are their digests.
        start_s: where in the file the piece begins; of what is struck, the seed.
        seconds: its length.
        work: the song, or the instrument: what must not be on two sides.
        licence: some of :data:`FREE`.
        credit: whom to name.
        labels: ``agreement``, ``exact`` (what was struck) or ``lab:FILE`` of the data pack.
        seen: its notes, not its music, were among those that shipped models were trained on.
    """

    name: str
    use: str
    half: str
    source: str
    origin: str
    package: str
    version: str
    sha256: str
    file: str
    start_s: float
    seconds: float
    work: str
    licence: str
    credit: str
    labels: str
    seen: bool

    @property
    def files(self) -> list[tuple[str, str]]:
        """Path and digest of each file that sounds in it."""
        return list(zip(self.file.split("|"), self.sha256.split("|"), strict=True))

    @property
    def is_copyleft(self) -> bool:
        """Whether its licence asks the same licence of what is made from it: such pieces can be left out."""
        return any(licence.startswith(COPYLEFT) for licence in self.licence.split(", "))


def half_of(work: str) -> str:
    """``a`` or ``b``, by a hash: as ``bench consistency`` deals its recordings."""
    return "ab"[hashlib.sha256(work.encode()).digest()[0] % 2]


def use_of(work: str, package: str) -> str:
    """What a work of a package is for: by another byte of the hash, where nothing speaks against training."""
    return USES[0] if package in EVALUATED_ONLY else USES[hashlib.sha256(work.encode()).digest()[1] % 2]


def read_manifest(path: Path = MANIFEST) -> list[Piece]:
    """All pieces, in the order of the file.

    Raises:
        ManifestError: a row contradicts itself or another.
    """
    with path.open(newline="", encoding="utf-8") as rows:
        pieces = [_piece(row) for row in csv.DictReader(rows)]
    check(pieces)
    return pieces


def _piece(row: dict[str, str]) -> Piece:
    try:
        return Piece(
            **{name: row[name] for name in row if name not in ("start_s", "seconds", "seen")},
            start_s=float(row["start_s"]),
            seconds=float(row["seconds"]),
            seen={"yes": True, "no": False}[row["seen"]],
        )
    except (TypeError, ValueError, KeyError) as error:
        raise ManifestError(f"the manifest's row {row.get('name')!r} cannot be read: {error!r}") from error


def check(pieces: Iterable[Piece]) -> None:
    """Raise :class:`ManifestError` unless every piece may be used as it is, and no work is on two sides."""
    names: set[str] = set()
    sides: dict[str, str] = {}
    for piece in pieces:
        if fault := _fault(piece):
            raise ManifestError(f"the manifest's piece {piece.name}: {fault}")
        if piece.name in names:
            raise ManifestError(f"the manifest has two pieces called {piece.name}")
        names.add(piece.name)
        side = piece.use + piece.half
        if sides.setdefault(piece.work, side) != side:
            raise ManifestError(
                f"the work {piece.work!r} is on two sides of the manifest: {side} and {sides[piece.work]}"
            )


def _fault(piece: Piece) -> str:
    if piece.use not in USES or piece.origin not in ORIGINS:
        return f"is for {piece.use} and comes from {piece.origin}: only {', '.join(USES + ORIGINS)} are known"
    if piece.half not in (("a", "b") if piece.use == "evaluation" else ("",)):
        return f"has the half {piece.half!r}: evaluation has a and b, training none"
    if (piece.half or "t") != piece.name.partition("_")[0]:
        return "should have a name that begins with its half and _, or with t_ for training"
    if not piece.credit or not piece.work or any(one not in FREE for one in piece.licence.split(", ")):
        return f"needs a credit, a work and a licence of {', '.join(FREE)}; it has {piece.licence!r}"
    if not LEAST_S <= piece.seconds <= MOST_S:
        return f"lasts {piece.seconds:g} s: between {LEAST_S:g} and {MOST_S:g} are useful"
    digests = piece.sha256.split("|")
    if len(digests) != len(piece.file.split("|")) or any(len(digest) != 64 for digest in digests if piece.sha256):
        return "needs a SHA-256 for each of its files"
    if piece.origin == "debian" and not (piece.package and piece.version and piece.sha256):
        return "needs the package, its version and the SHA-256 of its file"
    known = (AGREEMENT, EXACT) if piece.origin == "struck" else (AGREEMENT,)
    if piece.labels not in known and not piece.labels.startswith("lab:"):
        return f"cannot have the labels {piece.labels!r}"
    return ""
