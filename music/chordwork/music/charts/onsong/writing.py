"""Writing OnSong: title and artist on lines of their own, metadata, then sections with chords in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs

from chordwork.music.charts.chordpro.directives import plain
from chordwork.music.charts.form import Writing
from chordwork.music.charts.layout import felt_text, key_text, with_felt_tempos
from chordwork.music.charts.lyrics import Piece, SungLine, lines_of, relined
from chordwork.music.charts.onsong.flow import flow_of
from chordwork.music.charts.onsong.metadata import is_known, metadata, told
from chordwork.music.charts.onsong.reading import NAME, says
from chordwork.music.charts.sung import SPECIAL, on_lines, one_line, sheet_of, summed
from chordwork.music.charts.symbols import written
from chordwork.music.charts.text.lines import named_part
from chordwork.music.charts.tuning import write_tuning
from chordwork.music.song import Feature, Lost, Section, Song, Text, TextKind

CARRIES: Final = frozenset(
    {
        *(Feature.TITLE, Feature.SUBTITLE, Feature.ARTIST, Feature.COMPOSER, Feature.LYRICIST, Feature.COPYRIGHT),
        *(Feature.STYLE, Feature.STRUM, Feature.KEY, Feature.TEMPO, Feature.METRE, Feature.CAPO, Feature.TUNING),
        *(Feature.TRANSPOSITION, Feature.TAGS, Feature.KEY_CHANGES, Feature.TEMPO_CHANGES, Feature.SECTIONS),
        *(Feature.SECTION_REPEATS, Feature.NEW_LINES, Feature.OPTIONAL, Feature.WRITTEN, Feature.LYRICS),
        *(Feature.WORDS, Feature.TABS, Feature.COMMENTS),
    }
)
_TEXTS: Final = ("title", "subtitle", "artist", "composer", "lyricist", "copyright", "style", "strum")
_DIRECTIVES: Final = ("define", "chord")


def kept(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    """The song as a reader of OnSong finds it, and what is lost."""
    song, more = on_lines(_each_time(song), CARRIES, lambda section: (relined(section, _line),))
    song, less = _with_known_tags(song)
    fields: dict[str, Any] = {name: one_line(getattr(song, name)) for name in _TEXTS}
    return attrs.evolve(song, **fields), summed((*more, *less))


def write(songs: Sequence[Song]) -> Writing:
    """A song as one file.

    Raises:
        ChartFileError: it has no chords.
    """
    return sheet_of(NAME, songs, kept, _song)


def _each_time(song: Song) -> Song:
    """A section that is played several times is named so often."""
    sections: list[Section] = []
    for section in song.sections:
        once = attrs.evolve(section, times=1) if section.name or section.of else section
        again = [Section(section.name, of=(section.of or section.name).lower())] * (section.times - 1)
        sections += [once, *again] if once.times == 1 and (section.bars or section.of) else [once]
    return attrs.evolve(song, sections=tuple(sections))


def _with_known_tags(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    """Tags under names that are read as tags."""
    tags = []
    lost = 0
    for name, value in song.tags:
        name, value = re.sub(r"[^\w.]+", "_", name.lower()), one_line(value)
        own = name in _DIRECTIVES or name.startswith("x_")
        found = metadata(f"{name}: {value}")
        if value and (own or (found == (name, value) and told(name, value) is None and name not in _NO_TAGS)):
            tags.append((name, plain(value) if own else value))
        else:
            lost += 1
    return attrs.evolve(song, tags=tuple(tags)), (Lost(Feature.TAGS.value, lost),) if lost else ()


_NO_TAGS: Final = frozenset({"flow", "transposedkey"})


def _line(line: SungLine | Text) -> SungLine | Text | None:
    """Lines that would be read as something else are in quotes."""
    if isinstance(line, SungLine):
        words = "".join(piece.text for piece in line.pieces)
        if named_part(words) is None or not words.strip():
            return line
        pieces = list(line.pieces)
        first = next(index for index, piece in enumerate(pieces) if piece.text.strip())
        pieces[first] = attrs.evolve(pieces[first], text="“" + pieces[first].text.lstrip())
        return attrs.evolve(line, pieces=tuple(pieces))
    if line.kind is TextKind.TAB:
        tab = tuple(one.expandtabs().rstrip() for one in line.lines if "end_of_tab" not in one and "{eot" not in one)
        return attrs.evolve(line, lines=tab) if tab else None
    if line.kind is TextKind.WORDS:
        cleared = (one.translate(SPECIAL).expandtabs().strip() for one in line.lines)
        lines = tuple(one if says(_escaped(one)) is TextKind.WORDS else f"“{one}”" for one in cleared if one)
    else:
        lines = tuple(said for one in line.lines if (said := plain(one)))
        line = attrs.evolve(line, kind=TextKind.COMMENT)
    return attrs.evolve(line, lines=lines) if lines else None


def _escaped(line: str) -> str:
    """A sign at the beginning of a line means nothing after a blank."""
    return f" {line}" if re.match(r"[*!/_&>.`#]", line) else line


def _song(song: Song) -> Iterator[str]:
    song = with_felt_tempos(song)
    artist = song.artist
    if song.title and _is_bare(song.title):
        yield song.title
        if artist and _is_bare(artist) and not artist.lower().startswith("by "):
            yield artist
            artist = ""
    elif song.title:
        yield f"Title: {song.title}"
    if artist:
        yield f"Artist: {artist}"
    for name in _TEXTS:
        if name not in ("title", "artist", "strum") and (text := getattr(song, name)):
            yield f"{name.capitalize()}: {text}"
    if song.key is not None:
        yield f"Key: {key_text(song.key)}"
    if song.capo:
        yield f"Capo: {song.capo}"
    if song.tempo_bpm is not None:
        yield f"Tempo: {felt_text(song.tempo_bpm)}"
    yield f"Time: {song.metre[0]}/{song.metre[1]}"
    if song.transposition:
        yield f"Transpose: {song.transposition}"
    if song.tuning is not None:
        yield f"Tuning: {write_tuning(song.tuning)}"
    if song.strum:
        yield f"Strumming: {song.strum}"
    for name, value in song.tags:
        own = name in _DIRECTIVES or name.startswith("x_")
        yield f"{{{name}: {value}}}" if own else f"{name.upper() if name == 'ccli' else name.capitalize()}: {value}"
    if flow := flow_of(song.sections):
        yield f"Flow: {flow}"
    for section in song.sections:
        if flow and section.of:
            continue
        yield ""
        if section.name:
            yield f"{section.name}:"
        yield from _lines(section)


def _is_bare(text: str) -> bool:
    """Whether a text on one of the first lines is read as title or artist."""
    return says(text) is TextKind.WORDS and metadata(text) is None and not is_known(text) and _escaped(text) == text


def _lines(section: Section) -> Iterator[str]:
    for line in lines_of(section):
        if isinstance(line, SungLine):
            if line.bar.key is not None:
                yield f"{{key: {key_text(line.bar.key)}}}"
            if line.bar.tempo_bpm is not None:
                yield f"{{tempo: {felt_text(line.bar.tempo_bpm)}}}"
            yield _escaped("".join(map(_sung, line.pieces)).rstrip())
        elif line.kind is TextKind.TAB:
            yield from ("{start_of_tab}", *line.lines, "{end_of_tab}")
        elif line.kind is TextKind.COMMENT:
            yield from (f"{{comment: {one}}}" for one in line.lines)
        else:
            yield from map(_escaped, line.lines)


def _sung(piece: Piece) -> str:
    return f"[{written(piece.chord)}]{piece.text}" if piece.chord is not None else piece.text
