"""From a score to a song: one part's chords and melody, the signs of all."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final
from xml.etree.ElementTree import Element

import attrs

from chordwork.harmony import Key, Mode, Note
from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError
from chordwork.music.charts.form import MAX_BARS, Reading, Remark
from chordwork.music.charts.musicxml.harmony import read_harmony
from chordwork.music.charts.musicxml.measures import Measure, measures_of
from chordwork.music.charts.musicxml.opening import NAME, open_score
from chordwork.music.charts.musicxml.signs import is_fine, is_to_coda, jump_of
from chordwork.music.song import (
    Bar,
    Jump,
    MelodyNote,
    PlacedChord,
    Section,
    Signature,
    Song,
    Syllable,
)

FIELD_OF_STYLE: Final = "style"
FIELD_OF_STRUM: Final = "strum"
FIELD_OF_TIMES: Final = "timed"
_MAX_REMARKS: Final = 200
_MAX_PARTS: Final = 500
_MODES: Final = {mode.value: mode for mode in Mode} | {"ionian": Mode.MAJOR, "aeolian": Mode.MINOR}
_MAX_FIFTHS: Final = 14


def read(data: bytes) -> Reading:
    """The song of a score, ``.musicxml`` or ``.mxl``.

    Raises:
        ChartFileError: it is no score.
        ChartTooLargeError: it is larger than any score.
    """
    reader = _Reader(open_score(data))
    song = reader.read()
    return Reading((song,), tuple(reader.remarks), NAME)


class _Reader:
    """One score."""

    def __init__(self, root: Element) -> None:
        self._root = root
        self.remarks: list[Remark] = []
        self._place = ""

    def read(self) -> Song:
        parts = self._parts()
        chosen = self._chosen(parts)
        self._part_name = chosen
        part = parts[chosen]
        others = [measures for name, measures in parts.items() if name != chosen]
        melody = self._melody_part(parts, chosen)
        song = self._headed(Song())
        metre: Signature = (4, 4)
        first = next((measure.metre for measure in part if measure.metre), None) if part and part[0].metre else None
        metre = first or metre
        transposition = next((measure.transposition for measure in part if measure.transposition), None)
        tune = next((measure.transposition for measure in melody if measure.transposition), None)
        bars, starts = self._bars(part, others, melody, metre, _sum(tune))
        sections = self._sections(bars, starts)
        return attrs.evolve(
            song,
            sections=sections,
            metre=metre,
            key=self._first_key(part, sections),
            tempo_bpm=next((m.tempo_bpm for m in self._first(part, others) if m.tempo_bpm), None),
            transposition=transposition[0] if transposition else 0,
            capo=next((measure.capo for measure in part if measure.capo), None) or 0,
            tuning=next((measure.tuning for measure in part if measure.tuning), None),
        )

    # Parts -----------------------------------------------------------------------------------------------------------

    def _parts(self) -> dict[str, list[Measure]]:
        elements: dict[str, list[Element]] = {}
        if self._root.tag == "score-partwise":
            for number, part in enumerate(self._root.findall("part")):
                elements.setdefault(part.get("id") or f"{number + 1}", part.findall("measure"))
        else:
            for measure in self._root.findall("measure"):
                for number, part in enumerate(measure.findall("part")):
                    part.attrib.update({key: value for key, value in measure.attrib.items() if key != "id"})
                    elements.setdefault(part.get("id") or f"{number + 1}", []).append(part)
        if not elements:
            raise ChartFileError(NAME, "the score has no part: export it again")
        longest = max(len(measures) for measures in elements.values())
        if longest > MAX_BARS or len(elements) > _MAX_PARTS:
            raise ChartTooLargeError(NAME, f"more than {MAX_BARS} measures or {_MAX_PARTS} parts")
        if longest == 1 and not any(len(measure) for measures in elements.values() for measure in measures):
            return {name: [] for name in elements}  # a score must have a measure; this one stands for none
        return {name: list(measures_of(measures, name)) for name, measures in elements.items()}

    def _chosen(self, parts: dict[str, list[Measure]]) -> str:
        """The part with the most chords, of several the first; else the first with words, else the first."""
        chords = {name: sum(len(measure.harmonies) for measure in part) for name, part in parts.items()}
        best = max(chords, key=lambda name: chords[name])
        rest = sum(chords.values()) - chords[best]
        if rest:
            self._say("", f"the chords of part {best} are read; {rest} in other parts are not")
        if chords[best]:
            return best
        self._say("", "there are no chord symbols in it")
        return next((name for name, part in parts.items() if _has_words(part)), next(iter(parts)))

    def _melody_part(self, parts: dict[str, list[Measure]], chosen: str) -> list[Measure]:
        def has_notes(part: list[Measure]) -> bool:
            return any(note.pitch is not None for measure in part for note in measure.notes)

        if has_notes(parts[chosen]) or _has_words(parts[chosen]):
            return parts[chosen]
        sung = [part for part in parts.values() if _has_words(part) and has_notes(part)]
        return sung[0] if sung else next((part for part in parts.values() if has_notes(part)), parts[chosen])

    def _first(self, part: Sequence[Measure], others: Sequence[Sequence[Measure]]) -> list[Measure]:
        return [each[0] for each in (part, *others) if each]

    # Head ------------------------------------------------------------------------------------------------------------

    def _headed(self, song: Song) -> Song:
        root = self._root
        work, movement = _text(root, "work/work-title"), _text(root, "movement-title")
        credits: dict[str, str] = {}
        loose: list[str] = []
        for credit in root.findall("credit"):
            text = " ".join(" ".join((words.text or "").split()) for words in credit.findall("credit-words")).strip()
            kind = _text(credit, "credit-type")
            if text and kind:
                credits.setdefault(kind, text)
            elif text and credit.get("page", "1") == "1":
                loose.append(text)
        title = work or movement or credits.get("title", "") or (loose[0] if loose else "")
        subtitle = credits.get("subtitle", "") or (movement if work and movement != work else "")
        creators: dict[str, str] = {}
        for creator in root.findall("identification/creator"):
            name = " ".join((creator.text or "").split())
            kind = creator.get("type", "composer").lower()
            if name:
                creators[kind] = f"{creators[kind]}, {name}" if kind in creators else name
        fields = {
            field.get("name", ""): " ".join((field.text or "").split())
            for field in root.findall("identification/miscellaneous/miscellaneous-field")
        }
        known = (FIELD_OF_STYLE, FIELD_OF_STRUM, FIELD_OF_TIMES)
        return attrs.evolve(
            song,
            title=title,
            subtitle=subtitle,
            artist=creators.get("artist", ""),
            composer=creators.get("composer", "") or credits.get("composer", ""),
            lyricist=creators.get("lyricist", "") or creators.get("poet", "") or credits.get("lyricist", ""),
            copyright=", ".join(
                filter(None, (" ".join((each.text or "").split()) for each in root.findall("identification/rights")))
            ),
            style=fields.get(FIELD_OF_STYLE, ""),
            strum=fields.get(FIELD_OF_STRUM, ""),
            timed=fields.get(FIELD_OF_TIMES) != "no",
            tags=tuple((name, text) for name, text in fields.items() if name and text and name not in known),
        )

    # Bars ------------------------------------------------------------------------------------------------------------

    def _bars(
        self,
        part: Sequence[Measure],
        others: Sequence[Sequence[Measure]],
        melody: Sequence[Measure],
        metre: Signature,
        sounding: int,
    ) -> tuple[list[Bar], list[tuple[int, str]]]:
        bars: list[Bar] = []
        starts: list[tuple[int, str]] = [(0, "")]
        same = 0
        tune = _Tune(melody, sounding)
        count = max(len(part), *(len(each) for each in others), 0)
        for index in range(count):
            here = part[index] if index < len(part) else Measure()
            together = _merged([here, *(each[index] for each in others if index < len(each))])
            self._place = f"part {self._part_name}, measure {together.number or index + 1}"
            starts += [(index, name) for name in together.sections]
            changed = here.metre if index and here.metre != metre else None
            metre = here.metre or metre
            length = max(here.length, *(each[index].length for each in others if index < len(each)), Fraction(0))
            beats = self._beats(length, metre)
            if here.same_stops:
                same = 0
            same = here.same_starts or same
            chords = self._chords(here, beats or Fraction(metre[0]), metre)
            again = same if same and len(bars) >= same else 0
            if again and not chords and not here.harmonies:
                chords = bars[-again].chords
            notes, syllables = tune.measure(index, metre, beats or Fraction(metre[0]))
            bar = Bar(
                chords=chords,
                metre=changed,
                beats=beats,
                key=None if index == 0 else _key(here.fifths, here.mode),
                tempo_bpm=together.tempo_bpm if index else None,
                same_as=again if again in (1, 2) and chords == bars[-again].chords else 0,
                new_line=here.new_line,
                melody=notes,
                syllables=syllables,
                rehearsal=" ".join(together.marks),
            )
            bars.append(self._signed(bar, together))
        self.remarks = self.remarks[:_MAX_REMARKS]
        return self._jumps_settled(bars), starts

    def _beats(self, length: Fraction, metre: Signature) -> Fraction | None:
        beats = length * metre[1] / 4
        return beats if length and beats != metre[0] else None

    def _chords(self, measure: Measure, length: Fraction, metre: Signature) -> tuple[PlacedChord, ...]:
        places = self._spread(measure, length, metre)
        placed = []
        for beat, element in places:
            if beat >= length:
                self._say(self._place, "a chord after the end of its measure is left out")
                continue
            symbol, written = read_harmony(element, lambda text: self._say(self._place, text))
            placed.append(PlacedChord(symbol, beat, written=written, optional=element.get("type") == "alternate"))
        return tuple(placed)

    def _spread(self, measure: Measure, length: Fraction, metre: Signature) -> list[tuple[Fraction, Element]]:
        """Chords that stand one after another at one place share the time up to the next."""
        groups: dict[Fraction, list[Element]] = {}
        for quarters, element in measure.harmonies:
            groups.setdefault(quarters * metre[1] / 4, []).append(element)
        starts = sorted(groups)
        places = []
        for start, end in zip(starts, [*starts[1:], max([length, *starts])][: len(starts)], strict=True):
            main = [element for element in groups[start] if element.get("type") != "alternate"]
            if len(main) > 1:
                self._say(self._place, f"{len(main)} chords at one place share its time")
            step = (end - start) / max(1, len(main))
            number = -1
            for element in groups[start]:
                number += element.get("type") != "alternate"
                places.append((start + step * max(0, number), element))
        return places

    def _signed(self, bar: Bar, measure: Measure) -> Bar:
        words = []
        jump: Jump | None = None
        to_coda, fine = measure.to_coda, measure.fine
        for text in measure.words:
            if (found := jump_of(text)) is not None:
                jump = found
            elif is_to_coda(text):
                to_coda = True
            elif is_fine(text):
                fine = True
            elif text not in words:
                words.append(text)
        if jump is None and (measure.da_capo or measure.dal_segno):
            jump = Jump.DA_CAPO if measure.da_capo else Jump.DAL_SEGNO
        return attrs.evolve(
            bar,
            repeat_begins=measure.repeat_begins,
            repeat_times=measure.repeat_times,
            endings=measure.endings,
            segno=measure.segno,
            coda=measure.coda and not to_coda,
            to_coda=to_coda,
            fine=fine,
            jump=jump,
            words="; ".join(words),
        )

    def _jumps_settled(self, bars: list[Bar]) -> list[Bar]:
        """Of several coda signs without words the last is the coda, and the others are left for it."""
        codas = [index for index, bar in enumerate(bars) if bar.coda]
        if len(codas) > 1 and not any(bar.to_coda for bar in bars):
            for index in codas[:-1]:
                bars[index] = attrs.evolve(bars[index], coda=False, to_coda=True)
        return bars

    def _sections(self, bars: Sequence[Bar], starts: Sequence[tuple[int, str]]) -> tuple[Section, ...]:
        ends = [*(start for start, _ in starts[1:]), len(bars)]
        sections = (Section(name, tuple(bars[start:end])) for (start, name), end in zip(starts, ends, strict=True))
        return tuple(section for section in sections if section.bars)

    def _first_key(self, part: Sequence[Measure], sections: Sequence[Section]) -> Key | None:
        if not part or part[0].fifths is None:
            return None
        key = _key(part[0].fifths, part[0].mode)
        chords = [chord.symbol for section in sections for bar in section.bars for chord in bar.chords]
        last = next((symbol for symbol in reversed(chords) if symbol.is_chord), None)
        if key is not None and not part[0].mode and last is not None:
            minor = Key(Note.at(part[0].fifths + 3), Mode.MINOR)
            if last.root == minor.tonic and 3 in last.intervals:  # the signature does not say which of the two it is
                return minor
        return key

    def _say(self, place: str, text: str) -> None:
        if len(self.remarks) < _MAX_REMARKS:
            self.remarks.append(Remark(text, place=place))


class _Tune:
    """Melody and words of one part: the first voice that has them, tied notes as one."""

    def __init__(self, part: Sequence[Measure], sounding: int) -> None:
        self._part = part
        self._sounding = sounding
        voices = [note.voice for measure in part for note in measure.notes if note.pitch is not None or note.lyrics]
        self._voice = voices[0] if voices else "1"
        names = {lyric.verse for measure in part for note in measure.notes for lyric in note.lyrics}
        ordered = sorted(names, key=lambda name: (not name.isdecimal(), int(name) if name.isdecimal() else 0, name))
        numbers = [int(name) for name in ordered if name.isdecimal() and 0 < int(name) < 100]
        plain = len(numbers) == len(ordered)
        self._verses = {name: int(name) if plain else index for index, name in enumerate(ordered, start=1)}
        lines = {lyric.verse for measure in part for note in measure.notes for lyric in note.lyrics if lyric.ends_line}
        self._new_line = set(lines)
        self._held: dict[int, tuple[int, int]] = {}
        self._notes: list[list[MelodyNote]] = [[] for _ in part]
        self._syllables: list[list[Syllable]] = [[] for _ in part]
        self._metre: Signature = (4, 4)
        for index, measure in enumerate(part):
            self._metre = measure.metre or self._metre
            self._read(index, measure)

    def measure(
        self, index: int, metre: Signature, length: Fraction
    ) -> tuple[tuple[MelodyNote, ...], tuple[Syllable, ...]]:
        if index >= len(self._part):
            return (), ()
        notes = [note for note in self._notes[index] if note.beat < length]
        syllables = [syllable for syllable in self._syllables[index] if syllable.beat < length]
        return tuple(notes), tuple(sorted(syllables, key=lambda one: (one.beat, one.verse)))

    def _read(self, index: int, measure: Measure) -> None:
        scale = Fraction(self._metre[1], 4)
        taken: dict[Fraction, int] = {}
        for note in sorted(measure.notes, key=lambda note: note.start):
            for lyric in note.lyrics:
                text = lyric.text if lyric.goes_on else f"{lyric.text} "
                new_line = lyric.verse in self._new_line
                self._new_line.discard(lyric.verse)
                if lyric.ends_line:
                    self._new_line.add(lyric.verse)
                syllable = Syllable(text, note.start * scale, self._verses[lyric.verse], new_line)
                self._syllables[index].append(syllable)
            if note.pitch is None or note.voice != self._voice:
                continue
            pitch = min(127, max(0, note.pitch + self._sounding))
            if note.tied_from and pitch in self._held:
                at, number = self._held[pitch]
                before = self._notes[at][number]
                self._notes[at][number] = attrs.evolve(before, beats=before.beats + note.quarters * scale)
            elif note.start in taken:
                at, number = index, taken[note.start]
                if pitch <= self._notes[index][number].pitch:
                    continue
                self._held = {low: place for low, place in self._held.items() if place != (index, number)}
                self._notes[index][number] = MelodyNote(pitch, note.start * scale, note.quarters * scale)
            else:
                at, number = index, len(self._notes[index])
                taken[note.start] = number
                self._notes[index].append(MelodyNote(pitch, note.start * scale, note.quarters * scale))
            self._held.pop(pitch, None)
            if note.tied_on:
                self._held[pitch] = (at, number)


def _merged(measures: Sequence[Measure]) -> Measure:
    """Signs that stand in any part hold for all."""
    first = measures[0]
    result = attrs.evolve(first, sections=list(first.sections), marks=list(first.marks), words=list(first.words))
    for other in measures[1:]:
        result.sections += [name for name in other.sections if name not in result.sections]
        result.marks += [mark for mark in other.marks if mark not in result.marks]
        result.words += [text for text in other.words if jump_of(text) or is_fine(text) or is_to_coda(text)]
        result.tempo_bpm = result.tempo_bpm or other.tempo_bpm
        result.repeat_times = result.repeat_times or other.repeat_times
        result.endings = result.endings or other.endings
        for sign in ("segno", "coda", "to_coda", "fine", "da_capo", "dal_segno", "repeat_begins"):
            setattr(result, sign, getattr(result, sign) or getattr(other, sign))
    return result


def _key(fifths: int | None, mode: str) -> Key | None:
    if fifths is None or abs(fifths) > _MAX_FIFTHS:
        return None
    found = _MODES.get(mode, Mode.MAJOR)
    return Key(Note.at(fifths - found.brightness), found)


def _sum(transposition: tuple[int, int] | None) -> int:
    return 0 if transposition is None else transposition[0] + 12 * transposition[1]


def _has_words(part: Sequence[Measure]) -> bool:
    return any(note.lyrics for measure in part for note in measure.notes)


def _text(element: Element, path: str) -> str:
    return " ".join((element.findtext(path) or "").split())
