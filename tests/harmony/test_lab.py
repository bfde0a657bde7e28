"""The MIREX .lab format, read and written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.harmony.lab import LabError, read_lab, write_lab
from chordwork.harmony.score import Segment


def test_reads_tabs_spaces_comments_and_windows_line_ends() -> None:
    text = "\ufeff# by hand\r\n0.0\t1.5\tC:maj\r\n\r\n  1.5   2.25  Eb:maj6(9)/3\r\n"
    assert read_lab(text) == [(0.0, 1.5, "C:maj"), (1.5, 2.25, "Eb:maj6(9)/3")]


@given(st.lists(st.tuples(st.integers(1, 10**9), st.sampled_from(["N", "C", "A:min7/b3"])), max_size=8))
def test_what_is_written_is_read_back(rows: list[tuple[int, str]]) -> None:
    segments: list[Segment] = []
    microseconds = 0
    for duration, label in rows:
        segments.append((microseconds / 1e6, (microseconds + duration) / 1e6, label))
        microseconds += duration
    assert read_lab(write_lab(segments)) == segments


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        ("0 1 C\n1 2\n", 2, "start end label"),
        ("0 1 C\n\none 2 C\n", 3, "'one'"),
        ("0 nan C\n", 1, "'nan'"),
        ("-1 1 C\n", 1, "'-1'"),
        ("1 1 C\n", 1, "must come after"),
        ("2 3 C\n0 1 C\n", 2, "sort the lines"),
        ("0 1 H:maj\n", 1, "'H:maj'"),
    ],
)
def test_errors_point_at_the_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(LabError, match=r"song\.lab, line \d+") as caught:
        read_lab(text, source="song.lab")
    assert (caught.value.line, caught.value.source, caught.value.code) == (line, "song.lab", "lab_syntax")
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    "text", ["x" * 100_000, f"{'9' * 100_000} 1 C", f"0 {'1' * 300} C\n0 1 {'y' * 100_000}", f"0 1 {'y' * 100_000}"]
)
def test_an_error_repeats_little_of_a_long_line(text: str) -> None:
    with pytest.raises(LabError) as caught:
        read_lab(text)
    assert len(str(caught.value)) < 300
