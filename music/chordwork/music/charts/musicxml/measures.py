"""The measures of one part of a score, with everything in them at its place in time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import Final
from xml.etree.ElementTree import Element

import attrs

from chordwork.harmony import Note
from chordwork.harmony.notes import NATURAL_PITCH_CLASSES
from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError
from chordwork.music.charts.musicxml.harmony import whole
from chordwork.music.charts.musicxml.opening import NAME
from chordwork.music.song import Signature
from chordwork.music.song.model import MAX_METRE_BEATS, METRE_UNITS

SECTION_MARK: Final = "section-"
"""What the id of a bookmark begins with, where a part without a name begins."""
_BEAT_UNITS: Final = {
    "breve": Fraction(8), "whole": Fraction(4), "half": Fraction(2), "quarter": Fraction(1), "eighth": Fraction(1, 2),
    "16th": Fraction(1, 4), "32nd": Fraction(1, 8),
}  # fmt: skip
_BOXES: Final = ("square", "rectangle", "circle", "oval", "bracket")
_LONGEST_MARK: Final = 4
_MOST_CHORDS: Final = 256
_MOST_WORDS: Final = 50
"""Texts of one measure that are kept."""
_MAX_DIVISIONS: Final = 1_000_000
_MAX_QUARTERS: Final = 1_000
"""Longest that a measure may be."""
_MAX_PITCH: Final = 127
_MAX_TEMPO_BPM: Final = 10_000.0
_MAX_STRINGS: Final = 20
_MAX_CAPO: Final = 24
_MAX_VERSE: Final = 100


@attrs.frozen
class Lyric:
    """A syllable as the score has it.

    Attributes:
        verse: as the score numbers or names it.
        goes_on: the word goes on in the next one.
        ends_line: a line of text ends with it.
    """

    text: str
    verse: str
    goes_on: bool
    ends_line: bool


@attrs.frozen
class Sung:
    """A note, or a rest that words are written at.

    Attributes:
        start: quarter notes from the beginning of the measure.
        quarters: how long.
        pitch: MIDI note as written; None for what has none.
    """

    start: Fraction
    quarters: Fraction
    pitch: int | None
    voice: str
    tied_from: bool
    tied_on: bool
    lyrics: tuple[Lyric, ...]


@attrs.define
class Measure:
    """What one measure of one part says. Places are quarter notes from its beginning."""

    number: str = ""
    implicit: bool = False
    length: Fraction = Fraction(0)
    metre: Signature | None = None
    fifths: int | None = None
    mode: str = ""
    transposition: tuple[int, int] | None = None
    tempo_bpm: float | None = None
    harmonies: list[tuple[Fraction, Element]] = attrs.Factory(list)
    notes: list[Sung] = attrs.Factory(list)
    sections: list[str] = attrs.Factory(list)
    marks: list[str] = attrs.Factory(list)
    words: list[str] = attrs.Factory(list)
    segno: bool = False
    coda: bool = False
    to_coda: bool = False
    fine: bool = False
    da_capo: bool = False
    dal_segno: bool = False
    repeat_begins: bool = False
    repeat_times: int = 0
    endings: tuple[int, ...] = ()
    new_line: bool = False
    same_starts: int = 0
    same_stops: bool = False
    capo: int | None = None
    tuning: tuple[int, ...] | None = None


def measures_of(elements: Sequence[Element], part: str) -> Iterator[Measure]:
    """The measures of a part, one after the other.

    Raises:
        ChartFileError: a duration or number that is none.
    """
    reader = _Part(part)
    for element in elements:
        yield reader.measure(element)


class _Part:
    """What holds on from measure to measure."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._divisions = Fraction(1)
        self._verses: list[str] = []

    def measure(self, element: Element) -> Measure:
        self._here = here = Measure(element.get("number", ""), element.get("implicit") == "yes")
        self._at = Fraction(0)
        self._last = Fraction(0)
        for child in element:
            tag = child.tag
            if tag == "note":
                self._note(child)
            elif tag == "backup":
                self._at = max(Fraction(0), self._at - self._duration(child))
            elif tag == "forward":
                self._advance(self._duration(child))
            elif tag == "attributes":
                self._attributes(child)
            elif tag == "harmony":
                if len(here.harmonies) >= _MOST_CHORDS:
                    place = f"part {self._name}, measure {here.number}"
                    raise ChartTooLargeError(NAME, f"more than {_MOST_CHORDS} chords in a measure", place=place)
                here.harmonies.append((max(Fraction(0), self._at + self._offset(child)), child))
            elif tag == "direction":
                self._direction(child)
            elif tag == "sound":
                self._sound(child)
            elif tag == "barline":
                self._bar_line(child)
            elif tag == "print":
                here.new_line |= child.get("new-system") == "yes" or child.get("new-page") == "yes"
            elif (
                tag == "bookmark" and len(here.sections) < _MOST_WORDS and child.get("id", "").startswith(SECTION_MARK)
            ):
                here.sections.append("")
        return here

    # Time ------------------------------------------------------------------------------------------------------------

    def _duration(self, element: Element) -> Fraction:
        text = (element.findtext("duration") or "0").strip()
        try:
            value = Fraction(text)
        except (ValueError, ZeroDivisionError):
            raise self._error(f"{text!r} is no duration") from None
        quarters = value / self._divisions
        if not 0 <= quarters <= _MAX_QUARTERS:
            raise self._error(f"a duration of {text} divisions is none")
        return quarters

    def _offset(self, element: Element) -> Fraction:
        try:
            value = Fraction((element.findtext("offset") or "0").strip()) / self._divisions
        except (ValueError, ZeroDivisionError):
            return Fraction(0)
        return value if abs(value) <= _MAX_QUARTERS else Fraction(0)

    def _advance(self, quarters: Fraction) -> None:
        self._last = self._at
        self._at = min(self._at + quarters, Fraction(_MAX_QUARTERS))
        self._here.length = max(self._here.length, self._at)

    def _error(self, reason: str) -> ChartFileError:
        return ChartFileError(NAME, reason, place=f"part {self._name}, measure {self._here.number}")

    # Notes -----------------------------------------------------------------------------------------------------------

    def _note(self, note: Element) -> None:
        if note.find("grace") is not None:
            return
        quarters = self._duration(note)
        chord = note.find("chord") is not None
        start = self._last if chord else self._at
        if not chord:
            self._advance(quarters)
        ties = {tie.get("type") for tie in note.findall("tie")}
        lyrics = tuple(self._lyrics(note))
        pitch = None if note.find("rest") is not None or note.find("cue") is not None else _pitch(note.find("pitch"))
        if (note.findtext("notehead") or "").startswith("slash"):
            pitch = None
        if pitch is not None or lyrics:
            voice = (note.findtext("voice") or "1").strip()
            self._here.notes.append(Sung(start, quarters, pitch, voice, "stop" in ties, "start" in ties, lyrics))

    def _lyrics(self, note: Element) -> Iterator[Lyric]:
        for lyric in note.findall("lyric"):
            pieces = [
                (child.text or "").strip("\r\n\t") if child.tag == "text" else (child.text or "\u203f")
                for child in lyric
                if child.tag in ("text", "elision")
            ]
            text = "".join(pieces)
            if not text.strip():
                continue
            syllabic = [(child.text or "").strip() for child in lyric.findall("syllabic")]
            goes_on = bool(syllabic) and syllabic[-1] in ("begin", "middle")
            ends = lyric.find("end-line") is not None or lyric.find("end-paragraph") is not None
            yield Lyric(text, lyric.get("number") or lyric.get("name") or "1", goes_on, ends)

    # Attributes ------------------------------------------------------------------------------------------------------

    def _attributes(self, attributes: Element) -> None:
        here = self._here
        if (text := attributes.findtext("divisions")) is not None:
            try:
                divisions = Fraction(text.strip())
            except (ValueError, ZeroDivisionError):
                divisions = Fraction(0)
            if not 0 < divisions <= _MAX_DIVISIONS:
                raise self._error(f"{text.strip()!r} divisions of a quarter note are none")
            self._divisions = divisions
        fifths = attributes.findtext("key/fifths") or ""
        if re.fullmatch(r"\s*[-+]?\d{1,2}\s*", fifths):
            here.fifths, here.mode = int(fifths), (attributes.findtext("key/mode") or "").strip().lower()
        if (time := attributes.find("time")) is not None and (metre := _metre(time)) is not None:
            here.metre = metre
        if (transpose := attributes.find("transpose")) is not None:
            octaves = whole(transpose.findtext("octave-change"))
            chromatic = (transpose.findtext("chromatic") or "0").strip()
            semitones = round(float(chromatic)) if re.fullmatch(r"[-+]?\d{1,2}(\.\d*)?", chromatic) else 0
            here.transposition = semitones, octaves
        for details in attributes.findall("staff-details"):
            self._staff(details)
        for style in attributes.findall("measure-style"):
            sign = style.find("measure-repeat")
            if sign is not None and sign.get("type") == "stop":
                here.same_stops = True
            elif sign is not None:
                text = (sign.text or "").strip()
                here.same_starts = int(text) if text in ("1", "2", "4") else 1

    def _staff(self, details: Element) -> None:
        capo = (details.findtext("capo") or "").strip()
        if capo.isdecimal() and int(capo) <= _MAX_CAPO:
            self._here.capo = int(capo)
        strings: dict[int, int] = {}
        for tuning in details.findall("staff-tuning"):
            line = tuning.get("line", "")
            pitch = _pitch(tuning, "tuning-")
            if line.isdecimal() and 0 < int(line) <= _MAX_STRINGS and pitch is not None:
                strings[int(line)] = pitch
        if strings:
            self._here.tuning = tuple(strings[line] for line in sorted(strings))

    # Directions ------------------------------------------------------------------------------------------------------

    def _direction(self, direction: Element) -> None:
        here = self._here
        for kind in direction.findall("direction-type"):
            for child in kind:
                text = " ".join((child.text or "").split())
                if child.tag == "rehearsal" and len(here.sections) < _MOST_WORDS:
                    here.sections.append(text)
                elif child.tag == "words" and text:
                    if len(here.words) + len(here.marks) >= _MOST_WORDS:
                        continue
                    boxed = child.get("enclosure") in _BOXES and len(text) <= _LONGEST_MARK
                    (here.marks if boxed else here.words).append(text)
                elif child.tag == "segno":
                    here.segno = True
                elif child.tag == "coda":
                    here.coda = True
                elif child.tag == "metronome":
                    here.tempo_bpm = here.tempo_bpm or _metronome(child)
        if (sound := direction.find("sound")) is not None:
            self._sound(sound)

    def _sound(self, sound: Element) -> None:
        here = self._here
        if (tempo := sound.get("tempo")) is not None and (bpm := _bpm(tempo)) is not None:
            here.tempo_bpm = bpm
        here.da_capo |= sound.get("dacapo") == "yes"
        here.dal_segno |= sound.get("dalsegno") is not None
        here.segno |= sound.get("segno") is not None
        here.fine |= sound.get("fine") is not None
        if sound.get("tocoda") is not None:
            here.to_coda, here.coda = True, here.coda and sound.get("coda") is not None
        here.coda |= sound.get("coda") is not None
        here.repeat_begins |= sound.get("forward-repeat") == "yes"

    def _bar_line(self, line: Element) -> None:
        here = self._here
        if (repeat := line.find("repeat")) is not None:
            if repeat.get("direction") == "forward":
                here.repeat_begins = True
            else:
                times = repeat.get("times", "2")
                here.repeat_times = min(99, int(times)) if times.isdecimal() and int(times) > 0 else 2
        ending = line.find("ending")
        if ending is not None and ending.get("type") == "start":
            numbers = re.findall(r"\d{1,2}", ending.get("number", "") or ending.text or "")
            here.endings = tuple(sorted({int(number) for number in numbers if int(number)})) or (1,)
        here.segno |= line.find("segno") is not None
        here.coda |= line.find("coda") is not None


def _metre(time: Element) -> Signature | None:
    """Its numbers, added up where they are given in groups; None for none or one that is no metre."""
    beats, units = [], []
    for child in time:
        if child.tag == "beats":
            beats.append(sum(int(number) for number in re.findall(r"\d{1,3}", child.text or "")))
        elif child.tag == "beat-type" and re.fullmatch(r"\s*\d{1,3}\s*", child.text or ""):
            units.append(int(child.text or ""))
    if not beats or len(beats) != len(units) or not all(units):
        return None
    unit = max(units)
    upper = sum((Fraction(count * unit, each) for count, each in zip(beats, units, strict=True)), Fraction(0))
    if upper.denominator != 1 or not 1 <= upper <= MAX_METRE_BEATS or unit not in METRE_UNITS:
        return None
    return int(upper), unit


def _pitch(element: Element | None, prefix: str = "") -> int | None:
    if element is None:
        return None
    step = (element.findtext(f"{prefix}step") or "").strip().upper()
    octave = (element.findtext(f"{prefix}octave") or "").strip()
    if step not in NATURAL_PITCH_CLASSES or not re.fullmatch(r"-?\d{1,2}", octave):
        return None
    pitch = 12 * (int(octave) + 1) + NATURAL_PITCH_CLASSES[step] + whole(element.findtext(f"{prefix}alter"))
    return pitch if 0 <= pitch <= _MAX_PITCH else None


def _metronome(element: Element) -> float | None:
    unit = _BEAT_UNITS.get((element.findtext("beat-unit") or "").strip())
    number = re.search(r"\d+(?:\.\d+)?", element.findtext("per-minute") or "")
    if unit is None or number is None:
        return None
    dots = len(element.findall("beat-unit-dot"))
    return _bpm(str(float(number[0]) * float(unit * (2 - Fraction(1, 2 ** min(dots, 3))))))


def _bpm(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 < value <= _MAX_TEMPO_BPM else None


def spelled(pitch: int, note: Note) -> int:
    """Octave in which a note of this name has this MIDI pitch."""
    return (pitch - NATURAL_PITCH_CLASSES[note.letter] - note.accidental) // 12 - 1
