"""The examples of docs/client.md, docs/embedding.md, docs/fastapi.md and docs/daw.md, run as they are printed."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import soundfile
import trio
from trio_websocket import open_websocket_url

from chordwork.http.serving.server import serve
from chordwork.http.settings import Settings
from tests.bridge.osc_reader import Receiver
from tests.structure.test_readme import ROOT, run_example

CLIP = ROOT / "http/chordwork/analysis/clips/band.ogg"


def examples(page: str) -> dict[str, str]:
    text = (ROOT / "docs" / page).read_text()
    return dict(re.findall(r"```python\n# example: (\w+)\n(.*?)```", text, re.DOTALL))


CLIENT, EMBEDDING, FASTAPI, DAW = (examples(f"{page}.md") for page in ("client", "embedding", "fastapi", "daw"))


@pytest.fixture
def song(tmp_path: Path) -> Path:
    audio, rate = soundfile.read(CLIP, dtype="int16", frames=10 * 44100)
    soundfile.write(tmp_path / "song.wav", audio, rate)
    return tmp_path / "song.wav"


@pytest.mark.parametrize("name", ["trio", "asyncio", "reconnect", "several"])
@pytest.mark.long
async def test_the_client_names_chords(name: str, song: Path) -> None:
    async with trio.open_nursery() as nursery:
        address = await nursery.start(serve, Settings(port=0))
        code = CLIENT[name].replace("ws://127.0.0.1:8765/ws", address.ws_url)
        assert code != CLIENT[name]
        chords = await trio.to_thread.run_sync(run_example, code, song.parent)
        assert "D" in chords, chords
        nursery.cancel_scope.cancel()


@pytest.mark.parametrize("name", sorted(EMBEDDING))
def test_an_engine_inside_a_program_names_chords(name: str, song: Path) -> None:
    assert "D" in run_example(EMBEDDING[name], song.parent)


def test_a_bridge_in_a_program_sends_chords(tmp_path: Path) -> None:
    pytest.importorskip("pythonosc")
    receiver = Receiver()
    code = DAW["bridge"].replace("127.0.0.1:9000", receiver.address)
    assert code != DAW["bridge"]
    run_example(code, tmp_path)
    assert any(message[:2] == ["/chordwork/chord", "D"] for message in receiver.got())
    receiver.close()


@contextmanager
def application(code: str, folder: Path) -> Iterator[int]:
    """Served by uvicorn, on a port."""
    pytest.importorskip("fastapi")
    pytest.importorskip("uvicorn")
    (folder / "program.py").write_text(code)
    with socket.create_server(("127.0.0.1", 0)) as door:
        command = [sys.executable, "-m", "uvicorn", "program:app", "--fd", str(door.fileno()), "--log-level", "warning"]
        process = subprocess.Popen(command, cwd=folder, pass_fds=(door.fileno(),))
        try:
            yield door.getsockname()[1]
        finally:
            process.kill()
            process.wait()


@pytest.mark.long
def test_a_recording_in_fastapi(song: Path) -> None:
    with application(FASTAPI["upload"], song.parent) as port:
        request = urllib.request.Request(f"http://127.0.0.1:{port}/chords", song.read_bytes())
        with urllib.request.urlopen(request) as answer:
            heard = json.load(answer)
    assert "D" in [each["chord"] for each in heard]
    assert heard[-1]["end"] == pytest.approx(10, abs=0.01)


@pytest.mark.parametrize("name", ["live", "beside"])
@pytest.mark.long
async def test_live_in_fastapi(name: str, song: Path) -> None:
    audio, rate = soundfile.read(song, dtype="int16")
    mono = audio.reshape(len(audio), -1)[:, 0].tobytes()
    async with trio.open_nursery() as nursery:
        address = await nursery.start(serve, Settings(port=0, max_lag_s=300, mailbox_s=60))  # sent faster than live
        code = FASTAPI[name].replace("ws://127.0.0.1:8765/ws", address.ws_url)
        with application(code, song.parent) as port:
            async with open_websocket_url(f"ws://127.0.0.1:{port}/chords?sample_rate={rate}") as client:
                for begin in range(0, len(mono), 16384):
                    await client.send_message(mono[begin : begin + 16384])
                await client.send_message(b"")
                heard = []
                while not heard or heard[-1]["status"] != "final" or "D" not in [each["chord"] for each in heard]:
                    heard.append(json.loads(await client.get_message()))
        nursery.cancel_scope.cancel()


def test_every_example_is_run() -> None:
    assert set(CLIENT) == {"trio", "asyncio", "reconnect", "several"}
    assert set(EMBEDDING) == {"asyncio", "threads", "callback", "parts"}
    assert set(DAW) == {"bridge"}
    assert set(FASTAPI) == {"upload", "live", "beside"}
