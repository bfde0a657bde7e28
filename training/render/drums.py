"""Drum patterns as General MIDI percussion notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from evaluation.notes import Note

from .voicings import Rng

KICK, RIM, SNARE, CLAP, TOM_LOW, HAT, HAT_PEDAL, TOM_MID, HAT_OPEN, TOM_HIGH, CRASH, RIDE = (
    36,
    37,
    38,
    39,
    45,
    42,
    44,
    47,
    46,
    50,
    49,
    51,
)
SHAKER, TAMBOURINE = 70, 54
# One bar of four beats in sixteenths: x loud, o soft.
GROOVES: Final[dict[str, dict[int, str]]] = {
    "rock": {KICK: "x.......x.x.....", SNARE: "....x.......x...", HAT: "x.o.x.o.x.o.x.o."},
    "pop": {KICK: "x......xx.......", SNARE: "....x.......x..o", HAT: "x.x.x.x.x.x.x.x."},
    "disco": {KICK: "x...x...x...x...", SNARE: "....x.......x...", HAT_OPEN: "..x...x...x...x."},
    "ballad": {KICK: "x.........x.....", RIM: "....x.......x...", HAT: "x.o.x.o.x.o.x.o."},
    "bossa": {KICK: "x..xx..xx..xx..x", RIM: "x..x..x...x..x..", SHAKER: "x.o.x.o.x.o.x.o."},
    "sixteen": {KICK: "x..x..x...x.....", SNARE: "....x.......x...", HAT: "xoxoxoxoxoxoxoxo"},
    "half": {KICK: "x.....x.........", SNARE: "........x.......", RIDE: "x...x...x...x..."},
    "swing": {KICK: "x...............", HAT_PEDAL: "....x.......x...", RIDE: "x...x..ox...x..o"},
    "clap": {KICK: "x...x...x...x...", CLAP: "....x.......x...", TAMBOURINE: "o.x.o.x.o.x.o.x."},
}


def drum_part(beats: Sequence[float], downbeats: Sequence[float], rng: Rng, *, style: str | None = None) -> list[Note]:
    """A groove over the whole beat grid with fills about every fourth or eighth bar."""
    groove = GROOVES[style or str(rng.choice(list(GROOVES)))]
    loudness = float(rng.uniform(0.7, 1.1))
    fill_every = int(rng.choice([4, 8, 8, 99]))
    bars = [b for b in downbeats if beats and b < beats[-1]]
    notes: list[Note] = []
    for index, bar in enumerate(bars):
        end = bars[index + 1] if index + 1 < len(bars) else beats[-1]
        inside = sum(1 for b in beats if bar - 0.02 <= b < end - 0.02)
        steps = np.linspace(bar, end, max(1, inside) * 4, endpoint=False)
        fill = index % fill_every == fill_every - 1
        for step, time in enumerate(steps):
            if fill and step >= len(steps) - 4:
                drum = (SNARE, TOM_HIGH, TOM_MID, TOM_LOW)[step % 4]
                notes.append(_stroke(float(time), drum, 100 * loudness, rng))
                continue
            for drum, line in groove.items():
                mark = line[step % 16]
                if mark != ".":
                    notes.append(_stroke(float(time), drum, (104 if mark == "x" else 64) * loudness, rng))
        if index > 0 and (index - 1) % fill_every == fill_every - 1:
            notes.append(_stroke(bar, CRASH, 100 * loudness, rng))
    return notes


def _stroke(time: float, drum: int, velocity: float, rng: Rng) -> Note:
    start = max(0.0, time + float(rng.normal(0, 0.004)))
    return Note(start, start + 0.1, drum, int(np.clip(velocity + rng.normal(0, 7), 20, 127)))
