"""Chord charts as people type and paste them: bars, beats, repeats, endings, metres, sections, words below chords.

Reading goes in steps, a module each: lines of a text are told apart (:mod:`lines`), a line of chords becomes tokens
(:mod:`tokens`), tokens become written bars (:mod:`assembly`), written bars are played in order (:mod:`unfolding`),
and each bar is divided among its chords (:mod:`sharing`, :mod:`timing`).
"""

from typing import TYPE_CHECKING

from chordwork.harmony.on_demand import on_demand

if TYPE_CHECKING:
    from chordwork.music.charts.model import Chart as Chart
    from chordwork.music.charts.model import ChartBar as ChartBar
    from chordwork.music.charts.model import ChartChord as ChartChord
    from chordwork.music.charts.progression import (
        PlacedSymbol as PlacedSymbol,
    )
    from chordwork.music.charts.progression import (
        read_bars as read_bars,
    )
    from chordwork.music.charts.progression import (
        read_progression as read_progression,
    )
    from chordwork.music.charts.reading import (
        MAX_TEXT_CHARACTERS as MAX_TEXT_CHARACTERS,
    )
    from chordwork.music.charts.reading import (
        read_chart as read_chart,
    )
    from chordwork.music.charts.reading import (
        read_item as read_item,
    )
    from chordwork.music.charts.reading import (
        read_symbol as read_symbol,
    )
    from chordwork.music.charts.sharing import felt_beats as felt_beats
    from chordwork.music.charts.sharing import share_bar as share_bar

__getattr__, __dir__, __all__ = on_demand(
    __name__,
    {
        "model": "Chart ChartBar ChartChord",
        "progression": "PlacedSymbol read_bars read_progression",
        "reading": "MAX_TEXT_CHARACTERS read_chart read_item read_symbol",
        "sharing": "felt_beats share_bar",
    },
)
