"""The package is on no index, and the tree names the hosts of none: such links go nowhere, or to somebody else's."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from chordwork.http.testing import open_server
from tests.http.rest.http_client import asking

ROOT = Path(__file__).parents[2]
HOSTS = (
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.org",
    "npm" + "js.com",
    "registry." + "yarnpkg",
    "crates" + ".io",
)


def tracked() -> list[Path]:
    try:
        listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is no clone")
    return [ROOT / name for name in listed.split("\0") if name]


def test_no_file_names_a_host_of_packages() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {host}"
        for path in tracked()
        if path.is_file() and path.stat().st_size < 4_000_000
        for text in [path.read_bytes().lower()]
        for host in HOSTS
        if host.encode() in text
    ]
    assert not found


def test_no_file_tells_to_install_chordwork_from_an_index() -> None:
    told = ("pip install " + "chordwork", "pip install '" + "chordwork", 'pip install "' + "chordwork")
    found = [
        str(path.relative_to(ROOT))
        for path in tracked()
        if path.suffix in (".py", ".md", ".toml", ".sh") and any(each in path.read_text() for each in told)
    ]
    assert not found


async def test_the_signpost_leads_nowhere_else() -> None:
    async with open_server() as server, asking(server) as client:
        shown = (await client.get("/")).text
        assert "://" not in shown
