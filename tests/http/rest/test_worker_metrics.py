"""Two workers share a port: whoever is asked tells the figures of both."""

from __future__ import annotations

import httpx
import pytest
import trio
from prometheus_client.parser import text_string_to_metric_families

from tests.http.programs import program


def samples(text: str) -> dict[str, list[tuple[dict[str, str], float]]]:
    found: dict[str, list[tuple[dict[str, str], float]]] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found.setdefault(sample.name, []).append((dict(sample.labels), sample.value))
    return found


@pytest.mark.long
async def test_figures_of_all_workers_by_label_and_together() -> None:
    async with program("--workers", "2") as (address, _):
        for _ in range(12):  # a connection each, so that both are likely to be asked
            async with httpx.AsyncClient(base_url=address.url, timeout=30) as client:
                assert (await client.get("/grooves")).status_code == 200
                text = (await client.get("/metrics")).text
                found = samples(text)
                assert {labels["worker"] for labels, _ in found["chordwork_sessions"]} == {"0", "1"}
                assert found["chordwork_workers_answering"] == [({}, 2.0)]
        async with httpx.AsyncClient(base_url=address.url, timeout=30) as client:
            each = samples((await client.get("/metrics")).text)
            whole = samples((await client.get("/metrics?workers=together")).text)
        limits = [value for _, value in each["chordwork_sessions_limit"]]
        assert whole["chordwork_sessions_limit"] == [({}, sum(limits))]
        asked = "chordwork_request_seconds_count"
        counts = [value for labels, value in whole[asked] if labels["route"] == "/grooves"]
        assert counts == [12.0]
        assert sum(value for labels, value in each[asked] if labels["route"] == "/grooves") == 12.0
        assert next(labels for labels, _ in whole["chordwork_info"]).keys() == {"version", "model", "model_version"}
        assert whole["chordwork_info"][0][1] == 1.0
        assert "# TYPE chordwork_request_seconds histogram" in text
        assert not [
            line
            for line in text.splitlines()
            if line.startswith("chordwork_") and 'worker="' not in line and not line.startswith("chordwork_workers")
        ]


async def test_one_process_alone_has_no_label() -> None:
    async with program() as (address, _), httpx.AsyncClient(base_url=address.url, timeout=30) as client:
        with trio.fail_after(240):
            found = samples((await client.get("/metrics?workers=together")).text)
    assert found["chordwork_sessions"] == [({}, 0.0)]
