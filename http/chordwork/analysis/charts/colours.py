"""Chord colours: hue follows the circle of fifths, so that related chords look related; minor is deeper than major."""

from __future__ import annotations

import colorsys
from functools import lru_cache

from chordwork.harmony.errors import ChordSyntaxError
from chordwork.harmony.score import encode


@lru_cache(maxsize=512)
def chord_rgb(label: str) -> tuple[int, int, int] | None:
    """Red, green and blue of a Harte label, 0 to 255; None for ``N``, ``X`` and what is no label."""
    try:
        root, intervals = encode(label)
    except ChordSyntaxError:
        return None
    if root < 0:
        return None
    hue = (0.58 + root * 7 % 12 / 12) % 1.0
    minor = 3 in intervals
    red, green, blue = colorsys.hsv_to_rgb(hue, 0.62 if minor else 0.48, 0.72 if minor else 0.92)
    return round(red * 255), round(green * 255), round(blue * 255)
