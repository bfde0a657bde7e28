"""Charts as people type them, ``|: C | G Am :|``: read by :mod:`~chordwork.music.charts.text`, and written so.

What is read stands in ``docs/charts.md``. It is the form that is taken wherever Chordwork takes chords.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import groupby, pairwise
from typing import Any, Final

import attrs

from chordwork.harmony.errors import KeySyntaxError, ProgressionError, SymbolSyntaxError
from chordwork.harmony.keys import Key, parse_key
from chordwork.music.charts.decoding import decoded, is_text, place_in
from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError
from chordwork.music.charts.form import Format, Reading, Writing
from chordwork.music.charts.layout import (
    cells,
    felt_text,
    from_the_beginning,
    in_quarters,
    in_rows,
    on_cells,
    true_signs,
    with_felt_tempos,
    with_metres,
    with_silence,
    with_whole_bars,
)
from chordwork.music.charts.text.placing import placed
from chordwork.music.charts.text.reading import MAX_TEXT_CHARACTERS, read_page
from chordwork.music.charts.text.sharing import Signature, share_bar
from chordwork.music.song import Bar, Feature, Lost, Section, Song, limited, tidy

NAME: Final = "typed"

_HEADINGS: Final = {"title": "title", "artist": "artist", "composer": "composer", "style": "style"}
_ALWAYS: Final = frozenset(
    {
        *(Feature.TITLE, Feature.ARTIST, Feature.COMPOSER, Feature.STYLE, Feature.KEY, Feature.TEMPO, Feature.CAPO),
        *(Feature.TRANSPOSITION, Feature.SECTIONS, Feature.NEW_LINES),
    }
)
_TIMED: Final = frozenset(
    {
        *(Feature.TIMES, Feature.METRE, Feature.METRE_CHANGES, Feature.SAME_AS),
        *(Feature.REPEATS, Feature.ENDINGS, Feature.JUMPS),
    }
)


def _read(data: bytes) -> Reading:
    text = decoded(data, NAME)
    if len(text) > MAX_TEXT_CHARACTERS:
        raise ChartTooLargeError(NAME, f"{len(text)} characters: give at most {MAX_TEXT_CHARACTERS}")
    try:
        page = read_page(text)
        metre = page.metre or (4, 4)
        bars = list(placed(text, page.bars, metre))
    except SymbolSyntaxError as error:
        line, column = place_in(text, error.position)
        raise ChartFileError(NAME, error.plain_reason, line=line, column=column) from None
    except ProgressionError as error:
        raise ChartTooLargeError(NAME, str(error)) from None
    if not bars:
        raise ChartFileError(NAME, "there is no chord in it: give some, such as C G Am F")
    sections = tuple(
        Section(name, tuple(bar for _, bar in part)) for name, part in groupby(bars, lambda each: each[0].section)
    )
    texts: dict[str, Any] = {field: page.headings[name] for name, field in _HEADINGS.items() if name in page.headings}
    song = Song(
        sections,
        **texts,
        key=_key(page.headings.get("key", "")),
        tempo_bpm=page.tempo_bpm,
        metre=metre,
        timed=page.timed,
        capo=page.capo,
        transposition=page.transposition,
    )
    return Reading((in_quarters(_ordered(song)),))


def _ordered(song: Song) -> Song:
    first = next(song.bars, Bar())
    if first.metre is not None:
        return attrs.evolve(song, metre=first.metre)
    return song


def _key(text: str) -> Key | None:
    try:
        return parse_key(text) if text else None
    except KeySyntaxError:
        return None


def _limit(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    song, changed = with_whole_bars(song) if song.timed else (song, ())
    song, lost = limited(with_metres(song) if song.timed else song, _ALWAYS | (_TIMED if song.timed else frozenset()))
    texts: dict[str, Any] = {field: " ".join(getattr(song, field).split()) for field in _HEADINGS.values()}
    song = attrs.evolve(song, **texts)
    song = attrs.evolve(song, sections=tuple(_parted(song)))
    return true_signs(on_cells(with_silence(from_the_beginning(in_rows(tidy(song)))))), (*changed, *lost)


def _parted(song: Song) -> Iterator[Section]:
    """Sections that have bars, under names that can be written; what has no name goes on with the one before."""
    before: Section | None = None
    for section in song.sections:
        bars = tuple(bar for bar in section.bars if song.timed or bar.chords)
        name = " ".join(re.sub(r"[\[\]{}|:%/#]", " ", section.name).split())
        if not bars:
            continue
        if before is not None and name in ("", before.name):
            before = attrs.evolve(before, bars=(*before.bars, attrs.evolve(bars[0], new_line=True), *bars[1:]))
            continue
        if before is not None:
            yield before
        before = Section(name, bars)
    if before is not None:
        yield before


def _write(songs: Sequence[Song]) -> Writing:
    song, lost = FORMAT.limited(songs[0])
    lines = [f"{name.title()}: {text}" for name, field in _HEADINGS.items() if (text := getattr(song, field))]
    if song.key is not None:
        lines.append(f"Key: {song.key.name}")
    if song.tempo_bpm is not None:
        lines.append(f"Tempo: {felt_text(with_felt_tempos(song).tempo_bpm or 0.0)}")
    if song.timed and song.metre != (4, 4):
        lines.append(f"Time: {song.metre[0]}/{song.metre[1]}")
    lines += [f"{name.title()}: {value}" for name, value in _settings(song)]
    metre = song.metre
    for section in song.sections:
        lines += [""] if lines else []
        lines += [f"{section.name}:" if len(section.name) == 1 else f"[{section.name}]"] if section.name else []
        row: list[str] = []
        for bar in section.bars:
            if bar.new_line and row:
                lines.append(_row(row, song.timed))
                row = []
            metre = bar.metre or metre
            row.append(_bar(bar, metre, song.timed))
        lines.append(_row(row, song.timed))
    return Writing(("\n".join(lines) + "\n").encode(), lost)


def _settings(song: Song) -> Iterator[tuple[str, int]]:
    if song.capo:
        yield "capo", song.capo
    if song.transposition:
        yield "transpose", song.transposition


def _row(bars: list[str], timed: bool) -> str:
    if not timed:
        return " ".join(bars)
    return "".join(bars).rstrip() + ("" if _CLOSED.search(bars[-1]) else " |")


_GLANCE: Final = 400
_CLOSED: Final = re.compile(r":\|(?: x\d+ )?$")


def _bar(bar: Bar, metre: Signature, timed: bool) -> str:
    names = [str(chord.symbol) for chord in bar.chords]
    if not timed:
        return names[0]
    shares = share_bar(len(names), metre) if names else None
    starts = [chord.beat for chord in bar.chords]
    told = [after - before for before, after in pairwise([*starts, Fraction(metre[0])])]
    if bar.same_as:
        text = "%"
    elif not names:
        text = "."
    elif shares is not None and list(shares) == told and bar.chords[0].beat == 0:
        text = " ".join(names)
    else:
        text = " ".join(cells(bar, metre[0], lambda index: names[index]))
    signs = [
        *(["Segno"] if bar.segno else []),
        *(["Coda"] if bar.coda else []),
        *([f"{bar.metre[0]}/{bar.metre[1]}"] if bar.metre else []),
        text,
        *(["To Coda"] if bar.to_coda else []),
        *(["Fine"] if bar.fine else []),
        *([bar.jump.value] if bar.jump else []),
    ]
    opens = "|:" if bar.repeat_begins else "|"
    ending = f"{','.join(map(str, bar.endings))}." if bar.endings else ""
    closes = f" :|{f' x{bar.repeat_times} ' if bar.repeat_times > 2 else ''}" if bar.repeat_times else " "
    return f"{opens}{ending} {' '.join(signs)}{closes}"


def _likeness(data: bytes, _: str) -> float:
    if not is_text(data) or len(data) > 4 * MAX_TEXT_CHARACTERS:
        return 0.0
    try:
        text = decoded(data, NAME)
        return 0.3 if read_page(text[:_GLANCE].rpartition("\n")[0] or text).bars else 0.0
    except (ValueError, ChartFileError):
        return 0.0


FORMAT: Final = Format(
    name=NAME,
    title="chords as typed",
    suffixes=(".chords", ".txt"),
    media_type="text/plain",
    carries=_ALWAYS | _TIMED,
    likeness=_likeness,
    read=_read,
    write=_write,
    limit=_limit,
)
"""Untimed songs keep their chords in order; what they have of bars is lost."""
