"""Songs as ABC: a tune each, chords above its notes, or above rests where there is no tune."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Any, Final

import attrs

from chordwork.harmony import ChordSymbol, Key, Note, lead_sheet_suffix
from chordwork.music.charts.abc.fields import read_key, write_key
from chordwork.music.charts.abc.tune import NAME
from chordwork.music.charts.errors import ChartFileError
from chordwork.music.charts.form import Writing
from chordwork.music.charts.layout import each_bar, in_score
from chordwork.music.song import (
    Bar,
    Feature,
    Jump,
    Lost,
    MelodyNote,
    Section,
    Signature,
    Song,
    Syllable,
    TextKind,
    limited,
    tidy,
)

CARRIES: Final = frozenset(
    {
        Feature.TITLE, Feature.SUBTITLE, Feature.COMPOSER, Feature.LYRICIST, Feature.COPYRIGHT, Feature.STYLE,
        Feature.KEY, Feature.TEMPO, Feature.METRE, Feature.TIMES, Feature.KEY_CHANGES, Feature.TEMPO_CHANGES,
        Feature.METRE_CHANGES, Feature.PICKUPS, Feature.SECTIONS, Feature.REPEATS, Feature.ENDINGS, Feature.JUMPS,
        Feature.NEW_LINES, Feature.OPTIONAL, Feature.WRITTEN, Feature.LYRICS, Feature.VERSES, Feature.LYRIC_TIMES,
        Feature.WORDS, Feature.DIRECTIONS, Feature.MELODY,
    }
)  # fmt: skip

_TEXTS: Final = ("title", "subtitle", "composer", "lyricist", "copyright", "style")
_UNIT: Final = Fraction(1, 8)
_NATURALS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_SIGNS: Final = {-2: "__", -1: "_", 0: "=", 1: "^", 2: "^^"}
_JUMPS: Final = {
    Jump.DA_CAPO: "D.C.", Jump.DA_CAPO_AL_FINE: "D.C.alfine", Jump.DA_CAPO_AL_CODA: "D.C.alcoda",
    Jump.DAL_SEGNO: "D.S.", Jump.DAL_SEGNO_AL_FINE: "D.S.alfine", Jump.DAL_SEGNO_AL_CODA: "D.S.alcoda",
}  # fmt: skip
_STROKE: Final = "B"
"""The middle line: a stroke without a pitch, where a song has words and no tune."""


def write_abc(songs: Sequence[Song]) -> Writing:
    """Songs as one file.

    Raises:
        ChartFileError: one has no bars.
    """
    tunes = []
    lost: list[Lost] = []
    for number, song in enumerate(songs, start=1):
        held, gone = _carried(song)
        if not any(True for _ in held.bars):
            raise ChartFileError(NAME, "there are no bars to write: give a song with chords", place=f"song {number}")
        writer = _Writer(held)
        tunes.append("\n".join(writer.lines(number)) + "\n")
        lost += [*gone, *writer.lost()]
    return Writing(("%abc-2.1\n\n" + "\n".join(tunes)).encode(), tuple(lost))


def kept(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    """The song as a reader finds it, and what is lost."""
    song, lost = _carried(song)
    writer = _Writer(song)
    for _ in writer.lines(1):
        pass
    sung = iter(writer.kept)
    return tidy(each_bar(song, lambda bar: attrs.evolve(bar, syllables=next(sung)))), (*lost, *writer.lost())


def _carried(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    song, lost = limited(tidy(song), CARRIES)
    fields: dict[str, Any] = {name: _plain(getattr(song, name)) for name in _TEXTS}
    return attrs.evolve(in_score(song, unnamed=True), **fields), lost


@attrs.define
class _Writer:
    song: Song
    unsung: int = 0
    metre: Signature = (4, 4)
    key: Key | None = None
    carried: Fraction = Fraction(0)
    pitch: int | None = None
    line: str = ""
    sung: list[dict[int, str]] = attrs.field(factory=list)
    kept: list[tuple[Syllable, ...]] = attrs.field(factory=list)
    """Syllables that have a note, of each bar."""

    def lines(self, number: int) -> Iterator[str]:
        """The tune, line by line."""
        song = self.song
        self.metre, self.key = song.metre, song.key
        strokes = not any(bar.melody for bar in song.bars) and any(bar.syllables for bar in song.bars)
        yield f"X:{number}"
        yield f"T:{_field(song.title)}"
        for name, text in (("T", song.subtitle), ("C", song.composer), ("A", song.lyricist)):
            if text:
                yield f"{name}:{_field(text)}"
        if song.style:
            yield f"R:{_field(song.style)}"
        if song.copyright:
            yield f"%%abc-copyright {_plain(song.copyright)}"
        yield f"M:{song.metre[0]}/{song.metre[1]}"
        yield "L:1/8"
        if song.tempo_bpm is not None:
            yield f"Q:1/4={song.tempo_bpm:g}"
        yield f"K:{write_key(song.key)}" + (" clef=perc style=rhythm" if strokes else "")
        self.line = ""
        for place, section in enumerate(song.sections):
            yield from self.section(section, place, strokes)
        yield from self.end_line(True)

    def section(self, section: Section, place: int, strokes: bool) -> Iterator[str]:
        texts = sorted((text for text in section.texts if text.kind is TextKind.WORDS), key=lambda text: text.before)
        for number, bar in enumerate(section.bars):
            new_section = number == 0 and (bool(section.name) or place > 0)
            words = [text for text in texts if text.before == number]
            if bar.new_line or new_section or words:
                yield from self.end_line(bar.new_line)
            if new_section:
                yield f"P:{_field(section.name)}"
            for text in words:
                yield from (f"W:{_field(line)}" for line in text.lines)
            self.bar(bar, strokes)
        words = [text for text in texts if text.before >= len(section.bars)]
        if words:
            following = next((bar for later in self.song.sections[place + 1 :] for bar in later.bars), None)
            yield from self.end_line(following is None or following.new_line)
        for text in words:
            yield from (f"W:{_field(line)}" for line in text.lines)

    def end_line(self, breaks: bool) -> Iterator[str]:
        """The music so far, and the words below it."""
        if not self.line:
            return
        yield self.line + ("" if breaks else "\\")
        verses = max((max(note, default=0) for note in self.sung), default=0)
        for verse in range(1, verses + 1):
            yield "w:" + "".join(_sung(note.get(verse)) for note in self.sung).rstrip()
        self.line = ""
        if verses or breaks:
            self.sung = []  # else the words below the line that goes on begin here

    def bar(self, bar: Bar, strokes: bool) -> None:
        metre = bar.metre or self.metre
        beat = Fraction(1, metre[1])
        length = (bar.beats if bar.beats is not None else Fraction(metre[0])) * beat
        parts = ["|:" if bar.repeat_begins else ""]
        if bar.endings:
            parts.append("[" + ",".join(str(ending) for ending in bar.endings) + " ")
        if bar.metre is not None:
            parts.append(f"[M:{metre[0]}/{metre[1]}]")
        if bar.key is not None:
            parts.append(f"[K:{write_key(bar.key)}" + (" clef=perc style=rhythm]" if strokes else "]"))
            self.key = bar.key
        if bar.tempo_bpm is not None:
            parts.append(f"[Q:1/4={bar.tempo_bpm:g}]")
        self.metre = metre
        parts += [name for name, there in (("!segno!", bar.segno), ("!coda!", bar.coda)) if there]
        if bar.words:
            parts.append(f'"^{_quoted(bar.words)}"')
        parts.append(self.notes(bar, beat, length, strokes))
        ends = [("!fine!", bar.fine), ("!dacoda!", bar.to_coda)]
        if bar.jump is not None:
            ends.append((f"!{_JUMPS[bar.jump]}!", True))
        parts += [name for name, there in ends if there]
        colons = ":" * max(0, bar.repeat_times - 1)
        self.line += "".join(parts) + f" {colons}|" + " "

    def notes(self, bar: Bar, beat: Fraction, length: Fraction, strokes: bool) -> str:
        """Notes and rests of a bar, cut where chords and syllables begin."""
        chords: dict[Fraction, list[str]] = {}
        for chord in bar.chords:
            name = chord.written or _name(chord.symbol)
            chords.setdefault(chord.beat * beat, []).append(f"({name})" if chord.optional else name)
        words: dict[Fraction, list[Syllable]] = {}
        for syllable in bar.syllables:
            words.setdefault(syllable.beat * beat, []).append(syllable)
        tune = self.tune(bar, beat, length)
        cuts = sorted({Fraction(0), *chords, *(start for start, _, _, _ in tune), *(end for _, end, _, _ in tune)})
        if strokes:
            cuts = sorted({*cuts, *words})
        accidentals: dict[tuple[str, int | None], int] = {}
        text = []
        sung: list[Syllable] = []
        for start, end in zip(cuts, [*cuts[1:], length], strict=True):
            if start >= length or end <= start:
                continue
            text += [f'"{_quoted(name)}"' for name in chords.get(start, ())]
            note = next((one for one in tune if one[0] <= start < one[1]), None)
            here = words.pop(start, [])
            if note is not None:
                begins = note[0] == start and not note[3]
                goes_on = end < note[1] or (note[1] == length and self.carried > 0)
                text.append(self.note(note[2], accidentals) + _times(end - start) + ("-" if goes_on else "") + " ")
                self.sung.append(self.verses(here if begins else [], here if not begins else [], sung))
            elif strokes and here:
                text.append(_STROKE + _times(end - start) + " ")
                self.sung.append(self.verses(here, [], sung))
            else:
                text.append("z" + _times(end - start) + " ")
                self.unsung += len(here)
        self.unsung += sum(len(here) for here in words.values())
        self.kept.append(tuple(sung))
        return "".join(text).rstrip()

    def tune(self, bar: Bar, beat: Fraction, length: Fraction) -> list[tuple[Fraction, Fraction, int, bool]]:
        """Start, end, pitch, and whether it goes on from the bar before."""
        found: list[tuple[Fraction, Fraction, int, bool]] = []
        if self.carried > 0 and self.pitch is not None:
            until = min(self.carried, length, *(note.beat * beat for note in bar.melody[:1]))
            if until > 0:
                found.append((Fraction(0), until, self.pitch, True))
        left = max(Fraction(0), self.carried - length) if not bar.melody else Fraction(0)
        for note, following in zip(bar.melody, [*bar.melody[1:], None], strict=False):
            start = note.beat * beat
            end = _end(note, following, beat, length)
            found.append((start, min(end, length), note.pitch, False))
            if following is None:
                left, self.pitch = max(Fraction(0), end - length), note.pitch
        self.carried = left
        return found

    def verses(self, here: Sequence[Syllable], late: Sequence[Syllable], sung: list[Syllable]) -> dict[int, str]:
        """One syllable a verse below a note; others of the same verse there are lost."""
        self.unsung += len(late)
        found: dict[int, str] = {}
        for syllable in here:
            if syllable.verse in found:
                self.unsung += 1
            else:
                found[syllable.verse] = syllable.text
                sung.append(attrs.evolve(syllable, new_line=False))
        return found

    def note(self, pitch: int, accidentals: dict[tuple[str, int | None], int]) -> str:
        """A pitch, with an accidental where neither the key nor the bar so far says it: to those who let an accidental
        hold in every octave, as the standard does, and to those who let it hold in its own."""
        spelled = self.key.spell(pitch % 12) if self.key is not None else _SHARPS[pitch % 12]
        octave = (pitch - 60 - _NATURALS[spelled.letter] - spelled.accidental) // 12
        shifts = read_key(write_key(self.key)).shifts
        places = ((spelled.letter, octave), (spelled.letter, None))
        holds = {accidentals.get(place, shifts.get(spelled.letter, 0)) for place in places}
        sign = "" if holds == {spelled.accidental} else _SIGNS[spelled.accidental]
        if sign:
            accidentals.update(dict.fromkeys(places, spelled.accidental))
        if octave >= 1:
            return sign + spelled.letter.lower() + "'" * (octave - 1)
        return sign + spelled.letter + "," * -octave

    def lost(self) -> Iterator[Lost]:
        if self.unsung:
            yield Lost("syllables without a note of their own", self.unsung, "ABC sings on notes, one a verse")


_SHARPS: Final = [
    Note(name[0], len(name) - 1) for name in ("C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B")
]


def _end(note: MelodyNote, following: MelodyNote | None, beat: Fraction, length: Fraction) -> Fraction:
    end = (note.beat + note.beats) * beat
    return end if following is None else min(end, following.beat * beat)


def _times(whole: Fraction) -> str:
    """A length in units: ``2``, ``/``, ``3/2``."""
    times = whole / _UNIT
    if times.denominator == 1:
        return str(times.numerator) if times != 1 else ""
    return f"{times.numerator if times.numerator != 1 else ''}/{times.denominator}"


def _plain(text: str) -> str:
    return " ".join(text.split())


def _field(text: str) -> str:
    return _plain(text).replace("&", "&amp;").replace("%", "&#37;")


def _name(symbol: ChordSymbol) -> str:
    """As a lead sheet has it, but for ``Csus``: so the standard (4.18) spells it, and abc2midi plays Csus4 as C."""
    name = str(symbol)
    return name.replace("sus4", "sus") if symbol.is_chord and lead_sheet_suffix(symbol.degrees) == "sus4" else name


def _quoted(text: str) -> str:
    return _field(text).replace('"', "'")


def _sung(text: str | None) -> str:
    """A syllable as it stands below its note."""
    if text is None:
        return "* "
    word = _field(text.strip())
    for sign, other in (("-", "\\-"), (" ", "~"), ("*", ""), ("_", ""), ("|", "")):
        word = word.replace(sign, other)
    return (word or "*") + (" " if text.endswith(" ") or not word else "-")
