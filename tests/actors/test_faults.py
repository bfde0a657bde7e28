"""Sessions, shared inference and the engine with a fault at every await: who is hit ends, nobody else notices."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from functools import partial
from typing import Any

import attrs
import numpy as np
import pytest
import trio
from numpy.typing import NDArray
from structlog.testing import capture_logs

from chordwork.actors import Engine, EngineLimits, Session, SessionClosed, SessionCrashed, SharedInference, open_engine
from chordwork.actors._format import StreamFormat
from chordwork.actors._outbox import kind_of
from chordwork.actors.testing import ScriptedRecognizer
from chordwork.engine import ChordEvent, DecoderSettings, Event, Evidence, ModelInfo
from tests.faults import (
    Hanging,
    Injected,
    Steps,
    calling,
    cancelling,
    pairs,
    raising,
    run,
    scope_of_pairs,
    scope_of_test,
)

RATE_HZ = 8000
CHUNK = bytes(2 * RATE_HZ // 5)
CHUNKS = 6
VICTIM, OTHERS = 0, (1, 2)


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    """Hundreds of crashes are not written down one by one."""
    with capture_logs():
        yield


class Echo:
    """A model that answers with what it was asked, and fails when it is told to."""

    info = ModelInfo("echo", "1", "none", 0.0)
    decoder_settings = DecoderSettings()

    def __init__(self) -> None:
        self.fail_next = 0

    def initial_state(self, batch: int = 1) -> NDArray[np.float32]:
        return np.zeros((batch, 1), np.float32)

    def step(self, features: NDArray[np.float32], state: NDArray[np.float32]) -> tuple[Evidence, NDArray[np.float32]]:
        if self.fail_next:
            self.fail_next -= 1
            raise ZeroDivisionError
        return Evidence(features, features, features), state + 1


@attrs.define
class AskingRecognizer(ScriptedRecognizer):
    """Says its script, and asks a model twice for each piece whether that is right."""

    model: Echo = attrs.field(factory=Echo, kw_only=True)
    asked: int = attrs.field(default=0, kw_only=True)

    def listen(self, pcm: bytes | memoryview) -> Generator[Any, Any, Sequence[Event]]:
        for _ in range(2):
            self.asked += 1
            number = np.full((1, 1), self.asked, np.float32)
            evidence, state = yield number, self.model.initial_state()
            assert (evidence.chord, state) == (self.asked, 1)  # the answer is mine
        return self.feed(pcm)

    def listen_to_end(self) -> Generator[Any, Any, Sequence[Event]]:
        yield np.zeros((1, 1), np.float32), self.model.initial_state()
        return self.finish()


@attrs.define(eq=False)
class Heard:
    """What the owner of one session had of it."""

    finals: list[str] = attrs.field(factory=list)
    ended_by: BaseException | None = None
    whole: bool = False


class Company:
    """Some sessions at once, each fed and read by tasks of its own, and what became of them."""

    def __init__(self, *, sharing: bool) -> None:
        self.model = Echo()
        self.sharing = sharing
        self.made: list[ScriptedRecognizer] = []
        self.heard = [Heard() for _ in (VICTIM, *OTHERS)]
        self.scopes = [trio.CancelScope() for _ in self.heard]
        self.fault: Callable[[], object] = self.scopes[VICTIM].cancel
        self.second: Callable[[], object] = self.scopes[OTHERS[0]].cancel
        self.engine: Engine | None = None

    def recognizer(self, stream_format: StreamFormat) -> ScriptedRecognizer:
        made = AskingRecognizer(stream_format, model=self.model) if self.sharing else ScriptedRecognizer(stream_format)
        self.made.append(made)
        return made

    async def play(self, index: int) -> None:
        """One session from its beginning to its end, whatever that is."""
        heard = self.heard[index]
        assert self.engine is not None
        try:
            with self.scopes[index]:
                async with (
                    self.engine.open_session(sample_rate=RATE_HZ) as session,
                    trio.open_nursery() as nursery,
                ):
                    nursery.start_soon(self._read, session, heard, name=f"reader {index}")
                    for _ in range(CHUNKS):
                        await session.send(CHUNK)
                        await trio.sleep(0.01)
                    await session.finish()
        except* Exception as group:
            heard.ended_by, *more = leaves(group)  # sender and reader are both told
            assert {type(each) for each in more} <= {type(heard.ended_by)}

    async def _read(self, session: Session, heard: Heard) -> None:
        async for event in session:
            if kind_of(event) == "final":
                assert isinstance(event, ChordEvent)
                heard.finals.append(event.chord.label)
        heard.whole = True

    async def together(self, steps: Steps) -> Company:
        limits = EngineLimits(max_sessions=3, mailbox_s=0.5)
        async with open_engine(recognizer_factory=self.recognizer, limits=limits) as self.engine:
            async with trio.open_nursery() as nursery:
                steps.begin(self.fault, self.second)
                for index in (VICTIM, *OTHERS):
                    nursery.start_soon(self.play, index, name=f"owner {index}")
            steps.end()
            self.check_books()
            await self.newcomer()
        assert self.engine.statistics().sessions == 0
        return self

    async def newcomer(self) -> None:
        """All places are free again, and the engine works."""
        assert self.engine is not None
        self.model.fail_next = 0
        async with (
            self.engine.open_session(sample_rate=RATE_HZ) as session,
            self.engine.open_session(sample_rate=RATE_HZ),
            self.engine.open_session(sample_rate=RATE_HZ),
        ):
            await session.send(CHUNK)
            await session.finish()
            assert [kind_of(event) async for event in session].count("final") == 1

    def check_books(self) -> None:
        """Nothing is held, and what came in went somewhere."""
        assert self.engine is not None
        statistics, audio = self.engine.statistics(), self.engine.audio_totals()
        assert statistics.sessions == 0
        assert statistics.opened == len(self.made)
        assert [made.closed for made in self.made] == [1] * len(self.made)
        assert audio.queue_ages_s == ()
        assert 0.0 <= audio.recognized_s <= audio.received_s
        assert audio.dropped_s == 0.0
        for shared in self.engine._inference.values():
            assert shared._gathering is None

    def check_others(self, others: Sequence[int] = OTHERS) -> None:
        """Nobody else has noticed."""
        for index in others:
            assert (self.heard[index].finals, self.heard[index].ended_by) == (FINALS, None)
            assert self.heard[index].whole


def leaves(group: BaseException) -> list[BaseException]:
    if isinstance(group, BaseExceptionGroup):
        return [leaf for each in group.exceptions for leaf in leaves(each)]
    return [group]


FINALS = ["C:maj", "G:maj", "A:min"]
both = pytest.mark.parametrize("sharing", [False, True], ids=["each-alone", "shared-model"])


def test_a_run_that_hangs_fails_also_behind_a_shield() -> None:
    async def scenario(steps: Steps) -> None:
        steps.begin()
        with trio.CancelScope(shield=True):
            await trio.Event().wait()

    with pytest.RaisesGroup(Hanging, allow_unwrapped=True, flatten_subgroups=True):
        run(scenario, Steps(), 1)


@both
def test_without_a_fault_everybody_hears_everything(sharing: bool) -> None:
    company = run(Company(sharing=sharing).together, Steps(), 1)
    assert [heard.finals for heard in company.heard] == [FINALS] * 3
    assert all(heard.whole for heard in company.heard)


@both
@scope_of_test
def test_whoever_is_cancelled_anywhere_leaves_nothing_and_harms_nobody(sharing: bool, most: int | None) -> None:
    for _, company in cancelling(lambda steps: Company(sharing=sharing).together(steps), most):
        company.check_others()
        victim = company.heard[VICTIM]
        assert victim.ended_by is None
        assert victim.finals == FINALS[: len(victim.finals)]


@both
@scope_of_pairs
def test_two_who_are_cancelled_at_two_moments_leave_nothing_and_harm_nobody(sharing: bool, most: int) -> None:
    for _, company in pairs(lambda steps: Company(sharing=sharing).together(steps), most):
        company.check_others(OTHERS[1:])
        for heard in company.heard:
            assert heard.ended_by is None
            assert heard.finals == FINALS[: len(heard.finals)]


@both
@scope_of_pairs
def test_an_error_in_one_recognition_and_then_in_any_other_ends_these_two(sharing: bool, most: int) -> None:
    def recognition(task: trio.lowlevel.Task) -> bool:
        return task.name.startswith("chordwork session")

    fails = partial(Steps, of=recognition, raises=Injected)
    for _, company in pairs(lambda steps: Company(sharing=sharing).together(steps), most, fails, fails):
        ended = [heard for heard in company.heard if heard.ended_by is not None]
        assert 1 <= len(ended) <= 2
        assert company.engine.statistics().crashed == len(ended)
        for heard in company.heard:
            assert heard.finals == FINALS[: len(heard.finals)]
            if heard in ended:
                assert isinstance(heard.ended_by, SessionCrashed)
                assert isinstance(heard.ended_by.__cause__, Injected)
            else:
                assert (heard.whole, heard.finals) == (True, FINALS)


@both
@scope_of_test
def test_an_error_in_recognition_ends_one_session_with_a_typed_reason(sharing: bool, most: int | None) -> None:
    first: list[trio.lowlevel.Task] = []

    def recognition_of_the_first(task: trio.lowlevel.Task) -> bool:
        if task.name.startswith("chordwork session") and not first:
            first.append(task)
        return task in first

    async def scenario(steps: Steps) -> Company:
        first.clear()
        return await Company(sharing=sharing).together(steps)

    for _, company in raising(scenario, most, recognition_of_the_first):
        ended = [heard for heard in company.heard if heard.ended_by is not None]
        assert len(ended) == 1  # whose task began first
        assert isinstance(ended[0].ended_by, SessionCrashed)
        assert isinstance(ended[0].ended_by.__cause__, Injected)
        assert ended[0].finals == FINALS[: len(ended[0].finals)]
        for heard in company.heard:
            assert heard in ended or (heard.whole and heard.finals == FINALS)
        assert company.engine.statistics().crashed == 1


@both
@scope_of_test
def test_an_error_of_an_owner_comes_out_as_it_is(sharing: bool, most: int | None) -> None:
    for _, company in raising(
        lambda steps: Company(sharing=sharing).together(steps),
        most,
        lambda task: task.name in (f"owner {VICTIM}", f"reader {VICTIM}"),
    ):
        company.check_others()
        victim = company.heard[VICTIM]
        assert isinstance(victim.ended_by, Injected)
        assert victim.finals == FINALS[: len(victim.finals)]
        assert company.engine.statistics().crashed == 0


async def _failing_model(steps: Steps) -> Company:
    """Where a fault is due, the model fails its next question."""
    company = Company(sharing=True)

    def fail() -> None:
        company.model.fail_next = 1

    company.fault = fail
    return await company.together(steps)


@scope_of_test
def test_a_model_that_fails_once_fails_nobody_in_company_and_one_alone(most: int | None) -> None:
    """A batch that fails is asked again row by row; only a row that was alone has nobody else to blame."""

    for _, company in calling(_failing_model, most):
        ended = [heard for heard in company.heard if heard.ended_by is not None]
        assert len(ended) <= 1
        assert all(isinstance(heard.ended_by, SessionCrashed) for heard in ended)
        assert all(heard in ended or heard.whole for heard in company.heard)


@scope_of_pairs
def test_a_model_that_fails_and_a_session_that_leaves_fail_nobody_else(most: int) -> None:
    for _, company in pairs(_failing_model, most):
        left = company.heard[OTHERS[0]]
        ended = [heard for heard in company.heard if heard.ended_by is not None]
        assert len(ended) <= 1
        assert all(isinstance(heard.ended_by, SessionCrashed) for heard in ended)
        assert all(heard in ended or heard is left or heard.whole for heard in company.heard)


@both
@scope_of_test
def test_an_engine_that_is_left_anywhere_ends_everybody(sharing: bool, most: int | None) -> None:
    async def scenario(steps: Steps) -> Company:
        company = Company(sharing=sharing)
        async with trio.open_nursery() as owners:
            with trio.CancelScope() as leaving:
                async with open_engine(recognizer_factory=company.recognizer) as company.engine:
                    steps.begin(leaving.cancel)
                    for index in (VICTIM, *OTHERS):
                        owners.start_soon(company.play, index)
                    await trio.sleep(1.0)
        steps.end()
        company.check_books()
        return company

    for _, company in cancelling(scenario, most):
        for heard in company.heard:
            assert heard.ended_by is None or heard.ended_by.code in ("session_closed", "engine_draining")
            assert heard.finals == FINALS[: len(heard.finals)]
            assert heard.whole == (heard.ended_by is None)


async def drained(sharing: bool, steps: Steps) -> list[list[str]]:
    """The finals of three sessions that are drained; cancelled are who waits for that, and the first session."""
    company = Company(sharing=sharing)
    finals: list[list[str]] = [[], [], []]
    leaving = trio.CancelScope()
    async with open_engine(recognizer_factory=company.recognizer) as company.engine:

        async def play(heard: list[str], scope: trio.CancelScope) -> None:
            assert company.engine is not None
            with scope:
                async with company.engine.open_session(sample_rate=RATE_HZ) as session:
                    await session.send(CHUNK * 2)
                    fed.release()
                    async for event in session:
                        if isinstance(event, ChordEvent) and event.status == "final":
                            heard.append(event.chord.label)
                    with pytest.raises(SessionClosed):
                        await session.send(CHUNK)

        fed = trio.Semaphore(0)
        async with trio.open_nursery() as nursery:
            for heard, scope in zip(finals, (leaving, trio.CancelScope(), trio.CancelScope()), strict=True):
                nursery.start_soon(play, heard, scope)
            for _ in range(3):
                await fed.acquire()
            with trio.CancelScope() as waiting:
                steps.begin(waiting.cancel, leaving.cancel)
                assert await company.engine.drain(trio.current_time() + 5.0) == 0
            assert company.engine.statistics().draining
        steps.end()
        company.check_books()
    return finals


@both
@scope_of_test
def test_a_drain_that_is_cancelled_anywhere_stays_a_drain(sharing: bool, most: int | None) -> None:
    """Sessions get their last chords whether somebody waits for that or not."""
    for _, finals in cancelling(partial(drained, sharing), most):
        assert finals == [["C:maj"]] * 3


@both
@scope_of_pairs
def test_a_drain_that_is_cancelled_and_a_session_that_leaves_cost_no_other_its_last_chords(
    sharing: bool, most: int
) -> None:
    for _, (left, *others) in pairs(partial(drained, sharing), most):
        assert others == [["C:maj"]] * 2
        assert left in ([], ["C:maj"])


async def all_asked(steps: Steps) -> tuple[set[int], int]:
    """Who of six askers of a shared model has had all answers, and how many rows that took; the first two may leave."""
    inference = SharedInference(Echo(), max_rows=4, patience_s=0.01)
    inference._joined, inference._gathered_s = 100.0, 0.001  # as if many asked: batches are held open
    answered: set[int] = set()
    scopes = [trio.CancelScope() for _ in range(6)]

    async def ask(number: int) -> None:
        with scopes[number]:
            for turn in range(3):
                await trio.sleep(0.003 * (number % 3))
                question = np.full((1, 1), 10 * number + turn, np.float32)
                evidence, _ = await inference.step((question, np.zeros((1, 1), np.float32)))
                assert evidence.chord == question
            answered.add(number)

    async with trio.open_nursery() as nursery:
        steps.begin(scopes[0].cancel, scopes[1].cancel)
        for number in range(6):
            nursery.start_soon(ask, number)
    assert inference._gathering is None
    return answered, inference.statistics().rows


@scope_of_test
def test_who_asks_a_shared_model_is_answered_whoever_else_leaves(most: int | None) -> None:
    """Also while a batch is held open, by whoever leads it."""
    for _, (answered, rows) in cancelling(all_asked, most):
        assert answered >= {1, 2, 3, 4, 5}
        assert 15 <= rows <= 18


@scope_of_pairs
def test_who_asks_a_shared_model_is_answered_whichever_two_leave(most: int) -> None:
    for _, (answered, rows) in pairs(all_asked, most):
        assert answered >= {2, 3, 4, 5}
        assert 12 <= rows <= 18
