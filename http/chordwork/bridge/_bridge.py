"""What is said of each message, to whom."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from typing import Final

import attrs

from chordwork.bridge._midi import Hand
from chordwork.bridge._osc import OscSender
from chordwork.bridge._ports import open_port
from chordwork.bridge._voicing import close_voicing
from chordwork.client import Beat, Chord, Key, Level, Message, Tempo
from chordwork.harmony import chord as heard
from chordwork.harmony.errors import ChordSyntaxError
from chordwork.harmony.vocabulary import QUALITIES

NO_NOTE: Final = -1
"""A pitch class, or a quality, that is none."""


@attrs.frozen
class BridgeStatistics:
    """Counts since the bridge was opened.

    Attributes:
        osc_sent: messages that the system took.
        osc_lost: those that it did not.
        midi_sent: notes on and off.
        midi_lost: chords that a newer one overtook, or that came when the port had failed.
    """

    osc_sent: int
    osc_lost: int
    midi_sent: int
    midi_lost: int


class Bridge:
    """Tells other programs what is heard; made by :func:`open_bridge` only."""

    def __init__(self, receivers: Sequence[OscSender], hand: Hand | None) -> None:
        self._receivers = receivers
        self._hand = hand
        self._time = 0.0
        self._flashes = False

    def tell(self, message: Message) -> None:
        """Pass on what others have a use for. Never waits, never raises."""
        match message:
            case Chord(status="provisional"):
                self._time = message.start
                self._rings(message.label, message.symbol, message.confidence)
            case Chord():
                end = message.start if message.end is None else message.end
                self._say("/final", *_named(message.label, message.symbol), message.confidence, message.start, end)
            case Key():
                tonic, _, mode = message.name.partition(" ")
                self._say("/key", message.name, tonic, mode, message.confidence)
            case Tempo():
                self._say("/tempo", message.bpm, 0.0 if message.confidence is None else message.confidence)
            case Beat():
                self._say("/beat", message.bpm, message.confidence, message.time)
                self._flash(True)
            case Level():
                self._say("/level", message.peak_dbfs, message.rms_dbfs)
                self._flash(False)
            case _:
                pass

    def statistics(self) -> BridgeStatistics:
        """Counts so far."""
        hand = self._hand
        return BridgeStatistics(
            sum(each.sent for each in self._receivers),
            sum(each.lost for each in self._receivers),
            0 if hand is None else hand.sent,
            0 if hand is None else hand.lost,
        )

    def _end(self) -> None:
        """Nothing rings any more."""
        self._rings(heard.NO_CHORD.label, heard.NO_CHORD.symbol, 0.0)
        self._flash(False)
        self._say("/end")

    def _rings(self, label: str, symbol: str, confidence: float) -> None:
        chord = _read(label)
        if self._hand is not None:
            self._hand.hold(close_voicing(chord))
        self._say("/chord", *_named(label, symbol), confidence, self._time)
        root, bass = (chord.root, chord.bass) if chord.is_chord else (NO_NOTE, NO_NOTE)
        self._say("/root", root)
        self._say("/bass", bass)
        self._say("/quality", NO_NOTE if chord.quality is None else QUALITIES.index(chord.quality))
        tones = [tone in chord.pitch_classes for tone in range(12)]
        self._say("/tones", *map(int, tones))
        self._say("/lights", *map(float, tones))

    def _flash(self, on: bool) -> None:
        """On with a beat, off with the level that follows: no clock is needed."""
        if on or self._flashes:
            self._flashes = on
            self._say("/flash", float(on))

    def _say(self, address: str, *arguments: str | float) -> None:
        for receiver in self._receivers:
            receiver.send(address, *arguments)


@contextmanager
def open_bridge(
    *,
    osc: Sequence[str] = (),
    midi: str | None = None,
    midi_channel: int = 1,
    on_trouble: Callable[[str], object] = lambda reason: None,
) -> Iterator[Bridge]:
    """Open ways out for the length of a ``with`` block. At its end all notes are off, and OSC is told of no chord.

    Args:
        osc: receivers, each as host and port, such as ``127.0.0.1:9000``; or a broadcast address.
        midi: part of the name of a port, see :func:`midi_ports`; ``new`` makes one that other programs see, called
            Chordwork (Linux, macOS). None: no MIDI.
        midi_channel: from 1 to 16.
        on_trouble: told in words, once a receiver, when messages are lost; from any thread.

    Raises:
        BridgeError: the extra ``daw`` is missing, or an address or a port is none.
    """
    with ExitStack() as stack:
        receivers = [stack.enter_context(closing(OscSender(each, on_trouble))) for each in osc]
        hand = None
        if midi is not None:
            hand = stack.enter_context(closing(Hand(open_port(midi), channel=midi_channel, on_trouble=on_trouble)))
        bridge = Bridge(receivers, hand)
        stack.callback(bridge._end)
        yield bridge


def _read(label: str) -> heard.Chord:
    """A label of a newer server that is not known here has no tones."""
    try:
        return heard.parse_label(label)
    except ChordSyntaxError:
        return heard.UNKNOWN_CHORD


def _named(label: str, symbol: str) -> tuple[str, str, str, str]:
    """Name, root, quality and bass, as words; what is no chord has no root and no bass."""
    chord = _read(label)
    quality = chord.label if chord.quality is None else chord.quality.harte
    return symbol, chord.root_name, quality, chord.bass_name or ""
