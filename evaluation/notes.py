"""Notes to be played by a sound, in seconds: what recorded and rendered instruments read."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import define, evolve, frozen


@frozen
class Note:
    """One sounding note; ``end`` is the key (or pedal) release in seconds; ``string`` -1 where it has none."""

    start: float
    end: float
    pitch: int
    velocity: int = 80
    string: int = -1


@define
class Track:
    """Notes played by one sound: a GM ``program``, or a recorded ``instrument`` by name."""

    name: str
    notes: list[Note]
    program: int = 0
    instrument: str = ""
    is_drum: bool = False
    gain_db: float = 0.0
    detune_cents: float = 0.0


def without_overlaps(notes: Sequence[Note]) -> list[Note]:
    """Sorted notes; one that is struck again on the same key ends there."""
    following: dict[int, float] = {}
    result: list[Note] = []
    for note in sorted(notes, key=lambda n: n.start, reverse=True):
        end = min(note.end, following.get(note.pitch, np.inf))
        following[note.pitch] = note.start
        if end > note.start:
            result.append(evolve(note, end=float(end)))
    return result[::-1]
