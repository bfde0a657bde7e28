"""Tries an image that was built: ``scripts/try-deployment image``. Prints what it found; fails where that is wrong."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

import soundfile
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

CLIP: Final = Path(__file__).parents[2] / "http/chordwork/analysis/clips/band.ogg"
READY_WITHIN_S: Final = 120.0


class Container:
    """One that runs."""

    def __init__(self, engine: str, name: str) -> None:
        """See :func:`running`."""
        self.engine = engine
        self.name = name

    @property
    def url(self) -> str:
        """Where it is reached from here."""
        return "http://" + said(self.engine, "port", self.name, "8000/tcp").splitlines()[0]

    def does(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run something in it."""
        return subprocess.run([self.engine, "exec", self.name, *command], capture_output=True, text=True, check=False)

    def wait_ready(self) -> float:
        """Seconds that it took."""
        began = time.monotonic()
        while time.monotonic() - began < READY_WITHIN_S:
            try:
                with urllib.request.urlopen(f"{self.url}/readyz", timeout=5) as answer:
                    if answer.status == 200:
                        return time.monotonic() - began
            except OSError:
                time.sleep(0.2)
        raise AssertionError(f"not ready: {said(self.engine, 'logs', self.name)}")

    def exit_code(self) -> int:
        """Of a container that has stopped."""
        return int(said(self.engine, "inspect", self.name, "--format", "{{.State.ExitCode}}"))


@contextmanager
def running(engine: str, *options: str) -> Iterator[Container]:
    """A container of the image, removed afterwards."""
    name = said(engine, "run", "--detach", *options, "--publish", "127.0.0.1::8000", "music-api")[:12]
    try:
        yield Container(engine, name)
    finally:
        subprocess.run([engine, "rm", "--force", name], capture_output=True, check=False)


def said(*command: str) -> str:
    """What a command prints."""
    made = subprocess.run(command, capture_output=True, text=True, check=False)
    assert made.returncode == 0, f"{' '.join(command)}: {made.stderr}"
    return made.stdout.strip()


def fetched(url: str, body: bytes | None = None, **headers: str) -> str:
    """What the server answers."""
    with urllib.request.urlopen(urllib.request.Request(url, body, headers), timeout=120) as answer:
        assert answer.status == 200
        text: str = answer.read().decode()
        return text


class Player:
    """Somebody who plays the demo's band as a microphone would, and never stops by himself."""

    def __init__(self, url: str) -> None:
        """Connect."""
        sound, rate = soundfile.read(CLIP, dtype="int16")
        self._pcm, self._rate = sound.tobytes(), rate
        channels = 1 if sound.ndim == 1 else sound.shape[1]
        self._chunk = 2 * channels * (rate // 10)
        self._closing = ExitStack()
        self.socket = self._closing.enter_context(connect(url.replace("http", "ws") + "/ws"))
        start = {"type": "start", "protocol": 1, "sample_rate": rate, "format": "s16le", "channels": channels}
        self.socket.send(json.dumps(start | {"acks": "none"}))
        self.heard: list[tuple[float, dict[str, Any]]] = []
        self.close_code: int | None = None
        self.threads = [threading.Thread(target=each, daemon=True) for each in (self._play, self._listen)]
        for thread in self.threads:
            thread.start()

    def finals(self, since: float = 0.0) -> list[dict[str, Any]]:
        """Chords that stand, and came after a time."""
        return [said for at, said in self.heard if at >= since and said.get("status") == "final"]

    def _play(self) -> None:
        try:
            for begin in range(0, len(self._pcm), self._chunk):
                self.socket.send(self._pcm[begin : begin + self._chunk])
                time.sleep(0.1)
        except ConnectionClosed:
            pass

    def _listen(self) -> None:
        try:
            for text in self.socket:
                self.heard.append((time.monotonic(), json.loads(text)))
        except ConnectionClosed:
            pass
        self.close_code = self.socket.close_code


def lives(engine: str) -> None:
    """As it should be run: nothing can be written but /tmp, no capabilities, no new privileges."""
    options = ("--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", "--security-opt", "no-new-privileges")
    with running(engine, *options) as container:
        print(f"answers /readyz after {container.wait_ready():.1f} s")
        user = container.does("id", "-u").stdout.strip()
        process = container.does("cat", "/proc/1/cmdline").stdout.replace("\0", " ")
        capabilities = container.does("grep", "CapEff", "/proc/1/status").stdout.split()[-1]
        print(f"process 1 is {process.strip()!r}, user {user}, capabilities {capabilities}")
        assert int(user) > 0
        assert int(capabilities, 16) == 0
        for folder in ("/", "/opt/chordwork", "/var", "/home"):
            assert container.does("touch", f"{folder}/x").returncode != 0, f"{folder} can be written to"
        assert container.does("touch", "/tmp/x").returncode == 0
        print("root file system is read-only, /tmp is not")
        assert container.does("probe", "healthz").returncode == 0
        page = fetched(f"{container.url}/", Accept="text/html")
        assert "<script" in page, "the web client is missing"
        assert "C" in fetched(f"{container.url}/tabs?chords=C+G&format=text")
        heard = fetched(f"{container.url}/analyze?format=lab", CLIP.read_bytes(), **{"Content-Type": "audio/ogg"})
        print(f"page, tabs and analysis come through; {len(heard.splitlines())} chords in the demo's band")
        memory = {}
        for line in container.does("cat", "/proc/1/status").stdout.splitlines():
            name, _, value = line.partition(":")
            memory[name] = value.strip()
        print(f"memory of the server after that: {int(memory['VmRSS'].split()[0]) / 1024:.0f} MB")
        drains(container)


def drains(container: Container) -> None:
    """SIGTERM in the middle of a song."""
    player = Player(container.url)
    deadline = time.monotonic() + 120
    while len(player.finals()) < 2:
        assert time.monotonic() < deadline, player.heard[-3:]
        time.sleep(0.1)
    before, began = len(player.finals()), time.monotonic()
    said(container.engine, "stop", "--time", "10", container.name)
    took_s = time.monotonic() - began
    for thread in player.threads:
        thread.join(30)
    after = player.finals(began)
    print(
        f"SIGTERM in the middle of a song: {before} finals before, {len(after)} after it, "
        f"close code {player.close_code}, exit code {container.exit_code()}, after {took_s:.1f} s"
    )
    assert after, "the last chords were lost"
    assert player.close_code == 1012
    assert container.exit_code() == 0
    assert took_s < 10


def leaves_early(engine: str) -> None:
    """SIGTERM before the server is there: process 1 has no default for it."""
    with running(engine) as container:
        while container.does("true").returncode != 0:
            time.sleep(0.05)
        time.sleep(0.5)  # Python has begun; the server has not
        began = time.monotonic()
        said(engine, "stop", "--time", "10", container.name)
        print(f"SIGTERM while it starts: gone after {time.monotonic() - began:.1f} s, code {container.exit_code()}")


def needs_somewhere(engine: str) -> None:
    """Without any folder that can be written to it says so, and what to do."""
    with running(engine, "--read-only", *(("--read-only-tmpfs=false",) if engine == "podman" else ())) as container:
        code = said(engine, "wait", container.name)
        logs = subprocess.run([engine, "logs", container.name], capture_output=True, text=True, check=False)
        assert code != "0", logs
        assert "--tmpfs /tmp" in logs.stdout + logs.stderr, logs
        print("without --tmpfs /tmp it refuses to start, and says what to add")


def main(engine: str) -> int:
    """All of it."""
    size = int(said(engine, "image", "inspect", "music-api", "--format", "{{.Size}}"))
    own = own_bytes(engine)
    print(f"image: {size / 1e6:.0f} MB, of which {own / 1e6:.0f} MB are ours and {(size - own) / 1e6:.0f} MB the base")
    lives(engine)
    leaves_early(engine)
    needs_somewhere(engine)
    print("all as it should be")
    return 0


def own_bytes(engine: str) -> int:
    """Of what the last stage copies onto its base."""
    measured = [engine, "run", "--rm", "--entrypoint", "du", "music-api", "-sb", "/opt/chordwork"]
    return int(said(*measured).split()[0])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
