"""Draws what ``python -m bench fleet`` found."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.pictures import picture


def plot(result: dict[str, Any], target: Path) -> None:
    """Gaps as measured over those simulated, and how full a fleet may be that is to lose a third."""
    checked = result.get("checked", {})
    panels = len(checked) + 1
    with picture(target, panels, figsize=(5 * panels, 4)) as (_, axes):
        for panel, (kind, row) in zip(axes, checked.items(), strict=False):
            for gaps in row["simulated_gaps_s"]:
                panel.step(gaps, [(index + 1) / len(gaps) for index in range(len(gaps))], color="#bbb", linewidth=0.6)
            gaps = sorted(result["measured"][kind]["gaps_s"])
            panel.step(gaps, [(index + 1) / len(gaps) for index in range(len(gaps))], color="#b03", linewidth=2)
            panel.set(title=f"{kind}: measured (red), simulated (grey)", xlabel="gap, s", ylabel="share of who moved")
        panel = axes[-1]
        for choice, label in (("least", "fewest connections"), ("random", "any")):
            rows = [row for row in result["room"] if row["choice"] == choice]
            panel.plot([100 * row["filled"] for row in rows], [row["p95_s"] for row in rows], marker="o", label=label)
        panel.set(title="A third of the servers dies (simulated)", xlabel="fleet full before, %", yscale="log")
        panel.set_ylabel("gap of 95 of 100 who moved, s")
        panel.legend(title="the balancer chooses")
