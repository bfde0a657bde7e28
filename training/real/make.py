"""The files of the set, from its manifest: ``python -m training real``.

Under ``CACHE/real`` lie ``dev/SOURCE/NAME.flac`` and ``train/SOURCE/NAME.flac``, each with a ``.json`` as rendered
clips have it (:mod:`training.render.pipeline`), so what reads the one reads the other. What else such a file says of a
piece: its work, its licence, whether its notes were seen in training, and what the labellers said. A piece of unknown
notes has no ``notes``.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from chordwork.harmony.lab import read_lab
from chordwork.harmony.score import Segment
from evaluation.agreement import agreed_share
from evaluation.clips import RATE_HZ
from evaluation.progress import tracked
from training.real.errors import PackageError
from training.real.fetch import Packages, digest_of
from training.real.labels import Said, trained_on
from training.real.manifest import AGREEMENT, Piece
from training.real.struck import strike, whole
from training.render.score import merge_equal

PEAK: Final = 10 ** (-3 / 20)
FADE_S: Final = 0.05
SPLITS: Final = {"evaluation": "dev", "training": "train"}
Audio = NDArray[np.float32]


@attrs.define
class Made:
    """What a run left: pieces with labels, and those whose labellers have not been asked."""

    ready: list[Piece] = attrs.field(factory=list)
    unlabelled: list[Piece] = attrs.field(factory=list)


def audio_path(cache: Path, piece: Piece) -> Path:
    """Where the sound of a piece lies."""
    return cache / "real" / SPLITS[piece.use] / piece.source / f"{piece.name}.flac"


def make(
    pieces: Sequence[Piece], cache: Path, data: Path, said: dict[str, Said], packages: Packages | None = None
) -> Made:
    """Make what is not there yet of each piece, and write its labels where they are known.

    Raises:
        PackageError: a package or a file of the data pack cannot be had, or is another.
    """
    packages = packages or Packages(cache / "real" / "packages")
    made = Made()
    for piece in tracked(pieces, len(pieces), "real"):
        path = audio_path(cache, piece)
        path.parent.mkdir(parents=True, exist_ok=True)
        described = path.with_suffix(".json")
        if piece.origin == "struck":
            if not (path.exists() and described.exists()):
                take = strike(piece, data)
                audio = whole(take)
                _write_audio(path, audio)
                segments = [(s.start, s.end, s.chord.label) for s in merge_equal(take.score.segments)]
                notes = [[n.start, n.end, n.pitch, t.name] for t in take.score.tracks for n in t.notes]
                _write(described, description(piece, len(audio) / RATE_HZ, segments, sound=take.sound, notes=notes))
            made.ready.append(piece)
            continue
        if not path.exists():
            _write_audio(path, cut(_files(piece, packages, data), piece.start_s, piece.seconds))
        seconds = float(soundfile.info(path).duration)
        if piece.labels != AGREEMENT:
            lab = data / "real" / piece.labels.partition(":")[2]
            segments = [
                (start - piece.start_s, min(end - piece.start_s, seconds), label)
                for start, end, label in read_lab(lab.read_text(), source=str(lab))
            ]
            _write(described, description(piece, seconds, segments))
            made.ready.append(piece)
        elif all(piece.name in of for of in said.values()):
            labellers = {name: of[piece.name] for name, of in said.items()}
            segments = trained_on(*labellers.values())
            _write(described, description(piece, seconds, segments, labellers=labellers))
            made.ready.append(piece)
        else:
            made.unlabelled.append(piece)
    return made


def _files(piece: Piece, packages: Packages, data: Path) -> list[Path]:
    if piece.origin == "debian":
        return [packages.file(piece.package, piece.version, file, digest) for file, digest in piece.files]
    paths = []
    for file, digest in piece.files:
        path = data / "real" / file
        if not path.is_file() or digest_of(path) != digest:
            raise PackageError(f"{path} is not there, or not the file that the manifest means: check --data")
        paths.append(path)
    return paths


def cut(paths: Sequence[Path], start_s: float, seconds: float) -> Audio:
    """A stretch of recordings that sound together, mono at the common rate; what it breaks off is faded."""
    audio = np.zeros(0, np.float32)
    for path in paths:
        with soundfile.SoundFile(path) as file:
            rate_hz = file.samplerate
            file.seek(min(round(start_s * rate_hz), max(0, file.frames - 1)))
            samples = file.read(round(seconds * rate_hz), dtype="float32", always_2d=True)
        part = np.asarray(soxr.resample(samples.mean(axis=1), rate_hz, RATE_HZ), np.float32)
        count = max(len(audio), len(part))
        audio = np.pad(audio, (0, count - len(audio))) + np.pad(part, (0, count - len(part)))
    fade = min(len(audio), round(FADE_S * RATE_HZ))
    audio[:fade] *= np.linspace(0.0, 1.0, fade, dtype=np.float32)
    audio[len(audio) - fade :] *= np.linspace(1.0, 0.0, fade, dtype=np.float32)
    return audio


def _write_audio(path: Path, audio: Audio) -> None:
    peak = max(float(np.abs(audio).max()), 1e-9)
    partial = path.with_suffix(".partial")
    soundfile.write(partial, audio * np.float32(PEAK / peak), RATE_HZ, format="FLAC", subtype="PCM_16")
    partial.replace(path)


def description(
    piece: Piece,
    seconds: float,
    segments: Iterable[Segment],
    *,
    sound: dict[str, Any] | None = None,
    notes: list[list[Any]] | None = None,
    labellers: dict[str, list[Segment]] | None = None,
) -> dict[str, Any]:
    """What is known of a piece, as rendered clips have it, gaps filled with ``N``."""
    chords: list[Segment] = []
    for start, end, label in segments:
        before = chords[-1][1] if chords else 0.0
        if start > before + 1e-3:
            chords.append((before, start, "N"))
        if min(end, seconds) > start:
            chords.append((max(start, before), min(end, seconds), label))
    if chords[-1][1] < seconds - 1e-3:
        chords.append((chords[-1][1], seconds, "N" if labellers is None else "X"))
    known: dict[str, Any] = {
        "kind": piece.source,
        "split": SPLITS[piece.use],
        "source": piece.work,
        "seconds": round(seconds, 4),
        "chords": _rounded(chords),
        "beats": [],
        "downbeats": [],
        "key": [],
        "tempo_bpm": None,
        "tuning_cents": 0.0,
        "sound": sound or {},
        "work": piece.work,
        "licence": piece.licence,
        "credit": piece.credit,
        "seen": piece.seen,
        "agreed": round(agreed_share(chords), 4),
    }
    if notes is not None:
        known["notes"] = sorted([round(start, 4), round(end, 4), pitch, name] for start, end, pitch, name in notes)
    if labellers is not None:
        known["labellers"] = {name: _rounded(timeline) for name, timeline in labellers.items()}
    return known


def _rounded(timeline: Iterable[Segment]) -> list[list[Any]]:
    return [[round(start, 4), round(end, 4), label] for start, end, label in timeline]


def _write(path: Path, known: dict[str, Any]) -> None:
    partial = path.with_suffix(".partial")
    partial.write_text(json.dumps(known, separators=(",", ":")))
    partial.replace(path)
