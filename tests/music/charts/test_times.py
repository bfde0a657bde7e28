"""Chords with the times of recordings: labels, JAMS and layers of Sonic Visualiser."""

from __future__ import annotations

import json

import pytest

from chordwork.music.charts import ChartFileError, ChartTooLargeError, read_charts, recognise, to_chart, write_charts
from chordwork.music.song import Song
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
