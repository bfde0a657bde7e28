"""Reading OnSong: metadata, then sections under headings, with chords in brackets or above the words.

After the maker's manual ("OnSong File Format", onsongapp.com). Directives in braces are those that it shares with
ChordPro.
"""

from __future__ import annotations

import re
from typing import Any, Final

import attrs

from chordwork.harmony.notation import Notation
from chordwork.music.charts.chordpro.directives import Directive, directive
from chordwork.music.charts.chords_over_lyrics.lines import is_chords, is_tab, notation_of_lines, pieces, sheet_lines
from chordwork.music.charts.errors import ChartFileError
from chordwork.music.charts.form import Reading, Remark
from chordwork.music.charts.layout import in_quarters
from chordwork.music.charts.lyrics import Piece, Sheet
from chordwork.music.charts.onsong.flow import in_order
from chordwork.music.charts.onsong.metadata import AMONG_LINES, is_known, metadata, steps_to, told
from chordwork.music.charts.symbols import is_chord, notation_of, placed_chord
from chordwork.music.charts.text import lines as kinds
from chordwork.music.song import PlacedChord, TextKind

NAME: Final = "onsong"
MAX_REMARKS: Final = 100
_BRACKET: Final = re.compile(r"\[([^\[\]\n]*)\]")
_ALONE: Final = re.compile(r"\s*\[([^\[\]]{1,70})\]\s*:?\s*")
_LABEL: Final = re.compile(r"\s*([^\s:\[\]{}|][^:\[\]{}|]{0,69}?)\s*:\s*")
_STYLED: Final = re.compile(r"(?:[*!/_]|[&>](?:#[\da-fA-F]{3,8}|[A-Za-z]{3,20}):)(?=\S)")
_FORCED: Final = (".", "`")
_INSTRUCTION: Final = re.compile(r"\([^()]*\)")
_STROKES: Final = re.compile(r"(?<!\S)[/|‖:]+(?!\S)|[|‖]+")
_INLINE: Final = re.compile(r"\{[^{}]*\}\s*$")


def read(data: bytes) -> Reading:
    """The song of a file.

    Raises:
        ChartFileError: it has no chord, or is no text.
        ChartTooLargeError: more than 10,000 chords, 262,144 characters, or a flow of more than 1,000 sections.
    """
    return _Reader(sheet_lines(data, NAME)).read()


def label(line: str) -> tuple[str, int] | None:
    """Name of the section that a line heads, and how often it is played; None if it heads none."""
    match = _LABEL.fullmatch(line) or _ALONE.fullmatch(line)
    if match is not None:
        name, times = kinds.times_in(match[1])
        known = match.re is _LABEL or kinds.named_part(name) is not None
        return (name.strip(), times) if name.strip() and known else None
    found = kinds.named_part(line)
    return (found[0].strip(), found[1]) if found is not None and not line[found[2] :].strip() else None


def says(line: str, notation: Notation = "english") -> TextKind | None:
    """Whether a line below the metadata is words without chords, or a remark; None if it is something else."""
    if not line.strip() or "{" in line or line[:1] in ("#", *_FORCED) or _BRACKET.search(line):
        return None
    if label(line) is not None or is_tab(line) or is_chords(_INSTRUCTION.sub(_blank, line), notation):
        return None
    found = metadata(line)
    if (found is not None and found[0] in AMONG_LINES) or _heads(line) is not None:
        return None
    if is_known(line):
        return None
    return TextKind.COMMENT if _INSTRUCTION.fullmatch(line.strip()) and line.strip("( )") else TextKind.WORDS


def _blank(each: re.Match[str]) -> str:
    """A remark among chords leaves its columns."""
    return each[0] if is_chord(each[0][1:-1]) else " " * len(each[0])


def _heads(line: str) -> tuple[str, int, str] | None:
    """``Intro: [G] [C]``: a heading and what stands behind it."""
    found = kinds.named_part(line)
    if found is None or not re.search(r":\s*$", line[: found[2]]) or not line[found[2] :].strip():
        return None
    return found[0].strip(), found[1], line[found[2] :]


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self._lines = lines
        brackets = [each[1] for line in lines for each in _BRACKET.finditer(line)]
        chords = [each.strip("()") for each in brackets if each.strip() and kinds.named_part(each) is None]
        self._notation: Notation = notation_of(chords) if chords else notation_of_lines(lines)
        self._sheet = Sheet(NAME)
        self._fields: dict[str, Any] = {}
        self._tags: list[tuple[str, str]] = []
        self._flow = ""
        self._wanted_key = ""
        self._tab: list[str] | None = None
        self._above: str | None = None
        self._above_line = 0
        self._environment = ""
        self._line = 0
        self._remarks: list[Remark] = []
        self._noted: set[str] = set()

    def read(self) -> Reading:
        body = self._metadata()
        for number, line in enumerate(self._lines[body:], start=body):
            self._line = number
            self._take(line)
        self._under("")
        if self._tab is not None:
            self._remark("a tab has no end: add {end_of_tab}")
            self._sheet.block(self._tab, TextKind.TAB)
        if not self._sheet.has_bars:
            raise ChartFileError(NAME, "no chord is in it: put chords above the words, or in brackets: [C]Hello")
        steps = steps_to(self._fields.get("key"), self._wanted_key) if self._wanted_key else None
        if steps is not None:
            self._fields.setdefault("transposition", steps)
        song = self._sheet.song(timed=False, tags=tuple(self._tags), **self._fields)
        if self._flow:
            sections, notes = in_order(song.sections, self._flow, NAME)
            song = attrs.evolve(song, sections=sections)
            self._line = -1
            for note in notes:
                self._remark(note)
        return Reading((in_quarters(song),), tuple(self._remarks))

    # Metadata ------------------------------------------------------------------------------------------------------

    def _metadata(self) -> int:
        """Reads what stands above the first section; the number of the line after it."""
        number = 0
        bare = 0
        while number < len(self._lines):
            line = self._lines[number]
            self._line = number
            if line.lstrip().startswith("{") and (found := directive(line)) and not found.name.startswith("start_of_"):
                if found.name == "comment":
                    return number
                self._directive(found)
            elif not line.strip():
                after = self._goes_on(number)
                if after is None:
                    return number + 1
                number = after - 1
            elif (found_line := metadata(line)) is not None and (is_known(line) or _BRACKET.search(line) is None):
                self._said(*found_line)
            elif bare < len(_FIRST_LINES) and number == bare and self._is_bare(line):
                name = _FIRST_LINES[bare]
                value = " ".join(line.split())
                self._fields.setdefault(name, re.sub(r"^by\s+", "", value, flags=re.IGNORECASE) if bare else value)
                bare += 1
            elif not line.lstrip().startswith("#"):
                return number
            number += 1
        return number

    def _goes_on(self, number: int) -> int | None:
        """The line behind blank ones where more metadata stand; None if none do."""
        for after in range(number, len(self._lines)):
            if line := self._lines[after].strip():
                found = directive(line) if "{" in line else None
                return after if is_known(line) or (found is not None and _is_fact(found)) else None
        return None

    def _is_bare(self, line: str) -> bool:
        return says(line, self._notation) is TextKind.WORDS

    def _said(self, name: str, value: str) -> None:
        if name == "flow":
            self._flow = self._flow or value
        elif name == "transposedkey":
            self._wanted_key = self._wanted_key or value
        elif (found := told(name, value)) is not None and found[0] not in self._fields:
            self._fields[found[0]] = found[1]
        else:
            self._tags.append((re.sub(r"[^\w.]+", "_", name), value))

    def _change(self, name: str, value: str) -> None:
        """Below the metadata: from the next chord on."""
        found = told(name, value)
        if found is None:
            self._once(f"nothing that can be read, and passed over: {name}")
        elif found[0] in ("key", "tempo_bpm", "metre") and (self._sheet.has_bars or found[0] in self._fields):
            self._sheet.change(**{found[0]: found[1]})
        elif found[0] not in self._fields and not self._sheet.has_bars:
            self._fields[found[0]] = found[1]
        else:
            self._once(f"it changes within the song, and is passed over: {name}")

    # Lines ---------------------------------------------------------------------------------------------------------

    def _take(self, line: str) -> None:
        found = directive(line) if "{" in line else None
        if self._tab is not None:
            if found is not None and found.name == "end_of_tab":
                self._sheet.block(self._tab, TextKind.TAB)
                self._tab = None
            else:
                self._tab.append(line.rstrip())
            return
        if self._above is not None and found is None and self._under(line):
            return
        if found is not None:
            self._directive(found)
        elif not line.strip():
            if not self._environment:
                self._sheet.blank()
        elif line.startswith("#"):
            return
        elif line.startswith(_FORCED):
            self._chords_above(" " + line[1:])
        else:
            if styled := _STYLED.match(line):
                self._once("how the page looks is passed over: signs at the beginning of lines")
                line = line[styled.end() :]
            self._plain(line)

    def _plain(self, line: str) -> None:
        if (named := label(line)) is not None:
            self._begin(*named)
        elif (heads := _heads(line)) is not None:
            self._begin(*heads[:2])
            self._plain(heads[2])
        elif _BRACKET.search(line):
            self._bracketed(line)
        elif (found := metadata(line)) is not None and found[0] in AMONG_LINES:
            self._change(*found)
        elif is_tab(line):
            self._sheet.text(line.rstrip(), TextKind.TAB)
        elif is_chords(_INSTRUCTION.sub(_blank, line), self._notation):
            self._chords_above(line)
        else:
            text = line.strip()
            is_remark = says(line, self._notation) is TextKind.COMMENT
            kind = TextKind.COMMENT if is_remark else TextKind.WORDS
            self._sheet.text(text[1:-1].strip() if is_remark else text, kind)

    def _chords_above(self, line: str) -> None:
        self._above, self._above_line = line, self._line

    def _under(self, line: str) -> bool:
        """What stands below a line of chords, if it is words; whether it is."""
        if self._above is None:
            return False
        words = _STYLED.sub("", line, count=1) if says(line, self._notation) is TextKind.WORDS else ""
        above = _INSTRUCTION.sub(_blank, self._above)
        if pieces_over := [word for word in above.split() if word.strip("|")]:
            made = pieces(above, words, self._notation) if is_chords(above, self._notation) else None
            if made is None:
                text = f"a line of chords that cannot be read, kept as words: {' '.join(pieces_over)[:60]}"
                self._remarks += [Remark(text, self._above_line + 1)] if len(self._remarks) < MAX_REMARKS else []
                self._sheet.text(self._above.strip(), TextKind.WORDS)
                self._above = None
                return False
            self._sheet.line(made)
        self._above = None
        return bool(words)

    def _bracketed(self, line: str) -> None:
        if "|" in line:
            line = "".join(
                part if part.startswith("[") else _STROKES.sub("", part) for part in re.split(r"(\[[^\[\]]*\])", line)
            )
        line = _INLINE.sub("", line)
        found = list(_BRACKET.finditer(line))
        made = [Piece(line[: found[0].start()])]
        for index, each in enumerate(found):
            end = found[index + 1].start() if index + 1 < len(found) else len(line)
            sung = line[each.end() : end]
            if each[1].strip() and not each[1].startswith("*"):
                made.append(Piece(sung, self._chord(each[1], each.start() + 1)))
            else:
                made[-1] = attrs.evolve(made[-1], text=made[-1].text + sung)
        if any(piece.chord for piece in made):
            self._sheet.line(made)
        elif text := "".join(piece.text for piece in made).strip():
            self._sheet.text(text, TextKind.WORDS)

    def _chord(self, text: str, column: int) -> PlacedChord:
        chord = placed_chord(text, self._notation)
        if chord.written:
            self._remark(f"no chord that can be read: {text}", column)
        return chord

    def _begin(self, name: str, times: int) -> None:
        self._sheet.begin(" ".join(name.split()), min(times, 100))

    # Directives ----------------------------------------------------------------------------------------------------

    def _directive(self, found: Directive) -> None:
        self._under("")
        name = found.name
        if name == "start_of_tab":
            self._tab = []
        elif name.startswith("start_of_") and not found.is_layout:
            kind = name.removeprefix("start_of_")
            self._begin(found.label or kind.replace("_", " ").capitalize(), 1)
            self._environment = kind
        elif name.startswith("end_of_") and not found.is_layout:
            self._environment = ""
            self._sheet.end()
        elif name == "comment":
            self._sheet.text(" ".join(found.value.split()), TextKind.COMMENT)
        elif name in ("define", "chord") or name.startswith("x_"):
            self._tags.append((name, found.value))
        elif found.is_layout or name == "new_song":
            self._once(f"how the page looks is passed over: {name}")
        elif _is_fact(found) and found.value:
            if self._sheet.has_bars or not self._sheet.is_empty or name in AMONG_LINES:
                self._change(name, found.value)
            else:
                self._said(name, found.value)
        else:
            self._once(f"no directive that is known, and passed over: {name}")

    # What is said ---------------------------------------------------------------------------------------------------

    def _remark(self, text: str, column: int = 0) -> None:
        if len(self._remarks) < MAX_REMARKS:
            self._remarks.append(Remark(text, self._line + 1, column))

    def _once(self, text: str) -> None:
        if text not in self._noted:
            self._noted.add(text)
            self._remark(text)


_FIRST_LINES: Final = ("title", "artist")


def _is_fact(found: Directive) -> bool:
    """A directive that says something of the song."""
    return is_known(f"{found.name}: -")
