"""The version is git's, wherever it is said."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import anyio
import pytest
import trio

from chordwork.client import ConnectError, connect
from chordwork.harmony.version import VERSION
from chordwork.http.settings import Settings
from chordwork.http.testing import open_server
from tests.http.rest.http_client import asking

ROOT = Path(__file__).parents[2]
TABLE = re.search(r"^\[tool\.setuptools_scm\]\n(?:.+\n)+", (ROOT / "pyproject.toml").read_text(), re.MULTILINE)


def version_in(folder: Path) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "setuptools_scm"], cwd=folder, capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.strip()


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=Somebody", "-c", "user.email=somebody@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True, timeout=60)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    assert TABLE is not None
    folder = tmp_path / "tree"
    folder.mkdir()
    (folder / "pyproject.toml").write_text(
        f'[build-system]\nrequires = ["setuptools"]\n[project]\nname = "chordwork"\ndynamic = ["version"]\n{TABLE[0]}'
    )
    return folder


def test_a_tag_is_the_version_and_what_follows_is_on_the_way_to_the_next(tree: Path) -> None:
    git(tree, "init", "-q")
    git(tree, "add", ".")
    git(tree, "commit", "-qm", "One")
    assert re.fullmatch(r"0\.1\.0\.dev1\+g[0-9a-f]+", version_in(tree))  # a clone without tags
    git(tree, "tag", "v1.2.0")
    assert version_in(tree) == "1.2.0"
    git(tree, "commit", "-qm", "Two", "--allow-empty")
    assert re.fullmatch(r"1\.2\.1\.dev1\+g[0-9a-f]+", version_in(tree))


def test_a_tree_without_a_history_has_a_version_too(tree: Path) -> None:
    assert version_in(tree) == "0.1.0.dev0"


def test_a_source_distribution_keeps_its_version(tree: Path) -> None:
    (tree / "PKG-INFO").write_text("Metadata-Version: 2.4\nName: chordwork\nVersion: 3.4.5\n")
    assert version_in(tree) == "3.4.5"


async def test_program_server_document_and_client_say_the_same() -> None:
    command = [sys.executable, "-m", "chordwork.cli", "--version"]
    done = await trio.run_process(command, capture_stdout=True, cwd=ROOT)
    assert done.stdout.decode().strip() == VERSION
    async with open_server(Settings(port=0)) as server, asking(server) as client:
        assert (await client.get("/healthz")).json()["version"] == VERSION
        assert (await client.get("/openapi.json")).json()["info"]["version"] == VERSION
        assert f"Chordwork {VERSION} " in (await client.get("/")).text


async def test_the_client_says_who_it_is() -> None:
    heads = []

    async def answer(stream: anyio.abc.SocketStream) -> None:
        async with stream:
            heads.append((await stream.receive()).decode())

    async with await anyio.create_tcp_listener(local_host="127.0.0.1") as listener, trio.open_nursery() as nursery:
        nursery.start_soon(listener.serve, answer)
        port = listener.extra(anyio.abc.SocketAttribute.local_port)
        with pytest.raises(ConnectError):
            async with connect(f"ws://127.0.0.1:{port}/ws", sample_rate=16_000):
                pass
        nursery.cancel_scope.cancel()
    assert f"user-agent: chordwork/{VERSION}\r\n".casefold() in heads[0].casefold()
