"""A recording written down as a lead sheet, and its parts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import attrs
import pytest

from chordwork.analysis.charts.analysis import Analysis, key_spans
from chordwork.analysis.charts.bars import find_bars
from chordwork.analysis.charts.beat_grid import BeatGrid
from chordwork.analysis.charts.lead_sheet import lead_sheet
from chordwork.analysis.charts.parts import Part, find_parts
from chordwork.analysis.charts.timeline import TimedChord
from chordwork.music.song import Song
from tests.analysis.sounds import timeline

VERSE = "C G Am F C G F G"
BLUES = "C F C C F F C C G F C G"
CHORUS = "F G Em Am F G C C"


def analysis(chords: Sequence[TimedChord], *, beats: int, bpm: float = 120.0, start: float = 0.0) -> Analysis:
    period = 60.0 / bpm
    grid = BeatGrid(bpm, 0.9, tuple(round(start + index * period, 4) for index in range(beats)))
    return Analysis(
        *("night_train.ogg", chords[-1].end, 44100, "final", "C major", 0.0, "test", tuple(chords)),
        keys=key_spans(chords),
        beat_grid=grid,
        bars=find_bars(grid.beats, chords),
    )


def bar_by_bar(song: Song) -> list[str]:
    return [" ".join(f"{chord.symbol}@{chord.beat}" for chord in bar.chords) for bar in song.bars]


def test_chords_stand_on_beats_though_they_are_heard_before_or_after() -> None:
    chords = timeline(("C", 2.1), ("G", 1.85), ("Am", 2.15), ("F", 0.95), ("G", 0.95), ("C", 2.0))
    sheet = lead_sheet(analysis(chords, beats=20))
    assert bar_by_bar(sheet.song) == ["C@0", "G@0", "Am@0", "F@0 G@2", "C@0"]
    assert sheet.bar_starts == (0.0, 2.0, 4.0, 6.0, 8.0, 10.0)
    assert (sheet.song.title, str(sheet.song.key), sheet.song.tempo_bpm, sheet.song.metre) == (
        *("night train", "C major", 120.0),
        (4, 4),
    )


def test_a_passing_chord_that_was_hardly_heard_is_not_written() -> None:
    chords = timeline(("C", 2.0), ("F", 1.5), ("F#dim", 0.5, 0.3), ("G", 2.0), ("C", 2.0))
    assert bar_by_bar(lead_sheet(analysis(chords, beats=16)).song) == ["C@0", "F@0", "G@0", "C@0"]


def test_a_chord_on_the_last_beat_that_is_sure_and_ends_there_is_written() -> None:
    chords = timeline(("C", 2.0), ("F", 1.5), ("G", 0.5, 1.0), ("C", 2.0), ("F", 2.0))
    assert bar_by_bar(lead_sheet(analysis(chords, beats=16)).song)[1] == "F@0 G@3"


def test_a_breath_between_chords_is_no_rest_and_a_silent_bar_is_one() -> None:
    chords = timeline(("C", 1.7), ("N.C.", 0.3), ("G", 2.0), ("N.C.", 2.0), ("C", 2.0))
    assert bar_by_bar(lead_sheet(analysis(chords, beats=16)).song) == ["C@0", "G@0", "N.C.@0", "C@0"]


def test_silence_before_and_after_is_left_out() -> None:
    chords = timeline(("N.C.", 2.0), ("C", 2.0), ("G", 2.0), ("C", 2.0), ("N.C.", 4.0))
    sheet = lead_sheet(analysis(chords, beats=24))
    assert bar_by_bar(sheet.song) == ["C@0", "G@0", "C@0"]
    assert sheet.bar_starts[0] == 2.0


def test_without_a_beat_each_chord_has_its_bar_and_nothing_says_how_long() -> None:
    plain = attrs.evolve(analysis(timeline(("C", 2.0), ("N.C.", 1.0), ("G", 3.0)), beats=8), beat_grid=None, bars=None)
    sheet = lead_sheet(plain, title="Free")
    assert (bar_by_bar(sheet.song), sheet.song.timed, sheet.song.title) == (["C@0", "G@0"], False, "Free")
    assert sheet.bar_starts == (0.0, 3.0, 6.0)


def test_nothing_heard_is_a_song_without_bars() -> None:
    silent = timeline(("N.C.", 8.0))
    assert lead_sheet(analysis(silent, beats=16)).song.sections == ()
    assert lead_sheet(attrs.evolve(analysis(silent, beats=16), beat_grid=None, bars=None)).song.sections == ()


def test_chords_are_spelled_as_the_key_spells_them() -> None:
    chords = [attrs.evolve(chord, symbol=chord.symbol.replace("F#", "Gb")) for chord in timeline(("F#", 4), ("C#", 4))]
    assert bar_by_bar(lead_sheet(analysis(chords, beats=16)).song) == ["Gb@0", "Gb@0", "C#@0", "C#@0"]


def test_parts_that_come_again_have_one_letter_and_help_each_other() -> None:
    heard = [VERSE, VERSE, CHORUS, VERSE.replace("Am", "A", 1), CHORUS]
    chords = timeline(*((symbol, 2.0, 0.4 if symbol == "A" else 0.9) for part in heard for symbol in part.split()))
    song = lead_sheet(analysis(chords, beats=160)).song
    assert [section.name for section in song.sections] == ["A", "A", "B", "A", "B"]
    assert bar_by_bar(song)[24:32] == bar_by_bar(song)[:8]


def bars(text: str) -> list[tuple[str, ...]]:
    return [(label,) * 4 for label in text.split()]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        ("C", [("A", 0, 1)]),
        (f"{VERSE} {VERSE} {CHORUS} {VERSE}", [("A", 0, 8), ("A", 8, 16), ("B", 16, 24), ("A", 24, 32)]),
        (
            f"D D {VERSE} {CHORUS} {VERSE} {CHORUS}",
            [("A", 0, 2), ("B", 2, 10), ("C", 10, 18), ("B", 18, 26), ("C", 26, 34)],
        ),
        (f"{BLUES} {BLUES}", [("A", 0, 12), ("A", 12, 24)]),
    ],
)
def test_songs_are_cut_where_parts_come_again(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(part.name, part.first, part.last) for part in find_parts(bars(text))] == found


def test_a_colour_makes_no_other_part_and_a_third_does() -> None:
    coloured = " ".join(f"{label}:7" for label in VERSE.split() if label != "Am")
    plain = " ".join(label for label in VERSE.split() if label != "Am")
    minor = " ".join(f"{label}:min" for label in plain.split())
    found = find_parts(bars(f"{plain} G {coloured} G {minor} G {minor} G"))
    assert [part.kind for part in found] == [0, 0, 1, 1]


def test_letters_go_on_after_z() -> None:
    assert [Part(kind, 0, 1).name for kind in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]


def test_pickups_are_bars_of_their_own_length() -> None:
    chords = timeline(("G", 0.5), *((symbol, 2.0) for symbol in VERSE.split()))
    song = lead_sheet(analysis(chords, beats=33)).song
    first = next(song.bars)
    assert (first.beats, [str(chord.symbol) for chord in first.chords]) == (Fraction(1), ["G"])
    assert song.check() is song
