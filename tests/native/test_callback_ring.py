"""A ring between an audio callback and the thread that hears."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
import threading
from collections import deque
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.native import AudioFormatError, CallbackRing

ROOT = Path(__file__).resolve().parents[2]
COMPILER = os.environ.get("CC", "gcc")
PADDED_TO = 8


def frames_of(*numbers: int) -> bytes:
    return np.array(numbers, "<i4").tobytes()


def test_frames_come_out_as_they_went_in() -> None:
    ring = CallbackRing(100, bytes_per_frame=4)
    assert ring.read() == (0, b"")
    assert ring.write(frames_of(1, 2, 3))
    assert ring.write(memoryview(frames_of(4)))
    assert ring.write(np.array([5, 6], "<i4"))
    assert ring.write(b"")
    assert ring.read() == (0, frames_of(1, 2, 3, 4, 5, 6))
    statistics = ring.statistics()
    assert (statistics.writes, statistics.written_frames, statistics.waiting_bytes) == (4, 6, 0)
    assert (statistics.overruns, statistics.overrun_frames, ring.bytes_per_frame) == (0, 0, 4)


def test_there_is_room_for_what_was_asked() -> None:
    """In writes of a hundred frames; and what does not fit is lost as a whole, and told before what comes after it."""
    for capacity_frames in (100, 1000, 4800, 48000):
        ring = CallbackRing(capacity_frames, bytes_per_frame=2)
        for number in range(capacity_frames // 100):
            assert ring.write(bytes([number % 256]) * 200)
        while ring.write(bytes(200)):
            pass
        assert not ring.write(bytes(2 * 2000))
        assert ring.statistics().overrun_frames == 2100
        told = [ring.read().lost_frames for _ in range(2)]
        assert told == [0, 0]
        assert ring.write(b"ab")
        blocks = [ring.read() for _ in range(4)]
        assert sum(block.lost_frames for block in blocks) == 2100
        assert next(block.pcm for block in blocks if block.lost_frames) == b"ab"


def test_what_can_never_fit_is_an_overrun() -> None:
    ring = CallbackRing(1, bytes_per_frame=2)
    assert not ring.write(bytes(2 * 100_000))
    assert ring.write(b"ab")
    assert ring.read() == (100_000, b"ab")


def test_parts_of_frames_and_wrong_sizes_are_refused() -> None:
    ring = CallbackRing(10, bytes_per_frame=4)
    with pytest.raises(AudioFormatError, match="whole frames of 4 bytes"):
        ring.write(b"abc")
    for capacity, size in ((0, 2), (10, 0), (-1, 2), (1.5, 2)):
        with pytest.raises(AudioFormatError):
            CallbackRing(capacity, bytes_per_frame=size)  # type: ignore[arg-type]


def test_an_end_is_seen_after_the_last_frames() -> None:
    ring = CallbackRing(10, bytes_per_frame=2)
    ring.write(b"ab")
    ring.end()
    ring.end()
    assert ring.ended
    assert ring.read() == (0, b"ab")


@given(
    st.lists(st.integers(0, 40), max_size=60), st.integers(1, 60), st.integers(1, 9), st.randoms(use_true_random=False)
)
def test_it_is_a_queue_that_tells_what_it_lost(
    writes: list[int], capacity_frames: int, bytes_per_frame: int, chance: object
) -> None:
    """Held against a queue in Python, of any sizes, read at any time."""
    ring = CallbackRing(capacity_frames, bytes_per_frame=bytes_per_frame)
    capacity_bytes = ring.statistics().capacity_bytes
    queue: deque[tuple[int, bytes]] = deque()  # frames lost before, PCM
    used_bytes = lost = number = 0

    def read() -> None:
        nonlocal used_bytes
        expected_lost, expected = (queue[0][0], b"") if queue else (0, b"")
        while queue and (not expected or queue[0][0] == 0):
            pcm = queue.popleft()[1]
            expected += pcm
            used_bytes -= 8 + -(-len(pcm) // PADDED_TO) * PADDED_TO
        assert ring.read() == (expected_lost, expected)

    for frames in writes:
        pcm = bytes((number + k) % 251 for k in range(frames * bytes_per_frame))
        number += len(pcm)
        size = 8 + -(-len(pcm) // PADDED_TO) * PADDED_TO
        fits = frames == 0 or used_bytes + size <= capacity_bytes
        assert ring.write(pcm) == fits
        if frames and fits:
            queue.append((lost, pcm))
            used_bytes, lost = used_bytes + size, 0
        elif not fits:
            lost += frames
        assert ring.statistics().waiting_bytes == used_bytes
        if chance.random() < 0.3:  # type: ignore[attr-defined]
            read()
    while queue:
        read()


def test_long_blocks_are_read_in_parts() -> None:
    ring = CallbackRing(100_000, bytes_per_frame=3)
    pcm = bytes(range(251)) * 900
    assert ring.write(pcm[: 3 * 75_000])
    got = b""
    while block := ring.read().pcm:
        assert len(block) % 3 == 0
        got += block
    assert got == pcm[: 3 * 75_000]


def test_a_callback_in_c_writes_without_python() -> None:
    """What PortAudio would call, called from a thread by ctypes, which lets go of the interpreter meanwhile."""
    ring = CallbackRing(10_000, bytes_per_frame=2)
    signature = ctypes.CFUNCTYPE(
        ctypes.c_int,
        ctypes.c_char_p,
        ctypes.c_void_p,
        ctypes.c_ulong,
        ctypes.c_void_p,
        ctypes.c_ulong,
        ctypes.c_void_p,
    )
    callback = signature(ring.portaudio_callback)

    def play() -> None:
        for number in range(100):
            assert callback(bytes([number]) * 192, None, 96, None, 0, ring.pointer) == 0
        assert callback(None, None, 96, None, 0, ring.pointer) == 0  # a device that has nothing
        assert callback(b"ab", None, 1, None, 0, ring.pointer) == 0
        ring.end()

    thread = threading.Thread(target=play)
    thread.start()
    got, lost = b"", 0
    while True:
        ended = ring.ended
        block = ring.read()
        got, lost = got + block.pcm, lost + block.lost_frames
        if ended and not block.pcm:
            break
    thread.join()
    assert got == b"".join(bytes([number]) * 192 for number in range(100)) + b"ab"
    assert lost == 96


def environment(**more: str) -> dict[str, str]:
    """Ours, without another sanitizer that runs these tests."""
    return {name: value for name, value in os.environ.items() if name != "LD_PRELOAD"} | more


def build(folder: Path, source: Path) -> Path | None:
    """The two threads with ThreadSanitizer; None where the compiler has none."""
    if shutil.which(COMPILER) is None:
        return None
    program = folder / "threads"
    made = subprocess.run(
        [COMPILER, "-std=c11", "-O1", "-g", "-fsanitize=thread", "-pthread", "-I", str(ROOT / "native/csrc"),
         str(source), str(ROOT / "tests/native/callback_ring_threads.c"), "-o", str(program)],
        capture_output=True, text=True, check=False, env=environment(),
    )  # fmt: skip
    if made.returncode != 0 and "tsan" in made.stderr:
        return None
    assert made.returncode == 0, made.stderr
    return program


def run(program: Path) -> subprocess.CompletedProcess[str]:
    command = [str(program)]
    if shutil.which("setarch"):  # a kernel that spreads addresses widely leaves no room for the sanitizer's shadow
        command = ["setarch", "-R", *command]
    tsan = environment(TSAN_OPTIONS="exitcode=66")
    return subprocess.run(command, env=tsan, capture_output=True, text=True, check=False, timeout=500)


@pytest.mark.skipif(sys.platform == "win32", reason="threads of POSIX")
def test_two_threads_race_nowhere(tmp_path: Path) -> None:
    program = build(tmp_path, ROOT / "native/csrc/callback_ring.c")
    if program is None:
        pytest.skip(f"{COMPILER} has no ThreadSanitizer")
    ran = run(program)
    if "FATAL: ThreadSanitizer" in ran.stderr:
        pytest.skip(f"ThreadSanitizer does not run here: {ran.stderr[:200]}")
    assert ran.returncode == 0, ran.stderr[-4000:]
    assert "frames came" in ran.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="threads of POSIX")
def test_the_sanitizer_would_see_a_missing_release(tmp_path: Path) -> None:
    """The same ring with its index published in no order."""
    source = (ROOT / "native/csrc/callback_ring.c").read_text()
    planted = source.replace("memory_order_release", "memory_order_relaxed")
    assert planted != source
    (tmp_path / "planted.c").write_text(planted)
    program = build(tmp_path, tmp_path / "planted.c")
    if program is None:
        pytest.skip(f"{COMPILER} has no ThreadSanitizer")
    ran = run(program)
    if "FATAL: ThreadSanitizer" in ran.stderr:
        pytest.skip(f"ThreadSanitizer does not run here: {ran.stderr[:200]}")
    assert ran.returncode == 66
    assert "data race" in ran.stderr
