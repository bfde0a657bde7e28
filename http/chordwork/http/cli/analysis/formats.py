"""An analysis as text for people, JSON, MIREX .lab, or CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any, Final, Literal

from chordwork.http.cli.analysis.analyse import Analysis
from chordwork.http.cli.clock import clock
from chordwork.music.lab import write_lab

Format = Literal["text", "json", "lab", "csv"]
EXTENSIONS: Final[dict[Format, str]] = {"text": "txt", "json": "json", "lab": "lab", "csv": "csv"}

CSV_COLUMNS: Final = ("start", "end", "label", "symbol", "confidence")
SECONDS_DECIMALS: Final = 6


def render(analysis: Analysis, format: Format) -> str:
    """One file's document, ending in a newline."""
    return _RENDERERS[format](analysis)


def render_in_series(analysis: Analysis, format: Format, *, first: bool) -> str:
    """One file's part of a stream that holds several.

    JSON becomes one line a file (JSON Lines), CSV gains a ``file`` column under a single header, ``.lab`` a comment
    line with the name, and text a blank line between.
    """
    match format:
        case "json":
            return json.dumps(_document(analysis), ensure_ascii=False) + "\n"
        case "csv":
            return _csv(analysis, header=first, file=True)
        case "lab":
            return f"{'' if first else chr(10)}# {_printable(analysis.file)}\n{_lab(analysis)}"
        case "text":
            return f"{'' if first else chr(10)}{_text(analysis)}"


def _text(analysis: Analysis) -> str:
    tuning = "unknown" if analysis.tuning_cents is None else f"{analysis.tuning_cents:+.0f} cents"
    lines = [
        f"{_printable(analysis.file)}",
        f"  {clock(analysis.duration)} at {analysis.sample_rate} Hz, {_TIERS[analysis.tier]}, model {analysis.model}",
        f"  key {analysis.key or 'unknown'}, tuning {tuning}",
        "",
        f"  {'start':>9}  {'end':>9}  {'chord':<12}  sure",
    ]
    for chord in analysis.chords:
        sure = "" if chord.label == "N" and chord.confidence == 0 else f"{chord.confidence:>4.0%}"
        lines.append(f"  {clock(chord.start):>9}  {clock(chord.end):>9}  {chord.symbol:<12}  {sure}".rstrip())
    return "\n".join(lines) + "\n"


def _document(analysis: Analysis) -> dict[str, Any]:
    return {
        "file": _printable(analysis.file),
        "duration": round(analysis.duration, SECONDS_DECIMALS),
        "sample_rate": analysis.sample_rate,
        "tier": analysis.tier,
        "key": analysis.key,
        "tuning_cents": None if analysis.tuning_cents is None else round(analysis.tuning_cents, 2),
        "model": analysis.model,
        "chords": [
            {
                "start": round(chord.start, SECONDS_DECIMALS),
                "end": round(chord.end, SECONDS_DECIMALS),
                "label": chord.label,
                "symbol": chord.symbol,
                "confidence": round(chord.confidence, 4),
            }
            for chord in analysis.chords
        ],
    }


def _json(analysis: Analysis) -> str:
    return json.dumps(_document(analysis), ensure_ascii=False, indent=2) + "\n"


def _lab(analysis: Analysis) -> str:
    return write_lab(chord.segment for chord in analysis.chords)


def _csv(analysis: Analysis, *, header: bool = True, file: bool = False) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if header:
        writer.writerow(("file", *CSV_COLUMNS) if file else CSV_COLUMNS)
    for row in _document(analysis)["chords"]:
        cells = [row[column] for column in CSV_COLUMNS]
        writer.writerow([_printable(analysis.file), *cells] if file else cells)
    return text.getvalue()


def _printable(name: str) -> str:
    """File names may hold bytes that are no UTF-8."""
    return name.encode("utf-8", "replace").decode("utf-8")


_TIERS: Final = {"final": "as decided", "live": "as seen while it played"}
_RENDERERS: Final[dict[Format, Callable[[Analysis], str]]] = {
    "text": _text, "json": _json, "lab": _lab, "csv": _csv,
}  # fmt: skip
