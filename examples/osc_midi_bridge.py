"""Chords out to a DAW: as OSC messages by UDP, and as held notes on a virtual MIDI port.

python examples/osc_midi_bridge.py --osc 127.0.0.1:9000
python examples/osc_midi_bridge.py --midi Chordwork        # pip install mido python-rtmidi; Linux and macOS

OSC: /chord "Am7/C" 0.93 (name, probability), /chord/final "Am7/C" 2.81 5.13 (name, start, end in seconds).
"""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext, suppress
from typing import Any

from listening import listen, options

from chordwork.actors.threads import open_engine
from chordwork.engine import ChordEvent
from chordwork.harmony import Chord

LOWEST_BASS = 36
LOWEST_VOICE = 55


def osc(address: str, *arguments: str | float) -> bytes:
    """A message of Open Sound Control 1.0: everything in units of four bytes."""

    def text(value: str) -> bytes:
        encoded = value.encode() + b"\0"
        return encoded + b"\0" * (-len(encoded) % 4)

    tags = "," + "".join("s" if isinstance(each, str) else "f" for each in arguments)
    values = (text(each) if isinstance(each, str) else struct.pack(">f", each) for each in arguments)
    return text(address) + text(tags) + b"".join(values)


def notes(chord: Chord) -> list[int]:
    """MIDI numbers: the bass, and the tones above it as close as they lie; none for no chord."""
    if not chord.pitch_classes:
        return []
    bass = LOWEST_BASS + (chord.bass - LOWEST_BASS) % 12
    return [bass, *sorted(LOWEST_VOICE + (tone - LOWEST_VOICE) % 12 for tone in chord.pitch_classes)]


@contextmanager
def virtual_port(name: str) -> Iterator[Hand]:
    """A port that other programs see, silent again at the end."""
    import mido

    with mido.open_output(name, virtual=True) as port:
        hand = Hand(port)
        try:
            yield hand
        finally:
            hand.play([])


class Hand:
    """Holds the notes of one chord at a port."""

    def __init__(self, port: Any) -> None:
        """Nothing is held yet."""
        self._port = port
        self._held: list[int] = []

    def play(self, wanted: list[int]) -> None:
        """Let go of what does not belong to it, and press what is missing."""
        from mido import Message

        for note in set(self._held) - set(wanted):
            self._port.send(Message("note_off", note=note))
        for note in set(wanted) - set(self._held):
            self._port.send(Message("note_on", note=note, velocity=80))
        self._held = wanted


def main() -> None:
    """Bridge until the sound ends or Ctrl-C is pressed."""
    parser = options(__doc__)
    parser.add_argument("--osc", metavar="HOST:PORT", default="127.0.0.1:9000")
    parser.add_argument("--midi", metavar="NAME", help="also open a virtual MIDI port of that name")
    told = parser.parse_args()
    host, _, port = told.osc.rpartition(":")
    to = (host, int(port))
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as udp,
        virtual_port(told.midi) if told.midi else nullcontext() as hand,
        listen(told.file, told.speed) as (ring, sample_rate),
        open_engine() as engine,
        engine.open_session(sample_rate=sample_rate) as session,
        session.pouring(ring),
    ):
        for event in session:
            if not isinstance(event, ChordEvent):
                continue
            if event.end is not None:  # a final one
                udp.sendto(osc("/chord/final", event.chord.symbol, event.start, event.end), to)
                continue
            udp.sendto(osc("/chord", event.chord.symbol, event.confidence), to)
            if hand is not None:
                hand.play(notes(event.chord))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
