"""Other programs on the same clips: ``--peer NAME``, as often as you like.

``NAME`` is one of :data:`~bench.accuracy.run_peer.PEERS`, where it can live in this environment; or ``LABEL=FOLDER``, a
folder of ``<clip>.lab`` files that ``run_peer.py`` (or anything else) wrote; or any module that offers
``predict(path) -> [(start, end, label)]``, in seconds and Harte syntax. None of them is a dependency; nothing is
installed for you: ``PEERS.md`` says how.

A peer hears whole files and stands in the final tier. One whose label ends in ``-live`` says what it showed while it
listened, and stands in the live tier.
"""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import Final

from bench.accuracy.errors import PeerError
from bench.accuracy.run_peer import PEERS, Predict
from chordwork.harmony import ChordSyntaxError
from chordwork.harmony.harte import split_label
from chordwork.harmony.lab import read_lab
from chordwork.harmony.score import Segment

LIVE_SUFFIX: Final = "-live"


def peer_label(name: str) -> str:
    """What names the peer: the part of ``LABEL=FOLDER`` before the equals sign."""
    return name.partition("=")[0]


def peer_tier(name: str) -> str:
    """Program and tier as the tables have them: ``crema final``; ``libsonare live`` for ``libsonare-live``."""
    label = peer_label(name)
    return f"{label.removesuffix(LIVE_SUFFIX)} live" if label.endswith(LIVE_SUFFIX) else f"{label} final"


def heard_by(name: str, path: Path) -> list[Segment]:
    """What a peer hears in a file, sorted by start.

    Raises:
        PeerError: it is not installed, or one of its labels is not Harte syntax.
    """
    segments = sorted((start, end, label) for start, end, label, *_ in load_peer(name)(path))
    for start, _, label in segments:
        try:
            split_label(label)
        except ChordSyntaxError as error:
            raise PeerError(f"{peer_label(name)} says {label!r} at {start:.2f} s of {path.name}: {error}") from error
    return segments


@cache
def load_peer(name: str) -> Predict:
    """The peer's function, loaded once a process.

    Raises:
        PeerError: it is not installed, or offers no ``predict``.
    """
    label, _, folder = name.partition("=")
    if folder:
        return _from_folder(label, Path(folder))
    try:
        if name in PEERS:
            return PEERS[name].load()
        predict: Predict | None = getattr(importlib.import_module(name), "predict", None)
    except ImportError as error:
        raise PeerError(
            f"the peer {name} cannot be imported ({error}): make it an environment of its own, as "
            f"bench/accuracy/PEERS.md says, write one .lab file a clip there, and pass --peer {name}=FOLDER. "
            f"Known: {', '.join(PEERS)}; or any module with predict(path) -> [(start, end, label)]"
        ) from error
    if predict is None:
        raise PeerError(f"the module {name} has no predict(path) -> [(start, end, label)]")
    return predict


def _from_folder(label: str, folder: Path) -> Predict:
    if not folder.is_dir():
        raise PeerError(f"{label}: there is no folder {folder}; it should hold one <clip>.lab file for each clip")

    def predict(path: Path) -> list[Segment]:
        file = folder / f"{path.stem}.lab"
        try:
            return read_lab(file.read_text(), source=str(file))
        except FileNotFoundError:
            raise PeerError(f"{label}: {file} is missing; write one .lab file for each clip") from None

    return predict
