"""An analysis as text for people, JSON, a line of chords, MIREX .lab, CSV, or JAMS."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any, Final

from chordwork.analysis.charts.analysis import Analysis
from chordwork.analysis.charts.bars import Place
from chordwork.analysis.forms.chord_line import line_of
from chordwork.analysis.forms.clock import clock
from chordwork.analysis.forms.jams import jams_document
from chordwork.analysis.options import FormName
from chordwork.harmony.lab import write_lab

Format = FormName
EXTENSIONS: Final[dict[Format, str]] = {
    "text": "txt", "json": "json", "chords": "txt", "lab": "lab", "csv": "csv", "jams": "jams",
}  # fmt: skip
CARRIES_WARNINGS: Final[frozenset[Format]] = frozenset({"text", "json", "csv", "jams"})
"""Forms that say them; the others have no place where every reader would pass over them."""

CSV_COLUMNS: Final = ("start", "end", "label", "symbol", "confidence", "bar", "beat", "warnings")
SECONDS_DECIMALS: Final = 6


def render(analysis: Analysis, format: Format) -> str:
    """One file's document, ending in a newline."""
    return _RENDERERS[format](analysis)


def render_in_series(analysis: Analysis, format: Format, *, first: bool) -> str:
    """One file's part of a stream that holds several.

    JSON and JAMS become one line a file (JSON Lines), CSV gains a ``file`` column under a single header, ``.lab`` and
    lines of chords a comment line with the name, and text a blank line between.
    """
    match format:
        case "json":
            return _one_line(document(analysis))
        case "jams":
            return _one_line(jams_document(analysis))
        case "csv":
            return _csv(analysis, header=first, file=True)
        case "lab" | "chords":
            return f"{'' if first else chr(10)}# {printable(analysis.file)}\n{render(analysis, format)}"
        case "text":
            return f"{'' if first else chr(10)}{_text(analysis)}"


def document(analysis: Analysis) -> dict[str, Any]:
    """Everything, as plain data."""
    grid, bars = analysis.beat_grid, analysis.bars
    return {
        "file": printable(analysis.file),
        "duration": _seconds(analysis.duration),
        "sample_rate": analysis.sample_rate,
        "tier": analysis.tier,
        "key": analysis.key,
        "key_confidence": None if analysis.key_confidence is None else round(analysis.key_confidence, 4),
        "keys": [
            {
                "start": _seconds(span.start),
                "end": _seconds(span.end),
                "key": span.key,
                "confidence": round(span.confidence, 4),
            }
            for span in analysis.keys
        ],
        "tempo": None if grid is None else {"bpm": round(grid.bpm, 2), "confidence": round(grid.confidence, 4)},
        "metre": None if bars is None else bars.metre,
        "beats": [] if grid is None else list(grid.beats),
        "bars": []
        if bars is None
        else [{"number": bar.number, "start": bar.start, "beats": len(bar.beats)} for bar in bars.bars],
        "tuning_cents": None if analysis.tuning_cents is None else round(analysis.tuning_cents, 2),
        "model": analysis.model,
        "warnings": [warning.to_dict() for warning in analysis.warnings],
        "chords": [
            {
                "start": _seconds(chord.start),
                "end": _seconds(chord.end),
                "label": chord.label,
                "symbol": chord.symbol,
                "confidence": round(chord.confidence, 4),
                "bar": None if place is None else place.bar,
                "beat": None if place is None else place.beat,
            }
            for chord, place in zip(analysis.chords, analysis.places(), strict=True)
        ],
    }


def printable(name: str) -> str:
    """File names may hold bytes that are no UTF-8."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _text(analysis: Analysis) -> str:
    tuning = "unknown" if analysis.tuning_cents is None else f"{analysis.tuning_cents:+.0f} cents"
    lines = [
        f"{printable(analysis.file)}",
        f"  {clock(analysis.duration)} at {analysis.sample_rate} Hz, {_TIERS[analysis.tier]}, model {analysis.model}",
        f"  key {_key(analysis)}, tuning {tuning}, {_tempo(analysis)}",
    ]
    if len(analysis.keys) > 1:
        changes = ", ".join(f"{span.key} from {clock(span.start)}" for span in analysis.keys)
        lines.append(f"  keys {changes}")
    for warning in analysis.warnings:
        at = "" if warning.at is None else f" (at {clock(warning.at)})"
        lines.append(f"  warning {warning.code}: {' '.join(warning.message.split())}{at}")
    beats = analysis.bars is not None
    lines += ["", f"  {'start':>9}  {'end':>9}  {'bar':>7}  {'chord':<12}  sure" if beats else _PLAIN_HEADING]
    for chord, place in zip(analysis.chords, analysis.places(), strict=True):
        sure = "" if chord.label == "N" and chord.confidence == 0 else f"{chord.confidence:>4.0%}"
        counted = f"{_place(place):>7}  " if beats else ""
        lines.append(f"  {clock(chord.start):>9}  {clock(chord.end):>9}  {counted}{chord.symbol:<12}  {sure}".rstrip())
    return "\n".join(lines) + "\n"


def _key(analysis: Analysis) -> str:
    if analysis.key is None or analysis.key_confidence is None:
        return analysis.key or "unknown"
    return f"{analysis.key} ({analysis.key_confidence:.0%})"


def _tempo(analysis: Analysis) -> str:
    if analysis.beat_grid is None:
        return "no steady beat"
    metre = "" if analysis.bars is None else f" in {analysis.bars.metre}"
    return f"{analysis.beat_grid.bpm:.1f} bpm{metre}"


def _place(place: Place | None) -> str:
    """``12.3``: the third beat of bar 12; ``12.3½`` half a beat after it."""
    if place is None:
        return ""
    beat = int(place.beat)
    return f"{place.bar}.{beat}{_QUARTERS[round((place.beat - beat) * 4)]}"


def _json(analysis: Analysis) -> str:
    return json.dumps(document(analysis), ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _jams(analysis: Analysis) -> str:
    return json.dumps(jams_document(analysis), ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def _one_line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False) + "\n"


def _chords(analysis: Analysis) -> str:
    return line_of(analysis.chords, analysis.bars) + "\n"


def _lab(analysis: Analysis) -> str:
    return write_lab(chord.segment for chord in analysis.chords)


def _csv(analysis: Analysis, *, header: bool = True, file: bool = False) -> str:
    """A table; a warning stands in the row of its moment, in the last row if it is about the whole."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if header:
        writer.writerow(("file", *CSV_COLUMNS) if file else CSV_COLUMNS)
    rows = document(analysis)["chords"]
    said: list[list[str]] = [[] for _ in rows]
    for warning in analysis.warnings:
        at = analysis.duration if warning.at is None else warning.at
        row = next((index for index, chord in enumerate(rows) if at < chord["end"]), len(rows) - 1)
        if rows:
            said[row].append(f"{warning.code}: {warning.message}")
    for row, warnings in zip(rows, said, strict=True):
        cells = [*(row[column] for column in CSV_COLUMNS[:-1]), "; ".join(warnings)]
        writer.writerow([printable(analysis.file), *cells] if file else cells)
    return text.getvalue()


def _seconds(value: float) -> float:
    return round(value, SECONDS_DECIMALS)


_PLAIN_HEADING: Final = f"  {'start':>9}  {'end':>9}  {'chord':<12}  sure"
_QUARTERS: Final = ("", "¼", "½", "¾")
_TIERS: Final = {"final": "as decided", "live": "as seen while it played"}
_RENDERERS: Final[dict[Format, Callable[[Analysis], str]]] = {
    "text": _text, "json": _json, "chords": _chords, "lab": _lab, "csv": _csv, "jams": _jams,
}  # fmt: skip
