"""Send audio to who hears it while showing what comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Final

import numpy as np
import trio
from numpy.typing import NDArray

from chordwork.cli.playing.streams import AudioStream
from chordwork.cli.view.screen import FRAMES_PER_SECOND, Screen
from chordwork.cli.view.state import ViewState
from chordwork.client import Chord, ConnectionLost, Level, Message

CHUNK_SECONDS: Final = 0.02
"""As browsers and telephones send it."""

OnMessage = Callable[[Message, float], None]
"""Told each message, and the seconds of audio that had been played when it was seen."""


class Performance:
    """One stream of audio on its way to a server, and the picture of what the server says.

    Two tasks: one sends, one receives; a third draws. The position is what has been played, in seconds: by the clock
    when ``paced``, else what each message itself says had been heard.
    """

    def __init__(self, stream: AudioStream, screen: Screen, state: ViewState, *, paced: bool) -> None:
        """Ready to begin, from ``state``."""
        self._stream = stream
        self._screen = screen
        self._state = state
        self._paced = paced
        self._begun: float | None = None
        self._sent_seconds = 0.0
        self._all_sent = False

    async def run(self, chunks: AsyncIterator[tuple[bytes, float]], *tell: OnMessage) -> None:
        """Send chunks, each with its length in seconds, until they end; return when the server is done.

        Args:
            chunks: PCM.
            tell: told each message in the turn in which it comes, before the screen, which may be slow.
        """
        async with trio.open_nursery() as nursery:
            nursery.start_soon(self._draw)
            nursery.start_soon(self._send, chunks)
            async for message in self._stream:
                self._advance(message)
                self._state = self._state.apply(message)
                for each in tell:
                    each(message, self._state.position)
                self._screen.tell(message, self._state)
            self._screen.draw(self._state)
            nursery.cancel_scope.cancel()

    async def _send(self, chunks: AsyncIterator[tuple[bytes, float]]) -> None:
        self._begun = trio.current_time()
        try:
            async for pcm, seconds in chunks:
                await self._stream.send(pcm)
                self._sent_seconds += seconds
            self._all_sent = True
            await self._stream.finish()
        except ConnectionLost:
            return  # The receiving side learns why, and says so.

    def _played_seconds(self) -> float:
        """By the clock while audio runs; messages that come after its end belong to its end."""
        if not self._paced or self._all_sent or self._begun is None:
            return self._sent_seconds
        return trio.current_time() - self._begun

    async def _draw(self) -> None:
        while True:
            if self._paced:
                self._state = self._state.advance(max(self._state.position, self._played_seconds()))
            self._screen.draw(self._state)
            await trio.sleep(1 / FRAMES_PER_SECOND)

    def _advance(self, message: Message) -> None:
        position = self._played_seconds()
        if not self._paced:
            # As fast as it can, the sender is far ahead: trust the server's account of how much it had heard.
            said = message.at if isinstance(message, Chord | Level) else None
            position = self._state.position if said is None else said
        self._state = self._state.advance(max(self._state.position, position))


async def recorded_chunks(
    pcm: NDArray[np.int16], sample_rate: int, *, paced: bool
) -> AsyncIterator[tuple[bytes, float]]:
    """Cut a recording into chunks; ``paced`` gives each out when a microphone would have finished it."""
    size = max(1, round(sample_rate * CHUNK_SECONDS))
    begun = trio.current_time()
    for first in range(0, len(pcm), size):
        chunk = pcm[first : first + size]
        if paced:
            await trio.sleep_until(begun + (first + len(chunk)) / sample_rate)
        yield np.ascontiguousarray(chunk, dtype="<i2").tobytes(), len(chunk) / sample_rate
