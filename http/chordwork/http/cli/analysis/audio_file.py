"""Audio files read block by block, so that an hour of music needs no more memory than a second of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import numpy as np
import soundfile
from numpy.typing import NDArray

from chordwork.http.cli.errors import InputError
from chordwork.native import MAX_SAMPLE_RATE_HZ, MIN_SAMPLE_RATE_HZ

MAX_CHANNELS: Final = 2
"""What the recogniser takes; files with more channels are averaged to mono."""


class _ForwardSound(soundfile.SoundFile):  # type: ignore[misc]
    """Reads straight on and never seeks.

    ``SoundFile.read`` seeks to where it already is after every block. In MP3 that throws away the decoder's bit
    reservoir, so that short blocks come out garbled (python-soundfile 0.14, libsndfile 1.2.2); in OGG it is slow.
    """

    def seekable(self) -> bool:
        return False


class AudioFile:
    """An open audio file.

    Attributes:
        name: the path as the user wrote it.
        sample_rate: in Hz.
        channels: of the blocks, 1 or 2.
        frames: length that the header claims, in sample frames.
    """

    def __init__(self, name: str, sound: soundfile.SoundFile) -> None:
        """Take an open sound; use :func:`open_audio`."""
        self.name: Final = name
        self.sample_rate: Final = int(sound.samplerate)
        self.channels: Final = sound.channels if sound.channels <= MAX_CHANNELS else 1
        self.frames: Final = int(sound.frames)
        self._sound = sound

    @property
    def duration(self) -> float:
        """Seconds, as the header claims."""
        return self.frames / self.sample_rate

    def blocks(self, block_frames: int) -> Iterator[NDArray[np.float32]]:
        """Blocks of ``block_frames`` sample frames, the last one shorter.

        Yields:
            y : np.ndarray [shape=(n, channels)], float32, full scale at ±1.

        Raises:
            InputError: the audio is damaged.
        """
        frames = 0
        while True:
            try:
                block = np.asarray(self._sound.read(block_frames, dtype="float32", always_2d=True), np.float32)
            except (soundfile.LibsndfileError, RuntimeError) as error:
                raise InputError(
                    self.name, f"damaged after {frames / self.sample_rate:.1f} s ({_reason(error)})"
                ) from error
            if len(block) == 0:
                return
            frames += len(block)
            if block.shape[1] > MAX_CHANNELS:
                block = block.mean(axis=1, keepdims=True, dtype=np.float32)
            yield block


@contextmanager
def open_audio(path: Path) -> Iterator[AudioFile]:
    """Open any file that libsndfile reads.

    Raises:
        InputError: there is no such file, it is no audio, it holds none, or its rate is outside 8–192 kHz.
    """
    name = str(path)
    _check_readable(path, name)
    try:
        sound = _ForwardSound(str(path))
    except (soundfile.LibsndfileError, RuntimeError, TypeError, ValueError) as error:
        raise InputError(
            name, f"not audio that can be read ({_reason(error)}); convert it to WAV, FLAC, OGG or MP3"
        ) from error
    with sound:
        if not MIN_SAMPLE_RATE_HZ <= sound.samplerate <= MAX_SAMPLE_RATE_HZ:
            raise InputError(
                name,
                f"its sample rate is {sound.samplerate} Hz; "
                f"resample it to between {MIN_SAMPLE_RATE_HZ} and {MAX_SAMPLE_RATE_HZ} Hz first",
            )
        if sound.frames == 0:
            raise InputError(name, "it has a header but no audio; record or export it again")
        yield AudioFile(name, sound)


def _check_readable(path: Path, name: str) -> None:
    try:
        if path.is_dir():
            raise InputError(name, "this is a folder; name the audio files in it")
        if path.is_fifo():
            return  # A look inside would take its first bytes away.
        with path.open("rb") as file:
            if not file.read(1):
                raise InputError(name, "the file is empty; record or export it again")
    except FileNotFoundError:
        raise InputError(name, "no such file; check the path") from None
    except (OSError, ValueError) as error:
        raise InputError(name, f"cannot be read ({getattr(error, 'strerror', None) or error})") from error


def _reason(error: Exception) -> str:
    text = error.error_string if isinstance(error, soundfile.LibsndfileError) else str(error)
    return str(text).strip().rstrip(".").removeprefix("Error : ").lower()
