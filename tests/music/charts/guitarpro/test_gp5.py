"""Songs written as Guitar Pro 5 and read again; what PyGuitarPro cannot do, and what it is not let do."""

from __future__ import annotations

import importlib
from contextlib import suppress
from fractions import Fraction
from typing import Any

import attrs
import pytest

from chordwork.harmony import parse_symbol
from chordwork.music.charts import ChartFileError, ChartTooLargeError
from chordwork.music.charts.guitarpro import five
from chordwork.music.charts.guitarpro.gp5 import read_gp5
from chordwork.music.charts.guitarpro.writing import write_five
from chordwork.music.song import Bar, Jump, PlacedChord, Section, Song

pytest.importorskip("guitarpro", reason="Guitar Pro 3 to 5 needs the extra guitarpro")


def _song(*chords: PlacedChord, **more: Any) -> Song:
    return Song((Section("", (Bar(chords),)),), **more)


@pytest.mark.parametrize(
    "beats",
    [(0, 1, 2, 3), (0, Fraction(1, 16), Fraction(7, 4)), (Fraction(2, 3), Fraction(11, 3)), (Fraction(1, 12), 3)],
)
def test_chords_keep_their_places(beats: tuple[Fraction, ...]) -> None:
    names = ("C", "Am", "F", "G")
    song = _song(*(PlacedChord(parse_symbol(name), Fraction(at)) for name, at in zip(names, beats, strict=False)))
    written = write_five([song])
    assert [chord.beat for bar in read_gp5(written.data).songs[0].bars for chord in bar.chords] == list(beats)
    assert written.lost == ()


def test_chords_between_all_grids_are_moved_and_said() -> None:
    song = _song(PlacedChord(parse_symbol("C")), PlacedChord(parse_symbol("F"), Fraction(7, 5)))
    written = write_five([song])
    assert [chord.beat for bar in read_gp5(written.data).songs[0].bars for chord in bar.chords] == [0, Fraction(11, 8)]
    assert [(lost.what, lost.times) for lost in written.lost] == [("places of chords", 1)]


def test_what_is_lost_is_listed() -> None:
    long = parse_symbol("C#m7b5(b9,11,b13)/E#")
    assert len(str(long)) > 20
    song = Song(
        (Section("", (Bar((PlacedChord(long),)), Bar())),),
        title="Песня",
        transposition=-2,
    )
    lost = {each.what: each.times for each in write_five([song]).lost}
    assert lost["characters"] == 5
    assert lost["transposition"] == 1
    assert lost["names of chords"] == 1


def test_a_song_without_bars_is_refused() -> None:
    with pytest.raises(ChartFileError, match="no bars"):
        write_five([Song()])


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_five([_song(PlacedChord(parse_symbol("C")))]).data

    def missing(name: str) -> Any:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(five, "import_module", missing)
    with pytest.raises(ChartFileError, match=r"chordwork\[guitarpro\]"):
        read_gp5(data)
    with pytest.raises(ChartFileError, match=r"chordwork\[guitarpro\]"):
        write_five([_song(PlacedChord(parse_symbol("C")))])
    monkeypatch.setattr(five, "import_module", importlib.import_module)
    assert read_gp5(data).songs


def test_broken_files_are_errors_of_the_file_wherever_they_end() -> None:
    data = write_five([_song(PlacedChord(parse_symbol("C")))]).data
    for length in range(0, len(data) - 1, 61):
        with suppress(ChartFileError):
            read_gp5(data[:length])
    with pytest.raises(ChartFileError, match="save it again"):
        read_gp5(data[: len(data) // 2])
    with pytest.raises(ChartFileError, match="unsupported version"):
        read_gp5(data.replace(b"v5.10", b"v9.10"))


def test_more_than_a_score_has_is_refused_before_room_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_five([_song(PlacedChord(parse_symbol("C")))]).data
    for limit, value, said in (
        ("MAX_FILE_BYTES", len(data) - 1, "bytes"),
        ("MAX_BARS", 0, "1 bars"),
        ("MAX_TRACKS", 0, "1 tracks"),
        ("MAX_READS", 100, "more notes"),
    ):
        monkeypatch.setattr(five, limit, value)
        with pytest.raises(ChartTooLargeError, match=said):
            read_gp5(data)
        monkeypatch.undo()


def test_a_song_with_more_signs_than_the_format_holds_is_written_out() -> None:
    names = [parse_symbol(name) for name in ("C", "G", "F", "Am")]
    bars = [Bar((PlacedChord(name),)) for name in names]
    twice = [
        attrs.evolve(bars[0], segno=True, coda=True, fine=True),
        bars[1],
        attrs.evolve(bars[2], jump=Jump.DAL_SEGNO_AL_FINE),
    ]
    song = Song((Section("", tuple(twice)),))
    writing = write_five([song])
    (read,) = read_gp5(writing.data).songs
    assert [str(symbol) for symbol in read.symbols] == ["C", "G", "F", "C"]
    assert ("D.C., D.S., Fine and Coda", 4) in [(lost.what, lost.times) for lost in writing.lost]
