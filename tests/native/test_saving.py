"""Parts of the front end that go on where others were; what none can be is refused before C reads by it."""

import struct

import numpy as np
import pytest

from chordwork.native import (
    BiquadCascade,
    BiquadSection,
    FixedLagViterbi,
    FrontEnd,
    Resampler,
    RingBuffer,
    SampleFormat,
    SnapshotError,
)


def changed(state: bytes, at: int, kind: str, value: int) -> bytes:
    return state[:at] + struct.pack(kind, value) + state[at + struct.calcsize(kind) :]


def noise(samples: int) -> bytes:
    return np.random.default_rng(samples).integers(-20_000, 20_000, samples).astype("<i2").tobytes()


@pytest.mark.parametrize("rate", [8000, 22_050, 44_100, 44_101, 192_000])
@pytest.mark.parametrize("channels", [1, 2])
def test_a_front_end_goes_on_where_another_was(rate, channels):
    pcm = noise(rate)
    whole = FrontEnd(rate, channels=channels)
    front_end = FrontEnd(rate, channels=channels)
    for start in range(0, len(pcm), 7_001):
        saved = front_end.snapshot()
        front_end = FrontEnd(rate, channels=channels)
        front_end.restore(saved)
        piece = pcm[start : start + 7_001]
        assert front_end.write(piece) == whole.write(piece)
        while (frame := whole.next_frame()) is not None:
            assert np.array_equal(front_end.next_frame(), frame)
        assert front_end.next_frame() is None
        assert front_end.statistics() == whole.statistics()
    assert front_end.meter.take() == whole.meter.take()


@pytest.mark.parametrize(
    ("at", "kind", "value"),
    [
        (0, "<Q", 17),  # available: more than fit
        (0, "<Q", 1 << 62),
        (8, "<Q", 17),  # high water
        (40, "<Q", 4),  # pending bytes: a whole frame
        (40, "<Q", 1 << 40),
        (48, "<Q", 1),  # of a block, where there are none
        (112, "<i", 7),  # format
        (116, "<i", 3),  # channels
    ],
)
def test_a_ring_refuses_what_it_cannot_be(at, kind, value):
    ring = RingBuffer(16)
    ring.write(noise(5)[:-1], SampleFormat.S16LE, 1)
    saved = ring.snapshot()
    bad = {**saved, "state": changed(saved["state"], at, kind, value)}
    if at == 0:
        bad["samples"] = bytes(4 * value) if value < 1000 else bad["samples"]
    other = RingBuffer(16)
    with pytest.raises(SnapshotError):
        other.restore(bad)
    assert other.available == 0
    other.restore(saved)
    assert (other.available, other.statistics()) == (4, ring.statistics())


@pytest.mark.parametrize(
    ("at", "kind", "value"),
    [
        (0, "<Q", 1 << 50),  # consumed
        (0, "<Q", 2999),
        (8, "<Q", 1 << 60),  # produced
        (8, "<Q", 999),
        (16, "<Q", 1 << 40),  # start
        (24, "<Q", 1 << 30),  # fill
        (32, "<I", 500),  # phase
        (36, "<I", 1),  # after the end, of which nothing was saved: its zeros would never end
    ],
)
def test_a_resampler_refuses_what_it_cannot_be(at, kind, value):
    ring, resampler = RingBuffer(4000), Resampler(44_100, 22_050)
    ring.write(noise(3000), SampleFormat.S16LE, 1)
    resampler.process(ring, np.zeros(1000, np.float32))
    saved = resampler.snapshot()
    with pytest.raises(SnapshotError):
        Resampler(44_100, 22_050).restore({**saved, "state": changed(saved["state"], at, kind, value)})


def test_a_cascade_refuses_what_it_cannot_be():
    cascade = BiquadCascade([BiquadSection(1.0, 0.0, 0.0, 0.1, 0.1)])
    cascade.process(np.ones(7, np.float32))
    saved = cascade.snapshot()
    assert saved["position"] == 7
    for position in (32, -1, "7", 1 << 40):
        with pytest.raises(SnapshotError):
            cascade.restore({**saved, "position": position})
    with pytest.raises(SnapshotError):
        cascade.restore({**saved, "states": saved["states"] * 2})


def test_a_search_goes_on_and_refuses_what_it_cannot_be():
    penalty, chance = np.ones(5), np.random.default_rng(2)
    steps = chance.normal(size=(40, 5))
    whole, search = FixedLagViterbi(penalty, 6), FixedLagViterbi(penalty, 6)
    for step in steps:
        saved = search.snapshot()
        search = FixedLagViterbi(penalty, 6)
        search.restore(saved)
        assert search.step(step) == whole.step(step)
    assert search.flush() == whole.flush()
    for at, value in ((0, 7), (0, 6), (8, 6), (8, 1 << 60), (16, 0)):  # steps, next, started
        with pytest.raises(SnapshotError):
            search.restore({**saved, "state": changed(saved["state"], at, "<Q", value)})
    with pytest.raises(SnapshotError):
        search.restore({**saved, "best": struct.pack("<6I", 0, 0, 5, 0, 0, 0)})
