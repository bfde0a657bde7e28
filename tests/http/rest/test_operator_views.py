"""What operators see: figures, log lines, spans; and what they must never see."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import structlog
import trio
from prometheus_client.parser import text_string_to_metric_families
from trio_websocket import ConnectionRejected, open_websocket_url

from chordwork.http import Settings
from chordwork.http.confinement import Protection
from chordwork.http.rest import operator_views
from chordwork.http.rest.analysis import protections
from chordwork.http.rest.tracing import begin_span, end_span, open_tracer
from chordwork.http.security.gate import key_subprotocol
from chordwork.http.security.keys import digest_of, new_key
from chordwork.http.testing import Door, open_client, open_server, url_of
from tests.http.rest.conftest import ROOT, problem
from tests.http.rest.http_client import asking

START = {"type": "start", "protocol": 1, "sample_rate": 8000}


def figures(text: str) -> dict[str, float]:
    found: dict[str, float] = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


async def test_figures_of_sessions_and_audio(door: Door) -> None:
    async with open_server(Settings(port=0)) as server, asking(server) as client:
        async with open_client(server.address, door) as live:
            await live.say(START)
            await live.hear()
            await live.say(bytes(16_000))
            while (await live.hear())["type"] != "ack":
                pass
            during = figures((await client.get("/metrics")).text)
            await live.say({"type": "stop"})
            await live.rest()
        after = figures((await client.get("/metrics")).text)
    assert (during["chordwork_sessions"], during["chordwork_connections"]) == (1, 1)
    assert during["chordwork_audio_received_seconds_total"] == 1.0
    assert "chordwork_queue_age_max_seconds" in during
    assert during["chordwork_sessions_by_queue_age{le=+Inf}"] == 1
    assert after["chordwork_sessions"] == 0
    assert after["chordwork_sessions_opened_total"] == 1
    assert after["chordwork_audio_received_seconds_total"] == after["chordwork_audio_recognized_seconds_total"] == 1.0
    assert after["chordwork_audio_dropped_seconds_total"] == 0.0
    assert after["chordwork_model_sessions_total{model=none,version=0}"] == 1
    assert after["chordwork_model_share{model=none,role=main,version=0}"] == 1.0


async def test_dropped_audio_is_a_figure() -> None:
    async with open_server(Settings(port=0, mailbox_s=0.1)) as server, asking(server) as client:
        async with open_client(server.address) as live:
            await live.say(START)
            await live.say(bytes(160_000))
            await live.say({"type": "stop"})
            dropped = next(message for message in (await live.rest())[0] if message["type"] == "done")["dropped_s"]
        found = figures((await client.get("/metrics")).text)
    assert dropped > 5
    assert found["chordwork_audio_dropped_seconds_total"] == pytest.approx(dropped, abs=0.001)


async def test_figures_of_requests_and_the_cache() -> None:
    patient = Settings(port=0, computation_timeout_s=120.0)
    async with open_server(patient) as server, asking(server) as client:
        for _ in range(4):
            assert (await client.post("/harmony/parse", json={"chords": "C"})).status_code == 200
        for number in range(50):
            await client.get(f"/made-up/{number}")
        found = figures((await client.get("/metrics")).text)
    assert found["chordwork_request_seconds_count{method=POST,route=/harmony/parse,status=200}"] == 4
    assert found["chordwork_request_seconds_count{method=GET,route=none,status=404}"] == 50
    assert not [name for name in found if "made-up" in name]
    assert found["chordwork_cache_requests_total{result=computed}"] == 1
    assert found["chordwork_cache_requests_total{result=memory}"] == 3
    assert found["chordwork_cache_hit_ratio"] == 0.75
    assert found["chordwork_cache_entries"] == 1


async def test_two_servers_in_one_process_count_apart() -> None:
    async with open_server(Settings(port=0)) as one, open_server(Settings(port=0)) as two:
        async with asking(one) as client:
            await client.get("/grooves")
        async with asking(two) as client:
            assert "route=/grooves" not in (await client.get("/metrics")).text.replace('"', "")


async def test_readiness_and_health_part_ways_while_draining() -> None:
    async with open_server(Settings(port=0, drain_timeout_s=5)) as server, asking(server) as client:
        assert (await client.get("/readyz")).json()["status"] == "ready"
        async with open_client(server.address) as live:
            await live.say(START)
            await live.hear()
            await client.get("/healthz")  # so that a connection is open
            server.shutdown.set()
            with trio.fail_after(60):
                await live.rest()


async def test_readiness_tells_which_protections_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those that a process found when it tried; here it found two."""
    monkeypatch.setattr(protections, "_tried", [frozenset({Protection.SECCOMP, Protection.LIMITS})])
    with structlog.testing.capture_logs() as log:
        async with open_server(Settings(port=0)) as server, asking(server) as client:
            told = (await client.get("/readyz")).json()["protections"]
    held = {name for name, holds in told.items() if holds}
    assert told.keys() == {each.value for each in Protection} | {"server_undumpable"}
    assert held - {"server_undumpable"} == {"seccomp", "limits"}
    (line,) = [line for line in log if line["event"] == "decoder confined"]
    assert (line["log_level"], line["on"]) == ("warning", ["limits", "seccomp"])
    assert line["off"] == ["capabilities", "landlock", "namespaces", "no_new_privs", "undumpable"]


# Logs.


async def test_a_request_is_one_line_with_its_id() -> None:
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as log:
        async with open_server(Settings(port=0)) as server, asking(server) as client:
            await client.get("/grooves?x=1", headers={"X-Request-ID": "mine"})
            await client.get("/healthz")
    (line,) = [line for line in log if line["event"] == "request"]
    assert (line["request_id"], line["method"], line["path"], line["status"]) == ("mine", "GET", "/grooves", 200)
    assert line["duration_ms"] > 0
    assert line["client"] == "127.0.0.1"


async def test_lines_of_a_session_carry_its_id_and_that_of_its_request(door: Door) -> None:
    from chordwork.actors.testing import ScriptedRecognizers

    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as log:
        async with open_server(Settings(port=0), ScriptedRecognizers(crash_at_s=0.1)) as server:
            with trio.fail_after(60):
                async with open_websocket_url(
                    url_of(server.address, door), extra_headers=[(b"x-request-id", b"mine")]
                ) as websocket:
                    await websocket.send_message(json.dumps(START))
                    session = json.loads(await websocket.get_message())["session"]
                    await websocket.send_message(bytes(16_000))
                    while "error" not in await websocket.get_message():
                        pass
    (line,) = [line for line in log if line["event"] == "session crashed"]
    assert (line["session"], line["request_id"]) == (session, "mine")


async def test_no_key_is_ever_logged(tmp_path: Path, door: Door) -> None:
    key, wrong = new_key(), new_key()
    file = tmp_path / "keys"
    file.write_text(f"studio {digest_of(key)}\n")
    settings = Settings(
        port=0, api_keys_file=str(file), log_level="debug", trusted_proxies="127.0.0.1", address_rate_per_s=0.0
    )
    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as log:
        async with open_server(settings) as server, asking(server) as client:
            for shown in (key, wrong):
                await client.get("/grooves", headers={"Authorization": f"Bearer {shown}"})
                await client.get("/grooves", headers={"X-API-Key": shown})
                await client.get(f"/grooves?key={shown}&api_key={shown}")
                await client.post("/tabs", content=f'{{"chords":"{shown}"}}', headers={"X-API-Key": shown})
                with pytest.RaisesGroup(ConnectionRejected, flatten_subgroups=True, allow_unwrapped=True):
                    async with open_websocket_url(
                        url_of(server.address, door), subprotocols=["chordwork.v1", key_subprotocol(wrong)]
                    ):
                        pass
                async with open_websocket_url(
                    url_of(server.address, door), subprotocols=["chordwork.v1", key_subprotocol(key)]
                ) as websocket:
                    await websocket.send_message("nonsense")
    written = repr(log) + repr(settings)
    assert "studio" in written
    for secret in (key, wrong, key_subprotocol(key), key_subprotocol(wrong), digest_of(key), key[3:], wrong[3:]):
        assert secret not in written


async def test_what_is_said_about_our_failures_is_in_the_log_only(monkeypatch: pytest.MonkeyPatch) -> None:

    def broken() -> Any:
        raise ZeroDivisionError("a secret of ours")

    monkeypatch.setattr(operator_views, "_grooves", broken)
    with structlog.testing.capture_logs() as log:
        async with open_server(Settings(port=0)) as server, asking(server) as client:
            response = await client.get("/grooves")
            problem(response, 500, "internal")
            assert "secret" not in response.text
            assert (await client.get("/instruments")).status_code == 200
    assert any(isinstance(line.get("exc_info"), ZeroDivisionError) for line in log)


# Tracing.


async def test_spans_of_requests_reach_a_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    received: list[bytes] = []

    class Collector(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            received.append(self.rfile.read(int(self.headers["content-length"])))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    pytest.importorskip("opentelemetry.exporter.otlp.proto.http")
    with HTTPServer(("127.0.0.1", 0), Collector) as collector:
        threading.Thread(target=collector.serve_forever, daemon=True).start()
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", f"http://127.0.0.1:{collector.server_port}")
        async with open_server(Settings(port=0, tracing=True)) as server, asking(server) as client:
            parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
            await client.get("/grooves", headers={"traceparent": parent, "X-Request-ID": "mine"})
            server.shutdown.set()
            await server.stopped.wait()
        await trio.to_thread.run_sync(collector.shutdown)
    sent = b"".join(received)
    assert b"GET /grooves" in sent
    assert b"mine" in sent
    assert bytes.fromhex("0af7651916cd43dd8448eb211c80319c") in sent


async def test_a_span_tells_what_happened() -> None:
    export = pytest.importorskip("opentelemetry.sdk.trace.export")
    memory = pytest.importorskip("opentelemetry.sdk.trace.export.in_memory_span_exporter").InMemorySpanExporter()
    async with open_tracer(Settings(tracing=True), processor=export.SimpleSpanProcessor(memory)) as tracer:
        end_span(begin_span(tracer, None, method="GET", route="/x"), status=503, request_id="r")
    (span,) = memory.get_finished_spans()
    assert span.name == "GET /x"
    assert span.attributes["http.response.status_code"] == 503
    assert not span.status.is_ok


def test_off_it_is_not_even_imported() -> None:
    code = (
        "import sys, trio\n"
        "from chordwork.http import Settings\n"
        "from chordwork.http.testing import open_server\n"
        "async def main():\n"
        "    async with open_server(Settings(port=0)): pass\n"
        "trio.run(main)\n"
        "print(*sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=os.environ)
    assert done.returncode == 0, done.stderr
    loaded = done.stdout.split()
    assert "quart" in loaded
    for name in ("opentelemetry.sdk", "coredis"):
        assert name not in loaded
