"""Chords taken apart: their notes, degrees, numerals and what they do in the key."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rich.table import Table
from rich.text import Text

from chordwork.cli.music.tab_view import chord_style
from chordwork.harmony import Analysis, KeyEstimate, Notation, Relation, to_harte, to_lead_sheet, write_name


def harmony_heading(keys: Sequence[KeyEstimate], given: bool, notation: Notation = "english") -> Text:
    """The key, and its rivals where it was found."""
    if not keys:
        return Text("no chord, no key", "dim")
    best, *others = keys
    if given:
        return Text(best.key.named(notation), "bold")
    rivals = ", ".join(f"{each.key.named(notation)} {each.confidence:.0%}" for each in others)
    return Text.assemble(
        (best.key.named(notation), "bold"), f" {best.confidence:.0%}", (f"   or {rivals}" if rivals else "", "dim")
    )


def harmony_table(analyses: Sequence[Analysis], notation: Notation = "english") -> Table:
    """One row a chord."""
    table = Table.grid(padding=(0, 3, 0, 0))
    headings = ("chord", "numeral", "notes", "degrees", "Harte", "in the key")
    for _ in headings:
        table.add_column(no_wrap=True)
    table.add_row(*(Text(heading, "dim") for heading in headings))
    for each in analyses:
        symbol = each.symbol
        table.add_row(
            Text(to_lead_sheet(symbol, notation=notation), chord_style(to_harte(symbol))),
            Text(each.numeral, "bold"),
            " ".join(write_name(note, notation) for note in symbol.notes),
            " ".join(degree.name for degree in symbol.degrees),
            to_harte(symbol),
            _role(each, notation),
        )
    return table


def harmony_json(keys: Sequence[KeyEstimate], analyses: Sequence[Analysis], notation: Notation = "english") -> str:
    """The same for programs."""
    document: dict[str, Any] = {
        "keys": [{"key": each.key.named(notation), "confidence": round(each.confidence, 4)} for each in keys],
        "chords": [
            {
                "symbol": to_lead_sheet(each.symbol, notation=notation),
                "label": to_harte(each.symbol),
                "roman": each.numeral,
                "function": each.function.value,
                "relation": each.relation.value,
                "root": write_name(each.symbol.root, notation) if each.symbol.root else None,
                "bass": write_name(each.symbol.bass, notation) if each.symbol.bass else None,
                "notes": [write_name(note, notation) for note in each.symbol.notes],
                "degrees": [degree.name for degree in each.symbol.degrees],
                "pitch_classes": sorted(each.symbol.pitch_classes),
            }
            for each in analyses
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _role(analysis: Analysis, notation: Notation) -> str:
    """``dominant``, ``subdominant, borrowed``, ``towards Dm``."""
    if analysis.relation is Relation.NO_CHORD:
        return ""
    if analysis.relation is Relation.DIATONIC:
        return analysis.function.value
    if analysis.target is not None:
        minor = analysis.numeral.rpartition("/")[2].islower()
        return f"{analysis.relation.value}, towards {write_name(analysis.target, notation)}{'m' * minor}"
    function = "" if analysis.function.value == "none" else f"{analysis.function.value}, "
    return f"{function}{analysis.relation.value}"
