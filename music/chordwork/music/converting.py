"""From one chart to another: songs changed on the way, and written in any format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from chordwork.harmony import UNKNOWN_SYMBOL, Notation, to_lead_sheet
from chordwork.harmony.options import taking
from chordwork.music.charts import ChartFileError, Format, Writing, format_named, write_charts
from chordwork.music.options.convert import ConvertOptions
from chordwork.music.song import Bar, Feature, Section, Song, transposed, unfolded, with_capo

NAMED: Final = ("chordpro",)
"""Formats whose chords may have note names in another notation."""


@taking(ConvertOptions)
def convert(songs: Song | Sequence[Song], form: str, options: ConvertOptions) -> Writing:
    """Write songs as a file of a format; one that has no place for a capo gets the chords that sound.

    >>> from chordwork.music.charts import read_charts
    >>> song = read_charts(b"[C]Hello [G]world", form="chordpro").songs[0]  # doctest: +SKIP
    >>> convert(song, "chordpro", transpose=2).data  # doctest: +SKIP

    Args:
        songs: one, or more where the format holds several.
        form: its name, such as ``chordpro``, or a suffix of its files.
        options: by name, as :class:`~chordwork.music.options.convert.ConvertOptions` has them.

    Returns:
        The file, and what of the songs is not in it.

    Raises:
        ChartFileError: the format cannot hold them, or has no note names in another notation.
        UnknownChartError: no such format, or one that is only read.
        UnplayableSongError: a song is to be unfolded, and its signs cannot be followed.
    """
    listed = (songs,) if isinstance(songs, Song) else tuple(songs)
    found = format_named(form)
    changed_songs = [_as_it_sounds(changed(song, options), found) for song in listed]
    if options.notation != "english":
        if found.name not in NAMED:
            reason = f"{found.title} has English note names only: leave the notation out, or take {', '.join(NAMED)}"
            raise ChartFileError(found.name, reason)
        changed_songs = [_named(song, options.notation) for song in changed_songs]
        writing = write_charts(changed_songs, found.name)
        for name in {chord.written for song in changed_songs for bar in song.bars for chord in bar.chords}:
            if name.encode() not in writing.data:
                reason = f"{name} cannot be written there in {options.notation} names: leave the notation out"
                raise ChartFileError(found.name, reason)
        return writing
    return write_charts(changed_songs, found.name)


def changed(song: Song, options: ConvertOptions) -> Song:
    """A song with what the options ask for.

    Raises:
        UnplayableSongError: it is to be unfolded, and its signs cannot be followed.
    """
    if options.unfold:
        song = unfolded(song)
    song = transposed(song, options.transpose)
    return song if options.capo is None else with_capo(song, options.capo)


def _as_it_sounds(song: Song, form: Format) -> Song:
    """Without its capo where the format has none: shapes alone would sound too low."""
    return song if not song.capo or Feature.CAPO in form.carries else with_capo(song, 0)


def _named(song: Song, notation: Notation) -> Song:
    """Each chord as another notation writes it: to a writer, a text that it does not read and passes on."""

    def bar_named(bar: Bar) -> Bar:
        chords = [
            attrs.evolve(chord, symbol=UNKNOWN_SYMBOL, written=to_lead_sheet(chord.symbol, notation=notation))
            if chord.symbol.is_chord
            else chord
            for chord in bar.chords
        ]
        return attrs.evolve(bar, chords=tuple(chords))

    def section_named(section: Section) -> Section:
        return attrs.evolve(section, bars=tuple(bar_named(bar) for bar in section.bars))

    return attrs.evolve(song, sections=tuple(section_named(section) for section in song.sections))
