"""The commands of docs/rest.md, run as they are printed."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.http.rest.conftest import CLIPS, ROOT

PAGE = (ROOT / "docs/rest.md").read_text()
COMMANDS = [line for block in re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL) for line in block.splitlines()]
CURL = [command for command in COMMANDS if "curl" in command]
WRITES = {"svg": b"<svg", "musicxml": b"<?xml", "mid": b"MThd", "wav": b"RIFF", "mp3": b"\xff", "jams": b"{"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copy(CLIPS / "band.ogg", tmp_path / "song.ogg")
    return tmp_path


def run(command: str, folder: Path, url: str) -> bytes:
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", command],
        cwd=folder,
        env={**os.environ, "URL": url},
        capture_output=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed (Debian: apt-get install curl)")
@pytest.mark.parametrize("command", CURL)
@pytest.mark.long
def test_commands_answer(command: str, folder: Path, served: str) -> None:
    if "ffmpeg" in command and shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is not installed (Debian: apt-get install ffmpeg)")
    answer = run(command, folder, served)
    written = re.search(r"-o (\w+\.(\w+))$", command)
    if written:
        content = (folder / written[1]).read_bytes()
        assert content.startswith(WRITES[written[2]])
        return
    if "If-None-Match" in command:
        assert answer == b"304\n"
    elif "F#m7b5x" in command:
        said = json.loads(re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)[1])  # type: ignore[index]
        assert {**json.loads(answer), "request_id": ""} == {**said, "request_id": ""}
    else:
        assert answer
        assert b'"status":4' not in answer
        assert b'"status":5' not in answer


def test_the_examples_are_found() -> None:
    assert len(CURL) >= 15
    assert all("curl" in command or command.startswith("chordwork") for command in COMMANDS)


def test_the_key_of_the_example_works(folder: Path) -> None:
    from chordwork.cli import main
    from chordwork.http.security.keys import KeyRing

    commands = [command for command in COMMANDS if command.startswith("chordwork api-key")]
    assert len(commands) == 1
    program = shutil.which("chordwork") or str(ROOT / ".venv/bin/chordwork")
    done = subprocess.run(
        ["bash", "-c", commands[0].replace("chordwork", program, 1)], cwd=folder, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    key = re.search(r"cw_\S+", done.stderr)
    assert key is not None
    assert KeyRing.read(str(folder / "keys.txt")).owner(key[0]) == "studio"
    assert main(["api-key", "a b"]) == 2


def test_every_code_that_the_page_names_is_in_the_code() -> None:
    roots = ("http", "music", "engine", "native", "actors")
    sources = "".join(path.read_text() for root in roots for path in (ROOT / root).rglob("*.py"))
    for row in re.findall(r"^\| [45]\d\d.*$", PAGE, re.MULTILINE):
        for code in re.findall(r"`([a-z_]+)`", row.split("|")[2]):
            assert f'"{code}"' in sources, code
