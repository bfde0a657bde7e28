"""Suggestions while somebody plays: is each new chord answered within 2 ms? ``python -m bench suggestions``.

The baseline asks about the whole song anew at each chord.
"""

from __future__ import annotations

import random
import time
from typing import Any, Final

import attrs
import numpy as np
from rich.console import Console
from rich.table import Table

from chordwork.music import Suggester, suggest

LIVE_BUDGET_MS: Final = 2.0
LENGTHS: Final = (8, 64, 512, 2000)
"""Chords played before the question."""
ASKED: Final = 200
_SONG: Final = (
    "C", "G", "Am", "F", "C", "G", "F", "C", "Am", "Em", "F", "G", "C", "E7", "Am", "Dm7", "G7", "C", "Fm", "C", "A7",
    "Dm", "G",
)  # fmt: skip


@attrs.frozen
class Row:
    """One length of song; milliseconds of CPU time.

    Attributes:
        chords: played before.
        median_ms: from a new chord to five suggestions with reasons.
        p99_ms: 99th percentile of the same.
        anew_ms: median of the baseline.
    """

    chords: int
    median_ms: float
    p99_ms: float
    anew_ms: float

    @property
    def ratio(self) -> float:
        """Live to anew."""
        return self.median_ms / self.anew_ms


def run(*, quick: bool) -> dict[str, Any]:
    """Measure, print the table, return the raw data."""
    rows = [_measure(length, ASKED // 5 if quick else ASKED) for length in LENGTHS]
    table = Table(title="A new chord, five suggestions", title_justify="left")
    for heading in ("chords before", "median, ms", "p99, ms", "anew, ms", "ratio"):
        table.add_column(heading, justify="right")
    for row in rows:
        table.add_row(
            str(row.chords), f"{row.median_ms:.2f}", f"{row.p99_ms:.2f}", f"{row.anew_ms:.2f}", f"{row.ratio:.2f}"
        )
    Console().print(table)
    worst = max(row.median_ms for row in rows)
    summary = {"median_ms": worst, "within_budget": worst < LIVE_BUDGET_MS, "ratio": rows[-1].ratio}
    print(summary)
    return {"rows": [attrs.asdict(row) for row in rows], "summary": summary}


def _measure(length: int, asked: int) -> Row:
    dice = random.Random(length)
    played = [_SONG[index % len(_SONG)] for index in range(length)]
    live = Suggester()
    for chord in played:
        live.add(chord)
    spent, anew = [], []
    for index in range(asked):
        chord = dice.choice(_SONG)
        began = time.process_time()
        live.add(chord)
        live.suggest()
        spent.append(1000.0 * (time.process_time() - began))
        played.append(chord)
        if index % 10 == 0:
            began = time.process_time()
            suggest(played)
            anew.append(1000.0 * (time.process_time() - began))
    return Row(length, float(np.median(spent)), float(np.percentile(spent, 99)), float(np.median(anew)))
