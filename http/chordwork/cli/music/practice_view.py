"""Feedback on a chord that was played, for a player."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from chordwork.music.practice import Feedback, NoteHeard

_COLOURS: Final = {"right": "bold green", "almost": "bold yellow", "not yet": "bold red", "silent": "dim"}


def practice_view(feedback: Feedback) -> RenderableType:
    """The verdict, the notes, the strings to look at, and the one thing to do next."""
    shape = f"  {feedback.shape}" if feedback.shape else ""
    heading = Text.assemble(
        (feedback.target, "bold"),
        (f"{shape}  ", "dim"),
        (feedback.verdict, _COLOURS[feedback.verdict]),
        (f"  {feedback.score:.0%}", "dim"),
    )
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim", no_wrap=True)
    table.add_column()
    for name, notes, style in (
        ("sounds", feedback.present, "green"),
        ("missing", feedback.missing, "yellow"),
        ("foreign", feedback.foreign, "red"),
        ("unclear", feedback.unclear, "dim"),
    ):
        if notes:
            table.add_row(f"  {name}", Text(_listed(notes), style))
    for check in feedback.checks:
        if check.text != feedback.hint:
            table.add_row("  look at", check.text)
    if feedback.sounds_like:
        table.add_row("  like", f"it sounds like {feedback.sounds_like}")
    return Group(heading, table, Text(f"→ {feedback.hint}"))


def _listed(notes: Sequence[NoteHeard]) -> str:
    return ", ".join(f"{note.note}{f' ({note.degree})' if note.degree else ''}" for note in notes)
