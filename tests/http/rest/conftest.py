from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).parents[3]
CLIPS = ROOT / "http/chordwork/analysis/clips"


@pytest.fixture(scope="session")
def served() -> Iterator[str]:
    """The URL of a server as people start it: ``chordwork serve``, with the real model."""
    command = [sys.executable, "-m", "chordwork.cli", "serve", "--port", "0", "--stream-port", "0"]
    patient = {**os.environ, "CHORDWORK_COMPUTATION_TIMEOUT_S": "600"}  # this machine may be busy with other things
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=patient) as server:
        assert server.stdout is not None
        try:
            said = server.stdout.readline()
            found = re.search(r"http://\S+", said)
            assert found, said
            yield found[0]
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture
def client(served: str) -> Iterator[httpx.Client]:
    with httpx.Client(
        base_url=served, timeout=120, verify=False
    ) as client:  # no TLS here: reading authorities takes long
        yield client


def problem(response: httpx.Response, status: int, code: str) -> dict[str, object]:
    """The problem document of a response, after checking what every one of them must have."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    document: dict[str, object] = response.json()
    assert (document["status"], document["code"], document["type"]) == (status, code, "about:blank")
    assert document["title"]
    assert document["detail"]
    assert document["request_id"] == response.headers["x-request-id"]
    return document


@pytest.fixture
def redis() -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Starts ``redis-server`` on one free port, as often as it is called; the port is its attribute."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not installed (Debian: apt-get install redis-server)")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        started.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=os.path.devnull and "/"))
        give_up = time.monotonic() + 10
        while time.monotonic() < give_up:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=0.2).close()
                break
            except OSError:
                time.sleep(0.02)
        return started[-1]

    start.port = port  # type: ignore[attr-defined]
    yield start
    for process in started:
        process.kill()
        process.wait()
