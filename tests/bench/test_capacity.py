from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any, cast

import attrs
import pytest

from bench.capacity.command import choose_limit
from bench.capacity.load import Crowd, Probe, audio_chunks
from bench.capacity.report import Searches, cpu_us, ratio
from bench.capacity.search import Search


class PretendedCrowd:
    """Serves up to ``true_capacity`` sessions well."""

    def __init__(self, true_capacity: int) -> None:
        self.true_capacity = true_capacity
        self.asked: list[int] = []

    def probe(self, sessions: int, duration_s: float) -> Probe:
        self.asked.append(sessions)
        p99_ms = 5.0 if sessions <= self.true_capacity else 50.0
        cpu_us = 0.9 * 20_000 / max(1, self.true_capacity)
        return Probe(sessions, p99_ms / 2, p99_ms, 100, cpu_us, 0.1, sessions > 3 * self.true_capacity)


@pytest.mark.parametrize("true_capacity", [0, 1, 7, 8, 9, 57, 100, 333, 5000])
def test_a_search_closes_in(true_capacity: int) -> None:
    crowd = PretendedCrowd(true_capacity)
    search = Search(cast(Crowd, crowd), 0.02, limit_ms=20.0, max_sessions=400)
    while not search.done:
        search.step(1.0)
        assert len(search.probes) < 20
    wanted, found = min(true_capacity, 400), search.capacity or 0
    assert found <= wanted <= max(found * 1.04, found + 1)
    assert max(crowd.asked) <= 400
    assert min(crowd.asked) >= 1


def test_what_could_not_be_measured_is_said_and_is_no_zero() -> None:
    search = Search(cast(Crowd, PretendedCrowd(0)), 0.02, limit_ms=20.0, first=48)
    assert (search.capacity, search.why_not) == (None, "There was no time left for a single probe.")
    search.step(1.0)
    assert search.capacity is None
    assert "48 sessions" in search.why_not
    baseline = Search(cast(Crowd, PretendedCrowd(10)), 0.02, limit_ms=20.0)
    baseline.step(1.0)
    searches: Searches = {(0.02, "ws"): search, (0.02, "baseline"): baseline}  # type: ignore[dict-item]
    assert ratio(searches, 0.02, "ws") is None  # type: ignore[arg-type]
    assert cpu_us(search) is None
    search.probes[0] = attrs.evolve(search.probes[0], overloaded=False, p99_ms=81.0)
    assert search.why_not == "48 sessions, the fewest tried, had a p99 of 81 ms."


@pytest.mark.parametrize(
    ("slowest_ms", "limit_ms"),
    [(1.5, 20.0), (11.9, 20.0), (12.1, 50.0), (40.0, 100.0), (119.0, 200.0), (5000.0, 200.0), (float("inf"), 200.0)],
)
def test_a_slow_machine_has_a_longer_limit_for_all_doors(slowest_ms: float, limit_ms: float) -> None:
    assert choose_limit({"stream port": slowest_ms, "/ws": 1.0, "baseline": 1.0}) == limit_ms
    assert choose_limit({"stream port": 1.0, "/ws": 1.0, "baseline": slowest_ms}) == limit_ms


def test_all_doors_get_the_same_audio() -> None:
    for chunk_s in (0.02, 0.04, 0.1):
        chunks = audio_chunks(chunk_s)
        assert {len(chunk) for chunk in chunks} == {2 * 16_000 * chunk_s}
        assert b"".join(chunks) == b"".join(audio_chunks(0.02))


@pytest.mark.long
def test_the_benchmark_measures_all_doors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fastapi")
    pytest.importorskip("uvicorn")
    from bench.capacity import command

    monkeypatch.setattr(command, "CHUNKS_S", (0.02,))
    monkeypatch.setattr(command, "LIMITS_MS", (10_000.0,))  # whatever else this machine does
    options = argparse.Namespace(plot=tmp_path / "capacity.png", max_sessions=1)
    result: dict[str, Any] = command.run(quick=True, options=options)
    summary = result["summary"]
    assert summary["ratio_stream_port_20ms"] == summary["ratio_ws_20ms"] == 1.0
    assert (summary["stream_port_20ms"], summary["ws_20ms"], summary["baseline_20ms"]) == (1, 1, 1)
    assert {search["door"] for search in result["searches"]} == {"stream port", "/ws", "baseline"}
    assert all(probe["answers"] > 5 for search in result["searches"] for probe in search["probes"])


@pytest.mark.long
def test_latency_finds_onsets(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fastapi")
    pytest.importorskip("uvicorn")
    from bench import latency

    monkeypatch.setattr(latency, "SESSIONS", (1,))
    monkeypatch.setattr(latency, "QUICK_DOORS", ("stream port",))
    monkeypatch.setattr(latency, "DURATION_S", {True: 4.7})
    (ours,) = latency.run(quick=True)["rows"]
    assert ours["onsets"] >= 1
    assert ours["ack_ms"]["p50"] < 1000
    assert 0 < ours["provisional_ms"]["p50"] < ours["final_ms"]["p50"]
