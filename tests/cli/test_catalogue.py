"""A library is heard once, whole, whoever dies on the way."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from numpy.typing import NDArray
from pyarrow import parquet

from chordwork.analysis.errors import InputError
from chordwork.cli import main
from chordwork.cli.catalogue import pool, tasks
from chordwork.cli.catalogue.ledger import FILE, Ledger
from chordwork.cli.catalogue.pool import Worker, WorkerPool
from chordwork.cli.catalogue.run import Settings, run_catalogue
from chordwork.cli.catalogue.songs import find_songs
from chordwork.cli.catalogue.tasks import Outcome, Task, analyse_song, failure
from chordwork.cli.errors import CommandError, OutputError

Song = Callable[[int], NDArray[np.float64]]
SETTINGS = Settings(model="test 1")


@pytest.fixture
def library(tmp_path: Path, song: Song) -> Path:
    """Four recordings of two seconds, one that is none, and what else lies in such folders."""
    folder = tmp_path / "library"
    sound = song(8000)
    for index, name in enumerate(("one.wav", "one.flac", "album/Two.WAV", "album/deep/three.ogg")):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        part = sound[index * 16_000 : (index + 1) * 16_000]
        soundfile.write(path, part, 8000, format=path.suffix[1:].upper())
    (folder / "broken.mp3").write_bytes(b"no sound at all")
    (folder / "album" / "cover.jpg").write_bytes(b"")
    (folder / ".hidden").mkdir()
    (folder / ".hidden" / "four.wav").write_bytes(b"")
    return folder


HEARD = ["album/Two.WAV", "album/deep/three.ogg", "one.flac", "one.wav"]
FOUND = ["album/Two.WAV", "album/deep/three.ogg", "broken.mp3", "one.flac", "one.wav"]


def _task(library: Path, out: Path, path: str = "one.wav") -> Task:
    (out / tasks.PARTIAL).mkdir(parents=True, exist_ok=True)
    return Task(library=str(library), out=str(out), path=path, tier="final", raw=False, rest_s=None)


def _rows(out: Path, table: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = parquet.read_table(out / f"{table}.parquet").to_pylist()
    return rows


class _Here:
    """Hears in this process."""

    def __init__(self) -> None:
        self.heard: list[str] = []

    def analyse(self, tasks: Iterable[Task]) -> Generator[Outcome]:
        for task in tasks:
            self.heard.append(task["path"])
            yield analyse_song(task)


@pytest.mark.long
def test_the_command_hears_a_library_and_then_only_what_is_new(
    library: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = library / "results"  # in the library, and no part of it
    command = ["analyze", "--library", str(library), "--out", str(out), "--workers", "2"]
    assert main(command) == 2
    said = capsys.readouterr().out
    assert "5 recordings: 4 heard now" in said
    assert "broken.mp3: not audio" in said
    songs = _rows(out, "songs")
    assert [row["path"] for row in songs] == FOUND
    assert [row["error"] is None for row in songs] == [True, True, False, True, True]
    assert {row["path"]: row["chords"] for row in songs if row["chords"]} == {
        path: sum(row["path"] == path for row in _rows(out, "chords")) for path in HEARD
    }
    two = next(row for row in _rows(out, "chords") if row["path"] == "album/Two.WAV" and row["label"] != "N")
    assert two["label"] == "F:maj"
    for path in HEARD:
        jams = json.loads((out / "jams" / f"{path}.jams").read_text())
        assert jams["file_metadata"]["title"] == path
        assert jams["annotations"][0]["namespace"] == "chord"
    assert json.loads((out / "report.json").read_text())["failed"].keys() == {"broken.mp3"}
    assert not (out / tasks.PARTIAL).exists()

    (library / "broken.mp3").unlink()
    (out / "jams" / "one.flac.jams").unlink()
    os.utime(library / "one.wav", ns=(0, 0))
    assert main(command) == 0
    assert "4 recordings: 2 heard now" in capsys.readouterr().out
    assert (out / "jams" / "one.flac.jams").exists()
    assert [row["path"] for row in _rows(out, "songs")] == HEARD  # what is gone is not in the tables


def test_other_settings_make_other_results(library: Path, tmp_path: Path) -> None:
    (library / "broken.mp3").unlink()
    for settings, expected in (
        (SETTINGS, 4),
        (SETTINGS, 0),
        (Settings("test 2"), 4),
        (Settings("test 2", raw=True), 4),
    ):
        here = _Here()
        report = run_catalogue(library, tmp_path / "out", settings, lambda here=here: here)  # type: ignore[misc]
        assert len(here.heard) == report.heard == expected
    assert [row["path"] for row in _rows(tmp_path / "out", "songs")] == HEARD


def test_a_name_that_is_no_text(tmp_path: Path, song: Song) -> None:
    name = b"caf\xe9.wav"
    folder = os.fsencode(tmp_path / "library")
    os.mkdir(folder)
    try:
        os.mkdir(os.path.join(folder, b"\xff"))
    except OSError:
        pytest.skip("this file system has names of text only")
    with open(os.path.join(folder, b"\xff", name), "wb") as file:
        soundfile.write(file, song(8000)[:16_000], 8000, format="WAV")
    with_worker = run_catalogue(tmp_path / "library", tmp_path / "out", SETTINGS, lambda: WorkerPool(1))
    assert (with_worker.heard, with_worker.failed) == (1, {})
    assert _rows(tmp_path / "out", "songs")[0]["path"] == "?/caf?.wav"
    assert os.path.exists(os.path.join(os.fsencode(tmp_path / "out"), b"jams", b"\xff", name + b".jams"))
    assert run_catalogue(tmp_path / "library", tmp_path / "out", SETTINGS, lambda: WorkerPool(1)).before == 1


def test_a_worker_that_dies_costs_nothing(library: Path, tmp_path: Path) -> None:
    worker = Worker()
    task = _task(library, tmp_path / "out")
    try:
        assert worker.analyse(task)["status"] == "heard"
        assert worker._process is not None
        worker._process.kill()
        assert worker.analyse(task)["status"] == "heard"
    finally:
        worker.close()
        worker.end()


def test_a_song_whose_workers_all_die_has_failed(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "MODULE", "stat")  # ends at once
    (outcome,) = WorkerPool(1).analyse([_task(library, tmp_path / "out")])
    assert outcome["status"] == "failed"
    assert outcome["error"] is not None
    assert "died 3 times (exit code 0)" in outcome["error"]


def test_a_song_that_takes_too_long_has_failed(library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "MODULE", "timeit")  # reads nothing and answers late
    worker = Worker(limit_s=0.05)
    outcome = worker.analyse(_task(library, tmp_path / "out"))
    assert outcome["error"] in ("it took more than 0 s to hear",)


def test_stopping_in_the_middle_kills_the_workers(library: Path, tmp_path: Path) -> None:
    team = WorkerPool(2)
    outcomes = team.analyse(_task(library, tmp_path / "out", path) for path in HEARD * 50)
    assert next(outcomes)["status"] == "heard"
    outcomes.close()
    assert all(worker._process is None or worker._process.returncode is not None for worker in team._workers)


@pytest.mark.parametrize("signalled", [signal.SIGKILL, signal.SIGINT])
@pytest.mark.long
def test_a_run_that_is_killed_goes_on_where_it_was(library: Path, tmp_path: Path, signalled: signal.Signals) -> None:
    (library / "broken.mp3").unlink()
    sound = np.tile(soundfile.read(library / "one.wav")[0], 2)
    for number in range(6):
        soundfile.write(library / f"more {number}.wav", sound, 8000)
    out, whole = tmp_path / "out", tmp_path / "whole"
    command = [sys.executable, "-m", "chordwork.cli", "analyze", "--library", str(library), "--workers", "2"]
    for _ in range(10):
        with subprocess.Popen([*command, "--out", str(out)], stdout=subprocess.DEVNULL) as process:
            while len(list(out.glob("jams/**/*.jams"))) < 3 and process.poll() is None:
                time.sleep(0.01)
            process.send_signal(signalled)
            code = process.wait()
        if code in (-signal.SIGKILL, 130):
            break
        assert code == 0  # it was done before this process had its turn: again, from the beginning
        shutil.rmtree(out)
    else:
        pytest.fail("always killed too late")
    assert not (out / "songs.parquet").exists()
    subprocess.run([*command, "--out", str(out)], stdout=subprocess.DEVNULL, check=True)
    run_catalogue(library, whole, SETTINGS, _Here)
    assert len(_rows(out, "songs")) == 10
    for table in ("songs", "chords"):
        assert _rows(out, table) == _rows(whole, table)
    assert not list(out.glob(f"{tasks.PARTIAL}/*"))


def test_a_full_disk_ends_the_run_and_loses_nothing(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (library / "broken.mp3").unlink()
    written: list[str] = []
    real = tasks.write_result

    def full_after_two(out: Path, name: str, content: bytes) -> None:
        if len(written) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.append(name)
        real(out, name, content)

    monkeypatch.setattr(tasks, "write_result", full_after_two)
    with pytest.raises(OutputError, match=r"No space left on device.*: make room"):
        run_catalogue(library, tmp_path / "out", SETTINGS, _Here)
    monkeypatch.setattr(tasks, "write_result", real)
    report = run_catalogue(library, tmp_path / "out", SETTINGS, _Here)
    assert (report.before, report.heard) == (2, 2)


def test_one_run_at_a_time(library: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with Ledger(tmp_path / "out"), pytest.raises(OutputError, match="another run is writing here"):
        run_catalogue(library, tmp_path / "out", SETTINGS, _Here)


def test_a_ledger_that_is_none(library: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / FILE).write_bytes(b"something else" * 100)
    with pytest.raises(OutputError, match=r"no ledger.*another --out"):
        run_catalogue(library, tmp_path / "out", SETTINGS, _Here)


def test_a_result_that_cannot_be_named_is_one_failure(library: Path, tmp_path: Path) -> None:
    long = "x" * 250 + ".wav"
    (library / "one.wav").rename(library / long)
    outcome = analyse_song(_task(library, tmp_path / "out", long))
    assert outcome == failure(long, "its result cannot be written (File name too long)")


def test_no_library(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such folder"):
        find_songs(tmp_path / "nowhere", leave=tmp_path)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ([], "name audio files, or a folder of them"),
        (["--library", "a"], "needs both"),
        (["--out", "a"], "needs both"),
        (["--library", "a", "--out", "b", "c.wav"], "leave out files"),
        (["--library", "a", "--out", "b", "--format", "lab"], "leave out --format"),
        (["--library", "a", "--out", "b", "--workers", "2", "--dask", "tcp://x:1"], "give one of them"),
        (["--workers", "2", "c.wav"], "hear a library"),
    ],
)
def test_what_does_not_go_together(arguments: list[str], reason: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", *arguments]) == 2
    assert reason in capsys.readouterr().err


def test_tables_need_their_extra_before_the_work(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(CommandError, match=r"\[catalogue\]"):
        run_catalogue(library, tmp_path / "out", SETTINGS, _Here)
    assert not (tmp_path / "out").exists()
