"""What iReal Pro's signs mean, one by one."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from chordwork.harmony import NO_SYMBOL, UNKNOWN_SYMBOL, parse_key, to_lead_sheet
from chordwork.music.charts import ChartFileError, ChartTooLargeError
from chordwork.music.charts.form import MAX_BARS, Reading
from chordwork.music.charts.ireal import FORMAT
from chordwork.music.charts.ireal.qualities import QUALITIES, write_chord
from chordwork.music.charts.ireal.scrambling import PREFIX, scrambled, unscrambled
from chordwork.music.song import Bar, Jump, Song, play


def read(chords: str, head: str = "Title=Composer Name==Swing=C==") -> Reading:
    text = f"irealb://{quote(head + scrambled(chords), safe='=')}=Groove=120=3"
    return FORMAT.read(text.encode())  # type: ignore[misc]


def song(chords: str) -> Song:
    return read(chords).songs[0].check()


def bars(chords: str) -> tuple[Bar, ...]:
    return tuple(song(chords).bars)


def shown(*all_bars: Bar) -> str:
    """Chords with their beats, bars parted by lines: ``C Am@2 | F``."""
    texts = []
    for bar in all_bars:
        chords = []
        for chord in bar.chords:
            name = to_lead_sheet(chord.symbol)
            name = f"({name})" if chord.optional else name
            chords.append(f"{name}@{chord.beat}" if chord.beat else name)
        texts.append(" ".join(chords))
    return " | ".join(texts)


def test_a_song_has_its_names_key_metre_tempo_and_tags() -> None:
    found = read("T34C   Z ", "Girl From Somewhere, The=Johnson Robert==Slow Swing=F#-=3=").songs[0]
    assert (found.title, found.composer, found.style) == ("The Girl From Somewhere", "Robert Johnson", "Slow Swing")
    assert (found.key, found.metre, found.tempo_bpm) == (parse_key("F# minor"), (3, 4), 120.0)
    assert (found.transposition, found.tags) == (3, (("groove", "Groove"), ("choruses", "3")))


def test_a_tempo_counts_felt_beats() -> None:
    assert song("T12C   Z ").tempo_bpm == 180.0
    assert song("T68C   Z ").tempo_bpm == 180.0
    assert song("T78C   Z ").tempo_bpm == 120.0
    assert song("T22C   Z ").tempo_bpm == 240.0


@pytest.mark.parametrize(
    ("chords", "wanted"),
    [
        ("[T44C   |A-7 D7 |G7,F7,E7,D7|C  G7Z", "C | Am7 D7@2 | G7 F7@1 E7@2 D7@3 | C G7@3"),
        ("T34C G |C  G|C,F,G, Z", "C G@2 | C G@2 | C F@1 G@2"),
        ("T54C G |C,D,E,F,G,Z", "C G@3 | C D@1 E@2 F@3 G@4"),
        ("T44C,G,|C,F,G,Z", "C G@2 | C F@2 G@3"),
        ("T12C G |C  GZ", "C G@6 | C G@9"),
        ("T68C G Z", "C G@3"),
        ("T24C,G,Z", "C G@1"),
        ("T44ppG7 |n   |pppp|C   Z", "G7@2 | N.C. |  | C"),
        ("T44E W/G W/A|C   Z", "E E/G@2 E/A@3 | C"),
        ("T44E, W/G, W/A,|C   Z", "E E/G@2 E/A@3 | C"),
        ("C7(F#7)   |C   (G7)|F   Z", "C7 (F#7) | C (G7)@3 | F"),
        ("C(A-) G7 Z", "C (Am) G7@2"),
        ("T44sC,F,lG, |C   Z", "C F@1 G@2 | C"),
    ],
)
def test_cells_are_beats_where_they_can_be(chords: str, wanted: str) -> None:
    assert shown(*bars(chords)) == wanted


def test_signs_for_the_bar_or_the_two_bars_before() -> None:
    found = bars("C   | x  |F G |A-  |   r|    |E   Z ")
    assert shown(*found) == "C | C | F G@2 | Am | F G@2 | Am | E"
    assert [bar.same_as for bar in found] == [0, 1, 0, 0, 2, 2, 0]
    assert shown(*bars("[CKcl |FXyQZ")) == "C | C | F"
    remarks = read(" x  |C   Z ").remarks
    assert "there is none" in remarks[0].text
    assert "bar 1" in remarks[0].place


def test_repeats_endings_and_how_often() -> None:
    found = song("{C   |N1F   }            |N2G   Z ")
    assert [bar.endings for bar in found.bars] == [(), (1,), (2,)]
    assert shown(*(played.bar for played in play(found))) == "C | F | C | G"
    assert len(play(song("{C   |G  <3x> }|F   Z "))) == 7
    assert len(play(song("C   |G   }|F   Z "))) == 5


def test_a_repeat_that_never_ends_is_left_out_with_a_remark() -> None:
    reading = read("{C   |F   ]{G   |A   }")
    assert shown(*(played.bar for played in play(reading.songs[0]))) == "C | F | G | A | G | A"
    assert reading.remarks[0].text.endswith("it is left out")


@pytest.mark.parametrize(
    ("chords", "played"),
    [
        ("[C   |F  <Fine> |G  <D.C. al Fine> Z ", "C | F | G | C | F"),
        ("[C   |SF   |G  Q |A  <D.S. al Coda> ]Y[QB   Z ", "C | F | G | A | F | G | B"),
        ("{C  Q |G  <3x> }Y[QF   Z ", "C | G | C | G | C | F"),
        ("[C   |SF   |<D.S. al Coda>G   |A   ]QB   Z ", "C | F | G | A | F | G | A | B"),
        ("{C   |N1F   }|N2G   ]A  <D.C. al 2nd End.> Z ", "C | F | C | G | A | C | G"),
        ("[C   |F  <D.C.> Z ", "C | F | C | F"),
    ],
)
def test_the_order_in_which_bars_are_played(chords: str, played: str) -> None:
    assert shown(*(each.bar for each in play(song(chords)))) == played


def test_jumps_are_written_as_far_left_as_the_line_needs_and_happen_at_its_end() -> None:
    found = bars("[SC   |F   |<D.S. al Fine>G |x ]")
    assert [bar.jump for bar in found] == [None, None, None, Jump.DAL_SEGNO_AL_FINE]


def test_marks_begin_parts_and_text_stays_text() -> None:
    found = song("*i[C   ]*A{T44F   }*B[<*36Half time feel>fG   U Z ")
    assert [(part.name, len(part.bars)) for part in found.sections] == [("Intro", 1), ("A", 1), ("B", 1)]
    assert found.sections[2].bars[0].words == "Half time feel; fermata; END"


def test_room_between_lines_is_no_bar_and_an_empty_bar_is_one() -> None:
    assert shown(*bars("[C   ]        [F   |    |G   Z ")) == "C | F |  | G"
    assert shown(*bars("[C   |F   Z      ")) == "C | F"


@pytest.mark.parametrize("quality", QUALITIES)
def test_every_quality_of_the_keyboard_is_read_and_written(quality: str) -> None:
    (bar,) = bars(f"Bb{quality}/D   Z ")
    symbol = bar.chords[0].symbol
    assert str(symbol).endswith("/D")
    again = bars(f"{write_chord(symbol)}   Z ")
    assert again[0].chords[0].symbol == symbol


def test_a_quality_typed_by_hand_stands_between_asterisks() -> None:
    (bar,) = bars("C*m(add11)*/G   Z ")
    assert to_lead_sheet(bar.chords[0].symbol) == "Cm(add11)/G"
    assert write_chord(bar.chords[0].symbol) == "C*m(add11)*/G"


def test_what_cannot_be_read_is_kept_as_text_and_said() -> None:
    reading = read("C*???*   |n   |H   Z ")
    first, second = list(reading.songs[0].bars)[:2]
    assert (first.chords[0].symbol, first.chords[0].written) == (UNKNOWN_SYMBOL, "C*???*")
    assert second.chords[0].symbol == NO_SYMBOL
    assert {remark.place.split(", ")[1] for remark in reading.remarks} == {"bar 1", "column 16"}


def test_a_metre_that_is_none_is_passed_over() -> None:
    reading = read("T44C   |T99G   Z ")
    assert "T99" in reading.remarks[0].text
    assert [bar.metre for bar in reading.songs[0].bars] == [None, None]


@pytest.mark.parametrize("length", [*range(48, 54), 99, 100, 101, 102, 150, 151, 152])
def test_hiding_is_undone(length: int) -> None:
    text = "".join(chr(ord("A") + index % 23) for index in range(length))
    assert unscrambled(scrambled(text)) == text
    assert (scrambled(text) == PREFIX + text) == (length <= 51)


def test_too_many_bars_are_refused() -> None:
    with pytest.raises(ChartTooLargeError, match="10000 bars"):
        read("C|" * (MAX_BARS + 1))


def test_too_many_cells_of_a_bar_are_refused_and_texts_are_not_kept() -> None:
    with pytest.raises(ChartTooLargeError, match="1000 cells"):
        read("C," * 1_100)
    (bar,) = bars("".join(f"<text {number}>" for number in range(200)) + "C   Z ")
    assert len(bar.words.split("; ")) == 50


def test_a_chart_without_bars_is_a_song_without_bars() -> None:
    assert song("").sections == ()


def test_nothing_to_read_says_what_to_give() -> None:
    with pytest.raises(ChartFileError, match="share the song from iReal Pro again"):
        FORMAT.read(b"just words")  # type: ignore[misc]
