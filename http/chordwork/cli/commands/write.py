"""``chordwork write``: from a theme to a song plan."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter, validators

from chordwork.cli.flags import with_flags
from chordwork.music.options.write import SongOptions

if TYPE_CHECKING:
    from chordwork.music.song import Song
    from chordwork.music.songwriting import SongPlan

ENDINGS = {"txt": "text", "md": "markdown", "json": "json"}
SHEETS = ("text", "markdown", "chordpro", "json")
"""Forms that say all of a plan, or more of it than a chart; the others are charts."""
QUESTION = 'what about? Say it, such as "walking home through the rain", or pipe it in'


@with_flags(SongOptions)
def write(
    theme: list[str] | None = None,
    /,
    *,
    set: Annotated[list[str] | None, Parameter(negative=())] = None,
    plan: Path | None = None,
    keep: Annotated[list[str] | None, Parameter(negative=())] = None,
    chart: str | None = None,
    song: Annotated[int | None, Parameter(validator=validators.Number(gte=1))] = None,
    format: Annotated[str | None, Parameter(name=["--format", "--to"])] = None,
    output: Path | None = None,
    **given: Any,
) -> None:
    """Plan a song about something: chords and why they work, prompts for tune and words, steps, practice.

    Parameters
    ----------
    theme
        What the song is about, in any language. Also from a pipe.
    set
        Settle a field yourself, as often as you like: --set "sections.chorus.chords=G | D | Em | C".
    plan
        A plan written before, as JSON, to be changed; - for one that is piped in. With --set alone, only that changes;
        with --keep, or another theme, seed, level, instrument or voice, all but what is settled or kept is written
        anew.
    keep
        With --plan: a field that stays, such as title or sections.verse.chords, besides all that was settled; as
        often as you like.
    chart
        A file of a song to write around, such as song.cho, or an irealb:// link: its form and chords stay, and title,
        key, tempo, metre and capo unless you say otherwise; the rest is written. Without a theme, its title is one.
    song
        Which one of a chart with several, from 1.
    format
        text, markdown, chordpro or json, which can be changed again with --plan; or a format of charts, such as
        musicxml, midi or ireal, see: chordwork convert --list; song is all of the chart as JSON. Default: what the name
        of --output ends in, else text.
    output
        File to write. Default: standard output.
    """
    from chordwork.cli.exits import warn
    from chordwork.cli.music.delivery import check_place, deliver, new_console
    from chordwork.cli.music.plan_file import read_plan
    from chordwork.cli.music.plan_view import coloured_plan
    from chordwork.cli.music.words import piped_or
    from chordwork.music.songwriting.song import plan_for

    check_place(output)
    kind = _kind_of(format, output)
    options = SongOptions(**given, locked=_settled(set or ()))
    said = " ".join(theme) if theme else None
    if chart is not None or song is not None:
        made = plan_for(said, options, plan=None if plan is None else read_plan(plan), chart=_begun_with(chart, song))
    elif plan is None:
        made = plan_for(piped_or(theme, QUESTION), options)
    else:
        made = plan_for(said, options, plan=read_plan(plan), keep=keep)
    if kind == "text" and output is None:
        new_console().print(coloured_plan(made), end="", soft_wrap=True)
        return
    writers: dict[str, Callable[[], str]] = {
        "text": made.text,
        "markdown": made.markdown,
        "chordpro": made.chordpro,
        "json": partial(_json, made),
    }
    if kind in writers:
        deliver(writers[kind](), output, kind=kind, suggestion="song.md")
        return
    from chordwork.cli.music.chart_files import deliver_chart

    for lost in deliver_chart(made.song(), kind, output).lost:
        warn(f"lost: {lost}")


def _begun_with(chart: str | None, number: int | None) -> Song:
    """The song that is written around, with what a plan cannot say of it passed on."""
    from chordwork.cli.errors import CommandError
    from chordwork.cli.exits import warn
    from chordwork.cli.music.chart_files import one_song, read_place
    from chordwork.music.songwriting import start_of

    if chart is None:
        raise CommandError("--song says which one of a chart with several: name the chart with --chart")
    found = one_song(read_place(chart), number, chart)
    for note in start_of(found).notes:
        warn(note)
    return found


def _settled(pairs: Sequence[str]) -> dict[str, Any]:
    """``path=value`` pairs; a value that is JSON is what it says, any other is text."""
    from chordwork.cli.errors import CommandError

    values: dict[str, Any] = {}
    for pair in pairs:
        path, equals, value = pair.partition("=")
        if not equals or not path.strip():
            raise CommandError(f'--set "{pair}": write a field and its value, such as title="Rain"')
        try:
            values[path.strip()] = json.loads(value)
        except ValueError:
            values[path.strip()] = value.strip()
    return values


def _kind_of(name: str | None, output: Path | None) -> str:
    """A form of a plan, or the name of a format of charts."""
    from chordwork.cli.errors import CommandError
    from chordwork.music.charts import UnknownChartError, format_named
    from chordwork.music.charts.formats import formats

    ending = "" if output is None else output.suffix.lower()
    if name is None and not ending:
        if output is None:
            return "text"
        raise CommandError(f"{output}: which format? End the name in .txt, .md, .cho or .json, or add --format")
    kind = name or ENDINGS.get(ending[1:], ending)
    if kind in (*SHEETS, "song"):
        return kind
    charts = [each.name for each in formats() if each.write is not None and each.name not in SHEETS]
    try:
        found = format_named(kind)
    except UnknownChartError:
        found = None
    if found is None or (found.write is None and name is None):
        where = f"{output}: which format? End the name in .txt, .md, .cho or .json, or add --format"
        raise CommandError(where if name is None else f"no format {name[:40]!r} here: {_listed(charts)}")
    if found.write is None:
        raise CommandError(f"{found.title} is read and not written: {_listed(charts)}")
    return found.name


def _listed(charts: Sequence[str]) -> str:
    return f"choose {', '.join(SHEETS)}, song, or a chart: {', '.join(charts)}"


def _json(song: SongPlan) -> str:
    return json.dumps(song.to_dict(), ensure_ascii=False, indent=1) + "\n"
