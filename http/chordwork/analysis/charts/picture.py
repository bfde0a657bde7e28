"""A timeline as a picture: HTML with an SVG in it, for notebooks and pages; no script, and nothing is loaded for it."""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from html import escape
from itertools import pairwise
from typing import Final

import attrs

from chordwork.analysis.charts.bars import Bars
from chordwork.analysis.charts.colours import chord_rgb
from chordwork.analysis.charts.timeline import TimedChord

WIDTH_PX: Final = 920.0
LEFT_PX: Final = 46.0
ROW_PX: Final = 70.0
BOX_TOP_PX: Final = 18.0
BOX_PX: Final = 32.0
LETTER_PX: Final = 8.2
"""Width of a letter of a name, on average."""
BARS_A_ROW: Final = 8
SECONDS_A_ROW: Final = 16.0
"""Where no bars were found."""
MOST_CHORDS: Final = 5_000
"""Of a picture: an hour and more of a busy song."""
SHORTEST_ROW: Final = 0.4
LONGEST_ROW: Final = 1.5
"""Times the usual row: what is shorter is joined to the row before, or the first to the next; what is longer is cut."""
FAINTEST: Final = 0.25
STRONGEST: Final = 0.6
"""Opacity of a chord that is not sure at all, and of one that is; names stay legible on both."""
INK: Final = "#1f2328"
FAINT: Final = "#59636e"
PALE: Final = "#d1d9e0"
NO_CHORD: Final = "#f0f2f4"
WARNING: Final = "#9a6700"


@attrs.frozen
class Stretch:
    """What is named below the chords, as a key is, from ``start`` to ``end`` seconds."""

    start: float
    end: float
    name: str


def timeline_html(
    title: str,
    facts: Sequence[str],
    chords: Sequence[TimedChord],
    *,
    duration: float,
    bars: Bars | None = None,
    stretches: Sequence[Stretch] = (),
    warnings: Sequence[str] = (),
) -> str:
    """A heading, the picture, and a table of the chords that opens below it.

    Args:
        title: of the whole.
        facts: about the whole, such as its key; each in few words.
        chords: contiguous from 0 to ``duration``; how sure each is shows in its colour.
        duration: seconds.
        bars: their lines are drawn, and rows begin with them.
        stretches: in order.
        warnings: sentences.
    """
    if len(chords) > MOST_CHORDS:
        warnings = [*warnings, f"{len(chords)} chords are more than a picture holds: here are the first {MOST_CHORDS}"]
        chords = chords[:MOST_CHORDS]
        duration = chords[-1].end
    head = f'<b>{escape(title)}</b> <span style="color:{FAINT}">{escape(" · ".join(facts))}</span>'
    said = "".join(f'<div style="color:{WARNING}">{escape(each)}</div>' for each in warnings)
    picture = timeline_svg(title, chords, duration=duration, bars=bars, stretches=stretches)
    return (
        f'<div style="background:#ffffff;color:{INK};font:14px sans-serif;padding:8px;max-width:{WIDTH_PX:.0f}px">'
        f"<div>{head}</div>{said}{picture}{_table(chords)}</div>"
    )


def timeline_svg(
    title: str,
    chords: Sequence[TimedChord],
    *,
    duration: float,
    bars: Bars | None = None,
    stretches: Sequence[Stretch] = (),
) -> str:
    """The picture alone; arguments as for :func:`timeline_html`. A mouse that rests on a chord is told all of it."""
    rows = _rows(duration, bars)
    scale = (WIDTH_PX - LEFT_PX - 8.0) / max((end - start for start, end in rows), default=1.0)
    height = ROW_PX * len(rows) + 4.0
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH_PX:.0f} {height:.0f}" width="100%" role="img" '
        f'aria-label="{escape(title)}: its chords over time" font-family="sans-serif" font-size="11">'
    ]
    for number, (start, end) in enumerate(rows):
        row = _Row(start, end, ROW_PX * number, scale)
        parts += [*row.chords(chords), *row.bars(bars), *row.times(), *row.stretches(stretches)]
    return "".join([*parts, "</svg>"])


def _rows(duration: float, bars: Bars | None) -> list[tuple[float, float]]:
    """Where rows begin and end, in seconds: every few bars, or seconds where there are none."""
    if duration <= 0:
        return []
    if bars is None or len(bars.bars) < 2:
        begins = [SECONDS_A_ROW * number for number in range(1 + int(duration / SECONDS_A_ROW))]
    else:
        whole = [bar.start for bar in bars.bars if bar.number > 0]
        begins = whole[::BARS_A_ROW]
    edges = [0.0, *(begin for begin in begins if 0 < begin < duration), duration]
    lengths = [after - before for before, after in pairwise(edges)]
    usual = statistics.median(lengths)
    rows: list[tuple[float, float]] = []
    for before, after in pairwise(edges):
        if rows and after - before < SHORTEST_ROW * usual and after - rows[-1][0] <= LONGEST_ROW * usual:
            rows[-1] = (rows[-1][0], after)
            continue
        pieces = max(1, round((after - before) / usual)) if after - before > LONGEST_ROW * usual else 1
        step = (after - before) / pieces
        rows += [(before + step * piece, before + step * (piece + 1)) for piece in range(pieces)]
    if len(rows) > 1 and rows[0][1] < SHORTEST_ROW * usual:
        rows[:2] = [(0.0, rows[1][1])]
    return rows


@attrs.frozen
class _Row:
    """One line of the picture."""

    start: float
    end: float
    top: float
    scale: float

    def x(self, time: float) -> float:
        return LEFT_PX + (min(max(time, self.start), self.end) - self.start) * self.scale

    def chords(self, chords: Sequence[TimedChord]) -> Iterator[str]:
        y = self.top + BOX_TOP_PX
        for chord in chords:
            if chord.end <= self.start or chord.start >= self.end:
                continue
            left, width = self.x(chord.start), self.x(chord.end) - self.x(chord.start)
            rgb = chord_rgb(chord.label)
            fill = NO_CHORD if rgb is None else f"rgb{rgb}".replace(" ", "")
            opacity = 1.0 if rgb is None else FAINTEST + (STRONGEST - FAINTEST) * chord.confidence
            yield (
                f"<g><title>{escape(_told(chord))}</title>"
                f'<rect x="{left:.1f}" y="{y:.1f}" width="{max(width - 1.0, 0.8):.1f}" height="{BOX_PX}" rx="3" '
                f'fill="{fill}" fill-opacity="{opacity:.2f}"/>'
            )
            size = min(14.0, 14.0 * (width - 4.0) / (LETTER_PX * len(chord.symbol)))
            if rgb is not None and size >= 8.0:
                yield (
                    f'<text x="{left + (width - 1.0) / 2:.1f}" y="{y + BOX_PX / 2 + size / 3:.1f}" '
                    f'font-size="{size:.1f}" text-anchor="middle" fill="{INK}">{escape(chord.symbol)}</text>'
                )
            yield "</g>"

    def bars(self, bars: Bars | None) -> Iterator[str]:
        for bar in () if bars is None else bars.bars:
            if self.start <= bar.start < self.end:
                x, y = self.x(bar.start), self.top + BOX_TOP_PX
                yield f'<path d="M{x:.1f} {y - 4:.1f}v{BOX_PX + 8:.1f}" stroke="{FAINT}" stroke-width="1"/>'
                yield f'<text x="{x + 3:.1f}" y="{y - 5:.1f}" fill="{FAINT}">{bar.number or ""}</text>'

    def times(self) -> Iterator[str]:
        y = self.top + BOX_TOP_PX + BOX_PX / 2 + 4
        minutes, seconds = divmod(round(self.start), 60)
        yield f'<text x="{LEFT_PX - 8}" y="{y:.1f}" text-anchor="end" fill="{FAINT}">{minutes}:{seconds:02d}</text>'

    def stretches(self, stretches: Sequence[Stretch]) -> Iterator[str]:
        y = self.top + BOX_TOP_PX + BOX_PX + 14
        for stretch in stretches:
            if stretch.start < self.end and stretch.end > self.start:
                begins = stretch.start >= self.start
                left, right = self.x(stretch.start), self.x(stretch.end)
                yield f'<path d="M{left:.1f} {y - 10:.1f}H{right:.1f}" stroke="{PALE}" stroke-width="2"/>'
                if begins:
                    yield f'<text x="{left + 2:.1f}" y="{y + 2:.1f}" fill="{FAINT}">{escape(stretch.name)}</text>'


def _told(chord: TimedChord) -> str:
    sure = "" if chord.confidence == 0 else f", {chord.confidence:.0%} sure"
    return f"{chord.symbol} ({chord.label}), {chord.start:.2f} to {chord.end:.2f} s{sure}"


def _table(chords: Sequence[TimedChord]) -> str:
    rows = "".join(
        f"<tr><td>{each.start:.2f}</td><td>{each.end:.2f}</td><td>{escape(each.symbol)}</td>"
        f"<td>{escape(each.label)}</td><td>{each.confidence:.0%}</td></tr>"
        for each in chords
    )
    heading = "<tr><th>start, s</th><th>end, s</th><th>chord</th><th>label</th><th>sure</th></tr>"
    table = f'<table cellpadding="3">{heading}{rows}</table>'
    return f"<details><summary>{len(chords)} chords</summary>{table}</details>"
