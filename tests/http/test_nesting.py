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


def test_nothing_else_reads_the_json_of_clients() -> None:
    """Whoever adds a reader of JSON adds it here, with its bound."""
    readers = {
        *(
            "http/rest/bodies.py",
            "http/wire/protocol.py",
            "analysis/forms/reading.py",
            "cli/music/plan_file.py",
        ),  # bounded
        *(
            "http/rest/computation_process.py",
            "http/rest/analysis/decoder_process.py",
            "http/serving/server_worker.py",
            "http/transports/worker_channel.py",
        ),  # of our own processes
        *(
            "http/rest/application.py",
            "http/rest/openapi.py",
            "analysis/clips/bundled.py",
            "http/testing.py",
        ),  # of our own files
        *("http/rest/analysis/confined_decoder.py", "http/rest/analysis/protections.py"),  # of our own processes, too
        *("cli/catalogue/pool.py", "cli/catalogue/worker.py", "cli/catalogue/ledger.py"),
        "http/models/choice.py",  # of the operator's own file
        "cli/commands/write.py",  # of one's own command line
    }
    package = Path(__file__).parents[2] / "http/chordwork"
    found = {
        str(path.relative_to(package))
        for path in package.rglob("*.py")
        if not path.is_relative_to(package / "client")  # which reads what the server says
        and any(each in path.read_text() for each in ("json.loads(", "json.load(", "json.decode(", "JSONDecoder("))
    }
    assert found <= readers
