"""Places taken in turn, on a clock of the tests."""

from __future__ import annotations

from collections import Counter

import pytest
import trio
import trio.testing
from hypothesis import given
from hypothesis import strategies as st

from chordwork.http.addressing.addresses import Client
from chordwork.http.rest.fair_queue import MOST, FairQueue, QueueFull, Ticket

LOCAL = Client("127.0.0.1", "127.0.0.1", is_local=True)


def client(name: str) -> Client:
    return Client(name, name)


GREEDY, OTHER, THIRD = client("greedy"), client("other"), client("third")


class Work:
    """Holds places for as long as it is told to, and notes who had one when."""

    def __init__(self, nursery: trio.Nursery, turns: FairQueue) -> None:
        self._nursery = nursery
        self._turns = turns
        self.began: list[tuple[str, float]] = []
        self.refused: Counter[str] = Counter()
        self.running: Counter[str] = Counter()
        self.most: Counter[str] = Counter()

    def ask(self, who: Client, seconds: float) -> Ticket | None:
        try:
            turn = self._turns.ask(who)
        except QueueFull:
            self.refused[who.address] += 1
            return None
        self._nursery.start_soon(self._hold, turn, who.address, seconds)
        return turn

    async def _hold(self, turn: Ticket, name: str, seconds: float) -> None:
        try:
            async with turn:
                self.began.append((name, trio.current_time()))
                self.running[name] += 1
                self.most[name] = max(self.most[name], self.running[name])
                await trio.sleep(seconds)
                self.running[name] -= 1
        except QueueFull:
            self.refused[name] += 1


async def test_a_greedy_client_keeps_nobody_waiting_while_there_is_a_place(
    autojump_clock: trio.testing.MockClock,
) -> None:
    async with trio.open_nursery() as nursery:
        turns = FairQueue(4, max_asked=64, each=16)
        work = Work(nursery, turns)
        for _ in range(16):
            work.ask(GREEDY, 100.0)
        await trio.sleep(1)
        work.ask(OTHER, 1.0)
        await trio.sleep(0.1)
        assert work.began[-1][0] == "other"
        assert work.most["greedy"] == 2, "half of the places, and no more"


async def test_what_takes_long_steps_aside(autojump_clock: trio.testing.MockClock) -> None:
    async with trio.open_nursery() as nursery:
        turns = FairQueue(1, max_asked=64, each=16)
        work = Work(nursery, turns)
        for _ in range(4):
            work.ask(GREEDY, 100.0)
        await trio.sleep(0.1)
        for _ in range(3):
            work.ask(OTHER, 1.0)
        await trio.sleep(10)
        assert [name for name, _ in work.began] == ["greedy", "other", "other", "other"]
        assert turns.statistics().taken == 1
        for _ in range(4):
            work.ask(THIRD, 100.0)
        await trio.sleep(10)
        work.ask(OTHER, 1.0)
        await trio.sleep(10)
        assert turns.statistics().taken == 2, "twice the places, and no more"
        assert work.most["greedy"] == work.most["third"] == 1


async def test_who_has_least_under_way_and_least_time_comes_next(autojump_clock: trio.testing.MockClock) -> None:
    async with trio.open_nursery() as nursery:
        turns = FairQueue(1, max_asked=64, each=16)
        work = Work(nursery, turns)
        for _ in range(8):
            work.ask(GREEDY, 10.0)
        await trio.sleep(1)
        for _ in range(8):
            work.ask(OTHER, 1.0)
            work.ask(THIRD, 1.0)
    order = [name for name, _ in work.began]
    # A long answer steps aside, and is paid for with many short ones of the others.
    assert order[0] == "greedy"
    assert Counter(order[1:17]) == {"other": 8, "third": 8}
    assert order[17:] == ["greedy"] * 7


async def test_those_who_ask_alike_take_turns(autojump_clock: trio.testing.MockClock) -> None:
    async with trio.open_nursery() as nursery:
        turns = FairQueue(1, max_asked=64, each=16)
        work = Work(nursery, turns)
        for who in (GREEDY, OTHER, THIRD):
            for _ in range(4):
                work.ask(who, 1.0)
    rounds = [{name for name, _ in work.began[at : at + 3]} for at in range(0, 12, 3)]
    assert rounds == [{"greedy", "other", "third"}] * 4


async def test_programs_on_this_machine_may_have_all_that_is_free(autojump_clock: trio.testing.MockClock) -> None:
    async with trio.open_nursery() as nursery:
        work = Work(nursery, FairQueue(4, max_asked=64, each=2))
        for _ in range(8):
            work.ask(LOCAL, 1.0)
        await trio.sleep(0.5)
        assert work.most[LOCAL.address] == 4
        assert not work.refused


async def test_each_may_ask_for_so_much(autojump_clock: trio.testing.MockClock) -> None:
    async with trio.open_nursery() as nursery:
        turns = FairQueue(1, max_asked=8, each=3)
        work = Work(nursery, turns)
        for _ in range(5):
            work.ask(GREEDY, 1.0)
        assert work.refused == {"greedy": 2}
        assert turns.statistics().asked == 3
    assert turns.statistics().asked == turns.statistics().taken == 0


async def test_who_has_asked_for_most_gives_room_to_those_without(autojump_clock: trio.testing.MockClock) -> None:
    async with trio.open_nursery() as nursery:
        turns = FairQueue(1, max_asked=4, each=4)
        work = Work(nursery, turns)
        for _ in range(4):
            work.ask(GREEDY, 1.0)
        await trio.testing.wait_all_tasks_blocked()
        assert work.ask(OTHER, 1.0) is not None
        await trio.testing.wait_all_tasks_blocked()
        assert work.refused == {"greedy": 1}
        assert work.ask(THIRD, 1.0) is not None
        assert work.ask(client("fourth"), 1.0) is not None
        with pytest.raises(QueueFull) as raised:  # nobody has more than one any more
            turns.ask(client("fifth"))
        assert not raised.value.own
    assert Counter(name for name, _ in work.began) == dict.fromkeys(("greedy", "other", "third", "fourth"), 1)


async def test_what_is_on_its_way_in_is_given_up_for_others(autojump_clock: trio.testing.MockClock) -> None:
    turns = FairQueue(1, max_asked=2, each=2)
    given_up = False

    async def upload(turn: Ticket) -> None:
        nonlocal given_up
        with pytest.raises(QueueFull), turn.coming():
            await trio.sleep_forever()
        given_up = True

    async with trio.open_nursery() as nursery:
        for _ in range(2):
            turn = turns.ask(GREEDY)
        nursery.start_soon(upload, turn)
        await trio.testing.wait_all_tasks_blocked()
        turns.ask(OTHER)
    assert given_up


async def test_who_waits_for_the_same_lends_it_a_better_turn(autojump_clock: trio.testing.MockClock) -> None:
    async with trio.open_nursery() as nursery:
        turns = FairQueue(1, max_asked=64, each=16)
        work = Work(nursery, turns)
        asked = [work.ask(GREEDY, 1.0) for _ in range(8)]
        await trio.sleep(0.5)
        # Which of them came to the door first, and has the place, is nobody's promise.
        last = [turn for turn in asked if turn is not None and turn._placed_for is None][-1]
        last.also_for(OTHER)
        await trio.sleep(1.0)
        assert last._placed_for == "other"


async def test_who_leaves_frees_its_place_and_its_turn(autojump_clock: trio.testing.MockClock) -> None:
    turns = FairQueue(1, max_asked=8, each=8)
    async with trio.open_nursery() as nursery:
        work = Work(nursery, turns)
        for _ in range(3):
            work.ask(GREEDY, 1.0)
        await trio.testing.wait_all_tasks_blocked()
        nursery.cancel_scope.cancel()
    assert turns.statistics().asked == turns.statistics().taken == 0
    assert not turns._waiting
    assert turns._share.total == turns._under_way.total == 0


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.booleans()), max_size=80),
    st.integers(1, 4),
)
def test_places_and_shares_are_never_exceeded(steps: list[tuple[int, int, bool]], places: int) -> None:
    async def run() -> None:
        turns = FairQueue(places, max_asked=10, each=4)
        async with trio.open_nursery() as nursery:
            work = Work(nursery, turns)
            for who, seconds, pause in steps:
                work.ask(client(str(who)), float(seconds))
                if pause:
                    await trio.sleep(1.0)
                statistics = turns.statistics()
                assert statistics.taken <= MOST * places
                assert statistics.asked <= 10
        assert all(most <= max(1, (places + 1) // 2) for most in work.most.values())
        assert turns.statistics().asked == 0
        assert len(work.began) + work.refused.total() == len(steps), "everybody is answered or told"

    trio.run(run, clock=trio.testing.MockClock(autojump_threshold=0))


def test_memory_of_clients_is_bounded() -> None:
    async def run() -> None:
        turns = FairQueue(1, max_asked=4, each=4)
        for number in range(5000):
            async with turns.ask(client(str(number))):
                await trio.sleep(0.01)
        assert len(turns._time_s) <= 1025

    trio.run(run, clock=trio.testing.MockClock(autojump_threshold=0))
