"""``chordwork tabs``: a progression as something to play."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter, validators

from chordwork.cli.exits import warn
from chordwork.cli.flags import with_flags
from chordwork.cli.music.tab_formats import FormatName
from chordwork.music.options.tabs import TabArguments


@with_flags(TabArguments)
def tabs(
    chords: list[str] | None = None,
    /,
    *,
    format: FormatName | None = None,
    output: Path | None = None,
    song: int | None = None,
    width: Annotated[int | None, Parameter(validator=validators.Number(gte=40, lte=1000))] = None,
    **given: Any,
) -> None:
    """Write a playable tab for a chord progression, on the instrument you own.

    Parameters
    ----------
    chords
        Such as "C G Am F", a bar each, or "C | G Am | F", where chords share their bars. Also from a pipe, or for a
        dash: chords, or a chart of chordwork analyze. Or a file of a song, such as song.cho, see chordwork convert.
    format
        Default: what the name of --output ends in, else text.
    output
        File to write. Default: standard output.
    song
        Which one of a file with several, from 1.
    width
        Columns of a text tab. Default: your terminal's, or 96.
    """
    from chordwork.cli.music.delivery import check_place, deliver, new_console
    from chordwork.cli.music.tab_formats import TAB_FORMATS, tab_format
    from chordwork.cli.music.tab_view import coloured_tab
    from chordwork.cli.music.words import handed_chords
    from chordwork.music.tabs import tab
    from chordwork.music.tabs.formats.text import DEFAULT_WIDTH

    check_place(output)
    chosen = tab_format(format, output)
    chart = handed_chords(chords, song=song, notation=given.get("notation", "english"))
    of_chart = {"metre": chart.metre, "tempo_bpm": chart.tempo_bpm}
    made = tab(chart.chords, **{**{name: value for name, value in of_chart.items() if value is not None}, **given})
    console = new_console()
    if chosen == "text" and output is None:
        shown = coloured_tab(made, width or (console.width if console.is_terminal else DEFAULT_WIDTH))
        console.print(shown, end="", soft_wrap=True)
    elif chosen == "text":
        deliver(made.text(width=width or DEFAULT_WIDTH), output, kind="text", suggestion="song.txt")
    else:
        kind = TAB_FORMATS[chosen]
        deliver(kind.write(made), output, kind=kind.title, suggestion=f"song.{kind.extensions[0]}")
    if made.easy:
        warn(f"capo {made.easy.capo}: {'; '.join(made.easy.reasons)}")
    for note in (*made.notes, *made.losses(chosen)):
        warn(note)
