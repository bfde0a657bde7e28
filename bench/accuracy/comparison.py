"""Chordwork beside another program, clip by clip: who is above, and is the difference more than chance?

Both heard the same clips, so the clips are resampled together and what is hard for both cancels out: two intervals side
by side can overlap where the difference is sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from bench.accuracy.measure import BASELINE, MEASURES, Row
from evaluation.resampling import Estimate, difference

TIERS: Final = ("final", "live")
ABOVE: Final = "above"
LEVEL: Final = "level"
BELOW: Final = "below"


@attrs.frozen
class Comparison:
    """Our score less another program's, both of one tier, on one group of clips.

    Attributes:
        program: what the tables call it.
        tier: ``final`` or ``live``.
        differences: by measure, with the interval over clips; None where nothing was comparable.
        verdicts: by measure: ``above`` or ``below`` where the interval is all on one side of 0, else ``level``.
    """

    program: str
    tier: str
    differences: dict[str, Estimate | None]
    verdicts: dict[str, str]

    @property
    def is_baseline(self) -> bool:
        """Whether this is the untrained baseline and no peer."""
        return self.program == BASELINE


def compare(rows: Sequence[Row]) -> list[Comparison]:
    """Us and every other program that heard some of these clips, in the order in which they were named."""
    result = []
    for tier in dict.fromkeys(tier for row in rows for tier in row.scores):
        program, _, its_tier = tier.rpartition(" ")
        if not program or its_tier not in TIERS:
            continue
        both = [row for row in rows if tier in row.scores]
        differences: dict[str, Estimate | None] = {
            name: difference([(row.scores[its_tier][name], row.scores[tier][name]) for row in both])
            for name in MEASURES
        }
        result.append(Comparison(program, its_tier, differences, {n: verdict(d) for n, d in differences.items()}))
    return result


def verdict(estimate: Estimate | None) -> str:
    """``above``, ``level`` or ``below``; nothing without a difference. One clip alone decides nothing."""
    if estimate is None:
        return ""
    if estimate.clips > 1 and estimate.low > 0.0:
        return ABOVE
    return BELOW if estimate.clips > 1 and estimate.high < 0.0 else LEVEL


def against_all(comparisons: Sequence[Comparison], measure: str) -> tuple[str, list[str]]:
    """The worst verdict against any peer of either tier, and whom it was against, the best of them first.

    Without peers there is none: ``("", [])``.
    """
    peers = [(d.value, c) for c in comparisons if not c.is_baseline and (d := c.differences[measure]) is not None]
    for word in (BELOW, LEVEL, ABOVE):
        alike = sorted((value, f"{c.program} {c.tier}") for value, c in peers if c.verdicts[measure] == word)
        if alike:
            return word, [name for _, name in alike]
    return "", []
