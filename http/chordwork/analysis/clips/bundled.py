"""The recordings that come with the package, each with its true chords."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib import resources
from pathlib import Path
from typing import Any, Final

import attrs
import numpy as np
import soundfile
from numpy.typing import NDArray

from chordwork.analysis.errors import ClipError
from chordwork.harmony.lab import read_lab
from chordwork.harmony.score import Segment

AUDIO_SUFFIXES: Final = (".ogg", ".flac", ".wav", ".mp3")
INDEX: Final = "clips.json"
"""Optional: ``{"guitar": {"title": …, "credit": …, "licence": …}}``; its order is the order of playing."""


@attrs.frozen
class Clip:
    """A recording and its true chords.

    Attributes:
        name: stem of its files, what ``--clip`` takes.
        title: what it is, for people.
        credit: whom to thank, and under which licence; may be empty.
        audio: its file.
        reference: true chords, in seconds.
    """

    name: str
    title: str
    credit: str
    audio: Path
    reference: tuple[Segment, ...]

    def read(self) -> tuple[NDArray[np.int16], int]:
        """The whole recording; clips are short.

        Returns:
            y : np.ndarray [shape=(n, channels)], int16, and the sample rate in Hz.
        """
        with soundfile.SoundFile(str(self.audio)) as sound:
            pcm = np.asarray(sound.read(dtype="int16", always_2d=True), np.int16)
            return pcm[:, :2], int(sound.samplerate)


@contextmanager
def bundled_clips() -> Iterator[list[Clip]]:
    """The clips of the package, as files for as long as the block lasts.

    Raises:
        ClipError: the package came without its clips.
    """
    with ExitStack() as stack:
        folder = stack.enter_context(resources.as_file(resources.files("chordwork.analysis") / "clips"))
        clips = read_clips(folder) if folder.is_dir() else []
        if not clips:
            raise ClipError("the bundled recordings are missing from this installation: install chordwork again")
        yield clips


def read_clips(folder: Path) -> list[Clip]:
    """Every pair of ``NAME.lab`` and audio file in a folder.

    Raises:
        LabError: a .lab file cannot be read.
    """
    index: dict[str, dict[str, Any]] = {}
    if (folder / INDEX).is_file():
        index = json.loads((folder / INDEX).read_text(encoding="utf-8"))
    found = {lab.stem: lab for lab in sorted(folder.glob("*.lab"))}
    names = [*(name for name in index if name in found), *(name for name in found if name not in index)]
    clips: list[Clip] = []
    for name in names:
        audio = next((path for suffix in AUDIO_SUFFIXES if (path := folder / f"{name}{suffix}").is_file()), None)
        if audio is None:
            continue
        entry = index.get(name, {})
        credit = ", ".join(str(entry[field]) for field in ("credit", "licence") if entry.get(field))
        reference = read_lab(found[name].read_text(encoding="utf-8"), source=found[name].name)
        clips.append(Clip(name, str(entry.get("title", name)), credit, audio, tuple(reference)))
    return clips


def choose_clips(clips: list[Clip], name: str | None) -> list[Clip]:
    """All clips, or the one that was asked for.

    Raises:
        ClipError: there is no clip of that name.
    """
    chosen = [clip for clip in clips if name is None or clip.name == name]
    if not chosen:
        raise ClipError(f"there is no clip {name!r}; choose from {', '.join(clip.name for clip in clips)}")
    return chosen
