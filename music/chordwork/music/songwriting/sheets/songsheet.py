"""A plan as a song sheet: plain text for a terminal or a printer, Markdown for everything else."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Final

from chordwork.music.accompaniment import GROOVES
from chordwork.music.songwriting.chart import bars_of
from chordwork.music.songwriting.model import Plan, Section

WIDTH: Final = 92
"""Characters a line of plain text."""
_BARS_A_LINE: Final = 4


def text_sheet(plan: Plan) -> str:
    """Plain text."""
    lines = [plan.title, "=" * min(len(plan.title), WIDTH), ""]
    lines += _wrapped(f"{_facts(plan)}.") + _wrapped(_mood(plan)) + _wrapped(plan.key_why)
    lines += ["", *_wrapped(f"Form: {' – '.join(part.title for part in plan.form)}. {plan.form_why}"), ""]
    for section in plan.sections:
        lines += ["", f"[{section.title}]  {section.bars:g} bars, {section.cadence}", ""]
        lines += [f"    {row}" for row in chart_rows(section)]
        lines += [f"    {row}" for row in roman_rows(section)]
        lines.append("")
        lines += _wrapped(section.why, "  ")
        for symbol, why in _with_reasons(section):
            lines += _wrapped(f"{symbol}: {why}", "    - ", "      ")
        lines += _wrapped(f"Tune: {_melody(section)}", "  ")
        if section.lyrics.lines:
            lines += _wrapped(f"Words: {_lyrics(section)}", "  ")
            for part in plan.form:
                if part.section == section.name:
                    lines += _wrapped(f"{part.title}: {part.task}", "    - ", "      ")
    lines += ["", "Chords", "------", ""]
    for chord in plan.chords:
        shape = chord.shape + (f" ({chord.shape_name} shape)" if chord.shape_name != chord.symbol else "")
        lines += _wrapped(f"{chord.symbol:8} {shape:10} {chord.difficulty:5} {chord.tip}", "  ", " " * 28)
    lines += ["", "Steps", "-----", ""]
    for step in plan.steps:
        lines += _wrapped(f"{step.number}. {step.title} ({step.minutes} min): {step.text}", "  ", "     ")
    lines += ["", "Practice", "--------", ""]
    lines += _wrapped(_practice(plan), "  ")
    for session in plan.practice.sessions:
        lines += _wrapped(f"{session.days}: {session.focus}. {session.text}", "  - ", "    ")
    return "\n".join(line.rstrip() for line in lines) + "\n"


def markdown_sheet(plan: Plan) -> str:
    """Markdown."""
    lines = [
        f"# {_escaped(plan.title)}",
        "",
        f"*{_escaped(plan.theme)}*",
        "",
        f"{_facts(plan)}.",
        "",
        _escaped(_mood(plan)),
        "",
    ]
    lines += [
        plan.key_why,
        "",
        f"**Form**: {' – '.join(_escaped(part.title) for part in plan.form)}. {plan.form_why}",
        "",
    ]
    for section in plan.sections:
        lines += [f"## {_escaped(section.title)}", "", *_table(section), "", section.why, ""]
        lines += [f"* **{_escaped(symbol)}**: {why}" for symbol, why in _with_reasons(section)]
        lines += ["", f"**Tune**: {_escaped(_melody(section))}", ""]
        if section.lyrics.lines:
            lines += [f"**Words**: {_escaped(_lyrics(section))}", ""]
            lines += [f"* *{_escaped(part.title)}*: {part.task}" for part in plan.form if part.section == section.name]
            lines.append("")
    lines += ["## Chords", "", "| chord | shape | | how |", "|---|---|---|---|"]
    for chord in plan.chords:
        named = f" ({chord.shape_name} shape)" if chord.shape_name != chord.symbol else ""
        lines.append(
            f"| {_escaped(chord.symbol)} | `{chord.shape}`{named} | {chord.difficulty} | {_escaped(chord.tip)} |"
        )
    lines += ["", "## Steps", ""]
    lines += [
        f"{step.number}. **{_escaped(step.title)}** ({step.minutes} min): {_escaped(step.text)}" for step in plan.steps
    ]
    lines += ["", "## Practice", "", _practice(plan), ""]
    lines += [f"* **{session.days}**: {session.focus}. {session.text}" for session in plan.practice.sessions]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def chart_rows(section: Section) -> list[str]:
    """Bars of a section, four a line, in columns: ``| C       | G       | Am F    |``."""
    return _rows(section, "symbol")


def roman_rows(section: Section) -> list[str]:
    """The same in numerals."""
    return _rows(section, "roman")


def _cells(section: Section, what: str) -> list[str]:
    bars = bars_of([(getattr(chord, what), chord.bars) for chord in section.chords])
    return [" ".join(text for text, _ in bar) for bar in bars]


def _rows(section: Section, what: str) -> list[str]:
    wide = max(len(cell) for each in ("symbol", "roman") for cell in _cells(section, each))
    cells = [cell.ljust(wide) for cell in _cells(section, what)]
    return [f"| {' | '.join(cells[at : at + _BARS_A_LINE])} |" for at in range(0, len(cells), _BARS_A_LINE)]


def _table(section: Section) -> Iterator[str]:
    chords, numerals = _cells(section, "symbol"), _cells(section, "roman")
    filled = [f"**{_escaped(one)}**<br>{_escaped(two)}" for one, two in zip(chords, numerals, strict=True)]
    columns = min(_BARS_A_LINE, len(filled))
    yield "|" + " |" * columns
    yield "|" + "---|" * columns
    for at in range(0, len(filled), columns):
        row = filled[at : at + columns]
        yield "| " + " | ".join(row + [""] * (columns - len(row))) + " |"


def _with_reasons(section: Section) -> list[tuple[str, str]]:
    """Each chord with its reason, once."""
    return list(dict.fromkeys((chord.symbol, chord.why) for chord in section.chords))


def _facts(plan: Plan) -> str:
    capo = f", capo {plan.capo}" if plan.capo else ""
    return (
        f"{plan.key}, {plan.metre}, {plan.tempo_text}, {GROOVES[plan.groove].title} ({plan.feel}), "
        f"for {plan.instrument}{capo}, {plan.level}"
    )


def _mood(plan: Plan) -> str:
    return f"Mood: {plan.mood.name}. {plan.mood.heard}"


def _melody(section: Section) -> str:
    melody = section.melody
    targets = list(dict.fromkeys(f"{target.note} over {target.chord}" for target in melody.targets))
    return f"between {melody.low} and {melody.high}; {melody.contour}; {melody.rhythm}." + (
        f" Aim at {', '.join(targets)}." if targets else ""
    )


def _lyrics(section: Section) -> str:
    lyrics = section.lyrics
    lines = f"{lyrics.lines} line{'s' * (lyrics.lines > 1)}"
    text = (
        f"{lyrics.job} Told by: {lyrics.point_of_view}. {lines}, {lyrics.syllables_low} to "
        f"{lyrics.syllables_high} syllables each, rhymed {lyrics.scheme}. {lyrics.opening}"
    )
    if lyrics.images:
        text += f" Pictures: {', '.join(lyrics.images)}."
    if lyrics.rhymes:
        sets = "; ".join(f"{each.word} – {', '.join(each.rhymes)}" for each in lyrics.rhymes)
        text += f" Rhymes: {sets}."
    return text


def _practice(plan: Plan) -> str:
    practice = plan.practice
    return (
        f"{practice.minutes_a_day} minutes a day for {practice.days} days. "
        f"Tempo ladder: {plan.tempo_text.partition(' = ')[0]} = "
        f"{', '.join(str(bpm) for bpm in practice.ladder_bpm)} bpm."
    )


def _wrapped(text: str, indent: str = "", later: str | None = None) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent if later is None else later) or [
        ""
    ]


def _escaped(text: str) -> str:
    """A text that Markdown prints as it is, on one line."""
    shown = "".join(f"\\{letter}" if letter in "\\`*_[]<>|#" else letter for letter in text)
    return " ".join(shown.split())
