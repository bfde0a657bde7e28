from __future__ import annotations

from bench.failover.command import _row, _same_after
from bench.failover.playing import Heard, recording


def test_a_recording_is_as_long_as_was_asked() -> None:
    song = recording("guitar.ogg", 2.0)
    assert abs(song.duration_s - 2.0) < 0.001


def heard(*finals: tuple[str, float, float], **fields: object) -> Heard:
    confidences = [0.5] * len(finals)
    return Heard([*finals], [*range(len(finals))], confidences, done=True, **fields)  # type: ignore[arg-type]


SONG = recording("guitar.ogg", 8.0)
REFERENCE = heard(("C:maj", 0.0, 2.0), ("G:maj", 2.0, 5.0), ("F:maj", 5.0, 7.0), ("C:maj", 7.0, 8.0))


def test_what_was_heard_without_a_gap_has_to_be_the_same() -> None:
    row = _row(SONG, 1.0, REFERENCE, [REFERENCE], 1.0, 30.0)
    assert (row["finals_equal"], row["indexes_once_each"], row["hole_s"], row["bound_s"]) == (True, True, 0.0, 0.0)
    other = heard(("C:maj", 0.0, 2.0), ("G:maj", 2.0, 5.0), ("F:maj", 5.0, 7.0), ("A:min", 7.0, 8.0), resumed_at=[2.0])
    row = _row(SONG, 1.0, REFERENCE, [REFERENCE, other], 1.0, 30.0)
    assert (row["finals_equal"], row["resumed"], row["resume_max_s"]) == (False, 1, 1.0)


def test_after_a_hole_chords_may_begin_a_little_elsewhere() -> None:
    late = heard(("C:maj", 0.0, 2.0), ("N", 2.0, 4.0), ("F:maj", 4.0, 7.05), ("C:maj", 7.05, 8.0))
    assert _same_after(REFERENCE, late, 1.0, 1.0, 2.5)
    other = heard(("C:maj", 0.0, 2.0), ("N", 2.0, 4.0), ("F:maj", 4.0, 7.5), ("C:maj", 7.5, 8.0))
    assert not _same_after(REFERENCE, other, 1.0, 1.0, 2.5)
