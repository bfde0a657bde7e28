"""Where the picture appears: redrawn in place on a terminal, plain lines anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, Protocol, TextIO

from rich.console import Console
from rich.live import Live

from chordwork.analysis.forms.clock import clock
from chordwork.cli.view.render import MIN_WIDTH, render
from chordwork.cli.view.state import ViewState
from chordwork.client import Chord, Key, Message, Tuning, Warning

FRAMES_PER_SECOND: Final = 15


class Screen(Protocol):
    """Something that shows a state."""

    def tell(self, message: Message, state: ViewState) -> None:
        """A message has come, and made this state."""

    def draw(self, state: ViewState) -> None:
        """Time has passed."""


class TerminalScreen:
    """Redraws the picture in place."""

    def __init__(self, live: Live) -> None:
        """Draw into ``live``, which is running."""
        self._live = live

    def tell(self, message: Message, state: ViewState) -> None:
        """Nothing: the next frame shows it."""

    def draw(self, state: ViewState) -> None:
        """Draw a frame."""
        self._live.update(render(state, self._live.console.width), refresh=True)


class PlainScreen:
    """One line for every change; for logs and pipes."""

    def __init__(self, file: TextIO) -> None:
        """Write to ``file``."""
        self._file = file
        self._shown = ""
        self._key = ""

    def tell(self, message: Message, state: ViewState) -> None:
        """Write what is news."""
        now = clock(state.position)
        match message:
            case Chord(status="provisional") if message.label != self._shown:
                self._shown = message.label
                self._line(f"{now:>9}  {message.symbol:<10} {message.confidence:>4.0%}")
            case Chord(status="final"):
                end = message.start if message.end is None else message.end
                self._line(f"{now:>9}  decided    {message.symbol:<10} {clock(message.start)} to {clock(end)}")
            case Key() if message.name != self._key:
                self._key = message.name
                self._line(f"{now:>9}  key        {message.name}")
            case Tuning():
                self._line(f"{now:>9}  tuning     {message.cents:+.0f} cents")
            case Warning():
                self._line(f"{now:>9}  warning    {message.message}")
            case _:
                pass

    def draw(self, state: ViewState) -> None:
        """Nothing: lines are written as news comes."""

    def _line(self, text: str) -> None:
        self._file.write(f"{text.rstrip()}\n")
        self._file.flush()


@contextmanager
def open_screen(console: Console) -> Iterator[Screen]:
    """A picture where the console is a terminal wide enough for it, plain lines elsewhere.

    The picture is gone and the cursor back when the block ends, however it ends.
    """
    if not console.is_terminal or console.is_dumb_terminal or console.width < MIN_WIDTH:
        yield PlainScreen(sys.stdout if console.file is None else console.file)  # type: ignore[arg-type]
        return
    with Live(console=console, auto_refresh=False, transient=True) as live:
        yield TerminalScreen(live)
