"""MusicXML 4.0: chord symbols, form, melody and words of a score, partwise or timewise, plain or in an archive."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Final

import attrs

from chordwork.music.charts.form import Format, Writing
from chordwork.music.charts.musicxml.opening import NAME, ZIP
from chordwork.music.charts.musicxml.reading import read
from chordwork.music.charts.musicxml.writing import CARRIES, fit, write
from chordwork.music.song import Song

__all__ = ["FORMAT", "fit", "read", "write", "write_archive"]

_GLANCE: Final = 64 * 1024
_ARCHIVE_ENTRY: Final = b"META-INF/container.xml"
_CONTAINER: Final = """<?xml version="1.0" encoding="UTF-8"?>
<container><rootfiles>
<rootfile full-path="score.musicxml" media-type="application/vnd.recordare.musicxml+xml"/>
</rootfiles></container>
"""


def write_archive(songs: Sequence[Song]) -> Writing:
    """A song as ``.mxl``: the score in an archive, about a tenth as large."""
    writing = write(songs)
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", _CONTAINER)
        archive.writestr("score.musicxml", writing.data)
    return attrs.evolve(writing, data=file.getvalue())


def likeness(data: bytes, name: str) -> float:
    """A score says so at its beginning; an archive of one names its container."""
    if data.startswith(ZIP):
        return 0.9 if _ARCHIVE_ENTRY in data else 0.2 if name.lower().endswith(".mxl") else 0.0
    head = data[:_GLANCE].replace(b"\0", b"")  # UTF-16 too
    if b"<score-partwise" in head or b"<score-timewise" in head:
        return 1.0
    return 0.3 if head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").startswith(b"<?xml") and b"MusicXML" in head else 0.0


FORMAT: Final = Format(
    name=NAME,
    title="MusicXML",
    suffixes=(".musicxml", ".mxl", ".xml"),
    media_type="application/vnd.recordare.musicxml+xml",
    carries=CARRIES,
    likeness=likeness,
    read=read,
    write=write,
    limit=fit,
)
