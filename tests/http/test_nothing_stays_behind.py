"""ProcessPool and folders of a job end with it: when its time is over, when it fails, and when the server is killed."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
import trio

from chordwork.http.processes.children import Child, open_child, search_path
from chordwork.http.processes.scratch import FOLDER_PREFIX, IN_THE_MAKING_S, OWNER, open_scratch, sweep
from chordwork.http.rest.music import COMPUTATIONS
from chordwork.http.rest.process_pool import ProcessPool, open_process_pool
from tests.http.jobs import install, pids_of_job, until_gone

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
BAND = next(computation for computation in COMPUTATIONS if computation.path == "/accompaniment")
SOUND = BAND.canonical(BAND.request(chords=["C", "G"]))


@pytest.fixture
def played(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """FluidSynth never ends; and a folder for the jobs."""
    for name, value in install(tmp_path).items():
        monkeypatch.setenv(name, value)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return scratch


async def test_a_rendering_whose_time_is_over_takes_its_programs_and_folders_along(played: Path) -> None:
    async with open_process_pool(1, played) as processes, trio.open_nursery() as nursery:
        nursery.start_soon(processes.perform, BAND.path, SOUND, "wav")
        pids = await pids_of_job(played)
        nursery.cancel_scope.cancel()
    for pid in pids:
        await until_gone(pid)
    assert os.listdir(played) == []


async def test_a_process_that_dies_takes_its_programs_along(played: Path) -> None:
    async with open_process_pool(1, played) as processes, trio.open_nursery() as nursery:
        nursery.start_soon(fails, processes)
        pids = await pids_of_job(played)
        (worker,) = processes._all
        os.kill(worker.child.process.pid, signal.SIGKILL)
        for pid in pids:
            await until_gone(pid)
        nursery.cancel_scope.cancel()
    assert os.listdir(played) == []


async def fails(processes: ProcessPool) -> None:
    with pytest.raises(Exception, match="the process ended"):
        await processes.perform(BAND.path, SOUND, "wav")


ASK = """
import sys, urllib.request
body, headers = b'{"chords": "C G"}', {"content-type": "application/json"}
urllib.request.urlopen(urllib.request.Request(sys.argv[1], body, headers))
"""
SWEEP = "from chordwork.http.processes.scratch import open_scratch\nwith open_scratch() as folder: print(folder)"


@pytest.mark.long
def test_a_server_that_is_killed_takes_its_jobs_along_and_the_next_one_sweeps(tmp_path: Path) -> None:
    environment = {**os.environ, **install(tmp_path), "TMPDIR": str(tmp_path)}
    command = [sys.executable, "-m", "chordwork.cli", "serve", "--port", "0", "--log-level", "error"]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        try:
            url = re.search(r"http://\S+", server.stdout.readline())
            assert url
            address = f"{url[0]}/accompaniment?format=wav"
            asking = subprocess.Popen([sys.executable, "-c", ASK, address], stderr=subprocess.DEVNULL)
            pids = trio.run(pids_of_job, tmp_path)
        finally:
            server.kill()
    asking.wait(60)
    for pid in pids:
        trio.run(until_gone, pid)
    (left,) = tmp_path.glob(f"{FOLDER_PREFIX}*")
    command = [sys.executable, "-c", SWEEP]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.strip() != str(left)
    assert not left.exists()
    assert list(tmp_path.glob(f"{FOLDER_PREFIX}*")) == []


async def test_what_was_started_ends_when_its_lifeline_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody sends a signal, and it would not have time for one."""
    (tmp_path / "busy_child.py").write_text("while True: pass")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    child = await open_child("busy_child", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    try:
        assert child.is_running
        assert child._lifeline is not None
        os.close(child._lifeline)
        with trio.fail_after(60):
            assert await child.process.wait() == -signal.SIGKILL
    finally:
        child._lifeline = None
        child.process.kill()
        await child.process.wait()
    assert isinstance(child, Child)


def test_folders_are_swept_that_nobody_owns_and_no_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, owned, young, old = (tmp_path / f"{FOLDER_PREFIX}{name}" for name in ("left", "owned", "young", "old"))
    for folder in (left, owned, young, old):
        folder.mkdir()
        (folder / "band.wav").write_bytes(b"x")
    (left / OWNER).touch()
    os.utime(old, (time.time() - 2 * IN_THE_MAKING_S,) * 2)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / OWNER).touch()
    (tmp_path / f"{FOLDER_PREFIX}link").symlink_to(elsewhere)
    with (owned / OWNER).open("wb") as owner:
        fcntl.flock(owner, fcntl.LOCK_EX)
        assert sweep() == 2
    assert [path.exists() for path in (left, owned, young, old, elsewhere)] == [False, True, True, False, True]
    with open_scratch() as folder:
        assert folder.parent == tmp_path
        assert not owned.exists()
        assert sweep() == 0
    assert not folder.exists()


def test_where_children_look_for_modules(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    paths = os.pathsep.join(["", "here", "/there", ""])
    assert search_path({"PYTHONPATH": paths}) == {"PYTHONPATH": f"{tmp_path}/here{os.pathsep}/there"}
    assert search_path({"PYTHONPATH": os.pathsep}) == {}
    assert search_path({}) == {}
