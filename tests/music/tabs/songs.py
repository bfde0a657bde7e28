"""Tabs that between them use every instrument family, metre and kind of rhythm."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from typing import Final

from chordwork.music.tabs import PATTERNS, Tab, tab

POP: Final = ["C", "G", "Am", "F"]

_SONGS: Final[dict[str, Callable[[], Tab]]] = {
    **{f"pattern {name}": partial(tab, POP, pattern=name) for name in PATTERNS},
    "plain": partial(tab, POP, title="Four chords"),
    "capo": partial(tab, ["Bb", "F", "Gm", "Eb"], capo=3, title='A "quoted" <title> & more'),
    "split": partial(tab, [("C", 1), ("G/B", 1), ("Am", 2), ("N.C.", 3), ("F", 5), ("Dm7", 2)], pattern="folk"),
    "shuffle split": partial(tab, [("A7", 1.5), ("D7", 2.5), ("E7", 4)], pattern="shuffle"),
    "triplet bass": partial(tab, [("A7", 2), ("D7", 2)], instrument="bass-5", pattern="shuffle-bass"),
    "waltz": partial(tab, ["G", "D7"], metre="3/4", instrument="mandolin"),
    "six-eight": partial(tab, ["Em", "B7"], metre="6/8", tempo_bpm=56),
    "five-eight": partial(tab, ["Em", "Am"], metre="5/8"),
    "seven": partial(tab, ["E7", "A7"], metre="7/4", instrument="guitar-7"),
    "banjo": partial(tab, ["G", "C", "D7"], instrument="banjo", pattern="roll"),
    "uke": partial(tab, POP, instrument="ukulele", left_handed=True),
    "walking": partial(tab, ["Dm7", "G7", "Cmaj7", "A7"], instrument="bass", pattern="walking"),
    "silence": partial(tab, ["N.C."]),
    "high": partial(tab, ["Abm", "Dbmaj7"], frets=(9, 14), open_strings=False),
}


class Songs(Mapping[str, Tab]):
    """By name, each made when a test first asks for it."""

    def __getitem__(self, name: str) -> Tab:
        return _made(name)

    def __iter__(self) -> Iterator[str]:
        return iter(_SONGS)

    def __len__(self) -> int:
        return len(_SONGS)


@cache
def _made(name: str) -> Tab:
    return _SONGS[name]()


SONGS: Final = Songs()
