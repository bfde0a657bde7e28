"""The recipe of the image, and the probe in it. scripts/try-deployment builds and runs the whole."""

from __future__ import annotations

import fnmatch
import os
import re
import subprocess
import sys
import tomllib
from functools import partial
from pathlib import Path

import pytest
import trio

from chordwork.client import connect
from chordwork.http import Settings
from chordwork.http.testing import open_server

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
STAGES = re.split(r"^FROM ", re.sub(r"\\\n\s*", " ", DOCKERFILE), flags=re.MULTILINE)[1:]
PROBE = ROOT / "deployment/image/probe.py"


def pinned(name: str) -> set[str]:
    text = (ROOT / "deployment/image" / name).read_text()
    return {found.lower() for found in re.findall(r"^([\w.-]+)(?:\[[^\]]*\])?==", text, re.MULTILINE)}


def test_everything_that_is_copied_gets_through_the_ignore_file() -> None:
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and line[0] != "#"]

    def is_sent(path: str) -> bool:
        sent = True
        for rule in rules:
            pattern = rule.removeprefix("!")
            if any(fnmatch.fnmatch(part, pattern) for part in (path, path.split("/")[0])) or path.startswith(pattern):
                sent = rule.startswith("!")
        return sent

    copied = [
        source
        for stage in STAGES
        for line in re.findall(r"^COPY (?!--from)(.+)$", stage, re.MULTILINE)
        for source in line.split()[:-1]
    ]
    assert len(copied) > 10
    for source in copied:
        assert (ROOT / source).exists(), source
        assert is_sent(source.rstrip("/")), source


def test_it_runs_as_nobody_in_particular_and_installs_nothing_there() -> None:
    last = STAGES[-1]
    assert re.search(r"^USER [1-9]\d*:[1-9]\d*$", last, re.MULTILINE), "by number: Kubernetes cannot read names"
    assert not re.search(r"^RUN ", last, re.MULTILINE)
    assert re.search(r"^HEALTHCHECK .* CMD \[", last, re.MULTILINE)
    for form in ("ENTRYPOINT", "CMD"):
        assert re.search(rf"^{form} \[", last, re.MULTILINE), "without a shell, which would keep signals to itself"


def test_what_is_installed_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = project["optional-dependencies"]
    wanted = [*project["dependencies"], *extras["redis"], *extras.get("server", ())]
    # sys_platform and python_version of the image
    names = {re.split(r"[^\w.-]", each)[0].lower().replace("_", "-") for each in wanted if "< '3" not in each}
    missing = names - pinned("requirements.txt") - {"chordwork"}
    assert not missing, "deployment/image/lock writes the list anew"
    assert pinned("requirements-media.txt") == pinned("requirements.txt") | {"av"}


@pytest.mark.parametrize("path", ["healthz", "readyz"])
async def test_the_probe_asks_the_server(path: str) -> None:
    async with open_server(Settings(port=0)) as server:
        assert await probe(server.address.port, path) == 0
    assert await probe(server.address.port, path) == 1


async def test_the_probe_waits_until_nobody_plays() -> None:
    drain = ("drain", "--at-least", "0", "--at-most", "600")
    async with open_server(Settings(port=0)) as server, trio.open_nursery() as nursery:
        ended = trio.Event()

        async def wait() -> None:
            assert await probe(server.address.port, *drain) == 0
            ended.set()

        async with connect(server.address.ws_url, sample_rate=8000) as stream:
            nursery.start_soon(wait)
            assert await probe(server.address.port, "drain", "--at-least", "0", "--at-most", "1") == 0  # not for ever
            assert not ended.is_set()
            await stream.finish()
            async for _ in stream:
                pass
        with trio.fail_after(120):
            await ended.wait()


async def test_the_probe_says_how_it_is_called() -> None:
    assert await probe(1, "drain") == 2


async def probe(port: int, *arguments: str) -> int:
    run = partial(
        subprocess.run,
        [sys.executable, "-IS", str(PROBE), *arguments],
        env={**os.environ, "CHORDWORK_PORT": str(port), "CHORDWORK_HOST": "0.0.0.0"},
        capture_output=True,
        check=False,
    )
    return (await trio.to_thread.run_sync(run)).returncode
