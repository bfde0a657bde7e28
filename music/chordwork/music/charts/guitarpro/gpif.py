"""GPIF: the XML in which Guitar Pro 6, 7 and 8 write their scores.

Sources: files of the programs themselves; what elements mean where that is not plain from them (tempo references,
grace notes, lyrics) as other readers of the format take them (alphaTab, MPL-2.0). Bars, voices, beats, notes and
rhythms stand in lists of their own and point at one another by number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final
from xml.etree.ElementTree import Element

import attrs

from chordwork.harmony import ChordSymbol, Degree, Note
from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError
from chordwork.music.charts.form import MAX_BARS
from chordwork.music.charts.guitarpro.pieces import Beat, Diagram, LyricLine, MasterBar, Piece, Track, TrackBar
from chordwork.music.charts.guitarpro.tree import xml_tree

MAX_TRACKS: Final = 256
MAX_BEATS: Final = 200_000
"""Of all tracks, as they are written out."""

_CREDITS: Final = {
    "Title": "title", "SubTitle": "subtitle", "Artist": "artist", "Words": "lyricist", "Music": "composer",
    "Copyright": "copyright",
}  # fmt: skip
_TAGS: Final = {"Album": "album", "Tabber": "tab", "Instructions": "instructions", "Notices": "notice"}
_VALUES: Final = {
    "Long": Fraction(16), "DoubleWhole": Fraction(8), "Whole": Fraction(4), "Half": Fraction(2),
    "Quarter": Fraction(1), "Eighth": Fraction(1, 2), "16th": Fraction(1, 4), "32nd": Fraction(1, 8),
    "64th": Fraction(1, 16), "128th": Fraction(1, 32), "256th": Fraction(1, 64),
}  # fmt: skip
_TEMPO_UNITS: Final = {1: Fraction(1, 2), 2: Fraction(1), 3: Fraction(3, 2), 4: Fraction(2), 5: Fraction(3)}
"""Quarter notes of what a tempo counts."""
_SIMILES: Final = {"Simple": 1, "FirstOfDouble": 2, "SecondOfDouble": 2}
_ACCIDENTALS: Final = {"DoubleFlat": -2, "Flat": -1, "Natural": 0, "Sharp": 1, "DoubleSharp": 2}
_DEGREES: Final = {
    "Second": 2, "Third": 3, "Fourth": 4, "Fifth": 5, "Sixth": 6, "Seventh": 7, "Ninth": 9, "Eleventh": 11,
    "Thirteenth": 13,
}  # fmt: skip
_ALTERATIONS: Final = {"Diminished": -1, "Perfect": 0, "Major": 0, "Minor": -1, "Augmented": 1}
_STEPS: Final = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_STEP_NAMES: Final = "CDEFGAB"
_DRUM_CHANNEL: Final = "9"


def read_gpif(text: bytes, form: str) -> Piece:
    """A score.

    Raises:
        ChartFileError: it is no GPIF, or points at what is not there.
        ChartTooLargeError: more bars, tracks or beats than any score has.
    """
    root = xml_tree(text, form)
    if root.tag != "GPIF":
        raise ChartFileError(form, f"its score begins with <{root.tag}>, not <GPIF>: give a file of Guitar Pro 6 to 8")
    return _Score(root, form).piece()


@attrs.define
class _Score:
    root: Element
    form: str
    beats: int = 0
    lists: dict[str, dict[str, Element]] = attrs.field(factory=dict)

    def piece(self) -> Piece:
        for name in ("Bars", "Voices", "Beats", "Notes", "Rhythms"):
            self.lists[name] = {one.get("id", ""): one for one in self.root.findall(f"{name}/*")}
        masters = self.root.findall("MasterBars/MasterBar")
        if len(masters) > MAX_BARS:
            raise ChartTooLargeError(self.form, f"{len(masters)} bars: give at most {MAX_BARS}")
        tracks = self.root.findall("Tracks/Track")
        if len(tracks) > MAX_TRACKS:
            raise ChartTooLargeError(self.form, f"{len(tracks)} tracks: give at most {MAX_TRACKS}")
        tempos = self._tempos()
        pickup = self.root.find("MasterTrack/Anacrusis") is not None
        bars = tuple(
            self._master(one, number, tempos.get(number, ()), pickup and number == 0)
            for number, one in enumerate(masters)
        )
        columns = [_text(one, "Bars").split() for one in masters]
        read: list[Track] = []
        column = 0
        for track in tracks:
            staves = max(1, len(track.findall("Staves/Staff")))
            read.append(self._track(track, columns, column))
            column += staves
        score = self.root.find("Score")
        credits = {field: _text(score, tag) for tag, field in _CREDITS.items() if _text(score, tag)}
        if both := _text(score, "WordsAndMusic"):
            credits.setdefault("composer", both)
            credits.setdefault("lyricist", both)
        tags = tuple((name, _text(score, tag)) for tag, name in _TAGS.items() if _text(score, tag))
        return Piece(credits, tags, bars, tuple(read))

    def _tempos(self) -> dict[int, tuple[tuple[Fraction, float], ...]]:
        found: dict[int, tuple[tuple[Fraction, float], ...]] = {}
        for one in self.root.findall("MasterTrack/Automations/Automation"):
            if _text(one, "Type") != "Tempo":
                continue
            value, _, unit = _text(one, "Value").partition(" ")
            try:
                bpm = float(value) * float(_TEMPO_UNITS.get(int(unit or 2), 1))
                bar, place = int(_text(one, "Bar")), Fraction(_text(one, "Position") or "0")
            except ValueError:
                continue
            if 1 <= bpm <= 1000 and 0 <= place < 1:
                found[bar] = (*found.get(bar, ()), (place, bpm))
        return found

    def _master(self, one: Element, number: int, tempos: tuple[tuple[Fraction, float], ...], pickup: bool) -> MasterBar:
        place = f"bar {number + 1}"
        above, _, below = _text(one, "Time").partition("/")
        if not (above.isdecimal() and below.isdecimal() and len(above) < 4 and len(below) < 4):
            raise ChartFileError(self.form, f"{above}/{below} is no metre: save it again with Guitar Pro", place=place)
        repeat = one.find("Repeat")
        times = 0
        if repeat is not None and repeat.get("end") == "true":
            times = max(2, self._int(repeat.get("count", "2"), place))
        endings = tuple(self._int(each, place) for each in _text(one, "AlternateEndings").split())
        return MasterBar(
            (int(above), int(below)),
            self._int(_text(one, "Key/AccidentalCount") or "0", place),
            _text(one, "Key/Mode").lower() == "minor",
            repeat is not None and repeat.get("start") == "true",
            times,
            endings,
            _text(one, "Section/Letter"),
            _text(one, "Section/Text"),
            tuple((each.text or "").strip().lower() for each in one.findall("Directions/*")),
            tempos,
            pickup,
        )

    def _int(self, text: str, place: str) -> int:
        try:
            return int(text)
        except ValueError:
            raise ChartFileError(self.form, f"{text!r} is no number: save it again", place=place) from None

    def _track(self, track: Element, columns: list[list[str]], column: int) -> Track:
        staff = track.find("Staves/Staff")
        home = track if staff is None else staff
        properties = {one.get("name", ""): one for one in home.findall("Properties/Property")}
        tuning = tuple(int(pitch) for pitch in _text(properties.get("Tuning"), "Pitches").split() if pitch.isdecimal())
        capo = _text(properties.get("CapoFret"), "Fret")
        name = _text(track, "Name")
        drums = (
            "drum" in _text(track, "InstrumentSet/Type").lower()
            or track.find("PercussionLineCount") is not None
            or _text(track, "GeneralMidi/PrimaryChannel") == _DRUM_CHANNEL
            or _text(track, "MidiConnection/PrimaryChannel") == _DRUM_CHANNEL
        )
        diagrams = dict(_diagrams(home, tuning))
        fret = int(capo) if capo.isdecimal() and int(capo) < 25 else 0
        bars = tuple(
            self._bar(row[column], tuning, fret, diagrams) if column < len(row) else TrackBar() for row in columns
        )
        lines = []
        for line in track.findall("Lyrics/Line"):
            offset = _text(line, "Offset")
            if text := (line.findtext("Text") or "").strip():
                lines.append(LyricLine(text, int(offset) if offset.isdecimal() else 0))
        return Track(name, drums, tuning, fret, bars, tuple(lines))

    def _bar(self, number: str, tuning: tuple[int, ...], capo: int, diagrams: dict[str, Diagram]) -> TrackBar:
        bar = self.lists["Bars"].get(number)
        if bar is None:
            return TrackBar()
        voices = []
        for voice in _text(bar, "Voices").split():
            if voice in self.lists["Voices"]:
                voices.append(tuple(self._voice(self.lists["Voices"][voice], tuning, capo, diagrams)))
        return TrackBar(tuple(voices), _SIMILES.get(_text(bar, "SimileMark"), 0))

    def _voice(
        self, voice: Element, tuning: tuple[int, ...], capo: int, diagrams: dict[str, Diagram]
    ) -> Iterator[Beat]:
        now = Fraction(0)
        for number in _text(voice, "Beats").split():
            beat = self.lists["Beats"].get(number)
            if beat is None:
                continue
            self.beats += 1
            if self.beats > MAX_BEATS:
                raise ChartTooLargeError(self.form, f"more than {MAX_BEATS} beats: give fewer")
            rhythm = beat.find("Rhythm")
            quarters = self._quarters("" if rhythm is None else rhythm.get("ref", ""))
            if beat.find("GraceNotes") is not None:
                continue
            pitches, tied = self._notes(beat, tuning, capo)
            chord = _text(beat, "Chord")
            lyrics = tuple((line.text or "") for line in beat.findall("Lyrics/Line"))
            yield Beat(now, quarters, pitches, tied, diagrams.get(chord), _text(beat, "FreeText"), lyrics)
            now += quarters

    def _quarters(self, number: str) -> Fraction:
        rhythm = self.lists["Rhythms"].get(number)
        if rhythm is None:
            return Fraction(1)
        quarters = _VALUES.get(_text(rhythm, "NoteValue"), Fraction(1))
        dots = rhythm.find("AugmentationDot")
        if dots is not None:
            quarters *= 2 - Fraction(1, 2 ** (2 if dots.get("count") == "2" else 1))
        for name in ("PrimaryTuplet", "SecondaryTuplet"):
            tuplet = rhythm.find(name)
            if tuplet is None:
                continue
            num = tuplet.get("num") or _text(tuplet, "Num")
            den = tuplet.get("den") or _text(tuplet, "Den")
            if re.fullmatch("[1-9][0-9]?", num) and re.fullmatch("[1-9][0-9]?", den):
                quarters *= Fraction(int(den), int(num))
        return quarters

    def _notes(self, beat: Element, tuning: tuple[int, ...], capo: int) -> tuple[tuple[int, ...], frozenset[int]]:
        pitches, tied = [], set()
        for number in _text(beat, "Notes").split():
            note = self.lists["Notes"].get(number)
            pitch = None if note is None else _pitch(note, tuning, capo)
            if note is None or pitch is None or not 0 <= pitch <= 127:
                continue
            pitches.append(pitch)
            tie = note.find("Tie")
            if tie is not None and tie.get("destination") == "true":
                tied.add(pitch)
        return tuple(pitches), frozenset(tied)


def _text(element: Element | None, path: str) -> str:
    return (element.findtext(path) or "").strip() if element is not None else ""


def _pitch(note: Element, tuning: tuple[int, ...], capo: int) -> int | None:
    """By string and fret; else by number; else by step and octave, or tone and octave."""
    properties = {one.get("name", ""): one for one in note.findall("Properties/Property")}
    if "Muted" in properties and properties["Muted"].find("Enable") is not None:
        return None
    string, fret = _text(properties.get("String"), "String"), _text(properties.get("Fret"), "Fret")
    if string.isdecimal() and fret.isdecimal() and int(string) < len(tuning):
        return tuning[int(string)] + int(fret) + capo
    number = _text(properties.get("Midi"), "Number")
    if number.isdecimal():
        return int(number)
    step, octave = _text(properties.get("Tone"), "Step"), _text(properties.get("Octave"), "Number")
    if step.isdecimal() and int(step) < 12 and octave.isdecimal():
        return int(step) + 12 * int(octave)
    return None


def _diagrams(home: Element, tuning: tuple[int, ...]) -> Iterator[tuple[str, Diagram]]:
    for one in home.findall("Properties/Property"):
        if one.get("name") not in ("DiagramCollection", "ChordCollection"):
            continue
        for item in one.findall("Items/Item"):
            yield item.get("id", ""), Diagram((item.get("name") or "").strip(), _defined(item), _shape(item, tuning))


def _shape(item: Element, tuning: tuple[int, ...]) -> tuple[int, ...]:
    pitches = []
    diagram = item.find("Diagram")
    base = diagram.get("baseFret", "0") if diagram is not None else "0"
    for fret in item.findall("Diagram/Fret"):
        string, number = fret.get("string", ""), fret.get("fret", "")
        if string.isdecimal() and number.isdecimal() and base.isdecimal() and int(string) < len(tuning):
            pitches.append(tuning[int(string)] + int(number) + int(base))
    return tuple(pitch for pitch in pitches if pitch <= 127)


def _defined(item: Element) -> ChordSymbol | None:
    """The chord as the program's dialog defined it."""
    root = _note(item.find("Chord/KeyNote"))
    if root is None:
        return None
    degrees = {Degree(1)}
    for one in item.findall("Chord/Degree"):
        interval = one.get("interval", "")
        if one.get("omitted") == "true" or interval not in _DEGREES:
            continue
        alteration = _ALTERATIONS.get(one.get("alteration", ""), 0)
        if interval == "Seventh" and one.get("alteration") == "Diminished":
            alteration = -2
        degrees.add(Degree(_DEGREES[interval], alteration))
    return ChordSymbol.of(root, frozenset(degrees), _note(item.find("Chord/BassNote")))


def _note(element: Element | None) -> Note | None:
    if element is None or element.get("step", "") not in _STEPS:
        return None
    return Note(element.get("step", ""), _ACCIDENTALS.get(element.get("accidental", ""), 0))
