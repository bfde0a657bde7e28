"""A real nginx in front of a server."""

from __future__ import annotations

import os
import re
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
import trio

PROGRAM = shutil.which("nginx", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin")))
DOCS = Path(__file__).parents[2] / "docs"

needs_nginx = pytest.mark.skipif(PROGRAM is None, reason="nginx is not installed (Debian: apt-get install nginx-light)")

_AROUND = """
daemon off;
pid nginx.pid;
error_log error.log warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
{inside}
}}
"""


def configurations(page: str) -> dict[str, str]:
    """Those that a page of the docs shows, by name."""
    return dict(re.findall(r"```nginx\n# example: (\w+)\n(.*?)```", (DOCS / page).read_text(), re.DOTALL))


@asynccontextmanager
async def open_nginx(configuration: str, folder: Path, port: int, stream_port: int | None = None) -> AsyncIterator[int]:
    """Run it before the server on these ports for the length of an ``async with`` block; gives its own port."""
    assert PROGRAM is not None
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        own_port: int = free.getsockname()[1]
    inside, count = re.subn(r"^( *)listen \d+", rf"\g<1>listen 127.0.0.1:{own_port}", configuration, flags=re.MULTILINE)
    assert count == 1
    inside = inside.replace("127.0.0.1:8765", f"127.0.0.1:{port}")
    inside = inside.replace("127.0.0.1:8766", f"127.0.0.1:{stream_port or 1}")
    (folder / "nginx.conf").write_text(_AROUND.format(inside=inside))
    command = [PROGRAM, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
    process = await trio.lowlevel.open_process(command)
    try:
        with trio.fail_after(120):
            while not await _listens(own_port):
                assert process.poll() is None, (folder / "error.log").read_text()
                await trio.sleep(0.02)
        yield own_port
    finally:
        process.terminate()
        with trio.CancelScope(shield=True):
            await process.wait()


async def _listens(port: int) -> bool:
    try:
        stream = await trio.open_tcp_stream("127.0.0.1", port)
    except OSError:
        return False
    await stream.aclose()
    return True
