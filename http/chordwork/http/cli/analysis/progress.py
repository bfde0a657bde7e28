"""A progress bar on the terminal's standard error; nothing at all in a pipe or a log."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(name: str, duration: float) -> Iterator[Callable[[float], None]]:
    """Show how much of ``duration`` seconds has been heard; the bar is gone when the block ends.

    Yields:
        A function to tell the seconds heard so far.
    """
    if not sys.stderr.isatty():
        yield lambda seconds: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(complete_style="cyan", finished_style="cyan"),
        TaskProgressColumn(),
        TimeRemainingColumn(),
    )
    console = Console(file=sys.stderr, force_terminal=True)
    with Progress(*columns, console=console, transient=True, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task(name, total=duration)
        yield lambda seconds: bar.update(task, completed=min(seconds, duration))
