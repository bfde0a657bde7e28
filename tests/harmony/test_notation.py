"""German and solfège note names: what songbooks in those languages print."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.harmony import (
    NOTATIONS,
    ChordSymbol,
    Notation,
    NotationError,
    SymbolSyntaxError,
    parse_key,
    parse_symbol,
    to_lead_sheet,
    write_name,
)
from chordwork.music.charts import read_progression
from tests.harmony.strategies import NOTES, SYMBOLS


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("H7", "B7"),
        ("B", "Bb"),
        ("Bm", "Bbm"),
        ("Fism7", "F#m7"),
        ("Es", "Eb"),
        ("As", "Ab"),
        ("Des/F", "Db/F"),
        ("Gis", "G#"),
        ("Ces", "Cb"),
        ("His", "B#"),
        ("Heses", "Bbb"),
        ("Asas", "Abb"),
        ("Esus4", "Esus4"),  # not E flat
        ("Essus4", "Ebsus4"),
        ("Asus2", "Asus2"),
        ("am", "Am"),
        ("a", "Am"),  # small letters are minor
        ("a7", "Am7"),
        ("es", "Ebm"),
        ("hm7b5", "Bm7b5"),
        ("fis/cis", "F#m/C#"),
        ("F#m", "F#m"),
        ("B:min", "Bm"),  # labels of recordings are the same in every language
    ],
)
def test_german_names(text: str, english: str) -> None:
    assert str(parse_symbol(text, notation="german")) == english


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Do", "C"),
        ("Dom", "Cm"),
        ("Rem7/Fa", "Dm7/F"),
        ("Ré", "D"),
        ("Mi-7", "Em7"),
        ("Fa#m7b5", "F#m7b5"),
        ("Sol/Si", "G/B"),
        ("So7", "G7"),
        ("LAm", "Am"),
        ("lam/sol", "Am/G"),  # small letters mean nothing here
        ("Sib7", "Bb7"),
        ("Do7+", "Cmaj7"),  # Italy and Brazil
        ("Lab", "Ab"),
        ("Dó#", "C#"),
        ("Sol7sus4", "G7sus4"),
    ],
)
def test_solfege(text: str, english: str) -> None:
    assert str(parse_symbol(text, notation="solfege")) == english


@given(SYMBOLS, st.sampled_from(NOTATIONS))
def test_every_notation_is_read_back(symbol: ChordSymbol, notation: Notation) -> None:
    assert parse_symbol(to_lead_sheet(symbol, notation=notation), notation=notation) == symbol


@given(NOTES, st.sampled_from(NOTATIONS))
def test_every_note_has_a_name_of_its_own(note, notation: Notation) -> None:
    assert parse_symbol(write_name(note, notation), notation=notation).root == note


@pytest.mark.parametrize(
    ("text", "notation", "name"),
    [
        ("fis-Moll", "german", "F# minor"),
        ("B-Dur", "german", "Bb major"),
        ("a", "german", "A minor"),
        ("La menor", "solfege", "A minor"),
        ("Sib majeur", "solfege", "Bb major"),
        ("Mi minore", "solfege", "E minor"),
    ],
)
def test_keys(text: str, notation: Notation, name: str) -> None:
    assert parse_key(text, notation=notation).name == name


def test_lines_and_keys_are_written() -> None:
    symbols = read_progression("H7 | em Fis/Ais", notation="german")
    assert [to_lead_sheet(each, notation="solfege") for each in symbols] == ["Si7", "Mim", "Fa#/La#"]
    assert parse_key("Bb minor").named("german") == "B minor"


def test_what_is_no_name_there_is_refused() -> None:
    with pytest.raises(SymbolSyntaxError, match="Do, Re, Mi"):
        parse_symbol("C", notation="solfege")
    with pytest.raises(NotationError, match="english, german or solfege"):
        parse_symbol("C", notation="klingon")  # type: ignore[arg-type]
