"""Chords over lyrics, column by column; against what ChordPro makes of the same text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chordwork.harmony import parse_key
from chordwork.music.charts import ChartFileError, ChartTooLargeError, read_charts, recognise, write_charts
from chordwork.music.song import Song, TextKind

SHARED = Path(__file__).resolve().parents[4] / "shared/charts/chords_over_lyrics"


def one(text: str) -> Song:
    (read,) = read_charts(text.encode(), form="chords-over-lyrics").songs
    return read


def lines(chordpro: str) -> list[str]:
    """Lines with chords, without blanks: these are where words end, and say nothing of chords."""
    found = (re.sub(r"\s+", "", line) for line in chordpro.split("\n"))
    return [line for line in found if re.search(r"\[[A-G][^\[\]]*\]", line)]


def test_chords_are_put_where_they_stand() -> None:
    text = "A Song\n\nKey: G\nCapo 2\n\nVerse 1:\nC       G      (Am)\nHello darkness my old friend\n\n"
    text += "Refrão\nF\n\ne|---0--2--|\nB|---1--3--|\n"
    read = one(text)
    assert (read.title, read.key, read.capo) == ("A Song", parse_key("G"), 2)
    assert [section.name for section in read.sections] == ["Verse 1", "Refrão", ""]
    assert b"[C]Hello da[G]rkness [(Am)]my old friend" in write_charts((read,), "chordpro").data
    assert [text.kind for section in read.sections for text in section.texts] == [TextKind.TAB]


def test_it_is_told_from_typed_chords_and_from_words() -> None:
    assert recognise(b"C    G\nHello world my friend\n").name == "chords-over-lyrics"
    assert recognise(b"C G Am F\n").name == "typed"
    with pytest.raises(ChartFileError, match="no line of chords"):
        one("Only words here\n")


def written(song: Song) -> str:
    return write_charts((song,), "chords-over-lyrics").data.decode()


def test_chords_stand_in_columns_and_long_ones_push_what_follows() -> None:
    (song,) = read_charts(
        b"{title: Sun}\n{key: G}\n{capo: 2}\n{start_of_verse: Verse 1}\n[G]Hello [D]wor[Am7b5]ld[C] and [(F)]you\n"
        b"[Em]Go[Cmaj7#11]ing [Bm7b5]on [N.C.]now\n[Am] [G]\n{end_of_verse}"
    ).songs
    assert written(song) == (
        "Title: Sun\nKey: G\nTime: 4/4\nCapo: 2\n\n[Verse 1]\n"
        "G     D  Am7b5 C   (F)\nHello world    and you\n"
        "Em  Cmaj7#11 Bm7b5 N.C.\nGo--ing      on    now\n"
        "Am  G\n"
    )
    assert one(written(song)) == song


def test_sections_are_played_again_by_their_names_and_their_times() -> None:
    song = one("[Verse 1]\nC G\nla la\n\n[Chorus x2]\nF\nlo\n\n[Verse 1]\n")
    assert [(section.name, section.times, section.of) for section in song.sections] == [
        *(("Verse 1", 1, ""), ("Chorus", 2, ""), ("Verse 1", 1, "verse 1"))
    ]
    assert "[Chorus x2]\nF\nlo\n\n[Verse 1]\n" in written(song)


def test_repeats_within_a_section_and_jumps_are_written_out() -> None:
    song = read_charts(b"|: C | G :| F |").songs[0]
    writing = write_charts((song,), "chords-over-lyrics")
    assert writing.data.decode().splitlines()[-1] == "C  G  C  G  F"
    assert [lost.what for lost in writing.lost] == ["lengths of chords", "repeats"][::-1]


@pytest.mark.parametrize("words", ["Am", "Chorus:", "Key: D", "A e|--0--|"])
def test_words_that_look_like_something_else_are_in_quotes(words: str) -> None:
    (song,) = read_charts(f"[Dm]{words}\n\n{{start_of_verse}}\n{words}\n[C]la\n{{end_of_verse}}".encode()).songs
    again = one(written(song))
    assert [str(symbol) for symbol in again.symbols] == ["Dm", "C"]
    assert f"“{words}”" in written(song) or words.startswith("A e")


def test_words_after_chords_without_words_are_apart() -> None:
    (song,) = read_charts(b"{sov: Solo}\n[C] [G]\nnobody sings\n[F]la\n{eov}").songs
    assert written(song).endswith("[Solo]\nC  G\n\nnobody sings\nF\nla\n")
    assert [section.name for section in one(written(song)).sections] == ["Solo", ""]


def test_what_is_sung_on_la_is_no_chord() -> None:
    (section,) = one("C   G\nla la la\nla la la\nla la la\n").sections
    assert [str(each.symbol) for bar in section.bars for each in bar.chords] == ["C", "G"]
    assert section.texts[0].lines == ("la la la", "la la la")
    assert [str(symbol) for symbol in one("Do   Sol\nla la la\n").symbols] == ["C", "G"]


def test_no_file_is_too_much() -> None:
    with pytest.raises(ChartTooLargeError, match="262145 characters: give at most 262144"):
        one(" " * 262_145)
    with pytest.raises(ChartTooLargeError, match="more than 10000 chords"):
        one("C G\nla la\n" * 5001)
    with pytest.raises(ChartTooLargeError, match="more than 10000 sections"):
        one("[V]\n\n" * 10_002)
    (section,) = one("C\nla\n" + "C " * 3000).sections
    assert (len(section.bars), section.texts[0].kind) == (1, TextKind.WORDS)


def test_what_is_not_carried_is_said() -> None:
    (song,) = read_charts(b"{album: Sky}\n{pedal: on}\n{c: softly}\n[C]la [Hm%]la\n{key: G}\n[G]lo").songs
    writing = write_charts((song,), "chords-over-lyrics")
    assert [str(lost) for lost in writing.lost] == [
        "chords as the source writes them",
        "remarks: written as words",
        "other tags",
    ]
    read = one(writing.data.decode())
    assert (read.tags, [bar.key for bar in read.bars][2]) == ((("album", "Sky"),), parse_key("G"))
    assert "?" in writing.data.decode()


@pytest.mark.skipif(not SHARED.is_dir(), reason="no ../shared/charts: nothing to compare with")
@pytest.mark.parametrize("name", ["t001", "t003", "t108"])
def test_chords_stand_where_chordpro_puts_them(name: str) -> None:
    mine = write_charts(read_charts((SHARED / f"{name}.crd").read_bytes(), form="chords-over-lyrics").songs, "chordpro")
    theirs = lines((SHARED / f"{name}.cho").read_text())
    assert set(theirs) <= set(lines(mine.data.decode()))
