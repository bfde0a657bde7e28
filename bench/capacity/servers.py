"""Servers in processes of their own, held to one core."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, Literal

import attrs

DoorName = Literal["stream port", "/ws", "baseline"]
DOORS: Final[tuple[DoorName, ...]] = ("stream port", "/ws", "baseline")
BASELINE: Final[DoorName] = "baseline"
STOP_TIMEOUT_S: Final = 5.0
"""A server that has not ended by then is killed."""
IDLE_TIMEOUT_S: Final = 3.0
IDLE_CHECK_S: Final = 0.03
"""Longer than the 10 ms in which Linux counts CPU time."""

_ROOT: Final = Path(__file__).parents[2]
_ONE_THREAD: Final = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
_TICKS_PER_S: Final = os.sysconf("SC_CLK_TCK")


@attrs.frozen
class Door:
    """A way into a running server.

    Attributes:
        name: which.
        port: on 127.0.0.1.
        pid: of the server.
    """

    name: DoorName
    port: int
    pid: int

    def cpu_s(self) -> float:
        """CPU time that the server has used so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S

    def wait_idle(self) -> None:
        """Until the server has worked off what it was sent, or some time is over."""
        deadline, before = time.monotonic() + IDLE_TIMEOUT_S, -1.0
        while time.monotonic() < deadline and (now := self.cpu_s()) != before:
            before = now
            time.sleep(IDLE_CHECK_S)


@contextmanager
def one_core_each() -> Iterator[int | None]:
    """Keep this process, the load generator, away from the core that is yielded; None where there is only one."""
    allowed = os.sched_getaffinity(0)
    if len(allowed) < 2:
        yield None
        return
    core = max(allowed)
    os.sched_setaffinity(0, allowed - {core})
    try:
        yield core
    finally:
        os.sched_setaffinity(0, allowed)


@contextmanager
def open_doors(core: int | None) -> Iterator[dict[DoorName, Door]]:
    """Run the product and the baseline, both on one core; they never work at the same time."""
    with ExitStack() as stack:
        product = stack.enter_context(process("bench.capacity.product_server", core))
        baseline = stack.enter_context(process("bench.baselines.fastapi_server", core))
        ports, baseline_ports = ports_of(product), ports_of(baseline)
        yield {
            "stream port": Door("stream port", ports["stream_port"], product.pid),
            "/ws": Door("/ws", ports["port"], product.pid),
            "baseline": Door("baseline", baseline_ports["port"], baseline.pid),
        }


@contextmanager
def process(
    module: str, core: int | None, *options: str, environment: Mapping[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """Run a module that prints its ports, on that core, with more variables if given; killed when the block ends."""
    pin = "" if core is None else f"import os; os.sched_setaffinity(0, {{{core}}}); "
    command = [sys.executable, "-c", f"{pin}import runpy; runpy.run_module({module!r}, run_name='__main__')"]
    variables = {**os.environ, **_ONE_THREAD, **(environment or {})}
    pipe = subprocess.PIPE
    running = subprocess.Popen([*command, *options], cwd=_ROOT, stdin=pipe, stdout=pipe, text=True, env=variables)
    try:
        yield running
    finally:
        running.terminate()
        try:
            running.wait(STOP_TIMEOUT_S)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait()
        for stream in (running.stdin, running.stdout):
            if stream is not None:
                stream.close()


def ports_of(process: subprocess.Popen[str]) -> dict[str, int]:
    """What it prints first."""
    assert process.stdout is not None
    line = process.stdout.readline()
    if not line:
        raise RuntimeError(f"the server ended before it listened: {process.args!r}")
    ports: dict[str, int] = json.loads(line)
    return ports
