"""Standard input in the place of an audio file, where its name is a dash."""

from __future__ import annotations

import sys
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Final

from chordwork.analysis.errors import InputError
from chordwork.analysis.sources.audio_file import AudioFile, open_audio, open_audio_stream
from chordwork.analysis.sources.pcm import PcmFormat

_STDIN: Final = (Path("-"), Path("/dev/stdin"))
STDIN_NAME: Final = "standard input"


def open_input(path: Path, pcm: PcmFormat | None = None) -> AbstractContextManager[AudioFile]:
    """Open a file, as :func:`~chordwork.analysis.sources.audio_file.open_audio`, or standard input.

    Raises:
        InputError: a person sits where the audio should come from.
    """
    if not is_stdin(path):
        return open_audio(path, pcm)
    if sys.stdin is None or sys.stdin.isatty():
        raise InputError(
            STDIN_NAME, "is a keyboard: pipe audio in, such as ffmpeg -i song.m4a -f wav - | chordwork analyze -"
        )
    return open_audio_stream(sys.stdin.buffer, STDIN_NAME, pcm)


def is_stdin(path: Path) -> bool:
    """Whether a path stands for standard input."""
    return path in _STDIN
