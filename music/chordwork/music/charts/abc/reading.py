"""ABC files read: several tunes, each its header, its body, the first voice that has chords."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

import attrs

from chordwork.music.charts.abc.fields import play_order, read_key, read_length, read_metre, read_tempo, read_text
from chordwork.music.charts.abc.tune import NAME, Voice, WrittenBar
from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError
from chordwork.music.charts.form import MAX_SONGS, Reading, Remark
from chordwork.music.song import Bar, Jump, Section, Song, SongError, Text, TextKind, tidy

MAX_VOICES: Final = 64
MAX_PARTS: Final = 200
"""In playing order."""

_FIELD: Final = re.compile(r"^([A-Za-z]):(.*)$")
_GOES_ON: Final = re.compile(r"^\+:(.*)$")
"""More of the field on the line before."""
_TAKEN: Final = "%"
"""What is left of such a line: lines keep their numbers."""
_COPYRIGHT: Final = re.compile(r"^%%abc-copyright\s+(.*)$")
_INSTRUCTION: Final = re.compile(r"^(?:%%|I:)\s*(propagate-accidentals\s.*)$")
_VOICE: Final = re.compile(r"^\s*\[V:\s*([^\s\]]+)[^\]]*\]")
_SINGLE: Final = {"C": "composer", "R": "style", "A": "lyricist"}
_TAGS: Final = {
    "O": "origin", "B": "book", "S": "source", "Z": "transcription", "N": "notes", "H": "history", "D": "discography",
    "G": "group", "F": "file",
}  # fmt: skip
_HALF: Final = Fraction(3, 4)


def read_abc(data: bytes) -> Reading:
    """The tunes of a file.

    Raises:
        ChartFileError: there is no tune in it, or one without a key; with its line.
        ChartTooLargeError: more tunes, bars or voices than any book has.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    songs: list[Song] = []
    remarks: list[Remark] = []
    copyright_of_all = ""
    instructions: list[str] = []
    for first, lines in _tunes(text.splitlines()):
        if found := _COPYRIGHT.match(lines[0]):
            copyright_of_all = found[1].strip()
            continue
        if found := _INSTRUCTION.match(lines[0]):
            instructions.append(found[1])
            continue
        if len(songs) == MAX_SONGS:
            raise ChartTooLargeError(NAME, f"more than {MAX_SONGS} tunes: give fewer")
        song, said = _Tune(lines, first, len(songs), instructions).song()
        songs.append(song if song.copyright else attrs.evolve(song, copyright=copyright_of_all))
        remarks += said
    if not songs:
        raise ChartFileError(NAME, "there is no tune: it begins with a line X:1", line=1)
    return Reading(tuple(songs), tuple(remarks), NAME)


def _tunes(lines: Sequence[str]) -> list[tuple[int, list[str]]]:
    """Number of the first line, from 1, and the lines of each tune: from ``X:`` to an empty line.

    Before them, each alone, lines of the file's header that count here.
    """
    found: list[tuple[int, list[str]]] = []
    inside = False
    for number, line in enumerate(lines, start=1):
        if re.match(r"^X:\s*\d*", line):
            found.append((number, [line]))
            inside = True
        elif not line.strip():
            inside = False
        elif inside and (more := _GOES_ON.match(line)):
            lines_of = found[-1][1]
            field = next((at for at in reversed(range(len(lines_of))) if lines_of[at] != _TAKEN), 0)
            lines_of[field] += " " + more[1].strip()
            lines_of.append(_TAKEN)
        elif inside:
            found[-1][1].append(line.rstrip())
        elif (_COPYRIGHT.match(line) or _INSTRUCTION.match(line)) and not any(lines[0][0] == "X" for _, lines in found):
            found.append((number, [line]))
    return found


@attrs.define
class _Tune:
    lines: Sequence[str]
    first: int
    number: int
    instructions: Sequence[str] = ()
    passed: list[Remark] = attrs.field(factory=list)

    def song(self) -> tuple[Song, list[Remark]]:
        body, header = self._header()
        voices = self._voices(body)
        chosen, best = voices[0], self._read(header, body, voices[0])
        for wanted in voices[1:]:
            if any(bar.chords for bar in best.bars):
                break
            voice = self._read(header, body, wanted)
            if any(bar.chords for bar in voice.bars):
                chosen, best = wanted, voice
        best.remarks[:0] = self.passed
        remarks = best.remarks
        if chosen != voices[0]:
            remarks.append(
                Remark(f"voice {chosen!r} is read: it is the first with chords", self.first, song=self.number)
            )
        try:
            return self._assembled(best, header).check(), remarks
        except SongError as error:
            raise ChartFileError(NAME, f"{error}: mend the tune", line=self.first) from None

    def _header(self) -> tuple[int, dict[str, list[str]]]:
        """Index of the first line of the body, and the fields before it."""
        header: dict[str, list[str]] = {}
        last = ""
        for index, line in enumerate(self.lines):
            if found := _COPYRIGHT.match(line):
                header["copyright"] = [found[1].strip()]
            if found := _INSTRUCTION.match(line):
                header.setdefault("I", []).append(found[1])
                continue
            if line.startswith("%"):
                continue
            field = _FIELD.match(line)
            if field is None and "|" not in line and any(after.startswith("K:") for after in self.lines[index:]):
                said = f"no field of a header, and passed over: {line.strip()[:40]}"
                self.passed.append(Remark(said, self.first + index, song=self.number))
                continue
            if field is None:
                reason = "a header ends with a key: put K:C, or K:none, before the music"
                raise ChartFileError(NAME, reason, line=self.first + index)
            last = field[1]
            header.setdefault(last, []).append(field[2].strip())
            if last == "K":
                return index + 1, header
        raise ChartFileError(NAME, "a tune has a key: put K:C, or K:none, before the music", line=self.first)

    def _voices(self, body: int) -> list[str]:
        names: list[str] = []
        for line in self.lines[body:]:
            found = _VOICE.match(line) or re.match(r"^V:\s*(\S+)", line)
            if found and found[1] not in names:
                names.append(found[1])
            if len(names) > MAX_VOICES:
                raise ChartTooLargeError(NAME, f"more than {MAX_VOICES} voices: give fewer", line=self.first)
        return names or [""]

    def _read(self, header: dict[str, list[str]], body: int, wanted: str) -> Voice:
        metre = read_metre(header.get("M", ["4/4"])[-1])
        free = metre is None
        shown = metre or (4, 4)
        unit = read_length(header.get("L", [""])[-1])
        if unit is None:
            unit = Fraction(1, 16) if not free and Fraction(*shown) < _HALF else Fraction(1, 8)
        tempo = read_tempo(header.get("Q", [""])[-1], unit)
        voice = Voice(shown, free, unit, read_key(header["K"][-1]), tempo, {}, self.number)
        for text in header.get("U", []):
            voice.field("U", text)
        for text in (*self.instructions, *header.get("I", [])):
            voice.field("I", text)
        speaking = wanted
        for index, line in enumerate(self.lines[body:], start=body):
            number = self.first + index
            if found := _INSTRUCTION.match(line):
                voice.field("I", found[1])
                continue
            if line.startswith("%"):
                continue
            if found := _VOICE.match(line):
                speaking, line = found[1], " " * found.end() + line[found.end() :]
            field = _FIELD.match(line)
            if field is not None and field[1] == "V":
                speaking = (field[2].split() or [""])[0]
            elif speaking != wanted and not (field is not None and field[1] in "PMK" and not wanted):
                continue
            elif field is None:
                voice.music(re.split(r"(?<!\\)%", line, maxsplit=1)[0], number)
            elif field[1] == "w":
                voice.sung(field[2])
            elif field[1] == "W":
                voice.words_after(field[2])
            else:
                voice.field(field[1], field[2].strip())
        voice.finish()
        return voice

    def _assembled(self, voice: Voice, header: dict[str, list[str]]) -> Song:
        titles = [read_text(text) for text in header.get("T", [])]
        fields = {field: read_text(header[name][0]) for name, field in _SINGLE.items() if name in header}
        tags = tuple((tag, read_text(text)) for name, tag in _TAGS.items() for text in header.get(name, []))
        bars = _with_something(voice.bars)
        self._close_repeat(bars, voice)
        _settle(bars)
        sections = _sections(bars, voice)
        if order := play_order(header.get("P", [""])[-1], MAX_PARTS):
            sections = self._ordered(sections, order, voice)
        first = bars[0] if bars else None
        song = Song(
            tuple(sections),
            title=titles[0] if titles else "",
            subtitle=titles[1] if len(titles) > 1 else "",
            copyright=header.get("copyright", [""])[0],
            key=first.key if first else voice.key.key,
            tempo_bpm=first.tempo if first else voice.tempo,
            metre=first.metre if first else voice.metre,
            tags=tags,
            **fields,  # type: ignore[arg-type]
        )
        return tidy(song)

    def _close_repeat(self, bars: Sequence[WrittenBar], voice: Voice) -> None:
        """A repeat that never ends is none."""
        for number in range(len(bars), 0, -1):
            bar = bars[number - 1]
            if bar.repeat_times or bar.endings:
                return
            if bar.repeat_begins:
                bar.repeat_begins = False
                said = f"a repeat begins in bar {number} and never ends: it is left out"
                voice.remarks.append(Remark(said, self.first, song=self.number))
                return

    def _ordered(self, sections: list[Section], order: list[str], voice: Voice) -> list[Section]:
        """Parts in playing order: each with its bars when it comes first, then by its name."""
        named = {section.name: section for section in reversed(sections) if section.name}
        result = [section for section in sections[:1] if not section.name]
        shown: set[str] = set()
        for name in order:
            if name not in named:
                said = f"part {name} is to be played and is not there"
                if said not in {remark.text for remark in voice.remarks}:
                    voice.remarks.append(Remark(said, self.first, song=self.number))
            elif name in shown:
                result.append(Section(name, of=name))
            else:
                shown.add(name)
                result.append(named[name])
        left = [section for section in sections if section.name and section.name not in shown]
        if left:
            names = ", ".join(section.name for section in left)
            voice.remarks.append(
                Remark(f"parts that are never played are left out: {names}", self.first, song=self.number)
            )
        return result


def _with_something(bars: Sequence[WrittenBar]) -> list[WrittenBar]:
    """Bars that last; a repeat that begins in one without anything begins with the next, and none at the end of all."""
    made: list[WrittenBar] = []
    begins = False
    for bar in bars:
        begins = begins or bar.repeat_begins
        if bar.length or bar.chords:
            bar.repeat_begins = begins
            begins = False
            made.append(bar)
    return made


def _settle(bars: Sequence[WrittenBar]) -> None:
    """Signs that only the whole tune explains: of two codas the first is the way to the second; D.C. with a Fine."""
    with_codas = [bar for bar in bars if bar.codas]
    for place, bar in enumerate(with_codas):
        is_way = place == 0 and (len(with_codas) > 1) and not any("to_coda" in one.signs for one in bars)
        bar.signs.add("to_coda" if is_way or bar.codas > 1 else "coda")
    has_fine = any("fine" in bar.signs for bar in bars)
    has_way = any("to_coda" in bar.signs for bar in bars)
    for bar in bars:
        if bar.jump is Jump.DA_CAPO:
            bar.jump = Jump.DA_CAPO_AL_FINE if has_fine else Jump.DA_CAPO_AL_CODA if has_way else bar.jump
        elif bar.jump is Jump.DAL_SEGNO:
            bar.jump = Jump.DAL_SEGNO_AL_FINE if has_fine else Jump.DAL_SEGNO_AL_CODA if has_way else bar.jump


def _sections(bars: Sequence[WrittenBar], voice: Voice) -> list[Section]:
    sections: list[Section] = []
    metre, key, tempo = None, None, None
    for written in bars:
        bar = _bar(written, voice)
        bar = attrs.evolve(bar, key=None if written.key == key else written.key)
        bar = attrs.evolve(bar, tempo_bpm=None if written.tempo == tempo else written.tempo)
        bar = attrs.evolve(bar, metre=None if written.metre == metre else written.metre)
        metre, key, tempo = written.metre, written.key, written.tempo
        if written.texts_of_part:
            sections = sections or [Section()]
            sections[-1] = _with_words(sections[-1], written.texts_of_part)
        if not sections or written.begins_part:
            sections.append(Section(written.part))
        if written.texts:
            sections[-1] = _with_words(sections[-1], written.texts)
        sections[-1] = attrs.evolve(sections[-1], bars=(*sections[-1].bars, bar))
    if voice.after:
        sections = sections or [Section()]
        sections[-1] = _with_words(sections[-1], voice.after)
    return sections


def _with_words(section: Section, lines: Sequence[str]) -> Section:
    return attrs.evolve(section, texts=(*section.texts, Text(tuple(lines), TextKind.WORDS, len(section.bars))))


def _bar(written: WrittenBar, voice: Voice) -> Bar:
    beat = Fraction(1, written.metre[1])
    beats = written.length / beat
    last = {}
    for at, chord in written.chords:
        last[at, chord.optional] = attrs.evolve(chord, beat=at / beat)
    return Bar(
        tuple(sorted(last.values(), key=lambda chord: (chord.beat, chord.optional))),
        beats=beats if beats != written.metre[0] else None,
        repeat_begins=written.repeat_begins,
        repeat_times=written.repeat_times,
        endings=written.endings,
        segno="segno" in written.signs,
        coda="coda" in written.signs,
        to_coda="to_coda" in written.signs,
        fine="fine" in written.signs,
        jump=written.jump,
        new_line=written.new_line,
        syllables=tuple(
            sorted((attrs.evolve(one, beat=at / beat) for at, one in written.syllables), key=lambda one: one.beat)
        ),
        melody=tuple(attrs.evolve(note, beat=at / beat, beats=note.beats / beat) for at, note in written.notes),
        words=" ".join(written.words),
    )
