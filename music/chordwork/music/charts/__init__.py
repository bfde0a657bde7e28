"""Charts: what musicians have, read into songs and written from them; a room for typed text, a module for each format.

Everything here makes or takes a :class:`~chordwork.music.song.Song`, but for :mod:`text`, which also gives bars as they
are played, as tabs and the band take them. What a format is, is said in :mod:`form`; :mod:`formats` lists them.
"""

from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError, UnknownChartError
from chordwork.music.charts.form import Format, Reading, Remark, Writing
from chordwork.music.charts.formats import format_named, format_names, read_charts, recognise, write_charts
from chordwork.music.charts.played import to_chart
from chordwork.music.charts.text.model import Chart, ChartBar, ChartChord
from chordwork.music.charts.text.progression import PlacedSymbol, read_bars, read_progression
from chordwork.music.charts.text.reading import MAX_TEXT_CHARACTERS, read_chart, read_item, read_symbol
from chordwork.music.charts.text.sharing import felt_beats, share_bar

__all__ = [
    "MAX_TEXT_CHARACTERS",
    "Chart",
    "ChartBar",
    "ChartChord",
    "ChartFileError",
    "ChartTooLargeError",
    "Format",
    "PlacedSymbol",
    "Reading",
    "Remark",
    "UnknownChartError",
    "Writing",
    "felt_beats",
    "format_named",
    "format_names",
    "read_bars",
    "read_chart",
    "read_charts",
    "read_item",
    "read_progression",
    "read_symbol",
    "recognise",
    "share_bar",
    "to_chart",
    "write_charts",
]
