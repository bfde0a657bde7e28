"""Chords with the times of recordings: labels, JAMS and layers of Sonic Visualiser."""

from __future__ import annotations

import json
from fractions import Fraction

import attrs
import pytest

from chordwork.harmony import parse_key, parse_symbol
from chordwork.music.charts import ChartFileError, ChartTooLargeError, read_charts, recognise, to_chart, write_charts
from chordwork.music.song import Bar, PlacedChord, Song, tidy
from tests.music.song.songs import bar, song

LAB = "0.000000\t1.500000\tC:maj\n1.500000\t2.250000\tN\n2.250000\t4.000000\tA:min7/b3\n"


def jams(data: object, **about: str) -> bytes:
    return json.dumps({"annotations": [{"namespace": "chord", "data": data}], "file_metadata": about}).encode()


def one(data: bytes, name: str = "") -> Song:
    (read,) = read_charts(data, name).songs
    return read


def test_times_of_a_recording_come_back_as_they_were() -> None:
    read = one(LAB.encode())
    assert not read.timed
    assert read.tags == (("seconds", "0 1.5 2.25 4"),)
    assert [str(symbol) for symbol in read.symbols] == ["C", "N.C.", "Am7/C"]
    assert write_charts((read,), "lab").data.decode() == LAB
    for form in ("jams", "sonic-visualiser"):
        data = write_charts((read,), form).data
        assert recognise(data).name == form
        assert one(data) == read


def test_a_gap_is_silence() -> None:
    assert [str(symbol) for symbol in one(b"1 2 C\n3 4 G:7\n").symbols] == ["N.C.", "C", "N.C.", "G7"]


def test_a_song_with_bars_is_written_at_its_tempo_as_it_is_played() -> None:
    folded = song(bar("C G", repeat_times=2), bar("Am"), tempo_bpm=60.0, capo=2)
    assert write_charts((folded,), "lab").data.decode().split() == [
        *("0.000000", "2.000000", "D:maj", "2.000000", "4.000000", "A:maj", "4.000000", "6.000000", "D:maj"),
        *("6.000000", "8.000000", "A:maj", "8.000000", "12.000000", "B:min"),
    ]
    read = one(write_charts((folded,), "lab").data)
    assert read.symbols == to_chart(folded).symbols


def test_labels_alone_have_no_times() -> None:
    reading = read_charts(b"# chords\nC:maj G:7/3 | A:min\nN F")
    assert reading.form == "lab"
    assert [str(symbol) for symbol in reading.songs[0].symbols] == ["C", "G7/B", "Am", "N.C.", "F"]


def test_jams_of_both_makes() -> None:
    rows = [
        {"time": 1.0, "duration": 1.0, "value": "G:7", "confidence": 1},
        {"time": 0, "duration": 1, "value": "C:maj"},
    ]
    columns = {"time": [0, 1.0], "duration": [1, 1.0], "value": ["C:maj", "G:7"]}
    read = one(jams(rows, title="Sun", artist="Somebody"))
    assert (read.title, read.artist) == ("Sun", "Somebody")
    assert [str(symbol) for symbol in read.symbols] == ["C", "G7"]
    assert one(jams(columns)).symbols == read.symbols


BARS = (
    song(bar("C G"), bar("Am"), bar("F"), title="Sun", key=parse_key("C major"), tempo_bpm=97.0),
    song(bar("C", beats=Fraction(1)), bar("F G"), bar(""), bar("Am"), tempo_bpm=60.0),
    song(bar("N.C."), bar("C"), bar("N.C."), tempo_bpm=60.0),
    song(*(Bar((PlacedChord(parse_symbol(name), Fraction(at)),)) for name, at in (("C", 0), ("G", 3))), metre=(6, 8)),
    song(bar("C"), Bar((PlacedChord(parse_symbol("G"), Fraction(0)),), metre=(3, 4)), bar("F", metre=(4, 4))),
    song(Bar(tuple(PlacedChord(parse_symbol(name), Fraction(at, 3)) for name, at in (("C", 0), ("G", 5), ("F", 10))))),
)


@pytest.mark.parametrize("of", BARS)
def test_bars_beats_tempo_and_key_come_back_from_jams(of: Song) -> None:
    of = attrs.evolve(of, tempo_bpm=of.tempo_bpm or 120.0).check()
    data = write_charts((of,), "jams").data
    assert one(data) == tidy(of)
    assert {each["namespace"] for each in json.loads(data)["annotations"]} >= {"chord", "tempo", "beat"}


def test_repeats_are_written_out_with_their_beats() -> None:
    folded = song(bar("C G", repeat_times=2), bar("Am"), tempo_bpm=60.0, capo=2, key=parse_key("C"))
    read = one(write_charts((folded,), "jams").data)
    assert [str(symbol) for symbol in read.symbols] == ["D", "A", "D", "A", "Bm"]
    assert (len(list(read.bars)), str(read.key)) == (3, "D major")


def heard(chords: object, beats: object, **more: object) -> bytes:
    tracked = {"namespace": "beat", "data": beats, **more}
    return json.dumps({"annotations": [{"namespace": "chord", "data": chords}, tracked]}).encode()


def marks(count: int, *, begins: float = 0.5, step: float = 0.5, places: int = 4) -> list[dict[str, object]]:
    return [{"time": begins + step * at, "duration": 0, "value": at % places + 1} for at in range(count)]


def test_a_recording_has_bars_where_its_beats_have_places() -> None:
    chords = [
        {"time": 0.0, "duration": 0.47, "value": "N"},
        {"time": 0.47, "duration": 1.98, "value": "C:maj"},
        {"time": 2.45, "duration": 1.1, "value": "G:7"},
        {"time": 3.55, "duration": 1.0, "value": "A:min"},
    ]
    data = heard(chords, marks(9))
    reading = read_charts(data)
    (read,) = reading.songs
    assert (read.timed, read.metre, read.tempo_bpm) == (True, (4, 4), 120.0)
    assert [[(str(one.symbol), int(one.beat)) for one in each.chords] for each in read.bars] == [
        [("C", 0)], [("G7", 0), ("Am", 2)], [("N.C.", 0)],
    ]  # fmt: skip
    assert "nearest half beat" in reading.remarks[0].text
    assert read.tags == (("seconds", "0.5 2.5 4.5 6.5"),)
    again = one(write_charts((read,), "jams").data)
    assert [each.chords for each in again.bars] == [each.chords for each in read.bars]
    assert write_charts((read,), "lab").data.decode().split()[:3] == ["0.500000", "2.500000", "C:maj"]
    assert len(list(one(heard(chords, marks(3))).bars)) == 3, "where beats end, they go on as they were"


def test_an_upbeat_is_counted_towards_the_bar_line() -> None:
    beats = [{"time": 0.5 * at, "duration": 0, "value": (at + 2) % 4 + 1} for at in range(10)]
    read = one(heard([{"time": 0, "duration": 5, "value": "C"}], beats))
    assert [(each.metre, each.beats) for each in read.bars] == [(None, Fraction(2)), (None, None), (None, None)]


@pytest.mark.parametrize(
    "beats",
    [
        [{"time": at, "duration": 0, "value": None} for at in range(4)],
        [{"time": 1.0, "duration": 0, "value": 1}] * 3,
        [{"time": at, "duration": 0, "value": 2} for at in range(4)],
        [{"time": "now", "duration": 0, "value": 1}],
        [{"time": 0, "duration": 0, "value": 1}],
        [{"time": at, "duration": 0, "value": at * 1000 + 1} for at in range(4)],
        [{"time": float("inf"), "duration": 0, "value": 1}, {"time": float("nan"), "duration": 0, "value": 2}],
    ],
    ids=["no place", "at once", "no first", "text", "one", "a bar of thousands", "no number"],
)
def test_beats_that_tell_no_bars_leave_each_chord_its_own(beats: list[dict[str, object]]) -> None:
    read = one(heard([{"time": 0, "duration": 1, "value": "C"}, {"time": 1, "duration": 1, "value": "G"}], beats))
    assert not read.timed
    assert len(list(read.bars)) == 2


def test_beats_far_behind_are_not_filled_up_with_bars() -> None:
    with pytest.raises(ChartTooLargeError, match="more than 10000 bars"):
        one(heard([{"time": 0, "duration": 1e9, "value": "C"}], marks(4)))


@pytest.mark.parametrize("odd", [{"metres": 1}, {"metres": [{"time": 0, "metre": "9999/4"}, {"metre": 3}, 4]}, 7])
def test_what_a_sandbox_says_else_is_passed_over(odd: object) -> None:
    read = one(heard([{"time": 0.5, "duration": 2, "value": "C"}], marks(8), sandbox=odd))
    assert read.metre == (4, 4)


def test_a_layer_without_lengths_lasts_up_to_the_next_line() -> None:
    read = one(b'TIME,LABEL\n0.5,"N"\n1.0,"Am7"\n2.0,"F"\n')
    assert read.tags == (("seconds", "0 0.5 1 2 4"),)
    assert [str(symbol) for symbol in read.symbols] == ["N.C.", "N.C.", "Am7", "F"]


def test_what_cannot_be_read_as_a_chord_is_kept() -> None:
    reading = read_charts(b'0,1,"C"\n1,1,"drums"\n2,1,"G"\n')
    assert [remark.text for remark in reading.remarks] == ["no chord that can be read: drums"]


@pytest.mark.parametrize(
    ("data", "form", "reason"),
    [
        (b"0 1 C\n1 0 G\n", "lab", "lab: line 2: the end, 0"),
        (b"0 1 Q:x", "lab", "line 1"),
        (b"# none", "lab", "no chord in it"),
        (b"{", "jams", "line 1, column 2: this is no JSON"),
        (b"[]", "jams", "annotations: a document has a list"),
        (b'{"annotations": []}', "jams", "namespace chord"),
        (jams([{"time": "x", "duration": 1, "value": "C"}]), "jams", r"data\[0\]"),
        (jams([{"time": -1, "duration": 1, "value": "C"}]), "jams", "chord 1"),
        (jams({"time": 1}), "jams", "columns"),
        (jams("C"), "jams", "give a list"),
        (b"0,C\n0,G\n", "sonic-visualiser", "line 1: the next time must be later"),
        (b"0,1,2,C\n", "sonic-visualiser", "line 1: give a time"),
    ],
)
def test_what_is_wrong_is_pointed_at(data: bytes, form: str, reason: str) -> None:
    with pytest.raises(ChartFileError, match=reason):
        read_charts(data, form=form)


def test_no_file_is_too_much() -> None:
    with pytest.raises(ChartTooLargeError, match="more than 10000 chords"):
        read_charts("".join(f"{at} {at + 1} C\n" for at in range(10_001)).encode(), form="lab")
    with pytest.raises(ChartTooLargeError, match="more than 10000 chords"):
        read_charts(b"C:maj " * 10_001, form="lab")
    with pytest.raises(ChartFileError, match="no JSON"):
        read_charts(b"[" * 100_000, form="jams")
