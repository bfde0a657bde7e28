"""Real servers and a real store, each a process that can be killed."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from bench.serving import SERVE
from chordwork.harmony.errors import ChordworkError

START_S = 60.0


class FailoverError(ChordworkError):
    """The benchmark cannot be run here."""

    code = "failover"


class Store:
    """A ``redis-server`` (or ``valkey-server``) on a port that stays the same, that keeps nothing when it dies."""

    def __init__(self) -> None:
        program = shutil.which("redis-server") or shutil.which("valkey-server")
        if program is None:
            raise FailoverError("redis-server is not installed (Debian: apt-get install redis-server)")
        self._program = program
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port: int = probe.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """For the servers."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [self._program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/")
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=0.5).close()
                return
            except OSError:
                time.sleep(0.02)
        raise FailoverError("redis-server does not answer")

    def kill(self) -> None:
        """As if the machine had lost its power. Harmless when it is dead."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def memory_bytes(self) -> int:
        """That it uses now."""
        assert self._process is not None
        return int(psutil.Process(self._process.pid).memory_info().rss)


class Server:
    """``chordwork serve``, as people start it."""

    def __init__(self, store: Store, **settings: object) -> None:
        wanted = {
            "redis_url": store.url,
            "log_level": "warning",
            "max_lag_s": 600.0,  # a machine that is too busy for so many clients shall be late, and lose nothing
            "max_load": 100.0,
            "drain_timeout_s": 120.0,
            "mailbox_s": 120.0,
            **settings,
        }
        environment = {name: value for name, value in os.environ.items() if not name.startswith("CHORDWORK_")}
        environment |= {f"CHORDWORK_{name.upper()}": str(value) for name, value in wanted.items()}
        command = [*SERVE, "--stream-port", "0"]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True)
        assert self._process.stdout is not None
        said = "".join(self._process.stdout.readline() for _ in range(3))
        found = re.findall(r"ws://\S+", said)
        if len(found) < 2:
            self.kill()
            raise FailoverError(f"the server did not start: {said!r}")
        self.url: str = found[1]  # the stream port

    def kill(self) -> None:
        """``kill -9``. Harmless when it is dead."""
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._process.wait()

    def terminate(self) -> None:
        """As an operator stops it."""
        self._process.terminate()

    def cpu_s(self) -> float:
        """CPU time that it has used, its helpers' not counted."""
        times = psutil.Process(self._process.pid).cpu_times()
        return float(times.user + times.system)


@contextmanager
def servers(store: Store, count: int, **settings: object) -> Iterator[list[Server]]:
    """So many servers, for the length of a ``with`` block."""
    started: list[Server] = []
    try:
        for _ in range(count):
            started.append(Server(store, **settings))
        yield started
    finally:
        for server in started:
            server.kill()
