"""What is played and what stands over it, as data: below the MIDI file, the picture and the synthesiser."""

from __future__ import annotations

from typing import Final, Literal, get_args

import attrs

PartName = Literal["drums", "bass", "comping"]
PARTS: Final[tuple[PartName, ...]] = get_args(PartName)


@attrs.frozen
class Note:
    """One note of the accompaniment.

    Attributes:
        part: who plays it.
        pitch: MIDI number; of drums, the General MIDI key.
        beat: where it belongs, in quarter notes from the start, swing included.
        beats: its length in quarter notes.
        velocity: 1 … 127.
        late_ms: how much later than ``beat`` it is played: strums, and the unevenness of people.
    """

    part: PartName
    pitch: int
    beat: float
    beats: float
    velocity: int
    late_ms: float = 0.0


@attrs.frozen
class ChordMark:
    """Where a chord begins, in quarter notes from the start, its symbol, and the same as a Harte label."""

    beat: float
    symbol: str
    label: str


@attrs.frozen
class SectionMark:
    """Where a section begins, in quarter notes from the start, and its title."""

    beat: float
    title: str
