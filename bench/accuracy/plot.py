"""One picture of the summary: scores by tier, and the reliability of the confidence. Needs matplotlib."""

from __future__ import annotations

from pathlib import Path

from bench.accuracy.errors import MissingPackageError
from bench.accuracy.measure import BASELINE
from bench.accuracy.summary import Summary


def check_available() -> None:
    """Raise :class:`MissingPackageError` if matplotlib is not installed."""
    try:
        import matplotlib  # noqa: F401
    except ImportError as error:
        raise MissingPackageError("--plot needs matplotlib: `pip install matplotlib`, or leave --plot out") from error


def draw(summary: Summary, target: Path) -> None:
    """Write a PNG."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, (left, right) = pyplot.subplots(1, 2, figsize=(12, 4.5), width_ratios=(2, 1), layout="constrained")
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
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, dpi=120)
    pyplot.close(figure)
