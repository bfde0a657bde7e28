"""Chord colours in a terminal."""

from __future__ import annotations

from functools import lru_cache

from rich.color import Color

from chordwork.analysis.charts.colours import chord_rgb


@lru_cache(maxsize=512)
def chord_colour(label: str) -> Color | None:
    """Colour of a Harte label; None for ``N``, ``X`` and what is no label."""
    rgb = chord_rgb(label)
    return None if rgb is None else Color.from_rgb(*rgb)
