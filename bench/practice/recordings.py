"""Longer recordings whose sounding notes are known: the rendered dev clips, and a real guitar."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs
import numpy as np
import soundfile
from numpy.typing import NDArray

KINDS: Final = ("notes", "comping")
TAIL_S: Final = 0.08
"""A note is still heard this long after its end."""
FADED_S: Final = 0.35
"""Notes that end or begin within this of the averaged stretch count neither way."""


@attrs.frozen(eq=False)
class Recording:
    """Audio and its notes: start, end in seconds, MIDI pitch."""

    name: str
    kind: str
    audio: NDArray[np.int16]
    rate_hz: int
    notes: NDArray[np.float64]

    def sounding(self, start: float, end: float) -> tuple[frozenset[int], frozenset[int]]:
        """Pitch classes that sound all through a stretch, and those that sound at some point near it."""
        begin, finish, pitch = self.notes.T
        finish = finish + TAIL_S
        all_through = pitch[(begin <= start) & (finish >= end)]
        near = pitch[(begin <= end + FADED_S) & (finish >= start - FADED_S)]
        return frozenset((all_through % 12).astype(int).tolist()), frozenset((near % 12).astype(int).tolist())


def dev_clips(cache: Path, half: str, *, step: int) -> Iterator[Recording]:
    """Rendered dev clips of one half; none if there are none."""
    for kind in KINDS:
        for path in sorted((cache / "dev" / kind).glob(f"{half}_*.json"))[::step]:
            audio, rate = soundfile.read(path.with_suffix(".flac"), dtype="int16", always_2d=True)
            notes = [note[:3] for note in json.loads(path.read_text())["notes"]]
            yield Recording(
                path.stem, kind, np.ascontiguousarray(audio[:, 0], np.int16), rate, np.array(notes, np.float64)
            )


def real_guitar(data: Path) -> Iterator[Recording]:
    """The comping excerpt of GuitarSet, a microphone before an acoustic guitar; nothing if it is not there."""
    for path in sorted((data / "real" / "guitarset").glob("*_comp_mic.flac")):
        audio, rate = soundfile.read(path, dtype="int16", always_2d=True)
        notes = np.loadtxt(path.with_name(path.name.replace("_mic.flac", "_notes.tsv")))
        notes[:, 2] = np.round(notes[:, 2])
        yield Recording(path.stem, "real guitar", np.ascontiguousarray(audio[:, 0], np.int16), rate, notes)
