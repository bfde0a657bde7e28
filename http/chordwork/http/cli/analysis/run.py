"""Analyse a list of files: each on its own, so that one bad file spoils no other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import attrs

from chordwork.http.cli.analysis.analyse import Analysis, NewListener, Tier, analyse
from chordwork.http.cli.analysis.audio_file import open_audio
from chordwork.http.cli.analysis.formats import EXTENSIONS, Format, render, render_in_series
from chordwork.http.cli.analysis.output import plan_outputs, write_output
from chordwork.http.cli.analysis.progress import progress_bar
from chordwork.native.errors import ChordworkError


@attrs.frozen
class Job:
    """What to do with each file.

    Attributes:
        format: how to write the result.
        tier: which timeline.
        chunk_ms: length of a chunk in milliseconds.
        model: name and version of the acoustic model, for the record.
    """

    format: Format
    tier: Tier
    chunk_ms: float
    model: str


def run_jobs(
    files: Sequence[Path],
    output: Path | None,
    job: Job,
    new_listener: NewListener,
    on_failure: Callable[[str], None],
) -> int:
    """Analyse every file and write each result as soon as it is there.

    Args:
        files: the audio files.
        output: see :func:`~chordwork.http.cli.analysis.output.plan_outputs`.
        job: what to do with each.
        new_listener: makes a fresh recogniser.
        on_failure: told why a file could not be done, once for each.

    Returns:
        How many files failed.

    Raises:
        OutputError: the output cannot be used at all; nothing has been done.
    """
    places = plan_outputs(files, output, EXTENSIONS[job.format])
    written = failures = 0
    for path, place in zip(files, places, strict=True):
        try:
            analysis = _analyse_file(path, job, new_listener)
            if place is not None:
                write_output(place, render(analysis, job.format))
        except ChordworkError as error:
            failures += 1
            on_failure(str(error))
            continue
        if place is None:
            _print(analysis, job.format, several=len(files) > 1, first=written == 0)
        written += 1
    return failures


def _analyse_file(path: Path, job: Job, new_listener: NewListener) -> Analysis:
    with open_audio(path) as audio, progress_bar(path.name, audio.duration) as progress:
        return analyse(
            audio,
            new_listener(audio.sample_rate, audio.channels),
            tier=job.tier,
            chunk_ms=job.chunk_ms,
            model=job.model,
            progress=progress,
        )


def _print(analysis: Analysis, format: Format, *, several: bool, first: bool) -> None:
    text = render_in_series(analysis, format, first=first) if several else render(analysis, format)
    sys.stdout.write(text)
    sys.stdout.flush()
