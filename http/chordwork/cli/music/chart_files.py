"""Charts that an argument names: a file, a link, or standard input."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chordwork.analysis.errors import InputError
from chordwork.cli.errors import CommandError
from chordwork.cli.exits import warn

if TYPE_CHECKING:
    from chordwork.music.charts import Format, Reading, Writing
    from chordwork.music.song import Song

LINKS: Final = ("irealb://", "irealbook://")
STDIN: Final = ("-", "/dev/stdin")
_PLACES: Final = ("./", "../", "/", "~/", ".\\", "..\\")
"""What no chord begins with, and every shell's way to say that a word is a path."""
MAX_REMARKS: Final = 5


def chart_place(words: Sequence[str] | None) -> str | None:
    """The chart that arguments name, if they name one rather than chords.

    One argument does: a link of iReal Pro, a name that ends in a suffix of charts (``song.cho``), or the path of a file
    that is there and begins with ``./``, ``../``, ``/`` or ``~/``. No chord ends or begins so.
    """
    if not words or len(words) != 1 or words[0] in STDIN or "\n" in words[0]:
        return None
    word = words[0]
    if word.casefold().startswith(LINKS):
        return word
    if word.startswith(_PLACES) and Path(word).expanduser().is_file():
        return word
    suffix = Path(word).suffix.casefold()
    return word if len(suffix) > 1 and suffix[1:].isalnum() and suffix in chart_suffixes() else None


def chart_suffixes() -> frozenset[str]:
    """Of all formats that are read."""
    from chordwork.music.charts.formats import formats

    return frozenset(suffix for each in formats() if each.read is not None for suffix in each.suffixes)


def read_place(place: str | Path, form: str = "") -> Reading:
    """All songs of a file or a link.

    Args:
        place: a path, or the link itself.
        form: name of the format; told from the content unless given.

    Raises:
        ChartFileError: it is no chart.
        InputError: it cannot be read.
    """
    from chordwork.music.charts import read_charts

    if str(place).casefold().startswith(LINKS):
        return read_charts(str(place).encode(), form=form)
    return read_charts(bytes_of(Path(place).expanduser()), Path(place).name, form)


def bytes_of(path: Path) -> bytes:
    """A file, up to a byte more than a chart may have.

    Raises:
        InputError: it cannot be read.
    """
    from chordwork.music.charts.form import MAX_BYTES

    try:
        if path.exists() and not path.is_file():
            raise InputError(str(path), "is no file: name a chart")
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(str(path), f"cannot be read ({error.strerror})") from None


def piped_bytes() -> bytes:
    """Standard input, up to a byte more than a chart may have.

    Raises:
        CommandError: a person sits at the keyboard.
    """
    from chordwork.music.charts.form import MAX_BYTES

    if sys.stdin is None or sys.stdin.isatty():
        raise CommandError("which chart? Name a file, or pipe one in")
    return sys.stdin.buffer.read(MAX_BYTES + 1)


def song_at(place: str, number: int | None = None) -> Song | None:
    """The one song of a file or link that is meant; None for what ``chordwork analyze`` writes, which is read as text.

    Raises:
        ChartFileError: it is no chart.
        CommandError: which of several is not said.
        InputError: it cannot be read.
    """
    from chordwork.music.charts import UnknownChartError

    try:
        return one_song(read_place(place), number, place)
    except UnknownChartError:
        if place.casefold().startswith(LINKS) or analysed_text(place) is None:
            raise
        return None


def analysed_text(place: str) -> str | None:
    """What is in a file, if ``chordwork analyze`` may have written it."""
    from chordwork.analysis.errors import ChartError
    from chordwork.analysis.forms.reading import read_chart

    try:
        text = bytes_of(Path(place).expanduser()).decode("utf-8-sig")
        return text if read_chart(text).line.strip() != text.strip() else None
    except (ChartError, UnicodeDecodeError):
        return None


def one_song(reading: Reading, number: int | None, place: str) -> Song:
    """The one song of a file that is meant; remarks on it are passed on.

    Args:
        reading: what was read.
        number: which, from 1; None where there is one only.
        place: for messages.

    Raises:
        CommandError: there are several, and none was chosen; or there is none of that number.
    """
    count = len(reading.songs)
    if number is None and count > 1:
        names = ", ".join(f"{index} {song.title or 'untitled'}" for index, song in enumerate(reading.songs[:3], 1))
        more = f" and {count - 3} more" if count > 3 else ""
        raise CommandError(f"{place} holds {count} songs ({names}{more}): say which with --song 1")
    chosen = 1 if number is None else number
    if not 1 <= chosen <= count:
        raise CommandError(f"--song {chosen}: {place} holds {count} song{'s' if count > 1 else ''}, count from 1")
    remarks = [remark for remark in reading.remarks if remark.song == chosen - 1]
    for remark in remarks[:MAX_REMARKS]:
        warn(remark_text(remark.text, remark.line, remark.column, remark.place))
    if len(remarks) > MAX_REMARKS:
        warn(f"and {len(remarks) - MAX_REMARKS} more remarks: chordwork convert shows them with --report")
    return reading.songs[chosen - 1]


def remark_text(text: str, line: int, column: int, place: str) -> str:
    """A remark with its place in front."""
    at = place or (f"line {line}, column {column}" if line and column else f"line {line}" if line else "")
    return f"{at}: {text}" if at else text


def document(data: bytes, form: Format) -> str | bytes:
    """A file of a format, as text where it is text."""
    kind = form.media_type
    if not (kind.startswith("text/") or kind.endswith(("json", "xml"))):
        return data
    try:
        return data.decode()
    except UnicodeDecodeError:
        return data


def deliver_chart(song: Song, name: str, output: Path | None) -> Writing:
    """Write a song to a file, or to standard output.

    Args:
        song: any.
        name: of the format; ``song`` is JSON that says all of it.
        output: None for standard output.

    Raises:
        ChartFileError: the format cannot hold it.
        CommandError: bytes for a terminal.
        OutputError: the file cannot be written.
    """
    from chordwork.cli.music.delivery import deliver
    from chordwork.music.charts import format_named
    from chordwork.music.converting import convert

    form = format_named("json" if name == "song" else name)
    writing = convert(song, form.name)
    deliver(document(writing.data, form), output, kind=form.title, suggestion=f"song{form.suffixes[0]}")
    return writing
