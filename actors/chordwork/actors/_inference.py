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
"""Rows of one batch, each a hop of a session: more cost as much for each row, and hold up the loop for longer; see
docs/decisions/004."""
PATIENCE_S: Final = 0.002
"""Where many ask, a batch is held open until its first audio came so long ago; a chord is seen later by no more."""
WORTH_WAITING_ROWS: Final = 3
"""Rows that must be expected within the patience."""
_TURNS_GIVEN: Final = 3
"""In which a batch is closed and asked, and whoever was in it goes on: an endless stream of them holds nobody up."""
_MEMORY: Final = 0.95
"""What each batch keeps of those before it, in how many others are expected."""


@runtime_checkable
class RunSharingRecognizer(Protocol):
    """A :class:`SharingRecognizer` that can ask about several hops in one question."""

    run_hops: int
    """How many, at most; may be changed between two pieces of audio."""


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
    hops: int = attrs.field(init=False)
    asked: float = attrs.field(factory=trio.current_time, kw_only=True)
    answer: outcome.Outcome[Answer] | None = None

    def __attrs_post_init__(self) -> None:
        self.hops = len(self.question[0])


class _Gathering:
    """A batch that is open to whoever asks."""

    __slots__ = ("hops", "rows")

    def __init__(self, first: _Row) -> None:
        self.rows = [first]
        self.hops = first.hops


class SharedInference:
    """Batches the questions of all sessions that are ready in the same turn of the loop.

    No task of its own: the first session to ask *leads*. It lets every other task that is ready run once, then asks the
    model for itself and for all who asked meanwhile. Where the last batches show that many others ask all the time, it
    waits for them a little, because a row of a large batch costs half of one alone. An idle loop never waits, nor does
    a recording that is heard as fast as can be: while it waits for its answer, nobody asks.

    A question may be about several hops of a session, where the model takes them together and gives the same bits.
    """

    def __init__(self, model: ChordModel, *, max_rows: int = MAX_ROWS, patience_s: float = PATIENCE_S) -> None:
        """Share ``model`` within one trio loop, by at most ``max_rows`` at a time, held open for ``patience_s``."""
        from chordwork.engine import CompanyModel

        if max_rows < 1:
            raise ValueError(f"max_rows must be at least 1, not {max_rows!r}")
        self._model = model
        self._max_rows = max_rows
        self._patience_s = patience_s
        self._company = model if isinstance(model, CompanyModel) else None
        self._gathering: _Gathering | None = None
        self._full = trio.lowlevel.ParkingLot()
        self._undelivered = 0  # answers whose askers have not gone on yet
        self._joined = 0.0
        self._gathered_s = 0.0
        self._batches = 0
        self._rows = 0
        self._largest = 0
        self._alone = 0
        self._model_s = 0.0
        self._wait_s = 0.0

    @property
    def model(self) -> ChordModel:
        """Whom it asks."""
        return self._model

    @property
    def takes_runs(self) -> bool:
        """Whether questions may be about several hops: where nothing changes by it, not a bit."""
        return self._company is not None and self._company.alike_in_company

    async def step(self, question: Question, *, came_at: float | None = None, behind: bool = False) -> Answer:
        """The model's answer. Always a schedule point; being cancelled loses the answer and disturbs nobody else.

        Args:
            question: of one session; of more than one hop only where :attr:`takes_runs`.
            came_at: trio time at which the audio came that is asked about, from which patience counts; None: now.
            behind: it was there before the session had its last answer. Then those who have been answered meanwhile go
                on before the model is asked again, so that a burst is never between another's question and its event
                twice.

        Raises whatever the model raises for this question, and nothing because of the questions of others.
        """
        open_to_all = self._gathering
        if open_to_all is not None and open_to_all.hops + len(question[0]) > self._max_rows:
            self._close()
            open_to_all = None
        if open_to_all is None:
            return await self._lead(question, came_at, behind=behind)
        gathering = open_to_all
        row = _Row(question, trio.lowlevel.current_task())
        gathering.rows.append(row)
        gathering.hops += row.hops
        if gathering.hops >= self._max_rows:
            self._close()

        def abort(_: Any) -> trio.lowlevel.Abort:
            gathering.rows.remove(row)
            gathering.hops -= row.hops
            return trio.lowlevel.Abort.SUCCEEDED

        try:
            answer: Answer = await trio.lowlevel.wait_task_rescheduled(abort)
        finally:
            self._undelivered -= row.answer is not None
        return answer

    async def step_apart(self, question: Question) -> Answer:
        """As :meth:`step`, for a session that nobody waits for: in a batch of its own, so that it makes those of others
        no longer; and behind one that is being gathered, so that it comes between nobody's question and event twice.
        """
        await trio.lowlevel.checkpoint()
        for _ in range(_TURNS_GIVEN):
            if self._gathering is None and not self._undelivered:
                break
            await trio.lowlevel.checkpoint()
        row = _Row(question, None)
        self._answer_all([row], row.hops)
        assert row.answer is not None
        return row.answer.unwrap()

    def statistics(self) -> InferenceStatistics:
        """Batches and rows so far."""
        name, version = self._model.info.name, self._model.info.version
        return InferenceStatistics(
            self._batches, self._rows, self._largest, self._alone, self._model_s, self._wait_s, name, version
        )

    def _close(self) -> None:
        """The batch that is being gathered is full; whoever holds it open goes on."""
        self._gathering = None
        self._full.unpark_all()

    async def _lead(self, question: Question, came_at: float | None, *, behind: bool) -> Answer:
        await trio.lowlevel.checkpoint_if_cancelled()
        own = _Row(question, None)
        gathering = _Gathering(own)
        if own.hops < self._max_rows:
            self._gathering = gathering
        await trio.lowlevel.cancel_shielded_checkpoint()  # the others count on us
        if behind and self._undelivered:
            await trio.lowlevel.cancel_shielded_checkpoint()
        until = (own.asked if came_at is None else came_at) + self._patience_s
        if self._gathering is gathering and self._worth_waiting and until > trio.current_time():
            with trio.CancelScope(deadline=until, shield=True):
                await self._full.park()
        if self._gathering is gathering:
            self._gathering = None
        rows, now = gathering.rows, trio.current_time()
        self._joined = _MEMORY * self._joined + len(rows) - 1
        self._gathered_s = _MEMORY * self._gathered_s + now - own.asked
        self._answer_all(rows, gathering.hops)
        for row in rows:
            if row.task is not None:
                self._undelivered += 1
                trio.lowlevel.reschedule(row.task, row.answer)  # type: ignore[arg-type]  # set by _answer
        assert own.answer is not None
        return own.answer.unwrap()

    def _answer_all(self, rows: list[_Row], hops: int) -> None:
        began = trio.current_time()
        self._wait_s += sum(began - row.asked for row in rows)
        self._answer(rows)
        self._model_s += trio.current_time() - began
        self._rows += hops
        self._largest = max(self._largest, hops)

    @property
    def _worth_waiting(self) -> bool:
        """Whether enough others ask within the patience, as far as they did while the last batches were gathered."""
        return 0.0 < WORTH_WAITING_ROWS * self._gathered_s < self._joined * self._patience_s

    def _answer(self, rows: list[_Row]) -> None:
        if len(rows) > 1:
            try:
                self._batches += 1
                answers = self._asked([row.question for row in rows])
            except Exception:  # one bad row is no reason to fail the others: find out whose it is
                self._alone += len(rows)
            else:
                for row, answer in zip(rows, answers, strict=True):
                    row.answer = outcome.Value(answer)
                return
        for row in rows:
            self._batches += 1
            row.answer = outcome.capture(self._asked_alone, row.question)

    def _asked(self, questions: list[Question]) -> Sequence[Answer]:
        if self._company is not None:
            return self._company.step_together(questions)
        import numpy as np

        evidence, states = self._model.step(*(np.concatenate(each) for each in zip(*questions, strict=True)))
        if not len(evidence.chord) == len(evidence.bass) == len(evidence.notes) == len(states) == len(questions):
            raise ValueError("a row for each stream of a batch was expected")  # they are asked alone, then
        rows = [slice(row, row + 1) for row in range(len(questions))]
        kind = type(evidence)
        return [(kind(evidence.chord[row], evidence.bass[row], evidence.notes[row]), states[row]) for row in rows]

    def _asked_alone(self, question: Question) -> Answer:
        return self._model.step(*question) if self._company is None else self._company.step_together([question])[0]
