"""A sounddevice package without PortAudio, for tests."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Self


class PortAudioError(Exception):
    pass


class PretendedSoundDevice:
    """Enough of the package: two devices, and a stream that calls back from a thread of its own."""

    PortAudioError = PortAudioError

    def __init__(self, inputs: int = 1) -> None:
        self._devices = [
            {"name": "Speakers", "max_input_channels": 0, "default_samplerate": 44100.0},
            {"name": "USB mic", "max_input_channels": inputs, "default_samplerate": 48000.0},
        ]
        self.opened: dict[str, Any] = {}

    def query_devices(self, device: int | str | None = None, kind: str | None = None) -> Any:
        if kind is None:
            return self._devices
        if device not in (None, 1, "USB"):
            raise ValueError(f"No input device matching {device!r}")
        return self._devices[1]

    def RawInputStream(self, **settings: Any) -> PretendedStream:  # noqa: N802
        self.opened = settings
        if settings["samplerate"] == 11_025:
            raise PortAudioError("Invalid sample rate")
        return PretendedStream(settings["callback"], settings["blocksize"])


class PretendedStream:
    def __init__(self, callback: Callable[..., None], frames: int) -> None:
        self._thread = threading.Thread(target=self._record, args=(callback, frames))

    def _record(self, callback: Callable[..., None], frames: int) -> None:
        for number in range(5):
            callback(memoryview(bytes([number]) * frames * 2), frames, None, None)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._thread.join()
