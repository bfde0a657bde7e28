"""Who else is told what a command hears: programs by OSC, and a MIDI port."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import attrs

from chordwork.cli.exits import warn
from chordwork.cli.playing.performance import OnMessage
from chordwork.client import Message


@attrs.frozen
class WaysOut:
    """As a command line names them.

    Attributes:
        osc: hosts with ports.
        midi: of a port, or ``new``; None for none.
        midi_channel: from 1 to 16.
    """

    osc: tuple[str, ...] = ()
    midi: str | None = None
    midi_channel: int = 1

    @contextmanager
    def opened(self) -> Iterator[list[OnMessage]]:
        """Open them for the length of a block; whom to tell meanwhile.

        Raises:
            BridgeError: the extra ``daw`` is missing, or an address or a port is none.
        """
        if not self.osc and self.midi is None:
            yield []
            return
        from chordwork.bridge import open_bridge

        with open_bridge(osc=self.osc, midi=self.midi, midi_channel=self.midi_channel, on_trouble=warn) as bridge:

            def tell(message: Message, at: float) -> None:
                bridge.tell(message)

            yield [tell]
