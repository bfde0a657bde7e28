"""Rules and dashboard of the models: valid, alarming when they should, and about figures that there are."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import trio

from chordwork.actors import DeployedModel, EngineInfo, ModelRollout, open_engine
from chordwork.actors.testing import ScriptedRecognizers
from chordwork.engine import ChordEvent, bundled_model
from chordwork.harmony import parse_label
from chordwork.http.models.collector import ModelCollector
from chordwork.http.models.correction import Correction
from chordwork.http.models.figures import FiguresOfModels

DEPLOYMENT = Path(__file__).parents[2] / "deployment"
RULES = DEPLOYMENT / "prometheus/rules/models.yml"
promtool = pytest.mark.skipif(shutil.which("promtool") is None, reason="promtool is not installed (Debian: prometheus)")


def said_by(*command: str) -> str:
    told = subprocess.run(["promtool", *command], capture_output=True, text=True, timeout=120)
    assert told.returncode == 0, told.stdout + told.stderr
    return told.stdout


@promtool
def test_promtool_takes_the_rules() -> None:
    assert "16 rules found" in said_by("check", "rules", str(RULES))


@promtool
def test_alerts_come_when_they_should_and_not_otherwise() -> None:
    assert "SUCCESS" in said_by("test", "rules", str(DEPLOYMENT / "prometheus/tests/models.yml"))


async def figures_there_are() -> dict[str, set[str]]:
    """Every figure about models with the labels it has, of a process that has heard enough for all of them."""
    card = bundled_model().card
    info = EngineInfo(card.name, card.version)
    figures = FiguresOfModels({card.identity: card}.get)
    watch = figures.watch(info)
    for number in range(500):
        chord = parse_label("C:maj")
        watch(ChordEvent("final", chord, 2.0 * number, 2.0 * number + 2.0, 2.0 * number + 3.0, 0.9))
    figures.note_correction(Correction(card.name, card.version, chord, parse_label("A:min"), 0.5, 1.0, "rest"))
    deployed = DeployedModel(ScriptedRecognizers(), info)
    async with open_engine(rollout=ModelRollout(deployed, deployed, 0.5)) as engine:
        collector = ModelCollector(engine, figures, failing=lambda: False, corrections_failed=lambda: 0)
        found: dict[str, set[str]] = {}
        for metric in collector.collect():
            names = {metric.name, *(sample.name for sample in metric.samples)}
            names |= {f"{metric.name}_total"} if metric.type == "counter" else set()
            for name in names:
                found.setdefault(name, set()).update(*(sample.labels for sample in metric.samples))
    return found


def test_rules_and_dashboard_name_figures_and_labels_that_there_are() -> None:
    there = trio.run(figures_there_are)
    assert {"model", "version", "of"} <= there["chordwork_model_drift_bits"]
    rules = RULES.read_text()
    dashboard = json.loads((DEPLOYMENT / "grafana/dashboards/models.json").read_text())
    queries = [target["expr"] for panel in dashboard["panels"] for target in panel.get("targets", ())]
    assert len(queries) > 12
    recorded = set(re.findall(r"record: (\S+)", rules))
    for text in (rules, *queries):
        assert set(re.findall(r"\bchordwork_\w+", text)) <= there.keys()
        assert set(re.findall(r"\bchordwork:[\w:]+", text)) <= recorded
    labels = {"instance", "le", *(label for each in there.values() for label in each)}
    for by in re.findall(r"by \(([^)]*)\)", rules + " ".join(queries)):
        assert {name.strip() for name in by.split(",")} <= labels


def test_panels_do_not_lie_over_each_other() -> None:
    dashboard = json.loads((DEPLOYMENT / "grafana/dashboards/models.json").read_text())
    taken: set[tuple[int, int]] = set()
    for panel in dashboard["panels"]:
        place = panel["gridPos"]
        cells = {
            (x, y)
            for x in range(place["x"], place["x"] + place["w"])
            for y in range(place["y"], place["y"] + place["h"])
        }
        assert not cells & taken
        assert place["x"] + place["w"] <= 24
        taken |= cells
