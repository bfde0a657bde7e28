"""Tabs: a progression as something to play, and every format to carry it in.

    >>> print(tab(["C", "G", "Am", "F"], instrument="ukulele").text())  # doctest: +SKIP

Pure functions over frozen values; time is in ticks, twelve to the quarter note.
"""

from chordwork.music.tabs.entry import Tab, tab
from chordwork.music.tabs.errors import (
    DurationError,
    MetreError,
    MissingExtraError,
    PatternSyntaxError,
    TabError,
    TooManyChordsError,
    UnknownPatternError,
    UnsupportedError,
)
from chordwork.music.tabs.formats.alphatex import alphatex
from chordwork.music.tabs.formats.chordpro import chordpro
from chordwork.music.tabs.formats.guitarpro import guitar_pro
from chordwork.music.tabs.formats.midi import midi
from chordwork.music.tabs.formats.musicxml import musicxml
from chordwork.music.tabs.formats.text import chord_box, text_tab
from chordwork.music.tabs.metre import Metre
from chordwork.music.tabs.model import Bar, ChordMark, Score, TabEvent, TabNote
from chordwork.music.tabs.pattern import PATTERNS, Hit, Pattern, find_pattern
from chordwork.music.tabs.reading import ChordInput, ChordsInput, read_chord
from chordwork.music.tabs.sheets.pdf import pdf
from chordwork.music.tabs.sheets.png import sheet_png
from chordwork.music.tabs.sheets.svg import chord_svg, describe, sheet_svg

__all__ = [
    "PATTERNS",
    "Bar",
    "ChordInput",
    "ChordMark",
    "ChordsInput",
    "DurationError",
    "Hit",
    "Metre",
    "MetreError",
    "MissingExtraError",
    "Pattern",
    "PatternSyntaxError",
    "Score",
    "Tab",
    "TabError",
    "TabEvent",
    "TabNote",
    "TooManyChordsError",
    "UnknownPatternError",
    "UnsupportedError",
    "alphatex",
    "chord_box",
    "chord_svg",
    "chordpro",
    "describe",
    "find_pattern",
    "guitar_pro",
    "midi",
    "musicxml",
    "pdf",
    "read_chord",
    "sheet_png",
    "sheet_svg",
    "tab",
    "text_tab",
]
