"""The file of corrections: bounded, whole lines only, whatever happens."""

from __future__ import annotations

import fcntl
import json
import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from chordwork.harmony import parse_label
from chordwork.http.models.correction import Correction
from chordwork.http.models.correction_store import CorrectionNotKept, CorrectionStore

WRITER = """
import sys
from pathlib import Path
from chordwork.http.models.correction import Correction
from chordwork.http.models.correction_store import CorrectionNotKept, CorrectionStore
from chordwork.harmony import parse_label
store = CorrectionStore(Path(sys.argv[1]), int(sys.argv[2]))
for _ in range(int(sys.argv[3])):
    store.keep(Correction("m", sys.argv[4], parse_label("C:maj"), parse_label("A:min7"), 0.5, 1.25, "rest"))
"""


def correction(version: str = "1") -> Correction:
    return Correction("chordwork-chord", version, parse_label("C:maj"), parse_label("A:min7/b3"), 0.7125, 1.938, "rest")


def lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_what_is_kept_of_a_correction(tmp_path: Path) -> None:
    store = CorrectionStore(tmp_path / "said.jsonl", 1 << 16)
    store.keep(correction())
    (line,) = lines(tmp_path / "said.jsonl")
    assert isinstance(line.pop("day"), str)
    assert line == {
        "model": "chordwork-chord",
        "version": "1",
        "heard": "C:maj",
        "corrected": "A:min7/b3",
        "confidence": 0.713,
        "seconds": 1.94,
        "source": "rest",
    }
    assert stat.S_IMODE((tmp_path / "said.jsonl").stat().st_mode) == 0o600


def test_it_never_grows_beyond_its_bound(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    store = CorrectionStore(path, 4096)
    for number in range(200):
        store.keep(correction(str(number)))
        files = [each for each in (path, path.with_name("said.jsonl.1")) if each.exists()]
        assert sum(each.stat().st_size for each in files) <= 4096
    kept = [line["version"] for each in reversed(files) for line in lines(each)]
    assert kept == [str(number) for number in range(200 - len(kept), 200)]  # the latest, none missing
    assert store.statistics().rotated > 1
    assert {each.name for each in tmp_path.iterdir()} == {"said.jsonl", "said.jsonl.1", "said.jsonl.lock"}


def test_processes_share_it_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(1 << 20), "150", str(number)])
        for number in range(3)
    ]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    versions = [line["version"] for line in lines(path)]
    assert {name: versions.count(name) for name in set(versions)} == {"0": 150, "1": 150, "2": 150}


def test_a_write_waits_for_that_of_another_process(tmp_path: Path) -> None:
    """Else two of them could begin a new file at once, and one of the old ones would be lost."""
    path = tmp_path / "said.jsonl"
    CorrectionStore(path, 1 << 20)
    with open(tmp_path / "said.jsonl.lock", "ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        writer = subprocess.Popen([sys.executable, "-c", WRITER, str(path), str(1 << 20), "1", "1"])
        deadline = time.monotonic() + 120
        while not any(
            f" {writer.pid} " in line and "->" in line for line in Path("/proc/locks").read_text().splitlines()
        ):
            assert writer.poll() is None
            assert time.monotonic() < deadline
        assert path.read_bytes() == b""
    assert writer.wait(120) == 0
    assert len(lines(path)) == 1


def test_where_there_is_no_room_the_file_stays_whole_and_writing_goes_on_later(tmp_path: Path) -> None:
    """The limit on the size of files stands for a full disk: both end a write half way."""
    path = tmp_path / "said.jsonl"
    program = (
        WRITER.rpartition("for _")[0]
        + """
import resource
one = Correction("m", "1", parse_label("C:maj"), parse_label("A:min7"), 0.5, 1.25, "rest")
store.keep(one)
whole = Path(sys.argv[1]).stat().st_size
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (whole + whole // 2, hard))
try:
    store.keep(one)
except CorrectionNotKept as error:
    print(error.full, Path(sys.argv[1]).stat().st_size == whole, store.statistics().failed)
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
store.keep(one)
"""
    )
    command = [sys.executable, "-c", program, str(path), str(1 << 20)]
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert said.stdout == "True True 1\n"
    assert len(lines(path)) == 2


def test_a_place_that_cannot_be_written_is_said_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(CorrectionNotKept, match="cannot be kept in"):
        CorrectionStore(tmp_path / "nowhere" / "said.jsonl", 4096)
    os.symlink(tmp_path / "elsewhere", tmp_path / "said.jsonl")
    with pytest.raises(CorrectionNotKept):
        CorrectionStore(tmp_path / "said.jsonl", 4096)
