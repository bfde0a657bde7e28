"""Chord colours: hue follows the circle of fifths, so that related chords look related; minor is deeper than major."""

from __future__ import annotations

import colorsys
from functools import lru_cache

from rich.color import Color

from chordwork.harmony.chord import ChordSyntaxError
from chordwork.harmony.score import parse_harte


@lru_cache(maxsize=512)
def chord_colour(label: str) -> Color | None:
    """Colour of a Harte label; None for ``N``, ``X`` and what is no label."""
    try:
        chord = parse_harte(label)
    except ChordSyntaxError:
        return None
    if chord.root < 0:
        return None
    hue = (0.58 + chord.root * 7 % 12 / 12) % 1.0
    minor = 3 in chord.intervals
    red, green, blue = colorsys.hsv_to_rgb(hue, 0.62 if minor else 0.48, 0.72 if minor else 0.92)
    return Color.from_rgb(red * 255, green * 255, blue * 255)
