"""``chordwork convert``: charts in any format, from any other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from chordwork.cli.exits import BAD_INPUT, OK
from chordwork.cli.flags import with_flags
from chordwork.music.options.convert import ConvertOptions

if TYPE_CHECKING:
    from chordwork.music.charts import Format


@with_flags(ConvertOptions)
def convert(
    charts: list[str] | None = None,
    /,
    *,
    to: str | None = None,
    read_as: Annotated[str | None, Parameter(name="--from")] = None,
    output: Path | None = None,
    force: Annotated[bool, Parameter(negative=())] = False,
    report: Path | None = None,
    list_formats: Annotated[bool, Parameter(name="--list", negative=())] = False,
    **given: Any,
) -> int:
    """Read charts in any format, and write them in another: files, whole folders, playlists, links and pasted text.

    A recording is heard, and becomes a lead sheet: bars, a chord or two in each, parts by letters.

    Parameters
    ----------
    charts
        Files, folders (with all folders in them), irealb:// links, a text of chords in quotes, or - for standard input.
        The format is told from the content. Recordings count as well: WAV, FLAC, OGG, Opus, MP3 and more.
    to
        Name of the format to write, such as chordpro, musicxml or ireal; see --list. Default: what the name of
        --output ends in.
    read_as
        Name of the format that is read, where the content leaves it open.
    output
        A name that ends in a suffix is one file for all songs; any other is a folder, which gets a file for each.
        Default: standard output.
    force
        Write over files that are there.
    report
        File to write a report to, as JSON: each song with its remarks and what was lost, and what was refused.
    list_formats
        Print the formats and stop.
    """
    import json

    from chordwork.cli.conversion.run import Job, run
    from chordwork.cli.conversion.sources import find_sources
    from chordwork.cli.errors import CommandError
    from chordwork.cli.exits import warn
    from chordwork.cli.music.delivery import check_place, new_console, show
    from chordwork.cli.output import write_output
    from chordwork.music.charts import format_named

    if list_formats:
        show(new_console(), _table())
        return OK
    if not charts:
        raise CommandError("which charts? Name files or folders (see: chordwork convert --help)")
    check_place(report)
    job = Job(_form(to, output), "" if read_as is None else format_named(read_as).name, given, force)
    done = run(find_sources(charts), output, job)
    if report is not None:
        write_output(report, json.dumps(done.to_dict(), ensure_ascii=False, indent=1) + "\n")
    trouble = bool(done.refused) or any(each.lost or each.remarks for each in done.written)
    if output is not None or trouble:
        for line in done.lines():
            warn(line)
    return BAD_INPUT if done.refused else OK


def _form(to: str | None, output: Path | None) -> Format:
    """The format that is asked for, by its name or by that of the file."""
    from chordwork.cli.errors import CommandError
    from chordwork.music.charts import format_named

    if to is None and (output is None or not output.suffix):
        raise CommandError("which format? Add --to chordpro, or another of chordwork convert --list")
    form = format_named(to if to is not None else str(output.suffix if output is not None else ""))
    if form.write is None:
        raise CommandError(f"{form.title} is read and not written: choose another --to (see: chordwork convert --list)")
    return form


def _table() -> Any:
    from rich.table import Table

    from chordwork.music.charts.formats import formats

    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in ("name", "format", "files", "read", "written", "several songs"):
        table.add_column(heading)
    for each in formats():
        read, written = ("yes" if each.read else "", "yes" if each.write else "")
        table.add_row(each.name, each.title, " ".join(each.suffixes), read, written, "yes" if each.several else "")
    return table
