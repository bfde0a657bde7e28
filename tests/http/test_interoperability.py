"""Clients that are not ours, with and without compression offered, on both doors of a real server."""

from __future__ import annotations

import asyncio
import http.server
import json
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import trio
import websockets
from wsproto import ConnectionType, WSConnection
from wsproto.events import (
    AcceptConnection,
    BytesMessage,
    CloseConnection,
    Message,
    Ping,
    Pong,
    Request,
    TextMessage,
)
from wsproto.extensions import PerMessageDeflate

from chordwork.http import Settings
from chordwork.http.testing import Door, open_server, open_socket, url_of

START = {"type": "start", "protocol": 1, "sample_rate": 8000, "acks": "hop"}
SECOND = bytes(2 * 8000)


def check(messages: list[dict[str, Any]]) -> None:
    assert messages[0]["type"] == "ready"
    assert messages[-1]["type"] == "done"
    assert messages[-1]["received_s"] == 1.0
    assert [message["symbol"] for message in messages if message.get("status") == "final"] == ["C", "G"]


@pytest.mark.parametrize("compression", ["deflate", None])
async def test_websockets_on_asyncio(door: Door, compression: str | None) -> None:
    async def client(url: str) -> list[dict[str, Any]]:
        async with websockets.connect(url, compression=compression) as socket:
            await socket.send(json.dumps(START))
            for start in range(0, len(SECOND), 3200):
                await socket.send(SECOND[start : start + 3200])
            pong = await socket.ping()  # before the stop: a server that has closed answers no more
            await socket.send(json.dumps({"type": "stop"}))
            messages = [json.loads(text) async for text in socket]
            await pong
            assert socket.close_code == 1000
            return messages

    async with open_server() as server:
        check(await trio.to_thread.run_sync(asyncio.run, client(url_of(server.address, door))))


@pytest.mark.parametrize("extensions", [[PerMessageDeflate()], []])
async def test_wsproto(door: Door, extensions: list[Any]) -> None:
    async with open_server() as server, await open_socket(server.address, door) as stream:
        connection = WSConnection(ConnectionType.CLIENT)
        await stream.send_all(connection.send(Request(host="127.0.0.1", target="/ws", extensions=extensions)))
        messages: list[dict[str, Any]] = []
        code = pongs = 0
        with trio.fail_after(60):
            while not code:
                connection.receive_data(await stream.receive_some() or None)
                for event in connection.events():
                    match event:
                        case AcceptConnection():
                            assert not event.extensions
                            for said in (
                                TextMessage(json.dumps(START)),
                                Ping(b"?"),
                                BytesMessage(SECOND[:5000], message_finished=False),
                                BytesMessage(SECOND[5000:]),
                                TextMessage('{"type":"stop"}'),
                            ):
                                await stream.send_all(connection.send(said))
                        case Message():
                            messages.append(json.loads(event.data))
                        case Pong():
                            pongs += 1
                        case CloseConnection():
                            code = event.code
                            await stream.send_all(connection.send(event.response()))
        check(messages)
        assert (code, pongs) == (1000, 1)


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
async def test_curl(door: Door) -> None:
    """It cannot speak WebSocket in every version, but it can knock."""
    async with open_server() as server:
        port = server.address.stream_port if door == "stream" else server.address.port
        command = [
            *("curl", "--silent", "--include", "--no-buffer", "--http1.1", "--max-time", "1"),
            *("-H", "Connection: Upgrade", "-H", "Upgrade: websocket", "-H", "Sec-WebSocket-Version: 13"),
            *(
                "-H",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "-H",
                "Sec-WebSocket-Extensions: permessage-deflate",
            ),
            f"http://127.0.0.1:{port}/ws",
        ]
        done = await trio.run_process(command, capture_stdout=True, check=False)
    head = done.stdout.decode().lower()
    assert head.startswith("http/1.1 101 ")
    assert "sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=\r\n" in head  # as in RFC 6455, section 1.3
    assert "sec-websocket-extensions" not in head


PAGE = """<!doctype html><script>
const messages = [], socket = new WebSocket("URL");
socket.onopen = () => {
  socket.send(JSON.stringify(START));
  for (let tenth = 0; tenth < 10; tenth++) socket.send(new Int16Array(800));
  socket.send(JSON.stringify({type: "stop"}));
};
socket.onmessage = (event) => messages.push(JSON.parse(event.data));
socket.onclose = (event) => fetch("/", {method: "POST", body: JSON.stringify({messages, code: event.code})});
</script>"""


@contextmanager
def page(content: str) -> Iterator[tuple[str, list[Any], threading.Event]]:
    """A web server with one page, to which it can send something back."""
    received: list[Any] = []
    arrived = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(content.encode())

        def do_POST(self) -> None:
            received.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()
            arrived.set()

        def log_message(self, *arguments: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/", received, arrived
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.skipif(shutil.which("chromium") is None, reason="chromium is not installed")
async def test_a_browser(door: Door) -> None:
    # The page comes from another port, which to a browser is another origin; by default those stay out.
    async with open_server(Settings(port=0, allowed_origins="*")) as server:
        content = PAGE.replace("URL", url_of(server.address, door)).replace("START", json.dumps(START))
        with (
            page(content) as (url, received, arrived),
            tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
        ):
            command = [
                *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions"),
                *(f"--user-data-dir={profile}", "--remote-debugging-port=0", url),
            ]
            quiet = subprocess.DEVNULL
            browser = await trio.lowlevel.open_process(command, stdout=quiet, stderr=quiet)
            try:
                assert await trio.to_thread.run_sync(arrived.wait, 60.0)
            finally:
                browser.kill()
                with trio.CancelScope(shield=True):
                    await browser.wait()
    assert received[0]["code"] == 1000
    check(received[0]["messages"])
