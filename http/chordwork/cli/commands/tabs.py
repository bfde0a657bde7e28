"""``chordwork tabs``: a progression as something to play."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter, validators

from chordwork.cli.exits import warn
from chordwork.cli.music.tab_formats import FormatName


def tabs(
    chords: list[str] | None = None,
    /,
    *,
    instrument: str = "guitar",
    tuning: str | None = None,
    capo: int | Literal["easy"] = 0,
    level: str = "intermediate",
    style: Literal["auto", "strum", "pick", "bass"] = "auto",
    pattern: str | None = None,
    metre: str | None = None,
    beats: float | None = None,
    tempo: float | None = None,
    title: str = "",
    key: str | None = None,
    transpose: int = 0,
    shapes: Annotated[bool, Parameter(negative=())] = False,
    notation: Literal["english", "german", "solfege"] = "english",
    frets: tuple[int, int] | None = None,
    open_strings: bool = True,
    vary_shapes: Annotated[bool, Parameter(negative=())] = False,
    left_handed: Annotated[bool, Parameter(negative=())] = False,
    format: FormatName | None = None,
    output: Path | None = None,
    width: Annotated[int | None, Parameter(validator=validators.Number(gte=40, lte=1000))] = None,
) -> None:
    """Write a playable tab for a chord progression, on the instrument you own.

    Parameters
    ----------
    chords
        Such as "C G Am F", a bar each, or "C | G Am | F", where chords share their bars. Also from a pipe, or for a
        dash: chords, or a chart of chordwork analyze.
    instrument
        guitar, guitar-12, guitar-7, guitar-8, guitar-baritone, bass, bass-5, bass-6, ukulele,
        ukulele-baritone, mandolin, banjo or banjo-tenor.
    tuning
        By name ("drop d"), by notes ("DADGBE", "D2 A2 D3 G3 B3 E4"). Default: standard.
    capo
        Fret of the capo, or easy to have it chosen. The chords you give always sound; the shapes follow the capo.
    level
        beginner, intermediate or advanced: what your hand can hold.
    style
        strum, pick or bass; auto plays what the pattern is.
    pattern
        Name of a rhythm; a wrong name lists them all. Default: the usual one of the metre.
    metre
        Such as 3/4 or 6/8. Default: that of the chart, else 4/4.
    beats
        Of every chord. Default: one bar.
    tempo
        Felt beats a minute, 20 to 400; in 6/8 and 12/8, dotted quarters. Default: that of the chart, else 100.
    title
        Printed on top.
    key
        Of the chords as you give them, such as "Eb major". Default: found from them.
    transpose
        Semitones to move all chords up, or down below zero; spelled for the key they land in.
    shapes
        The chords you give are the shapes your hand makes from the capo; what sounds is worked out.
    notation
        Of note names, read and printed: english (B, Bb, F#), german (H, B, Fis) or solfege (Si, Sib, Fa#).
    frets
        Lowest and highest fret to press, counted from the capo.
    open_strings
        Whether open strings may ring.
    vary_shapes
        A chord that returns may take another shape where the voices lead better.
    left_handed
        Mirror the diagrams. Tab lines stay as they are for everybody, and the sheet says so.
    format
        Default: what the name of --output ends in, else text.
    output
        File to write. Default: standard output.
    width
        Columns of a text tab. Default: your terminal's, or 96.
    """
    from chordwork.cli.music.delivery import check_place, deliver, new_console
    from chordwork.cli.music.tab_formats import TAB_FORMATS, tab_format
    from chordwork.cli.music.tab_view import coloured_tab
    from chordwork.cli.music.words import handed_chart
    from chordwork.music.tabs import tab
    from chordwork.music.tabs.formats.text import DEFAULT_WIDTH

    check_place(output)
    chosen = tab_format(format, output)
    chart = handed_chart(chords, notation=notation)
    made = tab(
        chart.line,
        instrument=instrument,
        tuning=tuning,
        capo=capo,
        level=level,
        style=style,
        pattern=pattern,
        metre=metre or chart.metre or "4/4",
        beats=beats,
        tempo_bpm=tempo or chart.tempo_bpm or 100.0,
        title=title,
        key=key,
        transpose=transpose,
        shapes=shapes,
        notation=notation,
        frets=frets,
        open_strings=open_strings,
        vary_shapes=vary_shapes,
        left_handed=left_handed,
    )
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
