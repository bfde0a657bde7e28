"""Reading a plan from foreign data, and whether it holds together: what must be checked beyond types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chordwork.harmony import HarmonySyntaxError, parse_key, parse_symbol
from chordwork.music.accompaniment import GROOVES
from chordwork.music.songwriting.chart import write_chart
from chordwork.music.songwriting.errors import PlanFormatError, PlanOptionError
from chordwork.music.songwriting.genres import FEELS, GENRES
from chordwork.music.songwriting.locks import check_path
from chordwork.music.songwriting.model import MAX_PARTS, Plan
from chordwork.music.songwriting.records import from_data
from chordwork.music.tabs import PATTERNS


def read_plan(data: Mapping[str, Any]) -> Plan:
    """A plan from its JSON data, ``links`` left aside.

    Raises:
        PlanFormatError: the data is no plan, or does not hold together; it names the place.
    """
    if not isinstance(data, Mapping):
        raise PlanFormatError("plan: an object is needed")
    plan = from_data(Plan, {key: value for key, value in data.items() if key != "links"})
    check(plan)
    return plan


def check(plan: Plan) -> None:
    """See that names are known, chords are chords and fill their bars, and the form has its sections.

    Raises:
        PlanFormatError: names the field.
    """
    for field, value, known in (
        ("genre", plan.genre, GENRES), ("groove", plan.groove, GROOVES), ("pattern", plan.pattern, PATTERNS),
    ):  # fmt: skip
        if value not in known:
            raise PlanFormatError(f"plan.{field}: {value[:40]!r} is unknown here")
    if plan.metre != FEELS[plan.groove].metre:
        raise PlanFormatError(
            f"plan.metre: the groove {plan.groove} is in {FEELS[plan.groove].metre}, not {plan.metre[:10]}"
        )
    names = [section.name for section in plan.sections]
    if len(set(names)) != len(names) or not names:
        raise PlanFormatError("plan.sections: each section stands there once, and there is at least one")
    if not 1 <= len(plan.form) <= MAX_PARTS:
        raise PlanFormatError(f"plan.form: 1 to {MAX_PARTS} parts are needed")
    for index, part in enumerate(plan.form):
        if part.section not in names:
            raise PlanFormatError(f"plan.form[{index}]: there is no section {part.section[:40]!r}")
    try:
        parse_key(plan.key)
        for section in plan.sections:
            for chord in section.chords:
                parse_symbol(chord.symbol)
            write_chart([(chord.symbol, chord.bars) for chord in section.chords])
        for path in plan.locked:
            check_path(path)
    except (HarmonySyntaxError, PlanOptionError) as error:
        raise PlanFormatError(f"plan: {error}") from None
