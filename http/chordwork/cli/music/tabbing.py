"""A progression as something to play: what ``chordwork tabs`` does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chordwork.cli.exits import warn

if TYPE_CHECKING:
    from chordwork.cli.music.tab_formats import FormatName
    from chordwork.music.tabs import Tab


def tabs(
    chords: Sequence[str] | None = None,
    /,
    *,
    format: FormatName | None = None,
    output: Path | None = None,
    song: int | None = None,
    width: int | None = None,
    **given: Any,
) -> None:
    """Print or write a tab; arguments are those of the command, options by the names that ``TabArguments`` has."""
    from chordwork.cli.music.delivery import check_place, deliver
    from chordwork.cli.music.tab_formats import TAB_FORMATS, tab_format
    from chordwork.cli.music.words import handed_chords
    from chordwork.music.tabs import tab
    from chordwork.music.tabs.formats.text import DEFAULT_WIDTH

    check_place(output)
    chosen = tab_format(format, output)
    chart = handed_chords(chords, song=song, notation=given.get("notation", "english"))
    of_chart = {"metre": chart.metre, "tempo_bpm": chart.tempo_bpm}
    made = tab(chart.chords, **{**{name: value for name, value in of_chart.items() if value is not None}, **given})
    if chosen == "text" and output is None:
        _show(made, width)
    elif chosen == "text":
        deliver(made.text(width=width or DEFAULT_WIDTH), output, kind="text", suggestion="song.txt")
    else:
        kind = TAB_FORMATS[chosen]
        deliver(kind.write(made), output, kind=kind.title, suggestion=f"song.{kind.extensions[0]}")
    if made.easy:
        warn(f"capo {made.easy.capo}: {'; '.join(made.easy.reasons)}")
    for note in (*made.notes, *made.losses(chosen)):
        warn(note)


def _show(tab: Tab, width: int | None) -> None:
    from chordwork.cli.output import is_plain
    from chordwork.music.tabs.formats.text import DEFAULT_WIDTH

    if is_plain():
        print(tab.text(width=width or DEFAULT_WIDTH), end="")
        return
    from chordwork.cli.music.delivery import new_console
    from chordwork.cli.music.tab_view import coloured_tab

    console = new_console()
    shown = coloured_tab(tab, width or (console.width if console.is_terminal else DEFAULT_WIDTH))
    console.print(shown, end="", soft_wrap=True)
