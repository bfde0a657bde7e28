"""Sheets of words with chords, line by line: to the bars of a song and back.

A chord stands before the words that are sung while it sounds, and has a bar of its own. Words before the first chord of
a line belong to the bar before; those before the first of a section, to a bar without chords. A line without any chord
carries no time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence, Set
from typing import Any, Final

import attrs

from chordwork.music.charts.errors import ChartTooLargeError
from chordwork.music.charts.form import MAX_BARS
from chordwork.music.song import Bar, PlacedChord, Section, Song, Syllable, Text, TextKind

MAX_SECTIONS: Final = 10_000
MAX_LINES: Final = 100_000
"""Lines without chords, of one song."""
_MOST_PASSES: Final = 5
_WORD: Final = re.compile(r"\s*(\S+)(\s*)")


@attrs.frozen
class Piece:
    """A chord and the words behind it, up to the next chord.

    Attributes:
        text: words as written; may be empty.
        chord: None at the beginning of a line that begins with words.
        words: a direction above them.
    """

    text: str = ""
    chord: PlacedChord | None = None
    words: str = ""


@attrs.frozen
class SungLine:
    """A line of words with chords.

    Attributes:
        pieces: in order.
        bar: its first one, for what changes with it.
    """

    pieces: tuple[Piece, ...]
    bar: Bar


class Sheet:
    """The sections of a song while they are read. Give it a line at a time."""

    def __init__(self, form: str) -> None:
        self._form = form
        self._sections: list[Section] = []
        self._section = Section()
        self._bars: list[Bar] = []
        self._texts: list[Text] = []
        self._changes: dict[str, Any] = {}
        self._count = 0
        self._names: set[str] = set()
        self._lines: list[str] = []
        self._line_count = 0
        self._kind: TextKind | None = None

    @property
    def is_empty(self) -> bool:
        """Whether the section that is open has nothing yet."""
        return not (self._bars or self._texts or self._lines)

    def blank(self) -> None:
        """A blank line: it ends what has begun. A heading waits for its lines, unless it names what was there."""
        if not self.is_empty or self._section.name.lower() in self._names:
            self.end()

    @property
    def name(self) -> str:
        """Of the section that is open."""
        return self._section.name

    @property
    def names(self) -> Set[str]:
        """Of the sections that have something to be played again, in small letters."""
        return self._names

    @property
    def has_bars(self) -> bool:
        """Whether any bar was read."""
        return self._count > 0

    def begin(self, name: str = "", times: int = 1, *, of: str = "") -> None:
        """A section; one that is played again is named by what it is again, in small letters."""
        self.end()
        self._section = Section(name, times=times, of=of)
        if of:
            self.end()

    def end(self) -> None:
        """What follows belongs to no named section. One that has only a name is that one again, if there is one."""
        self._close_text()
        section = attrs.evolve(self._section, bars=tuple(self._bars), texts=tuple(self._texts))
        again = section.name.lower()
        if not section.bars and not section.texts and not section.of and again in self.names:
            section = attrs.evolve(section, of=again)
        if section.bars or section.texts or section.of or section.name:
            self._sections.append(section)
            if section.bars:
                self._names.add(again)
            if len(self._sections) > MAX_SECTIONS:
                raise ChartTooLargeError(self._form, f"more than {MAX_SECTIONS} sections in a song: give fewer")
        self._section, self._bars, self._texts = Section(), [], []

    def change(self, **values: Any) -> None:
        """From the next bar on: ``key``, ``metre`` or ``tempo_bpm``."""
        self._changes |= values

    def bar(self, bar: Bar) -> None:
        """A bar of a grid."""
        self._close_text()
        self._count += 1
        if self._count > MAX_BARS:
            raise ChartTooLargeError(self._form, f"more than {MAX_BARS} chords in a song: give fewer")
        if self._changes:
            bar, self._changes = attrs.evolve(bar, **self._changes), {}
        self._bars.append(bar)

    def line(self, pieces: Sequence[Piece]) -> None:
        """A line that has a chord."""
        begins = True
        sung = False
        for number, piece in enumerate(pieces):
            if piece.chord is not None or piece.words:
                chords = () if piece.chord is None else (piece.chord,)
                self.bar(Bar(chords, new_line=begins, words=piece.words))
                begins = False
            words = [(match[1], bool(match[2])) for match in _WORD.finditer(piece.text)]
            if sung and piece.text[:1].isspace():
                self._end_word()
            if words and not self._bars:
                self.bar(Bar())
            syllables = [Syllable(word + " " * blank) for word, blank in words]
            if syllables and not sung and not any(one.chord or one.words for one in pieces[:number]):
                syllables[0] = attrs.evolve(syllables[0], new_line=True)
            if syllables:
                sung, begins = True, False
                last = self._bars[-1]
                self._bars[-1] = attrs.evolve(last, syllables=(*last.syllables, *syllables))
        if sung:
            self._end_word(blank="")

    def text(self, line: str, kind: TextKind) -> None:
        """A line that carries no time; lines of one kind that follow one another are one text."""
        if kind is not self._kind:
            self._close_text()
        self._count_lines(1)
        self._kind = kind
        self._lines.append(line)

    def block(self, lines: Sequence[str], kind: TextKind) -> None:
        """Lines that belong together."""
        self._close_text()
        self._count_lines(len(lines))
        if lines:
            self._texts.append(Text(tuple(lines), kind, len(self._bars)))

    def _close_text(self) -> None:
        """What follows is another text."""
        if self._kind is not None:
            self._texts.append(Text(tuple(self._lines), self._kind, len(self._bars)))
            self._kind, self._lines = None, []

    def _count_lines(self, more: int) -> None:
        self._line_count += more
        if self._line_count > MAX_LINES:
            raise ChartTooLargeError(self._form, f"more than {MAX_LINES} lines without chords in a song: give fewer")

    def song(self, **fields: Any) -> Song:
        """All of it."""
        self.end()
        return Song(tuple(self._sections), **fields)

    def _end_word(self, blank: str = " ") -> None:
        """The last word that is sung ends here."""
        for index in range(len(self._bars) - 1, -1, -1):
            if syllables := self._bars[index].syllables:
                ended = attrs.evolve(syllables[-1], text=syllables[-1].text.rstrip() + blank)
                self._bars[index] = attrs.evolve(self._bars[index], syllables=(*syllables[:-1], ended))
                return


def lines_of(section: Section) -> Iterator[SungLine | Text]:
    """The lines of a section, and the texts between them, in order; chords without words have a blank between them."""
    pieces: list[Piece] = []
    first = Bar()
    before: dict[int, list[Text]] = {}
    for text in section.texts:
        before.setdefault(text.before, []).append(text)
    for index, bar in enumerate((*section.bars, None)):
        texts = before.get(index, [])
        if pieces and (bar is None or texts or bar.new_line or _changes(bar)):
            yield SungLine(tuple(pieces), first)
            pieces = []
        yield from texts
        if bar is None:
            return
        begins = not pieces
        if begins:
            first = bar
        if bar.chords or bar.words:
            if pieces and not pieces[-1].text:
                pieces[-1] = attrs.evolve(pieces[-1], text=" ")
            pieces.append(Piece("", bar.chords[0] if bar.chords else None, bar.words))
        for number, syllable in enumerate(bar.syllables):
            if syllable.new_line and not (begins and number == 0) and pieces:
                yield SungLine(tuple(pieces), first)
                pieces, first = [], Bar()
            if not pieces:
                pieces.append(Piece())
            pieces[-1] = attrs.evolve(pieces[-1], text=pieces[-1].text + syllable.text)
    return


Settle = Callable[[SungLine | Text], SungLine | Text | None]
"""What a line becomes before it is written; None: it is left out."""


def relined(section: Section, settle: Settle = lambda line: line) -> Section:
    """A section that is found again in the lines that :func:`lines_of` gives: what these cannot tell is settled.

    Args:
        section: of a song without times.
        settle: what becomes of each line.
    """
    for _ in range(_MOST_PASSES):
        before, section = section, _relined(section, settle)
        if section == before:
            break
    return section


def _relined(section: Section, settle: Settle) -> Section:
    sheet = Sheet("")
    sheet.begin(section.name, section.times)
    for found in lines_of(section):
        line = settle(found)
        if line is None:
            continue
        if isinstance(line, Text) and line.kind in (TextKind.WORDS, TextKind.COMMENT):
            for one in line.lines:
                sheet.text(one, line.kind)
        elif isinstance(line, Text):
            sheet.block(line.lines, line.kind)
        elif any(piece.chord or piece.words for piece in line.pieces):
            changes = {"key": line.bar.key, "tempo_bpm": line.bar.tempo_bpm, "metre": line.bar.metre}
            sheet.change(**{name: value for name, value in changes.items() if value is not None})
            sheet.line(line.pieces)
        else:
            sheet.text("".join(piece.text for piece in line.pieces).strip(), TextKind.WORDS)
    (again,) = sheet.song().sections or (Section(),)
    return again


def with_text_lines(song: Song) -> Song:
    """Where no bar is said to begin a line of the page, bars begin one where their words begin a line of text."""
    if any(bar.new_line for bar in song.bars):
        return song

    def marked(bar: Bar) -> Bar:
        return attrs.evolve(bar, new_line=bool(bar.syllables) and bar.syllables[0].new_line)

    sections = (attrs.evolve(section, bars=tuple(map(marked, section.bars))) for section in song.sections)
    return attrs.evolve(song, sections=tuple(sections))


def _changes(bar: Bar) -> bool:
    return bar.key is not None or bar.tempo_bpm is not None or bar.metre is not None
