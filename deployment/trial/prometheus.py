"""A real Prometheus scrapes a real server while somebody plays: ``scripts/try-deployment prometheus``.

Every query of the dashboard, the rules and the autoscalers is parsed and answered; those that should have data have
some. Needs `prometheus` and `promtool` (Debian: apt-get install prometheus).
"""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from deployment.trial.image import CLIP, Player, fetched
from tests.deployment.test_dashboard import queries

DEPLOYMENT: Final = Path(__file__).parents[1]
PLAYED_S: Final = 25.0
SILENT: Final = ('status=~"5.."', "== 0", "> 0", "> 0.", "chordwork_refused_total", "increase(")
"""Queries about what should not happen have nothing to tell while it does not."""


def free_port() -> int:
    """For somebody who cannot be told to take any."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port: int = sock.getsockname()[1]
        return port


@contextmanager
def server(port: int) -> Iterator[str]:
    """``chordwork serve``."""
    command = [sys.executable, "-m", "chordwork.cli", "serve", "--port", str(port), "--log-level", "error"]
    with ended(subprocess.Popen(command, stdout=subprocess.PIPE, text=True)) as process:
        assert process.stdout is not None
        assert process.stdout.readline(), "no server"
        yield f"http://127.0.0.1:{port}"


@contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[subprocess.Popen[str]]:
    """Stopped when the block ends."""
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@contextmanager
def prometheus(target: str, folder: Path) -> Iterator[str]:
    """With the configuration that is shipped, but for the target's name."""
    shutil.copytree(DEPLOYMENT / "prometheus", folder / "etc")
    config = folder / "etc/prometheus.yml"
    text, count = re.subn(r'targets: \["server:8000"\]', f'targets: ["{target}"]', config.read_text())
    assert count == 1
    config.write_text(text.replace("scrape_interval: 5s", "scrape_interval: 1s").replace("15s", "2s"))
    subprocess.run(["promtool", "check", "config", str(config)], check=True)
    port = free_port()
    command = ["prometheus", f"--config.file={config}", f"--storage.tsdb.path={folder / 'data'}"]
    with (
        (folder / "log").open("w") as log,
        ended(subprocess.Popen([*command, f"--web.listen-address=127.0.0.1:{port}"], stderr=log, text=True)),
    ):
        yield f"http://127.0.0.1:{port}"


def asked(url: str, query: str) -> list[dict[str, Any]]:
    """What it answers; raises on what is no query."""
    address = f"{url}/api/v1/query?{urllib.parse.urlencode({'query': query})}"
    with urllib.request.urlopen(address, timeout=30) as answer:
        found: dict[str, Any] = json.load(answer)
    assert found["status"] == "success", found
    result: list[dict[str, Any]] = found["data"]["result"]
    return result


def wait_for_target(url: str) -> None:
    """Until the server is being scraped."""
    for _ in range(300):
        try:
            if any(sample["value"][1] == "1" for sample in asked(url, "up")):
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise AssertionError("Prometheus has no target that is up")


def main() -> int:
    """All of it."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        port = free_port()
        served = stack.enter_context(server(port))
        url = stack.enter_context(prometheus(f"127.0.0.1:{port}", folder))
        wait_for_target(url)
        player = Player(served)
        for _ in range(3):
            fetched(f"{served}/tabs?chords=C+G&format=text")
        fetched(f"{served}/analyze?format=lab", CLIP.read_bytes(), **{"Content-Type": "audio/ogg"})
        time.sleep(PLAYED_S)
        assert player.heard, "nothing was heard"
        return report(url)


def report(url: str) -> int:
    """One line a query; 1 if one that should have data has none."""
    missing = 0
    for query in queries():
        filled = query.replace("$instance", ".*")
        result = asked(url, filled)
        silent = any(word in query for word in SILENT)
        missing += not result and not silent
        shown = ", ".join(f"{float(sample['value'][1]):.4g}" for sample in result[:3]) or ("-" if silent else "MISSING")
        print(f"{shown:28} {filled}")
    with urllib.request.urlopen(f"{url}/api/v1/alerts", timeout=30) as answer:
        alerts = json.load(answer)["data"]["alerts"]
    print(f"{len(queries())} queries answered, {missing} without data that should have some; alerts: {len(alerts)}")
    return int(missing > 0)


if __name__ == "__main__":
    sys.exit(main())
