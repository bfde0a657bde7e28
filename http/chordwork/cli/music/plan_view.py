"""A song plan in colours: headings bold, chords in their hue."""

from __future__ import annotations

import re
from typing import Final

from rich.style import Style
from rich.text import Text

from chordwork.cli.music.tab_view import chord_style
from chordwork.music.songwriting import SongPlan

_RULE: Final = re.compile(r"^[=-]{3,}$")
_SECTION: Final = re.compile(r"^\[[^\]]+\]")
_CHART: Final = re.compile(r"^ +\|")
_WORD: Final = re.compile(r"[^\s|]+")
_REASON: Final = re.compile(r"^    - (\S+):")


def coloured_plan(plan: SongPlan) -> Text:
    """The same characters as ``plan.text()``."""
    lines = plan.text().split("\n")
    names = _names(plan)
    shown = []
    for number, line in enumerate(lines):
        following = lines[number + 1] if number + 1 < len(lines) else ""
        if _RULE.match(following) and line:
            shown.append(Text(line, "bold"))
        elif _RULE.match(line):
            shown.append(Text(line, "bright_black"))
        elif section := _SECTION.match(line):
            shown.append(Text.assemble((section[0], "bold green"), (line[section.end() :], "dim")))
        else:
            shown.append(_chords(line, names))
    return Text("\n").join(shown)


def _names(plan: SongPlan) -> dict[str, Style]:
    from chordwork.harmony import parse_symbol, to_harte

    symbols = {chord.symbol for section in plan.sections for chord in section.chords}
    return {symbol: chord_style(to_harte(parse_symbol(symbol))) for symbol in symbols}


def _chords(line: str, names: dict[str, Style]) -> Text:
    shown = Text(line)
    if _CHART.match(line):
        for match in _WORD.finditer(line):
            shown.stylize(names.get(match[0], Style(dim=True)), *match.span())
    elif (reason := _REASON.match(line)) and reason[1] in names:
        shown.stylize(names[reason[1]], *reason.span(1))
    return shown
