"""Reading a chart: what the text says, in bars and beats."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import attrs

from chordwork.harmony.errors import ChartSyntaxError, ProgressionError, SymbolSyntaxError
from chordwork.harmony.notation import Notation, check_notation
from chordwork.harmony.parsing import parse_symbol
from chordwork.harmony.patterns import pattern
from chordwork.harmony.symbol import ChordSymbol
from chordwork.harmony.transposition import transpose_all
from chordwork.music.charts.text import lines as kinds
from chordwork.music.charts.text.assembly import Assembly, WrittenBar
from chordwork.music.charts.text.hints import explained
from chordwork.music.charts.text.lines import Line
from chordwork.music.charts.text.model import Chart
from chordwork.music.charts.text.sharing import Signature
from chordwork.music.charts.text.tab_text import read_tab_text
from chordwork.music.charts.text.timing import timed
from chordwork.music.charts.text.tokens import Kind, Token, tokens
from chordwork.music.charts.text.unfolding import unfold

MAX_TEXT_CHARACTERS: Final = 20_000
"""Longest text that is read."""
COMMON_TIME: Final = (4, 4)

_SKIPPED_BLOCKS: Final = ("tab", "abc", "ly", "svg", "textblock", "musicxml", "strum")


@attrs.frozen
class Written:
    """Bars in playing order, before they have beats."""

    bars: list[WrittenBar]
    timed: bool
    metre: Signature | None
    title: str
    tempo_bpm: float | None
    capo: int


def read_chart(
    text: str,
    *,
    metre: Signature = COMMON_TIME,
    groups: Sequence[int] | None = None,
    notation: Notation = "english",
) -> Chart:
    """Any text: arguments and errors are those of :func:`chordwork.music.charts.read_chart`, which asks here last."""
    written = read_written(text, notation)
    bars = tuple(timed(text, written.bars, metre, groups))
    return Chart(bars, written.timed, written.metre, written.title, written.tempo_bpm, written.capo)


def read_symbol(text: str, *, notation: Notation = "english") -> ChordSymbol:
    """One chord, as :func:`~chordwork.harmony.parse_symbol` reads it; errors say what was probably meant.

    Raises:
        SymbolSyntaxError: it points at the character.
        NotationError: no such notation.
    """
    try:
        return parse_symbol(text, notation=notation)
    except SymbolSyntaxError as error:
        raise explained(error, notation, lambda other, named: parse_symbol(other, notation=named)) from None


def read_item(
    text: str,
    *,
    metre: Signature = COMMON_TIME,
    groups: Sequence[int] | None = None,
    notation: Notation = "english",
) -> Chart | ChordSymbol:
    """An item of a list of chords: one chord, or a chart of its own, ``"C | G Am"``.

    Several chords without bar lines are one bar. Repeats do not reach beyond their item. Errors as for
    :func:`read_chart`.
    """
    if not _SEVERAL.search(text.strip()):
        return read_symbol(text, notation=notation)
    try:
        return parse_symbol(text, notation=notation)
    except SymbolSyntaxError:
        barred = text if re.search(r"[|\n%\[{]", text) else f"{text} |"
        return read_chart(barred, metre=metre, groups=groups, notation=notation)


@attrs.frozen
class Page:
    """Bars as they are written, and what is said above them; neither capo nor transposition is in the chords."""

    bars: list[WrittenBar]
    timed: bool
    metre: Signature | None
    headings: dict[str, str]
    tempo_bpm: float | None
    capo: int
    transposition: int


def read_page(text: str, notation: Notation = "english") -> Page:
    """What stands on the page. Errors as for :func:`read_chart`, but for those of beats and repeats."""
    reader = _opened(text, notation)
    try:
        return reader.page()
    except ChartSyntaxError:
        raise
    except SymbolSyntaxError as error:
        raise explained(error, notation, lambda other, as_notation: _Reader(other, as_notation).page()) from None


def read_written(text: str, notation: Notation) -> Written:
    """Bars in playing order; errors that another notation or capital letters would mend say so."""
    reader = _opened(text, notation)
    try:
        return reader.read()
    except ChartSyntaxError:
        raise
    except SymbolSyntaxError as error:
        raise explained(error, notation, lambda other, as_notation: _Reader(other, as_notation).read()) from None


def _opened(text: str, notation: Notation) -> _Reader:
    if len(text) > MAX_TEXT_CHARACTERS:
        raise ProgressionError(f"a text of {len(text)} characters: give at most {MAX_TEXT_CHARACTERS}")
    return _Reader(text, check_notation(notation))


class _Reader:
    """One pass over the lines of one text."""

    def __init__(self, text: str, notation: Notation) -> None:
        self._text = text = _TAGS.sub(lambda tag: " " * len(tag[0]), text)
        self._known: dict[str, bool] = {}
        self._notation: Notation = notation
        self._shift = 0
        self._capo = 0
        self._headings: dict[str, str] = {}
        self._tempo: float | None = None
        self._metre: Signature | None = None
        self._assembly = Assembly(text, self._symbol)
        self._block = ""
        self._sung = False
        self._above: Line | None = None
        self._lines = kinds.split_lines(text)
        self._inline = any(self._is_inline(line.body) for line in self._lines)
        bare = [line.start for line in self._lines if "[" not in line.body and self._all_chords(line.body)]
        self._last_bare = max(bare, default=-1)

    def page(self) -> Page:
        """The lines, taken apart."""
        assembly = self._assembly
        tab = read_tab_text(self._text, self._symbol)
        if tab is not None:
            if tab.metre is not None:
                assembly.metre(tab.metre, 0)
            assembly.known(tab.bars)
            self._metre = tab.metre
        else:
            for line in self._lines:
                self._line(line)
                self._above = line if line.body.strip() else self._above
        assembly.end_section()
        first = assembly.bars[0].metre if assembly.bars else None
        return Page(
            *(assembly.bars, assembly.timed, first or self._metre, self._headings),
            *(self._tempo, self._capo, self._shift),
        )

    def read(self) -> Written:
        """The page, as it is played."""
        page = self.page()
        self._sound()
        bars = unfold(self._text, page.bars)
        return Written(*(bars, page.timed, page.metre, page.headings.get("title", "")), page.tempo_bpm, page.capo)

    def _line(self, line: Line) -> None:
        body = line.body
        if not body.strip() or (body.lstrip().startswith("#") and not body.lstrip().startswith(("#|", "#."))):
            return
        if (found := kinds.directive(body)) is not None:
            self._directive(*found, line)
            return
        if self._block in _SKIPPED_BLOCKS or kinds.is_tab_line(body):
            return
        if self._block == "grid":
            self._grid_line(line)
            return
        if self._takes_meta(line):
            return
        line = self._after_label(line)
        if not line.body.strip():
            return
        if self._takes_brackets(line):
            return
        if self._above is not None and not kinds.is_jump(line.body) and self._is_sung(line):
            self._sung = True
            return
        self._chords(line.start, line.end)

    def _chords(self, start: int, end: int) -> None:
        self._assembly.line(_merged(self._text, tokens(self._text, start, end), self._is_chord))

    def _symbol(self, word: str, position: int) -> ChordSymbol:
        try:
            return parse_symbol(word, notation=self._notation)
        except SymbolSyntaxError as error:
            raise SymbolSyntaxError(self._text, position + error.position, error.reason) from None

    def _sound(self) -> None:
        """Shapes behind a capo, and chords to be transposed, become what sounds."""
        shift = self._capo + self._shift
        bars = self._assembly.bars
        if not shift:
            return
        written = [symbol for bar in bars for cell in bar.cells for symbol, _, _ in cell.chords]
        moved = dict(zip(written, transpose_all(written, shift), strict=True))
        for bar in bars:
            bar.cells = [
                attrs.evolve(cell, chords=tuple((moved[symbol], start, end) for symbol, start, end in cell.chords))
                for cell in bar.cells
            ]

    def _is_chord(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            name = word.strip("()[]") if word.startswith(("(", "[")) else word
            name = name.split("~")[0]
            try:
                parse_symbol(name.rstrip("/.") or name, notation=self._notation)
                known = True
            except SymbolSyntaxError:
                known = False
            self._known[word] = known
        return known

    # Lines that are no chords --------------------------------------------------------------------------------------

    def _directive(self, name: str, value: str, line: Line) -> None:
        starts = {"sot": "tab", "sog": "grid"}
        ends = {"eot", "eog", "eoc", "eov", "eob"}
        if name.startswith("start_of_") or name in starts:
            self._block = starts.get(name, name.removeprefix("start_of_"))
            if self._block not in (*_SKIPPED_BLOCKS, "grid"):
                self._assembly.section(value or self._block)
        elif name.startswith("end_of_") or name in ends:
            if self._block not in (*_SKIPPED_BLOCKS, "grid"):
                self._assembly.section("")
            self._block = ""
        elif name in ("soc", "sov", "sob"):
            self._assembly.section(value or {"soc": "chorus", "sov": "verse", "sob": "bridge"}[name])
        elif name == "chorus":
            self._assembly.section(value or "chorus", recall=True)
        elif name in ("title", "t"):
            self._headings.setdefault("title", value.replace("Untitled", ""))
        elif name in ("capo", "time", "tempo", "transpose"):
            self._setting(name, value, line)
        elif name == "meta":
            key, _, rest = value.partition(" ")
            if key in ("capo", "time", "tempo", "transpose"):
                self._setting(key, rest.strip(), line)

    def _setting(self, name: str, value: str, line: Line) -> None:
        number = re.match(r"[-+]?\d+(?:\.\d+)?", value)
        if name == "time":
            found = re.match(r"(\d{1,2})\s*/\s*(\d{1,2})", value)
            if found is not None:
                self._assembly.metre((int(found[1]), int(found[2])), line.start)
                self._metre = self._metre or (int(found[1]), int(found[2]))
        elif number is None:
            return
        elif name == "capo":
            self._capo = int(float(number[0]))
        elif name == "transpose":
            self._shift = int(float(number[0]))
        elif name == "tempo":
            self._tempo = float(number[0])

    def _takes_meta(self, line: Line) -> bool:
        found = kinds.meta(line.body)
        if found is None:
            return False
        name, value = found
        if name in ("capo", "time", "tempo", "transpose"):
            self._setting(name, value, line)
        else:
            self._headings.setdefault(name, value)
        return True

    def _after_label(self, line: Line) -> Line:
        """The line without the section's name that it may begin with."""
        part = kinds.named_part(line.body)
        if part is not None:
            name, times, end = part
            rest, more = kinds.times_in(line.body[end:])
            if more > 1 and not rest.strip():  # "Chorus: x2"
                self._assembly.section(name, times * more)
                return Line(line.text, line.end, line.end)
            self._assembly.section(name, times)
            return Line(line.text, line.start + end, line.end)
        label = kinds.any_label(line.body)
        if label is not None:
            name, end = label
            name, times = kinds.times_in(name)
            chords = name.split()
            alone = len(chords) == 1 and len(name) == 1
            if alone or not all(self._is_chord(word) for word in chords):
                self._assembly.section(name, times)
                return Line(line.text, line.start + end, line.end)
        return line

    # Words -----------------------------------------------------------------------------------------------------------

    def _is_inline(self, body: str) -> bool:
        """Whether chords stand among words in brackets: ``[C]Hello``."""
        found = kinds.bracketed(body)
        rest = re.sub(r"\[[^\]]*\]", " ", body)
        return any(self._is_chord(each[1]) for each in found) and kinds.share_of_chords(rest, self._is_chord) < 1

    def _takes_brackets(self, line: Line) -> bool:
        """Chords or names in square brackets; True if that is all the line has."""
        body = line.body
        among = re.sub(r"\[[^\]]*\]", " ", body)
        found = [
            each
            for each in kinds.bracketed(body)
            if not re.fullmatch(r"\s*(?:\d[\s\d.,-]*|[xX×]\s*\d+|\d+\s*[xX×]|\d+/\d+)\s*", each[1])
            and not (self._is_group(each[1]) and kinds.share_of_chords(among, self._is_chord) == 1)
        ]
        if not found:
            return False
        rest = among
        chords = [each for each in found if self._is_chord(each[1])]
        bare = self._all_chords(rest)
        alone = not rest.strip()
        sung = kinds.is_words(rest, kinds.share_of_chords(rest, self._is_chord)) and (self._inline or self._sung)
        is_letter = alone and len(found) == 1 and self._is_letter(found[0][1], line)
        is_names = bare or is_letter or not (chords or sung)
        if is_names:
            self._named_in_brackets(line, found)
            return True
        pieces: list[Token] = []
        for each in found:
            inner = each[1].strip()
            if inner.startswith("*") or not inner:
                continue
            if each not in chords and kinds.named_part(inner) is not None:
                self._assembly.line(pieces)
                pieces = []
                name, times = kinds.times_in(inner)
                self._assembly.section(name, times)
                continue
            pieces += tokens(self._text, line.start + each.start(1), line.start + each.end(1))
        self._assembly.line(pieces)
        return True

    def _is_group(self, inner: str) -> bool:
        """``[C G Am F]``: several chords, which are no section's name."""
        words = inner.split()
        return len(words) > 1 and all(self._is_chord(word) for word in words)

    def _is_letter(self, label: str, line: Line) -> bool:
        """``[A]`` on a line of its own is a section where the chords are not in brackets."""
        return bool(re.fullmatch(r"[A-D]", label.strip())) and not self._inline and self._last_bare > line.start

    def _all_chords(self, body: str) -> bool:
        return bool(body.strip()) and kinds.share_of_chords(body, self._is_chord) == 1.0

    def _named_in_brackets(self, line: Line, found: list[re.Match[str]]) -> None:
        """Names of sections, and bare chords between them."""
        position = line.start
        for each in found:
            self._chords(position, line.start + each.start())
            if not each[1].startswith("*"):
                name, times = kinds.times_in(each[1])
                self._assembly.section(name, times)
            position = line.start + each.end()
        self._chords(position, line.end)

    def _is_sung(self, line: Line) -> bool:
        """Words below chords, or among other words."""
        share = kinds.share_of_chords(line.body, self._is_chord)
        over = self._above is not None and self._all_chords(self._above.body)
        return kinds.is_words(line.body, share) and (over or (self._sung and share == 0.0))

    # Grids -----------------------------------------------------------------------------------------------------------

    def _grid_line(self, line: Line) -> None:
        """A row of a ChordPro grid; what stands before its first bar line and after its last one is margin."""
        first, last = line.body.find("|"), line.body.rfind("|")
        if first < 0:
            self._chords(line.start, line.end)
            return
        if re.match(r"\|[sS]\b", line.body[first:]):
            return
        start = line.start + first - (1 if first and line.body[first - 1] == ":" else 0)
        margin = line.body[:first].strip(" :")
        if margin and self._is_chord(margin.split()[0]) and len(margin) > 1:
            start = line.start
        end = line.end
        tail = line.body[last + 1 :].lstrip(":.")
        if tail.strip() and not all(
            token.kind is not Kind.CHORD or self._is_chord(token.text)
            for token in tokens(self._text, line.start + last + 1, line.end)
        ):
            end = line.start + last + 1
        self._chords(start, end)


_SEVERAL: Final = pattern(r"\S[\s,;]+\S|[|%\[{]|/{2}|~")
_TAGS: Final = pattern(r"\[/?(?:tab|ch)\]")
"""What a site of song texts puts around lines and chords."""
_DASHES: Final = pattern(r"(?<=[^-‐‑−–—])[-‐‑−–—](?=[A-HSTa-z])")
_COMPLETING: Final = pattern(
    r"(?:maj|min|major|minor|dim|aug|sus|add|alt|diminished|augmented)[\w#b+-]*(?:/[A-G][#b]?)?|\([^()]*\)|/[A-G][#b♯♭]?",
    re.IGNORECASE,
)


def _merged(text: str, pieces: Iterable[Token], is_chord: Callable[[str], bool]) -> list[Token]:
    """A chord whose name goes on after a blank, ``C maj7``, ``A minor``, ``C (add9)``, as one."""
    result: list[Token] = []
    for token in pieces:
        before = result[-1] if result else None
        if (
            before is not None
            and before.kind is Kind.CHORD
            and token.kind is Kind.CHORD
            and not token.number
            and not is_chord(token.text)
        ):
            between = text[before.position + len(before.text) : token.position]
            word = f"({token.text})" if between.endswith("(") else token.text
            joined = f"{before.text}{word}"
            if not between.strip(" (") and _COMPLETING.fullmatch(word) and is_chord(joined):
                end = token.position + len(token.text) + word.startswith("(")
                result[-1] = attrs.evolve(before, text=joined, end=end)
                continue
        result += _parted(token, is_chord) if token.kind is Kind.CHORD and not is_chord(token.text) else [token]
    return result


def _parted(token: Token, is_chord: Callable[[str], bool]) -> list[Token]:
    """``C-G-Am`` as three chords; the token itself where that is not what it is."""
    places = [0, *(match.end() for match in _DASHES.finditer(token.text))]
    ends = [*(place - 1 for place in places[1:]), len(token.text)]
    names = [token.text[begin:end] for begin, end in zip(places, ends, strict=True)]
    if len(names) == 1 or not all(is_chord(name) for name in names):
        return [token]
    return [Token(Kind.CHORD, name, token.position + place) for name, place in zip(names, places, strict=True)]
