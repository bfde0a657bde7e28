"""Nothing that Chordwork runs writes under the home folder, asks for a host, or speaks to another machine.

Seen from outside, by strace, in the program as it is installed: a library below us may start to (onnxruntime 1.31 did).
"""

from __future__ import annotations

import ipaddress
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from chordwork.client import Done, connect

CLIP = Path(__file__).parents[2] / "http/chordwork/analysis/clips/band.ogg"
TRACED = "connect,sendto,sendmsg,sendmmsg"
ADDRESS = re.compile(r'sin6?_port=htons\((\d+)\).*?(?:inet_addr\(|inet_pton\(AF_INET6, )"([^"]+)"')
DNS_PORTS = {53, 5353, 5355}

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(
        shutil.which("strace") is None or subprocess.run(["strace", "-o", "/dev/null", "true"]).returncode != 0,
        reason="strace is not installed, or may not trace here (Debian: apt-get install strace)",
    ),
]


class Traced:
    """A command under strace, at home in an empty folder."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.home = folder / "home"
        self.home.mkdir()
        self._log = folder / "strace.log"
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ORT_"))}
        command = ["strace", "-f", "-qq", "-e", f"trace={TRACED}", "-o", str(self._log)]
        self.process = subprocess.Popen(
            [*command, sys.executable, "-m", "chordwork.cli", *arguments],
            env={**environment, "HOME": str(self.home)},
            stdout=subprocess.PIPE,
            text=True,
        )

    def stop(self) -> None:
        """As Ctrl-C does; strace itself is left alone."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for child in children:
            os.kill(int(child), signal.SIGINT)
        self.process.communicate()

    def addresses(self) -> set[tuple[str, int]]:
        """Where something was sent to, or a connection was made to."""
        return {(address, int(port)) for port, address in ADDRESS.findall(self._log.read_text())}

    def check(self) -> None:
        assert self._log.stat().st_size > 0, "nothing was traced"
        assert [str(path) for path in self.home.rglob("*")] == []
        abroad = {
            (address, port)
            for address, port in self.addresses()
            if port in DNS_PORTS or not ipaddress.ip_address(address).is_loopback
        }
        assert not abroad


def test_analyze(tmp_path: Path) -> None:
    traced = Traced(tmp_path, "analyze", str(CLIP))
    output, _ = traced.process.communicate()
    assert traced.process.returncode == 0
    assert "Bm7" in output
    assert [str(path) for path in traced.home.rglob("*")] == []
    traced._log.touch()
    assert not traced.addresses()


@pytest.mark.parametrize("workers", ["1", "2"])
async def test_serve_with_all_that_it_starts(tmp_path: Path, workers: str) -> None:
    """Decoders and computations are processes of their own."""
    patient = ("--computation-timeout-s", "600")  # it is traced, and the machine may be busy with other things
    traced = Traced(tmp_path, "serve", "--port", "0", "--workers", workers, "--log-level", "error", *patient)
    try:
        assert traced.process.stdout is not None
        url = re.search(r"http://\S+", traced.process.stdout.readline())
        assert url is not None
        post(f"{url[0]}/tabs", b'{"chords": ["C", "G"]}', "application/json")
        post(f"{url[0]}/analyze", CLIP.read_bytes(), "audio/ogg")
        async with connect(url[0].replace("http", "ws") + "/ws", sample_rate=8000) as stream:
            await stream.send(bytes(16000))
            await stream.finish()
            assert isinstance([message async for message in stream][-1], Done)
        time.sleep(1.0)  # noqa: ASYNC251  # whoever wants to write home does so a moment after its start
    finally:
        traced.stop()
    traced.check()


def post(url: str, body: bytes, content_type: str) -> None:
    request = urllib.request.Request(url, body, {"Content-Type": content_type})
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 200
