"""The same song elsewhere: in another key, behind a capo."""

from __future__ import annotations

from fractions import Fraction

import pytest

from chordwork.harmony import NO_SYMBOL, parse_key, parse_symbol
from chordwork.music.song import Bar, MelodyNote, PlacedChord, Song, transposed, with_capo
from tests.music.song.songs import bar, song


def chords(of: Song) -> str:
    return " ".join(str(symbol) for symbol in of.symbols)


def melody(*pitches: int) -> tuple[MelodyNote, ...]:
    return tuple(MelodyNote(pitch, Fraction(at), Fraction(1)) for at, pitch in enumerate(pitches))


@pytest.mark.parametrize(
    ("key", "semitones", "moved", "to"),
    [
        ("C", 1, "Db Gb Ab7/C", "Db"),
        ("C", 4, "E A B7/D#", "E"),
        ("C", -1, "B E F#7/A#", "B"),
        ("C", 12, "C F G7/B", "C"),
        (None, 2, "D G A7/C#", None),
    ],
)
def test_chords_and_key_are_spelled_for_where_they_are(key: str | None, semitones: int, moved: str, to: str) -> None:
    whole = song(bar("C F G7/B"), key=None if key is None else parse_key(key))
    there = transposed(whole, semitones)
    assert chords(there) == moved
    assert there.key == (None if to is None else parse_key(to))


def test_each_chord_is_spelled_for_the_key_that_holds_there() -> None:
    whole = song(bar("C"), bar("E", key=parse_key("E")), bar("B"), key=parse_key("C"))
    there = transposed(whole, 1)
    assert chords(there) == "Db F C"
    assert [each.key for each in there.bars] == [None, parse_key("F"), None]
    flat = transposed(song(bar("Bb"), bar("F", key=parse_key("F")), key=parse_key("Bb")), 1)
    assert chords(flat) == "B F#"


def test_the_melody_goes_along_and_stays_within_what_can_be_played() -> None:
    whole = song(bar("C", melody=melody(60, 127, 126, 0, 1)))
    assert [note.pitch for each in transposed(whole, 2).bars for note in each.melody] == [62, 117, 116, 2, 3]
    assert [note.pitch for each in transposed(whole, -1).bars for note in each.melody] == [59, 126, 125, 11, 0]
    assert [note.pitch for each in transposed(whole, 1).bars for note in each.melody] == [61, 116, 127, 1, 2]
    assert [(note.beat, note.beats) for each in transposed(whole, 2).bars for note in each.melody] == [
        (beat, 1) for beat in range(5)
    ]


def test_what_a_source_wrote_of_a_chord_goes_with_the_chord() -> None:
    written = PlacedChord(parse_symbol("C"), written="CMA")
    silent = PlacedChord(NO_SYMBOL, Fraction(2), written="tacet")
    there = transposed(song(Bar((written, silent))), 2)
    assert [(str(chord.symbol), chord.written) for each in there.bars for chord in each.chords] == [
        *(("D", ""), ("N.C.", "tacet"))
    ]
    assert transposed(song(Bar((written,))), 0) == song(Bar((written,)))
    assert [chord.written for each in transposed(song(Bar((written,))), 12).bars for chord in each.chords] == ["CMA"]


def test_capo_and_transposition_stay_where_a_song_is_transposed() -> None:
    there = transposed(song(bar("C"), capo=2, transposition=-2), 2)
    assert (there.capo, there.transposition) == (2, -2)


def test_behind_a_capo_hands_play_lower_and_the_same_sounds() -> None:
    whole = song(bar("Bb", key=parse_key("Bb"), melody=melody(70)), bar("Gm"), key=parse_key("Bb"))
    there = with_capo(whole, 3)
    assert (chords(there), there.capo) == ("G Em", 3)
    assert (there.key, there.sounding_key) == (parse_key("G"), parse_key("Bb"))
    assert [each.key for each in there.bars] == [parse_key("G"), None]
    assert [note.pitch for each in there.bars for note in each.melody] == [70]
    assert with_capo(there, 0) == whole
    assert chords(with_capo(there, 1)) == "A F#m"
    assert with_capo(there, 3) == there
