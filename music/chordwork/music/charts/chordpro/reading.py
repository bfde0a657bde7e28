"""Reading ChordPro 6 and the dialects of songbook programs.

After the description of the file format at chordpro.org ("ChordPro File Format Specification", version 6).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import attrs

from chordwork.harmony.errors import ChartSyntaxError, KeySyntaxError, ProgressionError
from chordwork.harmony.keys import Key, parse_key
from chordwork.harmony.notation import Notation
from chordwork.harmony.symbol import UNKNOWN_SYMBOL, ChordSymbol
from chordwork.harmony.transposition import transpose
from chordwork.music.charts.chordpro.directives import Directive, directive
from chordwork.music.charts.decoding import decoded, place_in
from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError
from chordwork.music.charts.form import MAX_SONGS, Reading, Remark
from chordwork.music.charts.layout import in_quarters
from chordwork.music.charts.lyrics import Piece, Sheet
from chordwork.music.charts.symbols import is_chord, notation_of, placed_chord
from chordwork.music.charts.text import lines as kinds
from chordwork.music.charts.text.assembly import Assembly
from chordwork.music.charts.text.placing import placed
from chordwork.music.charts.text.tokens import Kind, tokens
from chordwork.music.charts.tuning import read_tuning
from chordwork.music.song import PlacedChord, Song, TextKind
from chordwork.music.song.model import MAX_METRE_BEATS, METRE_UNITS

NAME: Final = "chordpro"
MAX_REMARKS: Final = 100

FIELDS: Final = ("title", "subtitle", "artist", "composer", "lyricist", "copyright", "style", "strum")
_VALUED: Final = ("key", "time", "tempo", "tuning")
_TOLD: Final = ("album", "arranger", "duration", "sortartist", "sorttitle", "tag", "year")
"""What ChordPro lets a song say besides; kept as tags."""
VERBATIM: Final = ("abc", "ly", "svg", "musicxml", "strum", "textblock")
_BRACKET: Final = re.compile(r"\[([^\[\]\n]*)\]")
_MARKUP: Final = re.compile(r"</?(?:b|i|u|s|big|small|span|sub|sup|tt|strut|sym)\b[^<>]*/?>")
_GRID_SHAPE: Final = re.compile(r"(?:\d+\+)?\d+(?:x\d+)?(?:\+\d+)?(?=\s|$)\s*")
_VOLTA: Final = re.compile(r"(?<=\|)(\d+)>")
_NUMBER: Final = re.compile(r"[-+]?\d+(?:\.\d+)?")
_SUBSTITUTE: Final = re.compile(r"%\{([\w.]+)\}")


def read(data: bytes) -> Reading:
    """All songs of a file."""
    text = decoded(data, NAME)
    remarks: list[Remark] = []
    songs: list[Song] = []
    for first, part in _parts(text):
        if len(songs) == MAX_SONGS:
            raise ChartTooLargeError(NAME, f"more than {MAX_SONGS} songs: give fewer")
        reader = _Reader(part, first, len(songs))
        songs.append(reader.read())
        remarks += reader.remarks[: max(0, MAX_REMARKS - len(remarks))]
    if not songs:
        raise ChartFileError(NAME, "there is no song in it: give words with chords, such as [C]Hello")
    return Reading(tuple(songs), tuple(remarks))


def _parts(text: str) -> Iterator[tuple[int, str]]:
    """Each song with the number of its first line, from 0."""
    lines = text.split("\n")
    begin = 0
    for number, line in enumerate((*lines, None)):
        if line is None or ("{n" in line.lower() and (found := directive(line)) and found.name == "new_song"):
            part = "\n".join(lines[begin:number])
            if re.search(r"^\s*[^\s#]", part, re.MULTILINE):
                yield begin, part
            begin = number + 1


class _Reader:
    """One song."""

    def __init__(self, text: str, first_line: int, song: int) -> None:
        self.remarks: list[Remark] = []
        self._text, self._first, self._song = text, first_line, song
        self._notation: Notation = notation_of(
            _inner(each[1]) for each in _BRACKET.finditer(text) if _may_be_chord(each[1])
        )
        self._sheet = Sheet(NAME)
        self._fields: dict[str, Any] = {}
        self._tags: list[tuple[str, str]] = []
        self._metre = (4, 4)
        self._shifts = [0]
        self._environment = ""
        self._block: list[str] | None = None
        self._assembly = Assembly(text, self._symbol)
        self._done = 0
        self._in_grid = False
        self._unread: dict[int, str] = {}
        self._margins: dict[int, str] = {}
        self._chorus = ""
        self._skips = ""
        self._timed = False
        self._line = 0
        self._noted: set[str] = set()

    def read(self) -> Song:
        """The song."""
        start = 0
        for number, line in enumerate(self._text.split("\n")):
            self._line = number
            self._take(line, start)
            start += len(line) + 1
        if self._block is not None:
            block = self._environment.partition("/")[0]
            self._remark(f"start_of_{block} has no end: add {{end_of_{block}}}")
            self._end_block(Directive(f"end_of_{block}"))
        self._flush_grid()
        return in_quarters(self._sheet.song(timed=self._timed, tags=tuple(self._tags), **self._fields))

    def _take(self, line: str, start: int) -> None:
        found = directive(line) if "{" in line else None
        if self._skips:
            if found is not None and found.name == f"end_of_{self._skips}":
                self._skips = ""
            return
        if self._block is not None:
            if found is not None and found.name == f"end_of_{self._environment.partition('/')[0]}":
                self._end_block(found)
            else:
                self._block.append(line.rstrip())
            return
        if found is not None:
            self._directive(found)
        elif line.lstrip().startswith("#"):
            return
        elif not line.strip():
            if not self._environment and not self._sheet.is_empty:
                self._sheet.end()
        elif self._in_grid:
            self._row(line, start)
        else:
            self._words(line)

    # Directives ----------------------------------------------------------------------------------------------------

    def _directive(self, found: Directive) -> None:
        name = found.name
        if not found.holds:
            if name.startswith("start_of_"):
                self._skips = name.removeprefix("start_of_")
            self._once(f"what is not for guitar is passed over: {name}")
        elif name.startswith("start_of_") and not found.is_layout:
            self._start(name.removeprefix("start_of_"), found)
        elif name.startswith("end_of_") and not found.is_layout:
            self._end(name.removeprefix("end_of_"))
        elif name == "chorus":
            again = self._chorus.lower()
            self._sheet.begin(found.label or self._chorus or "Chorus", of=again if self._known(again) else "")
            self._sheet.end()
        elif name == "comment":
            self._comment(self._filled(found.value))
        elif name == "meta":
            key, _, value = found.value.partition(" ")
            self._meta(key.lower(), value.strip(), known=True)
        elif name in ("define", "chord") or name.startswith("x_"):
            self._tags.append((name, found.value))
        elif found.is_layout:
            self._once(f"how the page looks is passed over: {name}")
        else:
            self._meta(name, found.value)

    def _known(self, name: str) -> bool:
        self._end_grid()
        if self._sheet.name:
            self._sheet.end()
        return name in self._sheet.names

    def _comment(self, text: str) -> None:
        part = kinds.named_part(text) if not self._environment else None
        if part is not None and not kinds.times_in(text[part[2] :])[0].strip():
            self._sheet.begin(part[0].strip(), part[1] * kinds.times_in(text[part[2] :])[1])
        else:
            self._flush_grid()
            self._sheet.text(text, TextKind.COMMENT)

    def _meta(self, name: str, value: str, *, known: bool = False) -> None:
        number = _NUMBER.match(value)
        if name in FIELDS and value and name not in self._fields:
            self._fields[name] = value
        elif name == "key" and (key := _key(value)) is not None:
            self._change("key", key)
        elif name == "time" and (metre := _metre(value)) is not None:
            self._change("metre", metre)
            self._metre = metre
        elif name == "tempo" and number is not None and 0 < float(number[0]) < 1000:
            self._change("tempo_bpm", float(number[0]))
        elif name == "capo" and number is not None and "capo" not in self._fields:
            self._fields["capo"] = min(24, max(0, int(float(number[0]))))
        elif name == "transpose":
            self._flush_grid()
            self._transpose(None if number is None else int(float(number[0])))
        elif name == "tuning" and (tuning := read_tuning(value)) is not None:
            self._fields["tuning"] = tuning
        else:
            if name in _VALUED or (name == "capo" and number is None):
                self._remark(f"no {name} that can be read, kept as a tag: {value}")
            elif not known and name not in (*FIELDS, *_TOLD, "capo"):
                self._once(f"no directive of ChordPro, kept as a tag: {name}")
            self._tags.append((name, value))

    def _transpose(self, semitones: int | None) -> None:
        """From here on, above what holds already; None: back to what held before. Chords before it stay as they are."""
        if semitones is not None:
            self._shifts.append(max(-24, min(24, self._shifts[-1] + semitones)))
        elif len(self._shifts) > 1:
            self._shifts.pop()
        if not self._sheet.has_bars:
            self._fields["transposition"] = self._shifts[-1]

    def _chord(self, text: str) -> PlacedChord:
        chord = placed_chord(text, self._notation)
        higher = self._shifts[-1] - self._fields.get("transposition", 0)
        if not higher or not chord.symbol.is_chord:
            return chord
        return attrs.evolve(chord, symbol=transpose(chord.symbol, higher))

    def _change(self, name: str, value: object) -> None:
        """Of the whole song the first time, and from the next bar on then."""
        self._flush_grid()
        if name in self._fields or self._sheet.has_bars:
            self._sheet.change(**{name: value})
        else:
            self._fields[name] = value

    # Sections ------------------------------------------------------------------------------------------------------

    def _start(self, kind: str, found: Directive) -> None:
        if kind == "grid":
            label = found.attributes.get("label") or _GRID_SHAPE.sub("", found.value, count=1)
            if label.strip():
                self._begin(label)
                self._environment = "grid/named"
            else:
                self._environment = self._environment or "grid"
            self._in_grid = True
        elif kind == "tab" or kind in VERBATIM:
            self._flush_grid()
            if kind == "tab" and found.label and not self._environment:
                self._begin(found.label)
            verbatim = kind in VERBATIM and kind != "textblock"
            self._block = [f"{{start_of_{kind}{': ' if found.value else ''}{found.value}}}"] if verbatim else []
            self._environment = f"{kind}/{self._environment}"
        else:
            self._begin(found.label or kind.replace("_", " ").capitalize())
            self._environment = kind
            if kind == "chorus":
                self._chorus = self._sheet.name

    def _begin(self, name: str) -> None:
        self._end_grid()
        self._sheet.begin(" ".join(self._filled(name).split()))
        if re.match(r"chorus|refrain", name, re.IGNORECASE):
            self._chorus = self._sheet.name

    def _end_block(self, found: Directive) -> None:
        kind, _, self._environment = self._environment.partition("/")
        lines, self._block = self._block or [], None
        if kind in VERBATIM and kind != "textblock":
            lines.append(f"{{{found.name}}}")
        self._sheet.block(lines, TextKind.TAB if kind == "tab" else TextKind.OTHER)

    def _end(self, kind: str) -> None:
        if self._in_grid:
            self._end_grid()
            if self._environment == "grid":
                self._environment = ""
            if kind == "grid" and self._environment != "grid/named":
                self._environment = self._environment.removesuffix("/grid")
                return
        self._environment = ""
        self._sheet.end()

    # Lines ---------------------------------------------------------------------------------------------------------

    def _words(self, line: str) -> None:
        line = _MARKUP.sub("", line)
        found = list(_BRACKET.finditer(line))
        if len(found) == 1 and found[0][0] == line.strip() and not self._environment:
            inner, times = kinds.times_in(found[0][1])
            if not is_chord(inner, self._notation) and kinds.named_part(inner) is not None:
                self._sheet.begin(inner.strip(), times)
                return
        if not found:
            if kinds.is_tab_line(line):
                self._sheet.text(line.rstrip(), TextKind.TAB)
            elif not self._environment and (part := kinds.named_part(line)) and line[part[2] :].strip() == "":
                self._sheet.begin(part[0].strip(), part[1])
            else:
                self._sheet.text(line.strip(), TextKind.WORDS)
            return
        pieces = [Piece(line[: found[0].start()])]
        direction = ""
        for index, each in enumerate(found):
            end = found[index + 1].start() if index + 1 < len(found) else len(line)
            sung = line[each.end() : end]
            if each[1].startswith("*"):
                direction = " ".join((direction + " " + each[1][1:]).split())
                if sung.strip() or index + 1 == len(found):
                    pieces.append(Piece(sung, None, direction))
                    direction = ""
            elif each[1].strip():
                chord = self._chord(each[1])
                if chord.written:
                    self._remark(f"no chord that can be read: {each[1]}", each.start() + 1)
                pieces.append(Piece(sung, chord, direction))
                direction = ""
            else:
                pieces[-1] = attrs.evolve(pieces[-1], text=pieces[-1].text + sung)
        self._sheet.line(pieces)

    def _filled(self, text: str) -> str:
        """With what the song says of itself in place of ``%{title}``."""
        return _SUBSTITUTE.sub(lambda each: str(self._fields.get(each[1], each[0])), text)

    # Grids ---------------------------------------------------------------------------------------------------------

    def _row(self, line: str, start: int) -> None:
        body = _VOLTA.sub(lambda each: f"{each[1]} ", line)
        first, last = body.find("|"), body.rfind("|")
        if first < 0 or re.match(r"\|[sS]\b", body[first:]):
            self._once("rows of a grid without bars, such as strokes, are passed over")
            return
        begin = first - (1 if first and body[first - 1] == ":" else 0)
        margin = " ".join(body[:begin].split())
        end = len(body)
        tail = body[last + 1 :].lstrip(":.")
        pieces = list(tokens(body, last + 1, end))
        if tail.strip() and not all(one.kind is not Kind.CHORD or is_chord(one.text, self._notation) for one in pieces):
            end = last + 1
            self._remark(f"beside a row, and passed over: {tail.strip()}", last + 2)
        row = [attrs.evolve(one, position=one.position + start) for one in tokens(body, begin, end)]
        try:
            self._assembly.line(row)
        except (ChartSyntaxError, ProgressionError) as error:
            raise self._fault(error) from None
        if margin and row:
            self._margins[row[0].position] = margin

    def _symbol(self, text: str, position: int) -> ChordSymbol:
        chord = self._chord(text)
        if chord.written:
            self._unread[position] = chord.written
            return UNKNOWN_SYMBOL
        return chord.symbol

    def _flush_grid(self) -> None:
        """The rows so far become bars."""
        bars = self._assembly.bars[self._done :]
        self._done += len(bars)
        if not bars:
            return
        self._timed = True
        rows = sorted(self._margins.items())
        try:
            for source, bar in placed(self._text, bars, self._metre):
                places = [position for cell in source.cells for _, position, _ in cell.chords]
                chords = tuple(
                    attrs.evolve(chord, written=self._unread.get(position, ""))
                    for chord, position in zip(bar.chords, places, strict=True)
                )
                margin = ""
                while bar.new_line and rows and source.position >= rows[0][0]:
                    margin = rows.pop(0)[1]
                self._sheet.bar(attrs.evolve(bar, chords=chords, rehearsal=margin))
        except (ChartSyntaxError, ProgressionError) as error:
            raise self._fault(error) from None
        self._margins.clear()

    def _end_grid(self) -> None:
        self._flush_grid()
        self._in_grid = False

    # What is said ---------------------------------------------------------------------------------------------------

    def _fault(self, error: ChartSyntaxError | ProgressionError) -> ChartFileError:
        if isinstance(error, ChartSyntaxError):
            line, column = place_in(self._text, error.position)
            return ChartFileError(NAME, error.plain_reason, line=self._first + line, column=column)
        return ChartTooLargeError(NAME, str(error), line=self._first + self._line + 1)

    def _remark(self, text: str, column: int = 0) -> None:
        self.remarks.append(Remark(text, self._first + self._line + 1, column, song=self._song))

    def _once(self, text: str) -> None:
        if text not in self._noted:
            self._noted.add(text)
            self._remark(text)


def _inner(text: str) -> str:
    return text.strip().removeprefix("(").removesuffix(")")


def _may_be_chord(text: str) -> bool:
    return bool(text.strip()) and not text.startswith("*") and kinds.named_part(text) is None


def _key(text: str) -> Key | None:
    try:
        return parse_key(text)
    except KeySyntaxError:
        return None


def _metre(text: str) -> tuple[int, int] | None:
    if text.strip() in ("C", "c"):
        return (4, 4)
    match = re.match(r"(\d{1,2})\s*/\s*(\d{1,2})(?!\d)", text)
    if match is None or not 1 <= int(match[1]) <= MAX_METRE_BEATS or int(match[2]) not in METRE_UNITS:
        return None
    return int(match[1]), int(match[2])
