"""``python -m bench failover``."""

from __future__ import annotations

import argparse
import os
import statistics
from collections.abc import Callable
from contextlib import ExitStack
from functools import partial
from typing import Any, Final

import trio
from rich.console import Console
from rich.table import Table

from bench.failover.costing import cost_of_snapshots
from bench.failover.playing import Heard, Recording, play, recording
from bench.failover.processes import Server, Store, servers

CHECKPOINT_S: Final = 2.0
WRITING_S: Final = 1.0
"""That packing and writing may take on a machine that is not idle; part of the bound that is stated."""
NEAR_S: Final = 0.15
"""After a hole, hops of 46 ms fall otherwise: chords begin at the same places but for so much."""
ALIKE: Final = 0.002
"""Confidences may differ by so much: a model that hears several streams at once rounds their last digits otherwise."""


def add_options(parser: argparse.ArgumentParser) -> None:
    """The benchmark's own options."""
    group = parser.add_argument_group("failover")
    group.add_argument("--clients", type=int, default=20, metavar="N", help="sessions at once; default 20")
    group.add_argument("--speed", type=float, default=1.0, metavar="X", help="times as fast as it sounds; default 1")


def run(*, quick: bool, options: argparse.Namespace | None = None) -> dict[str, Any]:
    """Kill servers and the store in the middle of a song, print what was lost, return the raw data."""
    clients = 20 if options is None else options.clients
    speed = 1.0 if options is None else options.speed
    if quick:
        clients, speed = min(clients, 6), max(speed, 2.0)
    song = recording("band.ogg", 16.0 if quick else 40.0)
    console = Console(width=max(Console().width, 110))
    store = Store()
    with ExitStack() as held:
        held.callback(store.kill)
        store.start()
        reference = _reference(store, song, speed)
        console.print(
            f"{song.duration_s:.0f} s of a band at {speed:g} times its pace; {len(reference.finals)} final chords"
            f" without any trouble; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
        )
        keeps = _a_server_dies(store, song, speed, reference, clients=1, keep_s=30.0)
        keeps_nothing = _a_server_dies(store, song, speed, reference, clients=1, keep_s=0.05)
        many = _a_server_dies(store, song, speed, reference, clients=clients, keep_s=30.0)
        leaving = _a_server_is_stopped(store, song, speed, reference)
        without = _the_store_dies(store, song, speed, reference)
        cost = cost_of_snapshots(store, quick=quick, checkpoint_s=CHECKPOINT_S)
    rows = {
        "server killed": keeps,
        "server killed, client keeps no audio": keeps_nothing,
        f"server killed under {clients} clients": many,
        "server stopped (SIGTERM)": leaving,
        "store killed, and back": without,
    }
    console.print(_table(rows))
    store_lines = without["safe"]
    again_s = store_lines["safe_again_s"]
    told = "was not safe again" if again_s is None else f"was safe again {again_s:.1f} s after it was back"
    console.print(f"store: gone for {store_lines['gone_s']:.1f} s; audio {told}")
    console.print(
        f"a snapshot: {cost['snapshot_us']:.0f} µs to take, {cost['pack_us']:.0f} µs to pack and seal,"
        f" {cost['restore_us']:.0f} µs to restore, {cost['size_bytes'] / 1000:.0f} kB;"
        f" {cost['write_us']:.0f} µs for the store to take it"
    )
    console.print(
        f"{cost['cpu_ms_per_audio_s']:.1f} ms of CPU time of the server for a second of audio;"
        f" every {CHECKPOINT_S:g} s put down : never:"
        f" {cost['cpu_ratio']:.3f} (pairs {', '.join(f'{ratio:.3f}' for ratio in cost['cpu_ratios'])})"
    )
    return {
        "benchmark": "failover",
        "summary": {
            "hole_s": keeps["hole_s"],
            "hole_bound_s": keeps["bound_s"],
            "hole_without_memory_s": keeps_nothing["hole_s"],
            "hole_without_memory_bound_s": keeps_nothing["bound_s"],
            "finals_equal": float(all(row["finals_equal"] for row in rows.values() if row["hole_s"] == 0.0)),
            "resume_s": many["resume_median_s"],
            "cpu_ratio": cost["cpu_ratio"],
        },
        "clients": clients,
        "speed": speed,
        "load": os.getloadavg(),
        "rows": rows,
        "cost": cost,
    }


def _reference(store: Store, song: Recording, speed: float) -> Heard:
    with servers(store, 1, checkpoint_s=0) as (server,):
        return _played([server.url], song, speed, 1, 30.0, lambda heard: _nothing())[0]


async def _nothing() -> None:
    await trio.lowlevel.checkpoint()


def _played(
    urls: list[str],
    song: Recording,
    speed: float,
    clients: int,
    keep_s: float,
    meanwhile: Callable[[list[Heard]], Any],
) -> list[Heard]:
    heard = [Heard() for _ in range(clients)]

    async def all_of_them() -> None:
        async with trio.open_nursery() as nursery:
            nursery.start_soon(meanwhile, heard)
            for index, one in enumerate(heard):
                nursery.start_soon(partial(play, urls, song, one, speed=speed, keep_s=keep_s))
                await trio.sleep(0.02 if index + 1 < clients else 0.0)

    trio.run(all_of_them)
    return heard


async def _half_way(song: Recording, heard: list[Heard], *, share: float = 0.5) -> None:
    """Until all clients have sent so much of the song, and something of each is safe."""
    while not all(_is_on_its_way(one, share * song.duration_s) for one in heard):  # noqa: ASYNC110 - any may be the last
        await trio.sleep(0.01)


def _is_on_its_way(heard: Heard, least_s: float) -> bool:
    return heard.sent_s >= least_s and bool(heard.safe_at) and bool(heard.safe_at[-1][1])


def _a_server_dies(
    store: Store, song: Recording, speed: float, reference: Heard, *, clients: int, keep_s: float
) -> dict[str, Any]:
    killed_at = behind_s = 0.0

    async def kill(first: Server, heard: list[Heard]) -> None:
        nonlocal killed_at, behind_s
        await _half_way(song, heard)
        behind_s = max(one.sent_s - one.heard_s for one in heard)
        first.kill()
        killed_at = trio.current_time()

    with servers(store, 2, checkpoint_s=CHECKPOINT_S) as (first, other):
        heard = _played([first.url, other.url], song, speed, clients, keep_s, partial(kill, first))
    return _row(song, speed, reference, heard, killed_at, keep_s, behind_s=behind_s)


def _a_server_is_stopped(store: Store, song: Recording, speed: float, reference: Heard) -> dict[str, Any]:
    stopped_at = 0.0

    async def stop(first: Server, heard: list[Heard]) -> None:
        nonlocal stopped_at
        await _half_way(song, heard)
        first.terminate()
        stopped_at = trio.current_time()

    with servers(store, 2, checkpoint_s=CHECKPOINT_S) as (first, other):
        heard = _played([first.url, other.url], song, speed, 1, 30.0, partial(stop, first))
    return _row(song, speed, reference, heard, stopped_at, 30.0)


def _the_store_dies(store: Store, song: Recording, speed: float, reference: Heard) -> dict[str, Any]:
    times: dict[str, float] = {}

    async def kill(heard: list[Heard]) -> None:
        await _half_way(song, heard, share=0.25)
        store.kill()
        times["killed"] = trio.current_time()
        await trio.sleep(song.duration_s / speed / 4)
        await trio.to_thread.run_sync(store.start)
        times["back"] = trio.current_time()

    with servers(store, 2, checkpoint_s=CHECKPOINT_S) as (first, other):
        heard = _played([first.url, other.url], song, speed, 1, 30.0, kill)
    again = [at for at, safe_s in heard[0].safe_at if at > times["back"] and safe_s is not None]
    return {
        **_row(song, speed, reference, heard, times["killed"], 30.0),
        "safe": {
            "gone_s": times["back"] - times["killed"],
            "safe_again_s": again[0] - times["back"] if again else None,
        },
    }


def _row(
    song: Recording,
    speed: float,
    reference: Heard,
    heard: list[Heard],
    at: float,
    keep_s: float,
    *,
    behind_s: float = 0.0,
) -> dict[str, Any]:
    resumed_s = [moment - at for one in heard for moment in one.resumed_at if moment >= at]
    holes_s = [one.skipped_s + one.dropped_s for one in heard]
    longest_s = max(resumed_s, default=0.0)
    # Who keeps its audio loses none. Who does not loses what was not put down yet, be it that it was not heard yet, and
    # what it plays until it is back.
    bound_s = 0.0 if keep_s >= 10.0 else CHECKPOINT_S + behind_s + (WRITING_S + longest_s) * speed
    return {
        "clients": len(heard),
        "resumed": sum(bool(one.resumed_at) and not one.anew for one in heard),
        "anew": sum(one.anew for one in heard),
        "done": sum(one.done for one in heard),
        "hole_s": max(holes_s),
        "bound_s": bound_s,
        "behind_s": behind_s,
        "finals_equal": all(_same(reference, one) for one in heard),
        "finals_after_hole_equal": all(_same_after(reference, one, at, speed, bound_s) for one in heard),
        "indexes_once_each": all(one.indexes == list(range(len(one.indexes))) for one in heard),
        "resume_median_s": statistics.median(resumed_s) if resumed_s else 0.0,
        "resume_max_s": longest_s,
        "finals": [len(one.finals) for one in heard],
        "audio_s": song.duration_s,
    }


def _same(reference: Heard, heard: Heard) -> bool:
    pairs = zip(reference.confidences, heard.confidences, strict=False)
    return reference.finals == heard.finals and all(abs(mine - theirs) < ALIKE for mine, theirs in pairs)


def _same_after(reference: Heard, heard: Heard, at: float, speed: float, bound_s: float) -> bool:
    """Whether the chords are the same that begin some seconds after the hole: those at its edges cannot be."""
    from_s = (at - heard.played_at) * speed + bound_s + 2.0
    mine, theirs = ([final for final in one.finals if final[2] >= from_s] for one in (heard, reference))
    same = [final[0] for final in mine] == [final[0] for final in theirs]
    return same and all(abs(one[1] - other[1]) < NEAR_S for one, other in list(zip(mine, theirs, strict=True))[1:])


def _table(rows: dict[str, dict[str, Any]]) -> Table:
    table = Table(title="in the middle of a song")
    for heading in ("", "came back", "hole, s", "bound, s", "finals", "back after, s", "at most, s"):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, row in rows.items():
        if row["finals_equal"]:
            finals = "the same"
        else:
            finals = "the same after it" if row["finals_after_hole_equal"] else "DIFFERENT"
        came = f"{row['resumed']}/{row['clients']}" if row["resume_max_s"] else "never left"
        table.add_row(
            name,
            came,
            f"{row['hole_s']:.2f}",
            f"{row['bound_s']:.2f}",
            finals,
            f"{row['resume_median_s']:.2f}",
            f"{row['resume_max_s']:.2f}",
        )
    return table
