"""Where a task waits until something is there for it."""

from __future__ import annotations

from typing import Any

import trio


class Bell:
    """Tasks wait until it is rung, which wakes all of them; rung while nobody waits, it does nothing.

    What trio's ``ParkingLot`` does, without order, numbers and statistics: every chunk and every event rings one,
    mostly for nobody.
    """

    __slots__ = ("_waiting",)

    def __init__(self) -> None:
        """Nobody waits."""
        self._waiting: list[trio.lowlevel.Task] = []

    def __len__(self) -> int:
        """How many tasks wait."""
        return len(self._waiting)

    async def wait(self) -> None:
        """Until it is rung. Always a checkpoint; being cancelled disturbs nobody else."""
        task = trio.lowlevel.current_task()
        self._waiting.append(task)

        def abort(_: Any) -> trio.lowlevel.Abort:
            self._waiting.remove(task)
            return trio.lowlevel.Abort.SUCCEEDED

        await trio.lowlevel.wait_task_rescheduled(abort)

    def ring(self) -> None:
        """Wake all who wait."""
        if self._waiting:
            waiting, self._waiting = self._waiting, []
            for task in waiting:
                trio.lowlevel.reschedule(task)
