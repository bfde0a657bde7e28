"""What a plan says about each chord."""

from __future__ import annotations

import pytest

from chordwork.harmony import analyse_all, parse_key, parse_symbol
from chordwork.music.songwriting.prompts.reasons import tension_of

TENSIONS = {
    "C": 0.05, "Am": 0.3, "Em": 0.3, "F": 0.45, "Dm": 0.45, "G": 0.75, "Bdim": 0.7, "N.C.": 0.0,
    "G7": 0.85, "A7": 0.9, "D7": 0.9, "B7": 0.9, "Db7": 0.9, "C/E": 0.1, "F/C": 0.5, "G7/B": 0.9,
    "Fm": 0.55, "Bb": 0.7, "Eb": 0.4, "Ab": 0.55,
}  # fmt: skip
"""In C major: home rests, the subdominant leaves it, the dominant and whatever leads elsewhere want to go on."""


@pytest.mark.parametrize("symbol", TENSIONS)
def test_how_much_a_chord_wants_to_move_on(symbol: str) -> None:
    key = parse_key("C")
    (analysis,) = analyse_all([parse_symbol(symbol)], key)
    assert tension_of(analysis, key) == TENSIONS[symbol]
