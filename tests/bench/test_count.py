"""Reading what cachegrind counts, and what is said where nothing can be counted."""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

import pytest

from bench.builds import THIS, BuildError, build_of
from bench.count import run
from bench.count.cachegrind import CountError, Counts, counts_of
from bench.count.command import PROGRAM

WRITTEN = """desc: I1 cache: 32768 B, 64 B, 8-way associative
cmd: python
events: Ir I1mr ILmr Dr D1mr DLmr Dw D1mw DLmw
fl=beat.c
fn=cw_beat_move
12 5 0 0 1 0 0 1 0 0
summary: 1000 40 3 300 20 5 200 10 2
"""


def test_reads_and_writes_are_one_count() -> None:
    assert counts_of(WRITTEN) == Counts(instructions=1000, instruction_misses=40, data_misses=30, last_misses=10)


@pytest.mark.parametrize(
    "text",
    [
        "",
        WRITTEN.replace("summary: 1000 40 3 300 20 5 200 10 2", "summary: 1000"),
        WRITTEN.replace("events: Ir I1mr ILmr Dr D1mr DLmr Dw D1mw DLmw", "events: Ir"),
        WRITTEN.replace("summary: 1000 40 3 300 20 5 200 10 2", "summary: 0 0 0 0 0 0 0 0 0"),
    ],
)
def test_no_count_is_an_error_and_never_nought(text: str) -> None:
    with pytest.raises(CountError):
        counts_of(text)


def test_start_up_is_taken_off() -> None:
    short, long = Counts(1000, 50, 40, 30), Counts(1600, 80, 70, 36)
    assert long.minus(short, 30) == Counts(20, 1, 1, 0.2)


def test_without_valgrind_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    options = argparse.Namespace(against=None, sessions=1, jobs=1)
    with pytest.raises(CountError, match="apt install valgrind"):
        run(quick=True, options=options)


def test_a_commit_that_is_not_there_is_refused() -> None:
    with pytest.raises(BuildError, match="rev-parse"), build_of("no-such-commit"):
        pass


def test_the_program_counts_the_hops_of_all_sessions() -> None:
    for sessions, chunk_ms, way, least in (("1", "40", "live", 20), ("3", "100", "live", 60), ("1", "100", "file", 20)):
        command = THIS.command(PROGRAM, sessions, "1.0", chunk_ms, way)
        done = subprocess.run(command, env=THIS.environment(), capture_output=True, text=True, check=True)
        assert least < int(done.stdout) < 1.2 * least
