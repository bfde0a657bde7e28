"""Several processes behind one port."""

from __future__ import annotations

import os
import signal
import socket
import struct
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import attrs
import pytest
import trio

from chordwork.actors.testing import ScriptedRecognizers
from chordwork.http import Settings, serve
from chordwork.http.serving import supervisor
from chordwork.http.serving.supervisor import WorkersFailed, supervise
from chordwork.http.sockets.listeners import ConsiderateListener, ServerAddress, open_listening_sockets
from chordwork.http.sockets.workers import WorkerGroup
from chordwork.http.testing import Door, WireClient, open_client
from tests.http.programs import program

SECOND = bytes(2 * 8000)
SETTINGS = Settings(port=0, stream_port=0, drain_timeout_s=5, close_timeout_s=0.5, log_level="error")


def reset(client: WireClient) -> None:
    sock = client.websocket._stream.socket  # type: ignore[attr-defined]
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    sock.close()


# In one process: a client that comes back to the wrong door.


@asynccontextmanager
async def neighbours(count: int = 2) -> AsyncIterator[list[tuple[ServerAddress, ScriptedRecognizers, trio.Event]]]:
    """Servers that know of each other, each with doors of its own, so that a test can choose."""
    settings = attrs.evolve(SETTINGS, log_level="info")
    with tempfile.TemporaryDirectory() as folder:
        async with trio.open_nursery() as nursery:
            opened = []
            for index in range(count):
                recognizers, shutdown = ScriptedRecognizers(), trio.Event()
                workers = WorkerGroup(index, await open_listening_sockets(settings), Path(folder))
                address = await nursery.start(
                    partial(serve, settings, recognizer_factory=recognizers, shutdown=shutdown, workers=workers)
                )
                opened.append((address, recognizers, shutdown))
            await trio.testing.wait_all_tasks_blocked()
            yield opened
            nursery.cancel_scope.cancel()


async def lost_session(address: ServerAddress, door: Door) -> str:
    async with open_client(address, door) as client:
        ready = await client.start(resumable=True, acks="none")
        await client.say(SECOND)
        await client.until("chord")
        reset(client)
        token: str = ready["resume"]["token"]
        return token


async def test_a_session_is_come_back_to_through_any_process(door: Door) -> None:
    async with neighbours() as [(first, recognizers, _), (second, others, _)]:
        token = await lost_session(first, door)
        async with open_client(second, door) as client:
            ready = await client.start(resumable=True, acks="none", resume={"token": token})
            assert (ready["resumed"], ready["received_bytes"]) == (True, len(SECOND))
            await client.say(SECOND)
            await client.say({"type": "stop"})
            messages, code, reason = await client.rest()
        assert (code, reason) == (1000, "stop")
        assert [message["index"] for message in messages if message.get("status") == "final"] == [0, 1, 2, 3]
        assert messages[-1]["received_s"] == 2.0
        assert (len(recognizers.made), len(others.made)) == (1, 0)


async def test_a_relayed_client_may_lose_its_connection_again_leave_or_be_taken_over(door: Door) -> None:
    async with neighbours() as [(first, recognizers, _), (second, _, _)]:
        token = await lost_session(first, door)
        for _ in range(2):
            async with open_client(second, door) as client:
                assert (await client.start(resumable=True, acks="none", resume={"token": token}))["resumed"]
                reset(client)
        async with open_client(second, door) as client:
            assert (await client.start(resumable=True, acks="none", resume={"token": token}))["resumed"]
            async with open_client(first, door) as thief:
                assert (await thief.start(resumable=True, acks="none", resume={"token": token}))["resumed"]
                _, code, _ = await client.rest()
                assert code == 4011
        with trio.fail_after(60):  # the thief closed: it left for good
            while not recognizers.made[0].closed:  # noqa: ASYNC110
                await trio.sleep(0.005)


async def test_a_process_that_has_gone_took_its_sessions_along(door: Door) -> None:
    async with neighbours() as [(first, _, shutdown), (second, _, _)]:
        token = await lost_session(first, door)
        shutdown.set()
        await trio.sleep(0.3)
        async with open_client(second, door) as client:
            answer = await client.start(resumable=True, acks="none", resume={"token": token})
            _, code, _ = await client.rest()
        assert (answer["code"], code) == ("resume_failed", 4010)


@pytest.mark.parametrize("token", ["0", "0.", "0.nothing", "1.x", "7.x", "../0.x", "-1.x", "²." + "x" * 20, "00000.x"])
async def test_a_token_of_nobody_is_refused_everywhere(token: str) -> None:
    async with neighbours() as [(first, _, _), _]:
        async with open_client(first) as client:
            answer = await client.start(resumable=True, acks="none", resume={"token": token})
            _, code, _ = await client.rest()
        assert (answer["code"], code) == ("resume_failed", 4010)


async def test_who_has_less_to_do_takes_the_connection() -> None:
    doors = await open_listening_sockets(Settings(port=0))
    busy = ConsiderateListener(doors.main[0], lambda: 0.2)
    number = os.dup(doors.main[0].socket.fileno())
    idle = ConsiderateListener(type(doors).inherited([number], []).main[0], lambda: 0.0)
    accepted = []

    async def accept(listener: ConsiderateListener, name: str) -> None:
        while True:
            await (await listener.accept()).aclose()
            accepted.append(name)

    async with trio.open_nursery() as nursery:
        nursery.start_soon(accept, busy, "busy")
        nursery.start_soon(accept, idle, "idle")
        for _ in range(10):
            async with await trio.open_tcp_stream(doors.address.host, doors.address.port) as stream:
                await stream.receive_some()
        nursery.cancel_scope.cancel()
    assert accepted == ["idle"] * 10


# Real processes.


def children(process: trio.Process) -> list[int]:
    threads = Path(f"/proc/{process.pid}/task").iterdir()
    return [int(word) for thread in threads for word in (thread / "children").read_text().split()]


async def until_gone(pid: int) -> None:
    with trio.fail_after(60):
        while Path(f"/proc/{pid}").exists():  # noqa: ASYNC110, ASYNC240
            await trio.sleep(0.05)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
@pytest.mark.long
async def test_workers_serve_die_come_back_and_drain() -> None:
    async with program("--workers", "2", "--drain-timeout-s", "5", "--max-load", "100") as (address, process):
        before = children(process)
        assert len(before) == 2
        clients: list[WireClient] = []
        async with trio.open_nursery() as nursery:
            leave = trio.Event()

            async def hold(task_status: trio.TaskStatus[None]) -> None:
                async with open_client(address, timeout_s=120) as client:
                    assert (await client.start(acks="none"))["type"] == "ready"
                    await client.say(SECOND)
                    clients.append(client)
                    task_status.started()
                    await leave.wait()

            for _ in range(12):
                await nursery.start(hold)

            # One is killed: its clients lose their connection, the others nothing; and it comes back.
            os.kill(before[0], signal.SIGKILL)
            lost = kept = 0
            outcomes: list[tuple[list[dict[str, Any]], int]] = []

            async def listen(client: WireClient) -> None:
                messages, code, _ = await client.rest()
                outcomes.append((messages, code))

            for client in clients:
                nursery.start_soon(listen, client)
            with trio.fail_after(60):
                while len(children(process)) < 2 or before[0] in children(process):  # noqa: ASYNC110
                    await trio.sleep(0.05)
            lost = len(outcomes)
            assert {code for _, code in outcomes} <= {1006}
            await trio.sleep(3)  # until the new one serves: it has to load its model

            # All are told to stop: everybody left gets the last chords.
            process.terminate()
            with trio.fail_after(60):
                while len(outcomes) < 12:  # noqa: ASYNC110
                    await trio.sleep(0.02)
            leave.set()
        kept = 12 - lost
        assert lost > 0 or kept == 12
        for messages, code in outcomes[lost:]:
            assert code == 1012
            assert [message["type"] for message in messages[-2:]] == ["error", "done"]
            assert messages[-3]["status"] == "final"
        with trio.fail_after(60):
            assert await process.wait() == 0
        with pytest.raises(OSError, match="all attempts"):
            await trio.open_tcp_stream(address.host, address.port)


@pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc")
@pytest.mark.long
async def test_workers_do_not_outlive_their_supervisor() -> None:
    async with program("--workers", "2") as (_, process):
        workers = children(process)
        process.kill()
        for pid in workers:
            await until_gone(pid)


async def test_workers_that_never_serve_are_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervisor, "FIRST_PAUSE_S", 0.01)
    command = (sys.executable, "-c", "raise SystemExit(3)")
    with trio.fail_after(60), pytest.raises(WorkersFailed, match="before it served"):
        await supervise(attrs.evolve(SETTINGS, workers=2), shutdown=trio.Event(), command=command)


async def test_a_worker_that_hangs_is_killed_and_started_anew(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(supervisor, "HANGING_AFTER_S", 0.3)
    monkeypatch.setattr(supervisor, "FIRST_PAUSE_S", 0.01)
    births = tmp_path / "births"
    command = (
        sys.executable,
        "-c",
        f"import time; open({str(births)!r}, 'a').write('x'); print('ready', flush=True); time.sleep(600)",
    )
    shutdown = trio.Event()
    async with trio.open_nursery() as nursery:
        start = partial(supervise, attrs.evolve(SETTINGS, workers=1), shutdown=shutdown, command=command)
        address = await nursery.start(start)
        assert address.port > 0
        with trio.fail_after(60):
            while len(births.read_text()) < 3:  # noqa: ASYNC110
                await trio.sleep(0.05)
        shutdown.set()
