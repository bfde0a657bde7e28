"""The page at ``/``: its files, how they are kept, and who may read them."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from chordwork.cli.commands.serve import _page
from chordwork.http.rest.pages import web
from chordwork.http.settings import Settings
from chordwork.http.testing import open_server

PAGE = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
SCRIPT = b"export const chord = 'Am7';" * 100


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "web"
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text("<!doctype html><title>Chordwork</title>")
    (folder / "sw.js").write_text("self.addEventListener('fetch', () => {});")
    (folder / "assets" / "index-1a2b3c.js").write_bytes(SCRIPT)
    (folder / "assets" / "index-1a2b3c.js.gz").write_bytes(gzip.compress(SCRIPT))
    (tmp_path / "secret.txt").write_text("not for everybody")
    monkeypatch.setattr(web, "FOLDER", folder)
    return folder


@pytest.fixture
async def client(built: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with open_server(Settings(port=0)) as server, httpx.AsyncClient(base_url=server.address.url) as client:
        yield client


async def test_a_browser_gets_the_page_and_curl_the_signpost(client: httpx.AsyncClient) -> None:
    page = await client.get("/", headers=PAGE)
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert "<title>" in page.text
    assert (await client.get("/")).text.startswith("Chordwork ")
    assert "Accept" in page.headers["vary"]


async def test_scripts_come_from_here_alone_and_none_stand_in_the_page(client: httpx.AsyncClient) -> None:
    policy = (await client.get("/", headers=PAGE)).headers["content-security-policy"]
    assert "unsafe-inline" not in policy
    assert "'unsafe-eval'" not in policy
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


async def test_hashed_names_are_kept_for_ever_and_others_asked_about(client: httpx.AsyncClient) -> None:
    hashed = await client.get("/assets/index-1a2b3c.js")
    assert hashed.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert hashed.headers["content-type"] == "text/javascript; charset=utf-8"
    for address in ("/sw.js", "/index.html"):
        found = await client.get(address)
        assert found.headers["cache-control"] == "no-cache"
        again = await client.get(address, headers={"If-None-Match": found.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


async def test_a_compressed_copy_goes_to_who_takes_it(client: httpx.AsyncClient) -> None:
    small = await client.get("/assets/index-1a2b3c.js", headers={"Accept-Encoding": "gzip"})
    plain = await client.get("/assets/index-1a2b3c.js", headers={"Accept-Encoding": "identity"})
    assert small.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert small.content == plain.content == SCRIPT
    assert small.headers["etag"] != plain.headers["etag"]
    assert (await client.get("/assets/index-1a2b3c.js.gz")).status_code == 404


async def test_a_recording_that_is_in_a_wheel_once_stands_at_both_places(built: Path) -> None:
    (built / "assets" / "band-1a2b3c.ogg.clip").write_text("band.ogg")
    client = web.WebClient.find(built)
    assert "/assets/band-1a2b3c.ogg" in client.addresses
    assert not [address for address in client.addresses if address.endswith(".clip")]
    file = client.file("/assets/band-1a2b3c.ogg")
    assert file is not None
    assert (file.content_type, file.hashed, file.path) == ("audio/ogg", True, web.CLIPS / "band.ogg")
    assert file.path.is_file()


async def test_what_is_there_compressed_alone_as_in_a_wheel_is_read_by_everybody(
    built: Path,
) -> None:
    (built / "assets" / "index-1a2b3c.js").unlink()
    async with open_server(Settings(port=0)) as server, httpx.AsyncClient(base_url=server.address.url) as client:
        for encoding, said in (("gzip", "gzip"), ("identity", None)):
            found = await client.get("/assets/index-1a2b3c.js", headers={"Accept-Encoding": encoding})
            assert (found.content, found.headers.get("content-encoding")) == (SCRIPT, said)
            assert found.headers["content-type"] == "text/javascript; charset=utf-8"


@pytest.mark.parametrize("address", ["/assets/none.js", "/assets/../secret.txt", "/assets/%2e%2e/%2e%2e/secret.txt"])
async def test_nothing_else_is_served(client: httpx.AsyncClient, address: str) -> None:
    assert (await client.get(address)).status_code == 404


async def test_files_need_no_key(built: Path, tmp_path: Path) -> None:
    keys = tmp_path / "keys.txt"
    keys.write_text("studio sha256:" + "0" * 64 + "\n")
    settings = Settings(port=0, api_keys_file=str(keys))
    async with open_server(settings) as server, httpx.AsyncClient(base_url=server.address.url) as client:
        assert (await client.get("/assets/index-1a2b3c.js")).status_code == 200
        assert (await client.get("/", headers=PAGE)).status_code == 200
        assert (await client.get("/instruments")).status_code == 401


async def test_where_it_is_not_built_the_front_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(web, "FOLDER", tmp_path / "nothing")
    async with open_server(Settings(port=0)) as server, httpx.AsyncClient(base_url=server.address.url) as client:
        answer = await client.get("/", headers=PAGE)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert "scripts/setup" in answer.text


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("http://127.0.0.1:8765", "http://127.0.0.1:8765/"),
        ("http://0.0.0.0:8765", "http://localhost:8765/"),
        ("http://[::]:80", "http://localhost:80/"),
        ("http://10.0.0.0:1", "http://10.0.0.0:1/"),
    ],
)
def test_a_browser_here_is_sent_where_it_may_go(url: str, page: str) -> None:
    assert _page(url) == page
