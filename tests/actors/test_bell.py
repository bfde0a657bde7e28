from __future__ import annotations

import trio
import trio.testing

from chordwork.actors._bell import Bell


async def test_it_wakes_all_who_wait_and_nobody_later() -> None:
    bell, woken = Bell(), []

    async def wait(name: str) -> None:
        await bell.wait()
        woken.append(name)

    bell.ring()
    async with trio.open_nursery() as nursery:
        for name in "ab":
            nursery.start_soon(wait, name)
        await trio.testing.wait_all_tasks_blocked()
        assert (len(bell), woken) == (2, [])
        bell.ring()
        bell.ring()
        await trio.testing.wait_all_tasks_blocked()
        assert (len(bell), sorted(woken)) == (0, ["a", "b"])
        nursery.start_soon(wait, "c")
        await trio.testing.wait_all_tasks_blocked()
        assert len(woken) == 2
        nursery.cancel_scope.cancel()


async def test_who_is_cancelled_waits_no_more_and_the_others_do() -> None:
    bell = Bell()
    async with trio.open_nursery() as nursery:
        nursery.start_soon(bell.wait)
        with trio.move_on_after(0):
            await bell.wait()
        await trio.testing.wait_all_tasks_blocked()
        assert len(bell) == 1
        bell.ring()


async def test_waiting_is_a_checkpoint() -> None:
    bell = Bell()
    with trio.testing.assert_checkpoints():
        async with trio.open_nursery() as nursery:
            nursery.start_soon(bell.wait)
            await trio.testing.wait_all_tasks_blocked()
            bell.ring()
