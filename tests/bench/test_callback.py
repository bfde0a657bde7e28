"""The artificial sound card, and what is counted of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from bench.callback import FRAMES, _in_c, _in_python, _row
from bench.callback.device import Device, NoCompiler, Played
from chordwork.native import CallbackRing


@pytest.fixture
def device(tmp_path: Path) -> Device:
    if shutil.which("cc") is None:
        pytest.skip("no C compiler here")
    return Device(tmp_path)


@pytest.mark.parametrize("made", [_in_c, _in_python])
def test_each_call_hands_over_the_next_part(device: Device, made: object) -> None:
    """Whatever the deadlines were, nothing is missing; one call in a ring that is full is an overrun."""
    ring = CallbackRing(FRAMES * 60, bytes_per_frame=2)
    pcm = np.arange(FRAMES * 20, dtype="<i2").tobytes()
    measured, baseline, alive = made(device, ring)  # type: ignore[operator]
    played = device.start(measured, baseline, pcm, frames=FRAMES, calls=50, period_s=0.0002, priority=0).join()
    assert ring.read().pcm == (pcm * 3)[: 50 * 2 * FRAMES]
    assert (played.measured >= 0).all()
    assert (played.woken > 0).all()
    assert not played.realtime
    assert _row("any", played, ring)["overruns"] == 0
    device.start(measured, baseline, pcm, frames=FRAMES, calls=200, period_s=0.0, priority=0).join()
    assert _row("any", played, ring)["overruns"] > 0
    del alive


def test_a_deadline_is_missed_by_waking_or_by_working() -> None:
    ring = CallbackRing(100, bytes_per_frame=2)
    ns = np.array([0, 1_500_000, 2_100_000, 0])
    played = Played(ns, np.array([10, 600_000, 10, 2_100_000]), np.array([10, 10, 10, 10]), realtime=True)
    row = _row("any", played, ring)
    assert (row["missed"], row["missed_by_nothing"], row["over_1_ms_in_the_callback"]) == (3, 1, 1)


def test_no_compiler_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CC", "no-such-compiler")
    with pytest.raises(NoCompiler, match="needs a C compiler"):
        Device(tmp_path)
