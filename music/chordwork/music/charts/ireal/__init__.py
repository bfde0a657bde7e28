"""iReal Pro: charts of chords as links, ``irealb://`` (hidden) and ``irealbook://`` (the open protocol), one or many.

Described in iReal Pro's "Custom Chord Chart Protocol"; how ``irealb://`` hides chords is known from programs that read
it.
"""

from __future__ import annotations

import re
from typing import Final

from chordwork.music.charts.errors import ChartTooLargeError
from chordwork.music.charts.form import MAX_BYTES, Format, Reading
from chordwork.music.charts.ireal import reading
from chordwork.music.charts.ireal.links import NAME
from chordwork.music.charts.ireal.writing import CARRIES, fit, link, plain_link, write

__all__ = ["FORMAT", "fit", "link", "plain_link", "read", "write"]

_LINK: Final = re.compile(rb"ireal(?:b|book)://", re.IGNORECASE)


def read(data: bytes) -> Reading:
    """All songs of the links in a text or page.

    Raises:
        ChartFileError: there is no link, or one was cut off.
        ChartTooLargeError: more than 16 MiB, 5,000 songs, or 10,000 bars in one.
    """
    if len(data) > MAX_BYTES:
        raise ChartTooLargeError(NAME, f"more than {MAX_BYTES} bytes: share a smaller playlist")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    return reading.read(text)


def likeness(data: bytes, name: str) -> float:
    """Nothing else holds such links, unless it speaks about them."""
    found = _LINK.search(data)
    if found is None:
        return 0.0
    return 1.0 if not data[: found.start()].strip() else 0.9


FORMAT: Final = Format(
    name=NAME,
    title="iReal Pro",
    suffixes=(".html", ".irealb", ".irealbook"),
    media_type="text/html",
    carries=CARRIES,
    likeness=likeness,
    read=read,
    write=write,
    limit=fit,
    several=True,
)
