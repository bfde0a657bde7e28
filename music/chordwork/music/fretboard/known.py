"""Shapes that were searched before: those of everyday chords on a guitar, for a hand that is neither small nor large.

``known_shapes.tsv`` holds what :func:`~chordwork.music.fretboard.search.voicings` finds for them, so that who plays
these chords loads no numpy and waits for no search. ``python -m tests.music.fretboard.known_shapes`` writes it anew; a
test searches again and compares.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pkgutil import get_data
from typing import Any, Final

from chordwork.music.fretboard.hand import Hand
from chordwork.music.fretboard.instrument import Fretboard
from chordwork.music.fretboard.instruments import INSTRUMENTS
from chordwork.music.fretboard.tones import ChordTones
from chordwork.music.fretboard.voicing import MUTED, Placement, Voicing

PACKAGE: Final = __name__.rpartition(".")[0]
FILE: Final = "known_shapes.tsv"
LIMIT: Final = 10
"""Shapes of each chord, the best ones; where fewer are listed there are no more."""
INSTRUMENT: Final = "guitar"
KINDS: Final = ("", "m", "7", "m7", "maj7", "sus4", "sus2", "dim", "aug", "6", "m6", "9", "add9", "m7b5", "dim7", "5")


def known(tones: ChordTones, board: Fretboard, hand: Hand, limit: int) -> tuple[Voicing, ...] | None:
    """The best shapes, as the search would find them; None where nobody has searched before."""
    if limit > LIMIT or hand != Hand() or board.instrument.name != INSTRUMENT or board.capo or not board.open_strings:
        return None
    usual = Fretboard(INSTRUMENTS[INSTRUMENT])
    if (board.instrument, board.lowest_fret, board.highest_fret) != (
        usual.instrument, usual.lowest_fret, usual.highest_fret
    ):  # fmt: skip
        return None
    row = _line(key_of(tones))
    return None if row is None else tuple(_voicing(tones, board, *each) for each in json.loads(row)[:limit])


def key_of(tones: ChordTones) -> str:
    """By which a chord is found: its root, what has to sound, what may, its bass, and its own tones."""
    lists = (tones.required, tones.optional, tones.intervals)
    required, optional, intervals = (",".join(map(str, sorted(each))) for each in lists)
    return f"{tones.root};{required};{optional};{'' if tones.bass is None else tones.bass};{intervals}"


def line_of(voicings: tuple[Voicing, ...]) -> str:
    """Shapes as they stand in the file."""
    rows = [
        [list(each.frets), [[p.finger, p.fret, p.low, p.high] for p in each.placements], [list(c) for c in each.costs]]
        for each in voicings
    ]
    return json.dumps(rows, separators=(",", ":"))


def _voicing(
    tones: ChordTones, board: Fretboard, frets: list[int], placed: list[list[int]], costs: list[Any]
) -> Voicing:
    pitches = tuple(board.pitch(string, fret) for string, fret in enumerate(frets) if fret != MUTED)
    placements = tuple(Placement(*each) for each in placed)
    return Voicing(tones, tuple(frets), placements, pitches, tuple((name, points) for name, points in costs))


def _line(key: str) -> str | None:
    text = _text()
    begin = text.find(f"\n{key}\t")
    if begin < 0:
        return None
    begin += len(key) + 2
    return text[begin : text.index("\n", begin)]


@lru_cache(maxsize=1)
def _text() -> str:
    """Empty where the file is missing: then everything is searched for."""
    try:
        return f"\n{(get_data(PACKAGE, FILE) or b'').decode()}"
    except OSError:
        return "\n"
