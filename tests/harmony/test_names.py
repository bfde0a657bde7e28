"""Names at their edges: syllables, German flats, modes, plain spellings, and where a chord's alterations go."""

from __future__ import annotations

import pytest

from chordwork.harmony import Note, analyse_all, parse_key, parse_symbol
from chordwork.harmony.keys import plain_name
from chordwork.harmony.notation import read_name

SYLLABLES = "do:C dó:C dò:C ut:C re:D ré:D rè:D mi:E fa:F fá:F fà:F sol:G so:G la:A lá:A là:A si:B ti:B"


@pytest.mark.parametrize("pair", SYLLABLES.split())
def test_every_syllable_is_its_letter(pair: str) -> None:
    syllable, letter = pair.split(":")
    assert read_name(syllable, 0, "solfege") == (Note(letter, 0), len(syllable), True)


@pytest.mark.parametrize(
    ("text", "letter", "accidental"),
    [
        ("As", "A", -1), ("Es", "E", -1), ("Ases", "A", -2), ("Asas", "A", -2), ("Eses", "E", -2), ("Des", "D", -1),
        ("Cis", "C", 1), ("Cisis", "C", 2), ("H", "B", 0), ("His", "B", 1), ("Hes", "B", -1), ("B", "B", -1),
    ],
)  # fmt: skip
def test_german_accidentals(text: str, letter: str, accidental: int) -> None:
    assert read_name(text, 0, "german") == (Note(letter, accidental), len(text), False)


@pytest.mark.parametrize(
    ("name", "mode"),
    [
        ("C", "major"), ("C ionian", "major"), ("C dur", "major"), ("C major", "major"), ("Cm", "minor"),
        ("C minor", "minor"),
        ("C dorian", "dorian"), ("C lydian", "lydian"), ("C mixolydian", "mixolydian"), ("C phrygian", "phrygian"),
    ],
)  # fmt: skip
def test_modes_by_their_names(name: str, mode: str) -> None:
    assert parse_key(name).mode.value == mode


@pytest.mark.parametrize(
    ("name", "plain"),
    [("Cb", "B"), ("B#", "C"), ("Fb", "E"), ("E#", "F"), ("F##", "G"), ("Bbb", "A"), ("Gb", "Gb"), ("F#", "F#")],
)
def test_plain_names(name: str, plain: str) -> None:
    assert plain_name(Note(name[0], name.count("#") - name[1:].count("b"))).name == plain


@pytest.mark.parametrize(
    ("symbol", "intervals"),
    [
        ("C7b5", {0, 4, 6, 10}), ("C7#5", {0, 4, 8, 10}), ("C7b9", {0, 1, 4, 7, 10}), ("C13b9", {0, 1, 4, 7, 9, 10}),
        ("C9b13", {0, 2, 4, 7, 8, 10}), ("C13#11", {0, 2, 4, 6, 7, 9, 10}), ("Cm7b5", {0, 3, 6, 10}),
        ("C7b9#9", {0, 1, 3, 4, 7, 10}), ("Cm#7", {0, 3, 7, 11}), ("Cm(b5)", {0, 3, 6}), ("Cm#5", {0, 3, 8}),
    ],
)  # fmt: skip
def test_where_alterations_go(symbol: str, intervals: set[int]) -> None:
    assert set(parse_symbol(symbol).intervals) == intervals


@pytest.mark.parametrize(
    ("chords", "key", "relation"),
    [
        ("A Dm", "C", "secondary dominant"), ("A7 Dm", "C", "secondary dominant"),
        ("Aaug Dm", "C", "secondary dominant"),
        ("Am Dm", "C", "diatonic"), ("C#dim7 Dm", "C", "secondary leading tone"), ("Db7 C", "C", "tritone substitute"),
        ("Fm C", "C", "borrowed"), ("C7 F7", "C", "blues"), ("Db G", "C", "neapolitan"), ("F#m C", "C", "chromatic"),
        ("E Am", "Am", "diatonic"),
    ],
)  # fmt: skip
def test_how_a_chord_belongs(chords: str, key: str, relation: str) -> None:
    symbols = [parse_symbol(each) for each in chords.split()]
    assert analyse_all(symbols, parse_key(key))[0].relation.value.replace("_", " ").replace("-", " ") == relation
