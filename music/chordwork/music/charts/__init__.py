"""Chord charts as people type and paste them: bars, beats, repeats, endings, metres, sections, words below chords.

Reading goes in steps, a module each: lines of a text are told apart (:mod:`lines`), a line of chords becomes tokens
(:mod:`tokens`), tokens become written bars (:mod:`assembly`), written bars are played in order (:mod:`unfolding`),
and each bar is divided among its chords (:mod:`sharing`, :mod:`timing`).
"""

from chordwork.music.charts.model import Chart, ChartBar, ChartChord
from chordwork.music.charts.progression import PlacedSymbol, read_bars, read_progression
from chordwork.music.charts.reading import MAX_TEXT_CHARACTERS, read_chart, read_item, read_symbol
from chordwork.music.charts.sharing import felt_beats, share_bar

__all__ = [
    "MAX_TEXT_CHARACTERS",
    "Chart",
    "ChartBar",
    "ChartChord",
    "PlacedSymbol",
    "felt_beats",
    "read_bars",
    "read_chart",
    "read_item",
    "read_progression",
    "read_symbol",
    "share_bar",
]
