"""Songs whose chords and bars are known, as audio: POP909's dev songs, played from beginning to end."""

from __future__ import annotations

import json
import tarfile
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np

from chordwork.harmony.score import Segment

FONT: Final = Path("/usr/share/sounds/sf2/TimGM6mb.sf2")
"""Reserved: no model was trained on it."""
RATE_HZ: Final = 22_050
HALVES: Final = {"a": 0, "b": 1}
"""Half a may be chosen on, half b not: every second dev song."""


class NoMaterialError(RuntimeError):
    """What is missing to measure anything, and how to get it."""


@attrs.frozen
class Annotated:
    """A song with its annotation.

    Attributes:
        name: the half, and its number in POP909: ``b_012``.
        audio: a FLAC file.
        bars: when they begin, in seconds, ascending.
        chords: contiguous, in seconds.
    """

    name: str
    audio: Path
    bars: tuple[float, ...]
    chords: tuple[Segment, ...]

    @property
    def half_bars(self) -> tuple[tuple[float, float, str], ...]:
        """Start, end and the chord that fills most of it, for both halves of every bar that has one."""
        halves = []
        for start, end in pairwise(self.bars):
            middle = (start + end) / 2
            halves += [(start, middle), (middle, end)]
        return tuple((start, end, label_of(self.chords, start, end)) for start, end in halves)


def label_of(chords: tuple[Segment, ...], start: float, end: float) -> str:
    """The label that lasts longest between two moments; N where none does."""
    lengths: dict[str, float] = {}
    for begin, finish, label in chords:
        if finish > start and begin < end:
            lengths[label] = lengths.get(label, 0.0) + min(finish, end) - max(begin, start)
    return max(lengths, key=lengths.__getitem__) if lengths else "N"


def songs(data: Path, cache: Path, half: str, count: int | None) -> list[tuple[str, Path]]:
    """Names and folders of the dev songs of a half.

    Raises:
        NoMaterialError: the data, or the soundfont, is not there.
    """
    archive = data / "pop909" / "pop909.tar.xz"
    if not archive.exists():
        raise NoMaterialError(f"{archive} is not there: give the folder of the data pack by --data")
    if not FONT.exists():
        raise NoMaterialError(f"{FONT} is not there: install Debian's timgm6mb-soundfont")
    unpacked = cache / "pop909"
    if not (unpacked / ".complete").exists():
        cache.mkdir(parents=True, exist_ok=True)
        careful: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # from 3.11.4
        with tarfile.open(archive) as tar:
            tar.extractall(cache, **careful)
        (unpacked / ".complete").touch()
    dev = json.loads((data / "pop909" / "split.json").read_text())["dev"]
    names = [str(name) for name in sorted(dev)][HALVES[half] :: 2]
    return [(f"{half}_{name}", unpacked / name) for name in names[:count]]


def annotated(name: str, folder: Path, cache: Path) -> Annotated | None:
    """The song, rendered unless it was before; None where its bars are not annotated."""
    rows = [line.split() for line in (folder / "beat_midi.txt").read_text().splitlines() if line.strip()]
    bars = tuple(float(row[0]) for row in rows if float(row[2]) == 1.0)
    if len(bars) < 8:
        return None
    chords = tuple(
        (float(start), float(end), label)
        for start, end, label in (
            line.split() for line in (folder / "chord_midi.txt").read_text().splitlines() if line.strip()
        )
    )
    audio = cache / "charts" / f"{name}.flac"
    if not audio.exists():
        _render(folder / f"{folder.name}.mid", audio)
    return Annotated(name, audio, bars, chords)


def _render(midi: Path, audio: Path) -> None:
    import pretty_midi
    import soundfile

    samples = pretty_midi.PrettyMIDI(str(midi)).fluidsynth(fs=float(RATE_HZ), sf2_path=str(FONT))
    samples = np.asarray(samples / max(1e-9, np.abs(samples).max()) * 0.8, np.float32)
    audio.parent.mkdir(parents=True, exist_ok=True)
    unfinished = audio.with_suffix(".part")
    soundfile.write(unfinished, samples, RATE_HZ, format="FLAC")
    unfinished.replace(audio)
