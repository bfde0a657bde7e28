"""The guide at ``/guide``."""

from __future__ import annotations

import io
import tarfile
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from chordwork.http.serving import app
from chordwork.http.settings import Settings
from chordwork.http.testing import open_server


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    archive = tmp_path / "guide.tar.xz"
    pages = {
        "guide/index.html": b"<!doctype html><title>Chordwork</title>",
        "_static/begin.js": b"document.body.dataset.theme = 'auto';",
    }
    with tarfile.open(archive, "w:xz") as files:
        for name, body in pages.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            files.addfile(member, io.BytesIO(body))
    (tmp_path / "secret.txt").write_text("not for everybody")
    monkeypatch.setattr(app, "ARCHIVE", archive)
    return archive


@pytest.fixture
async def client(built: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with open_server(Settings(port=0)) as server, httpx.AsyncClient(base_url=server.address.url) as client:
        yield client


@pytest.mark.parametrize("address", ["/guide", "/guide/"])
async def test_the_first_page_is_found_from_either_address(client: httpx.AsyncClient, address: str) -> None:
    found = await client.get(address, follow_redirects=True)
    assert (found.status_code, found.url.path) == (200, "/guide/guide/index.html")
    assert "<title>" in found.text


async def test_scripts_come_from_here_alone(client: httpx.AsyncClient) -> None:
    script = await client.get("/guide/_static/begin.js")
    assert script.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "unsafe-inline" not in script.headers["content-security-policy"]


async def test_who_has_a_page_is_told_so(client: httpx.AsyncClient) -> None:
    found = await client.get("/guide/guide/index.html")
    again = await client.get("/guide/guide/index.html", headers={"If-None-Match": found.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


async def test_nothing_else_is_there(client: httpx.AsyncClient) -> None:
    for address in (
        "/guide/nothing.html",
        "/guide/../secret.txt",
        "/guide/..%2fsecret.txt",
        "/guide/%2e%2e/secret.txt",
    ):
        assert (await client.get(address)).status_code == 404


async def test_everybody_may_read_it_where_keys_are_set(built: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys.txt"
    keys.write_text(f"studio sha256:{'0' * 64}\n")
    settings = Settings(port=0, api_keys_file=str(keys))
    async with open_server(settings) as server, httpx.AsyncClient(base_url=server.address.url) as client:
        assert (await client.get("/guide/guide/index.html")).status_code == 200
        assert (await client.get("/guide/", follow_redirects=True)).status_code == 200


async def test_where_it_is_not_built_it_says_how(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app, "ARCHIVE", tmp_path / "nothing")
    async with open_server(Settings(port=0)) as server, httpx.AsyncClient(base_url=server.address.url) as client:
        found = await client.get("/guide")
    assert found.status_code == 404
    assert "scripts/guide" in found.text
