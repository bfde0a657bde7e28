"""The microphone, with a pretended sounddevice."""

from __future__ import annotations

import importlib
from types import SimpleNamespace

import pytest
import trio

from chordwork.cli.errors import MicrophoneError
from chordwork.cli.playing.microphone import (
    CaptureQueue,
    CaptureStatistics,
    input_devices,
    load_sounddevice,
    open_microphone,
)

from .pretended_sounddevice import PretendedSoundDevice


async def test_chunks_come_from_the_audio_thread_in_order() -> None:
    sounddevice = PretendedSoundDevice()
    chunks: list[tuple[bytes, float]] = []
    with trio.fail_after(60), open_microphone(sounddevice, None, None) as microphone:
        async for pcm, seconds in microphone.chunks():
            chunks.append((pcm[:1], seconds))
            if len(chunks) == 5:
                break
    assert chunks == [(bytes([number]), 0.02) for number in range(5)]
    assert (microphone.name, microphone.sample_rate) == ("USB mic", 48_000)
    assert sounddevice.opened["blocksize"] == 960
    assert microphone.queue.statistics() == CaptureStatistics(5, 0, 0)


@pytest.mark.parametrize(("device", "chosen"), [("1", 1), ("USB", "USB")])
async def test_a_device_by_number_or_name(device: str, chosen: int | str) -> None:
    sounddevice = PretendedSoundDevice()
    with open_microphone(sounddevice, device, 16_000):
        pass
    assert (sounddevice.opened["device"], sounddevice.opened["samplerate"]) == (chosen, 16_000)


async def test_a_full_queue_lets_the_oldest_go_and_counts() -> None:
    queue = CaptureQueue(capacity_chunks=3)
    for number in range(5):
        queue.put(bytes([number]))
    assert queue.statistics() == CaptureStatistics(5, 2, 3)
    assert [await queue.take() for _ in range(3)] == [b"\2", b"\3", b"\4"]


async def test_taking_waits_for_the_next_chunk() -> None:
    queue = CaptureQueue()
    with trio.fail_after(60):
        async with trio.open_nursery() as nursery:
            nursery.start_soon(trio.to_thread.run_sync, queue.put, b"late")
            assert await queue.take() == b"late"


async def test_no_device_like_that() -> None:
    with pytest.raises(MicrophoneError, match="--list-devices"), open_microphone(PretendedSoundDevice(), "9", None):
        pytest.fail("not reached")
    with pytest.raises(MicrophoneError, match="11025 Hz"), open_microphone(PretendedSoundDevice(), None, 11_025):
        pytest.fail("not reached")


def test_no_device_at_all() -> None:
    with pytest.raises(MicrophoneError, match="no microphone here"):
        input_devices(PretendedSoundDevice(inputs=0))
    assert input_devices(PretendedSoundDevice()) == [(1, "USB mic", 48_000)]


@pytest.mark.parametrize(
    ("failure", "advice"),
    [
        (ModuleNotFoundError("No module named 'sounddevice'"), r"pip install -e '\.\[mic\]'"),
        (OSError("PortAudio library not found"), "libportaudio2"),
    ],
)
def test_missing_pieces_come_with_the_command(monkeypatch: pytest.MonkeyPatch, failure: Exception, advice: str) -> None:
    def refuse(name: str) -> SimpleNamespace:
        assert name == "sounddevice"
        raise failure

    monkeypatch.setattr(importlib, "import_module", refuse)
    with pytest.raises(MicrophoneError, match=advice):
        load_sounddevice()
