"""A server behind a real nginx, as docs/proxies.md and docs/phones.md set it up."""

from __future__ import annotations

import re
from pathlib import Path

import httpx
import pytest
import trio
from trio_websocket import HandshakeError, open_websocket_url

from chordwork.client import ConnectError, Done, connect
from chordwork.http import Settings
from chordwork.http.testing import open_server
from tests.http.nginx import DOCS, configurations, needs_nginx, open_nginx

pytestmark = needs_nginx
ROOT, PATH = configurations("proxies.md")["root"], configurations("proxies.md")["path"]
BOUNDED = configurations("proxies.md")["bounded"]
TLS = configurations("phones.md")["tls"]
HOST_LINE = re.compile(r" *proxy_set_header Host .*\n")


async def get(url: str, **options: object) -> httpx.Response:
    async with httpx.AsyncClient(timeout=120, **options) as client:  # type: ignore[arg-type]
        return await client.get(url)


async def hears(url: str) -> None:
    async with connect(url, sample_rate=8000) as stream:
        await stream.send(bytes(16000))
        await stream.finish()
        assert isinstance([message async for message in stream][-1], Done)


async def test_at_the_root(tmp_path: Path) -> None:
    async with (
        open_server(Settings(port=0)) as server,
        open_nginx(ROOT, tmp_path, server.address.port) as port,
    ):
        base = f"http://127.0.0.1:{port}"
        page = {"Origin": base}
        async with httpx.AsyncClient(base_url=base, headers=page, timeout=120) as client:
            assert (await client.get("/healthz")).json()["status"] == "ok"
            assert (await client.get("/grooves")).status_code == 200
        await hears(f"ws://127.0.0.1:{port}/ws")
        async with open_websocket_url(f"ws://127.0.0.1:{port}/ws", extra_headers=[(b"Origin", base.encode())]):
            pass


async def test_what_a_proxy_bounds_itself(tmp_path: Path) -> None:
    """With two at once in the place of 64, two halves of a request keep their own address out, and say so."""
    half = b"POST /tabs HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n{"
    async with (
        open_server(Settings(port=0, trusted_proxies="127.0.0.1")) as server,
        open_nginx(BOUNDED.replace("limit_conn each 64", "limit_conn each 2"), tmp_path, server.address.port) as port,
    ):
        await hears(f"ws://127.0.0.1:{port}/ws")
        held = [await trio.open_tcp_stream("127.0.0.1", port) for _ in range(2)]
        for stream in held:
            await stream.send_all(half)
        with trio.fail_after(60):
            while (await get(f"http://127.0.0.1:{port}/grooves")).status_code != 429:  # noqa: ASYNC110
                await trio.sleep(0.05)  # until nginx has read both
        for stream in held:
            await stream.aclose()
        with trio.fail_after(60):
            while (await get(f"http://127.0.0.1:{port}/grooves")).status_code != 200:  # noqa: ASYNC110
                await trio.sleep(0.05)


async def test_a_name_that_is_not_listed_is_told_what_to_list(tmp_path: Path) -> None:
    for allowed, status in (("", 421), ("music.example", 200)):
        async with (
            open_server(Settings(port=0, allowed_hosts=allowed)) as server,
            open_nginx(ROOT, tmp_path, server.address.port) as port,
        ):
            answer = await get(f"http://127.0.0.1:{port}/grooves", headers={"Host": "music.example"})
            assert answer.status_code == status
            if status == 421:
                assert "CHORDWORK_ALLOWED_HOSTS=music.example" in answer.json()["detail"]


@pytest.mark.parametrize("taken_off", [False, True])
async def test_under_a_path(tmp_path: Path, taken_off: bool) -> None:
    configuration = PATH.replace("127.0.0.1:8765;", "127.0.0.1:8765/;") if taken_off else PATH
    async with (
        open_server(Settings(port=0, root_path="/music/")) as server,
        open_nginx(configuration, tmp_path, server.address.port) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}/music", follow_redirects=False, timeout=120) as client,
    ):
        assert "/music/docs" in (await client.get("/")).text
        assert (await client.get("/grooves")).status_code == 200
        assert (await client.get("/tabs?chords=C+G&format=text")).text
        assert (await client.get("/nothing")).json()["code"] == "not_found"
        document = (await client.get("/openapi.json")).json()
        assert document["servers"] == [{"url": "/music"}]
        page = (await client.get("/docs")).text
        linked = {match[1] for match in re.finditer(r'(?:href|src|data-path)="([^"#:]+)"', page)}
        assert {"docs.css", "docs.js", "openapi.json", "./tabs"} <= linked
        assert not [link for link in linked if link.startswith("/")], "a link that leaves the prefix"
        assert (await client.get("/docs.css")).status_code == 200
        await hears(f"ws://127.0.0.1:{port}/music/ws")


async def test_the_proxy_may_say_the_path(tmp_path: Path) -> None:
    said = PATH.replace("127.0.0.1:8765;", "127.0.0.1:8765/;\nproxy_set_header X-Forwarded-Prefix /music;")
    for trusted, servers in (("127.0.0.1", [{"url": "/music"}]), ("", None)):
        async with (
            open_server(Settings(port=0, trusted_proxies=trusted)) as server,
            open_nginx(said, tmp_path, server.address.port) as port,
        ):
            document = (await get(f"http://127.0.0.1:{port}/music/openapi.json")).json()
            assert document.get("servers") == servers


@pytest.mark.parametrize("path", ["music", "/mu sic", "/../music", "//music", "/" + "m" * 300, "https://example.org/"])
def test_what_is_no_path(path: str) -> None:
    with pytest.raises(ValueError, match="root_path"):
        Settings(root_path=path)


async def test_a_lost_host_is_named_as_the_cause(tmp_path: Path) -> None:
    async with (
        open_server(Settings(port=0)) as server,
        open_nginx(HOST_LINE.sub("", ROOT), tmp_path, server.address.port) as port,
    ):
        origin = f"http://127.0.0.1:{port}"
        refused = (await get(f"{origin}/grooves", headers={"Origin": origin})).json()
        assert (refused["status"], refused["code"]) == (403, "origin")
        for said in (origin, f"127.0.0.1:{server.address.port}", "$http_host", "X-Forwarded-Host", "TRUSTED_PROXIES"):
            assert said in refused["detail"]


async def test_a_trusted_proxy_may_say_the_host(tmp_path: Path) -> None:
    said = HOST_LINE.sub("proxy_set_header X-Forwarded-Host $http_host;\n", ROOT)
    for trusted, status in (("127.0.0.1", 200), ("", 403)):
        async with (
            open_server(Settings(port=0, trusted_proxies=trusted)) as server,
            open_nginx(said, tmp_path, server.address.port) as port,
        ):
            origin = f"http://127.0.0.1:{port}"
            assert (await get(f"{origin}/grooves", headers={"Origin": origin})).status_code == status


async def test_a_lost_upgrade_is_named_as_the_cause(tmp_path: Path) -> None:
    lost = re.sub(r" *proxy_set_header (Upgrade|Connection) .*\n", "", ROOT)
    async with open_server() as server, open_nginx(lost, tmp_path, server.address.port) as port:
        with pytest.raises(ConnectError, match="proxy_set_header Upgrade") as refused:
            await hears(f"ws://127.0.0.1:{port}/ws")
        assert refused.value.status_code == 426


async def test_tls_as_phones_need_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = re.search(r"^openssl .*$", (DOCS / "phones.md").read_text(), re.MULTILINE)
    assert command is not None
    await trio.run_process(["bash", "-c", command[0]], cwd=tmp_path, capture_stderr=True)
    async with open_server() as server, open_nginx(TLS, tmp_path, server.address.port) as port:
        with pytest.raises(ConnectError, match="certificate"):
            await hears(f"wss://127.0.0.1:{port}/ws")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        await hears(f"wss://127.0.0.1:{port}/ws")


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_what_is_no_upgrade_is_told_so_at_both_doors(method: str) -> None:
    async with open_server() as server, httpx.AsyncClient() as client:
        for port in (server.address.port, server.address.stream_port):
            answer = await client.request(method, f"http://127.0.0.1:{port}/ws")
            assert (answer.status_code, answer.headers["upgrade"]) == (426, "websocket")
            assert answer.headers["sec-websocket-version"] == "13"
            assert answer.json()["code"] == "upgrade_required"
            assert "WebSocket client" in answer.json()["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version": "8"},
        {"Sec-WebSocket-Version": "13"},
        {"Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ=="},
    ],
)
async def test_half_an_upgrade_is_told_so_too(headers: dict[str, str]) -> None:
    upgrade = {"Connection": "Upgrade", "Upgrade": "websocket"}
    async with open_server() as server, httpx.AsyncClient() as client:
        for port in (server.address.port, server.address.stream_port):
            answer = await client.get(f"http://127.0.0.1:{port}/ws", headers={**upgrade, **headers})
            assert answer.status_code == 426
            assert "version 13" in answer.json()["detail"]


async def test_a_socket_elsewhere_is_not_found() -> None:
    async with open_server() as server:
        for path in ("/wss", "/music/ws"):
            with pytest.raises(HandshakeError), trio.fail_after(60):
                async with open_websocket_url(f"ws://127.0.0.1:{server.address.port}{path}"):
                    pass
