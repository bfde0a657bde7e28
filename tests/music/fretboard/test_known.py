"""The table of known shapes is what the search finds, and is asked only where it is."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from chordwork.harmony import parse_symbol
from chordwork.music.fretboard import (
    LEVELS,
    ChordTones,
    Fretboard,
    Hand,
    ShapeWeights,
    find_instrument,
    playable,
    voicings,
)
from chordwork.music.fretboard import search as search_module
from chordwork.music.fretboard.known import LIMIT, known

from .known_shapes import FILE, chords, searched

GUITAR = Fretboard(find_instrument("guitar"))


def tones(symbol: str) -> ChordTones:
    return ChordTones.from_symbol(parse_symbol(symbol))


def test_the_table_is_what_is_found() -> None:
    written = FILE.read_text(encoding="utf-8").splitlines()
    assert written == list(dict.fromkeys(map(searched, chords()))), (
        "the search finds other shapes than the table says: if that is meant, write it anew with "
        "python -m tests.music.fretboard.known_shapes"
    )


@pytest.mark.parametrize("symbol", ["C", "G", "Am", "F#m7b5", "Bb", "Dsus4", "E5", "Abmaj7"])
@pytest.mark.parametrize("limit", [1, 4, LIMIT])
def test_a_shape_that_is_known_is_the_one_that_would_be_found(symbol: str, limit: int) -> None:
    found = known(tones(symbol), GUITAR, Hand(), limit)
    assert found == voicings(tones(symbol), GUITAR, limit=limit)
    assert found is not None
    assert [each.cost for each in found] == [each.cost for each in voicings(tones(symbol), GUITAR, limit=limit)]


@pytest.mark.parametrize(
    "changed",
    [
        {"limit": LIMIT + 1},
        {"hand": LEVELS["beginner"]},
        {"tones": tones("C/E")},
        {"tones": tones("C13")},
        {"board": Fretboard(find_instrument("guitar"), capo=2)},
        {"board": Fretboard(find_instrument("guitar"), highest_fret=5)},
        {"board": Fretboard(find_instrument("guitar"), lowest_fret=3)},
        {"board": Fretboard(find_instrument("guitar"), open_strings=False)},
        {"board": Fretboard(attrs.evolve(find_instrument("guitar"), scale_mm=600.0))},
        {"board": Fretboard(find_instrument("ukulele"))},
    ],
)
def test_whatever_else_is_searched_for(changed: dict[str, Any]) -> None:
    asked: dict[str, Any] = {"tones": tones("C"), "board": GUITAR, "hand": Hand(), "limit": 3}
    assert known(**asked) is not None
    assert known(**{**asked, **changed}) is None


def test_left_hands_know_the_same() -> None:
    assert known(tones("C"), attrs.evolve(GUITAR, left_handed=True), Hand(), 3) == known(tones("C"), GUITAR, Hand(), 3)


def test_weights_of_ones_own_and_other_basses_are_searched_for(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("the table was asked")

    assert playable(tones("C"), GUITAR)[0].shape == "x32010"
    monkeypatch.setattr(search_module, "known", never)
    assert playable(tones("C"), GUITAR, weights=ShapeWeights())[0].shape == "x32010"
    assert playable(tones("C"), GUITAR, bass="any")
    with pytest.raises(AssertionError, match="asked"):
        playable(tones("C"), GUITAR)
