import mir_eval
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.harmony import (
    MAX_CHARACTERS,
    NO_SYMBOL,
    UNKNOWN_SYMBOL,
    ChordSymbol,
    HarmonySyntaxError,
    SymbolSyntaxError,
    all_chords,
    from_chord,
    is_exact,
    parse_symbol,
    to_chord,
    to_harte,
    to_lead_sheet,
)
from tests.harmony.golden import EQUAL_SPELLINGS, SPELLINGS
from tests.harmony.strategies import SMALL_SYMBOLS, SYMBOLS


@pytest.mark.parametrize(("text", "degrees"), SPELLINGS)
def test_spellings_mean_what_they_should(text: str, degrees: str) -> None:
    assert " ".join(degree.name for degree in parse_symbol(text).degrees) == degrees


@pytest.mark.parametrize("texts", EQUAL_SPELLINGS)
def test_spellings_of_one_chord_are_one_value(texts: str) -> None:
    assert len({parse_symbol(text) for text in texts.split()}) == 1


@given(SYMBOLS)
def test_lead_sheet_text_is_read_back(symbol: ChordSymbol) -> None:
    assert parse_symbol(to_lead_sheet(symbol)) == symbol
    assert parse_symbol(to_lead_sheet(symbol, unicode=True)) == symbol


@given(SYMBOLS)
def test_harte_text_is_read_back(symbol: ChordSymbol) -> None:
    assert parse_symbol(to_harte(symbol)) == symbol


@given(SMALL_SYMBOLS)
def test_harte_text_means_the_same_to_mir_eval(symbol: ChordSymbol) -> None:
    label = to_harte(symbol)
    names = [degree.name for degree in symbol.degrees]
    if len(set(symbol.intervals)) < len(names) or "*" in label:
        return  # mir_eval counts a semitone once for each degree that names it
    root, bitmap, bass = mir_eval.chord.encode(label)
    assert root == symbol.root.pitch_class
    assert (root + bass) % 12 == symbol.bass.pitch_class
    heard = {(root + interval) % 12 for interval in np.flatnonzero(bitmap)} | {root}
    assert heard == symbol.pitch_classes | {root}


@pytest.mark.parametrize("chord", all_chords(), ids=lambda chord: chord.label)
def test_recognised_chords_survive(chord) -> None:
    symbol = from_chord(chord)
    assert to_chord(symbol) == chord
    assert is_exact(symbol)
    assert parse_symbol(chord.label) == parse_symbol(chord.symbol) == symbol
    assert (to_harte(symbol), to_lead_sheet(symbol)) == (chord.label, chord.symbol)


@given(SYMBOLS)
def test_every_symbol_has_a_nearest_chord(symbol: ChordSymbol) -> None:
    chord = to_chord(symbol)
    assert (chord.root, chord.bass) == (symbol.root.pitch_class, symbol.bass.pitch_class)
    assert is_exact(symbol) == (frozenset(chord.quality.intervals) == symbol.intervals)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("C13", "C7"),
        ("C7alt", "C7"),
        ("Cmaj9#11", "Cmaj7"),
        ("Am11", "Am7"),
        ("Dadd9", "D"),
        ("G9sus4", "Gsus4"),
        ("F6/9/A", "F6/A"),
        ("Baug7", "Baug"),
    ],
)
def test_nearest_chords(text: str, nearest: str) -> None:
    assert to_chord(parse_symbol(text)).symbol == nearest
    assert not is_exact(parse_symbol(text))


@pytest.mark.parametrize(
    ("text", "value"), [("N.C.", NO_SYMBOL), ("N", NO_SYMBOL), ("X", UNKNOWN_SYMBOL), ("?", UNKNOWN_SYMBOL)]
)
def test_the_two_without_a_root(text: str, value: ChordSymbol) -> None:
    assert parse_symbol(text) == value
    assert parse_symbol(to_lead_sheet(value)) == parse_symbol(to_harte(value)) == value
    assert from_chord(to_chord(value)) == value
    assert (value.is_chord, value.notes, is_exact(value)) == (False, (), True)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 0),
        ("   ", 3),
        ("c", 0),
        ("Hm", 0),
        ("Cxyz", 1),
        ("Am7foo", 3),
        ("C7(b9", 2),
        ("C/", 1),
        ("C/Gm", 3),
        ("Csus5", 4),
        ("C7b", 3),
        ("Cadd14", 4),
        ("C:foo", 2),
        ("C:", 2),
        ("C:maj(14)", 7),
        ("C:maj(9", 7),
        ("C:maj/", 6),
        ("C:min7/b3x", 9),
        ("  Am!", 4),
        ("🎸", 0),
        ("C" * 201, MAX_CHARACTERS),
    ],
)
def test_errors_point_at_the_character(text: str, position: int) -> None:
    with pytest.raises(SymbolSyntaxError) as caught:
        parse_symbol(text)
    assert (caught.value.position, caught.value.text, caught.value.code) == (position, text, "chord_symbol")


def test_the_message_shows_where() -> None:
    with pytest.raises(HarmonySyntaxError) as caught:
        parse_symbol("Am7foo")
    message, line, caret = str(caught.value).split("\n")
    assert line[caret.index("^")] == "f"
    assert "m7" in message


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        symbol = parse_symbol(text)
    except SymbolSyntaxError as error:
        assert 0 <= error.position <= len(text)  # noqa: PT017
    else:
        assert parse_symbol(to_lead_sheet(symbol)) == symbol


@given(st.text("ABCDEFGb#m79513246+-°øΔ()/,:*adgijnosulxt", min_size=1, max_size=14))
def test_what_looks_like_a_chord_is_read_or_refused(text: str) -> None:
    try:
        symbol = parse_symbol(text)
    except SymbolSyntaxError as error:
        assert 0 <= error.position <= len(text)  # noqa: PT017
    else:
        assert parse_symbol(to_lead_sheet(symbol)) == parse_symbol(to_harte(symbol)) == symbol


def test_german_names_are_off_until_asked_for() -> None:
    assert str(parse_symbol("H7/B", german=True)) == "B7/Bb"
    assert str(parse_symbol("Bm", german=True)) == "Bbm"
    assert str(parse_symbol("Bm")) == "Bm"


def test_symbols_spell_their_notes() -> None:
    assert [note.name for note in parse_symbol("F#m7b5/E").notes] == ["E", "F#", "A", "C"]
    assert [note.name for note in parse_symbol("Abm6/9").notes] == ["Ab", "Cb", "Eb", "F", "Bb"]
    assert parse_symbol("C#") != parse_symbol("Db")
