"""A chart that another program wrote, read back as a line of chords: what ``analyze`` prints, in every form.

Recognised by what it begins with: JSON (a document of ``/analyze``, JAMS, or the messages of ``ndjson``), CSV, ``.lab``
and the text chart. Anything else is chords already, and is returned as it came.
"""

from __future__ import annotations

import csv
import io
import itertools
import math
import re
from collections.abc import Sequence
from typing import Final

from chordwork.analysis.charts.bars import Bar, Bars, find_bars
from chordwork.analysis.charts.implied_beats import beats_from_lengths
from chordwork.analysis.charts.timeline import TimedChord
from chordwork.analysis.errors import ChartError
from chordwork.analysis.forms.read_chart import METRES, ReadChart, chart_of, chord_of, tempo_of
from chordwork.analysis.forms.reading_json import from_json, reason
from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.lab import read_lab

_LAB_LINE: Final = re.compile(r"\s*\d+(?:\.\d*)?\s+\d+(?:\.\d*)?\s+[A-GNX]\S*\s*$")
_TEXT_LINE: Final = re.compile(
    r"\s+(?P<start>\d{1,6}:\d\d\.\d\d)\s+(?P<end>\d{1,6}:\d\d\.\d\d)\s+(?:(?P<bar>\d{1,6})\.(?P<beat>\d{1,6})(?P<quarter>[¼½¾]?)\s+)?"
    r"(?P<symbol>[A-GNX]\S*)(?:\s+\d+%)?\s*$"
)
_HEADING: Final = re.compile(r"\s+start\s+end\s+(?:bar\s+)?chord\s+sure\s*$")
_TEXT_TEMPO: Final = re.compile(r"^  key .*?, (?P<bpm>\d+(?:\.\d+)?) bpm(?: in (?P<metre>\d+/\d+))?$", re.MULTILINE)
_TEXT_KEY: Final = re.compile(r"^  key (?P<key>[A-G][b#]* (?:major|minor))", re.MULTILINE)
_TEXT_WARNING: Final = re.compile(r"^  warning (?P<told>.+)$", re.MULTILINE)
_JSON: Final = re.compile(r"""\{\s*["}]|\[\s*[{\["\]\d-]""")
"""A song may begin with ``[Verse]`` or ``{title: …}``, too."""
_QUARTERS: Final = {"": 0.0, "¼": 0.25, "½": 0.5, "¾": 0.75}
_MOST_BEATS: Final = 400_000
"""Of a piece: a day of quick ones."""


def read_chart(text: str) -> ReadChart:
    """The chords of a text, whatever form it has.

    Raises:
        ChartError: it begins like a chart, and goes on like none; or it holds several pieces.
    """
    stripped = text.removeprefix("\ufeff").strip()
    if _JSON.match(stripped):
        return from_json(stripped)
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


def _from_csv(rows: Sequence[str]) -> ReadChart:
    table = list(csv.DictReader(io.StringIO("\n".join(rows))))
    if len({row.get("file") for row in table}) > 1:
        raise ChartError("several pieces at once: hand over the chart of one recording")
    try:
        chords = [chord_of(row["start"], row["end"], row["label"], row.get("symbol") or "") for row in table]
        places = [
            (int(row["bar"]), float(row["beat"])) if row.get("bar") and row.get("beat") else None for row in table
        ]
    except (KeyError, TypeError, ValueError) as error:
        if isinstance(error, ChordworkError):
            raise
        raise ChartError(f"a row of this CSV cannot be read ({reason(error)})") from None
    said = tuple(row["warnings"] for row in table if row.get("warnings"))
    bars = _bars_between(chords, places)
    return chart_of(chords, bars, warnings=said)


def _from_lab(text: str, lines: Sequence[str]) -> ReadChart:
    if sum(line.startswith("# ") and not line.startswith("# warning ") for line in lines) > 1:
        raise ChartError("several pieces at once: hand over the chart of one recording")
    chords = [chord_of(start, end, label, "") for start, end, label in read_lab(text)]
    bars = find_bars(beats_from_lengths(chords), chords)
    return chart_of(chords, bars, warnings=_commented(lines))


def _from_text(text: str, lines: Sequence[str]) -> ReadChart:
    if sum(map(bool, map(_HEADING.fullmatch, lines))) > 1:
        raise ChartError("several pieces at once: hand over the chart of one recording")
    matches = [match for match in map(_TEXT_LINE.fullmatch, lines) if match]
    chords = [chord_of(_seconds(m["start"]), _seconds(m["end"]), "", m["symbol"]) for m in matches]
    places = [(int(m["bar"]), int(m["beat"]) + _QUARTERS[m["quarter"]]) if m["bar"] else None for m in matches]
    tempo, key = _TEXT_TEMPO.search(text), _TEXT_KEY.search(text)
    count = METRES.get((tempo and tempo["metre"]) or "")
    bars = _bars_between(chords, places, count)
    return chart_of(
        chords,
        bars,
        tempo_bpm=tempo_of(tempo["bpm"]) if tempo else None,
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
    rest = (end - last[1]) / step if step > 0.0 else math.inf
    if not max(abs(place) for place, _ in numbered) + rest <= _MOST_BEATS:
        raise ChartError("its bars do not go on as its times do: number them in order, from 1")
    marks = [(first[0] - 1, first[1] - step), *numbered]
    marks.append((last[0] + max(1.0, rest), end))
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


def _seconds(clock: str) -> float:
    minutes, _, seconds = clock.partition(":")
    return int(minutes) * 60 + float(seconds)
