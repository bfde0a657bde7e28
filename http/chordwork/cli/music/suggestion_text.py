"""Suggestions as plain text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from chordwork.cli.output import PIPE_COLUMNS

if TYPE_CHECKING:
    from chordwork.harmony import KeyEstimate, Notation
    from chordwork.music.suggestions import Suggestion

BAR_CELLS: Final = 16
_EIGHTHS: Final = " ▏▎▍▌▋▊▉█"
_GAP: Final = "  "
_ONE_CELL: Final = frozenset(f"{_EIGHTHS}♭♯°øΔ²³⁴⁵⁶⁷⁹")
"""What is written beside ASCII, and no wider."""


def key_remark(key: KeyEstimate, notation: Notation = "english") -> str:
    """Which key an answer is for, and how sure that is."""
    known = "" if key.confidence >= 1.0 else f" ({key.confidence:.0%} sure)" if key.confidence else " (assumed)"
    return f"   in {key.key.named(notation)}{known}"


def suggestion_lines(
    asked: str, key: KeyEstimate, suggestions: Sequence[Suggestion], notation: Notation = "english"
) -> list[str] | None:
    """What :mod:`~chordwork.cli.music.suggestion_view` shows, without colours; None where a line would be folded, or
    a character may be wider than one cell."""
    rows = [
        (each.symbol, each.roman, f"{100 * each.probability:.1f} %", probability_bar(each.probability), each.reason)
        for each in suggestions
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [f"{asked}{key_remark(key, notation)}"]
    for row in rows:
        symbol, roman, share, bar, reason = row
        cells = (symbol.ljust(widths[0]), roman.ljust(widths[1]), share.rjust(widths[2]), bar.ljust(widths[3]), reason)
        lines.append(_GAP.join(cells).rstrip())
    if any(len(line) > PIPE_COLUMNS for line in lines[1:]) or "\n" in asked:
        return None
    return lines if all(each.isascii() or each in _ONE_CELL for line in lines for each in line) else None


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
