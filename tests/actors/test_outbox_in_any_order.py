"""The outbox, by a model that is a list: whatever is put and taken, in any order.

* Final chords come out all, once, in the order in which they came in, unless there is no room: then nothing changes.
* Of what coalesces one waits, the newest, at the place of the newest; levels and gaps add up, so that none is lost.
* Counts add up: what was put in was taken, waits, or was replaced. After the end, or a failure, what waits comes first.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, Final

import pytest
import trio
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chordwork.actors._notices import Dropped
from chordwork.actors._outbox import EventOutbox, OutboxFull
from chordwork.engine.events import ChordEvent, KeyEvent, LevelEvent, WarningEvent
from chordwork.harmony import parse_label
from tests.trio_beside import Loop, trio_beside

CHORD: Final = parse_label("C:maj")
MOST: Final = 5
NUMBERS: Final = st.integers(0, 1000)


class Ended(Exception):
    """Why there is no more."""


class Outboxes(RuleBasedStateMachine):
    """One writer, one reader."""

    loop: Loop

    @initialize()
    def begin(self) -> None:
        self.box = EventOutbox(max_pending_finals=MOST)
        self.waiting: list[tuple[Any, Any]] = []  # slot (None: a final chord) and event
        self.put_in = self.refused = self.replaced = 0
        self.finals = self.next_final = 0
        self.levels = self.gaps = Counter[str]()
        self.taken = Counter[str]()
        self.over = ""

    @rule()
    def final(self) -> None:
        event = ChordEvent("final", CHORD, float(self.finals), self.finals + 1.0, self.finals + 1.0, 0.5)
        if sum(slot is None for slot, _ in self.waiting) >= MOST:
            with pytest.raises(OutboxFull):
                self._put(event)
            return
        self._put(event)
        self.finals += 1
        self.put_in += 1
        self.waiting.append((None, event))

    @rule(at=NUMBERS)
    def provisional(self, at: int) -> None:
        self._newest("provisional", ChordEvent("provisional", CHORD, float(at), None, float(at), 0.5))

    @rule(at=NUMBERS)
    def key(self, at: int) -> None:
        self._newest("key", KeyEvent(at % 12, "major", 0.5, float(at)))

    @rule(code=st.sampled_from(["looks_like", "realigned"]), kind=st.sampled_from([None, "webm"]), at=NUMBERS)
    def warning(self, code: str, kind: str | None, at: int) -> None:
        self._newest(("warning", code, kind), WarningEvent(code, "words", float(at), kind))

    @rule(clipped=st.integers(0, 9), peak=st.integers(-60, 0))
    def level(self, clipped: int, peak: int) -> None:
        older = dict(self.waiting).get("level")
        self._put(LevelEvent(float(peak), -20.0, clipped, 1, 1.0))
        peak = max(peak, older.peak_dbfs) if older else peak
        before = (older.clipped_samples, older.nonfinite_samples) if older else (0, 0)
        self._noted("level", LevelEvent(float(peak), -20.0, before[0] + clipped, before[1] + 1, 1.0))

    @rule(size=st.integers(1, 100))
    def gap(self, size: int) -> None:
        older = dict(self.waiting).get("dropped")
        self._put(Dropped(size / 4, size, float(size)))
        before = older.size_bytes if older else 0
        self._noted("dropped", Dropped((before + size) / 4, before + size, float(size)))

    @rule()
    def take(self) -> None:
        async def take() -> Any:
            try:
                return self.box.take_nowait()
            except trio.WouldBlock:
                return None

        delivered = self.loop.run(take)
        if not self.waiting:
            assert delivered is None
            return
        slot, event = self.waiting.pop(0)
        assert delivered.event == event
        assert delivered.latency_s >= 0.0
        self.taken[slot if isinstance(slot, str) else "final" if slot is None else "warning"] += 1
        if slot is None:
            assert event.start == float(self.next_final), "a final chord is lost or out of order"
            self.next_final += 1

    @precondition(lambda self: not self.waiting and self.over)
    @rule()
    def take_after_the_end(self) -> None:
        async def take() -> Any:
            try:
                await self.box.take()
            except (trio.EndOfChannel, Ended) as error:
                return type(error)

        assert self.loop.run(take) is {"end": trio.EndOfChannel, "failure": Ended}[self.over]

    @precondition(lambda self: not self.over)
    @rule(fails=st.booleans())
    def end(self, fails: bool) -> None:
        async def end() -> None:
            if fails:
                self.box.fail(Ended)
            else:
                self.box.end()

        self.loop.run(end)
        self.over = "failure" if fails else "end"

    @invariant()
    def counts_add_up(self) -> None:
        if not hasattr(self, "box"):
            return
        statistics = self.box.statistics()
        assert statistics.pending == len(self.waiting)
        assert statistics.pending_finals == sum(slot is None for slot, _ in self.waiting) <= MOST
        assert statistics.coalesced == self.replaced
        assert dict(statistics.delivered) == dict(self.taken)
        assert self.put_in == self.taken.total() + len(self.waiting) + self.replaced
        assert len({slot for slot, _ in self.waiting if slot}) == sum(slot is not None for slot, _ in self.waiting)

    def _put(self, event: Any) -> None:
        async def put() -> None:
            self.box.put(event, trio.current_time())

        self.loop.run(put)

    def _newest(self, slot: Any, event: Any) -> None:
        self._put(event)
        self._noted(slot, event)

    def _noted(self, slot: Any, event: Any) -> None:
        self.put_in += 1
        kept = [entry for entry in self.waiting if entry[0] != slot]
        self.replaced += len(self.waiting) - len(kept)
        self.waiting = [*kept, (slot, event)]


def test_an_outbox_in_any_order() -> None:
    with trio_beside() as loop:

        class Here(Outboxes):
            pass

        Here.loop = loop
        run_state_machine_as_test(Here)  # type: ignore[no-untyped-call]
