"""A progress bar on the terminal's standard error; nothing at all in a pipe or a log."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress


@contextmanager
def progress_bar(name: str, duration: float) -> Iterator[Callable[[float], None]]:
    """Show how much of ``duration`` seconds, or of whatever is counted, has been heard; gone when the block ends.

    Yields:
        A function to tell how much was heard so far.
    """
    if not sys.stderr.isatty():
        yield lambda seconds: None
        return
    with terminal_bar(transient=True) as bar:
        task = bar.add_task(name, total=duration)
        yield lambda seconds: bar.update(task, completed=min(seconds, duration))


@contextmanager
def working(name: str) -> Iterator[None]:
    """Show that something goes on whose end nobody knows, for the length of the block."""
    if not sys.stderr.isatty():
        yield
        return
    with terminal_bar(transient=True) as bar:
        bar.add_task(name, total=None)
        yield


def terminal_bar(*, transient: bool) -> Progress:
    """A bar on standard error, in the look of all of ours; start it by ``with``.

    Args:
        transient: gone when it ends; else it stays, and tells how long it took.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(complete_style="cyan", finished_style="cyan"),
        TaskProgressColumn(),
        TimeRemainingColumn(elapsed_when_finished=not transient),
        console=Console(file=sys.stderr, force_terminal=True),
        transient=transient,
        redirect_stdout=False,
        redirect_stderr=False,
    )
