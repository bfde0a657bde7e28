"""A chart that another program wrote, read back as a line of chords: what ``analyze`` prints, in every form.

Recognised by what it begins with: JSON (a document of ``/analyze``, JAMS, or the messages of ``ndjson``), CSV, ``.lab``
and the text chart. Anything else is chords already, and is returned as it came.
"""

from __future__ import annotations

import csv
import io
import itertools
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from chordwork.analysis.charts.bars import Bar, Bars, find_bars
from chordwork.analysis.charts.implied_beats import beats_from_lengths
from chordwork.analysis.charts.timeline import NO_CHORD_LABEL, NO_CHORD_SYMBOL, TimedChord
from chordwork.analysis.errors import ChartError
from chordwork.analysis.forms.chord_line import line_of
from chordwork.analysis.nesting import NestedTooDeep, check_depth
from chordwork.harmony import parse_symbol, to_lead_sheet
from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.lab import read_lab

_LAB_LINE: Final = re.compile(r"\s*\d+(?:\.\d*)?\s+\d+(?:\.\d*)?\s+[A-GNX]\S*\s*$")
_TEXT_LINE: Final = re.compile(
    r"\s+(?P<start>\d+:\d\d\.\d\d)\s+(?P<end>\d+:\d\d\.\d\d)\s+(?:(?P<bar>\d+)\.(?P<beat>\d+)(?P<quarter>[¼½¾]?)\s+)?"
    r"(?P<symbol>[A-GNX]\S*)(?:\s+\d+%)?\s*$"
)
_HEADING: Final = re.compile(r"\s+start\s+end\s+(?:bar\s+)?chord\s+sure\s*$")
_TEXT_TEMPO: Final = re.compile(r"^  key .*?, (?P<bpm>\d+(?:\.\d+)?) bpm(?: in (?P<metre>\d+/\d+))?$", re.MULTILINE)
_TEXT_KEY: Final = re.compile(r"^  key (?P<key>[A-G][b#]* (?:major|minor))", re.MULTILINE)
_TEXT_WARNING: Final = re.compile(r"^  warning (?P<told>.+)$", re.MULTILINE)
_JSON: Final = re.compile(r"""\{\s*["}]|\[\s*[{\["\]\d-]""")
"""A song may begin with ``[Verse]`` or ``{title: …}``, too."""
_QUARTERS: Final = {"": 0.0, "¼": 0.25, "½": 0.5, "¾": 0.75}
_METRES: Final = {"4/4": 4, "3/4": 3}


@attrs.frozen
class ReadChart:
    """A line of chords and what else was known of it.

    Attributes:
        line: chords in bars, such as ``C | G Am | F``, or the text as it came.
        metre: such as ``3/4``; None if it is not known.
        tempo_bpm: beats a minute; None if it is not known.
        key: such as ``G minor``; None if it is not known.
        warnings: what the one who wrote it warned of.
    """

    line: str
    metre: str | None = None
    tempo_bpm: float | None = None
    key: str | None = None
    warnings: tuple[str, ...] = ()


def read_chart(text: str) -> ReadChart:
    """The chords of a text, whatever form it has.

    Raises:
        ChartError: it begins like a chart, and goes on like none; or it holds several pieces.
    """
    stripped = text.removeprefix("\ufeff").strip()
    if _JSON.match(stripped):
        return _from_json(stripped)
    lines = stripped.splitlines()
    rows = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if rows and re.match(r"(?:file,)?start,end,label\b", rows[0]):
        return _from_csv(rows)
    if rows and all(map(_LAB_LINE.fullmatch, rows)):
        return _from_lab(text, lines)
    if any(map(_HEADING.fullmatch, lines)):
        return _from_text(stripped, lines)
    return ReadChart(_without_comments(text), warnings=_commented(lines))


def _without_comments(text: str) -> str:
    """Lines that begin like a comment (``# take 1.wav``) are left out of chords; a sharp alone never begins one."""
    return "\n".join(line for line in text.splitlines() if not line.startswith("# "))


def _commented(lines: Sequence[str]) -> tuple[str, ...]:
    """Warnings that stand in comments."""
    return tuple(line.removeprefix("# warning ") for line in lines if line.startswith("# warning "))


def _from_json(text: str) -> ReadChart:
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
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        if isinstance(error, ChordworkError):
            raise
        raise ChartError(f"this JSON is no chart that can be read ({type(error).__name__}: {error})") from None
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
        _chord(each["start"], each["end"], str(each["label"]), str(each.get("symbol") or ""))
        for each in document["chords"]
    ]
    beats = [float(beat) for beat in document.get("beats") or ()]
    tempo, metre = document.get("tempo"), document.get("metre")
    bars = _bars(beats, document.get("bars") or (), metre) if beats else None
    return ReadChart(
        line_of(chords, bars),
        metre=None if bars is None else metre,
        tempo_bpm=None if not tempo else _tempo(tempo["bpm"]),
        key=document.get("key"),
        warnings=tuple(f"{each['code']}: {each['message']}" for each in document.get("warnings") or ()),
    )


def _bars(beats: Sequence[float], told: Sequence[Mapping[str, Any]], metre: str | None) -> Bars | None:
    count = _METRES.get(metre or "")
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
    chords = [_chord(o["time"], float(o["time"]) + float(o["duration"]), str(o["value"]), "") for o in data]
    marks = found.get("beat") or []
    beats = [float(o["time"]) for o in marks]
    bars = _bars_of_places(beats, [o["value"] for o in marks]) or find_bars(beats or beats_from_lengths(chords), chords)
    tempo = found.get("tempo")
    key = found.get("key_mode")
    return ReadChart(
        line_of(chords, bars),
        metre=None if bars is None else bars.metre,
        tempo_bpm=_tempo(tempo[0]["value"]) if tempo else None,
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
    if len(counted) != len(beats) or len(beats) < 2 or max(counted) not in _METRES.values():
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
            _chord(each["start"], each["end"], str(each["label"]), str(each["symbol"]))
            for each in named.get("chord", ())
            if each.get("status") == "final"
        ]
        beats = sorted({float(each["time"]) for each in named.get("beat", ())})
        tempo = _tempo(named["tempo"][-1]["bpm"]) if "tempo" in named else None
    except (KeyError, TypeError, ValueError) as error:
        raise ChartError(f"these messages cannot be read ({type(error).__name__}: {error})") from None
    if not chords:
        raise ChartError("these messages hold no final chord")
    bars = find_bars(beats, chords)
    return ReadChart(
        line_of(chords, bars),
        metre=None if bars is None else bars.metre,
        tempo_bpm=tempo,
        key=str(named["key"][-1]["key"]) if "key" in named else None,
        warnings=tuple(f"{each['code']}: {each['message']}" for each in named.get("warning", ())),
    )


def _from_csv(rows: Sequence[str]) -> ReadChart:
    table = list(csv.DictReader(io.StringIO("\n".join(rows))))
    if len({row.get("file") for row in table}) > 1:
        raise ChartError("several pieces at once: hand over the chart of one recording")
    try:
        chords = [_chord(row["start"], row["end"], row["label"], row.get("symbol") or "") for row in table]
        places = [
            (int(row["bar"]), float(row["beat"])) if row.get("bar") and row.get("beat") else None for row in table
        ]
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, ChordworkError):
            raise
        raise ChartError(f"a row of this CSV cannot be read ({error})") from None
    said = tuple(row["warnings"] for row in table if row.get("warnings"))
    bars = _bars_between(chords, places)
    return ReadChart(line_of(chords, bars), metre=None if bars is None else bars.metre, warnings=said)


def _from_lab(text: str, lines: Sequence[str]) -> ReadChart:
    if sum(line.startswith("# ") and not line.startswith("# warning ") for line in lines) > 1:
        raise ChartError("several pieces at once: hand over the chart of one recording")
    chords = [_chord(start, end, label, "") for start, end, label in read_lab(text)]
    bars = find_bars(beats_from_lengths(chords), chords)
    return ReadChart(line_of(chords, bars), metre=None if bars is None else bars.metre, warnings=_commented(lines))


def _from_text(text: str, lines: Sequence[str]) -> ReadChart:
    if sum(map(bool, map(_HEADING.fullmatch, lines))) > 1:
        raise ChartError("several pieces at once: hand over the chart of one recording")
    matches = [match for match in map(_TEXT_LINE.fullmatch, lines) if match]
    chords = [_chord(_seconds(m["start"]), _seconds(m["end"]), "", m["symbol"]) for m in matches]
    places = [(int(m["bar"]), int(m["beat"]) + _QUARTERS[m["quarter"]]) if m["bar"] else None for m in matches]
    tempo, key = _TEXT_TEMPO.search(text), _TEXT_KEY.search(text)
    count = _METRES.get((tempo and tempo["metre"]) or "")
    bars = _bars_between(chords, places, count)
    return ReadChart(
        line_of(chords, bars),
        metre=None if bars is None else bars.metre,
        tempo_bpm=_tempo(tempo["bpm"]) if tempo else None,
        key=key["key"] if key else None,
        warnings=tuple(match["told"] for match in _TEXT_WARNING.finditer(text)),
    )


def _bars_between(
    chords: Sequence[TimedChord], places: Sequence[tuple[int, float] | None], count: int | None = None
) -> Bars | None:
    """Bars made up from where chords begin, each beat spread evenly between two of them."""
    known = [(place, chord) for place, chord in zip(places, chords, strict=True) if place is not None]
    if not known:
        return None
    count = count or (4 if any(beat >= 4 for (_, beat), _ in known) else _beats_a_bar(known))
    numbered = [((bar - 1) * count + beat - 1, chord.start) for (bar, beat), chord in known if bar > 0]
    if not numbered:
        return None
    first, last = numbered[0], numbered[-1]
    step = (last[1] - first[1]) / (last[0] - first[0]) if last[0] > first[0] else 1.0
    end = chords[-1].end
    marks = [(first[0] - 1, first[1] - step), *numbered]
    marks.append((last[0] + max(1.0, (end - last[1]) / step), end))
    beats: dict[int, float] = {}
    for (low, start), (high, stop) in itertools.pairwise(marks):
        for beat in range(int(-(-low // 1)), int(high // 1) + 1):
            if high > low:
                beats[beat] = start + (beat - low) / (high - low) * (stop - start)
    row = sorted((beat, time) for beat, time in beats.items() if time < end - step / 4)
    bars: dict[int, list[float]] = {}
    for beat, time in row:
        bars.setdefault(beat // count + 1, []).append(time)
    made = [Bar(max(0, number), times[0], tuple(times)) for number, times in sorted(bars.items())]
    return Bars(count, tuple(made)) if sum(len(bar.beats) for bar in made) >= 2 else None


def _beats_a_bar(known: Sequence[tuple[tuple[int, float], TimedChord]]) -> int:
    """Four or three, whichever lets the beats of the piece pass more evenly."""

    def unevenness(count: int) -> float:
        numbered = [((bar - 1) * count + beat, chord.start) for (bar, beat), chord in known]
        steps = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in itertools.pairwise(numbered) if b[0] > a[0]]
        return max(steps) / max(min(steps), 1e-9) if steps else 0.0

    return min((4, 3), key=unevenness)


def _chord(start: Any, end: Any, label: str, symbol: str) -> TimedChord:
    """One chord; its symbol is made from the label where there is none, and either is checked."""
    read = parse_symbol(symbol or label)
    if not read.is_chord:
        return TimedChord(float(start), float(end), NO_CHORD_LABEL, NO_CHORD_SYMBOL, 1.0)
    shown = symbol or to_lead_sheet(read)
    return TimedChord(float(start), float(end), label or shown, shown, 1.0)


def _tempo(bpm: Any) -> float:
    """To a tenth: a sheet needs no more."""
    return round(float(bpm), 1)


def _seconds(clock: str) -> float:
    minutes, _, seconds = clock.partition(":")
    return int(minutes) * 60 + float(seconds)
