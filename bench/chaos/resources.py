"""File descriptors, memory and disks that run out."""

from __future__ import annotations

import io
import json
import resource
import socket
import time
import wave
from collections import Counter
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any, Final

import psutil
import trio
from trio_websocket import ConnectionClosed, HandshakeError, WebSocketConnection, open_websocket_url

from bench.catalogue import make_library
from bench.chaos.case import Case, Result
from bench.chaos.processes import reference, status_of
from bench.chaos.stage import (
    Program,
    no_small_disk,
    played,
    run_program,
    small_disk,
    song,
    unharmed,
    until_played,
    what_of,
)
from bench.failover.playing import Heard

SPARE_FILES: Final = 12
"""Descriptors that a server has left when the limit comes."""
CROWD: Final = 60
SPARE_MEMORY: Final = 48 << 20
SONGS: Final = 12
AGAIN_S: Final = 30.0
TOLD_WITHIN_S: Final = 60.0
TOLD: Final = {"engine_overloaded", "engine_full"}
"""Codes by which a client that finds no memory is told to come later."""


def _descriptors(folder: Path) -> Result:
    expected, again_s = reference(), -1.0
    answered: list[int] = []
    with Program(folder) as server:

        async def exhaust(heard: list[Heard]) -> None:
            nonlocal again_s
            await until_played(heard, 2.0)
            server.limit(resource.RLIMIT_NOFILE, psutil.Process(server.pid).num_fds() + SPARE_FILES)
            with ExitStack() as crowd:
                for _ in range(CROWD):
                    sock = crowd.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=5.0))
                    sock.sendall(b"GET / HT")
                await until_played(heard, 8.0)
            began = trio.current_time()
            while not answered or answered[-1] != 200:
                answered.append(await trio.to_thread.run_sync(status_of, server.port, "/healthz"))
                await trio.sleep(0.05)
            again_s = trio.current_time() - began

        heard = played([server.url], song(), exhaust)[0]
        fine, lives = unharmed(expected, heard), server.lives
    return Result(
        kept=fine and lives and again_s >= 0.0,
        figure=f"{CROWD} connections for {SPARE_FILES} descriptors; who played heard {what_of(fine)}; "
        f"the next request was answered {again_s:.1f} s after they had left",
        raw={"again_s": again_s, "unharmed": fine, "lives": lives},
    )


def _memory(folder: Path) -> Result:
    expected = reference()
    told: list[str] = []
    again = False
    with Program(folder, settings={"max_sessions": 1000}) as server:

        async def exhaust(heard: list[Heard]) -> None:
            nonlocal again
            await until_played(heard, 2.0)
            used = psutil.Process(server.pid).memory_info().vms
            server.limit(resource.RLIMIT_AS, used + SPARE_MEMORY)
            with trio.move_on_after(TOLD_WITHIN_S):
                async with trio.open_nursery() as nursery:
                    for _ in range(CROWD):
                        nursery.start_soon(_greedy, server.url, told)
                    await until_played(heard, 9.0)
                    while not told:  # noqa: ASYNC110 - by any of them
                        await trio.sleep(0.05)
                    nursery.cancel_scope.cancel()
            server.limit(resource.RLIMIT_AS, -1)
            again = server.lives and await trio.to_thread.run_sync(status_of, server.port, "/healthz") == 200

        heard = played([server.url], song(), exhaust)[0]
        fine, lives = unharmed(expected, heard), server.lives
    return Result(
        kept=lives and again and heard.done and bool(told) and set(told) <= TOLD,
        figure=f"of {CROWD} clients that fill their queues, {len(told)} were told `{_counted(told) or 'nothing'}`; "
        f"who played before {_went(heard, fine)}; the server {'serves on' if again else 'ended'}",
        raw={"told": Counter(told), "unharmed": fine, "anew": heard.anew, "serves_on": again},
    )


async def _greedy(url: str, told: list[str]) -> None:
    """Sends two minutes of audio at once, and notes what it is told against that."""
    start = {"type": "start", "protocol": 1, "sample_rate": 48_000, "acks": "none", "pace": "file"}

    async def listen(socket: WebSocketConnection) -> None:
        while True:
            message = json.loads(await socket.get_message())
            if message["type"] == "error":
                told.append(message["code"])

    try:
        async with (
            open_websocket_url(url, message_queue_size=64, disconnect_timeout=0.5) as socket,
            trio.open_nursery() as nursery,
        ):
            await socket.send_message(json.dumps(start))
            nursery.start_soon(listen, socket)
            for _ in range(24):
                await socket.send_message(bytes(2 * 48_000 * 5))
            await trio.sleep_forever()
    except* (OSError, HandshakeError, ConnectionClosed, trio.BrokenResourceError):
        pass


def _went(heard: Heard, unharmed: bool) -> str:
    if unharmed:
        return "heard every chord"
    return f"came back {len(heard.resumed_at)} times, {heard.anew} of them to a new session, and to the end"


def _counted(told: list[str]) -> str:
    return ", ".join(sorted(set(told)))


def _library(folder: Path) -> Result:
    library, whole = folder / "library", folder / "whole"
    make_library(library, SONGS, 10.0)
    analyze = ("analyze", "--library", str(library), "--workers", "1")
    undisturbed = run_program(*analyze, "--out", str(whole))
    used_kb = sum(path.stat().st_size for path in whole.rglob("*") if path.is_file()) // 1024
    with small_disk(folder / "disk", max(64, used_kb // 2)) as resize:
        out = folder / "disk" / "out"
        full = run_program(*analyze, "--out", str(out))
        kept = len(list(out.glob("jams/**/*.jams")))
        halves = sum(not _is_json(path) for path in out.glob("jams/**/*.jams"))
        resize(16 * used_kb)
        again = run_program(*analyze, "--out", str(out))
        same = all(_rows(out, table) == _rows(whole, table) for table in ("songs", "chords"))
    lines = [line for line in full.stderr.splitlines() if line.strip()]
    clear = full.returncode not in (0, 1) and "Traceback" not in full.stderr and "make room" in full.stderr
    return Result(
        kept=undisturbed.returncode == 0 and clear and halves == 0 and again.returncode == 0 and same,
        figure=f"exit code {full.returncode} after {kept} of {SONGS} songs, {halves} half written; with room again "
        f"{'the same tables as' if same else 'OTHER tables than'} undisturbed. It said: “{lines[-1] if lines else ''}”",
        raw={"exit": full.returncode, "kept": kept, "halves": halves, "same": same, "said": full.stderr[-800:]},
    )


def _is_json(path: Path) -> bool:
    try:
        json.loads(path.read_text())
    except ValueError:
        return False
    return True


def _rows(out: Path, table: str) -> list[dict[str, Any]]:
    from pyarrow import parquet

    rows: list[dict[str, Any]] = parquet.read_table(out / f"{table}.parquet").to_pylist()
    return rows


def _upload(folder: Path) -> Result:
    expected, large, small = reference(), 0, 0
    with (
        small_disk(folder / "scratch", 512),
        Program(folder, environment={"TMPDIR": str(folder / "scratch")}) as server,
    ):

        async def send(heard: list[Heard]) -> None:
            nonlocal large, small
            await until_played(heard, 2.0)
            large = await trio.to_thread.run_sync(_posted, server.port, _recording(20.0))
            small = await trio.to_thread.run_sync(_posted, server.port, _recording(2.0))

        fine = unharmed(expected, played([server.url], song(), send)[0])
    return Result(
        kept=large == 507 and small == 200 and fine,
        figure=f"a recording larger than the disk got {large}, the next one that fits {small}; who played heard "
        f"{what_of(fine)}",
        raw={"large": large, "small": small, "unharmed": fine},
    )


def _recording(duration_s: float) -> bytes:
    what = song(duration_s)
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setparams((1, 2, what.rate_hz, 0, "NONE", ""))
        wav.writeframes(what.pcm)
    return file.getvalue()


def _posted(port: int, body: bytes) -> int:
    head = f"POST /analyze HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
    until = time.monotonic() + AGAIN_S
    with socket.create_connection(("127.0.0.1", port), timeout=AGAIN_S) as sock:
        with suppress(OSError):  # it may answer, and hang up, before it has all
            sock.sendall(head.encode() + body)
        line = sock.makefile("rb").readline()
    assert time.monotonic() < until
    return int(line.split()[1]) if line else 0


CASES: Final = (
    Case(
        "descriptors exhausted",
        f"RLIMIT_NOFILE of a running server, {SPARE_FILES} above what it uses, and {CROWD} connections that stay",
        "who plays notices nothing; when they have left, whoever comes is served",
        _descriptors,
    ),
    Case(
        "memory limit",
        f"RLIMIT_AS of a running server, {SPARE_MEMORY >> 20} MiB above what it uses, and {CROWD} clients that send "
        "two minutes of audio each",
        "who does not fit is told to come later; the server goes on, and who plays comes to the end, in a new session "
        "if there was no memory for theirs",
        _memory,
    ),
    Case(
        "disk full under results",
        f"`analyze --library` of {SONGS} songs onto a tmpfs of half the size that the results need",
        "it ends with an exit code and what to do, nothing is half written, and with room the same command "
        "ends with the tables of an undisturbed run",
        _library,
        no_small_disk,
    ),
    Case(
        "disk full under an upload",
        "a recording sent to /analyze that is larger than the tmpfs for uploads",
        "507; who plays notices nothing, and the next recording that fits is heard",
        _upload,
        no_small_disk,
    ),
)
