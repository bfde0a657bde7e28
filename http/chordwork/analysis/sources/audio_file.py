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

from chordwork.analysis.decoding import DecodingError, Recording, open_recording
from chordwork.analysis.errors import AnalysisError, InputError, SourceError
from chordwork.analysis.sources.pcm import PcmFormat
from chordwork.analysis.sources.preparing import prepare
from chordwork.analysis.warnings import AnalysisWarning

MAX_INFLATED_BYTES: Final = 16 << 30
"""A day of CD audio; gzip can promise more than any disk holds."""


class AudioFile:
    """An open audio file.

    Attributes:
        name: the path as the user wrote it.
        sample_rate: of the blocks, in Hz; the file's, or brought into 8 to 192 kHz.
        channels: of the blocks, 1 or 2.
        duration: seconds that it probably lasts: what the file holds if that is known, else what its header promises.
    """

    def __init__(self, name: str, recording: Recording, arrived: tuple[AnalysisWarning, ...] = ()) -> None:
        """Take an open recording, and what was found before it was opened; use :func:`open_audio`."""
        self.name: Final = name
        self.sample_rate: Final = recording.sample_rate
        self.channels: Final = recording.channels
        self.duration: Final = recording.duration
        self._recording = recording
        self._arrived = arrived

    @property
    def warnings(self) -> list[AnalysisWarning]:
        """What is wrong with the file; complete after the last block."""
        return [*self._arrived, *self._recording.warnings]

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
def open_audio(path: Path, pcm: PcmFormat | None = None) -> Iterator[AudioFile]:
    """Open a file of any format that an installed decoder reads; a pipe is read to its end first, gzip inflated.

    Args:
        path: of the file.
        pcm: what it is, if it is raw.

    Raises:
        InputError: there is no such file, it is no audio, or it holds none.
        AnalysisError: there is nowhere to keep what comes out of a pipe or of gzip.
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
        yield owned.enter_context(open_audio_stream(file, name, pcm))


@contextmanager
def open_audio_stream(file: IO[bytes], name: str, pcm: PcmFormat | None = None) -> Iterator[AudioFile]:
    """Open audio that comes from an open file, or from a pipe such as standard input.

    Args:
        file: a file or the reading end of a pipe.
        name: what to call it.
        pcm: what it is, if it is raw.

    Raises:
        InputError: it is no audio, or it holds none.
        AnalysisError: there is nowhere to keep what comes out of a pipe or of gzip.
    """
    with ExitStack() as owned:
        try:
            if not _is_at_its_beginning(file):
                file = _kept(file, owned.enter_context(new_file()), name)
            prepared = prepare(file, new_file=new_file, limit_bytes=MAX_INFLATED_BYTES, pcm=pcm)
        except SourceError as error:
            raise InputError(name, str(error)) from error
        except OSError as error:
            reason = f"cannot be kept while it is heard ({error.strerror}): make room in {_folder()}"
            raise InputError(name, reason) from error
        if prepared.file is not file:
            owned.enter_context(prepared.file)
        try:
            recording = owned.enter_context(open_recording(prepared.file.fileno()))
        except DecodingError as error:
            raise InputError(name, str(error)) from error
        except OSError as error:
            raise InputError(name, f"cannot be read ({error.strerror or error})") from error
        yield AudioFile(name, recording, prepared.warnings)


def new_file() -> IO[bytes]:
    """An empty file without a name: on disk, or in memory where no folder can be written to.

    Raises:
        AnalysisError: neither is to be had.
    """
    try:
        return tempfile.TemporaryFile(prefix="chordwork-")
    except OSError as error:
        if hasattr(os, "memfd_create"):
            return os.fdopen(os.memfd_create("chordwork"), "w+b")
        raise AnalysisError(f"no folder for temporary files ({error.strerror}): set TMPDIR to one") from error


def _is_at_its_beginning(file: IO[bytes]) -> bool:
    """Whether all of it can be read at any place: a file, and no pipe."""
    try:
        return stat.S_ISREG(os.fstat(file.fileno()).st_mode) and file.tell() == 0
    except OSError:
        return False


def _kept(source: IO[bytes], target: IO[bytes], name: str) -> IO[bytes]:
    shutil.copyfileobj(source, target)
    target.flush()
    if target.tell() == 0:
        raise InputError(name, "is empty: the program before the pipe wrote nothing")
    return target


def _folder() -> str:
    try:
        return tempfile.gettempdir()
    except OSError:
        return "memory"
