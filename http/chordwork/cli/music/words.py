"""Chords from the command line, or from a pipe."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import attrs

from chordwork.cli.errors import CommandError
from chordwork.cli.exits import warn
from chordwork.cli.music.chart_files import analysed_text, chart_place, song_at

if TYPE_CHECKING:
    from chordwork.analysis.forms.read_chart import ReadChart
    from chordwork.harmony.notation import Notation
    from chordwork.music.song import Song

MAX_PIPED_CHARACTERS: Final = 16 << 20
"""Longer than the chart of a day, in its longest form."""
_ENGLISH_SIGNS: Final = re.compile(r"(?<![^\s|/])[A-G][#b](?![\w#])|(?<![^\s|/])[A-G][#b](?:m|maj|sus|dim|\d)")
_STDIN: Final = (["-"], ["/dev/stdin"])


@attrs.frozen
class Handed:
    """What was handed over.

    Attributes:
        chords: a line of them, or a song from a file.
        metre: that the chart of a recording is in, such as ``3/4``; None if it is not known, or the song says it.
        tempo_bpm: beats a minute, likewise.
    """

    chords: str | Song
    metre: str | None = None
    tempo_bpm: float | None = None


def handed_chords(
    words: Sequence[str] | None, piped: str | None = None, *, song: int | None = None, notation: Notation = "english"
) -> Handed:
    """The chords: from the file that the arguments name, see
    :func:`~chordwork.cli.music.chart_files.chart_place`, else as :func:`handed_chart` has them.

    Args:
        words: arguments.
        piped: what :func:`piped_text` has read already.
        song: which one of the file, from 1.
        notation: of the names in a line that is returned.

    Raises:
        ChartFileError: the file is no chart.
        CommandError: no argument, and a person at the keyboard; or which of several songs is not said.
        ChartError: what is piped in begins like a chart, and is none.
    """
    place = None if piped is not None else chart_place(words)
    if place is not None:
        found = song_at(place, song)
        if found is not None:
            return Handed(found)
        piped = analysed_text(place)
    if song is not None:
        raise CommandError("--song says which one of a file with several: name the file in the place of chords")
    text = piped_text(words) if piped is None else piped
    if text is None:
        return Handed(" ".join(words or ()))
    chart = _read(text, notation)
    return Handed(chart.line, chart.metre, chart.tempo_bpm)


def chord_or_song(word: str, song: int | None = None) -> str | Song:
    """A chord, or the song of the file that the word names."""
    return handed_chords([word], song=song).chords if chart_place([word]) is not None or song is not None else word


def handed_chart(words: Sequence[str] | None, piped: str | None = None, *, notation: Notation = "english") -> ReadChart:
    """The chords, and what the chart says of metre and tempo.

    Args:
        words: arguments, ``"C G Am F"`` in quotes or one by one. Without any, or for ``-``, standard input is read:
            chords, or a chart of ``chordwork analyze`` in any of its forms, whose warnings are passed on.
        piped: what :func:`piped_text` has read already.
        notation: of the names that are returned; a chart of ``analyze`` has English ones, and is translated.

    Raises:
        CommandError: no argument, and a person at the keyboard.
        ChartError: what is piped in begins like a chart, and is none.
    """
    text = piped_text(words) if piped is None else piped
    if text is None:
        from chordwork.analysis.forms.read_chart import ReadChart

        return ReadChart(" ".join(words or ()))
    return _read(text, notation)


def _read(text: str, notation: Notation) -> ReadChart:
    from chordwork.analysis.forms.reading import read_chart

    chart = read_chart(text)
    for warning in chart.warnings:
        warn(f"warning {warning}")
    written_by_us = chart.line.strip() != text.strip()
    if not written_by_us and notation != "english" and _ENGLISH_SIGNS.search(text):
        warn(
            f"the chords are read as {notation} names, and some have English signs (Bb, F#): "
            "if they come from chordwork analyze, give that --notation too"
        )
    line = translated(chart.line, notation) if written_by_us else chart.line
    return attrs.evolve(chart, line=line.strip("\r\n"))


def translated(line: str, notation: Notation) -> str:
    """English chord names of a line in another notation; bar lines, strokes and N.C. stay."""
    from chordwork.harmony import parse_symbol, to_lead_sheet

    if notation == "english":
        return line
    return re.sub(r"(?<!\S)[A-G]\S*", lambda name: to_lead_sheet(parse_symbol(name[0]), notation=notation), line)


def piped_text(words: Sequence[str] | None) -> str | None:
    """All of standard input where it is meant: without arguments, or for ``-``; None where there are arguments.

    Raises:
        CommandError: no argument, and a person at the keyboard.
    """
    if words and list(words) not in _STDIN:
        return None
    return _piped('which chords? Name them, such as "C G Am F", or pipe them in')


def piped_or(words: Sequence[str] | None, question: str) -> str:
    """The arguments, else what is piped in, on one line.

    Raises:
        CommandError: neither; the question says what is missing.
    """
    if words and list(words) not in _STDIN:
        return " ".join(words)
    return " ".join(_piped(question).split())


def _piped(question: str) -> str:
    if sys.stdin is None or sys.stdin.isatty():
        raise CommandError(question)
    text = sys.stdin.read(MAX_PIPED_CHARACTERS + 1)
    if len(text) > MAX_PIPED_CHARACTERS:
        raise CommandError(f"more than {MAX_PIPED_CHARACTERS} characters are piped in: hand over less")
    return text
