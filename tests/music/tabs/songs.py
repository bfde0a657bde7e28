"""Tabs that between them use every instrument family, metre and kind of rhythm."""

from __future__ import annotations

from typing import Final

from chordwork.music.tabs import PATTERNS, Tab, tab

POP: Final = ["C", "G", "Am", "F"]


def every_song() -> dict[str, Tab]:
    songs = {f"pattern {name}": tab(POP, pattern=name) for name in PATTERNS}
    songs |= {
        "plain": tab(POP, title="Four chords"),
        "capo": tab(["Bb", "F", "Gm", "Eb"], capo=3, title='A "quoted" <title> & more'),
        "split": tab([("C", 1), ("G/B", 1), ("Am", 2), ("N.C.", 3), ("F", 5), ("Dm7", 2)], pattern="folk"),
        "shuffle split": tab([("A7", 1.5), ("D7", 2.5), ("E7", 4)], pattern="shuffle"),
        "triplet bass": tab([("A7", 2), ("D7", 2)], instrument="bass-5", pattern="shuffle-bass"),
        "waltz": tab(["G", "D7"], metre="3/4", instrument="mandolin"),
        "six-eight": tab(["Em", "B7"], metre="6/8", tempo_bpm=56),
        "five-eight": tab(["Em", "Am"], metre="5/8"),
        "seven": tab(["E7", "A7"], metre="7/4", instrument="guitar-7"),
        "banjo": tab(["G", "C", "D7"], instrument="banjo", pattern="roll"),
        "uke": tab(POP, instrument="ukulele", left_handed=True),
        "walking": tab(["Dm7", "G7", "Cmaj7", "A7"], instrument="bass", pattern="walking"),
        "silence": tab(["N.C."]),
        "high": tab(["Abm", "Dbmaj7"], frets=(9, 14), open_strings=False),
    }
    return songs


SONGS: Final = every_song()
