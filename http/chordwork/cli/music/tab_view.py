"""A text tab in colours: chord names by their hue, frets bright, everything else in the background."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from rich.style import Style
from rich.text import Text

from chordwork.cli.view.colours import chord_colour

if TYPE_CHECKING:
    from chordwork.music.tabs import Tab

_WORD: Final = re.compile(r"\S+")
_STRING: Final = re.compile(r"^[A-Ga-g][#b]? ?\|-")
_STROKES: Final = re.compile(r"^[DU ]+$")


def coloured_tab(tab: Tab, width: int) -> Text:
    """The same characters as ``tab.text(width=width)``.

    Args:
        tab: what to show.
        width: cells a line.
    """
    lines = tab.text(width=width).split("\n")
    names = _names(tab)
    heading = lines.index("")
    shown = []
    after_strings = False
    for number, line in enumerate(lines):
        if number < heading:
            shown.append(Text(line, "bold" if tab.score.title and number == 0 else "dim"))
        elif _STRING.match(line):
            shown.append(_digits(line, "bold cyan"))
        elif after_strings and _STROKES.match(line):
            shown.append(Text(line, "green"))
        else:
            shown.append(_names_and_fingers(line, names))
        after_strings = bool(_STRING.match(line))
    return Text("\n").join(shown)


def chord_style(label: str) -> Style:
    """Bold, in the hue of a Harte label; plain where there is none."""
    colour = chord_colour(label)
    return Style(bold=True) if colour is None else Style(color=colour, bold=True)


def _names(tab: Tab) -> dict[str, Style]:
    from chordwork.harmony import parse_symbol, to_harte

    score = tab.score
    symbols = {score.printed(mark.symbol) for bar in score.bars for mark in bar.marks}
    symbols |= {score.shape_name(voicing.tones) for voicing in tab.voicings} if score.board.capo else set()
    return {symbol: chord_style(to_harte(parse_symbol(symbol, notation=score.notation))) for symbol in symbols}


def _digits(line: str, style: str) -> Text:
    shown = Text(line, "dim")
    for match in re.finditer(r"\d+", line):
        shown.stylize(f"not dim {style}", *match.span())
    return shown


def _names_and_fingers(line: str, names: dict[str, Style]) -> Text:
    words = list(_WORD.finditer(line))
    if _are_names((match[0] for match in words), names):
        shown = Text(line)
        for match in words:
            style = names.get(match[0].strip("()"))
            if style is not None:
                shown.stylize(style, *match.span())
        return shown
    return _digits(line, "bold")


def _are_names(words: Iterable[str], names: dict[str, Style]) -> bool:
    stripped = [word.strip("()") for word in words]
    return bool(stripped) and all(word in names for word in stripped)
