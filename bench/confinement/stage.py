"""What stands around the decoder's place: a server with secrets, files, sockets; all of it made for the purpose."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final, Literal

import attrs
import trio

from bench.confinement.attempts import SECRET, VARIABLE, Target
from chordwork.http.confinement import Protection
from chordwork.http.processes.children import open_child

Place = Literal["decoder", "worker"]
"""Of the process that decodes recordings, or of one that works computations out."""
MODULE: Final = "bench.confinement.probe"
ROOT: Final = Path(__file__).parents[2]
_SERVER: Final = f"""
import contextlib, ctypes, sys
from chordwork.http.confinement.privileges import drop_capabilities, keep_to_itself
with contextlib.suppress(OSError):
    drop_capabilities()  # started by root, it is to be as easy to look into as that of an ordinary user
secret = ctypes.create_string_buffer({SECRET!r})
kept = open(sys.argv[1])
if sys.argv[2] == "hidden":
    keep_to_itself()
print(ctypes.addressof(secret), kept.fileno(), flush=True)
sys.stdin.read()
"""


@attrs.frozen
class Outcome:
    """Of one run."""

    held: frozenset[str]
    """Protections."""
    reasons: dict[str, str]
    """Why each attempt failed; nothing where it succeeded."""

    @property
    def possible(self) -> list[str]:
        """What could be done."""
        return [name for name, reason in self.reasons.items() if not reason]


@contextmanager
def stage(*, server_hidden: bool = True) -> Iterator[Target]:
    """A server and its surroundings, for the length of a ``with`` block."""
    with ExitStack() as owned:
        folder = Path(owned.enter_context(tempfile.TemporaryDirectory(prefix="chordwork-probe-")))
        for name in ("keys", "other", "removable"):
            (folder / name).write_bytes(SECRET)
        tcp = owned.enter_context(socket.create_server(("127.0.0.1", 0)))
        udp = owned.enter_context(socket.socket(type=socket.SOCK_DGRAM))
        udp.bind(("127.0.0.1", 0))
        unix, abstract = (owned.enter_context(socket.socket(socket.AF_UNIX)) for _ in range(2))
        unix.bind(str(folder / "store.sock"))
        abstract.bind("\0" + folder.name)
        for listening in (unix, abstract):
            listening.listen()
        recording = owned.enter_context(tempfile.TemporaryFile(dir=folder))
        recording.write(b"RIFF")
        recording.flush()
        server = owned.enter_context(
            subprocess.Popen(
                [sys.executable, "-P", "-c", _SERVER, str(folder / "keys"), "hidden" if server_hidden else "open"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, VARIABLE: SECRET.decode()},
                text=True,
            )
        )
        owned.callback(server.kill)
        assert server.stdout is not None
        address, kept = map(int, server.stdout.readline().split())
        yield Target(
            server.pid,
            address,
            kept,
            str(folder),
            tcp.getsockname()[1],
            udp.getsockname()[1],
            folder.name,
            recording.fileno(),
        )


async def probe(
    *,
    place: Place = "decoder",
    locked: bool = True,
    without: frozenset[Protection] = frozenset(),
    server_hidden: bool = True,
) -> Outcome:
    """Run all attempts once.

    ``PYTHONPATH`` has to name the folder of this project.

    Args:
        place: whose.
        locked: give up anything at all.
        without: but for these protections.
        server_hidden: the server's memory is hidden.
    """
    with stage(server_hidden=server_hidden) as target:
        order = {
            "target": attrs.asdict(target),
            "place": place,
            "locked": locked,
            "without": [each.value for each in without],
        }
        own = Path(target.folder) / "own"
        own.mkdir()
        child = await open_child(
            MODULE,
            [json.dumps(order)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            descriptors=(target.recording,),
            variables={"TMPDIR": str(own)},
        )
        said = b""
        try:
            assert child.process.stdout is not None
            with trio.fail_after(120):
                while piece := await child.process.stdout.receive_some():
                    said += piece
        finally:
            await child.aclose()
    first, _, last = said.partition(b"\n")
    document = json.loads(first)
    reasons = document["reasons"] | (json.loads(last) if last else {})
    return Outcome(frozenset(document["held"]), reasons)
