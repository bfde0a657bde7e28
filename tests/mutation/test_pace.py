from __future__ import annotations

import pytest

from tests.mutation.choosing import BUDGET_S, Choice
from tests.mutation.covering import Coverage, Covered
from tests.mutation.mutants import mutants
from tests.mutation.pace import QUIET_S, Pace
from tests.mutation.packages import PACKAGES, ROOT


class Machine:
    """Its clock, and how busy it is."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slowness = 1.0
        self.asked = 0

    def loop_s(self) -> float:
        self.asked += 1
        return QUIET_S * self.slowness

    def pace(self) -> Pace:
        return Pace(self.loop_s, lambda: self.now)


@pytest.mark.parametrize("slowness", [0.5, 1.0, 2.0])
def test_the_same_work_is_told_the_same_on_a_busy_machine(slowness: float) -> None:
    machine = Machine()
    machine.slowness = slowness
    pace = machine.pace()
    assert pace.slowness() == pytest.approx(slowness)
    assert pace.quiet_s(3.0 * slowness, before=pace.slowness()) == pytest.approx(3.0)


def test_what_became_busy_meanwhile_counts_half() -> None:
    machine = Machine()
    pace = machine.pace()
    before = pace.slowness()
    machine.now, machine.slowness = 10.0, 2.0
    assert pace.quiet_s(3.0, before) == pytest.approx(2.0)


def test_the_pace_is_measured_now_and_then() -> None:
    machine = Machine()
    pace = machine.pace()
    for _ in range(100):
        pace.slowness()
        machine.now += 0.01
    assert machine.asked == 2


def test_a_loop_takes_processor_time() -> None:
    assert Pace().slowness() > 0


def test_tests_are_chosen_alike_by_timings_a_little_off() -> None:
    file = ROOT / "actors/chordwork/actors/_mailbox.py"
    mutant = next(each for each in mutants(ROOT, file) if each.source.startswith("if self._queued_bytes"))
    takes = {f"tests/a.py::test_{number}": 0.3 * 2**number for number in range(8)}

    def chosen(by: float) -> list[str]:
        seconds = {test: taken * by for test, taken in takes.items()}
        module = Covered("", seconds, {mutant.file: {test: [mutant.line] for test in takes}})
        return Choice(Coverage({"tests/a.py": module}), PACKAGES["mailbox"].files()).tests(mutant)

    assert chosen(0.97) == chosen(1.0) == chosen(1.03)
    assert sum(takes[test] for test in chosen(1.0)) <= BUDGET_S
    assert len(chosen(20.0)) < len(chosen(1.0))
