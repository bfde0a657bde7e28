"""Every shape sounds its chord and nothing else, and the stated hand can play it; known shapes come out on top."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import pytest
from _pytest.mark import ParameterSet
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.voicings.command import every_chord
from bench.voicings.judge import chord_faults, faults
from bench.voicings.tunings import TUNINGS, thirty_tunings
from chordwork.harmony import Chord, ChordSymbol, all_chords, parse_symbol
from chordwork.music.fretboard import (
    INSTRUMENTS,
    LEVELS,
    ChordTones,
    Fretboard,
    Hand,
    Instrument,
    NoVoicingError,
    Voicing,
    best_voicing,
    find_instrument,
    voicings,
)
from chordwork.music.tabs import read_chord

GUITAR: Final = Fretboard(INSTRUMENTS["guitar"])


def instrument_tuned(instrument: Instrument) -> ParameterSet:
    """Each instrument as it is tuned by default is tried before every commit, other tunings in the long run."""
    usual = instrument.tuning in {each.tuning for each in INSTRUMENTS.values()}
    name = f"{instrument.name} {instrument.tuning_text}"
    return pytest.param(instrument, id=name, marks=() if usual else pytest.mark.long)


@pytest.mark.parametrize("instrument", [instrument_tuned(each) for each in thirty_tunings()])
def test_every_voicing_of_every_chord_is_true_and_playable(instrument: Instrument) -> None:
    board, hand = Fretboard(instrument), Hand()
    unplayable = []
    for chord in all_chords():
        tones = ChordTones.from_chord(chord)
        found = voicings(tones, board, hand, limit=4)
        if not found and not _with_little_given_up(tones, board, hand):
            unplayable.append(chord.symbol)
        for voicing in found:
            assert faults(voicing, board, hand) == [], (chord.symbol, voicing.shape, voicing.placements)
    assert len(unplayable) <= 9, unplayable  # a few four-note chords fall outside the reach on a bass in fourths


def _with_little_given_up(tones: ChordTones, board: Fretboard, hand: Hand) -> bool:
    """Whether a chord can be played by a wider hand or above another bass, its tones all there."""
    try:
        shape = best_voicing(tones, board, hand)
    except NoVoicingError:
        return False
    assert {pitch % 12 for pitch in shape.pitches} <= tones.allowed
    assert {pitch % 12 for pitch in shape.pitches} >= tones.required
    return True


@pytest.mark.long
@pytest.mark.parametrize("number", range(TUNINGS))
def test_every_voicing_of_the_whole_grammar_is_true_and_playable(number: int) -> None:
    """A twelfth of all chords on each tuning, other roots on each; ``python -m bench voicings`` takes them all."""
    held_to_the_grammar(number, every_chord()[number % 12 :: 12], unplayable_at_most=6)


@pytest.mark.parametrize("number", range(TUNINGS))
def test_voicings_of_every_kind_of_chord_are_true_and_playable(number: int) -> None:
    """A quarter of that twelfth, other chords on each tuning."""
    every = every_chord()[number % 12 :: 12]
    held_to_the_grammar(number, every[number // 12 % 4 :: 4], unplayable_at_most=1)


def held_to_the_grammar(number: int, symbols: Sequence[ChordSymbol], unplayable_at_most: int) -> None:
    board, hand = Fretboard(thirty_tunings()[number]), Hand()
    unplayable = []
    for symbol in symbols:
        tones = ChordTones.from_symbol(symbol)
        found = voicings(tones, board, hand, limit=3)
        if not found and not _with_little_given_up(tones, board, hand):
            unplayable.append(str(symbol))
        for voicing in found:
            low = board.instrument.carries_bass
            assert chord_faults(voicing, symbol, low=low) == [], (str(symbol), voicing.shape)
            assert faults(voicing, board, hand) == [], (str(symbol), voicing.shape, voicing.placements)
    assert len(unplayable) <= (unplayable_at_most if board.strings < 6 else 0), unplayable


def test_a_shape_is_judged_by_what_defines_its_chord() -> None:
    def shape(text: str, frets: str) -> list[str]:
        symbol = parse_symbol(text)
        numbers = tuple(-1 if fret == "x" else int(fret) for fret in frets)
        pitches = tuple(GUITAR.pitch(string, fret) for string, fret in enumerate(numbers) if fret >= 0)
        return chord_faults(Voicing(ChordTones.from_symbol(symbol), numbers, (), pitches), symbol)

    assert shape("C", "x32010") == shape("C7", "x32310") == shape("C9", "x32333") == shape("Dsus4", "xx0233") == []
    assert shape("C7", "x32010") == ["no 7"]
    assert shape("C", "x35553") == []
    assert shape("C", "x35543") == ["foreign note", "no 3"]
    assert shape("C/E", "x32010") == ["another bass"]
    assert shape("C13", "x32333") == ["no 13"]


@pytest.mark.parametrize("name", ["guitar", "guitar-7", "ukulele", "ukulele-baritone", "mandolin"])
@pytest.mark.parametrize("level", ["intermediate", "advanced"])
def test_chordal_instruments_have_every_chord(name: str, level: str) -> None:
    board = Fretboard(INSTRUMENTS[name])
    missing = [c.symbol for c in all_chords() if not voicings(ChordTones.from_chord(c), board, LEVELS[level], limit=1)]
    assert missing == []


GOLDEN: Final = {
    "guitar": {
        "C": "x32010", "G": "320003", "Am": "x02210", "F": "133211", "Bm": "x24432", "D": "xx0232", "E": "022100",
        "A": "x02220", "Em": "022000", "Dm": "xx0231", "B7": "x21202", "C7": "x32310", "G7": "320001", "D7": "xx0212",
        "A7": "x02020", "E7": "020100", "Cmaj7": "x32000", "Am7": "x02010", "Fmaj7": "xx3210", "Em7": "020000",
        "Gmaj7": "320002", "F#m": "244222", "Bb": "x13331", "Dm7": "xx0211", "Dsus4": "xx0233", "Asus2": "x02200",
        "Cm": "x35543", "Gm": "355333", "Fm": "133111", "B": "x24442", "F#m7b5": "202210", "G5": "355xxx",
        "C/E": "032010", "D/F#": "200232", "G/B": "x20003", "Caug": "x32110", "Bm7b5": "x20201", "E5": "022x00",
    },
    "ukulele": {
        "C": "0003", "F": "2010", "G": "0232", "Am": "2000", "D": "2220", "G7": "0212", "Em": "0432", "A7": "0100",
        "Dm": "2210", "E7": "1202", "Dm7": "2213", "Gm": "0231", "C7": "0001",
        "Bbm": "3111", "Bb": "3211", "A": "2100", "Bm": "4222", "D7": "2223", "Cmaj7": "0002",
    },
    "mandolin": {"G": "0023", "C": "0230", "D": "2002", "A": "2245", "Em": "0220", "Am": "2230"},
    "banjo": {"G": "00000", "C": "x2012", "D": "x0234", "Em": "x2002"},
    "guitar-7": {"C": "xx32010", "G": "x320003", "Am": "xx02210"},
}  # fmt: skip
"""What any chord book shows first."""

TOP: Final = 8


@pytest.mark.parametrize(("name", "symbol"), [(name, symbol) for name, known in GOLDEN.items() for symbol in known])
def test_known_shapes_are_among_the_first(name: str, symbol: str) -> None:
    tones = read_chord(symbol)
    assert tones is not None
    shapes = [voicing.shape for voicing in voicings(tones, Fretboard(INSTRUMENTS[name]), limit=TOP)]
    assert GOLDEN[name][symbol] in shapes


FIRST: Final = {
    "guitar": "C G Am F D E A Em Dm Bm B7 C7 G7 D7 A7 E7 Cmaj7 Am7 Fmaj7 Em7 Gmaj7 F#m Bb Dm7 Cm Gm Fm B Dsus4 F#m7b5 "
    "G5 C/E D/F# G/B",
    "ukulele": "C F G Am D G7 A7 Dm E7 Bb A Bm D7 Cmaj7 Dm7 Gm C7 Bbm",
    "mandolin": "G C D Em",
    "guitar-7": "C G Am",
}
"""Of these the golden shape is the very first."""


@pytest.mark.parametrize(
    ("name", "symbol"), [(name, symbol) for name, known in FIRST.items() for symbol in known.split()]
)
def test_the_shape_that_everybody_knows_comes_first(name: str, symbol: str) -> None:
    tones = read_chord(symbol)
    assert tones is not None
    assert best_voicing(tones, Fretboard(INSTRUMENTS[name])).shape == GOLDEN[name][symbol]


def test_textbook_fingerings() -> None:
    expected = {"C": (0, 3, 2, 0, 1, 0), "Am": (0, 0, 2, 3, 1, 0), "D": (0, 0, 0, 1, 3, 2), "A": (0, 0, 1, 2, 3, 0)}
    for symbol, fingers in expected.items():
        tones = read_chord(symbol)
        assert tones is not None
        assert best_voicing(tones, GUITAR).fingers == fingers
    barre = next(v for v in voicings(ChordTones.from_chord(Chord.of(5, "maj")), GUITAR) if v.shape == "133211")
    assert barre.fingers == (1, 3, 4, 2, 1, 1)
    assert barre.has_barre


boards = st.builds(
    lambda tuning, capo, low, width, open_strings: Fretboard(
        Instrument("custom", "Custom", tuple(tuning), frets=19), capo, low, min(19 - capo, low + width), open_strings
    ),
    st.lists(st.integers(30, 70), min_size=1, max_size=9),
    st.integers(0, 9),
    st.integers(1, 6),
    st.integers(2, 9),
    st.booleans(),
)
hands = st.builds(
    Hand,
    fingers=st.integers(1, 4),
    reach_mm=st.floats(40, 140),
    barre_strings=st.integers(1, 9),
    inner_mutes=st.integers(0, 3),
)
chords = st.builds(
    lambda root, quality, bass: Chord(root, quality.quality, root if bass is None else bass),
    st.integers(0, 11),
    st.sampled_from(all_chords()),
    st.none() | st.integers(0, 11),
)


@given(chords, boards, hands)
@settings(max_examples=120, deadline=None)
def test_any_tuning_any_hand_any_range(chord: Chord, board: Fretboard, hand: Hand) -> None:
    found = voicings(ChordTones.from_chord(chord), board, hand, limit=6)
    assert [faults(voicing, board, hand) for voicing in found] == [[]] * len(found)
    costs = [voicing.cost for voicing in found]
    assert costs == sorted(costs)
    assert len({voicing.frets for voicing in found}) == len(found)


@given(st.sampled_from(all_chords()), st.sampled_from(sorted(INSTRUMENTS)))
@settings(max_examples=25, deadline=None)
def test_the_first_k_do_not_depend_on_k(chord: Chord, name: str) -> None:
    tones, board = ChordTones.from_chord(chord), Fretboard(INSTRUMENTS[name])
    many = voicings(tones, board, limit=9)
    assert voicings(tones, board, limit=3) == many[:3]


def test_a_lower_reach_never_makes_a_stretch() -> None:
    wide = Fretboard(INSTRUMENTS["bass"])
    small = Hand(reach_mm=60)
    for voicing in voicings(ChordTones.from_chord(Chord.of(9, "5")), wide, small, limit=20):
        low, high = voicing.pressed_range or (0, 0)
        assert wide.wire_mm(high) - wide.wire_mm(low) <= 60


def test_no_shape_is_an_error_that_names_the_chord() -> None:
    one_string = Fretboard(Instrument("custom", "Diddley bow", (40,)))
    with pytest.raises(NoVoicingError, match="C7") as caught:
        best_voicing(ChordTones.from_chord(Chord.of(0, "7")), one_string)
    assert caught.value.code == "no_voicing"


def test_a_chord_of_more_notes_than_strings_says_so() -> None:
    with pytest.raises(NoVoicingError, match="5 different notes, more than ukulele"):
        best_voicing(ChordTones.from_symbol(parse_symbol("C13b9#11")), Fretboard(INSTRUMENTS["ukulele"]))


def test_extended_chords_let_the_fifth_and_then_the_root_go() -> None:
    ninth = ChordTones.from_intervals(0, (0, 4, 7, 10, 14), symbol="C9")
    assert ninth.required == {2, 4, 10}
    assert ninth.optional == {0, 7}
    assert (
        faults(best_voicing(ninth, Fretboard(find_instrument("uke"))), Fretboard(find_instrument("uke")), Hand()) == []
    )


def test_thirteenths_and_elevenths_fit_on_six_strings() -> None:
    thirteenth = ChordTones.from_intervals(0, (0, 4, 7, 10, 14, 17, 21), symbol="C13")
    assert thirteenth.required == {4, 9, 10}
    eleventh = ChordTones.from_intervals(0, (0, 4, 7, 10, 14, 17), symbol="C11")
    assert eleventh.required == {2, 5, 10}
    for tones in (thirteenth, eleventh):
        assert faults(best_voicing(tones, GUITAR), GUITAR, Hand()) == []


def test_transposing_renames_root_and_bass() -> None:
    tones = ChordTones.from_chord(Chord.of(2, "maj", 6))
    assert (tones.symbol, tones.transposed(3).symbol, tones.transposed(12)) == ("D/F#", "F/A", tones)
