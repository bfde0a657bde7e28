"""Sessions that come and go leave nothing behind: no line of ours holds a block of memory for each that there was.

Blocks are counted, not bytes, and only those that our own modules made: what a library caches is its own affair.
"""

from __future__ import annotations

import gc
import tracemalloc
from pathlib import Path
from typing import Final

import pytest
import trio
import trio.testing

from chordwork.actors import open_engine
from chordwork.actors.testing import ScriptedRecognizers
from chordwork.http.conversation.connection import Connections, open_connections
from tests.http.conversation.test_life_of_a_session import RATE_HZ, SETTINGS, Audio, Configure, Life, Lose

FIRST: Final = 4
"""Sessions that may fill what is filled once."""
MORE: Final = 12
OURS: Final = str(Path(__file__).resolve().parents[3])


@pytest.fixture
def said() -> None:
    """In the place of what keeps every message, to check it."""


async def one_session(connections: Connections, nursery: trio.Nursery) -> None:
    life = Life(connections, nursery)
    await life.begin()
    for deed in (Audio(RATE_HZ), Configure(True), Lose(RATE_HZ // 2, 0.5), Audio(RATE_HZ)):
        await life.do(deed)
    await life.stop()
    await life.hear_the_end()
    assert life.done is not None
    await trio.testing.wait_all_tasks_blocked()


def blocks() -> dict[str, int]:
    """Blocks of memory by the line of ours that made them."""
    gc.collect()
    inside = [
        tracemalloc.Filter(True, f"{OURS}/{root}/chordwork/*")
        for root in ("native", "engine", "actors", "http", "music")
    ]
    taken = tracemalloc.take_snapshot().filter_traces(inside)
    return {str(each.traceback): each.count for each in taken.statistics("lineno")}


async def test_no_line_holds_a_block_for_each_session_that_there_was(autojump_clock: trio.testing.MockClock) -> None:
    recognizers = ScriptedRecognizers()
    async with (
        open_engine(recognizer_factory=recognizers) as engine,
        open_connections(engine, SETTINGS) as connections,
        trio.open_nursery() as nursery,
    ):
        for _ in range(FIRST):
            await one_session(connections, nursery)
        recognizers.made.clear()
        tracemalloc.start()
        try:
            before = blocks()
            for _ in range(MORE):
                await one_session(connections, nursery)
            recognizers.made.clear()
            after = blocks()
        finally:
            tracemalloc.stop()
        nursery.cancel_scope.cancel()
    kept = {line: count - before.get(line, 0) for line, count in after.items()}
    assert {line: count for line, count in kept.items() if count >= MORE} == {}
