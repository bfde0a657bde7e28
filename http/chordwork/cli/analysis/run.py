"""Analyse a list of files: each on its own, so that one bad file spoils no other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs

from chordwork.analysis.analyser import Analyser
from chordwork.analysis.charts.analysis import Analysis
from chordwork.analysis.forms.writing import CARRIES_WARNINGS, EXTENSIONS, Format, render, render_in_series
from chordwork.analysis.sources.pcm import PcmFormat
from chordwork.cli.analysis.standard_input import is_stdin, open_input
from chordwork.cli.errors import CommandError
from chordwork.cli.music.words import translated
from chordwork.cli.output import plan_outputs, write_output
from chordwork.cli.progress import progress_bar
from chordwork.harmony.errors import ChordworkError
from chordwork.harmony.notation import Notation


@attrs.frozen
class Job:
    """How each file is read, and its result written."""

    format: Format
    """Of the result."""
    pcm: PcmFormat | None = None
    """What the files are, if they are raw."""
    notation: Notation = "english"
    """Of note names in lines of chords."""


def run_jobs(
    files: Sequence[Path],
    output: Path | None,
    job: Job,
    analyser: Analyser,
    on_failure: Callable[[str], None],
) -> int:
    """Analyse every file and write each result as soon as it is there.

    Args:
        files: the audio files.
        output: see :func:`~chordwork.cli.output.plan_outputs`.
        job: what to do with each.
        analyser: by which model, and how.
        on_failure: told why a file could not be done, once for each; and the warnings of a form that has no place for
            them.

    Returns:
        How many files failed.

    Raises:
        OutputError: the output cannot be used at all; nothing has been done.
        CommandError: standard input is named twice.
    """
    if sum(map(is_stdin, files)) > 1:
        raise CommandError("standard input (-) can be heard once: name it once")
    places = plan_outputs(files, output, EXTENSIONS[job.format])
    written = failures = 0
    for path, place in zip(files, places, strict=True):
        try:
            analysis = _analyse_file(path, job, analyser)
            if job.format not in CARRIES_WARNINGS:
                _warn(analysis, on_failure)
            if place is not None:
                write_output(place, _named(render(analysis, job.format), job))
        except ChordworkError as error:
            failures += 1
            on_failure(str(error))
            continue
        if place is None:
            _print(analysis, job, several=len(files) > 1, first=written == 0)
        written += 1
    return failures


def _analyse_file(path: Path, job: Job, analyser: Analyser) -> Analysis:
    with (
        open_input(path, job.pcm) as audio,
        progress_bar(audio.name if is_stdin(path) else path.name, audio.duration) as progress,
    ):
        return analyser.analyse(audio, progress=progress)


def _warn(analysis: Analysis, tell: Callable[[str], None]) -> None:
    for warning in analysis.warnings:
        tell(f"{analysis.file}: warning {warning.code}: {warning.message}")


def _named(text: str, job: Job) -> str:
    """The document in the notation that is asked for; comments with names of files stay."""
    if job.notation == "english":
        return text
    lines = text.splitlines(keepends=True)
    return "".join(line if line.startswith("#") else translated(line, job.notation) for line in lines)


def _print(analysis: Analysis, job: Job, *, several: bool, first: bool) -> None:
    text = render_in_series(analysis, job.format, first=first) if several else render(analysis, job.format)
    sys.stdout.write(_named(text, job))
    sys.stdout.flush()
