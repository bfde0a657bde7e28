"""The microphone, through python-sounddevice (PortAudio), as chunks of PCM for trio."""

from __future__ import annotations

import importlib
from collections import deque
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any, Final

import attrs
import trio

from chordwork.cli.errors import MicrophoneError
from chordwork.cli.playing.performance import CHUNK_SECONDS
from chordwork.harmony.extras import install_extra

QUEUE_CHUNKS: Final = 50
"""One second of audio between PortAudio's thread and trio; when full, the oldest chunk goes and is counted."""
BYTES_PER_SAMPLE: Final = 2

INSTALL: Final = f"the microphone needs an extra: {install_extra('mic')}"
INSTALL_PORTAUDIO: Final = (
    "the microphone needs the PortAudio library: sudo apt install libportaudio2 (Debian, Ubuntu), "
    "sudo dnf install portaudio (Fedora) or brew install portaudio (macOS)"
)
NO_DEVICE: Final = "there is no microphone here: connect one, or try `chordwork demo` or `chordwork analyze FILE`"


@attrs.frozen
class CaptureStatistics:
    """Counts since recording began.

    Attributes:
        captured_chunks: chunks that PortAudio delivered.
        dropped_chunks: chunks thrown away because nobody took them in time.
        waiting_chunks: chunks that wait now.
    """

    captured_chunks: int
    dropped_chunks: int
    waiting_chunks: int


class CaptureQueue:
    """Chunks from a foreign thread to one trio task; bounded, the oldest goes first.

    Must be made inside the trio loop that takes from it. :meth:`put` never waits and may be called from any one thread.
    """

    def __init__(self, capacity_chunks: int = QUEUE_CHUNKS) -> None:
        """An empty queue that holds ``capacity_chunks``."""
        self._chunks: deque[bytes] = deque(maxlen=capacity_chunks)
        self._captured = 0
        self._dropped = 0
        self._news = trio.lowlevel.ParkingLot()
        self._token = trio.lowlevel.current_trio_token()

    def put(self, pcm: bytes) -> None:
        """Add a chunk, from the audio thread."""
        self._captured += 1
        self._dropped += len(self._chunks) == self._chunks.maxlen
        self._chunks.append(pcm)
        with suppress(trio.RunFinishedError):
            # Idempotent: however far trio is behind, at most one wake-up is queued.
            self._token.run_sync_soon(self._news.unpark_all, idempotent=True)

    async def take(self) -> bytes:
        """The oldest chunk; waits until there is one."""
        await trio.lowlevel.checkpoint()
        while not self._chunks:
            await self._news.park()
        return self._chunks.popleft()

    def statistics(self) -> CaptureStatistics:
        """Counts so far."""
        return CaptureStatistics(self._captured, self._dropped, len(self._chunks))


@attrs.frozen
class Microphone:
    """A microphone that records, mono s16le.

    Attributes:
        name: of the device.
        sample_rate: in Hz.
        queue: its chunks.
    """

    name: str
    sample_rate: int
    queue: CaptureQueue

    async def chunks(self) -> AsyncIterator[tuple[bytes, float]]:
        """PCM and its length in seconds, for ever."""
        while True:
            pcm = await self.queue.take()
            yield pcm, len(pcm) / BYTES_PER_SAMPLE / self.sample_rate


def load_sounddevice() -> ModuleType:
    """The optional package.

    Raises:
        MicrophoneError: it, or PortAudio, is not installed; the message has the command.
    """
    try:
        return importlib.import_module("sounddevice")
    except ImportError:
        raise MicrophoneError(INSTALL) from None
    except OSError:
        raise MicrophoneError(INSTALL_PORTAUDIO) from None


def input_devices(sounddevice: Any) -> Sequence[tuple[int, str, int]]:
    """Number, name and usual sample rate in Hz of every device that records.

    Raises:
        MicrophoneError: there is none.
    """
    devices = [
        (number, str(device["name"]), round(device["default_samplerate"]))
        for number, device in enumerate(sounddevice.query_devices())
        if device["max_input_channels"] > 0
    ]
    if not devices:
        raise MicrophoneError(NO_DEVICE)
    return devices


@contextmanager
def open_microphone(sounddevice: Any, device: str | None, sample_rate: int | None) -> Iterator[Microphone]:
    """Record for as long as the block lasts.

    Args:
        sounddevice: the package, from :func:`load_sounddevice`.
        device: number or part of a name; the system's default if None.
        sample_rate: in Hz; the device's usual one if None.

    Raises:
        MicrophoneError: there is no such device, or it cannot record like that.
    """
    input_devices(sounddevice)
    chosen: int | str | None = int(device) if device is not None and device.isdecimal() else device
    try:
        info = sounddevice.query_devices(chosen, "input")
    except (ValueError, sounddevice.PortAudioError) as error:
        raise MicrophoneError(f"no microphone {device!r} ({error}): see chordwork listen --list-devices") from None
    rate = round(info["default_samplerate"]) if sample_rate is None else sample_rate
    queue = CaptureQueue()
    try:
        stream = sounddevice.RawInputStream(
            samplerate=rate,
            blocksize=round(rate * CHUNK_SECONDS),
            device=chosen,
            channels=1,
            dtype="int16",
            latency="low",
            callback=lambda indata, frames, time, status: queue.put(bytes(indata)),
        )
        with stream:
            yield Microphone(str(info["name"]), rate, queue)
    except sounddevice.PortAudioError as error:
        raise MicrophoneError(
            f"{info['name']} cannot record at {rate} Hz ({error}): try another --sample-rate or --device"
        ) from None
