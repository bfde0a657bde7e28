"""A sound that is never like itself, and what was heard of a file."""

from __future__ import annotations

import os
from pathlib import Path

import attrs
import numpy as np
import soundfile
from numpy.typing import NDArray

from bench.formats.alignment import late_ms, mono
from chordwork.analysis.decoding import open_recording
from chordwork.analysis.warnings import AnalysisWarning
from tests.cli.conftest import VOICINGS, plucked

RATE_HZ = 44_100
SECONDS = 8.0


@attrs.frozen
class Heard:
    """A file, decoded."""

    sound: NDArray[np.float32]
    rate_hz: int
    promised_s: float
    warnings: list[AnalysisWarning]

    @property
    def seconds(self) -> float:
        return len(self.sound) / self.rate_hz

    @property
    def codes(self) -> list[str]:
        return [warning.code for warning in self.warnings]

    def late_ms(self, start_s: float, end_s: float, *, at_s: float = 0.0) -> float | None:
        """By how much a stretch of the source is late, that should lie ``at_s`` later than in it."""
        heard = mono(self.sound, self.rate_hz)[round(at_s * 8000) :]
        return late_ms(SOURCE_8K, heard, start_s, end_s)


def hear(content: bytes | Path, *, folder: Path | None = None, block_frames: int = 1000) -> Heard:
    """Decode a file, or bytes put into one."""
    import tempfile

    with tempfile.TemporaryFile() as file:
        file.write(content if isinstance(content, bytes) else content.read_bytes())
        file.flush()
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        with open_recording(file.fileno()) as recording:
            blocks = list(recording.blocks(block_frames))
            sound = np.concatenate(blocks) if blocks else np.zeros((0, recording.channels), np.float32)
            return Heard(sound, recording.sample_rate, recording.duration, list(recording.warnings))


def source() -> NDArray[np.int16]:
    """Chords and a little noise, 44.1 kHz stereo, 16 bit."""
    random = np.random.default_rng(5)
    chords = [VOICINGS[name] for name in ("C:maj", "A:min", "F:maj", "G:maj")]
    strums = [plucked(chords[number % 4], length, RATE_HZ) for number, length in enumerate((0.7, 1.1, 0.9, 1.3) * 2)]
    line = np.concatenate(strums)[: round(SECONDS * RATE_HZ)]
    line = np.pad(line, (0, round(SECONDS * RATE_HZ) - len(line)))
    noise = random.normal(0, 0.004, (len(line), 2))
    stereo = np.stack([line, 0.8 * line], axis=1) + noise
    return np.asarray(np.clip(stereo, -1, 1) * 32767, np.int16)


SOURCE = source()
SOURCE_8K = mono(SOURCE / 32768.0, RATE_HZ)


def write_source(path: Path) -> None:
    """As a WAV whose header is 44 bytes long."""
    soundfile.write(path, SOURCE, RATE_HZ, subtype="PCM_16")
