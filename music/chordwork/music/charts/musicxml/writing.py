"""From a song to a lead sheet in MusicXML 4.0, partwise: chords over the melody, or over rests where there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

import attrs

from chordwork.harmony import Key, Note, plain_name
from chordwork.harmony.notes import MINOR_ROOT_NAMES, PITCH_CLASS_NAMES, parse_note
from chordwork.music.charts.form import Writing
from chordwork.music.charts.musicxml.harmony import add_harmony, add_name
from chordwork.music.charts.musicxml.measures import SECTION_MARK, spelled
from chordwork.music.charts.musicxml.reading import FIELD_OF_STRUM, FIELD_OF_STYLE, FIELD_OF_TIMES
from chordwork.music.charts.musicxml.signs import is_fine, is_to_coda, jump_of
from chordwork.music.charts.musicxml.values import Value, values_of
from chordwork.music.song import (
    Bar,
    Feature,
    Lost,
    MelodyNote,
    PlacedChord,
    Section,
    Song,
    Syllable,
    limited,
    tidy,
)

VERSION: Final = "4.0"
CARRIES: Final = frozenset(Feature) - {
    *(Feature.SECTION_REPEATS, Feature.PUSHES, Feature.WRITTEN, Feature.WORDS, Feature.TABS, Feature.COMMENTS),
}
_DOCTYPE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" '
    '"http://www.musicxml.org/dtds/partwise.dtd">\n'
)
_ILLEGAL: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MAX_DIVISIONS: Final = 1_000_000
_GRID: Final = 960
"""Parts of a beat in which times are written that need finer ones."""
_MAX_FIFTHS: Final = 14
_BOXED: Final = 4
_DEFAULT_TIMES: Final = 2


def write(songs: Sequence[Song]) -> Writing:
    """A song as a score."""
    song, lost = fit(songs[0])
    root = _Writer(song).score()
    indent(root)
    return Writing((_DOCTYPE + tostring(root, encoding="unicode") + "\n").encode(), lost)


# What a score has ----------------------------------------------------------------------------------------------------


def fit(song: Song) -> tuple[Song, tuple[Lost, ...]]:
    """The song as it is read again, and what is lost."""
    song = tidy(_begun(tidy(song)))
    unread = {chord.written for bar in song.bars for chord in bar.chords if chord.symbol.unknown}
    song, lost = limited(song, CARRIES | ({Feature.WRITTEN} if unread - {""} else frozenset()))
    more: list[Lost] = []
    for step in (_texts, _parts, _values, _grid, _bars):
        song = step(song, more)
    return tidy(song), (*lost, *more)


def _begun(song: Song) -> Song:
    """What changes at the first bar holds from the beginning."""
    first = next(song.bars, None)
    if first is None:
        return song
    held = attrs.evolve(first, key=None, tempo_bpm=None, metre=None)
    sections = list(song.sections)
    place = next(index for index, section in enumerate(sections) if section.bars)
    sections[place] = attrs.evolve(sections[place], bars=(held, *sections[place].bars[1:]))
    return attrs.evolve(
        song,
        sections=tuple(sections),
        key=first.key or song.key,
        tempo_bpm=first.tempo_bpm or song.tempo_bpm,
        metre=first.metre or song.metre,
    )


def _note(lost: list[Lost], what: str, times: int, why: str) -> None:
    if times:
        lost.append(Lost(what, times, why))


def _clean(text: str) -> str:
    return " ".join(_ILLEGAL.sub("", text).split())


def _texts(song: Song, lost: list[Lost]) -> Song:
    names = ("title", "subtitle", "artist", "composer", "lyricist", "copyright", "style", "strum")
    texts = {name: getattr(song, name) for name in names}
    cleaned = {name: _clean(text) for name, text in texts.items()}
    tags: dict[str, str] = {}
    for name, text in song.tags:
        if _clean(name) and _clean(text) and _clean(name) not in (FIELD_OF_STYLE, FIELD_OF_STRUM, FIELD_OF_TIMES):
            tags.setdefault(_clean(name), _clean(text))
    changed = sum(texts[name] != cleaned[name] for name in names)
    _note(lost, "signs of names", changed, "line ends and control characters become blanks")
    _note(lost, Feature.TAGS.value, len(song.tags) - len(tags), "one of each name")
    return attrs.evolve(
        song,
        title=cleaned["title"],
        subtitle=cleaned["subtitle"],
        artist=cleaned["artist"],
        composer=cleaned["composer"],
        lyricist=cleaned["lyricist"],
        copyright=cleaned["copyright"],
        style=cleaned["style"],
        strum=cleaned["strum"],
        tags=tuple(tags.items()),
    )


def _parts(song: Song, lost: list[Lost]) -> Song:
    sections = [Section(_clean(section.name), section.bars) for section in song.sections if section.bars]
    _note(lost, Feature.SECTIONS.value, len(song.sections) - len(sections), "parts without bars")
    return attrs.evolve(song, sections=tuple(sections))


def _values(song: Song, lost: list[Lost]) -> Song:
    key = _plain_key(song.key)
    _note(lost, Feature.KEY.value, int(key != song.key), "respelled with fewer sharps or flats")
    if song.tuning is not None and not song.tuning:
        song = attrs.evolve(song, tuning=None)
    if not any(song.bars):
        return attrs.evolve(song, key=None, tempo_bpm=None, metre=(4, 4), capo=0, tuning=None, transposition=0)
    return attrs.evolve(song, key=key)


def _plain_key(key: Key | None) -> Key | None:
    if key is None or abs(key.signature) <= _MAX_FIFTHS:
        return key
    return Key(plain_name(key.tonic), key.mode)


def _bars(song: Song, lost: list[Lost]) -> Song:
    counts = {"words": 0, "lyrics": 0, "melody": 0, "marks": 0, "signs": 0}
    metre = song.metre
    sung: set[int] = set()
    tune: list[tuple[int, MelodyNote]] = []
    lines = _verses_in_lines(song)
    lengths: list[Fraction] = []
    before: list[tuple[PlacedChord, ...]] = []
    sections = []
    for section in song.sections:
        bars = []
        for bar in section.bars:
            metre = bar.metre or metre
            length = bar.beats if bar.beats is not None else Fraction(metre[0])
            chords = tuple(
                attrs.evolve(each, written=_clean(each.written) if each.symbol.unknown else "") for each in bar.chords
            )
            words = "; ".join(filter(None, (_direction(part) for part in bar.words.split(";"))))
            counts["words"] += words != bar.words
            alike = 0 < bar.same_as <= len(before) and before[-bar.same_as] == chords
            same = bar.same_as if alike else 0
            before.append(chords)
            counts["signs"] += same != bar.same_as
            mark = _clean(bar.rehearsal)[:_BOXED].strip()
            counts["marks"] += mark != bar.rehearsal
            syllables = _syllables(bar.syllables)
            counts["lyrics"] += len(bar.syllables) - len(syllables)
            settled = []
            for one in syllables:
                if one.verse not in sung:
                    one = attrs.evolve(one, new_line=one.verse in lines)
                    sung.add(one.verse)
                settled.append(one)
            key = _plain_key(bar.key)
            bars.append(
                attrs.evolve(
                    bar,
                    chords=chords,
                    same_as=same,
                    words=words,
                    rehearsal=mark,
                    syllables=tuple(settled),
                    melody=(),
                    key=key,
                )
            )
            tune += [(len(lengths), note) for note in bar.melody]
            lengths.append(length)
        sections.append(attrs.evolve(section, bars=tuple(bars)))
    song = attrs.evolve(song, sections=tuple(sections))
    song, counts["melody"] = _one_voice(song, tune, lengths)
    _note(lost, Feature.DIRECTIONS.value, counts["words"], "words that are signs in a score are left out")
    _note(lost, Feature.REHEARSALS.value, counts["marks"], "four letters at most")
    _note(lost, Feature.SAME_AS.value, counts["signs"], "its chords are others")
    _note(lost, Feature.LYRICS.value, counts["lyrics"], "syllables at one place are written as one")
    _note(
        lost,
        Feature.MELODY.value,
        counts["melody"],
        "notes that overlap are cut, what reaches beyond the end is left out",
    )
    return song


def _verses_in_lines(song: Song) -> set[int]:
    """Verses in which a line ends: only then does the first syllable begin one."""
    seen: set[int] = set()
    lines: set[int] = set()
    for bar in song.bars:
        for syllable in bar.syllables:
            if not syllable.text.strip():
                continue
            if syllable.new_line and syllable.verse in seen:
                lines.add(syllable.verse)
            seen.add(syllable.verse)
    return lines


def _direction(text: str) -> str:
    text = _clean(text)
    return "" if jump_of(text) is not None or is_fine(text) or is_to_coda(text) else text


def _grid(song: Song, lost: list[Lost]) -> Song:
    """Times on a grid that divides a quarter note into at most a million parts; else into 960."""
    if _divisions(song) <= _MAX_DIVISIONS:
        return song
    moved = 0

    def near(beat: Fraction) -> Fraction:
        nonlocal moved
        result = Fraction(round(beat * _GRID), _GRID)
        moved += result != beat
        return result

    sections = []
    for section in song.sections:
        bars = []
        for bar in section.bars:
            last = (bar.beats if bar.beats is not None else Fraction(64)) - Fraction(1, _GRID)
            bars.append(
                attrs.evolve(
                    bar,
                    beats=None if bar.beats is None else near(bar.beats) or Fraction(1),
                    chords=tuple(attrs.evolve(one, beat=min(near(one.beat), last)) for one in bar.chords),
                    syllables=tuple(attrs.evolve(one, beat=min(near(one.beat), last)) for one in bar.syllables),
                    melody=tuple(
                        attrs.evolve(one, beat=min(near(one.beat), last), beats=near(one.beats) or Fraction(1, _GRID))
                        for one in bar.melody
                    ),
                )
            )
        sections.append(attrs.evolve(section, bars=tuple(bars)))
    _note(lost, Feature.TIMES.value, moved, "moved to the nearest 960th of a beat")
    return attrs.evolve(song, sections=tuple(sections))


def _divisions(song: Song) -> int:
    """Parts of a quarter note in which all times of the song are whole."""
    result, unit = 1, song.metre[1]
    for bar in song.bars:
        unit = (bar.metre or (0, unit))[1]
        times = [Fraction(1) if bar.beats is None else bar.beats]
        for things in (bar.chords, bar.syllables, bar.melody):
            times += [one.beat for one in things]
        times += [one.beats for one in bar.melody]
        result = lcm(result, *((beat * 4 / unit).denominator for beat in times))
        if result > _MAX_DIVISIONS:
            break
    return result


def _syllables(syllables: Sequence[Syllable]) -> tuple[Syllable, ...]:
    """One at each place and verse, with a blank after it or none."""
    result: dict[tuple[Fraction, int], Syllable] = {}
    for one in syllables:
        text = _ILLEGAL.sub("", one.text)
        if not text.strip():
            continue
        place = one.beat, one.verse
        if place in result:
            before = result[place]
            result[place] = attrs.evolve(before, text=_spaced(before.text + text), new_line=before.new_line)
        else:
            result[place] = attrs.evolve(one, text=_spaced(text))
    return tuple(result[place] for place in sorted(result))


def _spaced(text: str) -> str:
    return _clean(text) + (" " if text != text.rstrip() else "")


def _one_voice(song: Song, tune: Sequence[tuple[int, MelodyNote]], lengths: Sequence[Fraction]) -> tuple[Song, int]:
    """The melody without notes that sound together, in the bars where its notes begin."""
    units: list[int] = []
    unit = song.metre[1]
    for bar in song.bars:
        unit = (bar.metre or (0, unit))[1]
        units.append(unit)
    begins = [Fraction(0)]
    for length, unit in zip(lengths, units, strict=True):
        begins.append(begins[-1] + length * 4 / unit)
    lost = 0
    placed: list[tuple[int, MelodyNote, Fraction, Fraction]] = []
    for index, note in tune:
        scale = Fraction(4, units[index])
        start = begins[index] + note.beat * scale
        end = min(start + note.beats * scale, begins[-1])
        lost += end != start + note.beats * scale
        if not 0 <= note.pitch - song.transposition <= 127 or end <= start:
            lost += 1
            continue
        if placed and placed[-1][3] > start:
            lost += 1
            before_index, before, begun, _ = placed[-1]
            if begun >= start:
                continue
            cut = attrs.evolve(before, beats=(start - begun) * units[before_index] / 4)
            placed[-1] = before_index, cut, begun, start
        placed.append((index, attrs.evolve(note, beats=(end - start) / scale), start, end))
    melodies: list[list[MelodyNote]] = [[] for _ in lengths]
    for index, note, _, _ in placed:
        melodies[index].append(note)
    taken = iter(melodies)
    sections = [
        attrs.evolve(part, bars=tuple(attrs.evolve(bar, melody=tuple(next(taken))) for bar in part.bars))
        for part in song.sections
    ]
    return attrs.evolve(song, sections=tuple(sections)), lost


# The score -----------------------------------------------------------------------------------------------------------


@attrs.frozen
class _Span:
    """A stretch of a measure, in quarter notes: a note, a part of one, a slash for words, or a rest."""

    start: Fraction
    end: Fraction
    pitch: int | None
    tied_from: bool = False
    tied_on: bool = False


class _Writer:
    """One song that fits."""

    def __init__(self, song: Song) -> None:
        self._song = song
        self._divisions = _divisions(song)
        self._metre = song.metre
        self._key = song.key
        self._held: tuple[int, Fraction] | None = None
        self._going_on: dict[int, bool] = {}
        self._ends_line = _line_ends(song)
        self._ending: tuple[int, ...] = ()

    def score(self) -> Element:
        song = self._song
        root = Element("score-partwise", version=VERSION)
        if song.title:
            _add(SubElement(root, "work"), "work-title", song.title)
        identification = SubElement(root, "identification")
        for kind, name in (("artist", song.artist), ("composer", song.composer), ("lyricist", song.lyricist)):
            if name:
                _add(identification, "creator", name, type=kind)
        if song.copyright:
            _add(identification, "rights", song.copyright)
        _add(SubElement(identification, "encoding"), "software", "Chordwork")
        fields = [(FIELD_OF_STYLE, song.style), (FIELD_OF_STRUM, song.strum), *song.tags]
        fields += [] if song.timed else [(FIELD_OF_TIMES, "no")]
        if any(text for _, text in fields):
            other = SubElement(identification, "miscellaneous")
            for name, text in fields:
                if text:
                    _add(other, "miscellaneous-field", text, name=name)
        if song.subtitle:
            credit = SubElement(root, "credit", page="1")
            _add(credit, "credit-type", "subtitle")
            _add(credit, "credit-words", song.subtitle)
        _add(SubElement(SubElement(root, "part-list"), "score-part", id="P1"), "part-name", "Chords")
        part = SubElement(root, "part", id="P1")
        bars = list(song.bars)
        starts: dict[int, str] = {}
        number = 0
        for section in song.sections:
            starts[number] = section.name
            number += len(section.bars)
        for index, bar in enumerate(bars):
            after = bars[index + 1] if index + 1 < len(bars) else None
            before = bars[index - 1] if index else None
            self._measure(part, index, bar, before, after, starts.get(index))
        if not bars:
            SubElement(part, "measure", number="1")
        return root

    def _measure(
        self, part: Element, index: int, bar: Bar, before: Bar | None, after: Bar | None, name: str | None
    ) -> None:
        self._metre = bar.metre or self._metre
        measure = SubElement(part, "measure", number=str(index + 1))
        if bar.beats is not None:
            measure.set("implicit", "yes")
        if bar.new_line:
            SubElement(measure, "print", {"new-system": "yes"})
        self._left(measure, bar)
        self._attributes(measure, index, bar, before)
        self._directions(measure, index, bar, name)
        self._music(measure, bar, index)
        self._right(measure, bar, after)

    def _left(self, measure: Element, bar: Bar) -> None:
        if not (bar.repeat_begins or bar.endings):
            return
        line = SubElement(measure, "barline", location="left")
        if bar.repeat_begins:
            _add(line, "bar-style", "heavy-light")
        if bar.endings:
            self._ending = bar.endings
            numbers = ", ".join(str(number) for number in bar.endings)
            SubElement(line, "ending", number=numbers, type="start").text = f"{numbers}."
        if bar.repeat_begins:
            SubElement(line, "repeat", direction="forward")

    def _right(self, measure: Element, bar: Bar, after: Bar | None) -> None:
        ends = bool(self._ending) and (bool(bar.repeat_times) or after is None or bool(after.endings))
        if not (bar.repeat_times or ends or after is None):
            return
        line = SubElement(measure, "barline", location="right")
        if bar.repeat_times or after is None:
            _add(line, "bar-style", "light-heavy")
        if ends:
            kind = "stop" if bar.repeat_times else "discontinue"
            SubElement(line, "ending", number=", ".join(map(str, self._ending)), type=kind)
            self._ending = ()
        if bar.repeat_times:
            repeat = SubElement(line, "repeat", direction="backward")
            if bar.repeat_times != _DEFAULT_TIMES:
                repeat.set("times", str(bar.repeat_times))

    def _attributes(self, measure: Element, index: int, bar: Bar, before: Bar | None) -> None:
        song = self._song
        attributes = Element("attributes")
        if index == 0:
            _add(attributes, "divisions", str(self._divisions))
        key = song.key if index == 0 else bar.key
        if key is not None:
            self._key = key
            signature = SubElement(attributes, "key")
            _add(signature, "fifths", str(key.signature))
            _add(signature, "mode", key.mode.value)
        if index == 0 or bar.metre is not None:
            time = SubElement(attributes, "time")
            _add(time, "beats", str(self._metre[0]))
            _add(time, "beat-type", str(self._metre[1]))
        if index == 0:
            clef = SubElement(attributes, "clef")
            _add(clef, "sign", "G")
            _add(clef, "line", "2")
            if song.tuning is not None or song.capo:
                self._staff(attributes)
            if song.transposition:
                _add(SubElement(attributes, "transpose"), "chromatic", str(song.transposition))
        had = before.same_as if before is not None else 0
        if had and had != bar.same_as:
            SubElement(SubElement(attributes, "measure-style"), "measure-repeat", type="stop")
        if bar.same_as and had != bar.same_as:
            sign = SubElement(SubElement(attributes, "measure-style"), "measure-repeat", type="start")
            sign.set("slashes", str(bar.same_as))
            sign.text = str(bar.same_as)
        if len(attributes):
            measure.append(attributes)

    def _staff(self, attributes: Element) -> None:
        details = SubElement(attributes, "staff-details")
        for line, pitch in enumerate(self._song.tuning or (), start=1):
            tuning = SubElement(details, "staff-tuning", line=str(line))
            note = parse_note(PITCH_CLASS_NAMES[pitch % 12])
            add_name(tuning, "tuning", note)
            _add(tuning, "tuning-octave", str(spelled(pitch, note)))
        if self._song.capo:
            _add(details, "capo", str(self._song.capo))

    def _directions(self, measure: Element, index: int, bar: Bar, name: str | None) -> None:
        tempo = self._song.tempo_bpm if index == 0 else bar.tempo_bpm
        if tempo is not None:
            direction = _direction_of(measure)
            metronome = SubElement(SubElement(direction, "direction-type"), "metronome")
            _add(metronome, "beat-unit", "quarter")
            _add(metronome, "per-minute", f"{tempo:g}")
            SubElement(direction, "sound", tempo=repr(float(tempo)))
        if name:
            _add(SubElement(_direction_of(measure), "direction-type"), "rehearsal", name)
        elif name is not None and index:
            SubElement(measure, "bookmark", id=f"{SECTION_MARK}{index + 1}")
        if bar.rehearsal:
            _words(measure, bar.rehearsal, enclosure="square")
        if bar.words:
            _words(measure, bar.words)
        if bar.segno:
            _sign(measure, "segno", segno="segno1")
        if bar.coda:
            _sign(measure, "coda", coda="coda1")

    def _jumps(self, measure: Element, bar: Bar) -> None:
        if bar.to_coda:
            SubElement(_words(measure, "To Coda"), "sound", tocoda="coda1")
        if bar.fine:
            SubElement(_words(measure, "Fine"), "sound", fine="yes")
        if bar.jump is not None:
            sound = {"dalsegno": "segno1"} if bar.jump.to_segno else {"dacapo": "yes"}
            SubElement(_words(measure, bar.jump.value), "sound", sound)

    # Notes -----------------------------------------------------------------------------------------------------------

    def _music(self, measure: Element, bar: Bar, index: int) -> None:
        scale = Fraction(4, self._metre[1])
        length = (bar.beats if bar.beats is not None else Fraction(self._metre[0])) * scale
        chords = [(chord.beat * scale, chord) for chord in bar.chords]
        words: dict[Fraction, list[Syllable]] = {}
        for syllable in bar.syllables:
            words.setdefault(syllable.beat * scale, []).append(syllable)
        for span in self._spans(bar, scale, length, [start for start, _ in chords], sorted(words)):
            for start, chord in chords:
                if span.start <= start < span.end:
                    self._chord(measure, chord, start - span.start, bar)
            self._span(measure, span, words.get(span.start, []), (index, bar))
        self._jumps(measure, bar)

    def _chord(self, measure: Element, chord: PlacedChord, offset: Fraction, bar: Bar) -> None:
        attributes = {"type": "alternate"} if chord.optional else {}
        if bar.same_as:
            attributes["print-object"] = "no"  # the sign stands for it
        harmony = add_harmony(measure, chord.symbol, chord.written, **attributes)
        if offset:
            _add(harmony, "offset", str(int(offset * self._divisions)))

    def _spans(
        self, bar: Bar, scale: Fraction, length: Fraction, chords: Iterable[Fraction], words: Sequence[Fraction]
    ) -> list[_Span]:
        """Notes, and between them rests that are parted where chords begin and slashes where words are sung."""
        spans: list[_Span] = []
        at = Fraction(0)
        if self._held is not None:
            pitch, left = self._held
            end = min(left, length)
            spans.append(_Span(at, end, pitch, tied_from=True, tied_on=left > end))
            self._held = (pitch, left - end) if left > end else None
            at = end
        for note in bar.melody:
            start, end = note.beat * scale, (note.beat + note.beats) * scale
            spans += self._rests(at, start, (*chords, *words))
            at = min(end, length)
            spans.append(_Span(start, at, note.pitch - self._song.transposition, tied_on=end > length))
            if end > length:
                self._held = (note.pitch - self._song.transposition, end - length)
        spans += self._rests(at, length, (*chords, *words))
        return _cut(spans, words)

    def _rests(self, start: Fraction, end: Fraction, places: Iterable[Fraction]) -> list[_Span]:
        cuts = sorted({start, *(place for place in places if start < place < end), end})
        return [_Span(one, two, None) for one, two in pairwise(cuts)]

    def _span(self, measure: Element, span: _Span, words: Sequence[Syllable], place: tuple[int, Bar]) -> None:
        values = values_of(span.end - span.start)
        for number, value in enumerate(values):
            first, last = number == 0, number == len(values) - 1
            note = SubElement(measure, "note")
            sung = bool(words) and first
            if span.pitch is not None:
                self._pitch(note, span.pitch)
            elif sung:
                unpitched = SubElement(note, "unpitched")
                _add(unpitched, "display-step", "B")
                _add(unpitched, "display-octave", "4")
            else:
                SubElement(note, "rest")
            tied_from = span.pitch is not None and (span.tied_from or not first)
            tied_on = span.pitch is not None and (span.tied_on or not last)
            ties = [kind for kind, on in (("stop", tied_from), ("start", tied_on)) if on]
            self._value(note, value, ties, slash=span.pitch is None and sung)
            if ties:
                notations = SubElement(note, "notations")
                for kind in ties:
                    SubElement(notations, "tied", type=kind)
            for syllable in words if first else ():
                self._lyric(note, syllable, place)

    def _pitch(self, note: Element, midi: int) -> None:
        names = MINOR_ROOT_NAMES if self._key is None else ()
        name = parse_note(names[midi % 12]) if names else self._key.spell(midi % 12) if self._key else Note("C")
        pitch = SubElement(note, "pitch")
        _add(pitch, "step", name.letter)
        if name.accidental:
            _add(pitch, "alter", str(name.accidental))
        _add(pitch, "octave", str(spelled(midi, name)))

    def _value(self, note: Element, value: Value, ties: Sequence[str], *, slash: bool) -> None:
        _add(note, "duration", str(int(value.quarters * self._divisions)))
        for kind in ties:
            SubElement(note, "tie", type=kind)
        _add(note, "voice", "1")
        if value.type:
            _add(note, "type", value.type)
        for _ in range(value.dots):
            SubElement(note, "dot")
        if value.triplet:
            change = SubElement(note, "time-modification")
            _add(change, "actual-notes", "3")
            _add(change, "normal-notes", "2")
        if slash:
            _add(note, "notehead", "slash")

    def _lyric(self, note: Element, syllable: Syllable, place: tuple[int, Bar]) -> None:
        lyric = SubElement(note, "lyric", number=str(syllable.verse))
        going_on = not syllable.text.endswith(" ")
        went_on = self._going_on.get(syllable.verse, False)
        self._going_on[syllable.verse] = going_on
        kinds = {(False, False): "single", (False, True): "begin", (True, True): "middle", (True, False): "end"}
        _add(lyric, "syllabic", kinds[went_on, going_on])
        _add(lyric, "text", syllable.text.strip())
        if (place[0], syllable.beat, syllable.verse) in self._ends_line:
            SubElement(lyric, "end-line")


def _line_ends(song: Song) -> set[tuple[int, Fraction, int]]:
    """Bar, beat and verse of the syllables that the next one's line follows."""
    ends: set[tuple[int, Fraction, int]] = set()
    before: dict[int, tuple[int, Fraction, int]] = {}
    for index, bar in enumerate(song.bars):
        for syllable in bar.syllables:
            if syllable.new_line and syllable.verse in before:
                ends.add(before[syllable.verse])
            before[syllable.verse] = (index, syllable.beat, syllable.verse)
    return ends


def _cut(spans: Sequence[_Span], words: Sequence[Fraction]) -> list[_Span]:
    """Notes that are parted, and tied, where words begin while they sound."""
    result: list[_Span] = []
    for span in spans:
        cuts = [span.start, *(place for place in words if span.start < place < span.end), span.end]
        pieces = list(pairwise(cuts))
        for number, (start, end) in enumerate(pieces):
            if span.pitch is None:
                result.append(_Span(start, end, None))
                continue
            tied_from = span.tied_from or number > 0
            tied_on = span.tied_on or number < len(pieces) - 1
            result.append(_Span(start, end, span.pitch, tied_from, tied_on))
    return result


def _add(parent: Element, tag: str, text: str, **attributes: str) -> Element:
    element = SubElement(parent, tag, attributes)
    element.text = text
    return element


def _direction_of(measure: Element) -> Element:
    return SubElement(measure, "direction", placement="above")


def _words(measure: Element, text: str, **attributes: str) -> Element:
    direction = _direction_of(measure)
    _add(SubElement(direction, "direction-type"), "words", text, **attributes)
    return direction


def _sign(measure: Element, tag: str, **sound: str) -> None:
    direction = _direction_of(measure)
    SubElement(SubElement(direction, "direction-type"), tag)
    SubElement(direction, "sound", sound)
