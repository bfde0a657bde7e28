"""Processes that die, freeze, or find their port taken."""

from __future__ import annotations

import os
import signal
import socket
import tempfile
import time
from functools import cache
from pathlib import Path
from typing import Final

import psutil
import trio

from bench.chaos.case import Case, Result
from bench.chaos.stage import Program, played, run_program, song, unharmed, until_played, went_on
from bench.failover.playing import Heard

CLIENTS: Final = 6
FROZEN_S: Final = 10.0
LIVE_S: Final = 2.0
"""An ack that is later than this is not live."""


@cache
def reference() -> Heard:
    """What is heard of the song without any trouble; asked for once."""
    with tempfile.TemporaryDirectory() as folder, Program(Path(folder)) as server:
        return played([server.url], song())[0]


def _worker_killed(folder: Path) -> Result:
    expected, killed_at, replaced_s, held = reference(), 0.0, 0.0, 0

    with Program(folder, "--workers", "2") as server:
        before = {worker.pid for worker in server.workers()}

        async def kill(heard: list[Heard]) -> None:
            nonlocal killed_at, replaced_s, held
            await until_played(heard, 4.0)
            connected = {worker.pid: _connections(worker, server.stream_port) for worker in server.workers()}
            victim = max(connected, key=connected.__getitem__)
            held = connected[victim]
            os.kill(victim, signal.SIGKILL)
            killed_at = trio.current_time()
            while not {worker.pid for worker in server.workers()} - before:  # noqa: ASYNC110 - of another process
                await trio.sleep(0.02)
            replaced_s = trio.current_time() - killed_at

        heard = played([server.url], song(), kill, clients=CLIENTS)
    hit = [one for one in heard if one.anew]
    back_s = max((one.resumed_at[-1] - killed_at for one in hit), default=0.0)
    others = [one for one in heard if not one.anew]
    fine = sum(unharmed(expected, one) for one in others)
    return Result(
        kept=len(hit) == held and fine == len(others) and all(one.done for one in heard),
        figure=f"{len(hit)} of {CLIENTS} players were on it, and had a session again within {back_s:.1f} s; {fine} of "
        f"{len(others)} others heard every chord; another worker began after {replaced_s:.1f} s",
        raw={"hit": len(hit), "held": held, "back_s": back_s, "others_fine": fine, "replaced_s": replaced_s},
    )


def _connections(process: psutil.Process, port: int) -> int:
    with_port = (each for each in process.net_connections("tcp") if each.status == psutil.CONN_ESTABLISHED)
    return sum(each.laddr.port == port for each in with_port)


def _frozen(folder: Path) -> Result:
    what, live_s = song(24.0), -1.0
    with Program(folder, settings={"max_lag_s": 2.0}) as server:

        async def freeze(heard: list[Heard]) -> None:
            nonlocal live_s
            await until_played(heard, 6.0)
            os.kill(server.pid, signal.SIGSTOP)
            await trio.sleep(FROZEN_S)
            os.kill(server.pid, signal.SIGCONT)
            thawed_at = trio.current_time()
            while heard[0].sent_s - heard[0].heard_s > LIVE_S:  # noqa: ASYNC110 - with every ack
                await trio.sleep(0.02)
            live_s = trio.current_time() - thawed_at

        heard = played([server.url], what, freeze, speed=1.0)[0]
        stopped = server.stopped()
    told_s = heard.dropped_s
    return Result(
        kept=went_on(heard) and live_s >= 0.0 and told_s <= FROZEN_S and stopped == 0,
        figure=f"the same session, {len(heard.finals)} finals in order; live again {live_s:.1f} s after it; "
        f"{told_s:.1f} s of audio were too late, and told so",
        raw={"live_again_s": live_s, "dropped_s": told_s, "returns": len(heard.resumed_at), "exit": stopped},
    )


def _port_taken(folder: Path) -> Result:
    with Program(folder) as server:
        began = time.monotonic()
        ended = run_program("serve", "--port", str(server.port))
        took_s = time.monotonic() - began
        alive = status_of(server.port, "/healthz") == 200
    lines = [line for line in ended.stderr.splitlines() if line.strip()]
    clear = len(lines) <= 2 and str(server.port) in ended.stderr and "Traceback" not in ended.stderr
    return Result(
        kept=ended.returncode != 0 and clear and alive,
        figure=f"exit code {ended.returncode}: “{lines[-1] if lines else ''}”",
        raw={"exit": ended.returncode, "said": ended.stderr[-500:], "took_s": took_s, "first_lives": alive},
    )


def status_of(port: int, path: str) -> int:
    """Of a GET; 0 if there was no answer."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=30.0) as sock:
            sock.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            return int(sock.makefile("rb").readline().split()[1])
    except (OSError, IndexError, ValueError):
        return 0


CASES: Final = (
    Case(
        "worker killed",
        "kill -9 of one of two workers while six clients play",
        "another worker begins; who was on it begins a new session by itself; nobody else notices",
        _worker_killed,
    ),
    Case(
        "process frozen",
        f"SIGSTOP of the server for {FROZEN_S:.0f} s while a client plays live",
        "the same session goes on and is live again; finals keep their order, what is too late is told as dropped",
        _frozen,
    ),
    Case(
        "port taken",
        "a second server on the port of the first",
        "it says so in a line and ends with an exit code; the first one serves on",
        _port_taken,
    ),
)
