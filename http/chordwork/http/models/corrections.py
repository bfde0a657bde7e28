"""Takes corrections from both doors, counts them, and has them written down without holding anybody up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

import structlog
import trio

from chordwork.http.models.correction import Correction
from chordwork.http.models.correction_store import CorrectionNotKept, CorrectionStore
from chordwork.http.models.figures import FiguresOfModels
from chordwork.http.settings import Settings

WAITING: Final = 64
"""Corrections that may wait to be written; one more is refused."""
FAILURES_LOGGED_EVERY: Final = 100

_log: structlog.stdlib.BoundLogger = structlog.get_logger("chordwork.http")

Told = Callable[[CorrectionNotKept | None], None]
"""Called once with what became of a correction; None: it was kept."""


class Corrections:
    """Corrections of one process; off where the operator names no file.

    Args:
        settings: name the file and its bound.
        figures: count them.
        knows_model: whether there is a model of that identity here.

    Raises:
        CorrectionNotKept: the file cannot be written.
    """

    def __init__(self, settings: Settings, figures: FiguresOfModels, knows_model: Callable[[str], bool]) -> None:
        self._figures = figures
        self.knows_model: Final = knows_model
        self._store = (
            CorrectionStore(Path(settings.corrections_file), settings.corrections_bytes)
            if settings.corrections_file
            else None
        )
        self._send, self._receive = trio.open_memory_channel[tuple[Correction, Told]](WAITING)
        self.failed = 0
        """Corrections that could not be written."""

    @property
    def on(self) -> bool:
        """Whether the operator wants them."""
        return self._store is not None

    def offer(self, correction: Correction, told: Told) -> None:
        """Take one without waiting; ``told`` is called later, or now if too many wait."""
        try:
            self._send.send_nowait((correction, told))
        except trio.WouldBlock:
            told(CorrectionNotKept("too many corrections wait to be written: try again later", full=False))

    async def keep(self, correction: Correction) -> None:
        """Take one, and wait until it is written.

        Raises:
            CorrectionNotKept: it was not.
        """
        done = trio.Event()
        outcome: list[CorrectionNotKept | None] = []

        def told(failure: CorrectionNotKept | None) -> None:
            outcome.append(failure)
            done.set()

        self.offer(correction, told)
        await done.wait()
        if outcome[0] is not None:
            raise outcome[0]

    async def write(self) -> None:
        """Write down what is offered, until cancelled."""
        async for correction, told in self._receive:
            failure: CorrectionNotKept | None = None
            try:
                assert self._store is not None
                await trio.to_thread.run_sync(self._store.keep, correction)
                self._figures.note_correction(correction)
            except CorrectionNotKept as error:
                failure = error
                if self.failed % FAILURES_LOGGED_EVERY == 0:
                    _log.error("a correction was not kept", reason=str(error), failed=self.failed + 1)
                self.failed += 1
            told(failure)
