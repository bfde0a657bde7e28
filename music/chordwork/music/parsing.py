"""Chords taken apart: what each says, and what it does in a key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import attrs

from chordwork.harmony import (
    Analysis,
    ChordSymbol,
    KeyEstimate,
    Notation,
    SymbolSyntaxError,
    analyse_all,
    find_keys,
    parse_key,
    parse_symbol,
    to_lead_sheet,
    transpose,
    transpose_key,
)
from chordwork.harmony.options import taking
from chordwork.music.charts import read_bars, read_symbol, to_chart
from chordwork.music.options.parse import ParseOptions
from chordwork.music.song import Song

_ANY_KEY: Final = parse_key("C")
"""Where no chord tells one, and so none has a place in it."""


@attrs.frozen
class Parsed:
    """Chords that were read."""

    texts: tuple[str, ...]
    """Each as it was written."""
    analyses: tuple[Analysis, ...]
    keys: tuple[KeyEstimate, ...]
    """The likeliest first; the one that was given, alone; none where no chord tells it."""


@taking(ParseOptions)
def parse(chords: str | Sequence[str] | Song, options: ParseOptions) -> Parsed:
    """Read chords, and find out what they do.

    Args:
        chords: a line or a chart, or a list of symbols, Harte labels and bars; or a song, whose chords are taken as
            they are played and sound, in the key that it gives.
        options: by name, as :class:`~chordwork.music.options.parse.ParseOptions` has them.

    Raises:
        HarmonySyntaxError: a text that is no chord or no key; it points at the character.
    """
    asked_in: Notation = "german" if options.german else options.notation
    read = _of_song(chords, options.notation) if isinstance(chords, Song) else placed(chords, asked_in)
    symbols = [symbol for _, symbol in read]
    given = parse_key(options.key, notation=asked_in) if isinstance(options.key, str) else options.key
    if given is None and isinstance(chords, Song):
        given = chords.sounding_key
    keys = find_keys(symbols) if given is None else (KeyEstimate(given, 1.0),)
    if options.transpose:
        home = keys[0].key if keys else None
        symbols = [transpose(symbol, options.transpose, key=home) for symbol in symbols]
        keys = tuple(KeyEstimate(transpose_key(each.key, options.transpose), each.confidence) for each in keys)
    analyses = analyse_all(symbols, keys[0].key if keys else _ANY_KEY)
    return Parsed(tuple(text for text, _ in read), tuple(analyses), tuple(keys))


def _of_song(song: Song, notation: Notation) -> list[tuple[str, ChordSymbol]]:
    return [(to_lead_sheet(symbol, notation=notation), symbol) for symbol in to_chart(song).symbols]


def placed(chords: str | Sequence[str], notation: Notation) -> list[tuple[str, ChordSymbol]]:
    """The chords one by one, each with its text."""
    if isinstance(chords, str):
        return [
            (chords[each.position : each.end].strip(), each.symbol)
            for bar in read_bars(chords, notation=notation)
            for each in bar
        ]
    found: list[tuple[str, ChordSymbol]] = []
    for item in chords:
        try:
            found.append((item, parse_symbol(item, notation=notation)))
        except SymbolSyntaxError:
            several = placed(item, notation)
            found += several or [(item, read_symbol(item, notation=notation))]
    return found


def symbols(chords: str | Sequence[str], notation: Notation) -> list[ChordSymbol]:
    """The chords one by one."""
    return [symbol for _, symbol in placed(chords, notation)]
