"""One picture of the summary: scores by tier, and the reliability of the confidence. Needs matplotlib."""

from __future__ import annotations

from pathlib import Path

from bench.accuracy.measure import BASELINE
from bench.accuracy.summary import Summary
from bench.pictures import picture


def draw(summary: Summary, target: Path) -> None:
    """Write a PNG."""
    with picture(target, 2, figsize=(12, 4.5), width_ratios=(2, 1)) as (figure, (left, right)):
        tiers = ("final", "live", "live +250 ms", f"{BASELINE} final")
        width = 0.8 / len(tiers)
        for number, tier in enumerate(tiers):
            cells = [groups.get(tier, {}).get("majmin") for groups in summary.scores.values()]
            shown = [(index, cell) for index, cell in enumerate(cells) if cell]
            left.bar(
                [index + width * number for index, _ in shown],
                [cell.value for _, cell in shown],
                width,
                yerr=[
                    [max(cell.value - cell.low, 0.0) for _, cell in shown],
                    [max(cell.high - cell.value, 0.0) for _, cell in shown],
                ],
                label=tier,
            )
        left.set_xticks([index + 0.4 - width / 2 for index in range(len(summary.scores))], list(summary.scores))
        left.set(ylabel="majmin", ylim=(0, 1), title="Accuracy, 95 % over clips")
        figure.legend(loc="outside lower left", ncols=len(tiers))
        bins = [row for row in summary.reliability if row.seconds]
        right.plot([0, 1], [0, 1], color="0.7")
        right.plot([row.confidence for row in bins], [row.right for row in bins], "o-")
        right.set(xlabel="confidence", ylabel="share right", xlim=(0, 1), ylim=(0, 1), title="Final chords")
