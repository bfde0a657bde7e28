"""How a performance is judged."""

from __future__ import annotations

import pytest

from chordwork.cli.playing.transcript import Delays, Transcript, chord_changes, heard_after
from chordwork.client import Chord, Key

REFERENCE = [(0.0, 2.0, "C:maj"), (2.0, 3.0, "C:7"), (3.0, 4.0, "N"), (4.0, 6.0, "A:min7"), (6.0, 7.0, "F:maj7(9)")]


def test_changes_are_where_root_or_third_move() -> None:
    assert chord_changes(REFERENCE) == [(0.0, 3.0, "C:maj"), (4.0, 6.0, "A:min7"), (6.0, 7.0, "F:maj7(9)")]


@pytest.mark.parametrize(
    ("live", "seconds"),
    [
        ([(0.0, 4.2, "C"), (4.2, 7.0, "A:min")], pytest.approx(0.2)),
        ([(0.0, 3.9, "C"), (3.9, 7.0, "A:min")], 0.0),
        ([(0.0, 4.2, "C"), (4.2, 4.5, "A:maj"), (4.5, 7.0, "A:min7")], 0.5),
        ([(0.0, 6.5, "C"), (6.5, 7.0, "A:min")], None),
        ([(0.0, 3.0, "A:min"), (3.0, 7.0, "C")], None),
    ],
)
def test_from_the_change_to_the_first_right_chord(live: list[tuple[float, float, str]], seconds: float | None) -> None:
    assert heard_after((4.0, 6.0, "A:min7"), live) == seconds


def test_a_performance() -> None:
    transcript = Transcript()
    for at, label, latency_ms in ((0.25, "C:maj", 1.0), (4.5, "A:min", 3.0), (6.9, "G:maj", 2.0)):
        transcript.add(Chord("provisional", label, label, at, None, 0.9, (), latency_ms), at)
    transcript.add(Key("C major", 1.0), 5.0)
    transcript.add(Chord("final", "C:maj", "C", 0.0, 4.0, 0.9), 5.0)
    transcript.add(Chord("final", "A:min", "Am", 4.0, 7.0, 0.9), 8.0)
    verdict = transcript.judge(REFERENCE, 7.0)
    assert verdict.final.root.fraction == pytest.approx(5 / 7)
    assert verdict.live.root.fraction == pytest.approx((2.75 + 1.5) / 7)
    assert (verdict.heard_after_s.median, verdict.heard_after_s.count, verdict.missed) == (0.375, 2, 1)
    assert (verdict.server_ms.median, verdict.server_ms.count) == (2.0, 3)
    assert verdict.decided_after_s.median == 1.0


def test_percentiles() -> None:
    delays = Delays.of([float(value) for value in range(101)])
    assert (delays.median, delays.p90, delays.p95, delays.count) == (50.0, 90.0, 95.0, 101)
    assert Delays.of([3.0]) == Delays(3.0, 3.0, 3.0, 1)
    assert Delays.of([]) == Delays(None, None, None, 0)
