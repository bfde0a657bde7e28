"""The word that what can change without a restart should be looked at: SIGHUP, passed on to whom it concerns."""

from __future__ import annotations

import trio


class Reloading:
    """A bell: each :meth:`ring` wakes everybody who waits, and nobody who comes later."""

    def __init__(self) -> None:
        """Silent."""
        self._bell = trio.Event()
        self.count = 0
        """How often it rang."""

    def ring(self) -> None:
        """Wake who waits. Never waits itself."""
        self.count += 1
        self._bell.set()
        self._bell = trio.Event()

    async def wait(self) -> None:
        """Until it rings the next time."""
        await self._bell.wait()
