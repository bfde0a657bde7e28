"""Whether a plan holds together: what a reader of foreign data must check beyond types."""

from __future__ import annotations

from chordwork.harmony import HarmonySyntaxError, parse_key, parse_symbol
from chordwork.music.accompaniment import GROOVES
from chordwork.music.songwriting.chart import write_chart
from chordwork.music.songwriting.errors import PlanFormatError, PlanOptionError
from chordwork.music.songwriting.form import MAX_PARTS
from chordwork.music.songwriting.genres import FEELS, GENRES
from chordwork.music.songwriting.locks import check_path
from chordwork.music.songwriting.plan import SongPlan
from chordwork.music.tabs import PATTERNS


def check(plan: SongPlan) -> None:
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
