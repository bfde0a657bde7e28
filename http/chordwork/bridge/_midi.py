"""The notes of one chord after another at a MIDI port, fed by another thread: a port may hang, listening may not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Final, Protocol

NOTE_OFF: Final = 0x80
NOTE_ON: Final = 0x90
VELOCITY: Final = 80
LONGEST_END_S: Final = 1.0
"""How long the end waits for a port that hangs."""


class MidiPort(Protocol):
    """Where bytes of MIDI go."""

    def send(self, message: Sequence[int]) -> None:
        """Send one message."""

    def close(self) -> None:
        """Give the port back."""


class Hand:
    """Holds the notes of one chord at a port.

    Between the caller and the thread lies room for one chord: a newer one takes the place of one that has not been
    played yet, which is counted. What is let go and what is pressed is found when it is played, so that no note off is
    ever lost that way.
    """

    def __init__(self, port: MidiPort, *, channel: int, on_trouble: Callable[[str], object]) -> None:
        """Begin, with nothing held; :meth:`close` ends it.

        Args:
            port: that is open; it is closed in the end.
            channel: from 1 to 16.
            on_trouble: told once in words, from the thread, when the port fails.
        """
        self._port = port
        self._channel = channel - 1
        self._on_trouble = on_trouble
        self._news = threading.Condition()
        self._wanted: Sequence[int] | None = None
        self._ends = False
        self._held: list[int] = []
        self.sent = 0
        self.lost = 0
        self._thread = threading.Thread(target=self._play, name="chordwork-midi", daemon=True)
        self._thread.start()

    def hold(self, notes: Sequence[int]) -> None:
        """Let these notes sound, and no others. Never waits, never raises."""
        with self._news:
            self.lost += self._wanted is not None
            self._wanted = tuple(notes)
            self._news.notify()

    def close(self) -> None:
        """Let go of every note and give the port back; a port that hangs is left after a second."""
        with self._news:
            self._wanted, self._ends = (), True
            self._news.notify()
        self._thread.join(LONGEST_END_S)

    def _play(self) -> None:
        try:
            while True:
                with self._news:
                    self._news.wait_for(lambda: self._wanted is not None)
                    wanted, self._wanted = self._wanted or (), None
                    ends = self._ends
                self._change_to(wanted)
                if ends:
                    return
        except Exception as error:  # of whatever drives the port
            said = " ".join(str(error).split()) or type(error).__name__
            self._on_trouble(f"MIDI ends here ({said}); listening goes on")
            self._release()
        finally:
            self._close_port()

    def _change_to(self, wanted: Sequence[int]) -> None:
        for note in [each for each in self._held if each not in wanted]:
            self._send(NOTE_OFF, note, 0)
            self._held.remove(note)
        for note in [each for each in wanted if each not in self._held]:
            self._held.append(note)
            self._send(NOTE_ON, note, VELOCITY)

    def _release(self) -> None:
        """Let go of what still can be let go of, where sending has failed once."""
        for note in self._held:
            with suppress(Exception):
                self._send(NOTE_OFF, note, 0)
        self._held = []

    def _send(self, kind: int, note: int, velocity: int) -> None:
        self._port.send((kind | self._channel, note, velocity))
        self.sent += 1

    def _close_port(self) -> None:
        try:
            self._port.close()
        except Exception as error:
            self._on_trouble(f"the MIDI port could not be closed: {error}")
