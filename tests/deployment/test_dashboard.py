"""The dashboard and the rules ask for figures that a server has."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from chordwork.client import connect
from chordwork.http import Settings
from chordwork.http.testing import open_server

ROOT = Path(__file__).parents[2]
DEPLOYMENT = ROOT / "deployment"
NAME = re.compile(r"\b(?:chordwork|process|python)_\w+")
LABELS = frozenset({"instance", "job"})
"""That Prometheus gives."""


def queries() -> list[str]:
    """Of the dashboard and rules about servers, and of the autoscalers. Those about models are looked at elsewhere."""
    asked: list[str] = []
    for path in (DEPLOYMENT / "grafana/dashboards").glob("server.json"):
        asked += [
            target["expr"] for panel in json.loads(path.read_text())["panels"] for target in panel.get("targets", ())
        ]
    for path in (DEPLOYMENT / "prometheus/rules").glob("server.yml"):
        rules = [rule for group in yaml.safe_load(path.read_text())["groups"] for rule in group["rules"]]
        asked += [rule["expr"] for rule in rules]
    for path in (DEPLOYMENT / "k8s").rglob("*.yaml"):
        asked += [found for document in yaml.safe_load_all(path.read_text()) for found in _queries_in(document)]
    return asked


def _queries_in(node: Any) -> list[str]:
    if isinstance(node, list):
        return [found for each in node for found in _queries_in(each)]
    if not isinstance(node, dict):
        return []
    own = [node["query"]] if isinstance(node.get("query"), str) else []
    return own + [found for each in node.values() for found in _queries_in(each)]


async def test_every_figure_that_is_asked_for_is_told() -> None:
    async with (
        open_server(Settings(port=0)) as server,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.address.port}", timeout=60) as client,
        connect(server.address.ws_url, sample_rate=8000),
    ):
        await client.get("/healthz")
        text = (await client.get("/metrics")).text
    told = set(re.findall(r"^(\w+)(?:\{| )", text, re.MULTILINE))
    # A family without a sample yet is still named:
    told |= {f"{name}_total" for name in re.findall(r"^# TYPE (\w+?)(?:_total)? counter", text, re.MULTILINE)}
    asked = queries()
    assert len(asked) > 25
    for query in asked:
        names = set(NAME.findall(query))
        assert names or "up{" in query, query
        assert names <= told, f"{query} asks for {sorted(names - told)}"


def test_panels_have_their_places_to_themselves() -> None:
    for path in (DEPLOYMENT / "grafana/dashboards").glob("*.json"):
        taken: set[tuple[int, int]] = set()
        panels = json.loads(path.read_text())["panels"]
        assert len({panel["id"] for panel in panels}) == len(panels)
        for panel in panels:
            at = panel["gridPos"]
            cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
            assert not cells & taken, panel["title"]
            assert at["x"] + at["w"] <= 24
            taken |= cells


def test_the_dashboard_is_what_its_list_of_panels_makes() -> None:
    made = subprocess.run(
        [sys.executable, "-c", "import json, make_dashboard as made; print(json.dumps(made.dashboard(), indent=1))"],
        cwd=DEPLOYMENT / "grafana",
        env={"PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=True,
        text=True,
    )
    assert made.stdout == (DEPLOYMENT / "grafana/dashboards/server.json").read_text(), (
        "python deployment/grafana/make_dashboard.py writes it anew"
    )


@pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed (Debian: prometheus)")
def test_alerts_come_when_they_should_and_not_otherwise() -> None:
    command = ["promtool", "test", "rules", str(DEPLOYMENT / "prometheus/tests/server.yml")]
    told = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert told.returncode == 0, told.stdout + told.stderr


def test_every_alert_says_what_to_do() -> None:
    for path in (DEPLOYMENT / "prometheus/rules").glob("*.yml"):
        for group in yaml.safe_load(path.read_text())["groups"]:
            for rule in group["rules"]:
                if "alert" in rule:
                    assert rule["labels"]["severity"] in ("critical", "warning"), rule["alert"]
                    assert {"summary", "description"} <= rule["annotations"].keys(), rule["alert"]
