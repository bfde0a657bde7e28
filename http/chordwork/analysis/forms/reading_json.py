"""Charts read from JSON: a document of ``/analyze``, JAMS, or the messages of ``ndjson``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from chordwork.analysis.charts.bars import Bar, Bars, find_bars
from chordwork.analysis.charts.implied_beats import beats_from_lengths
from chordwork.analysis.errors import ChartError
from chordwork.analysis.forms.read_chart import METRES, ReadChart, chart_of, chord_of, tempo_of
from chordwork.analysis.nesting import NestedTooDeep, check_depth
from chordwork.harmony.errors import ChordworkError

_SHOWN: Final = 120
"""Characters of what Python says of a value: it repeats all of it."""


def reason(error: Exception) -> str:
    """As much of an error of Python's as one of ours says."""
    said = str(error)
    return said if len(said) <= _SHOWN else f"{said[:_SHOWN]}…"


def from_json(text: str) -> ReadChart:
    """The chords of a text that begins like JSON.

    Raises:
        ChartError: it is none, none of these, or several of them.
    """
    documents = list(_documents(text))
    first = documents[0] if documents else None
    if isinstance(first, Mapping) and "type" in first:
        return _from_messages(documents)
    if len(documents) != 1:
        raise ChartError(f"{len(documents)} pieces at once: hand over the chart of one recording")
    if not isinstance(first, Mapping):
        raise ChartError("this JSON is no chart: hand over what analyze writes")
    try:
        if "annotations" in first:
            return _from_jams(first)
        if isinstance(first.get("chords"), Sequence):
            return _from_document(first)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        if isinstance(error, ChordworkError):
            raise
        raise ChartError(f"this JSON is no chart that can be read ({type(error).__name__}: {reason(error)})") from None
    raise ChartError("this JSON has neither chords nor annotations: hand over what analyze writes")


def _documents(text: str) -> Iterator[Any]:
    try:
        check_depth(text.encode("utf-8", "surrogatepass"))
    except NestedTooDeep:
        raise ChartError("this JSON is nested too deep for a chart") from None
    decoder = json.JSONDecoder()
    position = 0
    while position < len(text):
        try:
            value, position = decoder.raw_decode(text, position)
        except (json.JSONDecodeError, RecursionError) as error:
            where = f"line {error.lineno}: {error.msg}" if isinstance(error, json.JSONDecodeError) else "too deep"
            raise ChartError(f"this begins like JSON and is none ({where}): was it cut off?") from None
        yield value
        while position < len(text) and text[position].isspace():
            position += 1


def _from_document(document: Mapping[str, Any]) -> ReadChart:
    chords = [
        chord_of(each["start"], each["end"], str(each["label"]), str(each.get("symbol") or ""))
        for each in document["chords"]
    ]
    beats = [float(beat) for beat in document.get("beats") or ()]
    tempo, metre = document.get("tempo"), document.get("metre")
    bars = _bars(beats, document.get("bars") or (), metre) if beats else None
    return chart_of(
        chords,
        bars,
        tempo_bpm=None if not tempo else tempo_of(tempo["bpm"]),
        key=document.get("key"),
        warnings=tuple(f"{each['code']}: {each['message']}" for each in document.get("warnings") or ()),
    )


def _bars(beats: Sequence[float], told: Sequence[Mapping[str, Any]], metre: str | None) -> Bars | None:
    count = METRES.get(metre or "")
    if count is None or not told or len(beats) < 2:
        return None
    bars: list[Bar] = []
    left = list(beats)
    for each in told:
        bars.append(Bar(int(each["number"]), float(each["start"]), tuple(left[: int(each["beats"])])))
        del left[: int(each["beats"])]
    return Bars(count, tuple(bar for bar in bars if bar.beats))


def _from_jams(document: Mapping[str, Any]) -> ReadChart:
    found: dict[str, list[Mapping[str, Any]]] = {}
    for each in document["annotations"]:
        found.setdefault(str(each["namespace"]), _observations(each["data"]))
    data = next((found[name] for name in ("chord", "chord_harte") if name in found), None)
    if not data:
        raise ChartError("this JAMS file has no chord annotation")
    chords = [chord_of(o["time"], float(o["time"]) + float(o["duration"]), str(o["value"]), "") for o in data]
    marks = found.get("beat") or []
    beats = [float(o["time"]) for o in marks]
    bars = _bars_of_places(beats, [o["value"] for o in marks]) or find_bars(beats or beats_from_lengths(chords), chords)
    tempo = found.get("tempo")
    key = found.get("key_mode")
    return chart_of(
        chords,
        bars,
        tempo_bpm=tempo_of(tempo[0]["value"]) if tempo else None,
        key=str(key[0]["value"]).replace(":", " ") if key else None,
    )


def _observations(data: Any) -> list[Mapping[str, Any]]:
    """A list of observations; older files have a mapping of columns instead."""
    if isinstance(data, Mapping):
        columns = {name: list(values) for name, values in data.items()}
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return list(data)


def _bars_of_places(beats: Sequence[float], places: Sequence[Any]) -> Bars | None:
    """Bars from the place of each beat in its bar, as JAMS and beat files give them."""
    counted = [int(place) for place in places if isinstance(place, int | float) and place >= 1]
    if len(counted) != len(beats) or len(beats) < 2 or max(counted) not in METRES.values():
        return None
    firsts = [index for index, place in enumerate(counted) if place == 1]
    if not firsts:
        return None
    bars = [Bar(0, beats[0], tuple(beats[: firsts[0]]))] if firsts[0] else []
    bars += [
        Bar(number, beats[first], tuple(beats[first:last]))
        for number, (first, last) in enumerate(zip(firsts, [*firsts[1:], len(beats)], strict=True), start=1)
    ]
    return Bars(max(counted), tuple(bars))


def _from_messages(messages: Sequence[Any]) -> ReadChart:
    """Messages of wire protocol 1: final chords, beats, the last key and tempo."""
    named: dict[str, list[Mapping[str, Any]]] = {}
    for each in messages:
        if isinstance(each, Mapping):
            named.setdefault(str(each.get("type")), []).append(each)
    try:
        chords = [
            chord_of(each["start"], each["end"], str(each["label"]), str(each["symbol"]))
            for each in named.get("chord", ())
            if each.get("status") == "final"
        ]
        beats = sorted({float(each["time"]) for each in named.get("beat", ())})
        tempo = tempo_of(named["tempo"][-1]["bpm"]) if "tempo" in named else None
        key = str(named["key"][-1]["key"]) if "key" in named else None
        warnings = tuple(f"{each['code']}: {each['message']}" for each in named.get("warning", ()))
    except (KeyError, TypeError, ValueError) as error:
        raise ChartError(f"these messages cannot be read ({type(error).__name__}: {reason(error)})") from None
    if not chords:
        raise ChartError("these messages hold no final chord")
    bars = find_bars(beats, chords)
    return chart_of(
        chords,
        bars,
        tempo_bpm=tempo,
        key=key,
        warnings=warnings,
    )
