import pytest
from hypothesis import given

from chordwork.harmony import (
    ChordSymbol,
    Function,
    Key,
    Mode,
    Relation,
    analyse,
    analyse_all,
    find_keys,
    parse_key,
    parse_symbol,
)
from tests.harmony.strategies import KEYS, SYMBOLS


def symbols(text: str) -> list[ChordSymbol]:
    return [parse_symbol(chord) for chord in text.split()]


@pytest.mark.parametrize(
    ("chord", "key", "following", "numeral", "relation", "function"),
    [
        ("G7", "C", "C", "V7", Relation.DIATONIC, Function.DOMINANT),
        ("D7", "C", "G", "V7/V", Relation.SECONDARY_DOMINANT, Function.DOMINANT),
        ("A7", "C", "Dm", "V7/ii", Relation.SECONDARY_DOMINANT, Function.DOMINANT),
        ("E", "C", "Am", "V/vi", Relation.SECONDARY_DOMINANT, Function.DOMINANT),
        ("C7", "C", "F", "V7/IV", Relation.SECONDARY_DOMINANT, Function.DOMINANT),
        ("C7", "C", "G", "I7", Relation.BLUES, Function.TONIC),
        ("F7", "C", "C", "IV7", Relation.BLUES, Function.SUBDOMINANT),
        ("Fm", "C", "C", "iv", Relation.BORROWED, Function.SUBDOMINANT),
        ("Bb", "C", "F", "bVII", Relation.BORROWED, Function.DOMINANT),
        ("Db7", "C", "C", "subV7/I", Relation.TRITONE_SUBSTITUTE, Function.DOMINANT),
        ("Ab7", "C", "G", "subV7/V", Relation.TRITONE_SUBSTITUTE, Function.DOMINANT),
        ("Db/F", "C", "G7", "bII⁶", Relation.NEAPOLITAN, Function.SUBDOMINANT),
        ("C#dim7", "C", "Dm", "vii°7/ii", Relation.SECONDARY_LEADING_TONE, Function.DOMINANT),
        ("E7", "Am", "Am", "V7", Relation.DIATONIC, Function.DOMINANT),
        ("G#dim7", "Am", "Am", "vii°7", Relation.DIATONIC, Function.DOMINANT),
        ("Bb", "Am", "E", "bII", Relation.NEAPOLITAN, Function.SUBDOMINANT),
        ("A", "Am", "Am", "I", Relation.BORROWED, Function.TONIC),
        ("C/G", "C", "G", "I⁶₄", Relation.DIATONIC, Function.DOMINANT),
        ("F#", "C", "B", "#IV", Relation.CHROMATIC, Function.NONE),
        ("N.C.", "C", "C", "N.C.", Relation.NO_CHORD, Function.NONE),
    ],
)
def test_functions(chord: str, key: str, following: str, numeral: str, relation: Relation, function: Function) -> None:
    found = analyse(parse_symbol(chord), parse_key(key), following=parse_symbol(following))
    assert (found.numeral, found.relation, found.function) == (numeral, relation, function)


@given(SYMBOLS, KEYS)
def test_every_chord_has_an_analysis(symbol: ChordSymbol, key: Key) -> None:
    found = analyse(symbol, key)
    assert found.numeral
    assert found.relation is not Relation.NO_CHORD


def test_a_progression_is_read_with_the_next_chord_in_sight() -> None:
    found = analyse_all(symbols("C C7 C7 F G7 C"), parse_key("C"))
    assert [each.numeral for each in found] == ["I", "V7/IV", "V7/IV", "IV", "V7", "I"]


@pytest.mark.parametrize(
    ("chords", "key"),
    [
        ("C Am F G", "C major"),
        ("Dm7 G7 Cmaj7", "C major"),
        ("Am F C G Am F E Am", "A minor"),
        ("Am Dm E7 Am", "A minor"),
        ("Db Ab Bbm Gb", "Db major"),
        ("C#m A E B C#m A B C#m", "C# minor"),
        ("D C G D C G D", "D mixolydian"),
        ("Dm G Dm G Dm C G Dm", "D dorian"),
        ("Gb Db Ebm Cb", "Gb major"),
    ],
)
def test_keys_are_found(chords: str, key: str) -> None:
    assert find_keys(symbols(chords))[0].key == parse_key(key)


def test_keys_come_with_probabilities() -> None:
    found = find_keys(symbols("C Am F G N.C. C"), limit=24)
    confidences = [each.confidence for each in found]
    assert confidences == sorted(confidences, reverse=True)
    assert sum(confidences) == pytest.approx(1)
    assert all(each.key.mode in (Mode.MAJOR, Mode.MINOR) for each in found[1:])


def test_no_chord_no_key() -> None:
    assert find_keys([]) == find_keys(symbols("N.C. X")) == ()


def test_weights_belong_to_chords() -> None:
    with pytest.raises(ValueError, match="as many weights"):
        find_keys(symbols("C F"), weights=[1.0])


def test_long_chords_tell_the_mode() -> None:
    chords = symbols("Dm G Dm Bb Dm G Dm")
    assert find_keys(chords)[0].key.mode is Mode.MINOR
    assert find_keys(chords, weights=[4, 8, 4, 0.5, 4, 8, 4])[0].key.mode is Mode.DORIAN


@pytest.mark.parametrize(
    ("chords", "key"),
    [
        ("Dm7 G7", "C major"),
        ("Em7 A7 Dm7 G7", "C major"),
        ("Fm7 Bb7", "Eb major"),
        ("A7 D7 A7 E7", "A major"),
        ("Am G F E", "A minor"),
        ("Am D Am D", "A dorian"),
        ("D C G D C G", "D mixolydian"),
        ("C G Am F", "C major"),
    ],
)
def test_keys_that_a_musician_hears(chords: str, key: str) -> None:
    assert find_keys(symbols(chords))[0].key.name == key


def test_the_seventh_on_the_tonic_is_home_in_a_blues_and_on_its_way_elsewhere() -> None:
    blues = analyse_all(symbols("A7 D7 A7 E7"), parse_key("A"))
    assert [each.numeral for each in blues] == ["I7", "IV7", "I7", "V7"]
    assert [each.numeral for each in analyse_all(symbols("C C7 F G"), parse_key("C"))] == ["I", "V7/IV", "IV", "V"]
