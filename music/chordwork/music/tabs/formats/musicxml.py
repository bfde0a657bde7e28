"""MusicXML 4.0, partwise: one tab staff with its tuning, chord symbols with diagrams, rhythm and pick strokes.

A capo is written into the tuning, as the pitch of each string from the capo on, and in words above the first bar. The
``<capo>`` element would say it too, but readers that pass over it, MuseScore 3 among them, then show every fret wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from chordwork.music.fretboard import Fretboard
from chordwork.music.tabs.formats.musicxml_harmony import add_harmony
from chordwork.music.tabs.metre import TICKS_PER_QUARTER
from chordwork.music.tabs.model import Bar, ChordMark, Score, TabNote
from chordwork.music.tabs.spelling import spell
from chordwork.music.tabs.timeline import Written, written

VERSION: Final = "4.0"
_DOCTYPE: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 4.0 Partwise//EN" '
    '"http://www.musicxml.org/dtds/partwise.dtd">\n'
)
_TYPES: Final = {1: "whole", 2: "half", 4: "quarter", 8: "eighth", 16: "16th", 32: "32nd"}
_STROKES: Final = {"down": "down-bow", "up": "up-bow"}
_BEAT_UNITS: Final = {24: ("half", False), 12: ("quarter", False), 6: ("eighth", False), 18: ("quarter", True)}


def musicxml(score: Score) -> str:
    """The tab as a MusicXML document. Pitches are those that sound; frets count from the capo."""
    root = Element("score-partwise", version=VERSION)
    if score.title:
        _text(SubElement(root, "work"), "work-title", score.title)
    identification = SubElement(root, "identification")
    _text(SubElement(identification, "encoding"), "software", "Chordwork")
    if score.board.capo:
        field = SubElement(SubElement(identification, "miscellaneous"), "miscellaneous-field", name="capo")
        field.text = str(score.board.capo)
    instrument = score.board.instrument
    entry = SubElement(SubElement(root, "part-list"), "score-part", id="P1")
    _text(entry, "part-name", instrument.title)
    _text(SubElement(entry, "score-instrument", id="P1-I1"), "instrument-name", instrument.title)
    midi = SubElement(entry, "midi-instrument", id="P1-I1")
    _text(midi, "midi-channel", "1")
    _text(midi, "midi-program", str(instrument.midi_program + 1))
    part = SubElement(root, "part", id="P1")
    sounding: ChordMark | None = None
    for number, bar in enumerate(score.bars, start=1):
        measure = SubElement(part, "measure", number=str(number))
        if number == 1:
            _attributes(measure, score)
            _tempo(measure, score)
        if section := score.section_at(number - 1):
            mark = SubElement(measure, "direction", placement="above")
            _text(SubElement(mark, "direction-type"), "rehearsal", section)
        sounding = _measure(measure, bar, score, sounding)
    indent(root)
    return _DOCTYPE + tostring(root, encoding="unicode") + "\n"


def _text(parent: Element, tag: str, text: str) -> None:
    SubElement(parent, tag).text = text


def _attributes(measure: Element, score: Score) -> None:
    attributes = SubElement(measure, "attributes")
    _text(attributes, "divisions", str(TICKS_PER_QUARTER))
    if score.key is not None:
        key = SubElement(attributes, "key")
        _text(key, "fifths", str(score.key.signature))
        _text(key, "mode", score.key.mode.value)
    time = SubElement(attributes, "time")
    _text(time, "beats", str(score.metre.beats))
    _text(time, "beat-type", str(score.metre.unit))
    clef = SubElement(attributes, "clef")
    _text(clef, "sign", "TAB")
    _text(clef, "line", str(max(1, (score.board.strings + 3) // 2)))
    details = SubElement(attributes, "staff-details")
    _text(details, "staff-lines", str(score.board.strings))
    for line in range(1, score.board.strings + 1):
        tuning = SubElement(details, "staff-tuning", line=str(line))
        note = spell(score.board.pitch(line - 1, 0), None)
        _text(tuning, "tuning-step", note.step)
        if note.alter:
            _text(tuning, "tuning-alter", str(note.alter))
        _text(tuning, "tuning-octave", str(note.octave))


def _tempo(measure: Element, score: Score) -> None:
    direction = SubElement(measure, "direction", placement="above")
    metronome = SubElement(SubElement(direction, "direction-type"), "metronome")
    unit, dotted = _BEAT_UNITS[score.metre.pulse_ticks]
    _text(metronome, "beat-unit", unit)
    if dotted:
        SubElement(metronome, "beat-unit-dot")
    _text(metronome, "per-minute", f"{score.tempo_bpm:g}")
    SubElement(direction, "sound", tempo=f"{score.quarter_bpm:g}")
    if score.board.capo:
        words = SubElement(measure, "direction", placement="above")
        _text(SubElement(words, "direction-type"), "words", score.capo_text.rstrip(": "))


def _measure(measure: Element, bar: Bar, score: Score, sounding: ChordMark | None) -> ChordMark | None:
    pieces = list(written(bar, score.metre))
    for index, piece in enumerate(pieces):
        for mark in piece.marks:
            add_harmony(measure, mark, score.board, mark.start - piece.start)
            sounding = mark
        _piece(measure, piece, _tuplet(pieces, index), score.board, sounding)
    return sounding


def _tuplet(pieces: Sequence[Written], index: int) -> str:
    """Whether a triplet bracket starts or stops here: at the quarter notes, which triplets never straddle."""
    piece = pieces[index]
    if not piece.value.triplet:
        return ""
    before = index > 0 and pieces[index - 1].value.triplet and piece.start % TICKS_PER_QUARTER
    end = piece.start + piece.value.ticks
    after = index + 1 < len(pieces) and pieces[index + 1].value.triplet and end % TICKS_PER_QUARTER
    return "" if before and after else "stop" if before else "start" if after else ""


def _piece(measure: Element, piece: Written, tuplet: str, board: Fretboard, sounding: ChordMark | None) -> None:
    if piece.event is None:
        note = SubElement(measure, "note")
        SubElement(note, "rest")
        _value(note, piece)
        if tuplet:
            SubElement(SubElement(note, "notations"), "tuplet", type=tuplet)
        return
    for index, played in enumerate(piece.event.notes):
        _note(measure, piece, played, index, tuplet, board, sounding)


def _note(
    measure: Element,
    piece: Written,
    played: TabNote,
    index: int,
    tuplet: str,
    board: Fretboard,
    sounding: ChordMark | None,
) -> None:
    note = SubElement(measure, "note")
    if index:
        SubElement(note, "chord")
    spelled = spell(played.pitch, sounding.tones if sounding else None)
    pitch = SubElement(note, "pitch")
    _text(pitch, "step", spelled.step)
    if spelled.alter:
        _text(pitch, "alter", str(spelled.alter))
    _text(pitch, "octave", str(spelled.octave))
    ties = [kind for kind, on in (("stop", piece.tied_from), ("start", piece.tied_on)) if on]
    _value(note, piece, ties)
    notations = SubElement(note, "notations")
    for kind in ties:
        SubElement(notations, "tied", type=kind)
    if tuplet and index == 0:
        SubElement(notations, "tuplet", type=tuplet)
    technical = SubElement(notations, "technical")
    stroke = _STROKES.get(piece.event.stroke) if piece.event else None
    if stroke and index == 0 and not piece.tied_from:
        SubElement(technical, stroke)
    _text(technical, "string", str(board.strings - played.string))
    _text(technical, "fret", str(played.fret))
    if piece.event and piece.event.accent and index == 0 and not piece.tied_from:
        SubElement(SubElement(notations, "articulations"), "accent")


def _value(note: Element, piece: Written, ties: Sequence[str] = ()) -> None:
    """Duration, ties, voice, type, dots and tuplet ratio, in the order the schema wants."""
    _text(note, "duration", str(piece.value.ticks))
    for kind in ties:
        SubElement(note, "tie", type=kind)
    _text(note, "voice", "1")
    _text(note, "type", _TYPES[piece.value.divisor])
    for _ in range(piece.value.dots):
        SubElement(note, "dot")
    if piece.value.triplet:
        modification = SubElement(note, "time-modification")
        _text(modification, "actual-notes", "3")
        _text(modification, "normal-notes", "2")
