"""Tabs: a progression as something to play, and every format to carry it in.

    >>> print(tab(["C", "G", "Am", "F"], instrument="ukulele").text())  # doctest: +SKIP

Pure functions over frozen values; time is in ticks, twelve to the quarter note.
"""

from typing import TYPE_CHECKING

from chordwork.harmony.on_demand import on_demand

if TYPE_CHECKING:
    from chordwork.music.tabs.entry import Tab as Tab
    from chordwork.music.tabs.entry import tab as tab
    from chordwork.music.tabs.errors import DurationError as DurationError
    from chordwork.music.tabs.errors import MetreError as MetreError
    from chordwork.music.tabs.errors import MissingExtraError as MissingExtraError
    from chordwork.music.tabs.errors import PatternSyntaxError as PatternSyntaxError
    from chordwork.music.tabs.errors import TabError as TabError
    from chordwork.music.tabs.errors import TooManyChordsError as TooManyChordsError
    from chordwork.music.tabs.errors import UnknownPatternError as UnknownPatternError
    from chordwork.music.tabs.errors import UnsupportedError as UnsupportedError
    from chordwork.music.tabs.formats.alphatex import alphatex as alphatex
    from chordwork.music.tabs.formats.chordpro import chordpro as chordpro
    from chordwork.music.tabs.formats.guitarpro import guitar_pro as guitar_pro
    from chordwork.music.tabs.formats.midi import midi as midi
    from chordwork.music.tabs.formats.musicxml import musicxml as musicxml
    from chordwork.music.tabs.formats.text import chord_box as chord_box
    from chordwork.music.tabs.formats.text import text_tab as text_tab
    from chordwork.music.tabs.metre import Metre as Metre
    from chordwork.music.tabs.model import Bar as Bar
    from chordwork.music.tabs.model import ChordMark as ChordMark
    from chordwork.music.tabs.model import Score as Score
    from chordwork.music.tabs.model import TabEvent as TabEvent
    from chordwork.music.tabs.model import TabNote as TabNote
    from chordwork.music.tabs.pattern import PATTERNS as PATTERNS
    from chordwork.music.tabs.pattern import Hit as Hit
    from chordwork.music.tabs.pattern import Pattern as Pattern
    from chordwork.music.tabs.pattern import find_pattern as find_pattern
    from chordwork.music.tabs.reading import ChordInput as ChordInput
    from chordwork.music.tabs.reading import ChordsInput as ChordsInput
    from chordwork.music.tabs.reading import read_chord as read_chord
    from chordwork.music.tabs.sheets.pdf import pdf as pdf
    from chordwork.music.tabs.sheets.png import sheet_png as sheet_png
    from chordwork.music.tabs.sheets.svg import chord_svg as chord_svg
    from chordwork.music.tabs.sheets.svg import describe as describe
    from chordwork.music.tabs.sheets.svg import sheet_svg as sheet_svg

__getattr__, __dir__, __all__ = on_demand(
    __name__,
    {
        "entry": "Tab tab",
        "errors": (
            "DurationError MetreError MissingExtraError PatternSyntaxError TabError TooManyChordsError "
            "UnknownPatternError UnsupportedError"
        ),
        "formats.alphatex": "alphatex",
        "formats.chordpro": "chordpro",
        "formats.guitarpro": "guitar_pro",
        "formats.midi": "midi",
        "formats.musicxml": "musicxml",
        "formats.text": "chord_box text_tab",
        "metre": "Metre",
        "model": "Bar ChordMark Score TabEvent TabNote",
        "pattern": "PATTERNS Hit Pattern find_pattern",
        "reading": "ChordInput ChordsInput read_chord",
        "sheets.pdf": "pdf",
        "sheets.png": "sheet_png",
        "sheets.svg": "chord_svg describe sheet_svg",
    },
)
