"""``chordwork tabs``: a progression as something to play."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter, validators

from chordwork.cli.flags import with_flags
from chordwork.cli.music import tabbing
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
    tabbing.tabs(chords, format=format, output=output, song=song, width=width, **given)
