import mir_eval
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.harmony import NO_CHORD, QUALITIES, UNKNOWN_CHORD, Chord, ChordSyntaxError, all_chords, parse_label

CHORDS = st.builds(
    lambda root, quality, interval: Chord(root, quality, (root + interval) % 12),
    st.integers(0, 11),
    st.sampled_from(QUALITIES),
    st.integers(0, 11),
)


@given(CHORDS)
def test_labels_are_read_back(chord: Chord) -> None:
    assert parse_label(chord.label) == chord


@given(CHORDS)
def test_labels_mean_the_same_to_mir_eval(chord: Chord) -> None:
    root, bitmap, bass = mir_eval.chord.encode(chord.label)
    assert root == chord.root
    assert (root + bass) % 12 == chord.bass
    assert {(root + interval) % 12 for interval in np.flatnonzero(bitmap)} | {chord.bass} == chord.pitch_classes


@pytest.mark.parametrize("chord", [NO_CHORD, UNKNOWN_CHORD])
def test_the_two_without_a_root(chord: Chord) -> None:
    assert parse_label(chord.label) == chord
    assert not chord.is_chord
    assert (chord.bass_name, chord.pitch_classes) == (None, frozenset())


@pytest.mark.parametrize(
    ("label", "symbol"),
    [
        ("C", "C"),
        ("A:min7/b3", "Am7/C"),
        ("Bb:maj7", "Bbmaj7"),
        ("A#:maj", "Bb"),
        ("Cb:maj/5", "B/F#"),
        ("B:hdim7", "Bm7b5"),
        ("E:5", "E5"),
        ("G:aug/#5", "Gaug/D#"),
        ("A:maj/3", "A/C#"),
        ("Db:min", "C#m"),
        ("Ab:hdim7/b5", "G#m7b5/D"),
        ("Bb:min/b3", "Bbm/Db"),
        ("C:dim7/bb7", "Cdim7/A"),
        ("N", "N.C."),
        ("X", "?"),
    ],
)
def test_symbols(label: str, symbol: str) -> None:
    assert parse_label(label).symbol == symbol


@pytest.mark.parametrize("text", ["", "H", "c", "C:", "C:maj13", "C/", "C/99", "C:maj/x", "N/3", "C :maj", "C:maj\n"])
def test_bad_labels_say_what_was_given(text: str) -> None:
    with pytest.raises(ChordSyntaxError) as caught:
        parse_label(text)
    assert (caught.value.text, caught.value.code) == (text, "chord_syntax")


def test_the_vocabulary_has_no_two_chords_alike() -> None:
    assert len(set(all_chords())) == 180
    assert len({chord.label for chord in all_chords()}) == 180
