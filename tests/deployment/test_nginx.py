"""deployment/nginx/*.conf as they are shipped, in a real nginx before a real server."""

from __future__ import annotations

import io
import re
import wave
from pathlib import Path

import httpx
import pytest
import trio
from trio_websocket import HandshakeError, open_websocket_url

from chordwork.client import Done, connect
from chordwork.http import Settings
from chordwork.http.testing import open_server
from tests.http.nginx import needs_nginx, open_nginx

pytestmark = needs_nginx
FOLDER = Path(__file__).parents[2] / "deployment/nginx"
SHIPPED = [("chordwork.conf", ""), ("chordwork-under-a-path.conf", "/music")]


def silence(duration_s: float) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(16000)
        sound.writeframes(bytes(int(duration_s * 16000) * 2))
    return file.getvalue()


@pytest.mark.parametrize(("name", "prefix"), SHIPPED)
@pytest.mark.long
async def test_page_rest_sockets_and_recordings_come_through(tmp_path: Path, name: str, prefix: str) -> None:
    settings = Settings(port=0, stream_port=0, trusted_proxies="127.0.0.1", root_path=prefix)
    async with (
        open_server(settings) as server,
        open_nginx((FOLDER / name).read_text(), tmp_path, server.address.port, server.address.stream_port) as port,
        httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}{prefix}", timeout=120) as client,
    ):
        page = await client.get("/", headers={"Accept": "text/html"})
        assert page.status_code == 200  # the web client, or a few words where Node was not there to build it
        for link in re.findall(r'(?:src|href)="\./([^"]+)"', page.text):
            assert (await client.get(f"/{link}")).status_code == 200, link
        assert (await client.get("/tabs?chords=C+G&format=text")).text
        assert (await client.get("/metrics")).status_code == 403
        assert (await client.get("/tabs/..%2fmetrics")).status_code == 403
        for door in ("ws", "stream"):
            async with connect(f"ws://127.0.0.1:{port}{prefix}/{door}", sample_rate=8000) as stream:
                await stream.send(bytes(16000))
                await stream.finish()
                assert isinstance([message async for message in stream][-1], Done)
        large = silence(40)
        assert len(large) > 1 << 20
        heard = await client.post("/analyze?format=lab", content=large, headers={"Content-Type": "audio/wav"})
        assert heard.status_code == 200
        assert 30 < float(heard.text.split()[-2]) <= 41  # the end of the last chord
        assert (await client.post("/tabs", content=b" " * (2 << 20))).status_code == 413
        if prefix:
            bare = await client.get(f"http://127.0.0.1:{port}{prefix}?theme=rain")
            assert (bare.status_code, bare.headers["location"]) == (308, "/music/?theme=rain")


async def test_one_address_has_so_many_connections(tmp_path: Path) -> None:
    configuration, count = re.subn(
        "chordwork_clients 64;", "chordwork_clients 2;", (FOLDER / SHIPPED[0][0]).read_text()
    )
    assert count == 1
    async with (
        open_server(Settings(port=0)) as server,
        open_nginx(configuration, tmp_path, server.address.port) as port,
        open_websocket_url(f"ws://127.0.0.1:{port}/ws"),
        open_websocket_url(f"ws://127.0.0.1:{port}/ws"),
    ):
        with pytest.raises(HandshakeError) as refused, trio.fail_after(60):
            async with open_websocket_url(f"ws://127.0.0.1:{port}/ws"):
                pass
        assert refused.value.status_code == 429  # type: ignore[attr-defined]
