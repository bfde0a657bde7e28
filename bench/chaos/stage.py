"""Programs to be troubled, and players to be listened to meanwhile."""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, Self

import psutil
import trio

from bench.chaos.case import ChaosError
from bench.failover.playing import Heard, Recording, play, recording
from bench.serving import SERVE

START_S: Final = 120.0
STOP_S: Final = 30.0
SPEED: Final = 2.0
"""Times as fast as it sounds, at which players play: servers are told not to drop what is late."""
PATIENT: Final = {"max_lag_s": 600.0, "max_load": 100.0, "mailbox_s": 120.0, "drain_timeout_s": 120.0}
"""A machine that is too busy shall be late, and lose nothing."""
ALIKE: Final = 0.002
"""Confidences may differ by so much: a model that hears several streams at once rounds their last digits otherwise."""


class Program:
    """``chordwork serve``, as people start it, for the length of a ``with`` block; what it says is kept in a file."""

    def __init__(
        self,
        folder: Path,
        *options: str,
        settings: dict[str, object] | None = None,
        environment: dict[str, str] | None = None,
    ) -> None:
        """Start it; its settings are :data:`PATIENT` and those given."""
        self._log = folder / f"server-{time.monotonic_ns()}.log"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("CHORDWORK_")}
        wanted = {"log_level": "warning", **PATIENT, **(settings or {})}
        kept |= {f"CHORDWORK_{name.upper()}": str(value) for name, value in wanted.items()} | (environment or {})
        with self._log.open("wb") as said:
            self._process = subprocess.Popen(
                [*SERVE, "--stream-port", "0", *options], stdout=subprocess.PIPE, stderr=said, env=kept, text=True
            )
        self.pid: Final = self._process.pid

    def __enter__(self) -> Self:
        """Wait until it says where it listens."""
        assert self._process.stdout is not None
        said = ""
        while "stop with" not in said:
            line = self._process.stdout.readline()
            if not line:
                self.kill()
                raise ChaosError(f"the server did not start: {said}{self.log()}"[:1000])
            said += line
        urls = re.findall(r"ws://\S+", said)
        self.url: str = urls[1]  # the stream port
        self.port = int(re.findall(r":(\d+)", urls[0])[0])
        self.stream_port = int(re.findall(r":(\d+)", urls[1])[0])
        return self

    def __exit__(self, *_: object) -> None:
        """Kill it."""
        self.kill()

    def kill(self) -> None:
        """Harmless when it is dead."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def stopped(self) -> int | None:
        """Ask it to stop as an operator does; its exit code, None if it does not end."""
        self._process.terminate()
        try:
            return self._process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            return None

    @property
    def lives(self) -> bool:
        """It has not ended."""
        return self._process.poll() is None

    def log(self) -> str:
        """What it said on standard error."""
        return self._log.read_text(errors="replace")

    def workers(self) -> list[psutil.Process]:
        """Its processes that serve, where there are several."""
        found = []
        for child in psutil.Process(self.pid).children():
            with suppress(psutil.NoSuchProcess):  # of which zombies are a kind
                if "server_worker" in " ".join(child.cmdline()):
                    found.append(child)
        return found

    def limit(self, which: int, amount: int) -> None:
        """Give the running process a limit, as ``prlimit`` does; -1 lifts it."""
        _, most = resource.prlimit(self.pid, which)
        resource.prlimit(self.pid, which, (most if amount < 0 else amount, most))


def run_program(*options: str, cwd: Path | None = None, environment: dict[str, str] | None = None) -> Any:
    """``chordwork …`` to its end; exit code, output and standard error, as of :func:`subprocess.run`."""
    command = [sys.executable, "-m", "chordwork.cli", *options]
    kept = {**os.environ, **(environment or {})}
    return subprocess.run(command, capture_output=True, text=True, timeout=600, cwd=cwd, env=kept, check=False)


def song(duration_s: float = 12.0) -> Recording:
    """A band."""
    return recording("band.ogg", duration_s)


def played(
    urls: Sequence[str],
    what: Recording,
    meanwhile: Callable[[list[Heard]], Awaitable[None]] | None = None,
    *,
    clients: int = 1,
    speed: float = SPEED,
) -> list[Heard]:
    """What so many players heard of it while something happened."""
    heard = [Heard() for _ in range(clients)]

    async def all_of_them() -> None:
        async with trio.open_nursery() as nursery:
            if meanwhile is not None:
                nursery.start_soon(meanwhile, heard)
            for one in heard:
                nursery.start_soon(partial(play, list(urls), what, one, speed=speed))

    trio.run(all_of_them)
    return heard


async def until_played(heard: list[Heard], seconds: float) -> None:
    """Until every player has sent so much of its song."""
    while not all(one.sent_s >= seconds for one in heard):  # noqa: ASYNC110 - any may be the last
        await trio.sleep(0.01)


def unharmed(reference: Heard, heard: Heard) -> bool:
    """Whether a player heard what it would have heard, to the end, over one connection, and nothing was dropped."""
    alike = all(
        abs(mine - theirs) < ALIKE for mine, theirs in zip(reference.confidences, heard.confidences, strict=False)
    )
    same = reference.finals == heard.finals and alike
    return same and heard.done and not heard.resumed_at and not heard.anew and heard.dropped_s == 0.0


def what_of(fine: bool) -> str:
    """What somebody heard who was to be :func:`unharmed`."""
    return "every chord" if fine else "SOMETHING ELSE"


def went_on(heard: Heard) -> bool:
    """Whether a player came to its end in one session, with every final chord once."""
    return heard.done and not heard.anew and heard.indexes == list(range(len(heard.indexes)))


@contextmanager
def small_disk(place: Path, size_kb: int) -> Iterator[Callable[[int], None]]:
    """A file system of that size at ``place``, as tmpfs; yields what gives it another size. Only for root."""
    place.mkdir(parents=True)
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size_kb}k", "tmpfs", str(place)], check=True)

    def resize(kb: int) -> None:
        subprocess.run(["mount", "-o", f"remount,size={kb}k", str(place)], check=True)

    try:
        yield resize
    finally:
        subprocess.run(["umount", "-l", str(place)], check=False)


def no_small_disk() -> str | None:
    """Why :func:`small_disk` cannot be had."""
    return None if os.geteuid() == 0 else "a small file system needs root to mount it"
