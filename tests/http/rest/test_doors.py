"""The same gate at both doors of WebSockets, and before REST."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trio
from trio_websocket import ConnectionRejected, WebSocketConnection, open_websocket_url

from chordwork.http import Settings
from chordwork.http.security.gate import key_subprotocol
from chordwork.http.security.keys import digest_of, new_key
from chordwork.http.testing import Door, RunningServer, open_server, open_socket, url_of
from tests.http.attacks import UPGRADE
from tests.http.rest.conftest import problem
from tests.http.rest.http_client import asking

KEY = new_key()


@pytest.fixture
def key_file(tmp_path: Path) -> str:
    path = tmp_path / "keys"
    path.write_text(f"studio {digest_of(KEY)}\n")
    return str(path)


@asynccontextmanager
async def opened(
    server: RunningServer, door: Door, subprotocols: list[str] | None = None, **headers: str
) -> AsyncIterator[WebSocketConnection]:
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    with trio.fail_after(60):
        async with open_websocket_url(
            url_of(server.address, door), subprotocols=subprotocols, extra_headers=sent
        ) as websocket:
            await websocket.send_message('{"type":"start","protocol":1,"sample_rate":8000}')
            assert "ready" in await websocket.get_message()
            yield websocket


async def refused(server: RunningServer, door: Door, status: int, code: str, **headers: str) -> dict[str, str]:
    with pytest.RaisesGroup(ConnectionRejected, flatten_subgroups=True, allow_unwrapped=True) as raised:
        async with opened(server, door, **headers):
            pass
    error: BaseException = raised.value
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    assert isinstance(error, ConnectionRejected)
    assert error.status_code == status
    assert error.body is not None
    assert f'"{code}"'.encode() in error.body
    found = {name.decode(): value.decode() for name, value in error.headers or ()}
    assert found["content-type"] == "application/problem+json"
    return found


async def test_a_key_opens_both_doors(door: Door, key_file: str) -> None:
    async with open_server(Settings(port=0, api_keys_file=key_file)) as server:
        missing = await refused(server, door, 401, "key_missing")
        assert missing["www-authenticate"].startswith("Bearer")
        await refused(server, door, 401, "key_unknown", authorization="Bearer cw_wrong")
        async with opened(server, door, authorization=f"Bearer {KEY}"):
            pass
        async with opened(server, door, x_api_key=KEY):
            pass
        async with opened(server, door, ["chordwork.v1", key_subprotocol(KEY)]) as websocket:
            assert websocket.subprotocol == "chordwork.v1"


async def test_a_page_of_another_origin_opens_no_door(door: Door) -> None:
    async with open_server(Settings(port=0, allowed_origins="https://app.example")) as server:
        await refused(server, door, 403, "origin", origin="https://evil.example")
        await refused(server, door, 403, "origin", origin="null")
        async with opened(server, door, origin="https://app.example"):
            pass
        port = server.address.port if door == "ws" else server.address.stream_port
        async with opened(server, door, origin=f"http://127.0.0.1:{port}"):
            pass


async def test_too_many_sessions_of_one_client(door: Door) -> None:
    settings = Settings(port=0, max_sessions_per_client=1, trusted_proxies="127.0.0.1")
    async with open_server(settings) as server:
        async with opened(server, door, x_forwarded_for="203.0.113.7"):
            other: Door = "stream" if door == "ws" else "ws"
            for way in (door, other):  # counted together
                found = await refused(server, way, 429, "too_many_sessions", x_forwarded_for="203.0.113.7")
                assert found["retry-after"] == "5"
            async with opened(server, door, x_forwarded_for="203.0.113.8"):
                pass
        with trio.fail_after(60):
            await trio.sleep(0.3)
        async with opened(server, door, x_forwarded_for="203.0.113.7"):
            pass


async def test_too_many_connections_of_one_client(door: Door) -> None:
    settings = Settings(port=0, address_rate_per_s=0.01, address_burst=6, trusted_proxies="127.0.0.1")
    async with open_server(settings) as server:
        for _ in range(2):
            async with opened(server, door, x_forwarded_for="203.0.113.7"):
                pass
        await refused(server, door, 429, "rate", x_forwarded_for="203.0.113.7")
        async with asking(server) as client:
            response = await client.get("/grooves", headers={"X-Forwarded-For": "203.0.113.7"})
            problem(response, 429, "rate")
            assert int(response.headers["retry-after"]) > 1


async def test_only_names_of_its_own_open_a_door(door: Door) -> None:
    async with open_server(Settings(port=0, allowed_hosts="music.example")) as server:
        with trio.fail_after(60):
            for host, status in (("evil.example", b"421"), ("music.example", b"101"), ("10.0.2.2:8765", b"101")):
                head = UPGRADE.replace(b"localhost", f"{host}\r\nOrigin: http://{host}".encode())
                async with await open_socket(server.address, door) as stream:
                    await stream.send_all(head)
                    assert (await stream.receive_some()).split()[1] == status, host
        async with asking(server) as client:
            for path in ("/grooves", "/", "/docs", "/nothing"):
                problem(await client.get(path, headers={"Host": "evil.example"}), 421, "host")
            assert (await client.get("/grooves", headers={"Host": "music.example"})).status_code == 200
            assert (await client.get("/healthz", headers={"Host": "10.1.2.3.probe"})).status_code == 200


async def test_pages_of_others_that_do_not_say_which_open_no_door(door: Door) -> None:
    async with open_server(Settings(port=0)) as server, asking(server) as client:
        await refused(server, door, 403, "origin", sec_fetch_site="cross-site", sec_fetch_mode="websocket")
        embedded = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}
        problem(await client.get("/tabs?chords=C&format=svg", headers=embedded), 403, "origin")
        link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
        assert (await client.get("/docs", headers=link)).status_code == 200


ANALYZE = ("/analyze", "/analyze/", "/%61nalyze", "/analyz%65/", "/analyze?tier=final", "/analyze/?x=1")


@pytest.mark.parametrize("address", ANALYZE)
async def test_a_rule_costs_the_same_however_its_address_is_written(address: str) -> None:
    settings = Settings(port=0, address_rate_per_s=1e-6, address_burst=10, limit_local=True)
    async with open_server(settings) as server, asking(server) as client:
        for _ in range(2):  # five each
            problem(await client.post(address, content=b""), 400, "empty_upload")
        problem(await client.get("/grooves"), 429, "rate")


async def test_what_is_no_rule_costs_no_less_than_one(tmp_path: Path) -> None:
    settings = Settings(port=0, address_rate_per_s=1e-6, address_burst=8, limit_local=True)
    async with open_server(settings) as server, asking(server) as client:
        for address in ("/ANALYZE", "/analyze/x", "/analyze//", "/assets/none.js", "/assets/none.js/", "/healthz/x"):
            assert (await client.post(address, content=b"")).status_code in (308, 404, 405), address
        for address in ("/assets/%2e%2e/x", "/grooves//"):
            assert (await client.get(address)).status_code in (200, 308, 404)
        problem(await client.get("/nothing"), 429, "rate")
        for _ in range(20):
            assert (await client.get("/readyz/")).status_code == 200, "probes cost nothing, and need no key"


async def test_an_upgrade_elsewhere_is_a_problem() -> None:
    async with open_server(Settings(port=0)) as server:
        with pytest.RaisesGroup(ConnectionRejected, flatten_subgroups=True, allow_unwrapped=True):
            async with open_websocket_url(server.address.ws_url.replace("/ws", "/nothing")):
                pass


async def test_rest_wants_a_key_where_keys_are_set(key_file: str) -> None:
    async with open_server(Settings(port=0, api_keys_file=key_file)) as server, asking(server) as client:
        response = await client.get("/grooves")
        problem(response, 401, "key_missing")
        assert response.headers["www-authenticate"].startswith("Bearer")
        problem(await client.get("/metrics"), 401, "key_missing")
        problem(await client.post("/analyze", content=b"x"), 401, "key_missing")
        problem(await client.get("/nothing"), 401, "key_missing")
        problem(await client.get("/grooves", headers={"X-API-Key": "cw_wrong"}), 401, "key_unknown")
        for path in ("/healthz", "/readyz", "/", "/docs", "/openapi.json"):
            assert (await client.get(path)).status_code == 200, path
        mine = {"Authorization": f"Bearer {KEY}"}
        assert (await client.get("/grooves", headers=mine)).status_code == 200
        for path in ("/harmony/parse?chords=C", "/grooves", "/instruments"):
            answer = await client.get(path, headers=mine)
            assert answer.headers["cache-control"].startswith("private"), path
        assert (await client.get("/openapi.json")).json()["security"] == [{"bearer": []}, {"key": []}]


async def test_a_page_on_the_list_may_read() -> None:
    settings = Settings(port=0, allowed_origins="https://app.example")
    async with open_server(settings) as server, asking(server) as client:
        page = {"Origin": "https://app.example"}
        preflight = await client.options(
            "/tabs", headers={**page, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x"}
        )
        assert preflight.status_code == 204
        assert preflight.headers["access-control-allow-origin"] == "https://app.example"
        assert "POST" in preflight.headers["access-control-allow-methods"]
        assert "Authorization" in preflight.headers["access-control-allow-headers"]
        for answer in (await client.get("/grooves", headers=page), await client.get("/tabs?chords=Q", headers=page)):
            assert answer.headers["access-control-allow-origin"] == "https://app.example"
            assert "Origin" in answer.headers["vary"]
            assert "access-control-allow-credentials" not in answer.headers
        other = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        problem(await client.options("/tabs", headers=other), 403, "origin")
