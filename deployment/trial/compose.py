"""Brings docker-compose.yml up and looks at what runs: ``scripts/try-deployment compose``.

On docker, all of it. On podman, by podman-compose (and catatonit, for ``init``), without Grafana, and with Debian's
Valkey and Prometheus in the place of their images, which cannot be fetched there.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Final

import yaml

from deployment.trial.image import fetched
from deployment.trial.prometheus import asked, free_port, wait_for_target

FILE: Final = Path(__file__).parents[1] / "docker-compose.yml"
PROJECT: Final = "chordwork-trial"
STAND_INS: Final = {"valkey": ("valkey-server,valkey-tools", ""), "prometheus": ("prometheus", "/usr/bin/prometheus")}


def stand_in(image: str, packages: str, entrypoint: str) -> None:
    """Make an image of Debian's packages, where there is none."""
    if subprocess.run(["podman", "image", "exists", image], check=False).returncode == 0:
        return
    with tempfile.TemporaryDirectory() as folder:
        tar = f"{folder}/root.tar"
        made = ["mmdebstrap", "--quiet", "--variant=minbase", f"--include={packages}"]
        made += ["--customize-hook=mkdir -p $1/data $1/prometheus; chmod 1777 $1/data $1/prometheus", "trixie", tar]
        subprocess.run(made, check=True)
        change = ["--change", f'ENTRYPOINT ["{entrypoint}"]'] if entrypoint else []
        subprocess.run(["podman", "import", "--quiet", *change, tar, image], check=True)


def main(engine: str) -> int:
    """All of it."""
    services = yaml.safe_load(FILE.read_text())["services"]
    wanted = list(services)
    if engine == "docker":
        command = ["docker", "compose"]
    else:
        for name, (packages, entrypoint) in STAND_INS.items():
            stand_in(services[name]["image"], packages, entrypoint)
        wanted.remove("grafana")
        command = [str(podman_compose())]
    ports = {"CHORDWORK_PUBLISH": free_port(), "PROMETHEUS_PUBLISH": free_port(), "GRAFANA_PUBLISH": free_port()}
    environment = os.environ | {name: f"127.0.0.1:{port}" for name, port in ports.items()}
    compose = [*command, "-p", PROJECT, "-f", str(FILE)]
    try:
        subprocess.run([*compose, "up", "-d", "--no-build", *wanted], check=True, env=environment)
        look(ports, wanted)
    finally:
        subprocess.run([*compose, "down", "-v"], check=False, env=environment, capture_output=True)
    print("all as it should be")
    return 0


def podman_compose() -> Path:
    """From the package index, in an environment of its own."""
    folder = Path(tempfile.gettempdir()) / "chordwork-podman-compose"
    if not (folder / "bin/podman-compose").exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", "podman-compose==1.6.0"], check=True)
    return folder / "bin/podman-compose"


def look(ports: dict[str, int], wanted: list[str]) -> None:
    """At each service through what it publishes."""
    server = f"http://127.0.0.1:{ports['CHORDWORK_PUBLISH']}"
    for _ in range(300):
        try:
            print("server:", fetched(f"{server}/readyz"))
            break
        except OSError:
            time.sleep(0.5)
    figures = "http://127.0.0.1:" + str(ports["PROMETHEUS_PUBLISH"])
    wait_for_target(figures)
    print("prometheus: the server is up;", len(rules(figures)), "rules")
    fetched(f"{server}/tabs?chords=C+G&format=text")
    text = fetched(f"{server}/metrics")
    errors = re.search(r"^chordwork_store_errors_total (\S+)", text, re.MULTILINE)
    assert errors is not None
    print("store: errors", errors[1])
    assert float(errors[1]) == 0.0, "the server does not reach the store"
    assert asked(figures, "sum(chordwork_sessions_limit)")
    if "grafana" in wanted:
        grafana = f"http://127.0.0.1:{ports['GRAFANA_PUBLISH']}"
        print("grafana:", fetched(f"{grafana}/api/health"))


def rules(url: str) -> list[object]:
    """That Prometheus has read."""
    with urllib.request.urlopen(f"{url}/api/v1/rules", timeout=30) as answer:
        groups = json.load(answer)["data"]["groups"]
    return [rule for group in groups for rule in group["rules"]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
