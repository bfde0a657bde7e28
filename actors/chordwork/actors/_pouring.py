"""From an audio callback's ring into a session."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Final

import trio

from chordwork.actors._errors import SessionEnded
from chordwork.actors._session import Session
from chordwork.native import AudioFormatError, CallbackRing

POUR_S: Final = 0.01
"""Between two looks into a ring: it is not the callback that wakes a reader, since that would ask the system."""


async def pour(ring: CallbackRing, session: Session, *, every_s: float = POUR_S) -> None:
    """Send what an audio callback writes into ``ring``, until the ring is ended; then end the session's input.

    Frames that the ring lost are skipped in the session, in their place: times stay right, and a
    :class:`~chordwork.actors.Dropped` notice says so. Where the session takes no more for a while, the ring fills up,
    and loses and counts what does not fit. Being cancelled may lose what was read last.

    Args:
        ring: whose only reader this is.
        session: whose only sender this is.
        every_s: seconds between two looks into the ring, which audio comes later by.

    Raises:
        AudioFormatError: the frames of ring and session differ in size.
        SessionEnded: as for :meth:`Session.send`.
    """
    _check_frames(ring, session)
    while True:
        ended = ring.ended  # before what is read now
        while (block := ring.read()).pcm or block.lost_frames:
            if block.lost_frames:
                session.skip((block.lost_frames + 0.5) / session.stream_format.sample_rate)  # which is rounded down
            await session.send(block.pcm)
        if ended:
            session.end_input()
            return
        await trio.sleep(every_s)


@asynccontextmanager
async def pouring(ring: CallbackRing, session: Session) -> AsyncIterator[None]:
    """Pour for the length of the block. Whoever reads the session is told if it ends.

    Raises:
        AudioFormatError: as for :func:`pour`.
    """
    _check_frames(ring, session)

    async def pour_quietly() -> None:
        with suppress(SessionEnded):
            await pour(ring, session)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(pour_quietly)
        try:
            yield
        finally:
            nursery.cancel_scope.cancel()


def _check_frames(ring: CallbackRing, session: Session) -> None:
    if ring.bytes_per_frame != session.stream_format.bytes_per_frame:
        raise AudioFormatError(
            f"the ring has {ring.bytes_per_frame} bytes for each frame, the session "
            f"{session.stream_format.bytes_per_frame}: open both for the same format and channels"
        )
