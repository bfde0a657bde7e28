"""Timelines in every form that ``/analyze`` answers in: lines as they become certain, or one document at the end."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Annotated, Any, Final, Literal, Protocol

import attrs
from msgspec import Meta

from chordwork.actors import Delivered, EngineInfo
from chordwork.engine.events import ChordEvent, LevelEvent
from chordwork.http.cli.analysis.analyse import Analysis, Notes
from chordwork.http.cli.analysis.formats import CSV_COLUMNS, render
from chordwork.http.cli.analysis.timeline import TimedChord
from chordwork.http.rest.analysis.decoder import Head
from chordwork.http.rest.analysis.hearing import Heard
from chordwork.http.rest.analysis.jams import jams
from chordwork.http.rest.formats import JSON, Format
from chordwork.http.rest.problems import Problem
from chordwork.http.wire import event_message
from chordwork.music.lab import write_lab

LAB: Final = Format("lab", "text/x-lab", "lab")
CSV: Final = Format("csv", "text/csv", "csv")
JAMS: Final = Format("jams", "application/vnd.jams+json", "jams")
NDJSON: Final = Format("ndjson", "application/x-ndjson", "ndjson")
FORMATS: Final = (JSON, NDJSON, LAB, CSV, JAMS)
STREAMED: Final = frozenset({NDJSON.name, LAB.name, CSV.name})
_DECIMALS: Final = 6


@attrs.frozen(kw_only=True)
class TimelineChord:
    """A chord with its place in the recording; seconds."""

    start: float
    end: float
    label: Annotated[str, Meta(description="In Harte syntax; N for no chord.", examples=["A:min7"])]
    symbol: str
    confidence: float


@attrs.frozen(kw_only=True)
class TimelineResult:
    """A recording's timeline; the chords are contiguous from 0 to `duration`."""

    file: str
    duration: float
    sample_rate: int
    tier: Literal["final"]
    key: str | None
    tuning_cents: float | None
    model: str
    chords: list[TimelineChord]


class Writing(Protocol):
    """Writes a timeline down; pure."""

    def begin(self) -> str:
        """Before anything was heard."""
        ...

    def take(self, delivered: Delivered) -> str:
        """What an event adds; often nothing."""
        ...

    def end(self, heard: Heard) -> str:
        """The rest."""
        ...

    def fail(self, problem: Problem) -> str | None:
        """How the reader is told of a problem after the beginning; None if this form has no way."""
        ...


def writing(form: Format, *, name: str, head: Head, info: EngineInfo, session: str, live: bool) -> Writing:
    """A writer for a form.

    Args:
        form: one of :data:`FORMATS`.
        name: of the recording.
        head: what it says about itself.
        info: who hears it.
        session: id of its session.
        live: NDJSON also tells provisional chords and levels.
    """
    match form.name:
        case "ndjson":
            return _Lines(head, info, session, live=live)
        case "lab" | "csv":
            return _Rows(form.name)
    return _Document(form.name, name, head, info)


class _Document:
    def __init__(self, form: str, name: str, head: Head, info: EngineInfo) -> None:
        self._form = form
        self._name = name
        self._head = head
        self._info = info
        self._notes = Notes()

    def begin(self) -> str:
        return ""

    def take(self, delivered: Delivered) -> str:
        self._notes.take(delivered.event, 0.0)  # type: ignore[arg-type]  # notices are passed over
        return ""

    def end(self, heard: Heard) -> str:
        analysis = Analysis(
            file=self._name,
            duration=heard.duration,
            sample_rate=self._head.sample_rate,
            tier="final",
            key=self._notes.key,
            tuning_cents=self._notes.tuning_cents,
            model=f"{self._info.model_name} {self._info.model_version}",
            chords=tuple(self._notes.final.chords(heard.duration)),
        )
        return jams(analysis) if self._form == "jams" else render(analysis, "json")

    def fail(self, problem: Problem) -> str | None:
        return None


class _Rows:
    """Final chords, a line each, as soon as they are certain."""

    def __init__(self, form: str) -> None:
        self._form = form
        self._end = 0.0

    def begin(self) -> str:
        return _csv_line(CSV_COLUMNS) if self._form == "csv" else ""

    def take(self, delivered: Delivered) -> str:
        event = delivered.event
        if not isinstance(event, ChordEvent) or event.status != "final" or event.end is None:
            return ""
        chord = TimedChord(
            max(event.start, self._end), event.end, event.chord.label, event.chord.symbol, event.confidence
        )
        return "".join(self._lines(chord))

    def end(self, heard: Heard) -> str:
        rest = TimedChord(self._end, heard.duration, "N", "N.C.", 0.0)
        return "".join(self._lines(rest)) if heard.duration - self._end > 10**-_DECIMALS else ""

    def fail(self, problem: Problem) -> str | None:
        return None

    def _lines(self, chord: TimedChord) -> Iterator[str]:
        if chord.end <= chord.start:
            return
        if chord.start > self._end:
            yield self._line(TimedChord(self._end, chord.start, "N", "N.C.", 0.0))
        yield self._line(chord)
        self._end = chord.end

    def _line(self, chord: TimedChord) -> str:
        if self._form == "lab":
            return write_lab([chord.segment])
        start, end = round(chord.start, _DECIMALS), round(chord.end, _DECIMALS)
        return _csv_line((start, end, chord.label, chord.symbol, round(chord.confidence, 4)))


class _Lines:
    """Messages of wire protocol 1, a JSON object a line, between ``audio`` and ``done``."""

    def __init__(self, head: Head, info: EngineInfo, session: str, *, live: bool) -> None:
        self._head = head
        self._info = info
        self._session = session
        self._live = live
        self._finals = 0

    def begin(self) -> str:
        return _json_line(
            {
                "type": "audio",
                "session": self._session,
                "duration": round(self._head.duration, _DECIMALS),
                "sample_rate": self._head.sample_rate,
                "channels": self._head.channels,
                "model": {"name": self._info.model_name, "version": self._info.model_version},
            }
        )

    def take(self, delivered: Delivered) -> str:
        event = delivered.event
        provisional = isinstance(event, ChordEvent) and event.status == "provisional"
        if not self._live and (provisional or isinstance(event, LevelEvent)):
            return ""
        message = event_message(delivered)
        if message is None:
            return ""
        if isinstance(event, ChordEvent) and not provisional:
            message["index"] = self._finals
            self._finals += 1
        return _json_line(message)

    def end(self, heard: Heard) -> str:
        statistics = heard.statistics
        return _json_line(
            {
                "type": "done",
                "reason": "end",
                "finals": self._finals,
                "chunks": statistics.chunks,
                "received_s": round(statistics.received_s, 4),
                "dropped_s": round(statistics.dropped_s, 4),
            }
        )

    def fail(self, problem: Problem) -> str | None:
        return _json_line({"type": "error", "code": problem.code, "message": problem.detail})


def _json_line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def _csv_line(cells: tuple[Any, ...]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(cells)
    return text.getvalue()
