"""libsndfile at work: WAV and its kin, FLAC, Vorbis, Opus, MPEG audio."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import numpy as np
import soundfile

from chordwork.analysis.decoding.containers.store import Spliced
from chordwork.analysis.decoding.decoders.sounds import PIECE_FRAMES, BrokenSound, Samples
from chordwork.analysis.decoding.errors import DecodingError
from chordwork.analysis.warnings import AnalysisWarning

UNKNOWN_FRAMES: Final = 1 << 62
"""libsndfile says 2**63 - 1 for a stream without a length."""
_ERRORS: Final = (soundfile.LibsndfileError, RuntimeError, TypeError, ValueError)


class ForwardSound(soundfile.SoundFile):  # type: ignore[misc]
    """Reads straight on and never seeks.

    ``SoundFile.read`` seeks to where it already is after every block. In MP3 that throws away the decoder's bit
    reservoir, so that short blocks come out garbled (python-soundfile 0.14, libsndfile 1.2.2); in OGG it is slow.
    """

    def seekable(self) -> bool:
        """Never."""
        return False


class SoundFileSound:
    """A stream that libsndfile decodes.

    Attributes:
        rate_hz: as the header says.
        channels: likewise.
        frames: length that libsndfile believes in; None if it knows none.
    """

    def __init__(self, sound: soundfile.SoundFile, file: Spliced) -> None:
        """Use :func:`open_sound`."""
        self._sound = sound
        self._file = file
        self.rate_hz: Final = int(sound.samplerate)
        self.channels: Final = int(sound.channels)
        self.frames: Final = int(sound.frames) if 0 <= sound.frames < UNKNOWN_FRAMES else None
        self.warnings: list[AnalysisWarning] = []

    @property
    def format(self) -> str:
        """libsndfile's name for the kind of file, such as ``WAV``."""
        return str(self._sound.format)

    def pieces(self) -> Iterator[Samples]:
        """All blocks.

        Raises:
            BrokenSound: libsndfile cannot go on.
        """
        frames = 0
        while True:
            try:
                block = self._sound.read(PIECE_FRAMES, dtype="float32", always_2d=True)
            except _ERRORS as error:
                raise BrokenSound(frames, reason_of(error), at_end=self._file.tell() >= self._file.size) from error
            if len(block) == 0:
                return
            frames += len(block)
            yield np.asarray(block, np.float32)

    def close(self) -> None:
        """Let go of the file."""
        self._sound.close()


def open_sound(file: Spliced, name: str = "") -> SoundFileSound:
    """Open what libsndfile reads.

    Raises:
        DecodingError: it is none of that.
    """
    file.seek(0)
    source: Any = file
    try:
        return SoundFileSound(ForwardSound(source), file)
    except _ERRORS as error:
        raise DecodingError(f"{name}: {reason_of(error)}" if name else reason_of(error)) from error


def reason_of(error: Exception) -> str:
    """libsndfile's words, in the middle of a sentence."""
    text = error.error_string if isinstance(error, soundfile.LibsndfileError) else str(error)
    return str(text).strip().rstrip(".").removeprefix("Error : ").lower()
