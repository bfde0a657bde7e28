"""What the log of a program looks like, and what nobody can make of it."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import httpx
import pytest
import structlog
import trio

from chordwork.http import Settings
from chordwork.http.serving import logs
from chordwork.http.serving.logs import (
    LINES_AT_ONCE,
    MAX_TRACEBACK_CHARACTERS,
    SUMMARY_EVERY_S,
    LogShares,
    configure_logging,
    short_traceback,
)
from chordwork.http.testing import open_server


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What a program writes to standard error, set up as programs do it."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    configure_logging()
    return written


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def fall(depth: int) -> None:
    if depth == 0:
        raise ValueError("the bottom " + "x" * 50_000)
    fall(depth - 1)


def test_tracebacks_are_cut_to_their_ends(log: io.StringIO) -> None:
    try:
        fall(500)
    except ValueError:
        structlog.get_logger("chordwork.http").error("it fell", exc_info=True)
    (line,) = lines(log)
    assert len(line["exception"]) < MAX_TRACEBACK_CHARACTERS + 100
    assert line["exception"].startswith("Traceback")
    assert "characters left out" in line["exception"]


def test_short_tracebacks_are_whole() -> None:
    try:
        raise KeyError("here")
    except KeyError as error:
        text = short_traceback((KeyError, error, error.__traceback__))
    assert text.endswith("KeyError: 'here'")
    assert "left out" not in text


def test_groups_within_groups_are_cut_too() -> None:
    error: Exception = ValueError("inner")
    for _ in range(200):
        error = ExceptionGroup("outer", [error, ValueError("more")])
    assert len(short_traceback((type(error), error, None))) < MAX_TRACEBACK_CHARACTERS + 100


def test_a_terminal_sees_no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    written = Terminal()
    monkeypatch.setattr(sys, "stderr", written)
    configure_logging()
    secret = "cw_" + "s" * 20
    try:
        fall(3)
    except ValueError:
        structlog.get_logger("chordwork.http").error("it fell", exc_info=True)
    assert "ValueError" in written.getvalue()
    assert secret not in written.getvalue()
    assert "locals" not in written.getvalue()


class Clock:
    now_s = 0.0

    def __call__(self) -> float:
        return self.now_s


def passes(shares: LogShares, **fields: Any) -> bool:
    try:
        shares(None, "info", {"event": "x", **fields})
    except structlog.DropEvent:
        return False
    return True


def test_one_client_has_so_many_lines_and_the_others_theirs() -> None:
    clock = Clock()
    shares = LogShares(clock=clock)
    assert sum(passes(shares, client="a") for _ in range(10 * LINES_AT_ONCE)) == LINES_AT_ONCE
    assert passes(shares, client="b")
    assert all(passes(shares) for _ in range(10 * LINES_AT_ONCE)), "the server's own lines have no bound"
    with structlog.testing.capture_logs() as told:
        clock.now_s = SUMMARY_EVERY_S
        passes(shares, client="b")
    (summary,) = told
    assert (summary["count"], summary["clients"], summary["most_of"]) == (1800, 1, {"a": 1800})
    assert passes(shares, client="a")


def test_long_lines_count_for_more() -> None:
    shares = LogShares(clock=Clock())
    assert sum(passes(shares, client="a", exception="x" * 3000) for _ in range(LINES_AT_ONCE)) == LINES_AT_ONCE // 4


async def test_a_flood_of_requests_does_not_flood_the_log(log: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "LINES_PER_S", 1e-6)  # the flood may take its time
    monkeypatch.setattr(sys, "stderr", log)
    configure_logging()
    settings = Settings(port=0, trusted_proxies="127.0.0.1")
    async with open_server(settings) as server, httpx.AsyncClient(base_url=server.address.url) as client:
        for _ in range(3 * LINES_AT_ONCE):
            await client.get("/nothing", headers={"X-Forwarded-For": "203.0.113.7"})
        await client.get("/nothing", headers={"X-Forwarded-For": "203.0.113.8"})
    of = [line.get("client") for line in lines(log)]
    assert of.count("203.0.113.7") == LINES_AT_ONCE
    assert "203.0.113.8" in of


async def test_a_connection_that_fails_is_named(log: io.StringIO) -> None:
    async with open_server(Settings(port=0)) as server:
        async with await trio.open_tcp_stream(server.address.host, server.address.port) as stream:
            await stream.send_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
            with trio.fail_after(60):
                async for _ in stream:
                    pass
        async with httpx.AsyncClient(base_url=server.address.url) as client:
            await client.get("/grooves", headers={"Origin": "https://evil.example"})
    refused = next(line for line in lines(log) if line["event"] == "refused")
    assert (refused["code"], refused["client"]) == ("origin", "127.0.0.1")
    request = next(line for line in lines(log) if line["event"] == "request")
    assert (request["status"], request["client"]) == (403, "127.0.0.1")
