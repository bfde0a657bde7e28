"""JAMS: annotations of recordings as JSON, namespaces ``chord`` and ``chord_harte``.

E. Humphrey and others, "JAMS: a JSON Annotated Music Specification" (2014); schema of version 0.3.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from chordwork.harmony.score import Segment
from chordwork.music.charts.decoding import is_text
from chordwork.music.charts.errors import ChartFileError
from chordwork.music.charts.form import Format, Reading, Remark, Writing
from chordwork.music.charts.segments import in_order, of_segments, to_segments
from chordwork.music.song import Feature, Lost, Song, limited

NAME: Final = "jams"

_NAMESPACES: Final = ("chord", "chord_harte", "chord_roman")
_CARRIES: Final = frozenset({Feature.TITLE, Feature.ARTIST})


def _read(data: bytes) -> Reading:
    try:
        document = json.loads(data.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", 0), getattr(error, "colno", 0)
        raise ChartFileError(
            NAME, "this is no JSON: mend it, or give another format", line=line, column=column
        ) from None
    annotations = document.get("annotations") if isinstance(document, dict) else None
    if not isinstance(annotations, list):
        raise ChartFileError(NAME, "a document has a list of annotations: give one", place="annotations")
    found = [each for each in annotations if isinstance(each, dict) and each.get("namespace") in _NAMESPACES[:2]]
    if not found:
        raise ChartFileError(NAME, "no annotation is of the namespace chord: add one", place="annotations")
    segments = in_order(_segments(found[0].get("data")), NAME)
    about = document.get("file_metadata")
    about = about if isinstance(about, dict) else {}
    song, remarks = of_segments(segments, NAME, title=_text(about.get("title")), artist=_text(about.get("artist")))
    if len(found) > 1:
        remarks.insert(0, Remark(f"the first of {len(found)} annotations of chords is taken", place="annotations"))
    return Reading((song,), tuple(remarks))


def _segments(data: Any) -> list[Segment]:
    if isinstance(data, dict):  # columns, as older files have them
        names = ("time", "duration", "value")
        columns = [data.get(name) for name in names]
        if not all(isinstance(column, list) for column in columns):
            raise ChartFileError(NAME, "data has the columns time, duration and value: give them", place="data")
        data = [dict(zip(names, row, strict=False)) for row in zip(*columns, strict=False)]
    if not isinstance(data, list):
        raise ChartFileError(NAME, "an annotation has data: give a list", place="data")
    segments: list[Segment] = []
    for index, each in enumerate(data):
        time, length, value = (
            each.get(name) if isinstance(each, dict) else None for name in ("time", "duration", "value")
        )
        if not (isinstance(time, int | float) and isinstance(length, int | float) and isinstance(value, str)):
            raise ChartFileError(NAME, "give a time and a duration in seconds and a chord", place=f"data[{index}]")
        if length > 0:
            segments.append((float(time), float(time) + float(length), value))
    return segments


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _write(songs: Sequence[Song]) -> Writing:
    song = songs[0]
    segments = to_segments(song)
    rows = [
        {"time": round(start, 6), "duration": round(end - start, 6), "value": label, "confidence": None}
        for start, end, label in segments
    ]
    length = segments[-1][1] if segments else 0.0
    document = {
        "annotations": [
            {
                "namespace": "chord",
                "data": rows,
                "annotation_metadata": {"annotation_tools": "Chordwork", "data_source": "chart"},
                "sandbox": {},
                "time": 0,
                "duration": round(length, 6),
            }
        ],
        "file_metadata": {
            "title": song.title,
            "artist": song.artist,
            "release": "",
            "duration": round(length, 6),
            "identifiers": {},
            "jams_version": "0.3.4",
        },
        "sandbox": {},
    }
    return Writing((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(), limited(song, _CARRIES)[1])


def _limit(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    kept, _ = of_segments(to_segments(song), NAME, title=_text(song.title), artist=_text(song.artist))
    return kept, limited(song, _CARRIES)[1]


def _likeness(data: bytes, _: str) -> float:
    if not is_text(data) or not data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return 0.0
    return 0.95 if b'"annotations"' in data and b'"namespace"' in data else 0.0


FORMAT: Final = Format(
    name=NAME,
    title="JAMS",
    suffixes=(".jams",),
    media_type="application/vnd.jams+json",
    carries=_CARRIES,
    likeness=_likeness,
    read=_read,
    write=_write,
    limit=_limit,
)
"""Chords as they sound, when, and whose song it is."""
