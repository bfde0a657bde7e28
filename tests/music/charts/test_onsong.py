"""OnSong, read and written."""

from __future__ import annotations

import attrs
import pytest

from chordwork.harmony import parse_key
from chordwork.music.charts import (
    ChartFileError,
    ChartTooLargeError,
    read_charts,
    recognise,
    to_chart,
    write_charts,
)
from chordwork.music.song import Section, Song, TextKind, UnplayableSongError, play
from tests.music.song.songs import bar

AMAZING = b"""Amazing Grace
John Newton
Key: D
Tempo: 76
Time: 3/4
Capo: 2
CCLI: 4755360

Verse 1:
A[D]mazing [D7]Grace, how [G]sweet the [D]sound
          D              A7
that saved a wretch like me

Chorus:
(softly)
[G]Praise [D]God
"""


def one(text: str | bytes) -> Song:
    (read,) = read_charts(text if isinstance(text, bytes) else text.encode(), form="onsong").songs
    return read


def chords(read: Song) -> list[str]:
    return [" ".join(str(each.symbol) for bar in section.bars for each in bar.chords) for section in read.sections]


def test_metadata_are_the_lines_above_the_first_section() -> None:
    read = one(AMAZING)
    assert (read.title, read.artist, read.key) == ("Amazing Grace", "John Newton", parse_key("D"))
    assert (read.tempo_bpm, read.metre, read.capo, read.tags) == (76, (3, 4), 2, (("ccli", "4755360"),))
    assert [section.name for section in read.sections] == ["Verse 1", "Chorus"]


def test_chords_stand_in_brackets_and_above_words() -> None:
    read = one(AMAZING)
    assert chords(read) == ["D D7 G D D A7", "G D"]
    written = write_charts((read,), "chordpro").data.decode()
    assert "A[D]mazing [D7]Grace, how [G]sweet the [D]sound\nthat saved [D]a wretch like [A7]me" in written
    assert [text.kind for text in read.sections[1].texts] == [TextKind.COMMENT]


@pytest.mark.parametrize("head", ["", "\n", "Title: Sun\n", "{title: Sun}\n", "{t:Sun}\nKey: C\n"])
def test_titles_in_all_their_spellings(head: str) -> None:
    read = one(f"{head or 'Sun'}\n\n[C]la")
    assert read.title == ("" if head == "\n" else "Sun")
    assert chords(read) == ["C"]


@pytest.mark.parametrize(
    "flow", ["Verse 1, Chorus, Verse 2, Chorus", "V1 C V2 C", "v1 c v2 c", "V1, C, ----, V2, (softly), C"]
)
def test_a_flow_says_in_which_order_sections_are_played(flow: str) -> None:
    read = one(f"Sun\nFlow: {flow}\n\nVerse 1:\n[C]a\n\nChorus:\n[F]b\n\nVerse 2:\n[G]c\n")
    assert [(section.name, section.of) for section in read.sections] == [
        *(("Verse 1", ""), ("Chorus", ""), ("Verse 2", ""), ("Chorus", "chorus"))
    ]
    assert " ".join(str(played.bar.chords[0].symbol) for played in play(read)) == "C F G F"


def test_what_is_not_in_the_flow_is_left_out_and_said_and_what_it_cannot_name_too() -> None:
    reading = read_charts(b"Sun\nFlow: V1 X C\n\nVerse 1:\n[C]a\n\nChorus:\n[F]b\n\nBridge:\n[G]c\n", form="onsong")
    assert chords(reading.songs[0]) == ["C", "F"]
    assert [remark.text for remark in reading.remarks] == [
        "no section is called so, and the flow goes on without it: X",
        "not in the flow, and left out: Bridge",
    ]


def test_a_section_without_a_name_goes_with_the_one_before_it() -> None:
    read = one("Sun\nFlow: C V C\n\nVerse:\n[C]a\n\nChorus:\n[F]b\n\n[Dm]c\n")
    assert " ".join(str(played.bar.chords[0].symbol) for played in play(read)) == "F Dm C F Dm"


def test_how_often_a_section_is_played_stands_in_the_flow_or_at_its_name() -> None:
    read = one("Sun\nFlow: V1, C, (2x)\n\nVerse 1:\n[C]a\n\nChorus:\n[F]b\n")
    assert [section.times for section in read.sections] == [1, 2]
    assert [section.times for section in one("Sun\n\nChorus (x3):\n[C]a").sections] == [3]


def test_a_heading_alone_is_that_section_again() -> None:
    assert [section.of for section in one("Sun\n\nChorus:\n[C]a\n\nVerse:\n[F]b\n\nChorus:\n").sections] == [
        *("", "", "chorus")
    ]


@pytest.mark.parametrize("form", ["onsong", "chords-over-lyrics"])
def test_a_heading_waits_for_its_lines(form: str) -> None:
    text = "Sun\nKey of G\n\nVERSE 1\n\nC\nla\n\nCHORUS\n\nF\nlo\n\nVERSE 1\n\nG\nli\n"
    (read,) = read_charts(text.encode(), form=form).songs
    assert [(section.name, section.of) for section in read.sections if section.bars or section.of] == [
        *(("VERSE 1", ""), ("CHORUS", ""), ("VERSE 1", "verse 1"), ("", ""))
    ]
    assert read.key == (parse_key("G") if form == "onsong" else None)


def test_the_key_in_which_it_is_to_be_played_is_a_transposition() -> None:
    assert one("Sun\nKey: C\nTransposedKey: D\n\n[C]a").transposition == 2
    assert one("Sun\nKey: C\nIn: Bb\n\n[C]a").transposition == -2
    shown = to_chart(one("Sun\nKey: C\nIn: Bb\n\n[C]a"))
    assert [str(symbol) for symbol in shown.symbols] == ["Bb"]


def test_directives_that_it_shares_with_chordpro() -> None:
    reading = read_charts(
        b"Sun\nKey: G\n\n{soc}\n[C]a\n\n[F]b\n{eoc}\n\n{sov: Two}\n[G]c\n{key: A}\n[A]d {c: twice}\n{eov}\n"
        b"{sot}\ne|--0--|\n\nB|--1--|\n{eot}\n{define: G frets 3 2 0 0 0 3}\n{np}\n{nonsense: 1}\n",
        form="onsong",
    )
    (read,) = reading.songs
    assert [(section.name, len(section.bars)) for section in read.sections] == [("Chorus", 2), ("Two", 2), ("", 0)]
    assert [bar.key for bar in read.bars] == [None, None, None, parse_key("A")]
    assert read.sections[2].texts[0].lines == ("e|--0--|", "", "B|--1--|")
    assert read.tags == (("define", "G frets 3 2 0 0 0 3"),)
    assert [remark.text.partition(": ")[2] for remark in reading.remarks] == ["np", "nonsense"]


def test_signs_at_the_beginning_of_lines_and_bars_between_chords_are_no_words() -> None:
    reading = read_charts(
        b"Sun\nKey: C\n\nIntro: | [C] / / / | [F] [G] |\n*[Am]bold\n&red:plain words\n# nothing\n"
        b".C  C  (twice)\nlal la\n`G\nend\n",
        form="onsong",
    )
    (read,) = reading.songs
    assert chords(read) == ["C F G Am C C G"]
    assert "".join(one.text for bar in read.bars for one in bar.syllables) == "boldlal laend"
    assert [text.lines for text in read.sections[0].texts] == [("plain words",)]
    assert len(reading.remarks) == 1


def test_chords_that_cannot_be_read_are_kept_and_told() -> None:
    reading = read_charts(b"Sun\nKey: C\n\n[C]one [Blah!]two\n.nothing at all\n", form="onsong")
    assert [(remark.line, remark.column) for remark in reading.remarks] == [(4, 8), (5, 0)]
    assert b"[Blah!]two" in write_charts(reading.songs, "onsong").data


def test_it_is_told_from_chordpro_and_from_plain_text() -> None:
    assert recognise(AMAZING).name == "onsong"
    assert recognise(b"Sun\nFlow: V C V\n\nVerse:\nC    G\nla  la\n\nChorus:\nF\nlo").name == "onsong"
    assert recognise(b"{title: Sun}\n{key: C}\n[C]la").name == "chordpro"
    assert recognise(b"Key: C\nCapo 2\n\nVerse 1:\nC    G\nHello world my friend\n").name == "chords-over-lyrics"
    assert recognise(b"Key: C\n\nVerse 1:\nC    G\nHello world my friend\n", "sun.onsong").name == "onsong"
    assert recognise(b"Key: C\n| C | G |\n| F | C |\n").name != "onsong"


def test_it_is_written_as_people_write_it() -> None:
    verse, chorus = Section("Verse 1", tuple(one("[C]la [G]la").bars)), Section("Chorus", (bar("F"),), times=2)
    song = Song((verse, chorus, Section("Verse 1", of="verse 1")), title="Sun", artist="Me", key=parse_key("C"))
    assert write_charts((song,), "onsong").data.decode() == (
        "Sun\nMe\nKey: C\nTime: 4/4\nFlow: Verse 1, Chorus, Chorus, Verse 1\n\nVerse 1:\n[C]la [G]la\n\nChorus:\n[F]\n"
    )


def test_a_title_that_looks_like_something_else_is_named() -> None:
    for title in ("Chorus", "C", "Key: G", "*Sun", "Time: 3/4", "By the river"):
        song = Song((Section("", (bar("C"),)),), title=title, artist="By Me")
        read = one(write_charts((song,), "onsong").data)
        assert (read.title, read.artist) == (title, "By Me")


@pytest.mark.parametrize("words", ["Amen:", "Am", "(oh)", "#1", "*star", ".dot", "Key: D", "Chorus", "{c}", "a [b] c"])
def test_words_that_look_like_something_else_stay_words(words: str) -> None:
    read = one("Sun\nKey: C\n\n[C]la\n{start_of_tab}\n{end_of_tab}\nwords\n")
    (section,) = read.sections
    text = section.texts[-1]
    assert text.kind is TextKind.WORDS
    changed = attrs.evolve(read, sections=(attrs.evolve(section, texts=(attrs.evolve(text, lines=(words,)),)),))
    again = one(write_charts((changed,), "onsong").data)
    assert chords(again) == ["C"]
    (line,) = again.sections[0].texts[0].lines
    assert line.strip("“”") == words.translate(str.maketrans("[]{}", "()()"))


@pytest.mark.parametrize(
    ("text", "reason"), [("Sun\nKey: C\n\nonly words\n", "no chord is in it"), ("\0\0", "no text")]
)
def test_what_cannot_be_read_is_refused_with_what_to_do(text: str, reason: str) -> None:
    with pytest.raises(ChartFileError, match=reason):
        one(text)


def test_no_file_is_too_much() -> None:
    with pytest.raises(ChartTooLargeError, match="more than 10000 chords"):
        one("Sun\nKey: C\n\n" + "[C]a [G]b\n" * 5001)
    with pytest.raises(ChartTooLargeError, match="a flow of 1001 sections"):
        one("Sun\nFlow: " + "V, " * 1001 + "\n\nVerse:\n[C]a\n")
    with pytest.raises(ChartTooLargeError, match="more than 10000 sections"):
        one("Sun\nFlow: " + "V, " * 999 + "V\n\nVerse:\n[C]a\n" + "\n[C]a\n" * 100)
    with pytest.raises(UnplayableSongError, match="more than 10000 bars"):
        to_chart(one("Sun\nFlow: " + "V, " * 999 + "V\n\nVerse:\n" + "[C]a\n" * 100))
    assert len(read_charts(b"Sun\nKey: C\n\n" + b"[?!]" * 500, form="onsong").remarks) == 100
    with pytest.raises(ChartTooLargeError, match="262145 characters: give at most 262144"):
        one(" " * 262_145)
    with pytest.raises(ChartTooLargeError, match="characters"):
        one("\t" * 100_000)
    with pytest.raises(ChartTooLargeError, match="more than 10000 sections"):
        one("Sun\nKey: C\n\n" + "V:\n\n" * 10_002)
    with pytest.raises(ChartTooLargeError, match="more than 100000 lines without chords"):
        one("Sun\nKey: C\n\n[C]la\n" + "a\n" * 100_001)
    (read,) = read_charts(b"Sun\nKey: C\n\nChorus x99999:\n[C]a\n", form="onsong").songs
    assert read.sections[0].times <= 100
