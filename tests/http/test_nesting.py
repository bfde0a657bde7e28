"""JSON that is nested without end, wherever a client's JSON is read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.analysis.errors import ChartError, InputError
from chordwork.analysis.forms.reading import read_chart
from chordwork.analysis.nesting import MAX_DEPTH, NestedTooDeep, check_depth
from chordwork.cli.music.plan_file import is_plan, plan_data
from chordwork.http import Settings
from chordwork.http.testing import Door, open_client, open_server
from tests.http.rest.conftest import problem
from tests.http.rest.http_client import asking

DEEP = 700
SHAPES = {
    "lists": b"[" * DEEP + b"]" * DEEP,
    "objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "both": b'[{"a":' * DEEP + b"1" + b"}]" * DEEP,
    "unended": b"[" * 100_000,
    "unended-objects": b'{"a":' * 40_000,
    "after-much": b'{"x":[' + b"[]," * 30_000 + b"[" * DEEP + b"]" * DEEP + b"]}",
    "in-a-field": b'{"chords":' + b"[" * DEEP + b"]" * DEEP + b"}",
    "in-a-plan": b'{"plan":{"sections":' + b'{"a":' * DEEP + b"1" + b"}" * DEEP + b"}}",
    "behind-a-text": rb'{"a":"\"\\[[","b":' + b"[" * DEEP + b"]" * DEEP + b"}",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_what_is_too_deep(shape: str) -> None:
    with pytest.raises(NestedTooDeep):
        check_depth(SHAPES[shape])


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"[" * MAX_DEPTH + b"]" * MAX_DEPTH,
        b"[]" * 50_000,
        b'"' + b"[" * 100_000 + b'"',
        rb'{"a":"' + rb"\"[" * 10_000 + b'"}',
        b'"' + b"[" * 1000,
        b"]" * 1000 + b"[" * MAX_DEPTH,
        b'"' + b"\\" * 99_999,
        b'\\"' * 50_000 + b"[" * 10,
    ],
)
def test_what_is_not(text: bytes) -> None:
    check_depth(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


def depth_of(value: object) -> int:
    inner = value if isinstance(value, list) else list(value.values()) if isinstance(value, dict) else None
    return 0 if inner is None else 1 + max(map(depth_of, inner), default=0)


@given(JSON, st.integers(0, 2 * MAX_DEPTH))
def test_any_json_is_measured_right(value: object, more: int) -> None:
    text = b"[" * more + json.dumps(value).encode() + b"]" * more
    if depth_of(value) + more > MAX_DEPTH:
        with pytest.raises(NestedTooDeep):
            check_depth(text)
    else:
        check_depth(text)


async def test_rest_refuses_it_without_a_word_in_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    async with open_server(Settings(port=0)) as server, asking(server) as client:
        for path in ("/tabs", "/accompaniment", "/instructions", "/harmony/parse", "/practice", "/suggest"):
            for shape, body in SHAPES.items():
                answer = await client.post(path, content=body, headers={"Content-Type": "application/json"})
                problem(answer, 400, "bad_json"), shape
    logged = capsys.readouterr().out
    assert "Traceback" not in logged
    assert max(map(len, logged.splitlines())) < 400


@pytest.mark.parametrize("shape", SHAPES)
async def test_both_doors_refuse_it(door: Door, shape: str) -> None:
    async with open_server(Settings(port=0)) as server, open_client(server.address, door, timeout_s=60) as client:
        await client.say(SHAPES[shape].decode())
        messages, code, _ = await client.rest()
        assert (messages[-1]["code"], code) == ("bad_json", 4000)


def test_plans_and_charts_that_are_files() -> None:
    for shape in ("lists", "objects", "in-a-plan"):
        text = SHAPES[shape].decode()
        with pytest.raises(InputError):
            plan_data("plan.json", text)
        assert not is_plan(text)
    with pytest.raises(ChartError, match="nested too deep"):
        read_chart(SHAPES["objects"].decode())


async def test_every_route_that_takes_json_refuses_it(tmp_path: Path) -> None:
    """Whoever adds one has its bodies read as those of the others are."""
    settings = Settings(port=0, corrections_file=str(tmp_path / "corrections"))
    async with open_server(settings) as server, asking(server) as client:
        paths = (await client.get("/openapi.json")).json()["paths"]
        takes_json = {
            path
            for path, methods in paths.items()
            if "application/json" in methods.get("post", {}).get("requestBody", {}).get("content", {})
        }
        assert takes_json >= {"/tabs", "/accompaniment", "/instructions", "/harmony/parse", "/practice", "/suggest"}
        for path in takes_json:
            for shape in ("objects", "in-a-field"):
                answer = await client.post(path, content=SHAPES[shape], headers={"Content-Type": "application/json"})
                problem(answer, 400, "bad_json"), path
