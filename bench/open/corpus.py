"""The clips of the open benchmark: made by script, so that anyone has the same ones.

==============  =======================================================================================================
band            comping, bass and drums, mostly with a melody, on soundfonts that no training clip is played with
comping         one chord instrument, sometimes with company
struck          single chords that ring, with silences between most of them
recordings      what ``chordwork demo`` plays: a recorded guitar (GuitarSet) and a rendered tune
solo            where the data pack lies: a recorded guitar solo over the same sheet. It stands apart, for not everybody
                has it, and a sheet is not what a soloist plays
none            silence, hiss, speech, drums, applause: no chords
==============  =======================================================================================================

The first three and the last are rendered by ``python -m training.render --split open`` from progressions that stand in
this repository. Every clip becomes one channel at 22,050 Hz, and lies under each condition as a FLAC file.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import attrs
import numpy as np
import soundfile
import soxr

from bench.builds import TOP
from bench.consistency.conditions import Sound
from bench.open.conditions import CLEAN, through
from bench.open.errors import OpenBenchmarkError
from chordwork.analysis.clips.bundled import bundled_clips
from chordwork.harmony.lab import read_lab
from chordwork.harmony.score import Segment
from evaluation.clips import RATE_HZ, WITHOUT_CHORDS, read_clip

RECORDINGS: Final = "recordings"
SOLO: Final = "solo"
KINDS: Final = ("band", "comping", "struck", RECORDINGS, SOLO, WITHOUT_CHORDS)
APART: Final = (SOLO, WITHOUT_CHORDS)
"""Kinds that do not count among *all with chords*."""
SEED: Final = 1
CORE_STEP: Final = 2
"""Every second clip of a kind is heard under all conditions."""
REAL: Final = {"guitarset_solo": "real/guitarset/00_BN1-129-Eb_solo"}
"""Excerpts of the data pack, by name; the other one is what ``chordwork demo`` plays."""
FOLDER: Final = "open"


@attrs.frozen
class Piece:
    """A clip as it was made.

    Attributes:
        name: such as ``b_band_03`` or ``demo_guitar``.
        kind: one of :data:`KINDS`.
        audio: its file.
        chords: its reference, contiguous, in seconds.
        core: it is heard under every condition.
    """

    name: str
    kind: str
    audio: Path
    chords: tuple[Segment, ...]
    core: bool = True


@attrs.frozen
class Clip:
    """A piece as it arrives under a condition.

    Attributes:
        piece: what it is.
        condition: a key of :data:`~bench.open.conditions.CONDITIONS`.
        audio: a FLAC file of one channel.
        chords: where its chords are then.
        seconds: its length.
        digest: of its samples.
    """

    piece: Piece
    condition: str
    audio: Path
    chords: tuple[Segment, ...]
    seconds: float
    digest: str


def find_pieces(cache: Path, data: Path, *, half: str, jobs: int) -> list[Piece]:
    """All pieces of a half, by kind and name; what is missing is rendered.

    Raises:
        OpenBenchmarkError: it cannot be rendered here.
    """
    command = [sys.executable, "-m", "training.render", "--split", "open", "--seed", str(SEED), "--half", half]
    command += ["--cache", str(cache.resolve()), "--jobs", str(jobs)]
    done = subprocess.run(command, cwd=TOP, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise OpenBenchmarkError(
            "the clips cannot be rendered: `scripts/setup render` installs what that needs in Python, and Debian's "
            "libfluidsynth3, timgm6mb-soundfont, musescore-general-soundfont and espeak-ng have to be there. "
            f"The last words of {' '.join(command[1:5])}: {done.stderr.strip()[-800:]}"
        )
    rendered = read_pieces(cache / FOLDER, half)
    with bundled_clips() as clips:
        folder = cache / FOLDER / RECORDINGS
        demo = [Piece(f"demo_{clip.name}", RECORDINGS, _kept(clip.audio, folder), clip.reference) for clip in clips]
    real = [
        Piece(name, SOLO, data / f"{stem}_mic.flac", tuple(read_lab((data / f"{stem}_chord0.lab").read_text())), False)
        for name, stem in REAL.items()
        if (data / f"{stem}_mic.flac").exists()
    ]
    return _in_order([*rendered, *demo, *real])


def _kept(audio: Path, folder: Path) -> Path:
    """A copy that outlives the package's files, which may lie in an archive."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / audio.name
    if not target.exists() or target.read_bytes() != audio.read_bytes():
        target.write_bytes(audio.read_bytes())
    return target


def read_pieces(folder: Path, half: str = "ab") -> list[Piece]:
    """Pieces in ``folder/KIND/NAME.json`` with ``NAME.flac``, as ``python -m training.render`` writes them.

    Raises:
        OpenBenchmarkError: there are none.
    """
    found = []
    for kind in KINDS:
        paths = [path for path in sorted((folder / kind).glob("*.json")) if path.name[0] in half]
        for number, path in enumerate(paths):
            clip = read_clip(path)
            found.append(Piece(clip.name, kind, clip.audio, clip.chords, core=number % CORE_STEP == 0))
    if not found:
        raise OpenBenchmarkError(
            f"no clips of half {half} in {folder}: it should hold KIND/NAME.json and KIND/NAME.flac, with KIND one of "
            f"{', '.join(KINDS)}"
        )
    return found


def _in_order(pieces: Sequence[Piece]) -> list[Piece]:
    return sorted(pieces, key=lambda piece: (KINDS.index(piece.kind), piece.name))


def arrive(piece: Piece, condition: str, cache: Path) -> Clip:
    """A piece under a condition; made once."""
    audio = cache / FOLDER / "heard" / condition.replace(" ", "_").replace("/", "-") / f"{piece.name}.flac"
    noted = audio.with_suffix(".json")
    source = hashlib.sha256(piece.audio.read_bytes() + repr(piece.chords).encode()).hexdigest()[:16]
    try:
        note = json.loads(noted.read_text(encoding="utf-8"))
        if note["source"] == source and audio.exists():
            chords = tuple((float(start), float(end), str(label)) for start, end, label in note["chords"])
            return Clip(piece, condition, audio, chords, float(note["seconds"]), str(note["digest"]))
    except (OSError, ValueError, KeyError):
        pass
    arrived = through(condition, _read(piece.audio), piece.chords, piece.name)
    pcm = (np.clip(arrived.sound.mono, -1.0, 1.0) * 32_767.0).round().astype(np.int16)
    audio.parent.mkdir(parents=True, exist_ok=True)
    unfinished = audio.with_suffix(".part")
    soundfile.write(unfinished, pcm, arrived.sound.rate_hz, format="FLAC", subtype="PCM_16")
    unfinished.replace(audio)
    seconds, digest = len(pcm) / arrived.sound.rate_hz, hashlib.sha256(pcm.tobytes()).hexdigest()[:16]
    note = {"source": source, "chords": arrived.chords, "seconds": seconds, "digest": digest}
    noted.write_text(json.dumps(note), encoding="utf-8")
    return Clip(piece, condition, audio, arrived.chords, seconds, digest)


def _read(audio: Path) -> Sound:
    """One channel at the rate of the clips."""
    samples, rate_hz = soundfile.read(audio, dtype="float32", always_2d=True)
    mono = samples.mean(axis=1)
    if rate_hz != RATE_HZ:
        mono = soxr.resample(mono, rate_hz, RATE_HZ)
    return Sound(np.asarray(mono, np.float32)[:, None], RATE_HZ)


def chosen(pieces: Sequence[Piece], *, quick: bool, full: bool, conditions: Sequence[str]) -> list[tuple[Piece, str]]:
    """Which piece is heard under which condition, in the order of hearing.

    Quick: one piece of each kind. Else all of them clean, and of other conditions the core, or all if ``full``.
    """
    if quick:
        pieces = [next(piece for piece in pieces if piece.kind == kind) for kind in _kinds(pieces)]
    return [
        (piece, condition)
        for condition in conditions
        for piece in pieces
        if condition == CLEAN or full or quick or piece.core
    ]


def _kinds(pieces: Sequence[Piece]) -> list[str]:
    return list(dict.fromkeys(piece.kind for piece in pieces))
