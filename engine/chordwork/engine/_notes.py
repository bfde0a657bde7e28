"""Which pitch classes sound: the model's note output, averaged over the chord that rings now. For practice."""

from __future__ import annotations

from collections import deque
from typing import Final

import numpy as np
from numpy.typing import NDArray

from chordwork.engine.events import NotesEvent
from chordwork.native import Saved, restore_fields, restored_array, saved_array, saved_fields

WINDOW_HOPS: Final = 14
"""What is averaged: the latest 0.65 s. Longer gains nothing; shorter hears the attack of one string for a note."""
SETTLING_HOPS: Final = 5
"""After a change of chord, the model needs so long to be sure of the notes: these hops are left out."""
FEWEST_HOPS: Final = 6
"""Hops that must be there before anything is said, 0.28 s."""
EVERY_HOPS: Final = 5
"""News at most every 0.23 s."""
SOUNDING: Final = 0.3
"""Probability of the likeliest pitch class below which nothing sounds."""

_FIELDS: Final = ("_hops", "_settling", "_said")


class NoteTracker:
    """Averages note evidence within one chord; one instance a stream."""

    def __init__(self, *, hop_seconds: float, target_delay_s: float, heard_hops: int = 0) -> None:
        """Begin after ``heard_hops`` hops of a stream, which were not looked at."""
        self._hop_seconds = hop_seconds
        self._target_delay_s = target_delay_s
        self._window: deque[NDArray[np.float32]] = deque(maxlen=WINDOW_HOPS)
        self._hops = heard_hops
        self._settling = 0
        self._said = heard_hops

    def snapshot(self) -> Saved:
        """The window, and when it was last told."""
        return {"window": [saved_array(notes) for notes in self._window], **saved_fields(self, _FIELDS)}

    def restore(self, saved: Saved) -> None:
        """Go on from there."""
        self._window.clear()
        self._window.extend(restored_array(notes, np.float32, (12,)) for notes in saved["window"])
        restore_fields(self, saved, _FIELDS)

    def step(self, notes: NDArray[np.float32], *, changed: bool) -> NotesEvent | None:
        """Take one hop.

        Args:
            notes: probability that each pitch class sounds, shape ``(12,)``.
            changed: whether another chord than before is shown from this hop on.
        """
        self._hops += 1
        if changed:
            self._window.clear()
            self._settling = SETTLING_HOPS
        if self._settling:
            self._settling -= 1
            return None
        if float(notes.max()) < SOUNDING:
            self._window.clear()
            return None
        self._window.append(notes)
        if len(self._window) < FEWEST_HOPS or self._hops - self._said < EVERY_HOPS:
            return None
        self._said = self._hops
        mean = np.mean(self._window, axis=0)
        at = self._hops * self._hop_seconds
        start = max(0.0, (self._hops - len(self._window)) * self._hop_seconds - self._target_delay_s)
        return NotesEvent(tuple(round(float(share), 4) for share in mean), start, at)
