"""The MIDI ports of this system, through RtMidi (ALSA, CoreMIDI, Windows)."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from chordwork.bridge._errors import BridgeError
from chordwork.bridge._midi import MidiPort
from chordwork.harmony.extras import install_extra

NEW: Final = "new"
"""Name that asks for a port of our own, which other programs see."""
CLIENT: Final = "Chordwork"
SEQUENCER: Final = Path("/dev/snd/seq")
"""How programs reach ALSA's sequencer."""


def midi_ports() -> list[str]:
    """Names of the ports that take MIDI.

    Raises:
        BridgeError: the extra ``daw`` is missing, or the system has no MIDI.
    """
    return [str(name) for name in _output(_rtmidi()).ports]


def open_port(name: str) -> MidiPort:
    """Open a port.

    Args:
        name: of one that is there, or a part of it, in letters of any size; or :data:`NEW`.

    Raises:
        BridgeError: the extra ``daw`` is missing, the system has no MIDI, or no such port.
    """
    rtmidi = _rtmidi()
    if name == NEW and sys.platform == "win32":
        raise BridgeError("Windows makes no MIDI ports for programs: make one with loopMIDI, and name that one instead")
    output = _output(rtmidi)
    try:
        if name == NEW:
            output.open_virtual_port(CLIENT)
        else:
            output.open_port(_number(output.ports, name))
    except RuntimeError as error:
        raise BridgeError(f"the MIDI port {name!r} cannot be opened ({error}): is another program using it?") from None
    return _Port(output)


def _rtmidi() -> ModuleType:
    try:
        return importlib.import_module("rtmidi2")
    except ImportError:
        raise BridgeError(f"MIDI needs an extra: {install_extra('daw')}") from None


def _output(rtmidi: Any) -> Any:
    if sys.platform == "linux":
        _look_for_sequencer()
    try:
        return rtmidi.MidiOut(CLIENT)
    except RuntimeError as error:
        raise BridgeError(f"this system has no MIDI ({error}): take OSC instead") from None


def _look_for_sequencer() -> None:
    if not SEQUENCER.exists():
        raise BridgeError(
            f"there is no ALSA sequencer here ({SEQUENCER}), which MIDI goes through: sudo modprobe snd-seq; in a "
            "container, start it with --device /dev/snd; or take OSC instead"
        )
    if not os.access(SEQUENCER, os.R_OK | os.W_OK):
        raise BridgeError(f"{SEQUENCER} may not be used: sudo usermod -aG audio $USER, and log in again")


def _number(names: Sequence[str], wanted: str) -> int:
    exact = [number for number, name in enumerate(names) if name == wanted]
    alike = [number for number, name in enumerate(names) if wanted.casefold() in name.casefold()]
    for number in (*exact, *alike):
        return number
    there = ", ".join(repr(name) for name in names) or "none"
    raise BridgeError(f"no MIDI port {wanted!r}; there are: {there}. A new one: {NEW}")


class _Port:
    """One that is open."""

    def __init__(self, output: Any) -> None:
        self._output = output

    def send(self, message: Sequence[int]) -> None:
        self._output.send_raw(*message)

    def close(self) -> None:
        self._output.close_port()
