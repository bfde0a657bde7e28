"""A run over a library: find, hear what is new, remember, write the tables, report."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final, Protocol

import attrs

from chordwork.analysis.charts.analysis import Tier
from chordwork.cli.catalogue.ledger import Ledger
from chordwork.cli.catalogue.report import FILE, Report
from chordwork.cli.catalogue.songs import Song, find_songs
from chordwork.cli.catalogue.tables import require_parquet, write_tables
from chordwork.cli.catalogue.tasks import JAMS, PARTIAL, Outcome, Task, write_result
from chordwork.cli.errors import OutputError
from chordwork.cli.progress import terminal_bar, working

_LINE_EVERY_S: Final = 30.0


class Analysers(Protocol):
    """Who hears songs: :class:`~.pool.WorkerPool` or :class:`~.cluster.Cluster`."""

    def analyse(self, tasks: Iterable[Task], /) -> Generator[Outcome]:
        """Outcomes as they come, each task's once."""
        ...


@attrs.frozen
class Settings:
    """What makes a result another one.

    Attributes:
        model: name and version.
        tier: which timeline.
        raw: leave slivers.
        rest_s: shortest rest in seconds; None: the model's own.
    """

    model: str
    tier: Tier = "final"
    raw: bool = False
    rest_s: float | None = None

    def __str__(self) -> str:
        """As the ledger keeps it."""
        rests = "" if self.rest_s is None else f" rests from {self.rest_s:g} s"
        return f"{self.model} {self.tier}{' raw' if self.raw else ''}{rests}"


def run_catalogue(library: Path, out: Path, settings: Settings, analysers: Callable[[], Analysers]) -> Report:
    """Hear every recording of a library that was not heard before, and write down the whole library.

    ``out`` gets ``jams/<path>.jams`` a recording, ``songs.parquet`` and ``chords.parquet``, ``report.json`` and the
    ledger. Stopped or killed at any moment, the same call goes on where it was.

    Raises:
        InputError: there is no such library.
        OutputError: the results cannot be written; what was heard before stays.
        CommandError: an extra is missing.
    """
    require_parquet()
    library, out = library.absolute(), out.absolute()
    with working("looking for recordings"):
        songs = find_songs(library, leave=out)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(out), f"cannot be made ({error.strerror}); choose another --out") from error
    with Ledger(out) as ledger:
        shutil.rmtree(out / PARTIAL, ignore_errors=True)
        (out / PARTIAL).mkdir()
        began = time.monotonic()
        wanted = str(settings)
        todo = {song.path: song for song in songs if not _is_done(song, out, ledger, wanted)}
        report = Report(found=len(songs), before=len(songs) - len(todo))
        if todo:
            _analyse_all(todo, ledger, wanted, report, _outcomes(library, out, todo.values(), settings, analysers()))
        found = {song.path for song in songs}
        write_tables(out, (entry for entry in ledger.entries() if entry.path in found))
        write_result(out, FILE, report.to_json())
        shutil.rmtree(out / PARTIAL, ignore_errors=True)
    sys.stdout.write(report.text(str(out), time.monotonic() - began))
    return report


def _is_done(song: Song, out: Path, ledger: Ledger, settings: str) -> bool:
    return ledger.is_heard(song, settings) and (out / JAMS / f"{song.path}.jams").exists()


def _outcomes(
    library: Path, out: Path, songs: Iterable[Song], settings: Settings, analysers: Analysers
) -> Generator[Outcome]:
    return analysers.analyse(
        Task(
            library=str(library),
            out=str(out),
            path=song.path,
            tier=settings.tier,
            raw=settings.raw,
            rest_s=settings.rest_s,
        )
        for song in songs
    )


def _analyse_all(
    todo: dict[str, Song], ledger: Ledger, settings: str, report: Report, outcomes: Generator[Outcome]
) -> None:
    with closing(outcomes), _progress(todo, report) as show:
        for outcome in outcomes:
            song = todo[outcome["path"]]
            if outcome["status"] == "unwritable":
                raise OutputError(f"{song.path}.jams", f"{outcome['error']}: make room or mend it, and run it again")
            ledger.keep(song, settings, outcome)
            told = outcome["document"]
            if told is None:
                report.failed[song.path] = outcome["error"] or "unknown"
            else:
                report.heard += 1
                report.audio_s += told["duration"]
                for code in {warning["code"] for warning in told["warnings"]}:
                    report.warnings[code] = report.warnings.get(code, 0) + 1
            show(song)


@contextmanager
def _progress(todo: dict[str, Song], report: Report) -> Iterator[Callable[[Song], None]]:
    """A bar by bytes on a terminal, a line now and then in a log."""
    total = len(todo)

    def said() -> str:
        done = report.heard + len(report.failed)
        return f"{done:,} of {total:,} recordings" + (f", {len(report.failed):,} failed" if report.failed else "")

    if not sys.stderr.isatty():
        last = time.monotonic()

        def line(song: Song) -> None:
            nonlocal last
            if time.monotonic() - last >= _LINE_EVERY_S:
                last = time.monotonic()
                print(said(), file=sys.stderr)

        yield line
        return
    with terminal_bar(transient=False) as bar:
        task = bar.add_task(said(), total=sum(song.size + 1 for song in todo.values()))

        def step(song: Song) -> None:
            bar.update(task, advance=song.size + 1, description=said())

        yield step
