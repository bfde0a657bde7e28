"""What two labellers agree on."""

import pytest

from evaluation.agreement import SEAM_S, SHORTEST_S, agreed, agreed_share, alike

LINE = [(0.0, 1.0, "N"), (1.0, 3.0, "C:maj"), (3.0, 5.0, "A:min7"), (5.0, 6.0, "C:5")]


@pytest.mark.parametrize("by", ["root", "majmin", "sevenths"])
def test_each_agrees_with_itself_as_far_as_is_compared(by: str) -> None:
    same = agreed(LINE, LINE, alike(by))  # type: ignore[arg-type]
    assert same == (LINE if by == "root" else [*LINE[:3], (5.0, 6.0, "X")])


def test_sevenths_apart_are_one_triad() -> None:
    first, second = [(0.0, 2.0, "G:7")], [(0.0, 2.0, "G:maj")]
    assert agreed(first, second, alike("majmin")) == first
    assert agreed(first, second, alike("sevenths")) == [(0.0, 2.0, "X")]


def test_what_either_leaves_open_stays_open() -> None:
    assert agreed([(0.0, 1.0, "X")], [(0.0, 1.0, "X")], alike("root")) == [(0.0, 1.0, "X")]
    assert agreed([(0.0, 1.0, "N")], [(0.0, 1.0, "X")], alike("root")) == [(0.0, 1.0, "X")]


def test_a_change_heard_twice_lies_midway() -> None:
    late = SEAM_S - 0.1
    first, second = [(0.0, 2.0, "C:maj"), (2.0, 4.0, "F:maj")], [(0.0, 2.0 + late, "C:maj"), (2.0 + late, 4.0, "F:maj")]
    middle = 2.0 + late / 2
    for one, other in ((first, second), (second, first)):
        (_, end, _), (start, _, _) = agreed(one, other, alike("majmin"))
        assert end == start == pytest.approx(middle)


def test_a_change_too_far_apart_or_through_a_third_chord_is_unsaid() -> None:
    first = [(0.0, 2.0, "C:maj"), (2.0, 4.0, "F:maj")]
    far = [(0.0, 2.1 + SEAM_S, "C:maj"), (2.1 + SEAM_S, 4.0, "F:maj")]
    through = [(0.0, 2.0, "C:maj"), (2.0, 2.2, "A:min"), (2.2, 4.0, "F:maj")]
    for second in (far, through):
        assert [label for _, _, label in agreed(first, second, alike("majmin"))] == ["C:maj", "X", "F:maj"]


def test_a_moment_between_disagreements_is_chance() -> None:
    first = [(0.0, 4.0, "C:maj")]
    second = [(0.0, 2.0, "F:maj"), (2.0, 2.0 + SHORTEST_S / 2, "C:maj"), (2.0 + SHORTEST_S / 2, 4.0, "G:maj")]
    assert agreed(first, second, alike("majmin")) == [(0.0, 4.0, "X")]


def test_share_of_what_is_said() -> None:
    assert agreed_share([(0.0, 1.0, "N"), (1.0, 4.0, "X")]) == 0.25
    assert agreed_share([]) == 0.0
