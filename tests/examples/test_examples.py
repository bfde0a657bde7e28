"""Every program of examples/, run as it is; a file, or a device that is none, takes the place of the microphone."""

from __future__ import annotations

import ast
import json
import os
import runpy
import shutil
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from PIL import Image
from websockets.sync.client import connect

from chordwork.engine import RecognizerParts, bundled_model
from chordwork.engine.testing import check_decoder, check_filter, check_parts
from tests.bridge.osc_reader import Receiver
from tests.bridge.sounding import sounding

ROOT = Path(__file__).parents[2]
EXAMPLES = ROOT / "examples"
CLIP = ROOT / "http/chordwork/analysis/clips/band.ogg"
FAST = ("--speed", "20")
LONGEST_S = 200


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ten seconds of a band: D, A/C#, Bm7, Gmaj7."""
    audio, rate = soundfile.read(CLIP, dtype="int16", frames=10 * 44100)
    file = tmp_path_factory.mktemp("songs") / "song.wav"
    soundfile.write(file, audio, rate)
    return file


def run(*command: str, cwd: Path = ROOT, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def example(name: str, *options: str, cwd: Path = ROOT, **environment: str) -> str:
    return run(str(EXAMPLES / name), *options, cwd=cwd, **environment)


def test_a_meter_shows_level_and_chords(song: Path) -> None:
    shown = example("microphone_meter.py", "--file", str(song), *FAST).split("\r")
    assert any("█" in line and line.split()[-1] == "D" for line in shown), shown[-20:]
    assert any("Bm7" in line for line in shown), shown[-20:]


MICROPHONE = '''
"""Stands for sounddevice: a microphone that hears a file, and calls back from a thread of its own."""
import os, signal, threading, time
import soundfile

def query_devices(kind):
    return {"default_samplerate": 44100.0}

class RawInputStream:
    def __init__(self, *, samplerate, channels, dtype, latency, callback):
        assert (samplerate, channels, dtype) == (44100, 1, "int16")
        self.callback = callback
        self.thread = threading.Thread(target=self.play, daemon=True)

    def play(self):
        samples, _ = soundfile.read(os.environ["SONG"], dtype="int16", always_2d=True)
        for start in range(0, len(samples), 441):
            self.callback(memoryview(samples[start : start + 441, 0].tobytes()), 441, None, None)
            time.sleep(0.001)
        time.sleep(1)
        os.kill(os.getpid(), signal.SIGINT)  # Ctrl-C

    def __enter__(self):
        self.thread.start()

    def __exit__(self, *_):
        pass
'''


def test_the_microphone_is_heard_until_ctrl_c(song: Path, tmp_path: Path) -> None:
    (tmp_path / "sounddevice.py").write_text(MICROPHONE)
    shown = example("microphone_meter.py", PYTHONPATH=str(tmp_path), SONG=str(song))
    assert any("█" in line and line.split()[-1] == "D" for line in shown.split("\r")), shown[-500:]


def test_a_folder_gets_its_charts(song: Path, tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    shutil.copy(song, tmp_path / "inner" / "one.wav")
    (tmp_path / "notes.txt").write_text("no song")
    said = example("folder_of_files.py", str(tmp_path))
    assert said.startswith("one.wav: ")
    assert "D:maj" in (tmp_path / "inner" / "one.lab").read_text()
    (tmp_path / "broken.mp3").write_bytes(b"no sound at all" * 100)
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / "folder_of_files.py"), str(tmp_path)],
        capture_output=True, text=True, timeout=LONGEST_S, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (1, "")
    assert "broken.mp3: " in done.stdout


def test_a_model_of_ones_own_is_loaded_by_its_card(song: Path, tmp_path: Path) -> None:
    mine = bundled_model().read().replace(b"chordwork-chord", b"my-own-chordnet")  # who it says it is
    identity = f"my-own-chordnet@{bundled_model().card.version}"
    (tmp_path / "my.onnx").write_bytes(mine)
    run("-m", "chordwork.cli", "models", "card", str(tmp_path / "my.onnx"), "--licence", "MIT")
    said = example("custom_model.py", str(tmp_path), identity, str(song)).splitlines()
    assert said[0].startswith(f"{identity} takes ")
    as_it_is, flattened = (line.rpartition("; ") for line in said[2:])
    assert "D A/C# Bm7" in as_it_is[0]
    assert int(flattened[2].split("%")[0]) < int(as_it_is[2].split("%")[0])
    (tmp_path / "my.onnx").write_bytes(mine + b"changed")
    with pytest.raises(AssertionError, match="is not the file"):
        example("custom_model.py", str(tmp_path), identity, str(song))


def parts_of(name: str) -> dict[str, Any]:
    """What an example brings."""
    return runpy.run_path(str(EXAMPLES / name))


def test_a_filter_of_ones_own_takes_the_hum_out(song: Path, tmp_path: Path) -> None:
    audio, rate = soundfile.read(song, always_2d=True)
    times = np.arange(len(audio)) / rate
    hum = sum(np.sin(2 * np.pi * 50.0 * harmonic * times) for harmonic in range(1, 16))
    soundfile.write(tmp_path / "hum.wav", 0.25 * audio + 0.04 * np.asarray(hum)[:, np.newaxis], rate)
    assert "D A/C# Bm7" in example("custom_filter.py", str(tmp_path / "hum.wav"))
    check_filter(parts_of("custom_filter.py")["HumNotch"])


def test_a_decoder_of_ones_own(song: Path) -> None:
    said = dict(line.split(":", 1) for line in example("custom_decoder.py", str(song)).splitlines())
    assert "D A Bm7" in said["majority"]
    lags = [float(line.split()[-2]) for name, line in said.items() if name.startswith("lag")]
    assert len(lags) == 2
    assert lags[0] < lags[1]
    check_decoder(parts_of("custom_decoder.py")["Majority"])


def test_features_and_a_model_of_ones_own(song: Path) -> None:
    assert {"D", "A"} <= set(example("custom_features.py", str(song)).split())
    mine = parts_of("custom_features.py")
    check_parts(RecognizerParts(features=mine["CHROMA"], model=mine["Templates"]()))


def test_a_bridge_sends_osc_and_holds_notes(song: Path, tmp_path: Path) -> None:
    pytest.importorskip("pythonosc")
    shutil.copy(ROOT / "tests/bridge/pretended_rtmidi2.py", tmp_path / "rtmidi2.py")
    receiver = Receiver()
    got: list[list[Any]] = []

    def receive() -> None:
        while got[-1:] != [["/chordwork/end"]]:
            got.extend(receiver.wait())

    receiving = threading.Thread(target=receive, daemon=True)
    receiving.start()
    log = tmp_path / "midi.log"
    example(
        "osc_midi_bridge.py", "--file", str(song), *FAST, "--osc", receiver.address, "--midi", "new",
        PYTHONPATH=str(tmp_path), MIDI_LOG=str(log),
    )  # fmt: skip
    receiving.join()
    receiver.close()
    finals = [message for message in got if message[0] == "/chordwork/final"]
    assert [message[1] for message in finals if message[3] != "N"][:2] == ["D", "A/C#"]
    assert all(message[6] <= message[7] for message in finals)
    rings = [message[1:] for message in got if message[0] == "/chordwork/chord"]
    assert any(name == "D" and 0 < confidence <= 1 for name, _, _, _, confidence, _ in rings)
    chords, left = sounding(log)
    assert not left  # silent at the end
    assert frozenset({38, 57, 62, 66}) in chords  # D below, and A, D, F#


@contextmanager
def started(*command: str, **pipes: Any) -> Iterator[subprocess.Popen[str]]:
    program = subprocess.Popen([sys.executable, *command], cwd=ROOT, text=True, **pipes)
    try:
        yield program
    finally:
        program.kill()
        program.communicate()


def test_an_overlay_is_a_page_that_follows(song: Path) -> None:
    command = (str(EXAMPLES / "stream_overlay.py"), "--port", "0", "--file", str(song), "--speed", "5")
    with started(*command, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        url = program.stdout.readline().strip()
        with urllib.request.urlopen(url, timeout=60) as page:
            assert b'new EventSource("events")' in page.read()
        seen = []
        with urllib.request.urlopen(f"{url}events", timeout=60) as events:
            assert events.headers["Content-Type"].startswith("text/event-stream")
            for line in events:
                if line.startswith(b"data: "):
                    seen.append(json.loads(line[6:])["chord"])
                if {"D", "Bm7"} <= set(seen):
                    break
        assert {"D", "Bm7"} <= set(seen), seen


def test_fastapi_names_chords_to_several_at_once(song: Path) -> None:
    pytest.importorskip("fastapi")
    pytest.importorskip("uvicorn")
    audio, rate = soundfile.read(song, dtype="int16", always_2d=True)
    mono = audio[:, 0].tobytes()
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
        command = ("-m", "uvicorn", "--app-dir", str(EXAMPLES), "fastapi_mount:app", "--fd", str(door.fileno()))
        with started(*command, pass_fds=(door.fileno(),), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL):
            url = f"ws://127.0.0.1:{port}/chords?sample_rate={rate}"
            with connect(url, open_timeout=60) as leaver, connect(url) as player:
                leaver.send(mono[:4096])
                for begin in range(0, len(mono), 1 << 14):
                    player.send(mono[begin : begin + (1 << 14)])
                player.send(b"")
                leaver.close()
                heard = [json.loads(message) for message in player]  # until it is closed
            finals = [event["symbol"] for event in heard if event["status"] == "final"]
            assert "D" in finals, heard
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/sessions", timeout=60) as answer:
                assert json.load(answer) == {"sessions": 0}


WINDOW = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import qt_window
shown = qt_window.Window.show_event
def show_event(window, event):
    shown(window, event)
    print(window.chord.text(), window.key.text(), *(box.name for box in window.timeline.boxes), sep="|")
qt_window.Window.show_event = show_event
sys.exit(qt_window.main())
"""


def test_a_window_of_qt_follows(song: Path, tmp_path: Path) -> None:
    pytest.importorskip(
        "PySide6.QtWidgets", reason="pip install PySide6-Essentials==6.11.1: 230 MB for this test alone"
    )
    picture = tmp_path / "window.png"
    options = ("--file", str(song), *FAST, "--picture", str(picture))
    lines = run("-c", WINDOW, str(EXAMPLES), *options, QT_QPA_PLATFORM="offscreen").splitlines()
    assert {"D", "Bm7"} <= {line.split("|")[0] for line in lines}
    assert lines[-1].split("|")[1:6] == ["D major", "N.C.", "D", "A/C#", "Bm7"]
    with Image.open(picture) as image:
        assert image.size == (640, 320)
        assert len(image.convert("RGB").getcolors(1 << 20)) > 20  # letters, and boxes of several colours


def test_the_notebook_draws_a_timeline(song: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cell by cell, as Jupyter runs them: the value of a cell's last expression is what is shown."""
    monkeypatch.chdir(song.parent)
    notebook = json.loads((EXAMPLES / "timeline.ipynb").read_text())
    names: dict[str, Any] = {}
    shown = []
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code":
            continue
        assert (cell["outputs"], cell["execution_count"]) == ([], None)
        body = ast.parse("".join(cell["source"])).body
        assert isinstance(body[-1], ast.Expr)
        exec(compile(ast.Module(body[:-1], []), "cell", "exec"), names)
        shown.append(eval(compile(ast.Expression(body[-1].value), "cell", "eval"), names))
    picture = shown[0]._repr_html_()
    assert ">D</text>" in picture
    assert "<b>song.wav</b>" in picture
    assert "D" in [symbol for symbol, _ in shown[1]]


@pytest.mark.long
def test_jupyter_shows_the_timeline(song: Path) -> None:
    """A kernel runs the notebook as Jupyter does, and offers the picture as HTML."""
    nbformat, nbclient = pytest.importorskip("nbformat"), pytest.importorskip("nbclient")
    pytest.importorskip("ipykernel")
    notebook = nbformat.read(EXAMPLES / "timeline.ipynb", as_version=4)
    nbclient.NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(song.parent)}}).execute()
    drawn, listed = (cell["outputs"][-1]["data"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    assert ">D</text>" in drawn["text/html"]
    assert "<b>song.wav</b>" in drawn["text/html"]
    assert "('D', " in listed["text/plain"]


def test_every_example_is_run_and_named() -> None:
    here = Path(__file__).read_text()
    page = (EXAMPLES / "README.md").read_text()
    for path in EXAMPLES.iterdir():
        if path.suffix in (".py", ".ipynb", ".html"):
            assert path.name in page or f"[{path.suffix}]({path.name})" in page
            assert path.name in here or path.stem in here or path.stem in ("listening", "stream_overlay")
