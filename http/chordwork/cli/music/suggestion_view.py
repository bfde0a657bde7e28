"""Suggestions as a table: chord, numeral, how likely, and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from chordwork.cli.music.suggestion_text import key_remark, probability_bar
from chordwork.cli.music.tab_view import chord_style

if TYPE_CHECKING:
    from chordwork.harmony import KeyEstimate, Notation
    from chordwork.music.suggestions import Suggestion


def suggestion_heading(asked: str, key: KeyEstimate, notation: Notation = "english") -> Text:
    """What was asked, and the key that the answer is for."""
    return Text.assemble((asked, "bold"), (key_remark(key, notation), "dim"))


def suggestion_table(suggestions: Sequence[Suggestion]) -> Table:
    """One row a suggestion."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    for each in suggestions:
        style = chord_style(each.label)
        bar = Text(probability_bar(each.probability), style)
        table.add_row(
            Text(each.symbol, style), Text(each.roman, "bold"), f"{100 * each.probability:.1f} %", bar, each.reason
        )
    return table
