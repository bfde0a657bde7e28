"""Suggestions as a table: chord, numeral, how likely, and why."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.table import Table
from rich.text import Text

from chordwork.cli.music.tab_view import chord_style

if TYPE_CHECKING:
    from chordwork.harmony import KeyEstimate, Notation
    from chordwork.music.suggestions import Suggestion

BAR_CELLS: Final = 16
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"


def suggestion_heading(asked: str, key: KeyEstimate, notation: Notation = "english") -> Text:
    """What was asked, and the key that the answer is for."""
    known = "" if key.confidence >= 1.0 else f" ({key.confidence:.0%} sure)" if key.confidence else " (assumed)"
    return Text.assemble((asked, "bold"), (f"   in {key.key.named(notation)}{known}", "dim"))


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


def probability_bar(probability: float) -> str:
    """A bar of at most :data:`BAR_CELLS`, to an eighth of a cell; never empty."""
    eighths = max(1, round(8 * BAR_CELLS * min(1.0, probability)))
    full, rest = divmod(eighths, 8)
    return "█" * full + (_EIGHTHS[rest] if rest else "")


def suggestion_json(
    asked: str, key: KeyEstimate, suggestions: Sequence[Suggestion], notation: Notation = "english"
) -> str:
    """The same for programs."""
    document: dict[str, Any] = {
        "asked": asked,
        "key": key.key.named(notation),
        "key_confidence": round(key.confidence, 4),
        "next": [
            {
                "label": each.label,
                "symbol": each.symbol,
                "roman": each.roman,
                "function": each.function.value,
                "relation": each.relation.value,
                "probability": round(each.probability, 4),
                "reason": each.reason,
            }
            for each in suggestions
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
