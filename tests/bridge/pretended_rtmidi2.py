"""Stands for rtmidi2 where there is no MIDI; put on the path of a program as ``rtmidi2.py``.

It writes down what it is sent, a message a line, into the file that ``MIDI_LOG`` names.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

PORTS = ["Midi Through 14:0", "Desk A", "Desk AB"]

sys.modules["chordwork.bridge._ports"].SEQUENCER = Path(os.devnull)  # type: ignore[attr-defined]  # as if there were one


class MidiOut:
    def __init__(self, name: str) -> None:
        self.ports = PORTS
        self._log = Path(os.environ["MIDI_LOG"])
        self._say("client", name)

    def open_virtual_port(self, name: str) -> None:
        self._say("virtual", name)

    def open_port(self, number: int) -> None:
        if PORTS[number] == "Desk AB":
            raise RuntimeError("busy")
        self._say("port", PORTS[number])

    def send_raw(self, *message: int) -> None:
        self._say(*map(str, message))

    def close_port(self) -> None:
        self._say("closed")

    def _say(self, *words: str) -> None:
        with self._log.open("a") as log:
            print(*words, file=log)
