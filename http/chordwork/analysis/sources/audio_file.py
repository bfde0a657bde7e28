"""Audio files read block by block, so that an hour of music needs no more memory than a second of it."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Final

import numpy as np
from numpy.typing import NDArray

from chordwork.analysis.decoding import DecodingError, DecodingWarning, Recording, open_recording
from chordwork.analysis.errors import InputError


class AudioFile:
    """An open audio file.

    Attributes:
        name: the path as the user wrote it.
        sample_rate: of the blocks, in Hz; the file's, or brought into 8 to 192 kHz.
        channels: of the blocks, 1 or 2.
        duration: seconds that it probably lasts: what the file holds if that is known, else what its header promises.
        warnings: what is wrong with it; complete after the last block.
    """

    def __init__(self, name: str, recording: Recording) -> None:
        """Take an open recording; use :func:`open_audio`."""
        self.name: Final = name
        self.sample_rate: Final = recording.sample_rate
        self.channels: Final = recording.channels
        self.duration: Final = recording.duration
        self._recording = recording

    @property
    def warnings(self) -> list[DecodingWarning]:
        """What is wrong with the file, in order; complete after the last block."""
        return self._recording.warnings

    def blocks(self, block_frames: int) -> Iterator[NDArray[np.float32]]:
        """Blocks of ``block_frames`` sample frames, the last one shorter.

        Yields:
            y : np.ndarray [shape=(n, channels)], float32, full scale at ±1.

        Raises:
            InputError: the audio is damaged, and nothing behind the damage can be read.
        """
        try:
            yield from self._recording.blocks(block_frames)
        except DecodingError as error:
            raise InputError(self.name, str(error)) from error


@contextmanager
def open_audio(path: Path) -> Iterator[AudioFile]:
    """Open a file of any format that an installed decoder reads; a pipe is read to its end first.

    Raises:
        InputError: there is no such file, it is no audio, or it holds none.
    """
    name = str(path)
    with ExitStack() as owned:
        try:
            if path.is_dir():
                raise InputError(name, "this is a folder; name the audio files in it")
            file = owned.enter_context(path.open("rb"))
        except FileNotFoundError:
            raise InputError(name, "no such file; check the path") from None
        except (OSError, ValueError) as error:
            raise InputError(name, f"cannot be read ({getattr(error, 'strerror', None) or error})") from error
        yield owned.enter_context(open_audio_stream(file, name))


@contextmanager
def open_audio_stream(file: IO[bytes], name: str) -> Iterator[AudioFile]:
    """Open audio that comes from an open file, or from a pipe such as standard input.

    Args:
        file: a file or the reading end of a pipe; it stays open.
        name: what to call it.

    Raises:
        InputError: it is no audio, or it holds none.
    """
    with ExitStack() as owned:
        try:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                kept = owned.enter_context(tempfile.TemporaryFile())
                shutil.copyfileobj(file, kept)
                kept.flush()
                file = kept
            recording = owned.enter_context(open_recording(file.fileno()))
        except DecodingError as error:
            raise InputError(name, str(error)) from error
        except OSError as error:
            raise InputError(name, f"cannot be read ({error.strerror or error})") from error
        yield AudioFile(name, recording)
