"""Songs changed on the way to another format."""

from __future__ import annotations

import attrs
import pytest

from chordwork.harmony import parse_key, parse_symbol
from chordwork.music.charts import ChartFileError, UnknownChartError, read_charts, to_chart
from chordwork.music.charts.json_form import read
from chordwork.music.converting import convert
from chordwork.music.song import Bar, MelodyNote, PlacedChord, Song, UnplayableSongError, transposed, with_capo
from tests.music.song.songs import bar, song

WALTZ = song(
    bar("Bb", repeat_begins=True),
    Bar((PlacedChord(parse_symbol("Eb"), written="Es"),), repeat_times=2, key=parse_key("Eb major")),
    key=parse_key("Bb major"),
    capo=3,
)


def names(of: Song) -> list[str]:
    return [str(symbol) for symbol in of.symbols]


def sounding(of: Song) -> list[str]:
    return [str(symbol) for symbol in to_chart(of).symbols]


def test_a_song_moves_with_its_keys_and_its_melody_and_keeps_its_capo() -> None:
    tune = attrs.evolve(WALTZ, sections=(*WALTZ.sections, *song(Bar(melody=(MelodyNote(127, 0, 1),))).sections))  # type: ignore[arg-type]
    moved = transposed(tune, 2)
    assert names(moved) == ["C", "F"]
    assert (str(moved.key), [str(each.key) for each in moved.bars if each.key]) == ("C major", ["F major"])
    assert moved.capo == 3
    assert [note.pitch for each in moved.bars for note in each.melody] == [117]
    assert not any(chord.written for each in moved.bars for chord in each.chords)
    assert transposed(tune, 0) is tune
    assert names(transposed(tune, -12)) == names(tune)


def test_chords_without_a_key_are_spelled_for_the_one_they_seem_to_be_in() -> None:
    assert names(transposed(song(bar("C"), bar("F"), bar("G7"), bar("C")), 3)) == ["Eb", "Ab", "Bb7", "Eb"]


@pytest.mark.parametrize("fret", [0, 1, 3, 7])
def test_a_capo_changes_what_is_written_and_not_what_sounds(fret: int) -> None:
    put = with_capo(WALTZ, fret)
    assert put.capo == fret
    assert [to.pitch_classes for to in to_chart(put).symbols] == [was.pitch_classes for was in to_chart(WALTZ).symbols]
    assert put.sounding_key == WALTZ.sounding_key
    assert with_capo(WALTZ, 3) == WALTZ


@pytest.mark.parametrize("form", ["ireal", "abc"])
def test_a_format_without_a_capo_has_the_chords_that_sound(form: str) -> None:
    of = song(bar("D"), bar("A7"), key=parse_key("D major"), capo=1, title="One up")
    made = convert(of, form)
    back = read_charts(made.data, form=form).songs[0]
    assert names(back) == ["Eb", "Bb7"]
    assert (back.capo, str(back.key)) == (0, "Eb major")
    assert "capo" not in {lost.what for lost in made.lost}
    assert names(read(convert(of, "json").data).songs[0]) == ["D", "A7"]


def test_what_sounds_behind_a_capo_is_spelled_for_the_key_that_sounds() -> None:
    assert sounding(song(bar("G"), bar("D"), key=parse_key("D major"), capo=1)) == ["Ab", "Eb"]


def test_convert_does_what_is_asked_in_this_order() -> None:
    made = read(convert(WALTZ, "json", unfold=True, transpose=-1, capo=0).data).songs[0]
    assert names(made) == ["C", "F", "C", "F"]
    assert (made.capo, str(made.key)) == (0, "C major")
    assert sounding(made) == [str(parse_symbol(name)) for name in ("C", "F", "C", "F")]


def test_note_names_in_another_notation() -> None:
    timed = convert(song(bar("B7"), bar("Bb F#m")), "chordpro", notation="german").data.decode()
    assert "H7" in timed
    assert "Fism" in timed
    assert "B7" not in timed
    with pytest.raises(ChartFileError, match="Fism/Ais cannot be written there in german names"):
        convert(song(bar("F#m/A#")), "chordpro", notation="german")
    assert "Sib" in convert(song(bar("Bb"), timed=False), "chordpro", notation="solfege").data.decode()


def test_what_cannot_be_written_is_refused() -> None:
    with pytest.raises(ChartFileError, match="English note names only"):
        convert(WALTZ, "json", notation="german")
    with pytest.raises(UnknownChartError):
        convert(WALTZ, "cassette")
    with pytest.raises(UnplayableSongError):
        convert(song(bar("C", repeat_begins=True)), "json", unfold=True)
