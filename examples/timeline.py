"""A recording's chords as a picture in a notebook: the last value of a cell is drawn by its ``_repr_html_``."""

from __future__ import annotations

from html import escape
from pathlib import Path

from chordwork.analysis import Analysis, analyser_of
from chordwork.engine import load_model

PIXELS_A_SECOND = 40
HUES = [0, 210, 60, 270, 120, 330, 180, 30, 240, 90, 300, 150]
"""By root, neighbours on the circle of fifths alike."""


class Timeline:
    """What was heard in a recording, to look at."""

    def __init__(self, analysis: Analysis) -> None:
        """Draw ``analysis``."""
        self.analysis = analysis

    def _repr_html_(self) -> str:
        """For Jupyter, and whatever else draws HTML."""
        boxes = "".join(
            f'<div title="{each.start:.2f} to {each.end:.2f} s, {each.confidence:.0%} sure" style="flex:none;'
            f"width:{PIXELS_A_SECOND * (each.end - each.start):.0f}px;padding:8px 0;overflow:hidden;text-align:center;"
            f'background:{_colour(each.label)};border-right:1px solid white">{escape(each.symbol)}</div>'
            for each in self.analysis.chords
        )
        title = escape(f"{self.analysis.file}: {self.analysis.key or 'no key'}")
        return f'<div>{title}</div><div style="display:flex;overflow-x:auto;font:14px sans-serif">{boxes}</div>'


def _colour(label: str) -> str:
    if label[:1] not in "ABCDEFG":
        return "#eee"
    root = "C D EF G A B".index(label[0]) + label[:3].count("#") - label[1:3].count("b")
    return f"hsl({HUES[root % 12]} 70% {75 if ':min' in label else 85}%)"


def hear(song: str | Path) -> Timeline:
    """Hear a file."""
    return Timeline(analyser_of(load_model()).analyse_file(Path(song)))
