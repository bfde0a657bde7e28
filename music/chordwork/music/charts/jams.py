"""JAMS: annotations of recordings as JSON, namespaces ``chord`` and ``chord_harte``, ``beat``, ``tempo``, ``key_mode``.

E. Humphrey and others, "JAMS: a JSON Annotated Music Specification" (2014); schema of version 0.3.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs

from chordwork.harmony.errors import KeySyntaxError
from chordwork.harmony.keys import Key, parse_key
from chordwork.harmony.score import Segment
from chordwork.music.charts.beats import Beat, beats_of, on_bars, read_metres
from chordwork.music.charts.decoding import is_text
from chordwork.music.charts.errors import ChartFileError
from chordwork.music.charts.form import Format, Reading, Remark, Writing
from chordwork.music.charts.segments import USUAL_BPM, bar_times, in_order, of_segments, to_segments
from chordwork.music.pulse import pulse
from chordwork.music.song import Feature, Lost, Signature, Song, limited

NAME: Final = "jams"
MAX_BPM: Final = 2_000
MAX_KEY: Final = 40
"""Letters of a key."""

_NAMESPACES: Final = ("chord", "chord_harte", "chord_roman")
_CARRIES: Final = frozenset({Feature.TITLE, Feature.ARTIST, Feature.KEY})
_TIMED: Final = frozenset({Feature.TIMES, Feature.TEMPO, Feature.METRE, Feature.METRE_CHANGES, Feature.PICKUPS})
"""What beats tell besides."""


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
    fields: dict[str, Any] = {
        "title": _text(about.get("title")),
        "artist": _text(about.get("artist")),
        "key": _key(annotations),
    }
    fields = {name: value for name, value in fields.items() if value}
    beats, metres = _beats(annotations)
    tempo = _first_value(annotations, "tempo")
    bpm = float(tempo) if isinstance(tempo, int | float) and 0 < tempo < MAX_BPM else None
    barred = on_bars(segments, beats, NAME, metres=metres, tempo_bpm=bpm) if beats else None
    if barred is not None:
        song, remarks = attrs.evolve(barred[0], **fields), barred[1]
    else:
        song, remarks = of_segments(segments, NAME, **fields)
        if any(_rows(each) for each in _named(annotations, "beat")):
            remarks.append(Remark("beats without their place in the bar: each chord has a bar", place="annotations"))
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


def _named(annotations: list[Any], namespace: str) -> Iterator[dict[str, Any]]:
    return (each for each in annotations if isinstance(each, dict) and each.get("namespace") == namespace)


def _rows(annotation: dict[str, Any]) -> list[tuple[Any, Any]]:
    """Times and values."""
    data = annotation.get("data")
    if isinstance(data, dict):
        times, values = data.get("time"), data.get("value")
        return list(zip(times, values, strict=False)) if isinstance(times, list) and isinstance(values, list) else []
    rows = data if isinstance(data, list) else []
    return [(each.get("time"), each.get("value")) for each in rows if isinstance(each, dict)]


def _first_value(annotations: list[Any], namespace: str) -> Any:
    return next((value for each in _named(annotations, namespace) for _, value in _rows(each)), None)


def _beats(annotations: list[Any]) -> tuple[list[Beat], list[tuple[float, Signature]]]:
    """The first annotation of beats, if each has its place in the bar; and what it says of metres."""
    for each in _named(annotations, "beat"):
        rows = _rows(each)
        if rows and all(_is_number(time) and time >= 0 and _is_number(place) and place >= 1 for time, place in rows):
            sandbox = each.get("sandbox")
            metres = sandbox.get("metres") if isinstance(sandbox, dict) else None
            beats = sorted((Beat(float(time), int(place)) for time, place in rows), key=lambda beat: beat.time)
            return beats, read_metres(metres if isinstance(metres, list) else ())
    return [], []


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _key(annotations: list[Any]) -> Key | None:
    """The first that is told, ``Eb:major``."""
    value = _first_value(annotations, "key_mode")
    try:
        return parse_key(value.replace(":", " ")) if isinstance(value, str) and len(value) <= MAX_KEY else None
    except KeySyntaxError:
        return None


def _text(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""


def _write(songs: Sequence[Song]) -> Writing:
    song = songs[0]
    segments = to_segments(song)
    rows = [
        {"time": round(start, 6), "duration": round(end - start, 6), "value": label, "confidence": None}
        for start, end, label in segments
    ]
    beats, metres = beats_of(song)
    length = round(max(segments[-1][1] if segments else 0.0, float(bar_times(song)[-1]) if beats else 0.0), 6)
    annotations = [_annotation("chord", rows, length)]
    if song.sounding_key is not None:
        tonic, _, mode = song.sounding_key.name.partition(" ")
        annotations.append(_annotation("key_mode", [_observation(0.0, length, f"{tonic}:{mode}")], length))
    if beats:
        felt = float((song.tempo_bpm or USUAL_BPM) / pulse(metres[0][1]))
        annotations.append(_annotation("tempo", [_observation(0.0, length, round(felt, 6), 1.0)], length))
        told = [{"time": round(time, 6), "metre": "{}/{}".format(*metre)} for time, metre in metres]
        marks = [_observation(beat.time, 0.0, beat.place) for beat in beats]
        annotations.append(_annotation("beat", marks, length, metres=told))
    document = {
        "annotations": annotations,
        "file_metadata": {
            "title": song.title,
            "artist": song.artist,
            "release": "",
            "duration": length,
            "identifiers": {},
            "jams_version": "0.3.4",
        },
        "sandbox": {},
    }
    return Writing((json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode(), _lost(song))


def _observation(time: float, duration: float, value: Any, confidence: float | None = None) -> dict[str, Any]:
    return {"time": round(time, 6), "duration": round(duration, 6), "value": value, "confidence": confidence}


def _annotation(namespace: str, data: list[dict[str, Any]], length: float, **sandbox: Any) -> dict[str, Any]:
    return {
        "namespace": namespace,
        "data": data,
        "annotation_metadata": {"annotation_tools": "Chordwork", "data_source": "chart"},
        "sandbox": sandbox,
        "time": 0,
        "duration": length,
    }


def _lost(song: Song) -> tuple[Lost, ...]:
    return limited(song, _CARRIES | _TIMED if song.timed else _CARRIES)[1]


def _limit(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    writing = _write([song])
    return _read(writing.data).songs[0], writing.lost


def _likeness(data: bytes, _: str) -> float:
    if not is_text(data) or not data[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return 0.0
    return 0.95 if b'"annotations"' in data and b'"namespace"' in data else 0.0


FORMAT: Final = Format(
    name=NAME,
    title="JAMS",
    suffixes=(".jams",),
    media_type="application/vnd.jams+json",
    carries=_CARRIES | _TIMED,
    likeness=_likeness,
    read=_read,
    write=_write,
    limit=_limit,
)
"""Chords as they sound, when, on which beats, and whose song it is."""
