"""The guide builds without a warning, stands by itself, and its snippets run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
import trio

from chordwork.http.settings import Settings
from chordwork.http.testing import open_server

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs/guide"
ADDRESS = "127.0.0.1:8765"

pytestmark = pytest.mark.long


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", (GUIDE / page).read_text(), re.DOTALL | re.MULTILINE)


class Links(HTMLParser):
    """What a page loads, and what it leads to."""

    def __init__(self, page: Path) -> None:
        super().__init__()
        self.loads: set[str] = set()
        self.leads: set[str] = set()
        self.inline: list[str] = []
        self.feed(page.read_text())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.inline += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]
        if tag in ("script", "style") and not given.get("src"):
            self.inline.append(f"<{tag}>")
        for name in ("src", "href"):
            if target := given.get(name):
                (self.leads if tag == "a" else self.loads).add(target)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("guide") / "html"
    environment = {**os.environ, "CHORDWORK_WITHOUT_WEB": "1"}
    done = subprocess.run(
        ["scripts/guide", out], cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, done.stderr
    return out


def test_no_page_loads_anything_from_elsewhere_or_runs_anything_inline(built: Path) -> None:
    for page in built.rglob("*.html"):
        links = Links(page)
        assert not [target for target in links.loads if urlsplit(target).netloc], page.name
        assert not links.inline, page.name


def test_every_link_within_leads_somewhere(built: Path) -> None:
    missing = set()
    for page in built.rglob("*.html"):
        links = Links(page)
        for target in links.leads | links.loads:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            place = (page.parent / unquote(parts.path)).resolve()
            if not place.is_file():
                missing.add((page.name, target))
    assert not missing


def test_every_page_of_docs_is_part_of_it(built: Path) -> None:
    left_out = {"decisions/README", "android/README"}
    pages = {path.relative_to(ROOT / "docs").with_suffix("").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    there = {path.relative_to(built).with_suffix("").as_posix() for path in built.rglob("*.html")}
    assert pages - left_out <= there
    menu = Links(built / "guide/index.html").leads
    listed = {unquote(urlsplit(target).path).removeprefix("../").removesuffix(".html") for target in menu}
    assert {page for page in pages - left_out - {"guide/index"} if "/" not in page} <= listed


def test_names_of_the_api_are_explained(built: Path) -> None:
    page = (built / "guide/api.html").read_text()
    assert all(f"chordwork.{name}" in page for name in ("engine.Recognizer", "actors.open_engine", "client.connect"))


@pytest.mark.parametrize("command", [line for text in blocks("musicians.md", "sh") for line in text.splitlines()])
def test_commands_for_musicians_run(command: str, tmp_path: Path) -> None:
    if "serve" in command:
        pytest.skip("goes on until it is ended; tests/http starts it")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=tmp_path,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout


@pytest.mark.parametrize("number", range(len(blocks("developers.md", "python"))))
async def test_snippets_for_developers_run(number: int, tmp_path: Path) -> None:
    code = blocks("developers.md", "python")[number]
    async with open_server(Settings(port=0)) as server:
        code = code.replace(ADDRESS, urlsplit(server.address.url).netloc)
        done = await trio.run_process(
            [sys.executable, "-c", code], cwd=tmp_path, capture_stdout=True, capture_stderr=True, check=False
        )
    assert done.returncode == 0, done.stderr.decode()
    assert done.stdout


@pytest.mark.parametrize("command", blocks("developers.md", "sh"))
async def test_questions_by_curl_are_answered(command: str) -> None:
    async with open_server(Settings(port=0)) as server:
        asked = command.replace(ADDRESS, urlsplit(server.address.url).netloc)
        done = await trio.run_process(["bash", "-c", asked], capture_stdout=True)
    assert done.stdout.startswith(b"{")
    assert b"suggestions" in done.stdout
