"""Songs drawn by chance, as a playlist and as a folder."""

from __future__ import annotations

import random
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Final

import attrs

from chordwork.harmony import Key, parse_key, parse_symbol, transpose, transpose_key
from chordwork.music.charts import write_charts
from chordwork.music.song import Bar, PlacedChord, Section, Signature, Song, Syllable

_CHORDS: Final = ("C", "Am7", "F", "G7", "Dm7", "Em", "Cmaj7", "A7", "Fm6", "G/B", "Bm7b5", "E7", "D7", "Bb", "Gsus4")
_WORDS: Final = (
    *("river", "stone", "morning", "light", "carry", "home", "slow", "the", "a", "my", "over", "under", "falling"),
    *("rain", "window", "summer", "long"),
)
_STYLES: Final = ("Medium Swing", "Bossa Nova", "Ballad", "Rock", "Waltz", "")
_METRES: Final[tuple[Signature, ...]] = ((4, 4), (4, 4), (4, 4), (3, 4), (6, 8))
BROKEN: Final = (b"| C . . . |\n{start_of_grid: 1+4x4+1}\n| C . . . . . . |\n{end_of_grid}\n", b"\x00\x01\x02", b"")
"""What no reader takes: a bar of seven cells on a grid of four, bytes that are no text, and nothing at all."""


def drawn(count: int, seed: int) -> list[Song]:
    """Songs of two to five parts, with repeats and endings, in every key."""
    chance = random.Random(seed)
    return [_song(chance, number) for number in range(1, count + 1)]


def _song(chance: random.Random, number: int) -> Song:
    up = chance.randrange(12)
    key = transpose_key(parse_key("C"), up)
    metre = chance.choice(_METRES)
    sections = tuple(
        Section(f"Verse {at}" if at % 2 else "Chorus" if at == 2 else f"Part {at}", _part(chance, metre, up, key))
        for at in range(1, chance.randint(3, 6))
    )
    words = " ".join(chance.sample(_WORDS, 3)).title()
    return Song(
        sections,
        title=f"{words} {number}",
        composer=f"{chance.choice(_WORDS).title()} {chance.choice(_WORDS).title()}",
        style=chance.choice(_STYLES),
        key=key,
        metre=metre,
        tempo_bpm=float(chance.randrange(60, 180)),
    )


def _part(chance: random.Random, metre: Signature, up: int, key: Key) -> tuple[Bar, ...]:
    bars = []
    for _ in range(chance.choice((8, 8, 12, 16))):
        places = (0, metre[0] // 2) if chance.random() < 0.3 and metre != (3, 4) else (0,)
        symbols = [transpose(parse_symbol(name), up) for name in chance.sample(_CHORDS, len(places))]
        bars.append(Bar(tuple(PlacedChord(one, Fraction(at)) for one, at in zip(symbols, places, strict=True))))
    if chance.random() < 0.4:
        bars[0] = attrs.evolve(bars[0], repeat_begins=True)
        bars[-2] = attrs.evolve(bars[-2], endings=(1,), repeat_times=2)
        bars[-1] = attrs.evolve(bars[-1], endings=(2,))
    return tuple(bars)


def sung(song: Song, seed: int) -> Song:
    """The same with words under its chords, as songbooks have it: without times."""
    chance = random.Random(seed)

    def words(at: int) -> tuple[Syllable, ...]:
        line = [f"{chance.choice(_WORDS)} " for _ in range(chance.randint(1, 4))]
        return tuple(Syllable(text, new_line=index == 0 and at % 4 == 0) for index, text in enumerate(line))

    sections = []
    for section in song.sections:
        chords = [chord for bar in section.bars for chord in bar.chords]
        bars = tuple(Bar((attrs.evolve(one, beat=Fraction(0)),), syllables=words(at)) for at, one in enumerate(chords))
        sections.append(attrs.evolve(section, bars=bars))
    return attrs.evolve(song, sections=tuple(sections), timed=False)


def playlist(songs: Sequence[Song], place: Path) -> Path:
    """A page of iReal Pro with all songs."""
    place.write_bytes(write_charts(songs, "ireal").data)
    return place


def folder(songs: Sequence[Song], place: Path, *, broken: int, seed: int) -> Path:
    """A ChordPro file for each song, every second one with words, in ten folders; and so many that are broken."""
    for number, song in enumerate(songs, start=1):
        text = write_charts((sung(song, seed + number) if number % 2 else song,), "chordpro").data
        where = place / f"book {number % 10}"
        where.mkdir(parents=True, exist_ok=True)
        (where / f"{number:04} {song.title}.cho").write_bytes(text)
    for number in range(broken):
        (place / f"broken {number + 1}.cho").write_bytes(BROKEN[number % len(BROKEN)])
    return place
