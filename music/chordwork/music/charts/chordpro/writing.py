"""Writing ChordPro 6."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from math import lcm
from typing import Final

from chordwork.music.charts.chordpro.kept import arranged
from chordwork.music.charts.chordpro.reading import FIELDS, VERBATIM
from chordwork.music.charts.form import Writing
from chordwork.music.charts.layout import BARS_OF_A_LINE, cells, felt_text, key_text, with_felt_tempos
from chordwork.music.charts.lyrics import Piece, lines_of
from chordwork.music.charts.symbols import written
from chordwork.music.charts.tuning import write_tuning
from chordwork.music.song import Bar, Lost, Section, Song, Text, TextKind, tidy

_META: frozenset[str] = frozenset({"style", "strum"})
_CLOSED: Final = re.compile(r":\|(?: x\d+)?$")
_OWN: frozenset[str] = frozenset({"define", "chord"})


def write(songs: Sequence[Song]) -> Writing:
    """Songs as one file."""
    texts: list[str] = []
    lost: list[Lost] = []
    for song in songs:
        page, grids, less = arranged(tidy(song))
        texts.append("\n".join(_song(page, grids)).lstrip("\n") + "\n")
        lost += less
    return Writing("\n{new_song}\n".join(texts).encode(), tuple(lost))


def _song(song: Song, grids: Sequence[bool]) -> Iterator[str]:
    song = with_felt_tempos(song)
    for field in FIELDS:
        if text := getattr(song, field):
            yield f"{{meta: {field} {text}}}" if field in _META else f"{{{field}: {text}}}"
    if song.key is not None:
        yield f"{{key: {key_text(song.key)}}}"
    if song.metre != (4, 4):
        yield f"{{time: {song.metre[0]}/{song.metre[1]}}}"
    if song.tempo_bpm is not None:
        yield f"{{tempo: {felt_text(song.tempo_bpm)}}}"
    if song.capo:
        yield f"{{capo: {song.capo}}}"
    if song.transposition:
        yield f"{{transpose: {song.transposition}}}"
    if song.tuning is not None:
        yield f"{{meta: tuning {write_tuning(song.tuning)}}}"
    for name, value in song.tags:
        yield f"{{{name}: {value}}}" if name in _OWN or name.startswith("x_") else f"{{meta: {name} {value}}}"
    metre = song.metre
    for section, is_grid in zip(song.sections, grids, strict=True):
        yield ""
        if section.of:
            yield "{chorus}" if section.of == section.name.lower() else f"{{chorus: {section.name}}}"
        elif is_grid:
            yield from _grid(section, metre)
            metre = next((bar.metre for bar in reversed(section.bars) if bar.metre), metre)
        else:
            yield from _lines(section)


def _environment(name: str) -> tuple[str, str]:
    """The environment of a section and its label, empty where the name says no more."""
    for kind in ("chorus", "verse", "bridge"):
        if name.lower().startswith(kind):
            return kind, "" if name == kind.capitalize() else name
    return ("chorus" if name.lower().startswith("refrain") else "part"), name


def _lines(section: Section) -> Iterator[str]:
    kind, label = _environment(section.name)
    if section.name:
        yield f"{{start_of_{kind}{': ' if label else ''}{label}}}"
    for line in lines_of(section):
        if isinstance(line, Text):
            yield from _text(line)
        else:
            yield from _directives(line.bar)
            yield _sung(line.pieces)
    if section.name:
        yield f"{{end_of_{kind}}}"


def _sung(pieces: Sequence[Piece]) -> str:
    text = ""
    for piece in pieces:
        if piece.words:
            text += f"[*{piece.words}]"
        if piece.chord is not None:
            text += f"[{written(piece.chord)}]"
        text += piece.text
    return text.rstrip()


def _grid(section: Section, metre: tuple[int, int]) -> Iterator[str]:
    shape = f"1+{BARS_OF_A_LINE}x{_most_cells(section, metre)}+1"
    name = f' label="{section.name}"' if section.name else ""
    yield f'{{start_of_grid shape="{shape}"{name}}}'
    row: list[str] = []
    for index, bar in enumerate((*section.bars, Bar(new_line=True))):
        texts = [text for text in section.texts if text.before == index]
        if row and (bar.new_line or texts):
            yield "".join(row).rstrip() + ("" if _CLOSED.search(row[-1]) else " |")
            row = []
        for text in texts:
            yield from _text(text)
        if index < len(section.bars):
            metre = bar.metre or metre
            yield from _directives(bar)
            row.append(_bar(bar, metre))
    yield "{end_of_grid}"


def _most_cells(section: Section, metre: tuple[int, int]) -> int:
    return max(metre[0] * lcm(1, *(chord.beat.denominator for chord in bar.chords)) for bar in section.bars)


def _bar(bar: Bar, metre: tuple[int, int]) -> str:
    row = ["%"] + ["."] * (metre[0] - 1) if bar.same_as else cells(bar, metre[0], lambda at: written(bar.chords[at]))
    opens = f"|{':' if bar.repeat_begins else ''}{','.join(map(str, bar.endings))}"
    closes = f" :|{f' x{bar.repeat_times}' if bar.repeat_times > 2 else ''}" if bar.repeat_times else " "
    margin = f"{bar.rehearsal} " if bar.rehearsal else ""
    return f"{margin}{opens} {' '.join(row)}{closes}"


def _directives(bar: Bar) -> Iterator[str]:
    if bar.key is not None:
        yield f"{{key: {key_text(bar.key)}}}"
    if bar.metre is not None:
        yield f"{{time: {bar.metre[0]}/{bar.metre[1]}}}"
    if bar.tempo_bpm is not None:
        yield f"{{tempo: {felt_text(bar.tempo_bpm)}}}"


def _text(text: Text) -> Iterator[str]:
    if text.kind is TextKind.COMMENT:
        yield from (f"{{comment: {line}}}" for line in text.lines)
    elif text.kind is TextKind.WORDS or any(text.lines[0].startswith(f"{{start_of_{kind}") for kind in VERBATIM):
        yield from text.lines
    else:
        kind = "tab" if text.kind is TextKind.TAB else "textblock"
        yield from (f"{{start_of_{kind}}}", *text.lines, f"{{end_of_{kind}}}")
