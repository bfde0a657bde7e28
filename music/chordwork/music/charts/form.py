"""What a format of charts is: how it is known, what it carries, how it is read and written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import attrs

from chordwork.music.song import Feature, Lost, Song, limited, tidy

MAX_BYTES: Final = 16 * 1024 * 1024
"""Largest file that is read."""
MAX_SONGS: Final = 5_000
"""Most songs of one file."""
MAX_BARS: Final = 10_000
"""Most bars of one song, as written."""


@attrs.frozen
class Remark:
    """Something a reader wants to say about what it read: a guess, or what it passed over.

    Attributes:
        text: in words.
        line: of the text, from 1; 0 where the place is not a line.
        column: of the line, from 1; 0 likewise.
        place: where the format has no lines.
        song: which one of the file, from 0.
    """

    text: str
    line: int = 0
    column: int = 0
    place: str = ""
    song: int = 0


@attrs.frozen
class Reading:
    """What was in a file.

    Attributes:
        songs: at least one.
        remarks: by place.
        form: name of the format.
    """

    songs: tuple[Song, ...]
    remarks: tuple[Remark, ...] = ()
    form: str = ""


@attrs.frozen
class Writing:
    """A file.

    Attributes:
        data: its bytes.
        lost: what of the songs is not in them.
    """

    data: bytes
    lost: tuple[Lost, ...] = ()


@attrs.frozen
class Format:
    """A format of charts.

    Attributes:
        name: short, as on the command line: ``chordpro``.
        title: for people: ``ChordPro``.
        suffixes: of file names, with the dot, the usual one first.
        media_type: of its files.
        carries: what of a song survives writing and reading; the rest is ``lost``.
        likeness: how far bytes look like it, from 0 (no) to 1 (nothing else); a glance, never an error. Takes the bytes
            and the file's name, which may be empty and decides only where bytes leave it open.
        read: all songs of a file; raises :class:`~chordwork.music.charts.ChartFileError`. None: it is only written.
        write: songs as one file; raises :class:`~chordwork.music.charts.ChartFileError`. None: it is only read.
        limit: the song without what is lost, and a list of that, where what is carried depends on more than features
            taken one by one; None: as :func:`~chordwork.music.song.limited` says by ``carries``.
        several: whether one file holds several songs; else ``write`` takes one.
        extra: of the installation that it needs, such as ``guitarpro``; empty if none.
    """

    name: str
    title: str
    suffixes: tuple[str, ...]
    media_type: str
    carries: frozenset[Feature]
    likeness: Callable[[bytes, str], float]
    read: Callable[[bytes], Reading] | None = None
    write: Callable[[Sequence[Song]], Writing] | None = None
    limit: Callable[[Song], tuple[Song, tuple[Lost, ...]]] | None = None
    several: bool = False
    extra: str = ""

    def limited(self, song: Song) -> tuple[Song, tuple[Lost, ...]]:
        """What ``read`` finds in what ``write`` makes of a song, and what is lost; the song is put in order first."""
        song = tidy(song)
        kept, lost = limited(song, self.carries) if self.limit is None else self.limit(song)
        return tidy(kept), lost
