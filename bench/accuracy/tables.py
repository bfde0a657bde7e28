"""The summary as tables to read."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table

from bench.accuracy.aims import AIMS
from bench.accuracy.comparison import ABOVE, BELOW, LEVEL, Comparison, against_all
from bench.accuracy.measure import BASELINE, MEASURES
from bench.accuracy.summary import Figures, Summary
from evaluation.resampling import Estimate, ratio

TITLES = {
    "naming_median_s": "onset to right name, median, s",
    "naming_p90_s": "onset to right name, p90, s",
    "never_named": "never named rightly",
    "needless_changes_a_chord": "needless changes a chord",
    "decision_median_s": "chord's end to final, median, s",
    "decision_p90_s": "chord's end to final, p90, s",
    "bass_inverted_final": "bass right, inversions, final",
    "bass_all_final": "bass right, all chords, final",
    "bass_inverted_live": "bass right, inversions, live",
    "bass_all_live": "bass right, all chords, live",
    "none_recall_final": "N recall, final",
    "none_recall_live": "N recall, live",
    "false_chords_a_minute_final": "false chords a minute, final",
    "false_chords_a_minute_live": "false chords a minute, live",
    f"false_chords_a_minute_{BASELINE}_final": f"… {BASELINE}, final",
    f"false_chords_a_minute_{BASELINE}_live": f"… {BASELINE}, live",
    "phone_loss_majmin": "phone, loss of final majmin",
    "key_mirex": "key, MIREX weight",
    "beat_f": "beats, F-measure",
    "beat_f_steady_120": "… of a steady 120 a minute",
    "tempo_within_4_percent": "tempo within 4 %",
    "tempo_octave_allowed": "… or of double, half, triple, third",
    "tuning_error_median_cents": "|tuning error| after 5 s, cents",
    "tuning_within_5_cents": "tuning within 5 cents",
}


MARKS = {ABOVE: "▲", LEVEL: "≈", BELOW: "▼"}
"""How a table says a verdict."""


def show(summary: Summary, console: Console, *, aims: bool = True) -> None:
    """Print every table that has something in it; ``aims`` only where they speak of these scores."""
    for table in (
        _scores(summary),
        _peers(summary),
        _comparisons(summary),
        *([_aims(summary)] if aims else []),
        _figures(summary),
        _conditions(summary),
        _qualities(summary),
        _reliability(summary),
    ):
        if table.row_count:
            console.print(table)


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left")
    for index, heading in enumerate(headings):
        table.add_column(heading, justify="right" if index else "left", no_wrap=True)
    return table


def _cell(estimate: Estimate | None) -> str:
    return "–" if estimate is None else str(estimate)


def _clips(tiers: dict[str, Figures]) -> str:
    return str(max((cell.clips for cells in tiers.values() for cell in cells.values() if cell), default=0))


def _scores(summary: Summary) -> Table:
    table = _table("Accuracy, seconds right of seconds comparable [95 % over clips]", "clips", "tier", *MEASURES)
    table.columns[1].justify = "left"
    table.add_column(f"majmin ÷ {BASELINE}", justify="right")
    for group, tiers in summary.scores.items():
        for tier, cells in tiers.items():
            baseline = tiers[f"{BASELINE} {'live' if tier.startswith('live') else 'final'}"]
            ours = not tier.startswith(BASELINE)
            against = f"{ratio(cells['majmin'], baseline['majmin']):.2f}" if ours else "1"
            first = f"{group} ({_clips(tiers)})" if tier == next(iter(tiers)) else ""
            table.add_row(first, tier, *(_cell(cells[name]) for name in MEASURES), against)
        table.add_section()
    return table


def _peers(summary: Summary) -> Table:
    table = _table("Chordwork ÷ peer, same tier; above 1 is better", "peer, clips", *MEASURES)
    for name, ratios in summary.ratios.items():
        if not name.startswith(f"{BASELINE} "):
            table.add_row(name, *(f"{ratios[measure]:.2f}" for measure in MEASURES))
    return table


def _comparisons(summary: Summary) -> Table:
    title = f"Chordwork − peer, same clips and tier [95 % over clips]: {', '.join(f'{MARKS[w]} {w}' for w in MARKS)}"
    table = _table(title, "clips", "peer", *MEASURES)
    table.columns[1].justify = "left"
    for group, comparisons in summary.comparisons.items():
        peers = [comparison for comparison in comparisons if not comparison.is_baseline]
        for index, peer in enumerate(peers):
            cells = (_compared(peer, measure) for measure in MEASURES)
            table.add_row("" if index else group, f"{peer.program} {peer.tier}", *cells)
        if peers:
            table.add_row("", "the closest", *(_closest(peers, measure) for measure in MEASURES))
            table.add_section()
    return table


def _compared(peer: Comparison, measure: str) -> str:
    estimate = peer.differences[measure]
    if estimate is None:
        return "–"
    interval = f" [{_signed(estimate.low)} {_signed(estimate.high)}]" if estimate.clips > 1 else ""
    return f"{_signed(estimate.value)}{interval} {MARKS[peer.verdicts[measure]]}"


def _signed(value: float) -> str:
    """Such as ``+.042``."""
    return f"{value:+.3f}".replace("0.", ".", 1)


def _closest(peers: list[Comparison], measure: str) -> str:
    """Whom we are nearest to, or who is above us, and how many more are level with us or above: ``≈ crema +2``."""
    word, names = against_all(peers, measure)
    if not names:
        return ""
    more = "" if word == ABOVE or len(names) == 1 else f" +{len(names) - 1}"
    return f"{MARKS[word]} {names[0].removesuffix(' final')}{more}"


def _aims(summary: Summary) -> Table:
    table = _table("Aims", "", "measured", "aim", "stretch", "")
    for aim in AIMS:
        figure = aim.measured(summary)
        sign = "≥" if aim.more_is_better else "≤"
        stretch = "" if aim.stretch is None else f"{sign} {aim.stretch:g}"
        table.add_row(aim.title, _cell(figure), f"{sign} {aim.wanted:g}", stretch, aim.verdict(figure))
    return table


def _figures(summary: Summary) -> Table:
    table = _table("Timing, bass, silence, key, tuning", "", *summary.figures)
    names = dict.fromkeys([*TITLES, *(name for figures in summary.figures.values() for name in figures)])
    for name in names:
        cells = [figures.get(name) for figures in summary.figures.values()]
        if any(cells):
            table.add_row(TITLES.get(name, name.replace("_", " ")), *(_cell(cell) for cell in cells))
    return table


def _conditions(summary: Summary) -> Table:
    table = _table("By condition", "", "clips", "final majmin", "final sevenths", "live majmin", f"{BASELINE} majmin")
    for name, tiers in summary.conditions.items():
        shown = (("final", "majmin"), ("final", "sevenths"), ("live", "majmin"), (f"{BASELINE} final", "majmin"))
        table.add_row(name, _clips(tiers), *(_cell(tiers[tier][measure]) for tier, measure in shown))
    return table


def _qualities(summary: Summary) -> Table:
    table = _table("By reference quality, final tier", "", "s", "recall", "taken for")
    table.columns[-1].justify = "left"
    for row in summary.qualities:
        taken = ", ".join(f"{name} {share:.0%}" for name, share in row.confusions)
        table.add_row(row.quality, f"{row.seconds:.0f}", str(row.recall), taken)
    return table


def _reliability(summary: Summary) -> Table:
    table = _table("Confidence of final chords", "confidence", "chords", "seconds", "mean confidence", "right")
    table.caption = f"expected calibration error {_cell(summary.calibration_error)}"
    for row in _filled(summary):
        table.add_row(*row)
    return table


def _filled(summary: Summary) -> Iterator[tuple[str, ...]]:
    for row in summary.reliability:
        if row.seconds:
            span = f"{row.low:.1f}–{row.high:.1f}"
            yield span, str(row.chords), f"{row.seconds:.0f}", f"{row.confidence:.3f}", f"{row.right:.3f}"
