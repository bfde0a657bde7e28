"""One model for all sessions, asked for many of them at once."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any, Final, Protocol, runtime_checkable

import attrs
import outcome
import trio

from chordwork.engine.events import Event

if TYPE_CHECKING:  # engine's runtime is only loaded by who brings its model
    from chordwork.engine import Answer, ChordModel, Question

MAX_ROWS: Final = 16
"""Rows of one batch: more cost as much for each row, and hold up the loop for longer; see docs/decisions/004."""
PATIENCE_S: Final = 0.002
"""Where many ask, a batch is held open until its first audio came so long ago; a chord is seen later by no more."""
WORTH_WAITING_ROWS: Final = 3
"""Rows that must be expected within the patience."""
_MEMORY: Final = 0.95
"""What each batch keeps of those before it, in how many others are expected."""


@runtime_checkable
class SharingRecognizer(Protocol):
    """A recogniser that leaves its model to the caller; :class:`chordwork.engine.Recognizer` is one."""

    def listen(self, pcm: bytes | memoryview) -> Generator[Question, Answer, Sequence[Event]]:
        """As ``feed``."""
        ...

    def listen_to_end(self) -> Generator[Question, Answer, Sequence[Event]]:
        """As ``finish``."""
        ...

    @property
    def model(self) -> ChordModel:
        """Whom to ask."""
        ...


@attrs.frozen
class InferenceStatistics:
    """What a :class:`SharedInference` has done.

    Attributes:
        batches: calls of the model.
        rows: hops of sessions answered by them.
        largest: rows of the largest.
        alone: rows that had to be asked again, one by one, because their batch failed.
        model_s: time spent in the model, on the loop's clock.
        wait_s: time that rows waited for their batch to begin, summed over the rows, on the loop's clock.
        model_name: whose work that was.
        model_version: of its weights.
    """

    batches: int
    rows: int
    largest: int
    alone: int
    model_s: float
    wait_s: float = 0.0
    model_name: str = "none"
    model_version: str = "0"

    def plus(self, other: InferenceStatistics) -> InferenceStatistics:
        """Of two lives of the same model."""
        return InferenceStatistics(
            self.batches + other.batches,
            self.rows + other.rows,
            max(self.largest, other.largest),
            self.alone + other.alone,
            self.model_s + other.model_s,
            self.wait_s + other.wait_s,
            self.model_name,
            self.model_version,
        )


@attrs.define(eq=False)
class _Row:
    question: Question
    task: trio.lowlevel.Task | None
    asked: float = attrs.field(factory=trio.current_time, kw_only=True)
    answer: outcome.Outcome[Answer] | None = None


class SharedInference:
    """Batches the questions of all sessions that are ready in the same turn of the loop.

    No task of its own: the first session to ask *leads*. It lets every other task that is ready run once, then asks the
    model for itself and for all who asked meanwhile. Where the last batches show that many others ask all the time, it
    waits for them a little, because a row of a large batch costs half of one alone. An idle loop never waits, nor does
    a recording that is heard as fast as can be: while it waits for its answer, nobody asks.
    """

    def __init__(self, model: ChordModel, *, max_rows: int = MAX_ROWS, patience_s: float = PATIENCE_S) -> None:
        """Share ``model`` within one trio loop, by at most ``max_rows`` at a time, held open for ``patience_s``."""
        if max_rows < 1:
            raise ValueError(f"max_rows must be at least 1, not {max_rows!r}")
        self._model = model
        self._max_rows = max_rows
        self._patience_s = patience_s
        self._gathering: list[_Row] | None = None
        self._full = trio.lowlevel.ParkingLot()
        self._joined = 0.0
        self._gathered_s = 0.0
        self._batches = 0
        self._rows = 0
        self._largest = 0
        self._alone = 0
        self._model_s = 0.0
        self._wait_s = 0.0

    async def step(self, question: Question, *, came_at: float | None = None) -> Answer:
        """The model's answer. Always a schedule point; being cancelled loses the answer and disturbs nobody else.

        Args:
            question: of one session.
            came_at: trio time at which the audio came that is asked about, from which patience counts; None: now.

        Raises whatever the model raises for this question, and nothing because of the questions of others.
        """
        rows = self._gathering
        if rows is None:
            return await self._lead(question, came_at)
        row = _Row(question, trio.lowlevel.current_task())
        rows.append(row)
        if len(rows) >= self._max_rows:
            self._gathering = None
            self._full.unpark_all()

        def abort(_: Any) -> trio.lowlevel.Abort:
            rows.remove(row)
            return trio.lowlevel.Abort.SUCCEEDED

        answer: Answer = await trio.lowlevel.wait_task_rescheduled(abort)
        return answer

    def statistics(self) -> InferenceStatistics:
        """Batches and rows so far."""
        name, version = self._model.info.name, self._model.info.version
        return InferenceStatistics(
            self._batches, self._rows, self._largest, self._alone, self._model_s, self._wait_s, name, version
        )

    async def _lead(self, question: Question, came_at: float | None) -> Answer:
        await trio.lowlevel.checkpoint_if_cancelled()
        own = _Row(question, None)
        rows = [own]
        if self._max_rows > 1:
            self._gathering = rows
        await trio.lowlevel.cancel_shielded_checkpoint()  # the others count on us
        until = (own.asked if came_at is None else came_at) + self._patience_s
        if self._gathering is rows and self._worth_waiting and until > trio.current_time():
            with trio.CancelScope(deadline=until, shield=True):
                await self._full.park()
        if self._gathering is rows:
            self._gathering = None
        began = trio.current_time()
        self._joined = _MEMORY * self._joined + len(rows) - 1
        self._gathered_s = _MEMORY * self._gathered_s + began - own.asked
        self._wait_s += sum(began - row.asked for row in rows)
        self._answer(rows)
        self._model_s += trio.current_time() - began
        self._rows += len(rows)
        self._largest = max(self._largest, len(rows))
        for row in rows:
            if row.task is not None:
                trio.lowlevel.reschedule(row.task, row.answer)  # type: ignore[arg-type]  # set by _answer
        assert own.answer is not None
        return own.answer.unwrap()

    @property
    def _worth_waiting(self) -> bool:
        """Whether enough others ask within the patience, as far as they did while the last batches were gathered."""
        return 0.0 < WORTH_WAITING_ROWS * self._gathered_s < self._joined * self._patience_s

    def _answer(self, rows: list[_Row]) -> None:
        if len(rows) > 1:
            try:
                self._answer_together(rows)
                return
            except Exception:  # one bad row is no reason to fail the others: find out whose it is
                self._alone += len(rows)
        for row in rows:
            self._batches += 1
            row.answer = outcome.capture(self._model.step, *row.question)

    def _answer_together(self, rows: list[_Row]) -> None:
        import numpy as np

        self._batches += 1
        evidence, states = self._model.step(
            np.concatenate([row.question[0] for row in rows]), np.concatenate([row.question[1] for row in rows])
        )
        for index, row in enumerate(rows):
            one = slice(index, index + 1)
            mine = type(evidence)(evidence.chord[one], evidence.bass[one], evidence.notes[one])
            row.answer = outcome.Value((mine, states[one]))
