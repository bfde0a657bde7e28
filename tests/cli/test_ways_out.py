"""``listen`` and ``demo`` tell other programs what they hear, and leave no note behind, however they end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import soundfile
import trio

pytest.importorskip("pythonosc")

from chordwork.cli.playing.performance import Performance
from chordwork.cli.view.state import ViewState
from chordwork.client import Chord, Message
from tests.bridge.osc_reader import Receiver
from tests.bridge.sounding import sounding

ROOT = Path(__file__).parents[2]
CLIP = ROOT / "http/chordwork/analysis/clips/band.ogg"
LONGEST_S = 240.0

MICROPHONE = '''
"""Stands for sounddevice: a microphone that hears a file at its speed, again and again."""
import os, threading, time
import soundfile

class PortAudioError(Exception):
    pass

DEVICE = {"name": "Microphone", "max_input_channels": 1, "default_samplerate": 44100.0}

def query_devices(device=None, kind=None):
    return [DEVICE] if kind is None else DEVICE

class RawInputStream:
    def __init__(self, *, samplerate, blocksize, device, channels, dtype, latency, callback):
        self.callback, self.frames, self.ended = callback, blocksize, threading.Event()

    def play(self):
        samples, rate = soundfile.read(os.environ["SONG"], dtype="int16", always_2d=True)
        began, played = time.monotonic(), 0
        while not self.ended.wait(max(0.0, began + played / rate - time.monotonic())):
            start = played % (len(samples) - self.frames)
            block = samples[start : start + self.frames, 0].tobytes()
            self.callback(memoryview(block), self.frames, None, None)
            played += self.frames

    def __enter__(self):
        self.thread = threading.Thread(target=self.play, daemon=True)
        self.thread.start()

    def __exit__(self, *_):
        self.ended.set()
'''


@pytest.fixture
def surroundings(tmp_path: Path, environment: dict[str, str]) -> dict[str, str]:
    """Of a program that finds a microphone and a MIDI port."""
    modules = tmp_path / "modules"
    modules.mkdir()
    (modules / "sounddevice.py").write_text(MICROPHONE)
    (modules / "rtmidi2.py").write_text((ROOT / "tests/bridge/pretended_rtmidi2.py").read_text())
    audio, rate = soundfile.read(CLIP, dtype="int16", frames=10 * 44100)
    soundfile.write(tmp_path / "song.wav", audio, rate)
    return {
        **environment,
        "PYTHONPATH": os.pathsep.join((str(modules), environment.get("PYTHONPATH", ""))),
        "MIDI_LOG": str(tmp_path / "midi.log"),
        "SONG": str(tmp_path / "song.wav"),
    }


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (signal.SIGINT, 130),
        pytest.param(signal.SIGTERM, 128 + signal.SIGTERM, marks=pytest.mark.long),
        pytest.param(signal.SIGHUP, 128 + signal.SIGHUP, marks=pytest.mark.long),
    ],
)
def test_a_microphone_is_followed_until_it_ends(
    how: signal.Signals, code: int, surroundings: dict[str, str], tmp_path: Path
) -> None:
    receiver = Receiver()
    command = [sys.executable, "-m", "chordwork.cli", "listen", "--osc", receiver.address, "--midi", "new"]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as program:
        reading = threading.Thread(target=program.stdout.read)  # type: ignore[union-attr]
        reading.start()
        try:
            heard = list[list[Any]]()
            while not any(message[:2] == ["/chordwork/final", "D"] for message in heard):
                heard += receiver.wait()
            program.send_signal(how)
            assert program.wait(LONGEST_S) == code
        finally:
            program.kill()
            reading.join()
    heard += receiver.got()
    receiver.close()
    assert any(message[0] == "/chordwork/chord" and message[1:4] == ["D", "D", "maj"] for message in heard)
    assert heard[-1] == ["/chordwork/end"]
    last = max(at for at, message in enumerate(heard) if message[0] == "/chordwork/chord")
    ends = [message for message in heard[last:] if message[0] != "/chordwork/flash"]  # only if a beat was just told
    assert [message[0].rpartition("/")[2] for message in ends] == [
        *("chord", "root", "bass", "quality", "tones", "lights", "end"),
    ]
    assert ends[0][1] == "N.C."
    chords, left = sounding(tmp_path / "midi.log")
    assert frozenset({38, 57, 62, 66}) in chords
    assert not left
    assert (tmp_path / "midi.log").read_text().endswith("closed\n")


@pytest.mark.long
def test_the_demo_is_followed_to_its_end(surroundings: dict[str, str], tmp_path: Path) -> None:
    receiver = Receiver()
    options = ("--fast", "--clip", "guitar", "--osc", receiver.address, "--midi", "desk", "--midi-channel", "2")
    command = [sys.executable, "-m", "chordwork.cli", "demo", *options]
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as program:
        messages = receiver.wait()
        while messages[-1] != ["/chordwork/end"]:
            messages += receiver.wait()
        assert program.communicate(timeout=LONGEST_S)[1] == b""
        assert program.returncode == 0
    receiver.close()
    assert any(message[0] == "/chordwork/final" for message in messages)
    assert not sounding(tmp_path / "midi.log")[1]
    lines = (tmp_path / "midi.log").read_text().splitlines()
    assert lines[1] == "port Desk A"
    assert {int(line.split()[0]) & 0xF for line in lines if line[0].isdigit()} == {1}


@pytest.mark.parametrize("command", [("demo", "--fast"), ("listen",)])
def test_a_way_out_that_is_none_is_said_before_anything_begins(
    command: tuple[str, ...], surroundings: dict[str, str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "chordwork.cli", *command, "--osc", "nowhere"],
        env=surroundings, capture_output=True, text=True, timeout=LONGEST_S, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("chordwork: 'nowhere' is no address for OSC: write host and port")


async def test_others_are_told_before_the_screen() -> None:
    order: list[str] = []
    chord = Chord("provisional", "D:maj", "D", 0.0, None, 0.9)

    class Stream:
        async def send(self, pcm: bytes) -> None: ...

        async def finish(self) -> None: ...

        async def __aiter__(self) -> AsyncIterator[Message]:
            yield chord

    class Screen:
        def tell(self, message: Message, state: ViewState) -> None:
            order.append("screen")

        def draw(self, state: ViewState) -> None: ...

    async def silence() -> AsyncIterator[tuple[bytes, float]]:
        yield bytes(2), 0.02
        await trio.sleep_forever()

    performance = Performance(Stream(), Screen(), ViewState(), paced=True)
    await performance.run(
        silence(), lambda message, at: order.append("first"), lambda message, at: order.append("next")
    )
    assert order == ["first", "next", "screen"]
