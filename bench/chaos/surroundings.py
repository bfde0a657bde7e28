"""Clocks, stores, model files and networks that misbehave."""

from __future__ import annotations

import shutil
import statistics
from contextlib import ExitStack
from pathlib import Path
from typing import Final

import trio

from bench.chaos.case import Case, ChaosError, Result
from bench.chaos.processes import reference, status_of
from bench.chaos.relay import DELAY_S, JITTER_S, LOSS, open_relay
from bench.chaos.stage import SPEED, Program, played, run_program, song, unharmed, until_played, went_on, what_of
from bench.failover.playing import Heard, play
from bench.failover.processes import Store, servers
from chordwork.engine import bundled_model

JUMPS: Final = ("+3600s", "-86400s", "+0")
"""Of the clock on the wall."""
GONE_S: Final = 3.0
OTHER_VERSION: Final = "0.9.9"


def faketime_library() -> Path | None:
    """libfaketime for programs with threads, where Debian puts it."""
    found = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    return found[0] if found else None


def _no_faketime() -> str | None:
    return None if faketime_library() else "libfaketime is not installed (Debian: apt-get install libfaketime)"


def _clock(folder: Path) -> Result:
    expected, now, healthy = reference(), folder / "now", 0
    now.write_text("+0")
    environment = {
        "LD_PRELOAD": str(faketime_library()),
        "FAKETIME_TIMESTAMP_FILE": str(now),
        "FAKETIME_NO_CACHE": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        "DONT_FAKE_MONOTONIC": "1",
    }
    with Program(folder, environment=environment) as server:

        async def jump(heard: list[Heard]) -> None:
            nonlocal healthy
            for number, to in enumerate(JUMPS):
                await until_played(heard, 3.0 * (number + 1))
                now.write_text(to)
                await trio.sleep(0.2)
                healthy += await trio.to_thread.run_sync(status_of, server.port, "/healthz") == 200

        heard = played([server.url], song(), jump)[0]
        stopped = server.stopped()
    fine = unharmed(expected, heard)
    return Result(
        kept=fine and healthy == len(JUMPS) and stopped == 0,
        figure=f"after each of {len(JUMPS)} jumps the server answered; who played heard {what_of(fine)}",
        raw={"unharmed": fine, "healthy": healthy, "exit": stopped},
    )


def _no_store() -> str | None:
    if shutil.which("redis-server") or shutil.which("valkey-server"):
        return None
    return "redis-server is not installed (Debian: apt-get install redis-server)"


def _store(folder: Path) -> Result:
    expected, times = reference(), dict[str, float]()
    store = Store()
    with ExitStack() as held:
        held.callback(store.kill)
        store.start()

        async def kill(heard: list[Heard]) -> None:
            await until_played(heard, 4.0)
            store.kill()
            await trio.sleep(GONE_S)
            await trio.to_thread.run_sync(store.start)
            times["back"] = trio.current_time()

        with servers(store, 2, checkpoint_s=1.0) as (first, other):
            heard = played([first.url, other.url], song(24.0), kill)[0]
    again = [at for at, safe_s in heard.safe_at if at > times["back"] and safe_s is not None]
    again_s = again[0] - times["back"] if again else -1.0
    begins_alike = heard.finals[: len(expected.finals) - 1] == expected.finals[:-1]
    return Result(
        kept=went_on(heard) and not heard.resumed_at and heard.dropped_s == 0.0 and again_s >= 0.0 and begins_alike,
        figure=f"gone for {GONE_S:.0f} s: nothing was lost, and audio was safe again {again_s:.1f} s after it was back",
        raw={"safe_again_s": again_s, "same_finals": begins_alike, "returns": len(heard.resumed_at)},
    )


def other_model(folder: Path) -> Path:
    """The bundled model under another version of the same length, with a card that ``chordwork models card`` wrote."""
    shelved = bundled_model()
    before = f'"version": "{shelved.card.version}"'.encode()
    data = shelved.read()
    if data.count(before) != 1:
        raise ChaosError("the bundled model does not say its version once")
    folder.mkdir()
    file = folder / "other.onnx"
    file.write_bytes(data.replace(before, f'"version": "{OTHER_VERSION}"'.encode()))
    made = run_program("models", "card", str(file), "--licence", "MIT")
    if made.returncode:
        raise ChaosError(made.stderr)
    return file


def _model(folder: Path) -> Result:
    expected = reference()
    file = other_model(folder / "models")
    good = file.read_bytes()
    options = ("--models", str(file.parent), "--model", OTHER_VERSION)
    used = ""
    with Program(folder, *options) as server:

        async def damage(heard: list[Heard]) -> None:
            nonlocal used
            await until_played(heard, 3.0)
            with file.open("r+b") as opened:  # in place: whoever has mapped it would fault
                opened.truncate(len(good) // 2)
            await until_played(heard, 6.0)
            file.write_bytes(bytes(len(good)))  # swapped for one of the same size
            await play([server.url], song(), newcomer, speed=SPEED)
            choice = ("models", "use", OTHER_VERSION, "--models", str(file.parent))
            used = (await trio.to_thread.run_sync(run_program, *choice)).stderr

        newcomer = Heard()
        heard = played([server.url], song(), damage)
        fine = [unharmed(expected, one) for one in (*heard, newcomer)]
    started = run_program("serve", "--port", "0", *options)
    refused = (
        started.returncode not in (0, 1) and "was not read" in started.stderr and "Traceback" not in started.stderr
    )
    file.write_bytes(good)
    with Program(folder, *options) as mended:
        back = unharmed(expected, played([mended.url], song())[0])
    return Result(
        kept=all(fine) and len(fine) == 2 and refused and "was not read" in used and back,
        figure=f"{sum(fine)} of {len(fine)} sessions, one from before and one from after, heard every chord; "
        f"a start with that file ended with exit code {started.returncode} and {'' if refused else 'NOT '}with “it was "
        "damaged or exchanged, and was not read”; with the right file back it served",
        raw={"unharmed": fine, "start": started.returncode, "said": started.stderr[-500:], "use": used[-500:]},
    )


def _network(folder: Path) -> Result:
    what, behind_s = song(20.0), list[float]()
    with Program(folder, settings={"max_lag_s": 2.0}) as server:
        expected = played([server.url], what)[0]

        async def far() -> tuple[Heard, int]:
            heard = Heard()
            async with trio.open_nursery() as nursery:
                relay = await open_relay(nursery, server.stream_port)

                async def watch() -> None:
                    while True:
                        await trio.sleep(0.05)
                        if heard.heard_s:
                            behind_s.append(heard.sent_s - heard.heard_s)

                nursery.start_soon(watch)
                await play([f"ws://127.0.0.1:{relay.port}/ws"], what, heard, speed=1.0)
                nursery.cancel_scope.cancel()
            return heard, relay.stalls

        heard, stalls = trio.run(far)
    fine = unharmed(expected, heard)
    usual_s = statistics.median(behind_s)
    worst_s = statistics.quantiles(behind_s, n=20)[-1]
    return Result(
        kept=fine,
        figure=f"{stalls} segments were lost; who played heard {'every chord' if fine else 'otherwise'}, acks "
        f"{usual_s * 1000:.0f} ms behind (95 of 100 times less than {worst_s * 1000:.0f})",
        raw={
            "unharmed": fine,
            "stalls": stalls,
            "behind_s": usual_s,
            "behind_p95_s": worst_s,
            "dropped_s": heard.dropped_s,
        },
    )


CASES: Final = (
    Case(
        "clock jumps",
        "the clock on the wall goes on by an hour, back by a day, and right again (libfaketime), while a client plays",
        "nobody notices: times come from the monotonic clock",
        _clock,
        _no_faketime,
    ),
    Case(
        "store gone and back",
        f"the Redis that two servers share is killed for {GONE_S:.0f} s while a client plays (more: `bench failover`)",
        "the session goes on without it, nothing is lost, and audio is safe again soon after it is back",
        _store,
        _no_store,
    ),
    Case(
        "model file damaged",
        "the model's file under a running server is cut in half in place, then swapped for one of the same size",
        "sessions that are open and new ones are heard by what was loaded; nothing parses the file, and "
        "`models use` and a new start say which it is",
        _model,
    ),
    Case(
        "bad network",
        f"{1000 * DELAY_S:.0f} ms ± {1000 * JITTER_S:.0f} each way and {100 * LOSS:.0f} % of segments lost between "
        "client and server",
        "no chord and no audio is lost; acks come as late as the network makes them",
        _network,
    ),
)
