"""The ``<harmony>`` element: a chord's root, kind, degrees, bass, and the diagram of its shape."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from chordwork.music.charts.musicxml.harmony import add_changes, add_name
from chordwork.music.charts.musicxml.kinds import written_kind
from chordwork.music.fretboard import MUTED, ChordTones, Fretboard, Voicing
from chordwork.music.tabs.model import ChordMark, diagram_frets
from chordwork.music.tabs.structure import structure_of


def add_harmony(measure: Element, mark: ChordMark, board: Fretboard, offset_ticks: int) -> None:
    """Append a chord symbol to a measure, ``offset_ticks`` after the note that follows it."""
    harmony = SubElement(measure, "harmony")
    if mark.tones is None:
        SubElement(SubElement(harmony, "root"), "root-step", text="").text = "C"  # a root is a must; not shown
        SubElement(harmony, "kind", text="N.C.").text = "none"
    else:
        _name(harmony, mark.tones)
    if mark.voicing is not None:
        _frame(harmony, mark.voicing, board)
    if offset_ticks:
        SubElement(harmony, "offset").text = str(offset_ticks)


def _name(harmony: Element, tones: ChordTones) -> None:
    """Root, kind with its degrees, bass. The kind's text is the whole suffix, so the degrees need not be printed."""
    structure = structure_of(tones)
    add_name(SubElement(harmony, "root"), "root", structure.root)
    meant = written_kind(structure.degrees)
    SubElement(harmony, "kind", text=structure.suffix).text = meant.kind
    if structure.bass is not None:
        add_name(SubElement(harmony, "bass"), "bass", structure.bass)
    add_changes(harmony, meant.changes)


def _frame(harmony: Element, voicing: Voicing, board: Fretboard) -> None:
    shown = diagram_frets(voicing)
    frame = SubElement(harmony, "frame")
    SubElement(frame, "frame-strings").text = str(board.strings)
    SubElement(frame, "frame-frets").text = str(len(shown))
    if shown.start > 1:
        SubElement(frame, "first-fret").text = str(shown.start)
    for string, (fret, finger) in enumerate(zip(voicing.frets, voicing.fingers, strict=True)):
        if fret == MUTED:
            continue
        note = SubElement(frame, "frame-note")
        SubElement(note, "string").text = str(board.strings - string)
        SubElement(note, "fret").text = str(fret)
        if finger:
            SubElement(note, "fingering").text = str(finger)
        for placement in voicing.placements:
            if placement.is_barre and placement.fret == fret:
                for end, kind in ((placement.low, "start"), (placement.high, "stop")):
                    if string == end:
                        SubElement(note, "barre", type=kind)
