"""Reading chords over lyrics: a line of chords, and below it the words that they stand over, column by column."""

from __future__ import annotations

from typing import Any

from chordwork.music.charts.chords_over_lyrics.lines import (
    CHANGES,
    NAME,
    TAGS,
    field,
    is_chords,
    is_tab,
    is_words,
    notation_of_lines,
    part,
    pieces,
    sheet_lines,
)
from chordwork.music.charts.errors import ChartFileError
from chordwork.music.charts.form import Reading
from chordwork.music.charts.layout import in_quarters
from chordwork.music.charts.lyrics import Sheet
from chordwork.music.charts.text import lines as kinds
from chordwork.music.song import TextKind


def read(data: bytes) -> Reading:
    """The song of a file.

    Raises:
        ChartFileError: there is no line of chords in it, or it is no text.
        ChartTooLargeError: more than 10,000 chords or 262,144 characters.
    """
    lines = sheet_lines(data, NAME)
    notation = notation_of_lines(lines)
    sheet, fields = Sheet(NAME), _Fields()
    above: str | None = None
    first = next((number for number, line in enumerate(lines) if line.strip()), 0)
    for number, line in enumerate((*lines, "")):
        if above is not None:
            under = bool(line.strip()) and is_words(line, notation)
            sheet.line(pieces(above, line if under else "", notation))
            above = None
            if under:
                continue
        if not line.strip():
            sheet.blank()
        elif is_tab(line):
            sheet.text(line.rstrip(), TextKind.TAB)
        elif fields.take(line, sheet):
            continue
        elif (named := part(line)) is not None:
            name, times, rest = named
            sheet.begin(name, times)
            above = rest if is_chords(rest, notation) else None
            if rest.strip() and above is None:
                sheet.text(rest.strip(), TextKind.WORDS)
        elif is_chords(line, notation):
            above = line
        elif number == first and not (number + 1 < len(lines) and lines[number + 1].strip()):
            fields.values["title"] = " ".join(line.split())
        else:
            sheet.text(line.strip(), TextKind.WORDS)
    if not sheet.has_bars:
        raise ChartFileError(NAME, "no line of chords is in it: put chords above the words")
    song = sheet.song(timed=False, tags=tuple(fields.tags), **fields.values)
    return Reading((in_quarters(song),))


class _Fields:
    def __init__(self) -> None:
        self.values: dict[str, Any] = {}
        self.tags: list[tuple[str, str]] = []

    def take(self, line: str, sheet: Sheet) -> bool:
        """Whether a line is a heading such as ``Capo: 3``; among the lines, one of a key or tempo holds from there."""
        found = kinds.meta(line)
        if found is None:
            return False
        if found[0] in TAGS:
            self.tags.append(found)
            return True
        told = field(*found)
        if told is None:
            return True
        name, value = told
        if name in CHANGES and (sheet.has_bars or name in self.values):
            sheet.change(**{name: value})
        else:
            self.values.setdefault(name, value)
        return True
