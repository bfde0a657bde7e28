"""Writing chords over lyrics: columns of one width each, chords above the letters with which they are struck."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import attrs

from chordwork.music.charts.chords_over_lyrics.lines import (
    FIELDS,
    FILLED,
    NAME,
    TAGS,
    is_chords,
    is_tab,
    is_words,
    without_filling,
)
from chordwork.music.charts.form import Writing
from chordwork.music.charts.layout import felt_text, key_text, with_felt_tempos
from chordwork.music.charts.lyrics import Piece, SungLine, lines_of, relined
from chordwork.music.charts.sung import SPECIAL, on_lines, one_line, sheet_of, summed
from chordwork.music.charts.symbols import placed_chord, written
from chordwork.music.charts.tuning import write_tuning
from chordwork.music.song import Bar, Feature, Lost, PlacedChord, Section, Song, Text, TextKind

CARRIES: Final = frozenset(
    {
        *(Feature.TITLE, Feature.SUBTITLE, Feature.ARTIST, Feature.COMPOSER, Feature.LYRICIST, Feature.COPYRIGHT),
        *(Feature.STYLE, Feature.STRUM, Feature.KEY, Feature.TEMPO, Feature.METRE, Feature.CAPO, Feature.TUNING),
        *(Feature.TRANSPOSITION, Feature.KEY_CHANGES, Feature.TEMPO_CHANGES, Feature.SECTIONS),
        *(Feature.SECTION_REPEATS, Feature.NEW_LINES, Feature.OPTIONAL, Feature.WRITTEN, Feature.LYRICS),
        *(Feature.WORDS, Feature.TABS),
    }
)
_TEXTS: Final = (*FIELDS, "strum")


def kept(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    """The song as a reader of chords over lyrics finds it, and what is lost."""
    song, lost = _with_what_can_be_said(song)
    song, more = on_lines(song, CARRIES | {Feature.TAGS}, _settled)
    fields: dict[str, Any] = {name: one_line(getattr(song, name)) for name in _TEXTS}
    return attrs.evolve(song, **fields), summed((*lost, *more))


def write(songs: Sequence[Song]) -> Writing:
    """A song as one file.

    Raises:
        ChartFileError: it has no chords.
    """
    return sheet_of(NAME, songs, kept, _song)


def _with_what_can_be_said(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    """Remarks become words, in parentheses; tabs that would not be known as such, and other tags, are left out."""
    lost: list[Lost] = []

    def texts(section: Section) -> Iterator[Text]:
        for text in section.texts:
            if text.kind in (TextKind.COMMENT, TextKind.OTHER):
                lines = tuple(f"({said})" for line in text.lines if (said := one_line(line)))
                lost.append(Lost(Feature.COMMENTS.value, 1, "written as words"))
                yield from [attrs.evolve(text, kind=TextKind.WORDS, lines=lines)] if lines else []
            elif text.kind is TextKind.TAB:
                lines = tuple(line for line in text.lines if line.strip())
                if lines and all(map(is_tab, lines)):
                    yield attrs.evolve(text, lines=lines)
                else:
                    lost.append(Lost(Feature.TABS.value, 1, "not all of its lines are strings"))
            else:
                yield text

    def bar(one: Bar) -> Bar:
        chords = tuple(map(_celled, one.chords))
        unknown = sum(
            bool(before.written) and not after.written for before, after in zip(one.chords, chords, strict=True)
        )
        lost.extend([Lost(Feature.WRITTEN.value, unknown)] if unknown else [])
        return attrs.evolve(one, chords=chords)

    sections = [
        attrs.evolve(section, bars=tuple(map(bar, section.bars)), texts=tuple(texts(section)))
        for section in song.sections
    ]
    tags = tuple((name.lower(), one_line(value)) for name, value in song.tags)
    known = tuple((name, value) for name, value in tags if name in TAGS and value)
    if len(known) < len(tags):
        lost.append(Lost(Feature.TAGS.value, len(tags) - len(known)))
    return attrs.evolve(song, sections=tuple(sections), tags=known), tuple(lost)


def _settled(section: Section) -> tuple[Section, ...]:
    """In two where words without chords follow chords without words: a blank line is between them."""
    section = relined(section, _line)
    bare = False
    bars = 0
    for found in lines_of(section):
        if isinstance(found, Text):
            if bare and found.kind is TextKind.WORDS:
                before = tuple(text for text in section.texts if text.before < bars)
                after = (attrs.evolve(text, before=text.before - bars) for text in section.texts if text.before >= bars)
                rest = Section("", section.bars[bars:], tuple(after))
                return attrs.evolve(section, bars=section.bars[:bars], texts=before), *_settled(rest)
            bare = False
        else:
            bare = not any(piece.text.strip() for piece in found.pieces)
            bars += sum(piece.chord is not None for piece in found.pieces)
            bars += bool(found.pieces and found.pieces[0].chord is None and found.pieces[0].text and not bars)
    return (section,)


def _celled(chord: PlacedChord) -> PlacedChord:
    """A chord that would not be known as one is a question mark."""
    if not chord.symbol.unknown or not chord.written:
        return chord
    name = "".join(chord.written.translate(SPECIAL).split())
    known = is_chords(f"C {name}", "english") and placed_chord(name).written == name
    return attrs.evolve(chord, written=name if known else "")


def _line(line: SungLine | Text) -> SungLine | Text | None:
    """Words that would be read as something else are in quotes."""
    if isinstance(line, Text):
        if line.kind is TextKind.TAB:
            return attrs.evolve(line, lines=tuple(one.expandtabs().rstrip() for one in line.lines))
        lines = tuple(
            said if is_words(said, "english") else f"“{said}”"
            for one in line.lines
            if (said := one.expandtabs().strip())
        )
        return attrs.evolve(line, lines=lines) if lines else None
    pieces = without_filling([attrs.evolve(piece, text=piece.text.expandtabs()) for piece in line.pieces])
    words = "".join(piece.text for piece in pieces)
    sung = [index for index, piece in enumerate(pieces) if piece.text.strip()]
    if sung and any(piece.chord for piece in pieces) and not is_words(_rows(pieces)[-1], "english"):
        first, last = sung[0], sung[-1]
        pieces[first] = attrs.evolve(pieces[first], text="“" + pieces[first].text.lstrip())
        pieces[last] = attrs.evolve(pieces[last], text=pieces[last].text.rstrip() + "”")
    return attrs.evolve(line, pieces=tuple(pieces)) if words or line.pieces else None


def _song(song: Song) -> Iterator[str]:
    song = with_felt_tempos(song)
    for name in FIELDS:
        if text := getattr(song, name):
            yield f"{name.capitalize()}: {text}"
    if song.key is not None:
        yield f"Key: {key_text(song.key)}"
    yield f"Time: {song.metre[0]}/{song.metre[1]}"
    if song.tempo_bpm is not None:
        yield f"Tempo: {felt_text(song.tempo_bpm)}"
    if song.capo:
        yield f"Capo: {song.capo}"
    if song.transposition:
        yield f"Transpose: {song.transposition}"
    if song.tuning is not None:
        yield f"Tuning: {write_tuning(song.tuning)}"
    if song.strum:
        yield f"Strumming: {song.strum}"
    for name, value in song.tags:
        yield f"{name.upper() if name == 'ccli' else name.capitalize()}: {value}"
    for section in song.sections:
        yield ""
        if section.name:
            yield f"[{section.name}{f' x{section.times}' if section.times > 1 else ''}]"
        yield from _lines(section)


def _lines(section: Section) -> Iterator[str]:
    for line in lines_of(section):
        if isinstance(line, Text):
            yield from line.lines
            continue
        if line.bar.key is not None:
            yield f"Key: {key_text(line.bar.key)}"
        if line.bar.tempo_bpm is not None:
            yield f"Tempo: {felt_text(line.bar.tempo_bpm)}"
        yield from _rows(line.pieces)


def _rows(pieces: Sequence[Piece]) -> list[str]:
    """The line of chords, and the words below it; a chord that is longer than its words pushes what follows."""
    bare = not any(piece.text.strip() for piece in pieces)
    chords = words = ""
    for index, piece in enumerate(pieces):
        if piece.chord is None:
            words += piece.text
            continue
        least = len(chords) + (2 if bare else 1) if chords else 0
        if len(words) < least:
            goes_on = index > 0 and pieces[index - 1].text[-1:].strip() and piece.text[:1].strip()
            words = words.ljust(max(least, len(words) + len(FILLED)), "-") if goes_on else words.ljust(least)
        chords = chords.ljust(len(words)) + written(piece.chord)
        words += piece.text
    rows = [row.rstrip() for row in (chords, words)]
    return [row for row in rows if row]
