import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.harmony import (
    ChordSymbol,
    Key,
    KeySyntaxError,
    Mode,
    NumeralSyntaxError,
    find_keys,
    from_roman,
    parse_key,
    parse_note,
    parse_symbol,
    respell,
    to_roman,
    transpose,
    transpose_all,
    transpose_key,
)
from chordwork.music.charts import read_progression
from tests.harmony.strategies import KEYS, NOTES, SYMBOLS

PLAIN_CHORDS = [
    f"{root}{kind}"
    for root in ("C", "C#", "Db", "D", "D#", "Eb", "E", "F", "F#", "Gb", "G", "G#", "Ab", "A", "A#", "Bb", "B", "Cb")
    for kind in ("", "m", "7", "m7b5", "dim7", "maj7")
]


@given(NOTES)
def test_notes_are_read_back(note) -> None:
    assert parse_note(note.name) == note
    assert type(note).at(note.fifths) == note


@given(NOTES, NOTES)
def test_degrees_lead_from_note_to_note(low, high) -> None:
    assert low.above(low.degree_of(high)) == high


@given(KEYS)
def test_keys_are_read_back_and_have_seven_letters(key: Key) -> None:
    assert parse_key(key.name) == key
    assert sorted(note.letter for note in key.scale) == list("ABCDEFG")
    assert key.scale[0] == key.tonic


@given(KEYS)
def test_keys_spell_all_twelve_notes(key: Key) -> None:
    spelled = [key.spell(pitch_class) for pitch_class in range(12)]
    assert [note.pitch_class for note in spelled] == list(range(12))
    assert set(key.scale) <= set(spelled)


@pytest.mark.parametrize(
    ("text", "name", "signature"),
    [
        ("Am", "A minor", 0),
        ("A:min", "A minor", 0),
        ("B♭", "Bb major", -2),
        ("F# dorian", "F# dorian", 4),
        ("CM", "C major", 0),
        ("Eb aeolian", "Eb minor", -6),
        ("G mix", "G mixolydian", 0),
    ],
)
def test_key_texts(text: str, name: str, signature: int) -> None:
    key = parse_key(text)
    assert (key.name, key.signature) == (name, signature)


@pytest.mark.parametrize(("text", "position"), [("", 0), ("H", 0), ("A foo", 2), ("C:majj", 2), ("Aminor7", 1)])
def test_key_errors_point_at_the_character(text: str, position: int) -> None:
    with pytest.raises(KeySyntaxError) as caught:
        parse_key(text)
    assert caught.value.position == position


@given(SYMBOLS, KEYS)
def test_respelling_keeps_the_sound(symbol: ChordSymbol, key: Key) -> None:
    spelled = respell(symbol, key)
    assert (spelled.pitch_classes, spelled.degrees) == (symbol.pitch_classes, symbol.degrees)
    assert respell(spelled, key) == spelled


@given(SYMBOLS, st.integers(-24, 24), KEYS)
def test_transposing_moves_every_note(symbol: ChordSymbol, semitones: int, key: Key) -> None:
    moved = transpose(symbol, semitones, key=key)
    assert moved.pitch_classes == {(each + semitones) % 12 for each in symbol.pitch_classes}
    assert moved.degrees == symbol.degrees
    target = transpose_key(key, semitones)
    if semitones % 12:
        assert abs(moved.root.accidental) <= 1 or moved.root in target.scale
        assert abs(moved.bass.accidental) <= 1
    if symbol.root in key.scale and symbol.bass == symbol.root:
        assert to_roman(moved, target) == to_roman(symbol, key)


@pytest.mark.parametrize(
    ("chords", "semitones", "moved"),
    [
        ("Db7", 1, "D7"),  # not Ebb7, whether Db7 was heard in Gb or F#
        ("Ebm7b5 Ab7", 1, "Em7b5 A7"),  # not Fbm7b5 Bbb7
        ("Ebm7b5 Ab7 Dbm7", 1, "Em7b5 A7 Dm7"),
        ("Ebm7b5 Ab7", -2, "C#m7b5 F#7"),  # in B minor; was C#m7b5 Gb7, of two spellings
        ("Abm7b5 Db7", 2, "A#m7b5 D#7"),
        ("G#m7b5 C#7 F#m", 1, "Am7b5 D7 Gm"),
        ("D#7 G#", -1, "D7 G"),
        ("C#m7b5 F#7 Bm", -1, "Cm7b5 F7 Bbm"),
        ("Abm7 Db7 Gbmaj7", -1, "Gm7 C7 Fmaj7"),
        ("Gb Cb Db7", 1, "G C D7"),
        ("Dm G7 C", 1, "Ebm Ab7 Db"),
        ("F Bb C7", 1, "F# B C#7"),
        ("Em Am B7", -1, "Ebm Abm Bb7"),
        ("D/F# G A7/C#", 1, "Eb/G Ab Bb7/D"),
        ("B7/D#", 4, "Eb7/G"),
        ("C E7 Am D7 G", 6, "F# A#7 D#m G#7 C#"),
        ("C Am F G", 12, "C Am F G"),
        ("Gb Cb Db7", 12, "Gb Cb Db7"),
        ("N.C. Db7", 1, "N.C. D7"),
    ],
)
def test_transposing_uses_plain_names(chords: str, semitones: int, moved: str) -> None:
    assert " ".join(map(str, transpose_all(read_progression(chords), semitones))) == moved


@given(st.lists(st.sampled_from(PLAIN_CHORDS), min_size=1, max_size=6), st.integers(-11, 11))
def test_no_transposition_ends_in_double_accidentals(chords: list[str], semitones: int) -> None:
    for symbol in transpose_all([parse_symbol(chord) for chord in chords], semitones):
        assert abs(symbol.root.accidental) <= 1
        assert abs(symbol.bass.accidental) <= 1


def test_transposing_spells_for_the_new_key() -> None:
    assert str(transpose(parse_symbol("D/F#"), 3, key=parse_key("G"))) == "F/A"
    assert str(transpose(parse_symbol("B7"), 1, key=parse_key("E minor"))) == "C7"
    assert str(transpose(parse_symbol("Am7/G"), 4)) == "C#m7/B"
    assert str(respell(parse_symbol("G#m7/B"), parse_key("Eb minor"))) == "Abm7/Cb"


@given(SYMBOLS, KEYS)
def test_numerals_are_read_back(symbol: ChordSymbol, key: Key) -> None:
    assert from_roman(to_roman(symbol, key), key) == symbol


@pytest.mark.parametrize(
    ("chord", "key", "numeral"),
    [
        ("Bb7", "C", "bVII7"),
        ("G/B", "C", "V⁶"),
        ("G7/B", "C", "V7⁶₅"),
        ("Dm7", "C", "ii7"),
        ("Bdim", "C", "vii°"),
        ("G#dim7", "Am", "vii°7"),
        ("G", "Am", "VII"),
        ("Bm7b5", "Am", "iiø7"),
        ("Bb/D", "Am", "bII⁶"),
        ("C/D", "C", "I/2"),
        ("F#m", "A dorian", "vi"),
    ],
)
def test_numerals(chord: str, key: str, numeral: str) -> None:
    assert to_roman(parse_symbol(chord), parse_key(key)) == numeral


def test_an_inversion_on_one_of_two_thirds_is_read_back() -> None:
    symbol, key = parse_symbol("Gb(add#3)/B"), parse_key("A")
    assert from_roman(to_roman(symbol, key), key) == symbol


def test_numerals_of_other_degrees() -> None:
    key = parse_key("C")
    assert [str(from_roman(text, key)) for text in ("V7/V", "vii°7/ii", "ii7", "bVImaj7")] == [
        "D7",
        "C#dim7",
        "Dm7",
        "Abmaj7",
    ]


@pytest.mark.parametrize(
    ("text", "position"),
    [("", 0), ("H", 0), ("bX", 1), ("Vfoo", 1), ("V/" * 5000 + "V", 200), ("VIII", 3), ("iifoo", 2)],
)
def test_numeral_errors_point_at_the_character(text: str, position: int) -> None:
    with pytest.raises(NumeralSyntaxError) as caught:
        from_roman(text, parse_key("C"))
    assert caught.value.position == position


@given(st.text(max_size=20))
def test_any_text_is_a_key_and_a_numeral_or_refused(text: str) -> None:
    for read in (parse_key, lambda each: from_roman(each, Key(parse_note("C"), Mode.MAJOR))):
        try:
            read(text)
        except (KeySyntaxError, NumeralSyntaxError) as error:
            assert 0 <= error.position <= len(text)  # noqa: PT017


@pytest.mark.parametrize(
    ("chords", "key"),
    [
        ("Em7b5 A7 Dm7", "D minor"),
        ("Em7b5 A7", "D minor"),  # its tonic left out
        ("Em7b5 A7b9 Dm6", "D minor"),
        ("Em7b5 A7alt Dm(maj7)", "D minor"),
        ("Em7b5 A Dm", "D minor"),
        ("Em7b5 Eb7 Dm7", "D minor"),  # tritone substitute
        ("Em7b5 A7 Dmaj7", "D major"),  # ends in major
        ("Dm7b5 G7 C", "C major"),
        ("A7 Dm", "D minor"),
        ("Dm7 G7", "C major"),
        ("Fm7 Bb7 Cmaj7", "C major"),  # the back door
        ("Cmaj7 Bm7b5 E7 Am7 Dm7 G7 Cmaj7", "C major"),  # a minor cadence on the way
        ("Em7b5 A7 Dm7 G7 Cmaj7", "C major"),
        ("Cm7 F7 Bbmaj7 Ebmaj7 Am7b5 D7 Gm6", "Bb major"),
        ("Db7", "Gb major"),  # spelled as written, not F#
    ],
)
def test_cadences_tell_the_key(chords: str, key: str) -> None:
    assert find_keys(read_progression(chords))[0].key.name == key


@pytest.mark.parametrize("semitones", range(12))
def test_minor_cadences_tell_the_key_in_all_twelve(semitones: int) -> None:
    for chords in ("Em7b5 A7 Dm7", "Em7b5 A7", "Em7b5 A7b9 Dm6"):
        found = find_keys(transpose_all(read_progression(chords), semitones))[0].key
        assert (found.tonic.pitch_class, found.mode) == ((2 + semitones) % 12, Mode.MINOR)
