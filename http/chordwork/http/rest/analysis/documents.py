"""Timelines in every form that ``/analyze`` answers in: messages while they are found, or one document at the end."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final, Literal, Protocol, cast

import attrs
from msgspec import Meta

from chordwork.actors import Delivered
from chordwork.analysis.charts.analysis import AnalysisBuilder
from chordwork.analysis.charts.sound_check import SoundCheck
from chordwork.analysis.forms.writing import CARRIES_WARNINGS, render
from chordwork.analysis.forms.writing import Format as Form
from chordwork.analysis.warnings import AnalysisWarning
from chordwork.engine.events import ChordEvent, LevelEvent, TuningEvent
from chordwork.http.rest.analysis.session import AnalysisSession, Finished
from chordwork.http.rest.formats import JSON, TEXT, Format
from chordwork.http.wire.events import event_message
from chordwork.http.wire.problems import Problem

LAB: Final = Format("lab", "text/x-lab", "lab")
CSV: Final = Format("csv", "text/csv", "csv")
JAMS: Final = Format("jams", "application/vnd.jams+json", "jams")
NDJSON: Final = Format("ndjson", "application/x-ndjson", "ndjson")
CHORDS: Final = Format("chords", "text/x-chords", "chords")
FORMATS: Final = (JSON, NDJSON, TEXT, CHORDS, LAB, CSV, JAMS)
STREAMED: Final = frozenset({NDJSON.name})
_DECIMALS: Final = 6


@attrs.frozen(kw_only=True)
class TimelineChord:
    """A chord with its place in the recording: seconds, and bar and beat (from 1, to a quarter) where there is one."""

    start: float
    end: float
    label: Annotated[str, Meta(description="In Harte syntax; N for no chord.", examples=["A:min7"])]
    symbol: str
    confidence: float
    bar: int | None = None
    beat: float | None = None


@attrs.frozen(kw_only=True)
class TimelineKey:
    """A stretch in one key; seconds."""

    start: float
    end: float
    key: str
    confidence: float


@attrs.frozen(kw_only=True)
class TimelineTempo:
    """Beats a minute, as they are felt."""

    bpm: float
    confidence: float


@attrs.frozen(kw_only=True)
class TimelineBar:
    """A bar: its number (0 is an upbeat), the second of its first beat, and how many beats were heard in it."""

    number: int
    start: float
    beats: int


@attrs.frozen(kw_only=True)
class TimelineWarning:
    """What one should know before trusting the chart."""

    code: Annotated[str, Meta(description="For machines: it never changes.", examples=["clipped"])]
    message: str
    at: Annotated[float | None, Meta(description="Seconds; left out where it is about the whole.")] = None
    looks_like: str | None = None


@attrs.frozen(kw_only=True)
class TimelineResult:
    """A recording's timeline; the chords are contiguous from 0 to `duration`."""

    file: str
    duration: float
    sample_rate: int
    tier: Literal["final"]
    key: Annotated[str | None, Meta(description="Of the whole.", examples=["G minor"])]
    key_confidence: float | None
    keys: Annotated[list[TimelineKey], Meta(description="The key, and where it changes.")]
    tempo: TimelineTempo | None
    metre: Annotated[str | None, Meta(description="Such as 4/4; from where chords change.")]
    beats: Annotated[list[float], Meta(description="Seconds.")]
    bars: list[TimelineBar]
    tuning_cents: float | None
    model: str
    warnings: list[TimelineWarning]
    chords: list[TimelineChord]


class Writer(Protocol):
    """Writes a timeline down; pure."""

    def begin(self) -> str:
        """Before anything was heard."""
        ...

    def add(self, delivered: Delivered) -> str:
        """What an event adds; often nothing."""
        ...

    def end(self, finished: Finished) -> str:
        """The rest."""
        ...

    def fail(self, problem: Problem) -> str | None:
        """How the reader is told of a problem after the beginning; None if this form has no way."""
        ...


def new_writer(form: Format, name: str, session: AnalysisSession, *, live: bool, raw: bool = False) -> Writer:
    """A writer for a form.

    Args:
        form: one of :data:`FORMATS`.
        name: of the recording.
        session: in which it is recognised.
        live: NDJSON also tells provisional chords and levels.
        raw: leave slivers as they were decided; NDJSON always does.
    """
    if form.name == NDJSON.name:
        return _Lines(session, live=live)
    return _Document(cast(Form, form.name), name, session, raw=raw)


class _Document:
    """One document at the end: the key of the whole, bars and slivers are known only then."""

    def __init__(self, form: Form, name: str, session: AnalysisSession, *, raw: bool) -> None:
        self._form: Final = form
        self._name = name
        self._session = session
        self._raw = raw
        self._builder = AnalysisBuilder()

    def begin(self) -> str:
        return ""

    def add(self, delivered: Delivered) -> str:
        self._builder.add(delivered.event, 0.0)  # type: ignore[arg-type]  # notices are passed over
        return ""

    def end(self, finished: Finished) -> str:
        info, head = self._session.info, self._session.head
        analysis = self._builder.build(
            file=self._name,
            duration=finished.duration,
            sample_rate=head.sample_rate,
            channels=head.channels,
            tier="final",
            model=f"{info.model_name} {info.model_version}",
            raw=self._raw,
            decoded=finished.warnings,
        )
        written = render(analysis, self._form)
        if self._form in CARRIES_WARNINGS:
            return written
        return written + "".join(f"# {_told(warning)}\n" for warning in analysis.warnings)  # readers pass over comments

    def fail(self, problem: Problem) -> str | None:
        return None


def _told(warning: AnalysisWarning) -> str:
    return f"warning {warning.code}: {' '.join(warning.message.split())}"


class _Lines:
    """Messages of wire protocol 1, a JSON object a line, between ``audio`` and ``done``."""

    def __init__(self, session: AnalysisSession, *, live: bool) -> None:
        self._session = session
        self._model = {"name": session.info.model_name, "version": session.info.model_version}
        self._live = live
        self._sound = SoundCheck()
        self._finals = 0

    def begin(self) -> str:
        head = self._session.head
        return _json_line(
            {
                "type": "audio",
                "session": self._session.id,
                "duration": round(head.duration, _DECIMALS),
                "sample_rate": head.sample_rate,
                "channels": head.channels,
                "model": self._model,
            }
        )

    def add(self, delivered: Delivered) -> str:
        event = delivered.event
        if isinstance(event, LevelEvent | TuningEvent):
            self._sound.add(event)
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

    def end(self, finished: Finished) -> str:
        statistics, head = finished.statistics, self._session.head
        warnings = self._sound.warnings(
            duration=finished.duration,
            samples=round(finished.duration * head.sample_rate) * head.channels,
            decoded=finished.warnings,
        )
        told = [{"type": "warning", "at": round(finished.duration, 4), **warning.to_dict()} for warning in warnings]
        return "".join(map(_json_line, told)) + _json_line(
            {
                "type": "done",
                "reason": "end",
                "finals": self._finals,
                "chunks": statistics.chunks,
                "received_s": round(statistics.received_s, 4),
                "dropped_s": round(statistics.dropped_s, 4),
                "model": self._model,
            }
        )

    def fail(self, problem: Problem) -> str | None:
        return _json_line({"type": "error", "code": problem.code, "message": problem.detail})


def _json_line(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"
