"""The table at the end of the demo."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from chordwork.cli.playing.transcript import Verdict
from chordwork.harmony.score import ChordScore


def report(verdicts: Sequence[tuple[str, Verdict]], *, paced: bool) -> RenderableType:
    """Scores and latencies of each clip, by name."""
    return Group(_scores(verdicts), _latencies(verdicts), _legend(paced))


def _scores(verdicts: Sequence[tuple[str, Verdict]]) -> Table:
    table = Table(title="Score: share of the time that the chord was right", box=box.SIMPLE_HEAD, title_justify="left")
    table.add_column("recording")
    table.add_column("tier")
    for comparison in ("root", "majmin", "sevenths"):
        table.add_column(comparison, justify="right")
    for name, verdict in verdicts:
        table.add_row(name, "decided", *_percentages(verdict.final))
        table.add_row("", "live", *_percentages(verdict.live), end_section=True)
    return table


def _percentages(score: ChordScore) -> list[str]:
    recalls = (score.root, score.majmin, score.sevenths)
    return [f"{recall.fraction:.1%}" if recall.comparable_seconds > 0 else "-" for recall in recalls]


def _latencies(verdicts: Sequence[tuple[str, Verdict]]) -> Table:
    table = Table(title="Latency", box=box.SIMPLE_HEAD, title_justify="left")
    table.add_column("recording")
    for heading in (
        "change heard\nmedian",
        "\np90",
        "changes\nheard",
        "server\nmedian",
        "\np95",
        "decided\nafter",
    ):
        table.add_column(heading, justify="right")
    for name, verdict in verdicts:
        heard, server = verdict.heard_after_s, verdict.server_ms
        table.add_row(
            name,
            _milliseconds(heard.median, 1000),
            _milliseconds(heard.p90, 1000),
            f"{heard.count} of {heard.count + verdict.missed}",
            _milliseconds(server.median, 1, decimals=1),
            _milliseconds(server.p95, 1, decimals=1),
            _milliseconds(verdict.decided_after_s.median, 1000),
        )
    return table


def _milliseconds(value: float | None, factor: float, decimals: int = 0) -> str:
    return "-" if value is None else f"{value * factor:.{decimals}f} ms"


def _legend(paced: bool) -> Text:
    pace = "by the wall clock" if paced else "in audio time; without --fast it is by the wall clock"
    return Text(
        "live: what was on the screen at each moment, so lateness costs. change heard: from the true change to "
        f"the first right root and third on the screen, {pace}.",
        "dim",
    )
