"""The mailbox, by a model that is a list of bytes: whatever is put, skipped, taken, moved or cancelled, in any order.

Every byte of a stream has a number, and its value says it. Of the mailbox the following holds after every deed:

* sequence accounted for: a piece begins where the last one ended, but for as many bytes as it says were left out;
* what was received is what was taken, dropped, and waits; what is said to wait, waits;
* there is never more than fits; with ``block`` nothing is dropped but what was skipped;
* with ``drop_oldest`` only whole frames go, the oldest first, no more than must; with a limit of age, where as much
  comes as was wanted, its end is no older than that while the stream goes on, and nothing is dropped that is not late;
* after the end, what waits can be taken and then the end is said; after a close, nobody waits.
"""

from __future__ import annotations

from typing import Any, Final

import trio
import trio.testing
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from chordwork.actors import AudioMailbox, AudioPiece, StreamFormat
from tests.trio_beside import Loop, trio_beside

FORMAT: Final = StreamFormat(sample_rate=1000, channels=2)  # 4 bytes a frame
FRAME: Final = FORMAT.bytes_per_frame
CAPACITY_S: Final = 0.1
CAPACITY: Final = FORMAT.whole_frames(CAPACITY_S)
JOINED_S: Final = 0.05
"""Chunks that come within this time count as one, so that a byte may seem so much older than it is, or younger."""


def content(first: int, count: int) -> bytes:
    """Bytes of the stream, from their number on."""
    return bytes((number * 7 + number // 251) % 251 for number in range(first, first + count))


class Mailboxes(RuleBasedStateMachine):
    """One stream through a mailbox, or through several, one after the other."""

    loop: Loop

    @initialize(kind=st.sampled_from(["block", None, 0.2, 0.2, 1.0]))
    def begin(self, kind: Any) -> None:
        self.block, self.limit = kind == "block", None if kind == "block" else kind
        self.deeds = 0
        self.box = self._new()
        self.received = self.taken = self.dropped = self.skipped = 0
        self.position = 0  # of the byte that comes next from the mailbox
        self.waiting: list[tuple[int, float]] = []  # numbers of bytes, and when they were born
        self.ended = self.closed = False
        self.sending: tuple[Any, int] | None = None
        self.now = 0.0

    def _new(self) -> AudioMailbox:
        when_full = "block" if self.block else "drop_oldest"
        return AudioMailbox(FORMAT, capacity_s=CAPACITY_S, when_full=when_full, max_age_s=self.limit)

    @precondition(lambda self: not (self.ended or self.closed or self.sending))
    @rule(size=st.integers(0, 90) | st.integers(CAPACITY - 90, CAPACITY + 90), delay_s=st.sampled_from([0.0, 0.0, 0.3]))
    def put(self, size: int, delay_s: float) -> None:
        async def put() -> bool:
            try:
                self.box.put_nowait(content(self.received, size), delay_s=delay_s)
            except trio.WouldBlock:
                return False
            return True

        fits = len(self.waiting) + size <= CAPACITY
        assert self.loop.run(put) is (fits or not self.block)
        if self.block and not fits:
            return
        self._arrived(size, delay_s)
        excess = max(0, len(self.waiting) - CAPACITY)
        self._lost(-(-excess // FRAME) * FRAME)

    @precondition(lambda self: self.block and not (self.ended or self.closed or self.sending))
    @rule(size=st.integers(CAPACITY // 2, 2 * CAPACITY))
    def put_and_wait(self, size: int) -> None:
        scope = trio.CancelScope()

        async def send() -> None:
            with scope:
                try:
                    await self.box.put(content(before, size))
                except trio.BrokenResourceError:
                    assert self.closed

        before = self.received
        self.sending = scope, before + size
        self.loop.run(self._start, send)
        self._note_sent()

    @precondition(lambda self: self.sending)
    @rule()
    def cancel_the_sender(self) -> None:
        assert self.sending is not None
        scope, _ = self.sending

        async def cancel() -> None:
            scope.cancel()
            await trio.testing.wait_all_tasks_blocked()

        self.loop.run(cancel)
        self.sending = None

    @precondition(lambda self: self.sending or self.ended or self.closed)
    @rule()
    def put_when_one_cannot(self) -> None:
        async def refused() -> str:
            try:
                self.box.put_nowait(b"x")
            except Exception as error:
                return type(error).__name__
            return "taken"

        why = "BrokenResourceError" if self.closed else "ClosedResourceError" if self.ended else "BusyResourceError"
        assert self.loop.run(refused) == why

    @precondition(lambda self: not (self.ended or self.closed or self.sending))
    @rule(frames=st.integers(1, 50))
    def skip(self, frames: int) -> None:
        self.box.skip(frames * FRAME)
        self.received += frames * FRAME
        self.skipped += frames * FRAME

    @rule(most=st.integers(1, CAPACITY + 40), wanted=st.integers(1, 60) | st.integers(1, CAPACITY + 40))
    def take(self, most: int, wanted: int) -> None:
        found: list[Any] = []

        async def take() -> None:
            try:
                found.append(await self.box.take(most, wanted_bytes=wanted))
            except (trio.EndOfChannel, trio.ClosedResourceError) as error:
                found.append(type(error))

        enough = len(self.waiting) >= max(1, min(most, wanted, CAPACITY))
        self.loop.run(self._try, take)
        result = found[0] if found else None
        if self.closed:
            assert result is trio.ClosedResourceError
        elif isinstance(result, AudioPiece):
            self._took(result, most, min(wanted, most, CAPACITY))
        elif result is trio.EndOfChannel:
            self._catch_up()
            assert self.ended
            assert not self.waiting
        else:
            self._catch_up()
            assert result is None
            assert not enough or self.limit is not None, "it waits although there is enough"
            assert not self.ended or self.sending, "it waits for what will never come"
        self._note_sent()

    @rule(seconds=st.sampled_from([0.01, 0.1, 0.3, 0.3, 1.5]))
    def pass_time(self, seconds: float) -> None:
        assert self.loop.clock is not None
        self.loop.clock.jump(seconds)
        self.now += seconds

    @precondition(lambda self: self.deeds > 15 and not self.sending)
    @rule()
    def end(self) -> None:
        self.box.end()
        self.ended = True

    @precondition(lambda self: self.deeds > 20)
    @rule()
    def close(self) -> None:
        self.closed = True
        self.loop.run(self._close)
        self.sending = None
        self.waiting.clear()

    @precondition(lambda self: not (self.closed or self.ended or self.sending))
    @rule()
    def go_on_elsewhere(self) -> None:
        """Another mailbox counts on; what waited is sent anew from where the other one was."""
        passed = self.box.passed
        self.box = self._new()
        self.box.go_on_from(passed[0], dropped_bytes=passed[1], unreported_bytes=passed[2], chunks=passed[3])
        self.received = passed[0]
        self.dropped = passed[1]
        self.skipped = 0
        self.waiting.clear()
        assert self.box.passed == passed

    @invariant()
    def all_is_accounted_for(self) -> None:
        if not hasattr(self, "box"):
            return

        self.deeds += 1

        async def look() -> Any:
            return self.box.statistics()

        statistics = self.loop.run(look)
        assert statistics.queued_s <= CAPACITY_S
        assert statistics.received_bytes == self.box.received_bytes == self.received
        if self.closed:
            return
        waiting = round(statistics.queued_s * FORMAT.sample_rate * FRAME)
        assert statistics.received_bytes == statistics.taken_bytes + statistics.dropped_bytes + waiting
        assert waiting == len(self.waiting)
        assert statistics.dropped_bytes == self.dropped + self.skipped
        assert statistics.dropped_bytes % FRAME == 0
        if self.block:
            assert self.dropped == 0 or self.skipped >= 0
        assert statistics.senders_waiting == int(self.sending is not None)

    async def _start(self, task: Any) -> None:
        self.loop.nursery.start_soon(task)
        await trio.testing.wait_all_tasks_blocked()

    async def _try(self, task: Any) -> None:
        """Let it do what it can without waiting; being cancelled then loses nothing."""
        async with trio.open_nursery() as nursery:
            nursery.start_soon(task)
            await trio.testing.wait_all_tasks_blocked()
            nursery.cancel_scope.cancel()

    async def _close(self) -> None:
        self.box.close()
        await trio.testing.wait_all_tasks_blocked()

    def _arrived(self, size: int, delay_s: float) -> None:
        self.waiting += [(number, self.now - delay_s) for number in range(self.received, self.received + size)]
        self.received += size

    def _lost(self, count: int) -> None:
        del self.waiting[:count]
        self.dropped += count

    def _note_sent(self) -> None:
        """What a sender that waits has put in meanwhile."""
        came = self.box.received_bytes - self.received
        assert came >= 0
        self._arrived(came, 0.0)
        if self.sending is not None and self.received == self.sending[1]:
            self.sending = None

    def _catch_up(self) -> None:
        """What a limit of age has taken away, the oldest first: only what was late."""
        gone = self._dropped_by_age()
        if gone:
            assert self.limit is not None
            assert all(self.now - born > 0.25 * self.limit - 1e-6 - JOINED_S for _, born in self.waiting[:gone])
        self._lost(gone)

    def _dropped_by_age(self) -> int:
        async def look() -> int:
            return self.box.statistics().dropped_bytes

        return self.loop.run(look) - self.dropped - self.skipped

    def _took(self, piece: AudioPiece, most: int, wanted: int) -> None:
        size = len(piece.pcm)
        assert 1 <= size <= most
        assert piece.skipped_bytes % FRAME == 0
        self._catch_up()
        first = self.position + piece.skipped_bytes
        assert [number for number, _ in self.waiting[:size]] == list(range(first, first + size)), "out of order"
        assert bytes(piece.pcm) == content(first, size)
        if self.limit is not None and not self.ended and size >= max(FRAME, wanted):  # parts of frames stay
            assert self.now - self.waiting[size - 1][1] <= self.limit + JOINED_S + 1e-6, "too late"
        assert piece.received_at <= self.loop.run(self._time) + 1e-9
        del self.waiting[:size]
        self.position = first + size

    async def _time(self) -> float:
        return trio.current_time()

    def teardown(self) -> None:
        if hasattr(self, "box"):
            self.closed = True
            self.loop.run(self._close)


def test_a_mailbox_in_any_order() -> None:
    with trio_beside(mock_clock=True) as loop:

        class Here(Mailboxes):
            pass

        Here.loop = loop
        run_state_machine_as_test(Here, settings=settings(stateful_step_count=50))  # type: ignore[no-untyped-call]
