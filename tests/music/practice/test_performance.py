"""A recording's chords against a song: what is right, wrong, missed, played again or left out, at any tempo."""

from __future__ import annotations

import attrs
import pytest

from chordwork.harmony import NO_SYMBOL, UNKNOWN_SYMBOL, parse_symbol
from chordwork.music.charts import read_chart
from chordwork.music.practice import HeardError, TargetError
from chordwork.music.practice.performance import MAX_BEATS, HeardChord, SongFeedback, check_song, likeness
from chordwork.music.song import Song
from tests.music.song.songs import bar, song


def heard(text: str, bpm: float = 120.0, start: float = 0.0) -> list[HeardChord]:
    """Chords of four beats, or of those behind the star: ``"C Am*2 -*8"``; a dash is silence."""
    played: list[HeardChord] = []
    now = start
    for word in text.split():
        name, _, beats = word.partition("*")
        length = float(beats or 4) * 60 / bpm
        played.append(HeardChord(now, now + length, NO_SYMBOL if name == "-" else parse_symbol(name)))
        now += length
    return played


def numbers(feedback: SongFeedback) -> list[int]:
    return [each.number for each in feedback.bars]


@pytest.mark.parametrize("bpm", [52, 77, 97, 120, 168, 230])
def test_what_is_right_is_right_at_every_tempo(bpm: float) -> None:
    feedback = check_song(read_chart("C Am F G"), heard("C Am F G", bpm))
    assert numbers(feedback) == [1, 2, 3, 4]
    assert feedback.score > 0.95
    assert feedback.faults == ()
    assert feedback.left_out == ()
    assert feedback.transposed_by == 0


def test_a_wrong_chord_is_named_with_what_was_played_and_when() -> None:
    feedback = check_song(read_chart("C Am F G"), heard("C Em F G", 96))
    (fault,) = feedback.faults
    assert (fault.kind, fault.expected, fault.heard) == ("wrong", "Am", "Em")
    assert fault.at == pytest.approx(2.5, abs=0.3)
    assert [round(each.score) for each in feedback.bars] == [1, 0, 1, 1]


def test_a_chord_that_was_not_changed_to_is_missed() -> None:
    feedback = check_song(read_chart("C Am F G"), heard("C*8 F G", 96))
    assert [(fault.kind, fault.expected, fault.heard) for fault in feedback.faults] == [("missed", "Am", "C")]
    silent = check_song(read_chart("C Am F G"), heard("C -*4 F G", 96))
    assert [(fault.kind, fault.expected, fault.heard) for fault in silent.faults] == [("missed", "Am", "N.C.")]


def test_silence_and_talk_around_the_song_are_no_part_of_it() -> None:
    feedback = check_song(read_chart("C Am F G"), heard("- C Am F G -", 90, start=3.0))
    assert numbers(feedback) == [1, 2, 3, 4]
    assert feedback.bars[0].start == pytest.approx(3 + 4 * 60 / 90, abs=0.7)


def test_what_is_played_twice_is_there_twice() -> None:
    feedback = check_song(read_chart("C Am F G"), heard("C Am F G C Am F G", 90))
    assert numbers(feedback) == [1, 2, 3, 4, 1, 2, 3, 4]
    verse = check_song(
        read_chart("[Verse]\nC | G | Am | F\n[Chorus]\nF | G | C | C"),
        heard("C G Am F C G Am F F G C*8 F G C*8"),
    )
    assert numbers(verse) == [1, 2, 3, 4, 1, 2, 3, 4, 5, 6, 7, 8, 5, 6, 7, 8]
    assert verse.score > 0.9


def test_what_is_left_out_is_said() -> None:
    feedback = check_song(read_chart("[A]\nC | Am | F | G\n[Coda]\nEb | Ab"), heard("C Am F G"))
    assert feedback.left_out == (5, 6)
    assert feedback.score > 0.95


def test_a_song_in_another_key_is_heard_as_that() -> None:
    feedback = check_song(read_chart("C Am F G"), heard("D Bm G A"))
    assert (feedback.transposed_by, feedback.faults) == (2, ())
    assert feedback.bars[1].expected == ("Bm",)


def test_chords_that_share_bars_and_bars_of_odd_length() -> None:
    feedback = check_song(read_chart("C G | Am F | C"), heard("C*2 G*2 Am*2 Em*2 C", 100))
    assert [(fault.expected, fault.heard) for fault in feedback.faults] == [("F", "Em")]
    assert feedback.bars[1].expected == ("Am", "F")
    seven = check_song(read_chart("7/8 C | G | F | C"), heard("C*3.5 G*3.5 F*3.5 C*3.5", 150))
    assert numbers(seven) == [1, 2, 3, 4]
    assert seven.faults == ()


def test_a_known_tempo_finds_the_same_though_it_counts_other_beats() -> None:
    played = heard("C Em F G C Am F G", 96)
    chart = read_chart("C Am F G")
    for tempo in (48.0, 96.0, 192.0):
        feedback = check_song(chart, played, tempo_bpm=tempo)
        assert numbers(feedback) == [1, 2, 3, 4, 1, 2, 3, 4]
        assert [(fault.expected, fault.heard) for fault in feedback.faults] == [("Am", "Em")]


def test_a_tempo_that_was_tracked_is_taken_exactly_and_one_that_misleads_changes_nothing() -> None:
    played, chart = heard("C Am F G C Am F G", 97.3), read_chart("C Am F G")
    alone = check_song(chart, played)
    for tracked in (97.3, 194.6, 97.3 * 2 / 3):
        assert check_song(chart, played, tempo_bpm=tracked).tempo_bpm == 97.3
    assert check_song(chart, played, tempo_bpm=110.0) == alone


def test_repeats_and_the_capo_of_a_song_are_followed() -> None:
    written = attrs.evolve(song(bar("C", repeat_begins=True), bar("G", repeat_times=2), bar("F")), capo=2)
    feedback = check_song(written, heard("D A D A G", 110))
    assert numbers(feedback) == [1, 2, 3, 4, 5]
    assert feedback.transposed_by == 0
    assert feedback.to_dict()["bars"][4]["expected"] == ("G",)


@pytest.mark.parametrize(
    ("written", "played", "least", "most"),
    [
        ("C", "C", 1, 1),
        ("C7", "C", 1, 1),
        ("Cmaj7", "C6", 1, 1),
        ("Am7", "C6", 1, 1),
        ("C/E", "C", 1, 1),
        ("Csus4", "C", 0.75, 0.9),
        ("C", "Cm", 0, 0.49),
        ("C", "Am", 0, 0.49),
        ("C", "F#", 0, 0.1),
        ("N.C.", "N.C.", 1, 1),
        ("C", "N.C.", 0, 0),
    ],
)
def test_how_right_a_chord_is_for_another(written: str, played: str, least: float, most: float) -> None:
    assert least <= likeness(parse_symbol(written), parse_symbol(played)) <= most


def test_nothing_to_compare_is_refused() -> None:
    chart = read_chart("C Am F G")
    with pytest.raises(HeardError, match="no chord was heard"):
        check_song(chart, heard("- -"))
    with pytest.raises(HeardError, match="no chord was heard"):
        check_song(chart, [HeardChord(0, 5, UNKNOWN_SYMBOL)])
    with pytest.raises(TargetError, match="no chord in this song"):
        check_song(Song(), heard("C"))
    with pytest.raises(TargetError, match="give at most"):
        check_song(song(*[bar("C")] * (MAX_BEATS // 4 + 1)), heard("C"))
    with pytest.raises(HeardError, match="too long"):
        check_song(song(*[bar("C G")] * 2000), [HeardChord(0, 50_000, parse_symbol("C"))])
