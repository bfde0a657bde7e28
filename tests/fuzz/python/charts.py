"""Every format of charts, a target each: ``charts-abc`` and so on.

A song that was read can be written as JSON and comes back the same; it can be played, or says why not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from chordwork.harmony.errors import ChordworkError
from chordwork.music.charts import format_named, read_charts, recognise, to_chart, write_charts
from chordwork.music.charts.formats import formats
from chordwork.music.song import Song
from tests.fuzz.python.contract import refusing
from tests.fuzz.python.examples import AS_WRITTEN, songs

READ: Final = tuple(each.name for each in formats() if each.read is not None)
MOST_SONGS: Final = 3
"""Of a file, that are looked at."""


def seeds(form: str) -> Iterable[bytes]:
    yield from AS_WRITTEN.get(form, ())
    if format_named(form).write is None:
        return
    for song in songs():
        try:
            yield write_charts([song], form).data
        except ChordworkError:
            continue


def one(form: str, data: bytes) -> None:
    if len(data) % 8 == 0:  # all formats have a look: it takes as long as reading
        with refusing(ChordworkError):
            recognise(data)
    with refusing(ChordworkError):
        reading = read_charts(data, form=form)
        assert reading.songs
        for song in reading.songs[:MOST_SONGS]:
            _kept(song)
            _played(song)
        for remark in reading.remarks:
            assert len(remark.text) < 2000
            remark.text.encode()


def _kept(song: Song) -> None:
    with refusing(ChordworkError):
        written = write_charts([song], "json").data
        again = read_charts(written, form="json").songs[0]
        assert again == song, "a song of JSON is another one"


def _played(song: Song) -> None:
    with refusing(ChordworkError):
        to_chart(song)


def of(form: str) -> tuple[Callable[[], Iterable[bytes]], Callable[[bytes], None]]:
    """Seeds and the try of one format."""
    return partial(seeds, form), partial(one, form)
