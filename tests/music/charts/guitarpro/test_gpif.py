"""Scores of Guitar Pro 6 to 8, written for these tests: what becomes of each thing that is in them."""

from __future__ import annotations

from fractions import Fraction

import pytest

from chordwork.harmony import UNKNOWN_SYMBOL
from chordwork.music.charts import ChartFileError, ChartTooLargeError, Reading
from chordwork.music.charts.guitarpro import gpif as reader
from chordwork.music.charts.guitarpro import tree
from chordwork.music.charts.guitarpro.gp import read_gp
from chordwork.music.song import Bar, Jump
from tests.music.charts.guitarpro.made import GUITAR, bar, gpif, lists, zipped

TEMPO = "<Automation><Type>Tempo</Type><Bar>{}</Bar><Position>{}</Position><Value>{}</Value></Automation>"
HALF = '<Rhythm ref="0"/>'
BEATS = {
    0: f"{HALF}<Chord>0</Chord><Notes>0</Notes>",
    1: f"{HALF}<Notes>1</Notes>",
    2: f"{HALF}<Chord>1</Chord><Notes>0</Notes>",
    3: f"{HALF}<Chord>2</Chord>",
    4: '<GraceNotes>BeforeBeat</GraceNotes><Rhythm ref="2"/><Notes>0</Notes>',
    5: '<Rhythm ref="1"/><Notes>0</Notes>',
    6: '<Rhythm ref="2"/><Chord>0</Chord><Notes>0</Notes>',
    7: '<Rhythm ref="3"/><Notes>0</Notes>',
}


def _read(score: bytes) -> Reading:
    return read_gp(zipped(score))


def _small(*, bars: str | None = None, tracks: str = GUITAR, **more: str) -> Reading:
    written = bars if bars is not None else bar("0") + bar("1")
    return _read(
        gpif(
            bars=written,
            tracks=tracks,
            lists=lists(
                {0: "0 -1 -1 -1", 1: "1 -1 -1 -1", 2: "2", 3: "3"},
                {0: "0 1", 1: "4 2 3", 2: "5 6 0", 3: "7 7 7 0"},
                BEATS,
            ),
            **more,
        )
    )


def test_chords_stand_on_their_beats_by_name_by_definition_or_as_unknown() -> None:
    reading = _small()
    song = reading.songs[0]
    chords = [
        (number, chord.beat, str(chord.symbol), chord.written)
        for number, one in enumerate(song.bars)
        for chord in one.chords
    ]
    assert chords == [
        (0, Fraction(0), "Am7", ""),
        (1, Fraction(0), "D7/F#", "mine"),
        (1, Fraction(2), str(UNKNOWN_SYMBOL), "??!"),
    ]
    assert [(remark.place, "'??!'" in remark.text) for remark in reading.remarks] == [("bar 2", True)]
    assert (song.title, song.artist, song.lyricist, song.composer) == ("Small Hours", "Nobody", "W", "M")
    assert song.tags == (("album", "Nights"),)
    assert (song.capo, song.tuning) == (2, (40, 45, 50, 55, 59, 64))


def test_dots_and_triplets_are_counted_and_grace_notes_are_not() -> None:
    song = _small(bars=bar("2") + bar("3")).songs[0]
    first, second = song.bars
    assert [(chord.beat, str(chord.symbol)) for chord in first.chords] == [(Fraction(3, 2), "Am7")]
    assert [note.beat for note in second.melody] == [0, Fraction(2, 3), Fraction(4, 3), 2]


def test_the_tune_of_a_lead_sheet_sounds_with_its_capo_and_ties_are_one_note() -> None:
    tune = [
        (number, note.pitch, note.beat, note.beats)
        for number, one in enumerate(_small().songs[0].bars)
        for note in one.melody
    ]
    assert tune == [(0, 47, 0, 4), (1, 47, 0, 2)]


def test_words_are_given_out_to_struck_beats() -> None:
    song = _small(bars=bar("0") + bar("2")).songs[0]
    words = [
        (number, one.text, one.beat, one.new_line) for number, each in enumerate(song.bars) for one in each.syllables
    ]
    assert words == [
        (0, "Hel", 0, True),
        (1, "lo ", 0, False),
        (1, "big world ", Fraction(3, 2), False),
        (1, "again ", 2, False),
    ]


def test_signs_above_bars() -> None:
    begin = (
        '<Repeat start="true" end="false" count="0"/><Section><Letter>A</Letter><Text>Verse</Text></Section>'
        "<Directions><Target>Segno</Target></Directions>"
    )
    end = '<Repeat start="false" end="true" count="3"/><AlternateEndings>1 2</AlternateEndings>'
    last = (
        "<AlternateEndings>3</AlternateEndings><Section><Letter>B</Letter><Text></Text></Section>"
        "<Directions><Jump>DaSegnoAlCoda</Jump><Jump>DaCoda</Jump></Directions>"
    )
    song = _small(
        bars=bar("0", begin, "4/4", "-3", "Minor") + bar("1", end, "3/4", "-3", "Minor") + bar("0", last),
        tempo=TEMPO.format(0, 0, "60 3") + TEMPO.format(2, "0.5", "100 2"),
    ).songs[0]
    bars: list[Bar] = list(song.bars)
    assert [section.name for section in song.sections] == ["Verse", "B"]
    assert str(song.key) == "C minor"
    assert song.tempo_bpm == 90.0
    assert (bars[0].repeat_begins, bars[0].segno, bars[0].rehearsal) == (True, True, "A")
    assert (bars[1].metre, bars[1].repeat_times, bars[1].endings) == ((3, 4), 3, (1, 2))
    assert (bars[2].endings, bars[2].jump, bars[2].to_coda) == ((3,), Jump.DAL_SEGNO_AL_CODA, True)
    assert (str(bars[2].key), bars[2].metre, bars[2].tempo_bpm) == ("C major", (4, 4), 100.0)


def test_a_pickup_is_as_long_as_what_is_in_it() -> None:
    beats = [one.beats for one in _small(bars=bar("2", metre="6/4") + bar("0"), anacrusis="<Anacrusis/>").songs[0].bars]
    assert beats == [4, None]


def test_chords_behind_their_bar_are_left_out_and_said() -> None:
    reading = _small(bars=bar("1", metre="2/4"))
    assert [str(symbol) for symbol in reading.songs[0].symbols] == ["D7/F#"]
    assert "behind the end of its bar" in reading.remarks[0].text


def test_names_of_what_sounds_count_no_capo() -> None:
    """Fret 0 of the A string with a capo at 2 is a B: a beat called B names what sounds, one called A the shape."""

    def semitones(name: str) -> tuple[int, int]:
        song = _small(tracks=GUITAR.replace('"Am7"', f'"{name}"'), bars=bar("0")).songs[0]
        return song.capo, song.sounds_higher_by

    assert semitones("B") == (2, 0)
    assert semitones("A") == (2, 2)


@pytest.mark.parametrize("texts", [("Am", "G/B", "D7"), ("solo", "louder", "Am")])
def test_texts_are_chords_where_most_of_them_are(texts: tuple[str, ...]) -> None:
    beats = {number: f"{HALF}<FreeText>{text}</FreeText><Notes>0</Notes>" for number, text in enumerate(texts)}
    score = gpif(bars=bar("0") + bar("1"), tracks=GUITAR, lists=lists({0: "0", 1: "1"}, {0: "0 1", 1: "2"}, beats))
    song = _read(score).songs[0]
    if texts[0] == "Am":
        assert [str(symbol) for symbol in song.symbols] == ["Am", "G/B", "D7"]
    else:
        assert "inferred" in _read(score).remarks[-1].text


def test_drums_give_no_chords() -> None:
    drums = GUITAR.replace("<Name>Guitar</Name>", "<Name>Kit</Name><InstrumentSet><Type>drumKit</Type></InstrumentSet>")
    beats = {0: f"{HALF}<Notes>0</Notes>"}
    song = _read(gpif(bars=bar("0"), tracks=drums, lists=lists({0: "0"}, {0: "0 0"}, beats))).songs[0]
    assert song.symbols == ()


@pytest.mark.parametrize(
    ("score", "said"),
    [
        (b"<score-partwise/>", "begins with <score-partwise>, not <GPIF>"),
        (b"<GPIF><Score></GPIF>", "line 1.*its XML is broken"),
        (gpif(head='<!DOCTYPE GPIF [<!ENTITY a "b">]>'), "declares no document type"),
        (gpif(bars=bar("0", metre="4-4")), "bar 1.*no metre"),
        (gpif(bars=bar("0", metre="4/5")), "4/5 is no metre"),
        (gpif(bars=bar("0", key="many")), "bar 1.*'many' is no number"),
        (gpif(bars="<a>" * 65 + "</a>" * 65), "more elements"),
    ],
)
def test_what_is_no_score_is_refused_with_its_place(score: bytes, said: str) -> None:
    with pytest.raises(ChartFileError, match=said):
        _read(score)


def test_what_points_nowhere_is_passed_over() -> None:
    song = _read(gpif(bars=bar("7") + bar("0"), tracks=GUITAR, lists=lists({0: "9"}, {0: "8"}, {})))
    assert [len(one.chords) for one in song.songs[0].bars] == [0, 0]


def test_more_than_a_score_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_BARS", 1)
    with pytest.raises(ChartTooLargeError, match="2 bars"):
        _small()
    monkeypatch.undo()
    monkeypatch.setattr(reader, "MAX_BEATS", 4)
    with pytest.raises(ChartTooLargeError, match="beats"):
        _small()
    monkeypatch.undo()
    monkeypatch.setattr(reader, "MAX_TRACKS", 0)
    with pytest.raises(ChartTooLargeError, match="1 tracks"):
        _small()
    monkeypatch.undo()
    monkeypatch.setattr(tree, "MAX_ELEMENTS", 20)
    with pytest.raises(ChartTooLargeError, match="elements"):
        _small()
