"""Chord charts as people type and paste them: bars, beats, repeats, endings, metres, sections, words below chords.

Reading goes in steps, a module each: lines of a text are told apart (:mod:`lines`), a line of chords becomes tokens
(:mod:`tokens`), tokens become written bars (:mod:`assembly`), written bars are played in order (:mod:`unfolding`),
and each bar is divided among its chords (:mod:`sharing`, :mod:`timing`).
"""

from chordwork.music.harmony.charts.model import Chart, ChartBar, ChartChord
from chordwork.music.harmony.charts.reading import MAX_TEXT_CHARACTERS, read_chart, read_item, read_symbol
from chordwork.music.harmony.charts.sharing import felt_beats, share_bar

__all__ = [
    "MAX_TEXT_CHARACTERS",
    "Chart",
    "ChartBar",
    "ChartChord",
    "felt_beats",
    "read_chart",
    "read_item",
    "read_symbol",
    "share_bar",
]
