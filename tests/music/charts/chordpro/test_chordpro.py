"""ChordPro 6 and its dialects, read and written."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from chordwork.harmony import parse_key
from chordwork.music.charts import (
    ChartFileError,
    ChartTooLargeError,
    format_named,
    read_charts,
    recognise,
    to_chart,
    write_charts,
)
from chordwork.music.charts.form import MAX_SONGS
from chordwork.music.song import Feature, Section, Song, Syllable, Text, TextKind, play
from chordwork.music.song.features import features_of
from tests.music.charts.songs import through
from tests.music.song.songs import bar, song

SHARED = Path(__file__).resolve().parents[5] / "shared/charts/chordpro"


def one(text: str) -> Song:
    (read,) = read_charts(text.encode(), form="chordpro").songs
    return read


def chords(read: Song) -> list[str]:
    return [" ".join(str(each.symbol) for bar in section.bars for each in bar.chords) for section in read.sections]


def test_what_a_song_says_of_itself() -> None:
    read = one(
        "{t: Sun}\n{st:River}\n{artist Somebody}\n{composer: A}\n{lyricist: B}\n{copyright: 2020 C}\n{key: Em}\n"
        "{time: 3/4}\n{tempo: 96}\n{capo: 2}\n{meta: style Swing}\n{meta: tuning D2 A2 D3 G3 B3 E4}\n"
        "{album: Sky}\n{ccli: 123}\n{x_pedal: on}\n{define: G frets 3 2 0 0 0 3}\n{artist: Another}\n{ng}\n[Em]Oh"
    )
    assert (read.title, read.subtitle, read.artist, read.composer, read.lyricist) == (
        "Sun",
        "River",
        "Somebody",
        "A",
        "B",
    )
    assert (read.copyright, read.key, read.metre, read.tempo_bpm) == ("2020 C", parse_key("Em"), (3, 4), 96)
    assert (read.capo, read.style, read.tuning, read.timed) == (2, "Swing", (38, 45, 50, 55, 59, 64), False)
    assert read.tags == (
        *(("album", "Sky"), ("ccli", "123"), ("x_pedal", "on")),
        *(("define", "G frets 3 2 0 0 0 3"), ("artist", "Another")),
    )


def test_words_stand_behind_their_chords() -> None:
    read = one("Oh [C]hel[G]lo [Am]\nmy [F] [C]friend\nno chords here\n[G]end")
    (section,) = read.sections
    assert [("".join(word.text for word in each.syllables), each.new_line) for each in section.bars] == [
        *(("Oh ", False), ("hel", False), ("lo", False), ("my ", False), ("", False), ("friend", False), ("end", True))
    ]
    assert section.texts == (Text(("no chords here",), TextKind.WORDS, 6),)
    assert [str(symbol) for symbol in to_chart(read).symbols] == ["C", "G", "Am", "F", "C", "G"]


def test_sections_in_all_their_spellings() -> None:
    read = one(
        "{start_of_verse: One}\n[C]a\n{end_of_verse}\n{soc}\n[G]b\n{eoc}\n{sob}\n[F]c\n{eob}\n{chorus}\n"
        '{start_of_verse label="Two"}\n[Am]d\n\n[Dm]e\n{end_of_verse}\n\n{c: Outro}\n[E]f\n\n[Verse 3]\n[B]g\n\n[D]h'
    )
    assert [section.name for section in read.sections] == [
        *("One", "Chorus", "Bridge", "Chorus", "Two", "Outro", "Verse 3", "")
    ]
    assert [section.of for section in read.sections] == ["", "", "", "chorus", "", "", "", ""]
    assert " ".join(str(played.bar.chords[0].symbol) for played in play(read)) == "C G F G Am Dm E B D"


def test_a_chorus_is_written_again_by_its_name_and_a_verse_in_full() -> None:
    verse, chorus = Section("Verse 1", (bar("C"),)), Section("Chorus", (bar("F"),), times=2)
    writing = write_charts((Song((verse, chorus, Section("Verse 1", of="verse 1"), Section(of="chorus"))),), "chordpro")
    assert [str(lost) for lost in writing.lost] == ["sections played again by name: written out"]
    assert chords(one(writing.data.decode())) == ["C", "F", "", "C", ""]
    assert writing.data.decode().count("{chorus}") == 2


def test_a_chorus_of_words_alone_is_named_again() -> None:
    twice = Song((Section("Chorus", (bar(syllables=(Syllable("sun", Fraction(0), verse=1),)),), times=2),))
    read = through(twice, format_named("chordpro"))
    assert [(section.name, section.of) for section in read.sections] == [("Chorus", ""), ("Chorus", "")]
    assert read == format_named("chordpro").limited(twice)[0]


def test_grids_have_bars_and_beats() -> None:
    read = one(
        '{time: 4/4}\n{start_of_grid shape="1+4x4+1" label="Intro"}\n'
        "A || Am . . . | C . G . | % . . . |: F~G . . . :| x3\n"
        "{time: 3/4}\nB | D . . |1 E . . :|2 A . . |. coda later\n{end_of_grid}"
    )
    (section,) = read.sections
    assert (section.name, read.timed) == ("Intro", True)
    assert [each.rehearsal for each in section.bars] == ["A", "", "", "", "B", "", ""]
    assert [each.repeat_times for each in section.bars] == [0, 0, 0, 3, 0, 2, 0]
    assert [each.endings for each in section.bars][4:] == [(), (1,), (2,)]
    assert [chord.beat for chord in section.bars[3].chords] == [0, 0.5]
    assert (section.bars[2].same_as, section.bars[4].metre, section.bars[4].new_line) == (1, (3, 4), True)
    assert len(play(read)) == 10


def test_chords_that_cannot_be_read_are_kept_and_told() -> None:
    reading = read_charts(b"[C]one [Blah!]two", form="chordpro")
    assert [(remark.line, remark.column) for remark in reading.remarks] == [(1, 8)]
    assert "Blah!" in reading.remarks[0].text
    assert b"[Blah!]two" in write_charts(reading.songs, "chordpro").data


def test_german_and_latin_names_are_told_from_english_ones() -> None:
    assert chords(one("[H]eins [Fis]zwei [a]drei")) == ["B F# Am"]
    assert chords(one("[Do]un [Lam]deux [Fa#7]trois")) == ["C Am F#7"]
    assert chords(one("[B]one [A]two")) == ["B A"]


def test_a_transposition_holds_from_its_line_on() -> None:
    read = one("{transpose: 2}\n[C]a\n{transpose: 3}\n[C]b\n{transpose}\n[C]c")
    assert read.transposition == 2
    assert [str(symbol) for symbol in to_chart(read).symbols] == ["D", "F", "D"]


def test_what_is_for_other_instruments_is_passed_over() -> None:
    reading = read_charts(b"{c-ukulele: no}\n{c-guitar: yes}\n{sov-piano}\n[C]x\n{eov}\n[G]y", form="chordpro")
    assert chords(reading.songs[0]) == ["G"]
    assert [text.lines for text in reading.songs[0].sections[0].texts] == [("yes",)]
    assert len(reading.remarks) == 2


def test_blocks_are_kept_apart_and_come_back_as_they_are() -> None:
    text = (
        "{start_of_verse}\n[C]a\n{start_of_tab}\ne|--0-[2]-|\n\nB|{--}|\n{end_of_tab}\n[G]b\n{end_of_verse}\n\n"
        "{start_of_abc}\nX:1\nK:C\n{end_of_abc}\n\n{start_of_textblock}\nplain\n{end_of_textblock}\n"
    )
    read = one(text)
    assert [each.kind for section in read.sections for each in section.texts] == [
        *(TextKind.TAB, TextKind.OTHER, TextKind.OTHER)
    ]
    assert write_charts((read,), "chordpro").data.decode() == text


def test_several_songs() -> None:
    reading = read_charts(b"{new_song}\n{t: One}\n[C]a\n{ns}\n{t: Two}\n[D]b\n{ns}\n# nothing\n", form="chordpro")
    assert [each.title for each in reading.songs] == ["One", "Two"]
    again = read_charts(write_charts(reading.songs, "chordpro").data)
    assert again.songs == reading.songs


def test_a_song_with_words_in_some_sections_keeps_the_times_of_the_others() -> None:
    intro = Section("Intro", (bar("C G"), bar("F")))
    verse = Section("Verse", tuple(one("[C]Hello [G]world").bars))
    writing = write_charts((Song((intro, verse)),), "chordpro")
    read = one(writing.data.decode())
    assert read.timed
    assert [str(symbol) for symbol in read.symbols] == ["C", "G", "F", "C", "G"]
    assert [chord.beat for chord in next(read.bars).chords] == [0, 2]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{t: x}\n{sog}\n| % . |\n{eog}", r"line 3, column 3: '%' repeats the bar before"),
        ("{sog}\n| C . . . . |\n{eog}", "line 2, column .*: 5 beats in one bar of 4/4"),
        ("# nothing\n", "no song in it"),
        ("\0\0\0", "no text"),
    ],
)
def test_what_cannot_be_read_is_pointed_at(text: str, reason: str) -> None:
    with pytest.raises(ChartFileError, match=reason):
        one(text)


def test_no_file_is_too_much() -> None:
    with pytest.raises(ChartTooLargeError, match=f"more than {MAX_SONGS} songs"):
        one("[C]a\n{ns}\n" * (MAX_SONGS + 1))
    with pytest.raises(ChartTooLargeError, match="more than 10000 chords"):
        one("[C]a [G]b\n" * 5001)
    with pytest.raises(ChartTooLargeError, match="line"):
        one("{sog}\n" + "| C | G | C | G |\n" * 2600 + "{eog}")
    assert len(read_charts(b"[?!]" * 500, form="chordpro").remarks) == 100


def test_what_it_carries_is_said() -> None:
    whole = song(bar("C", words="slowly"), bar("G", rehearsal="A"), title="Sun")
    kept, lost = recognise(b"{t: x}").limited(whole)
    assert [str(each) for each in lost] == ["directions above bars"]
    assert features_of(kept) == {Feature.TITLE, Feature.TIMES, Feature.REHEARSALS, Feature.NEW_LINES}


@pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared/charts: nothing to read")
def test_sheets_of_chordpro_itself_are_read() -> None:
    found = {path.name: read_charts(path.read_bytes(), path.name) for path in sorted(SHARED.glob("*.cho"))}
    assert {reading.form for reading in found.values()} == {"chordpro"}
    assert [len(reading.songs) for reading in found.values()] == [1, 1, 1, 4, 1, 1, 1]
    shifted = found["cho__cho004.cho"].songs[0]
    assert [str(symbol) for symbol in to_chart(shifted).symbols][::3] == ["D", "F#", "Ab", "F#", "Ab", "F#", "D"]
