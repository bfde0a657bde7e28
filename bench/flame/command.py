"""``python -m bench flame [--sessions N] [--chunk-ms MS] [--door NAME] [--svg FILE]``."""

from __future__ import annotations

import argparse
import json
import signal
import tempfile
import time
from pathlib import Path
from typing import Any, ClassVar, Final

from rich.console import Console
from rich.table import Table

from bench.capacity.load import LATE_S, Crowd
from bench.capacity.servers import Door, DoorName, one_core_each, ports_of, process
from bench.flame.picture import STACKS, Stack, flame_svg, self_shares
from chordwork.harmony import ChordworkError

SESSIONS: Final = 70
CHUNK_MS: Final = 20.0
SECONDS: Final = {True: 3.0, False: 12.0}
WARM_UP_S: Final = 1.5
WRITTEN_WITHIN_S: Final = 20.0
SHOWN: Final = 16
_PORTS: Final[dict[str, DoorName]] = {"stream_port": "stream port", "port": "/ws"}


class FlameError(ChordworkError):
    """The server took no samples."""

    code: ClassVar[str] = "bench_flame"


def add_options(parser: argparse.ArgumentParser) -> None:
    """The benchmark's own options."""
    group = parser.add_argument_group("flame")
    group.add_argument("--sessions", type=int, default=SESSIONS, metavar="N", help=f"at once; default {SESSIONS}")
    group.add_argument("--chunk-ms", type=float, default=CHUNK_MS, metavar="MS", help="audio in a frame; default 20")
    group.add_argument("--door", choices=list(_PORTS), default="stream_port", help="default: the stream port")
    group.add_argument("--svg", type=Path, metavar="FILE", help="draw the flame graph there")


def run(*, quick: bool, options: argparse.Namespace) -> dict[str, Any]:
    """Let sessions play in real time, print where the server's time went, draw it.

    Raises:
        FlameError: no samples came, or the server was overloaded.
    """
    door_name, chunk_s = _PORTS[options.door], options.chunk_ms / 1000
    with tempfile.TemporaryDirectory(prefix="chordwork-bench-") as folder, one_core_each() as core:
        target = Path(folder) / "stacks.json"
        with process("bench.flame.sampled_server", core, environment={STACKS: str(target)}) as server:
            crowd = Crowd(Door(door_name, ports_of(server)[options.door], server.pid), chunk_s)
            crowd.probe(options.sessions, WARM_UP_S)
            server.send_signal(signal.SIGUSR1)
            probe = crowd.probe(options.sessions, SECONDS[quick])
            server.send_signal(signal.SIGUSR1)
            stacks = _read(target)
            crowd.leave()
    samples = sum(count for _, count in stacks)
    if probe.overloaded:
        raise FlameError("the server does not keep up with so many: let fewer sessions play, by --sessions")
    if not samples:
        raise FlameError("the server was never seen at work: let more sessions play, by --sessions")
    title = (
        f"{options.sessions} sessions, {door_name}, {options.chunk_ms:g} ms frames: "
        f"CPU of the server ({samples} samples, {probe.cpu_us_per_chunk:.0f} µs a frame)"
    )
    shares = self_shares(stacks)
    Console(width=None if Console().is_terminal else 120).print(_table(shares, probe.cpu_us_per_chunk, title))
    if probe.generator_late_p99_ms > LATE_S * 1000:
        print(f"Not to be trusted: the load generator was up to {probe.generator_late_p99_ms:.0f} ms late.")
    if options.svg:
        options.svg.parent.mkdir(parents=True, exist_ok=True)
        options.svg.write_text(flame_svg(stacks, title), encoding="utf-8")
        print(f"{options.svg} (the functions that called are below, those called above)")
    return {
        "benchmark": "flame",
        "sessions": options.sessions,
        "chunk_ms": options.chunk_ms,
        "door": door_name,
        "samples": samples,
        "summary": {"cpu_us_per_chunk": probe.cpu_us_per_chunk},
        "self_shares": dict(shares),
    }


def _read(target: Path) -> list[tuple[Stack, int]]:
    until = time.monotonic() + WRITTEN_WITHIN_S
    while not target.exists():
        if time.monotonic() > until:
            raise FlameError("the server wrote no samples: is the machine overloaded?")
        time.sleep(0.05)
    return [(tuple(stack), count) for *stack, count in json.loads(target.read_text(encoding="utf-8"))]


def _table(shares: list[tuple[str, float]], frame_us: float, title: str) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("file in which samples fell")
    table.add_column("share", justify="right")
    table.add_column("µs a frame", justify="right")
    for name, share in shares[:SHOWN]:
        table.add_row(name, f"{100 * share:.1f} %", f"{share * frame_us:.1f}")
    if rest := sum(share for _, share in shares[SHOWN:]):
        table.add_row("others", f"{100 * rest:.1f} %", f"{rest * frame_us:.1f}")
    return table
