"""What ChordPro keeps of a song: times in grids, words in lines, never both in one section."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

import attrs

from chordwork.music.charts.chordpro.directives import plain
from chordwork.music.charts.layout import (
    from_the_beginning,
    in_rows,
    on_cells,
    true_signs,
    with_metres,
    with_silence,
    with_whole_bars,
)
from chordwork.music.charts.lyrics import relined, with_text_lines
from chordwork.music.charts.sung import SPECIAL, cleared, summed, within
from chordwork.music.song import Bar, Feature, Lost, PlacedChord, Section, Song, Text, TextKind, limited, tidy

_PLAIN: Final = ("title", "subtitle", "artist", "composer", "lyricist", "copyright", "style", "strum")
ALWAYS: Final = frozenset(
    {
        *(Feature.TITLE, Feature.SUBTITLE, Feature.ARTIST, Feature.COMPOSER, Feature.LYRICIST, Feature.COPYRIGHT),
        *(Feature.STYLE, Feature.STRUM, Feature.KEY, Feature.TEMPO, Feature.METRE, Feature.CAPO),
        *(Feature.TRANSPOSITION, Feature.TUNING, Feature.TAGS, Feature.KEY_CHANGES, Feature.TEMPO_CHANGES),
        *(Feature.SECTIONS, Feature.SECTION_REPEATS, Feature.NEW_LINES, Feature.WRITTEN),
        *(Feature.WORDS, Feature.TABS, Feature.COMMENTS),
    }
)
IN_GRIDS: Final = frozenset({Feature.TIMES, Feature.METRE_CHANGES, Feature.REHEARSALS, Feature.SAME_AS})
FORM: Final = frozenset({Feature.REPEATS, Feature.ENDINGS})
IN_LINES: Final = frozenset({Feature.LYRICS, Feature.DIRECTIONS, Feature.OPTIONAL})
CARRIES: Final = ALWAYS | IN_GRIDS | FORM | IN_LINES

_MARGIN: Final = re.compile(r"[|:\s]+")
_CELL: Final = re.compile(r"[\s|~/.%:()\[\]]+")


def kept(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    """The song as a reader of ChordPro finds it, and what is lost."""
    song, _, lost = arranged(song)
    return song, lost


def arranged(song: Song) -> tuple[Song, tuple[bool, ...], tuple[Lost, ...]]:
    """The same, and which of its sections are grids."""
    sung = any(syllable.verse == 1 for bar in song.bars for syllable in bar.syllables)
    lost: list[Lost] = []
    if song.timed:
        song, lost = _added(with_whole_bars(song), lost)
    form = frozenset() if sung or not song.timed else FORM
    song, lost = _added(limited(song, set(Feature) - {Feature.JUMPS, *FORM} | form), lost)
    song, lost = _added(_again(with_metres(song) if song.timed else song), lost)
    grids = [song.timed and bool(section.bars) and not _is_sung(section) for section in song.sections]
    in_grids, lost = _added(_limited(song, grids, ALWAYS | IN_GRIDS | FORM), lost)
    in_lines, lost = _added(_limited(song, [not each for each in grids], ALWAYS | IN_LINES), lost)
    in_lines = with_text_lines(in_lines)
    chosen = [
        (is_grid, _plain_section(grid if is_grid else line))
        for is_grid, grid, line in zip(grids, in_grids.sections, in_lines.sections, strict=True)
    ]
    chosen = [(is_grid, section) for is_grid, section in chosen if section != Section()]
    grids = [is_grid for is_grid, _ in chosen]
    song = attrs.evolve(in_grids, timed=any(grids), sections=tuple(section for _, section in chosen))
    if song.timed and grids[0]:
        song = with_silence(song)
    song = from_the_beginning(_in_rows(tidy(song), grids))
    sections = [
        section if is_grid or section.of else relined(cleared(section, plain))
        for is_grid, section in zip(grids, song.sections, strict=True)
    ]
    fields: dict[str, Any] = {field: plain(getattr(song, field)) for field in _PLAIN}
    tags = tuple((re.sub(r"[^\w.]", "_", name.lower()), plain(value)) for name, value in song.tags)
    song = attrs.evolve(song, sections=tuple(_of_bars(map(within, sections))), tags=tags, **fields)
    return song, tuple(grids), summed(lost)


def _added(found: tuple[Song, Iterable[Lost]], lost: list[Lost]) -> tuple[Song, list[Lost]]:
    return found[0], [*lost, *found[1]]


def _is_sung(section: Section) -> bool:
    return any(bar.syllables for bar in section.bars)


def _limited(song: Song, wanted: list[bool], carried: frozenset[Feature]) -> tuple[Song, tuple[Lost, ...]]:
    """The song with what some of its sections keep; of the others nothing is looked at."""
    sections = tuple(
        section if take else attrs.evolve(section, bars=(), texts=(), name=section.name or "-")
        for take, section in zip(wanted, song.sections, strict=True)
    )
    if not any(section.bars or section.texts for section in sections) and Feature.TIMES not in carried:
        return attrs.evolve(song, sections=sections), ()
    return limited(attrs.evolve(song, sections=sections), carried)


def _again(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    """Only a chorus is played again by name, and only the last one that was written."""
    sections: list[Section] = []
    named: dict[str, Section] = {}
    chorus = ""
    out = 0
    for section in song.sections:
        name = section.of.lower() if section.of else section.name.lower()
        if section.of and name != chorus:
            source = named.get(name, Section())
            section = attrs.evolve(section, of="", bars=source.bars, name=section.name or source.name)
            out += 1
        elif section.of:
            section = attrs.evolve(section, name=section.name or named[name].name)
        elif section.bars and name:
            named.setdefault(name, section)
        is_chorus = re.match(r"chorus|refrain", section.name, re.IGNORECASE) is not None
        if is_chorus and not section.of:
            chorus = section.name.lower() if named.get(section.name.lower()) == section else ""
        once = attrs.evolve(section, times=1)
        again = once
        if section.times > 1:
            if is_chorus and chorus:
                again = Section(section.name, of=chorus)
            else:
                out += 1
        sections += [once, *[again] * (section.times - 1)]
    lost = (Lost(Feature.SECTION_REPEATS.value, out, "written out"),) if out else ()
    return attrs.evolve(song, sections=tuple(sections)), lost


def _of_bars(sections: Iterable[Section]) -> Iterator[Section]:
    """What is played again has bars: a chorus whose words are all that was kept of it is only named again."""
    with_bars: set[str] = set()
    for section in sections:
        if section.bars:
            with_bars.add(section.name.lower())
        yield section if section.of in with_bars else attrs.evolve(section, of="")


def _plain_section(section: Section) -> Section:
    texts = []
    for text in section.texts:
        lines = text.lines
        if text.kind is TextKind.COMMENT:
            lines = tuple(cleared for line in lines if (cleared := plain(line)))
        elif text.kind is TextKind.WORDS:
            lines = tuple(cleared for line in lines if (cleared := line.translate(SPECIAL).strip().lstrip("#")))
        texts += [attrs.evolve(text, lines=lines)] if lines else []
    return attrs.evolve(section, name=plain(section.name).replace('"', "'"), texts=tuple(texts))


def _in_rows(song: Song, grids: list[bool]) -> Song:
    """Rows of grids, with the chords that cells can have; words among them become remarks."""
    alone = (section if take else Section() for take, section in zip(grids, song.sections, strict=True))
    grid = attrs.evolve(song, sections=tuple(alone))
    grid = in_rows(grid, lambda bar: bool(bar.rehearsal) or _changes(bar), lambda bar: bar.repeat_times > 2)
    grid = true_signs(on_cells(grid))
    sections = (
        _grid_section(made) if is_grid else section
        for is_grid, made, section in zip(grids, grid.sections, song.sections, strict=True)
    )
    return attrs.evolve(song, sections=tuple(sections))


def _grid_section(section: Section) -> Section:
    texts = [
        attrs.evolve(text, kind=TextKind.COMMENT) if text.kind is TextKind.WORDS else text for text in section.texts
    ]
    bars = tuple(
        attrs.evolve(
            bar, chords=tuple(map(_celled, bar.chords)), rehearsal=re.sub(r"[|:\s]+", " ", bar.rehearsal).strip()
        )
        for bar in section.bars
    )
    return attrs.evolve(section, bars=bars, texts=tuple(_joined(texts)))


def _celled(chord: PlacedChord) -> PlacedChord:
    return (
        attrs.evolve(chord, written=_CELL.sub("", chord.written))
        if chord.symbol.unknown
        else attrs.evolve(chord, written="")
    )


def _joined(texts: list[Text]) -> Iterator[Text]:
    """Remarks that follow one another are one."""
    before: Text | None = None
    for text in texts:
        if before is not None and text.kind is TextKind.COMMENT is before.kind and text.before == before.before:
            before = attrs.evolve(before, lines=(*before.lines, *text.lines))
            continue
        if before is not None:
            yield before
        before = text
    if before is not None:
        yield before


def _changes(bar: Bar) -> bool:
    return bar.key is not None or bar.tempo_bpm is not None or bar.metre is not None
