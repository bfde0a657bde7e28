"""The ``<harmony>`` element: a chord's root, kind, bass, and the diagram of its shape."""

from __future__ import annotations

from typing import Final
from xml.etree.ElementTree import Element, SubElement

from chordwork.music.fretboard import MUTED, ChordTones, Fretboard, Voicing
from chordwork.music.tabs.model import ChordMark
from chordwork.music.tabs.spelling import Spelled, root_of, spell

KINDS: Final[dict[frozenset[int], str]] = {
    frozenset(intervals): kind
    for intervals, kind in (
        ((0, 4, 7), "major"), ((0, 3, 7), "minor"), ((0, 4, 8), "augmented"), ((0, 3, 6), "diminished"),
        ((0, 4, 7, 10), "dominant"), ((0, 4, 7, 11), "major-seventh"), ((0, 3, 7, 10), "minor-seventh"),
        ((0, 3, 6, 9), "diminished-seventh"), ((0, 4, 8, 10), "augmented-seventh"), ((0, 3, 6, 10), "half-diminished"),
        ((0, 3, 7, 11), "major-minor"), ((0, 4, 7, 9), "major-sixth"), ((0, 3, 7, 9), "minor-sixth"),
        ((0, 2, 4, 7, 10), "dominant-ninth"), ((0, 2, 4, 7, 11), "major-ninth"), ((0, 2, 3, 7, 10), "minor-ninth"),
        ((0, 2, 3, 5, 7, 10), "minor-11th"), ((0, 2, 4, 7, 9, 10), "dominant-13th"),
        ((0, 2, 4, 7, 9, 11), "major-13th"), ((0, 2, 7), "suspended-second"), ((0, 5, 7), "suspended-fourth"),
        ((0, 7), "power"),
    )
}  # fmt: skip
"""MusicXML's kinds by intervals in semitones above the root; any other chord is "other", with its text."""


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
    root = root_of(tones)
    _note_name(SubElement(harmony, "root"), "root", root)
    upper = tones.symbol if tones.bass is None else tones.symbol.rpartition("/")[0]
    suffix = upper.removeprefix(root.name) if upper.startswith(root.name) else ""
    kind = KINDS.get(tones.intervals, "other")
    SubElement(harmony, "kind", text=suffix).text = kind
    if tones.bass is not None:
        _note_name(SubElement(harmony, "bass"), "bass", spell(tones.bass, tones))


def _note_name(parent: Element, prefix: str, note: Spelled) -> None:
    SubElement(parent, f"{prefix}-step").text = note.step
    if note.alter:
        SubElement(parent, f"{prefix}-alter").text = str(note.alter)


def _frame(harmony: Element, voicing: Voicing, board: Fretboard) -> None:
    low, high = voicing.pressed_range or (1, 1)
    first = 1 if high <= 4 else low
    frame = SubElement(harmony, "frame")
    SubElement(frame, "frame-strings").text = str(board.strings)
    SubElement(frame, "frame-frets").text = str(max(4, high - first + 1))
    if first > 1:
        SubElement(frame, "first-fret").text = str(first)
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
