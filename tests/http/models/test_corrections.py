"""Corrections over both doors of a real server: kept if the operator wants them, never otherwise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import trio

from chordwork.client import Chord, Other, connect
from chordwork.http import Settings
from chordwork.http.testing import Door, open_client, open_server
from tests.http.rest.conftest import problem
from tests.http.rest.http_client import asking

SECOND = bytes(16_000)
SAID = {"name": "none", "version": "0", "heard": "A:min", "corrected": "A:min7", "confidence": 0.5, "seconds": 1.5}


def kept(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


async def test_off_unless_the_operator_turns_it_on(door: Door) -> None:
    async with open_server(Settings(port=0)) as server, asking(server) as client:
        assert (await client.get("/models")).json()["corrections"] is False
        problem(await client.post("/corrections", json=SAID), 403, "corrections_off")
        async with open_client(server.address, door, timeout_s=60) as live:
            assert (await live.start())["corrections"] is False
            await live.say(SECOND)
            await live.until("chord")
            await live.say({"type": "correction", "index": 0, "label": "C:min"})
            answer = await live.until("corrected")
    assert answer == {"type": "corrected", "index": 0, "kept": False, "code": "corrections_off"}


async def test_over_a_stream_by_the_number_of_the_chord(door: Door, tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    async with open_server(Settings(port=0, corrections_file=str(path))) as server, asking(server) as client:
        async with open_client(server.address, door, timeout_s=60) as live:
            assert (await live.start())["corrections"] is True
            await live.say(SECOND)
            while (chord := await live.until("chord"))["status"] != "final":
                pass
            await live.say({"type": "correction", "index": chord["index"], "label": "C:maj7"})
            assert await live.until("corrected") == {"type": "corrected", "index": 0, "kept": True}
            await live.say({"type": "correction", "index": 7, "label": "C:maj7"})
            assert (await live.until("corrected"))["code"] == "no_such_final"
            await live.say({"type": "stop"})
            messages, code, _ = await live.rest()
        text = (await client.get("/metrics")).text
    assert (code, messages[-1]["model"]) == (1000, {"name": "none", "version": "0"})
    (line,) = kept(path)
    assert (line["heard"], line["corrected"], line["confidence"], line["seconds"]) == ("C:maj", "C:maj7", 0.75, 0.5)
    assert 'corrections_total{corrected="major",heard="major",model="none",root="same",version="0"} 1.0' in text


@pytest.mark.parametrize(
    "wrong",
    [{"index": -1}, {"index": "0"}, {"label": "H moll"}, {"label": "C:maj" * 20}, {"label": 3}, {"label": None}],
)
async def test_one_that_makes_no_sense_closes_like_any_other_field(wrong: dict[str, Any], tmp_path: Path) -> None:
    settings = Settings(port=0, corrections_file=str(tmp_path / "said"))
    async with open_server(settings) as server, open_client(server.address, timeout_s=60) as live:
        await live.start()
        await live.say({"type": "correction", "index": 0, "label": "C:maj", **wrong})
        messages, code, _ = await live.rest()
    assert (messages[-1]["code"], code) == ("bad_field", 4002)


async def test_over_rest_and_nothing_of_who_said_it(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    async with open_server(Settings(port=0, corrections_file=str(path))) as server, asking(server) as client:
        answer = await client.post("/corrections", json=SAID, headers={"User-Agent": "somebody/1"})
        assert (answer.status_code, answer.json()) == (200, {"kept": True})
        problem(await client.post("/corrections", json={**SAID, "version": "9"}), 422, "unknown_model")
        problem(await client.post("/corrections", json={**SAID, "heard": "H:moll"}), 422, "chord_syntax")
        problem(await client.post("/corrections", json={**SAID, "heard": "C" * 25}), 400, "bad_field")
        problem(await client.post("/corrections", json={**SAID, "name": "x" * 65}), 400, "bad_field")
        problem(await client.post("/corrections", json={**SAID, "audio": "AAAA"}), 400, "unknown_field")
    (line,) = kept(path)
    assert line.keys() == {"day", "model", "version", "heard", "corrected", "confidence", "seconds", "source"}
    assert "127.0.0.1" not in path.read_text()
    assert "somebody" not in path.read_text()


async def test_by_the_client_library(tmp_path: Path) -> None:
    path = tmp_path / "said.jsonl"
    async with open_server(Settings(port=0, corrections_file=str(path))) as server:
        with trio.fail_after(60):
            async with connect(server.address.ws_url, sample_rate=8000) as stream:
                assert stream.ready.fields["corrections"] is True
                await stream.send(SECOND)
                async for message in stream:
                    if isinstance(message, Chord) and message.index is not None:
                        await stream.correct(message.index, "A:min7")
                    if isinstance(message, Other) and message.type == "corrected":
                        assert message.fields["kept"] is True
                        break
    assert [line["corrected"] for line in kept(path)] == ["A:min7"]


async def test_a_file_that_is_taken_away_is_no_failure_of_the_server(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    settings = Settings(port=0, corrections_file=str(folder / "said.jsonl"))
    async with open_server(settings) as server, asking(server) as client:
        for each in folder.iterdir():
            each.unlink()
        folder.rmdir()
        problem(await client.post("/corrections", json=SAID), 503, "correction_not_kept")
        assert "chordwork_corrections_not_kept_total 1.0" in (await client.get("/metrics")).text
        folder.mkdir()
        assert (await client.post("/corrections", json=SAID)).status_code == 200
