"""The README's examples, run as they are printed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile
import trio

from chordwork.http.serving.server import serve
from chordwork.http.settings import Settings

ROOT = Path(__file__).parents[2]
EXAMPLES = dict(re.findall(r"```python\n# example: (\w+)\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL))
SEEN = re.compile(r"^ +\d+\.\d\d (?: *\d+\.\d\d )?(\S+)", re.MULTILINE)


@pytest.fixture
def folder_with_song(tmp_path: Path) -> Path:
    clip = ROOT / "http/chordwork/analysis/clips/band.ogg"
    audio, rate = soundfile.read(clip, dtype="int16", frames=10 * 44100)
    soundfile.write(tmp_path / "song.wav", audio, rate)
    return tmp_path


def run_example(code: str, folder: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=os.environ,
    )
    assert done.returncode == 0, done.stderr
    return SEEN.findall(done.stdout)


@pytest.mark.parametrize("name", ["engine", "actors"])
@pytest.mark.long
def test_python_examples_name_chords(name: str, folder_with_song: Path) -> None:
    chords = run_example(EXAMPLES[name], folder_with_song)
    assert {"D", "Bm7"} & set(chords), chords


async def test_the_websocket_example_names_chords(folder_with_song: Path) -> None:
    async with trio.open_nursery() as nursery:
        address = await nursery.start(serve, Settings(port=0))
        code = EXAMPLES["websocket"].replace("ws://127.0.0.1:8765/ws", address.ws_url)
        assert code != EXAMPLES["websocket"]
        chords = await trio.to_thread.run_sync(run_example, code, folder_with_song)
        assert "D" in chords, chords
        nursery.cancel_scope.cancel()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed (Debian: apt-get install curl)")
@pytest.mark.long
async def test_the_commands_over_http_answer(folder_with_song: Path) -> None:
    commands = re.findall(r"^curl .*$", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert len(commands) == 4
    async with trio.open_nursery() as nursery:
        address = await nursery.start(serve, Settings(port=0))
        for command in commands:
            moved = command.replace("http://127.0.0.1:8765", address.url)
            done = await trio.run_process(["bash", "-c", moved], cwd=folder_with_song, capture_stdout=True)
            assert done.stdout
            assert b'"code"' not in done.stdout
        nursery.cancel_scope.cancel()


def test_every_example_is_run() -> None:
    assert set(EXAMPLES) == {"engine", "actors", "websocket"}
