"""Draws what ``python -m bench fleet`` found."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def plot(result: dict[str, Any], target: Path) -> None:
    """Gaps as measured over those simulated, and the time until all are back in fleets of any size."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    checked = result.get("checked", {})
    figure, axes = pyplot.subplots(1, len(checked) + 1, figsize=(5 * (len(checked) + 1), 4), layout="constrained")
    axes = list(axes) if checked else [axes]
    for panel, (kind, row) in zip(axes, checked.items(), strict=False):
        for gaps in row["simulated_gaps_s"]:
            panel.step(gaps, [(index + 1) / len(gaps) for index in range(len(gaps))], color="#bbb", linewidth=0.6)
        gaps = sorted(result["measured"][kind]["gaps_s"])
        panel.step(gaps, [(index + 1) / len(gaps) for index in range(len(gaps))], color="#b03", linewidth=2)
        panel.set(title=f"{kind}: measured (red), simulated (grey)", xlabel="gap, s", ylabel="share of who moved")
    panel = axes[-1]
    events = sorted({row["event"] for row in result["fleets"]})
    for event in events:
        rows = [row for row in result["fleets"] if row["event"] == event and row["choice"] == "least"]
        for full, style in ((False, "-"), (True, "--")):
            chosen = [row for row in rows if (row["filled"] > 0.8) == full]
            label = f"{event}, {'95' if full else '70'} % full"
            panel.plot(
                [row["players"] for row in chosen], [row["p95_s"] for row in chosen], style, marker="o", label=label
            )
    panel.set(title="Gap of 95 of 100 who moved", xlabel="players", ylabel="s", xscale="log", yscale="log")
    panel.legend(fontsize=7)
    target.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(target, dpi=110)
    pyplot.close(figure)
