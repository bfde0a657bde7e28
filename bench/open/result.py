"""A result of the open benchmark as a file: what was measured, of what, by which scoring; a row a program and clip."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import attrs
import msgspec

from bench.open.conditions import CONDITIONS
from bench.open.errors import OpenBenchmarkError
from bench.open.measure import ClipFacts, Row
from bench.open.programs import Model

BENCHMARK: Final = "open"
FORM: Final = 1
"""Of the file."""


@attrs.frozen
class Measured:
    """What is known of a program beside its rows.

    Attributes:
        what: how it hears.
        licence: of program and models.
        tiers: ``final``, ``live`` or both.
        version: what was measured.
        model: of Chordwork.
        peak_mb: most memory its process ever had.
        start_wall_s: cold start until a second of audio was heard, by the clock; the median of several.
        start_cpu_s: the same in CPU seconds.
        machine: class of the machine: processor and how many cores.
        times_templates: CPU of hearing beside the templates' on the same clips in the same run, clean; None where the
            rows of the templates in the file are of that run.
    """

    what: str
    licence: str
    tiers: tuple[str, ...]
    version: str
    model: Model | None
    peak_mb: float
    start_wall_s: float | None
    start_cpu_s: float | None
    machine: str
    times_templates: float | None = None


@attrs.frozen
class Curve:
    """Of ``python -m bench capacity``: how late the last of a hundred answers was, by sessions.

    Attributes:
        door: how clients came in.
        chunk_ms: length of their chunks.
        points: ``[sessions, p99 in ms]``.
    """

    door: str
    chunk_ms: float
    points: list[tuple[int, float]]


@attrs.frozen
class Result:
    """The file.

    Attributes:
        seed: of the corpus.
        half: of the corpus.
        scoring: :func:`~bench.open.measure.scoring_fingerprint` of what scored.
        clips: facts by name.
        programs: by name.
        rows: by program, condition and clip.
        wrong: what failed, or was not reached, a sentence each.
        capacity: curves, where they were given.
    """

    seed: int
    half: str
    scoring: str
    clips: dict[str, ClipFacts]
    programs: dict[str, Measured]
    rows: dict[str, dict[str, dict[str, Row]]]
    wrong: list[str] = attrs.field(factory=list)
    capacity: list[Curve] = attrs.field(factory=list)
    benchmark: str = BENCHMARK
    form: int = FORM

    def conditions(self, program: str) -> list[str]:
        """Those under which a program heard every clip that anybody heard."""
        everybody = {condition: self.heard_under(condition) for condition in self.all_conditions()}
        own = self.rows.get(program, {})
        return [name for name, clips in everybody.items() if clips and clips <= set(own.get(name, {}))]

    def heard_under(self, condition: str) -> set[str]:
        """Clips that somebody heard under a condition."""
        return {clip for rows in self.rows.values() for clip in rows.get(condition, {})}

    def all_conditions(self) -> list[str]:
        """In the order of hearing."""
        names = {name for rows in self.rows.values() for name in rows}
        return [name for name in CONDITIONS if name in names]


def read(path: Path) -> Result:
    """Read a file.

    Raises:
        OpenBenchmarkError: it is missing, or no result of this benchmark in today's form.
    """
    try:
        return parse(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise OpenBenchmarkError(f"{path} cannot be read: {error}") from error
    except ValueError as error:
        raise OpenBenchmarkError(
            f"{path} is no result: {error}; python -m bench open --json {path} writes one"
        ) from error


def parse(document: Mapping[str, Any]) -> Result:
    """What :func:`document_of` made.

    Raises:
        ValueError: it was not made by it.
    """
    if document.get("benchmark") != BENCHMARK or document.get("form") != FORM:
        raise ValueError(f"it is no result of the open benchmark in form {FORM}")
    return msgspec.convert(document, Result, strict=False)


def document_of(result: Result) -> dict[str, Any]:
    """JSON; rows that say nothing are left out of a row."""
    document = attrs.asdict(result)
    document["rows"] = {
        program: {
            condition: {clip: _filled(row) for clip, row in clips.items()} for condition, clips in conditions.items()
        }
        for program, conditions in document["rows"].items()
    }
    return document


def _filled(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value or name in ("cpu_s", "shares")}


def text_of(document: Mapping[str, Any]) -> str:
    """JSON with a line for each program, condition and table: small, and yet two of them can be compared by line."""
    lines = []
    for name, value in document.items():
        if name == "rows":
            inner = [
                f" {json.dumps(program)}: {{\n"
                + ",\n".join(f"  {json.dumps(each)}: {_short(clips)}" for each, clips in conditions.items())
                + "\n }"
                for program, conditions in value.items()
            ]
            lines.append('"rows": {\n' + ",\n".join(inner) + "\n}")
        elif name in ("clips", "programs"):
            inner = [f" {json.dumps(key)}: {_short(each)}" for key, each in value.items()]
            lines.append(f"{json.dumps(name)}: {{\n" + ",\n".join(inner) + "\n}")
        else:
            lines.append(f"{json.dumps(name)}: {_short(value)}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


def _short(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))
