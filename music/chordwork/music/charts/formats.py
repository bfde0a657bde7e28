"""All formats of charts, found by name or by what is in a file. A format's module is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import import_module
from typing import Final

import attrs

from chordwork.music.charts.errors import ChartFileError, ChartTooLargeError, UnknownChartError
from chordwork.music.charts.form import MAX_BYTES, MAX_SONGS, Format, Reading, Writing
from chordwork.music.song import Song

_MODULES: Final[dict[str, str]] = {
    "chordpro": "chordpro",
    "ireal": "ireal",
    "json": "json_form",
    "abc": "abc",
    "gp": "guitarpro.gp",
    "gp5": "guitarpro.gp5",
    "midi": "midi",
    "musicxml": "musicxml",
    "chords-over-lyrics": "chords_over_lyrics",
    "onsong": "onsong",
    "typed": "typed",
    "lab": "harte",
    "jams": "jams",
    "sonic-visualiser": "sonic_visualiser",
}
"""Name of a format, and the module of this package that has it as ``FORMAT``."""

_LEAST_LIKENESS: Final = 0.05


def format_names() -> tuple[str, ...]:
    """Names of all formats, without loading any."""
    return tuple(_MODULES)


def formats() -> tuple[Format, ...]:
    """All formats."""
    return tuple(format_named(name) for name in _MODULES)


@cache
def format_named(name: str) -> Format:
    """The format of a name, or of a suffix of files such as ``.cho``.

    Raises:
        UnknownChartError: there is none.
    """
    if name in _MODULES:
        found: Format = import_module(f"chordwork.music.charts.{_MODULES[name]}").FORMAT
        return found
    by_suffix = [each for each in formats() if name.startswith(".") and name.lower() in each.suffixes]
    if not by_suffix:
        raise UnknownChartError("", f"{name!r} is no format of charts: give one of {', '.join(_MODULES)}")
    return by_suffix[0]


def recognise(data: bytes, name: str = "") -> Format:
    """The format that bytes look like most.

    Args:
        data: a whole file.
        name: of the file; it decides only where the bytes leave it open.

    Raises:
        UnknownChartError: they look like none.
    """
    if len(data) > MAX_BYTES:
        raise ChartTooLargeError("", f"{len(data)} bytes: give at most {MAX_BYTES}")
    suffix = _suffix(name)
    found: tuple[float, bool, Format] | None = None
    for each in formats():
        if each.read is None:
            continue
        likeness = each.likeness(data, name)
        rank = likeness, suffix in each.suffixes, each
        if likeness >= _LEAST_LIKENESS and (found is None or rank[:2] > found[:2]):
            found = rank
    if found is None:
        raise UnknownChartError("", f"this is no chart that is known here: give {_listed()}")
    return found[2]


def read_charts(data: bytes, name: str = "", form: str = "") -> Reading:
    """All songs of a file.

    Args:
        data: its bytes.
        name: of the file, see :func:`recognise`.
        form: name of its format, where that is known; else it is told from the bytes.

    Raises:
        ChartFileError: it cannot be read.
        ChartTooLargeError: it is larger than any real chart.
        UnknownChartError: it looks like no format, or there is no format of that name, or that one is only written.
    """
    if len(data) > MAX_BYTES:
        raise ChartTooLargeError(form, f"{len(data)} bytes: give at most {MAX_BYTES}")
    chosen = format_named(form) if form else recognise(data, name)
    if chosen.read is None:
        raise UnknownChartError(chosen.name, f"{chosen.title} is written and not read: give another format")
    return attrs.evolve(chosen.read(data), form=chosen.name)


def write_charts(songs: Sequence[Song], form: str) -> Writing:
    """Songs as one file.

    Args:
        songs: one or, where the format holds several, more.
        form: name of the format, or a suffix of its files.

    Raises:
        ChartFileError: the format cannot hold them.
        UnknownChartError: there is no format of that name, or that one is only read.
    """
    chosen = format_named(form)
    if chosen.write is None:
        raise UnknownChartError(chosen.name, f"{chosen.title} is read and not written: give another format")
    if not songs:
        raise ChartFileError(chosen.name, "there is no song to write: give one")
    if len(songs) > MAX_SONGS:
        raise ChartTooLargeError(chosen.name, f"{len(songs)} songs: give at most {MAX_SONGS}")
    if len(songs) > 1 and not chosen.several:
        raise ChartFileError(chosen.name, f"a file holds one song, not {len(songs)}: write each to its own")
    return chosen.write(songs)


def _suffix(name: str) -> str:
    _, dot, suffix = name.rpartition(".")
    return f"{dot}{suffix}".lower() if dot else ""


def _listed() -> str:
    return ", ".join(each.title for each in formats() if each.read is not None)
