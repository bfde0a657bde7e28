"""Notes at a port: held as long as their chord, and never longer than the bridge."""

from __future__ import annotations

import importlib
import os
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from chordwork.bridge import BridgeError, midi_ports, open_bridge
from chordwork.bridge import _midi as midi
from chordwork.bridge import _ports as ports
from chordwork.bridge._midi import Hand
from chordwork.client import Chord
from tests.bridge.sounding import sounding

D = Chord("provisional", "D:maj", "D", 0.0, None, 0.9)
BM = Chord("provisional", "B:min", "Bm", 1.0, None, 0.9)
SILENT = Chord("provisional", "N", "N.C.", 2.0, None, 0.9)
LONG_S = 60.0


class Port:
    """Writes down what it is sent; waits at a gate, if there is one, and fails where it is told to."""

    def __init__(self, gate: threading.Event | None = None, fails_at: int | None = None) -> None:
        self.sent: list[tuple[int, ...]] = []
        self.closed = threading.Event()
        self.came = threading.Semaphore(0)
        self._gate = gate
        self._fails_at = fails_at

    def send(self, message: Sequence[int]) -> None:
        self.came.release()
        if self._gate is not None:
            assert self._gate.wait(LONG_S)
        if len(self.sent) == self._fails_at:
            self._fails_at = None
            raise OSError("the cable was pulled out")
        self.sent.append(tuple(message))

    def close(self) -> None:
        self.closed.set()


def hand(port: Port, troubles: list[str], channel: int = 1) -> Hand:
    return Hand(port, channel=channel, on_trouble=troubles.append)


def play(port: Port, *chords: Sequence[int], channel: int = 1) -> list[tuple[int, ...]]:
    """Each chord is waited for, so that none is overtaken."""
    troubles: list[str] = []
    playing = hand(port, troubles, channel)
    held: set[int] = set()
    for chord in chords:
        playing.hold(chord)
        for _ in held ^ set(chord):
            assert port.came.acquire(timeout=LONG_S)
        held = set(chord)
    playing.close()
    assert not troubles
    assert port.closed.is_set()
    return port.sent


def test_what_two_chords_share_goes_on() -> None:
    assert play(Port(), (36, 60), (36, 64), (36, 64), ()) == [
        (0x90, 36, 80), (0x90, 60, 80), (0x80, 60, 0), (0x90, 64, 80), (0x80, 36, 0), (0x80, 64, 0),
    ]  # fmt: skip


def test_the_end_lets_go_on_the_channel_that_was_named() -> None:
    assert play(Port(), (40,), channel=16) == [(0x9F, 40, 80), (0x8F, 40, 0)]


def test_a_port_that_hangs_keeps_nobody_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(midi, "LONGEST_END_S", 0.01)
    gate, troubles = threading.Event(), list[str]()
    port = Port(gate)
    playing = hand(port, troubles)
    playing.hold((36,))
    assert port.came.acquire(timeout=LONG_S)  # it hangs now
    for note in (40, 41, 42):
        playing.hold((note,))
    assert playing.lost == 2
    playing.close()
    assert port.sent == []
    gate.set()  # and when it goes on, nothing is left sounding
    assert port.closed.wait(LONG_S)
    assert port.sent == [(0x90, 36, 80), (0x80, 36, 0)]
    assert troubles == []


def test_a_port_that_fails_is_told_once_and_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    port, troubles = Port(fails_at=1), list[str]()
    playing = hand(port, troubles)
    playing.hold((36, 60))
    assert port.closed.wait(LONG_S)
    assert port.sent == [(0x90, 36, 80), (0x80, 36, 0), (0x80, 60, 0)]
    assert troubles == ["MIDI ends here (the cable was pulled out); listening goes on"]
    for _ in range(3):
        playing.hold((40,))
    assert playing.lost == 2
    playing.close()


@pytest.fixture
def rtmidi(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.setenv("MIDI_LOG", str(tmp_path / "midi.log"))
    monkeypatch.setattr(ports, "SEQUENCER", ports.SEQUENCER)
    module = importlib.reload(importlib.import_module("tests.bridge.pretended_rtmidi2"))
    monkeypatch.setitem(sys.modules, "rtmidi2", module)
    return module


def log_of(tmp_path: Path) -> list[str]:
    return (tmp_path / "midi.log").read_text().splitlines()


@pytest.mark.usefixtures("rtmidi")
def test_a_bridge_holds_chords_and_lets_go_of_none(tmp_path: Path) -> None:
    with open_bridge(midi="new", midi_channel=3) as bridge:
        bridge.tell(D)
    chords, left = sounding(tmp_path / "midi.log")
    assert not left
    assert log_of(tmp_path)[:2] == ["client Chordwork", "virtual Chordwork"]
    assert log_of(tmp_path)[-1] == "closed"
    assert chords <= {frozenset(each) for each in _growing((38, 57, 62, 66))}


def _growing(notes: Sequence[int]) -> list[set[int]]:
    up = [set(notes[:count]) for count in range(len(notes) + 1)]
    return [*up, *(set(notes[count:]) for count in range(len(notes) + 1))]


@pytest.mark.usefixtures("rtmidi")
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_error_leaves_no_note_behind(error: type[BaseException], tmp_path: Path) -> None:
    def perform() -> None:
        with open_bridge(midi="Desk A") as bridge:
            for chord in (D, BM, SILENT, BM):
                bridge.tell(chord)
            raise error

    with pytest.raises(error):
        perform()
    assert "port Desk A" in log_of(tmp_path)
    assert log_of(tmp_path)[-1] == "closed"
    assert not sounding(tmp_path / "midi.log")[1]


@pytest.mark.usefixtures("rtmidi")
def test_ports_are_found_by_a_part_of_their_names(tmp_path: Path) -> None:
    assert midi_ports() == ["Midi Through 14:0", "Desk A", "Desk AB"]
    for name, opened in (("through", "Midi Through 14:0"), ("Desk A", "Desk A"), ("desk", "Desk A")):
        ports.open_port(name).close()
        assert log_of(tmp_path)[-2] == f"port {opened}"
    with pytest.raises(BridgeError, match=r"no MIDI port 'organ'; there are: 'Midi Through 14:0', .*A new one: new"):
        ports.open_port("organ")
    with pytest.raises(BridgeError, match=r"'Desk AB' cannot be opened \(busy\)"):
        ports.open_port("Desk AB")


@pytest.mark.usefixtures("rtmidi")
def test_a_receiver_that_is_none_leaves_no_port_open(tmp_path: Path) -> None:
    pytest.importorskip("pythonosc")
    with pytest.raises(BridgeError), open_bridge(midi="new", osc=["nowhere"]):
        pass
    assert not (tmp_path / "midi.log").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="ALSA is Linux's")
def test_without_a_sequencer_it_says_what_to_do(
    rtmidi: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ports, "SEQUENCER", tmp_path / "seq")
    with pytest.raises(BridgeError, match=r"no ALSA sequencer here \(.*/seq\).* sudo modprobe snd-seq; .* OSC"):
        midi_ports()
    (tmp_path / "seq").touch()
    monkeypatch.setattr(os, "access", lambda place, mode: False)
    with pytest.raises(BridgeError, match=r"may not be used: sudo usermod -aG audio"):
        midi_ports()


@pytest.mark.usefixtures("rtmidi")
def test_windows_makes_no_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(BridgeError, match="loopMIDI"):
        ports.open_port("new")


def test_a_system_without_midi(rtmidi: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(name: str) -> None:
        raise RuntimeError("no CoreMIDI")

    monkeypatch.setattr(rtmidi, "MidiOut", fails)
    with pytest.raises(BridgeError, match=r"no MIDI \(no CoreMIDI\): take OSC instead"):
        midi_ports()
