from __future__ import annotations

import pytest
import trio
import trio.testing
from hypothesis import given
from hypothesis import strategies as st

from chordwork.actors import AudioMailbox, StreamFormat, WhenFull

FORMAT = StreamFormat(sample_rate=100, channels=2)  # 4 bytes a frame, 400 bytes a second


def mailbox(when_full: WhenFull = "drop_oldest", capacity_s: float = 1.0) -> AudioMailbox:
    return AudioMailbox(FORMAT, capacity_s=capacity_s, when_full=when_full)


async def everything(box: AudioMailbox, max_bytes: int = 64) -> bytes:
    heard = bytearray()
    try:
        while True:
            heard += (await box.take(max_bytes)).pcm
    except trio.EndOfChannel:
        return bytes(heard)


def test_cannot_be_made_unbounded() -> None:
    with pytest.raises(ValueError, match="capacity_s"):
        mailbox(capacity_s=0.0)
    with pytest.raises(ValueError, match="when_full"):
        mailbox("drop_newest")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="max_age_s"):
        AudioMailbox(FORMAT, capacity_s=1.0, when_full="drop_oldest", max_age_s=0.0)


async def test_pieces_are_small_and_carry_the_time_of_arrival(
    autojump_clock: trio.testing.MockClock,
) -> None:
    box = mailbox()
    box.put_nowait(bytes(100))
    await trio.sleep(0.5)
    assert box.statistics().age_s == pytest.approx(0.5)
    arrived_at = trio.current_time() - 0.5
    piece = await box.take(64)
    assert (len(piece.pcm), piece.received_at, piece.skipped_bytes) == (64, arrived_at, 0)
    assert len((await box.take(64)).pcm) == 36
    assert box.statistics().age_s == 0.0


async def test_drop_oldest_counts_and_reports_once() -> None:
    box = mailbox()
    box.put_nowait(b"a" * 300)
    box.put_nowait(b"b" * 201)  # 101 too many: 26 whole frames
    statistics = box.statistics()
    assert (statistics.dropped_bytes, statistics.dropped_s) == (104, 0.26)
    assert statistics.queued_s == pytest.approx(397 / 400)
    assert (await box.take(10_000)).skipped_bytes == 104
    box.put_nowait(b"c")
    assert (await box.take(10_000)).skipped_bytes == 0


@given(
    chunks=st.lists(st.integers(0, 900), max_size=12),
    take_bytes=st.integers(1, 500),
    taken_between=st.integers(0, 3),
)
def test_dropping_keeps_frames_aligned_and_accounts_for_every_byte(
    chunks: list[int], take_bytes: int, taken_between: int
) -> None:
    """What comes out, with the reported gaps put back, is what went in; each gap is whole frames."""
    sent = bytes(index % 251 for index in range(sum(chunks)))

    async def main() -> None:
        box, position, offset = mailbox(), 0, 0

        async def take() -> None:
            nonlocal position
            piece = await box.take(take_bytes)
            assert piece.skipped_bytes % FORMAT.bytes_per_frame == 0
            position += piece.skipped_bytes
            assert bytes(piece.pcm) == sent[position : position + len(piece.pcm)]
            position += len(piece.pcm)

        for size in chunks:
            box.put_nowait(sent[offset : offset + size])
            offset += size
            for _ in range(taken_between):
                if box.statistics().queued_s > 0:
                    await take()
            assert box.statistics().queued_s <= 1.0
        box.end()
        while box.statistics().queued_s > 0:
            await take()
        with pytest.raises(trio.EndOfChannel):
            await take()
        assert position == len(sent)
        statistics = box.statistics()
        assert statistics.taken_bytes + statistics.dropped_bytes == statistics.received_bytes == len(sent)

    trio.run(main)


async def test_tiny_chunks_are_joined_and_nothing_is_lost(mock_clock: trio.testing.MockClock) -> None:
    box = mailbox(capacity_s=100.0)
    for value in range(1000):
        box.put_nowait(bytes([value % 256]))
    assert len(box._chunks) == 1
    box.end()
    assert await everything(box) == bytes(value % 256 for value in range(1000))


async def test_block_waits_for_room_and_passes_chunks_larger_than_itself() -> None:
    box, sent = mailbox("block"), bytes(index % 256 for index in range(1777))
    with pytest.raises(trio.WouldBlock):
        box.put_nowait(sent)
    assert box.statistics().received_bytes == 0

    async def send() -> None:
        await box.put(sent)
        box.end()

    async with trio.open_nursery() as nursery:
        nursery.start_soon(send)
        await trio.testing.wait_all_tasks_blocked()
        assert box.statistics().senders_waiting == 1
        assert box.statistics().queued_s == 1.0
        with pytest.raises(trio.BusyResourceError):
            box.put_nowait(b"")
        assert await everything(box) == sent


async def test_ending_while_a_sender_waits_loses_none_of_its_chunk() -> None:
    box = mailbox("block")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(box.put, bytes(1000))
        await trio.testing.wait_all_tasks_blocked()
        box.end()
        with trio.fail_after(60):
            assert len(await everything(box)) == 1000


async def test_a_receiver_waits_and_a_cancelled_one_loses_nothing() -> None:
    box = mailbox()
    with trio.move_on_after(0) as scope:
        await box.take(10)
    assert scope.cancelled_caught
    box.put_nowait(b"abcd")
    with trio.move_on_after(0) as scope:
        await box.take(10)
    assert scope.cancelled_caught
    assert bytes((await box.take(10)).pcm) == b"abcd"


async def test_both_ways_to_close() -> None:
    box = mailbox("block")
    box.put_nowait(bytes(400))
    box.end()
    with pytest.raises(trio.ClosedResourceError):
        box.put_nowait(b"late")
    box.close()
    with pytest.raises(trio.ClosedResourceError):
        await box.take(10)
    with pytest.raises(trio.BrokenResourceError):
        await box.put(b"later")


async def test_close_wakes_a_waiting_sender() -> None:
    box = mailbox("block")
    async with trio.open_nursery() as nursery:

        async def send() -> None:
            with pytest.raises(trio.BrokenResourceError):
                await box.put(bytes(1000))

        nursery.start_soon(send)
        await trio.testing.wait_all_tasks_blocked()
        box.close()


# Late, skipped, and too little to use.


async def test_audio_that_waited_too_long_is_dropped_down_to_live(autojump_clock: trio.testing.MockClock) -> None:
    box = AudioMailbox(FORMAT, capacity_s=10.0, when_full="drop_oldest", max_age_s=1.0)
    for _ in range(15):
        box.put_nowait(bytes(39))  # not whole frames: the rest must stay aligned
        await trio.sleep(0.1)
    piece = await box.take(1000)
    dropped_bytes = box.statistics().dropped_bytes
    assert piece.skipped_bytes == dropped_bytes > 0
    assert dropped_bytes % FORMAT.bytes_per_frame == 0
    assert box.statistics().age_s <= 0.25 * 1.0
    assert piece.received_at >= trio.current_time() - 0.35


async def test_audio_that_came_too_late_is_dropped_as_well(autojump_clock: trio.testing.MockClock) -> None:
    box = AudioMailbox(FORMAT, capacity_s=60.0, when_full="drop_oldest", max_age_s=2.0)
    for tenth in range(50):  # five seconds that a network held back
        box.put_nowait(bytes(40), delay_s=4.9 - tenth / 10)
    assert box.statistics().age_s == pytest.approx(4.9)
    await box.take(40)
    assert 4.0 < box.statistics().dropped_s < 4.9
    assert box.statistics().age_s < 0.5


async def test_late_audio_that_follows_fresh_audio_is_late_all_the_same(autojump_clock: trio.testing.MockClock) -> None:
    box = AudioMailbox(FORMAT, capacity_s=60.0, when_full="drop_oldest", max_age_s=2.0)
    for fill, delay_s in ((1, 0.0), (2, 3.0), (3, 0.0)):
        box.put_nowait(bytes([fill]) * 40, delay_s=delay_s)
    box.end()
    assert await everything(box, 40) == bytes([1]) * 40 + bytes([3]) * 40
    assert box.statistics().dropped_bytes == 40


async def test_audio_that_is_only_a_little_late_is_not_dropped(autojump_clock: trio.testing.MockClock) -> None:
    box = AudioMailbox(FORMAT, capacity_s=60.0, when_full="drop_oldest", max_age_s=2.0)
    for _ in range(18):
        box.put_nowait(bytes(40))
        await trio.sleep(0.1)
    while box.statistics().queued_s > 0:
        await box.take(40)
    assert box.statistics().dropped_bytes == 0


async def test_a_pause_of_the_sender_makes_nothing_late(autojump_clock: trio.testing.MockClock) -> None:
    box = AudioMailbox(FORMAT, capacity_s=60.0, when_full="drop_oldest", max_age_s=1.0)
    box.put_nowait(bytes(100))
    with trio.move_on_after(30):
        await box.take(400, wanted_bytes=160)
    assert box.statistics().age_s == 0.0  # it waits for its sender
    box.put_nowait(bytes(100))
    piece = await box.take(400, wanted_bytes=160)
    assert (len(piece.pcm), piece.skipped_bytes) == (200, 0)


@given(
    chunks=st.lists(st.tuples(st.integers(0, 900), st.floats(0.0, 3.0), st.booleans()), max_size=12),
    wanted_bytes=st.integers(1, 300),
    max_age_s=st.sampled_from([None, 0.5]),
)
def test_whatever_is_dropped_skipped_or_wanted_every_byte_is_accounted_for(
    chunks: list[tuple[int, float, bool]], wanted_bytes: int, max_age_s: float | None
) -> None:
    async def main() -> None:
        box = AudioMailbox(FORMAT, capacity_s=1.0, when_full="drop_oldest", max_age_s=max_age_s)
        sent, position = bytearray(), 0
        for size, delay_s, skip in chunks:
            if skip:
                box.skip(8)
                sent += b"?" * 8
            pcm = bytes((len(sent) + index) % 251 for index in range(size))
            sent += pcm
            box.put_nowait(pcm, delay_s=delay_s)
        box.end()
        try:
            while True:
                piece = await box.take(500, wanted_bytes=wanted_bytes)
                assert len(piece.pcm) <= 500
                position += piece.skipped_bytes
                assert bytes(piece.pcm) == sent[position : position + len(piece.pcm)]
                position += len(piece.pcm)
                assert position == box.consumed_bytes
        except trio.EndOfChannel:
            pass
        statistics = box.statistics()
        assert statistics.taken_bytes + statistics.dropped_bytes == statistics.received_bytes == len(sent)

    trio.run(main)


async def test_who_wants_much_is_not_woken_for_little() -> None:
    box = mailbox()
    pieces: list[int] = []

    async def receive() -> None:
        while True:
            pieces.append(len((await box.take(400, wanted_bytes=150)).pcm))

    async with trio.open_nursery() as nursery:
        nursery.start_soon(receive)
        for _ in range(5):
            box.put_nowait(bytes(50))
            await trio.testing.wait_all_tasks_blocked()
        assert pieces == [150]
        nursery.cancel_scope.cancel()


async def test_more_wanted_than_fits_is_what_fits() -> None:
    box = mailbox("block", capacity_s=0.25)
    async with trio.open_nursery() as nursery:
        nursery.start_soon(box.put, bytes(450))
        with trio.fail_after(60):
            sizes = [len((await box.take(10_000, wanted_bytes=10_000)).pcm) for _ in range(4)]
        assert sizes == [100] * 4
        nursery.cancel_scope.cancel()


# To the byte.


async def test_the_age_is_that_of_the_byte_that_makes_it_enough(autojump_clock: trio.testing.MockClock) -> None:
    box = mailbox()
    box.put_nowait(bytes(100))
    await box.take(64, wanted_bytes=60)
    await trio.sleep(0.5)
    box.put_nowait(bytes(100))  # with the 36 that are left, enough
    assert box.statistics().age_s == 0.0


async def test_small_chunks_are_joined_up_to_a_size_and_for_a_moment(autojump_clock: trio.testing.MockClock) -> None:
    box = mailbox(capacity_s=100.0)
    box.put_nowait(bytes(4095))
    box.put_nowait(bytes(1))
    assert len(box._chunks) == 1
    box.put_nowait(bytes(1))
    assert len(box._chunks) == 2
    box.put_nowait(bytes(4000))
    await box.take(4096)
    await box.take(3900)
    box.put_nowait(bytes(3900))  # what was taken does not count
    assert len(box._chunks) == 1
    await trio.sleep(0.1)
    box.put_nowait(bytes(1))
    assert len(box._chunks) == 2


async def test_what_is_late_is_dropped_to_a_quarter_of_its_age(autojump_clock: trio.testing.MockClock) -> None:
    box = AudioMailbox(FORMAT, capacity_s=60.0, when_full="drop_oldest", max_age_s=2.0)
    for tenth in range(50):
        box.put_nowait(bytes(40), delay_s=4.95 - tenth / 10)
    await box.take(40)
    assert box.statistics().dropped_s == pytest.approx(4.5)  # what came less than half a second ago is kept


async def test_who_wants_much_gets_the_rest_of_an_ended_stream_from_a_sender_that_waited() -> None:
    box = mailbox("block")
    async with trio.open_nursery() as nursery:
        nursery.start_soon(box.put, bytes(450))
        await trio.testing.wait_all_tasks_blocked()
        box.end()
        with trio.fail_after(60):
            assert [len((await box.take(400, wanted_bytes=300)).pcm) for _ in range(2)] == [400, 50]


@pytest.mark.parametrize("when_full", ["block", "drop_oldest"])
async def test_putting_in_is_a_checkpoint(when_full: WhenFull) -> None:
    box = mailbox(when_full)
    with trio.testing.assert_checkpoints():
        await box.put(b"abcd")


def test_who_goes_on_has_dropped_nothing_unless_it_says_so() -> None:
    box = mailbox()
    box.go_on_from(100)
    assert box.passed == (100, 0, 0, 0)
