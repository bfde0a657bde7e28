"""A song in a few lines that can be read and compared: what is as usual is not said."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import attrs

from chordwork.harmony import Key
from chordwork.music.charts import Chart
from chordwork.music.charts.form import Reading
from chordwork.music.song import Bar, Lost, MelodyNote, PlacedChord, Section, Song, Syllable


def of_reading(reading: Reading) -> Iterator[str]:
    """Each song, then each remark with its place."""
    for song in reading.songs:
        yield from of_song(song)
    for remark in reading.remarks:
        at = ":".join(str(number) for number in (remark.line, remark.column) if number)
        of = f" (song {remark.song})" if remark.song else ""
        yield f"remark {' '.join(filter(None, (at, remark.place)))}{of}: {remark.text}"


def of_song(song: Song) -> Iterator[str]:
    """Its fields, then its sections, a line for each bar."""
    yield "song" + "".join(f"; {each}" for each in _unusual(song, "sections"))
    for section in song.sections:
        yield "  section" + "".join(f"; {each}" for each in _unusual(section, "bars", "texts"))
        for at, bar in enumerate(section.bars):
            yield from _texts(section, at)
            yield "    bar" + "".join(f"; {each}" for each in _unusual(bar))
        for at in sorted({text.before for text in section.texts if text.before >= len(section.bars)}):
            yield from _texts(section, at)


def of_chart(chart: Chart) -> Iterator[str]:
    """What sounds: a line for each bar, ``~`` before a chord that is held over the bar line."""
    usual = Chart((), True)
    fields = (each for each in attrs.fields(Chart) if each.name != "bars")
    told = [each.name for each in fields if getattr(chart, each.name) != getattr(usual, each.name)]
    yield "; ".join(("chart", *(f"{name} {getattr(chart, name)!r}" for name in told)))
    for bar in chart.bars:
        chords = " ".join(f"{'~' * each.held}{each.symbol}:{each.beats}@{each.position}" for each in bar.chords)
        yield f"  {bar.section!r} {bar.metre[0]}/{bar.metre[1]}: {chords}"


def of_lost(lost: tuple[Lost, ...]) -> Iterator[str]:
    """What was not kept."""
    for each in lost:
        yield f"lost {each}"


def _texts(section: Section, at: int) -> Iterator[str]:
    for text in section.texts:
        if text.before == at:
            yield f"    {text.kind.value} before {at}: {' / '.join(text.lines)}"


def _unusual(thing: Song | Section | Bar, *without: str) -> Iterator[str]:
    usual = type(thing)()
    for field in attrs.fields(type(thing)):
        value = getattr(thing, field.name)
        if field.name not in without and value != getattr(usual, field.name):
            yield f"{field.name} {_said(value)}"


def _said(value: Any) -> str:
    match value:
        case PlacedChord():
            at = f"@{value.beat}" if value.beat else ""
            push = f"<{value.push}" if value.push else ""
            written = f"={value.written!r}" if value.written else ""
            return f"{'(' if value.optional else ''}{value.symbol}{at}{push}{written}{')' if value.optional else ''}"
        case Syllable():
            at = f"@{value.beat}" if value.beat else ""
            verse = f"#{value.verse}" if value.verse != 1 else ""
            return f"{'/' if value.new_line else ''}{value.text!r}{at}{verse}"
        case MelodyNote():
            return f"{value.pitch}@{value.beat}~{value.beats}"
        case Key() | Fraction() | int() | float():
            return str(value)
        case str():
            return repr(value)
        case tuple():
            return " ".join(map(_said, value))
        case None:
            return "none"
        case _:
            return str(value.value)
