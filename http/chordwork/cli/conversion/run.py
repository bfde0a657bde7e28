"""Convert charts: each file on its own, so that one that is broken spoils no other."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import attrs

from chordwork.cli.conversion.places import Places, safe_name
from chordwork.cli.conversion.recordings import Listener, is_recording
from chordwork.cli.conversion.report import Refused, Report, Written
from chordwork.cli.conversion.sources import Source
from chordwork.cli.errors import CommandError
from chordwork.cli.music.chart_files import document
from chordwork.cli.music.delivery import deliver
from chordwork.cli.progress import terminal_bar
from chordwork.harmony.errors import ChordworkError
from chordwork.music.charts import Format, Reading, Remark, Writing, read_charts
from chordwork.music.charts.form import MAX_SONGS
from chordwork.music.converting import convert
from chordwork.music.song import Song

BAR_FROM: Final = 5
"""Files, from which on a bar shows how far it is."""


@attrs.frozen
class Job:
    """How charts are converted.

    Attributes:
        form: that is written.
        read_as: name of the format that is read; told from the content if empty.
        options: of :func:`~chordwork.music.converting.convert`.
        force: write over files that are there.
    """

    form: Format
    read_as: str = ""
    options: dict[str, Any] = attrs.field(factory=dict)
    force: bool = False


def run(sources: Sequence[Source], output: Path | None, job: Job) -> Report:
    """Convert all of them.

    Args:
        sources: what to read.
        output: a name that ends in a suffix, or that of a file: one file for all songs. Else a folder, with a file for
            each song. None: standard output, for one file of songs.
        job: how.

    Returns:
        What was written, and what was refused.

    Raises:
        CommandError: several songs for a file, or a terminal, that holds one.
    """
    originals = frozenset(source.path.resolve() for source in sources if source.path is not None)
    places = Places(job.form.suffixes[0], force=job.force, originals=originals)
    report = Report(files=len(sources))
    if output is None or (output.suffix and not output.is_dir()) or output.is_file():
        _as_one(sources, output, job, places, report)
    else:
        for source, reading in _readings(sources, job, report):
            for number, song in enumerate(reading.songs):
                remarks = tuple(each for each in reading.remarks if each.song == number)
                name = _name(source, song, several=len(reading.songs) > 1)
                with _refusing(report, source, song.title if len(reading.songs) > 1 else ""):
                    writing = convert(song, job.form.name, **job.options)
                    place = places.take(output / source.folder, name)
                    places.write(place, writing.data)
                    found = Written(source.name, reading.form, song.title, str(place), remarks, writing.lost)
                    report.written.append(found)
    return report


def _as_one(sources: Sequence[Source], output: Path | None, job: Job, places: Places, report: Report) -> None:
    """All songs in one file."""
    songs: list[Song] = []
    of: list[tuple[Source, str, tuple[Remark, ...]]] = []
    for source, reading in _readings(sources, job, report):
        for number, song in enumerate(reading.songs):
            songs.append(song)
            of.append((source, reading.form, tuple(each for each in reading.remarks if each.song == number)))
        if len(songs) > MAX_SONGS:
            raise CommandError(f"more than {MAX_SONGS} songs for one file: name a folder as --output")
    if not songs:
        return
    if len(songs) > 1 and not job.form.several:
        raise CommandError(f"{len(songs)} songs, and a file of {job.form.title} holds one: name a folder as --output")
    writing = convert(songs, job.form.name, **job.options)
    if output is None:
        _print(writing, job.form)
    else:
        places.write(output, writing.data)
    place = "" if output is None else str(output)
    for index, (song, (source, form, remarks)) in enumerate(zip(songs, of, strict=True)):
        lost = writing.lost if index == 0 else ()
        report.written.append(Written(source.name, form, song.title, place, remarks, lost))


def _print(writing: Writing, form: Format) -> None:
    deliver(document(writing.data, form), None, kind=form.title, suggestion=f"song{form.suffixes[0]}")


def _readings(sources: Sequence[Source], job: Job, report: Report) -> Iterator[tuple[Source, Reading]]:
    """What could be read, with a bar for who waits."""
    listener = Listener()
    quick = len(sources) < BAR_FROM and not any(source.path and is_recording(source.path) for source in sources)
    if quick or not sys.stderr.isatty():
        for source in sources:
            yield from _read(source, job, report, listener)
        return
    with terminal_bar(transient=True) as bar:
        task = bar.add_task("converting", total=len(sources))
        for number, source in enumerate(sources):

            def heard(share: float, before: int = number) -> None:
                bar.update(task, completed=before + share)

            yield from _read(source, job, report, listener, heard)
            bar.update(task, completed=number + 1)


def _read(
    source: Source, job: Job, report: Report, listener: Listener, heard: Callable[[float], None] = lambda share: None
) -> Iterator[tuple[Source, Reading]]:
    """What is in one, if it can be read; ``heard`` is told how much of a recording was."""
    reading: Reading | None = None
    with _refusing(report, source):
        if source.path is not None and is_recording(source.path) and not job.read_as:
            reading = listener.hear(source.path, heard)
        else:
            reading = read_charts(source.read(), source.name if source.path is not None else "", job.read_as)
    if reading is not None:
        yield source, reading


@contextmanager
def _refusing(report: Report, source: Source, title: str = "") -> Iterator[None]:
    """What goes wrong with one of many is written down, and the others go on."""
    try:
        yield
    except ChordworkError as error:
        reason = " ".join(str(error).split()).removeprefix(f"{source.name}: ")
        report.refused.append(Refused(f"{source.name} ({title})" if title else source.name, reason, error.code))


def _name(source: Source, song: Song, *, several: bool) -> str:
    """Of one file, its own; of a list of songs, the title."""
    if several or not source.stem:
        return safe_name(song.title, safe_name(source.stem))
    return safe_name(source.stem)
