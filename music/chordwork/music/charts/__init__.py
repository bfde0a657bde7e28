"""Charts: what musicians have, read into songs and written from them; a room for typed text, a module for each format.

Everything here makes or takes a :class:`~chordwork.music.song.Song`, but for :mod:`text`, which also gives bars as they
are played, as tabs and the band take them. What a format is, is said in :mod:`form`; :mod:`formats` lists them.
"""

from typing import TYPE_CHECKING

from chordwork.harmony.on_demand import on_demand

if TYPE_CHECKING:
    from chordwork.music.charts.errors import ChartFileError as ChartFileError
    from chordwork.music.charts.errors import ChartTooLargeError as ChartTooLargeError
    from chordwork.music.charts.errors import UnknownChartError as UnknownChartError
    from chordwork.music.charts.form import Format as Format
    from chordwork.music.charts.form import Reading as Reading
    from chordwork.music.charts.form import Remark as Remark
    from chordwork.music.charts.form import Writing as Writing
    from chordwork.music.charts.formats import format_named as format_named
    from chordwork.music.charts.formats import format_names as format_names
    from chordwork.music.charts.formats import read_charts as read_charts
    from chordwork.music.charts.formats import recognise as recognise
    from chordwork.music.charts.formats import write_charts as write_charts
    from chordwork.music.charts.played import to_chart as to_chart
    from chordwork.music.charts.text.charting import read_chart as read_chart
    from chordwork.music.charts.text.model import Chart as Chart
    from chordwork.music.charts.text.model import ChartBar as ChartBar
    from chordwork.music.charts.text.model import ChartChord as ChartChord
    from chordwork.music.charts.text.progression import PlacedSymbol as PlacedSymbol
    from chordwork.music.charts.text.progression import read_bars as read_bars
    from chordwork.music.charts.text.progression import read_progression as read_progression
    from chordwork.music.charts.text.reading import MAX_TEXT_CHARACTERS as MAX_TEXT_CHARACTERS
    from chordwork.music.charts.text.reading import read_item as read_item
    from chordwork.music.charts.text.reading import read_symbol as read_symbol
    from chordwork.music.charts.text.sharing import felt_beats as felt_beats
    from chordwork.music.charts.text.sharing import share_bar as share_bar

__getattr__, __dir__, __all__ = on_demand(
    __name__,
    {
        "errors": "ChartFileError ChartTooLargeError UnknownChartError",
        "form": "Format Reading Remark Writing",
        "formats": "format_named format_names read_charts recognise write_charts",
        "played": "to_chart",
        "text.model": "Chart ChartBar ChartChord",
        "text.progression": "PlacedSymbol read_bars read_progression",
        "text.charting": "read_chart",
        "text.reading": "MAX_TEXT_CHARACTERS read_item read_symbol",
        "text.sharing": "felt_beats share_bar",
    },
)
