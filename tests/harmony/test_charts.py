"""Charts as people type them: what is read, how long each chord lasts, and what is refused.

Origin of the values: what a player would do who reads the text; where players differ, ``docs/charts.md`` says which.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chordwork.harmony import ChartSyntaxError, CrowdedBarError, ProgressionError, SymbolSyntaxError
from chordwork.music.charts import Chart, read_bars, read_chart, read_item, read_progression, share_bar


def shown(chart: Chart) -> str:
    """``C3 G1 | Am4``: chords with their beats; ``~`` before one that is held over the bar line."""
    return " | ".join(
        " ".join(f"{'~' * chord.held}{chord.symbol}:{chord.beats}" for chord in bar.chords) for bar in chart.bars
    )


def played(text: str, metre: tuple[int, int] = (4, 4)) -> str:
    return shown(read_chart(text, metre=metre))


@pytest.mark.parametrize(
    ("text", "bars"),
    [
        ("C / / G", "C:3 G:1"),  # G on beat 4
        ("C . . G", "C:3 G:1"),
        ("C - - G", "C:3 G:1"),
        ("C – – G", "C:3 G:1"),
        ("| C / / G |", "C:3 G:1"),
        ("| C % % G |", "C:3 G:1"),  # within a bar, % is the beat before once more
        ("| C . . G | Am . F . |", "C:3 G:1 | Am:2 F:2"),
        ("C / / / G / / /", "C:4 | G:4"),
        ("C/// G///", "C:4 | G:4"),
        ("C... G...", "C:4 | G:4"),
        ("C //// G ////", "C:4 | G:4"),  # four strokes under each name, the name itself is none
        ("C // G //", "C:2 G:2"),
        ("| C / / / / | G |", "C:4 | G:4"),
        ("C / / G / / Am /", "C:3 G:1 | ~G:2 Am:2"),
        ("C - G -", "C:2 G:2"),
        ("| C / / / | / / G / |", "C:4 | ~C:2 G:2"),
        ("C | - | G", "C:4 | ~C:4 | G:4"),
        ("| C |   | G |", "C:4 | ~C:4 | G:4"),  # an empty bar: the chord goes on
        ("C ~ G |", "C:2 G:2"),
        ("| F~G . . . |", "F:1/2 G:7/2"),  # two chords on one beat
        ("| N.C.~C . . . |", "N.C.:1/2 C:7/2"),
        ("| C . .~G . |", "C:5/2 G:3/2"),
        ("| C . | G . |", "C:4 | G:4"),
    ],
)
def test_beats(text: str, bars: str) -> None:
    assert played(text) == bars


@pytest.mark.parametrize(
    "text",
    [
        "C - G - Am - F",
        "C / G / Am / F",
        "C, G, Am, F",
        "C→G→Am→F",
        "C->G->Am->F",
        "C-G-Am-F",
        "C–G–Am–F",
        "C ‑ G ‑ Am ‑ F",
    ],
)
def test_one_sign_between_chords_only_parts_them(text: str) -> None:
    assert played(text) == "C:4 | G:4 | Am:4 | F:4"


@pytest.mark.parametrize(
    ("count", "metre", "beats"),
    [
        (3, (4, 4), "2 1 1"),
        (2, (4, 4), "2 2"),
        (5, (4, 4), "1 1 1 1/2 1/2"),  # more chords than beats
        (8, (4, 4), "1/2 1/2 1/2 1/2 1/2 1/2 1/2 1/2"),
        (2, (3, 4), "2 1"),
        (4, (3, 4), "1 1 1/2 1/2"),
        (2, (5, 4), "3 2"),
        (3, (5, 4), "2 2 1"),
        (2, (7, 8), "4 3"),
        (3, (7, 8), "3 2 2"),
        (2, (5, 8), "3 2"),
        (2, (7, 4), "4 3"),
        (2, (6, 8), "3 3"),
        (3, (6, 8), "2 2 2"),
        (4, (6, 8), "2 1 2 1"),  # two on each felt beat
        (2, (9, 8), "6 3"),  # two felt beats and one
        (3, (9, 8), "3 3 3"),
        (2, (12, 8), "6 6"),
        (3, (12, 8), "6 3 3"),
        (2, (2, 4), "1 1"),
        (3, (2, 2), "1 1/2 1/2"),
        (2, (3, 8), "2 1"),
    ],
)
def test_chords_share_a_bar_on_its_beats(count: int, metre: tuple[int, int], beats: str) -> None:
    shares = share_bar(count, metre)
    assert shares is not None
    assert " ".join(map(str, shares)) == beats


@pytest.mark.parametrize(("groups", "beats"), [((2, 2, 3), "4 3"), ((3, 2, 2), "3 4"), ((2, 3, 2), "5 2")])
def test_chords_change_on_the_felt_beats_of_an_uneven_metre(groups: tuple[int, ...], beats: str) -> None:
    assert " ".join(map(str, share_bar(2, (7, 8), groups) or ())) == beats


@given(st.integers(1, 40), st.integers(1, 16), st.sampled_from((2, 4, 8)))
def test_shares_fill_the_bar_and_change_on_beats_while_there_are_enough(count: int, beats: int, unit: int) -> None:
    shares = share_bar(count, (beats, unit))
    if count > beats * 16 // unit:
        assert shares is None
    elif shares is not None:
        assert sum(shares) == beats
        assert min(shares) >= Fraction(unit, 16)
        assert list(shares) == sorted(shares, reverse=True) or count > beats // 3
        if count <= beats and unit != 8:
            assert all(share.denominator == 1 for share in shares)
    else:
        assert count > beats


@pytest.mark.parametrize(
    ("text", "bars"),
    [
        ("|: C | G :|", "C G C G"),
        ("𝄆 C | G 𝄇", "C G C G"),
        ("||: C | G :||", "C G C G"),
        ("C | G :|", "C G C G"),  # without a beginning: from the start
        ("|: C | G :| x3", "C G C G C G"),
        ("|: C | G :|3x", "C G C G C G"),
        ("|: C :| |: G :|", "C C G G"),
        ("|: C | % :|", "C C C C"),
        ("C G x2", "C G C G"),
        ("C G (x2)", "C G C G"),
        ("2x C G", "C G C G"),
        ("C G\n(x2)", "C G C G"),
        ("(C G) x2 Am", "C G C G Am"),
        ("| C | G | ×2", "C G C G"),
        ("C x2 G x3", "C C G G G"),
        ("C | % | G", "C C G"),
        ("C % % G", "C C C G"),  # without bar lines each is a bar
        ("C | G | %% | Am", "C G C G Am"),
        ("C | G | %% | | Am", "C G C G Am"),  # its second half may be drawn
        ("C | 𝄎 | G", "C C G"),
        ("|: A | B |1. C :|2. D |", "A B C A B D"),
        ("|: A | B |1 C :|2 D | E", "A B C A B D E"),
        ("|: A | B |[1. C :| [2. D |]", "A B C A B D"),
        ("|: A | B\n|1. C :|\n|2. D |", "A B C A B D"),
        ("|: A |1.-3. C :|4. D |", "A C A C A C A D"),
        ("|: A |1,2. C :|3. D :| E", "A C A C A D E"),
        ("|: A |1. C |2. D |", "A C A D"),  # the sign before the second ending is often left out
        ("[Verse]\nC G\n[Chorus]\nF\n[Verse]", "C G F C G"),  # played again
        ("Chorus x2:\nC G", "C G C G"),
        ("[Chorus x2]\nC G\nF", "C G F C G F"),
        ("{soc}\nC G\n{eoc}\nF\n{chorus}", "C G F C G"),
    ],
)
def test_what_is_played(text: str, bars: str) -> None:
    assert " ".join(str(chord.symbol) for bar in read_chart(text).bars for chord in bar.chords) == bars


@pytest.mark.parametrize(
    ("text", "sections"),
    [
        ("Verse 1: C G\nChorus: F", ["Verse 1", "Verse 1", "Chorus"]),
        ("[Intro]\nC\n[Verse 2]\nG", ["Intro", "Verse 2"]),
        ("A: C G\nB: F", ["A", "A", "B"]),  # and yet "A:min" is a label of Harte's
        ("[A]\nC G\n[B]\nF", ["A", "A", "B"]),
        ("Pre-Chorus\nC\nMiddle 8:\nG", ["Pre-Chorus", "Middle 8"]),
        ("Refrão: C\nEstribillo: G", ["Refrão", "Estribillo"]),
        ("{start_of_verse: Verse 1}\n[C]La [G]la\n{end_of_verse}", ["Verse 1", "Verse 1"]),
        ("[Intro] C G [Outro] F", ["Intro", "Intro", "Outro"]),
        ("A:min G:maj/3", ["", ""]),
    ],
)
def test_sections_are_named(text: str, sections: list[str]) -> None:
    assert [bar.section for bar in read_chart(text).bars] == sections


@pytest.mark.parametrize(
    ("text", "bars"),
    [
        ("3/4 C G", [((3, 4), "C:3"), ((3, 4), "G:3")]),
        ("| C | 2/4 F | 4/4 G |", [((4, 4), "C:4"), ((2, 4), "F:2"), ((4, 4), "G:4")]),
        ("| 6/8 C G | Am |", [((6, 8), "C:3 G:3"), ((6, 8), "Am:6")]),
        ("{time: 3/4}\n| C | G |", [((3, 4), "C:3"), ((3, 4), "G:3")]),
        ("Time: 6/8\nC", [((6, 8), "C:6")]),
        ("|: 4/4 C | 2/4 F :| 3/4 G", [((4, 4), "C:4"), ((2, 4), "F:2")] * 2 + [((3, 4), "G:3")]),
    ],
)  # fmt: skip
def test_metres_change_where_the_text_says(text: str, bars: list[tuple[tuple[int, int], str]]) -> None:
    read = read_chart(text)
    assert [(bar.metre, " ".join(f"{each.symbol}:{each.beats}" for each in bar.chords)) for bar in read.bars] == bars


@pytest.mark.parametrize(
    ("text", "chords"),
    [
        ("[C]Hello [G]world", "C G"),
        ("[C] [G] [Am]", "C G Am"),
        ("[C]Hel[G/B]lo\n[Am]again", "C G/B Am"),
        ("{title: A}\n# a comment\n{sov}\n[C]Hello [*softly] [G7]you\n{eov}", "C G7"),
        ("C        G\nHello darkness my old friend\nAm  F\nI have come to talk", "C G Am F"),
        ("Am   G\nA day in the life\n\nF  C\nof someone", "Am G F C"),
        ("Title: A song\nCapo: 0\nKey: G\nG C", "G C"),
        ("e|--0--|--3--|\nC G", "C G"),
        ("C G # the bridge\nAm", "C G Am"),
        ('C "let it ring" G', "C G"),
        ("(C) G (Am7)", "C G Am7"),  # chords that may be left out are chords
        ("C maj7 A minor D (add9) F /G", "Cmaj7 Am Dadd9 F/G"),
        ("{start_of_tab}\nE|--3--|\n{end_of_tab}\nC", "C"),
        ("1. C G\n2. Am F", "C G Am F"),  # lines may be numbered
        ("C maj7 | [Verse] A minor", "Cmaj7 Am"),
        ("[Verse]\n[tab][ch]G[/ch]      [ch]D[/ch]\nsome words here[/tab]", "G D"),
        ("Am7-D7-G | A‑7 C-", "Am7 D7 G Am7 Cm"),
        ("[Verse 1] [C]La [G]la\n[*softly] la la", "C G"),
        ("N.C. C NC G n.c. No chord", "N.C. C N.C. G N.C. N.C."),
    ],
)
def test_chords_among_words(text: str, chords: str) -> None:
    assert " ".join(map(str, read_progression(text))) == chords


def test_chords_behind_a_capo_are_read_as_they_sound() -> None:
    assert str(read_chart("{capo: 3}\n[G]Hey [D]there").symbols[0]) == "Bb"
    assert [str(each) for each in read_chart("Capo 2\nG D Em C").symbols] == ["A", "E", "F#m", "D"]
    assert read_chart("Capo 2\nG").capo == 2
    assert [str(each) for each in read_chart("{transpose: -2}\n[D]Hey [A]you").symbols] == ["C", "G"]


def test_a_grid_of_chordpro() -> None:
    rows = "A || Am . . . | C . G . | % . . . | F~G . . . | twice\n|: E7 . . . :| x2"
    text = f"{{start_of_grid 1+4x4+1}}\n{rows}\n{{end_of_grid}}"
    assert played(text) == "Am:4 | C:2 G:2 | C:2 G:2 | F:1/2 G:7/2 | E7:4 | E7:4"


@pytest.mark.parametrize(
    ("text", "bars"),
    [
        ("C | G Fine | D.C. al Fine", "C G C G"),
        ("C G Fine Am F D.C. al Fine", "C G Am F C G"),
        ("| C Fine | Am | F | D.C. al Fine |", "C Am F C"),
        ("C G Am F D.C.", "C G Am F C G Am F"),
        ("| C | Segno G | Am | D.S. |", "C G Am G Am"),
        ("| C | G To Coda | Am | D.C. al Coda | F | Coda Bb |", "C G Am C G Bb"),
        ("| C | 𝄋 G 𝄌 | Am D.S. al Coda | 𝄌 F |", "C G Am G F"),
        ("C G To Coda Am F DC al Coda\nCoda Bb F", "C G Am F C G Bb F"),
        ("|: C | G :| Am Fine | F | D.C. al Fine", "C G C G Am F C G Am"),
        ("Verse: C G To Coda\nAm D.C. al Coda\nCoda: Bb", "C G Am C G Bb"),
    ],
)
def test_jumps_are_followed(text: str, bars: str) -> None:
    assert " ".join(str(bar.chords[0].symbol) for bar in read_chart(text).bars) == bars


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("|: C | G", 3, "never closed"),
        ("C G D.S. al Fine", 2, "goes back to a segno"),
        ("C To Coda G D.C. al Coda", 0, "goes on to a coda"),
        ("Fine | C | G", 0, "none before it"),
        ("| C / / / / / | G", 10, "6 beats in one bar of 4/4"),
        ("| / G | C", 2, "before it"),
        ("%% C", 0, "two bars before"),
        ("% C", 0, "bar before"),
        (":| C", 0, "nothing does"),
        ("x2", 0, "what stands before"),
        ("|: C :| x0", 8, "1 to 64"),
        ("C G x100", 4, "1 to 64"),
        ("17/4 C", 0, "no metre"),
        ("|: A |1. B :|3. D |", 9, "no ending"),
    ],
)
def test_bars_that_make_no_sense_are_pointed_at(text: str, position: int, words: str) -> None:
    with pytest.raises(ChartSyntaxError, match=words) as caught:
        read_chart(text)
    assert (caught.value.text, caught.value.position) == (text, position)


def test_a_bar_holds_no_more_chords_than_sixteenths() -> None:
    assert len(read_chart("C G " * 8 + "|").bars[0].chords) == 16
    with pytest.raises(CrowdedBarError, match="at most 16"):
        read_chart("C " * 17 + "|")
    assert len(read_bars("C " * 17 + "|")[0]) == 17  # the order of chords is known all the same


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("c g am f", "C G Am F"),
        ("c g Am f", "C G Am F"),
        ("f#m7 | bb/d c", "F#m7 | Bb/D C"),
        ("dm7 g7 cmaj7", "Dm7 G7 Cmaj7"),
    ],
)
def test_small_letters_are_offered_as_capitals(text: str, offered: str) -> None:
    with pytest.raises(SymbolSyntaxError, match=offered.replace("|", r"\|")) as caught:
        read_chart(text)
    assert caught.value.suggestion == offered


@pytest.mark.parametrize(
    ("text", "notation"), [("Do Rem Sol", "solfege"), ("Fis H", "german"), ("H7 Em", "german"), ("La Mi", "solfege")]
)
def test_another_notation_is_offered_where_it_reads_everything(text: str, notation: str) -> None:
    with pytest.raises(SymbolSyntaxError, match=f"notation {notation}"):
        read_chart(text)


def test_errors_tell_line_and_column() -> None:
    with pytest.raises(SymbolSyntaxError, match="line 3, column 5: ") as caught:
        read_chart("C G\nAm F\nC G Xy F | C")
    assert (caught.value.line, caught.value.column) == (3, 5)
    assert caught.value.pointer == ("C G Xy F | C", "    ^")


@pytest.mark.parametrize("text", ["C\nAmy", "C G\nF Gx", "C G Amy F", "C G\nA be"])
def test_a_mistyped_chord_is_no_word_of_a_song(text: str) -> None:
    with pytest.raises(SymbolSyntaxError):
        read_chart(text)


def test_items_of_a_list_may_be_bars() -> None:
    assert str(read_item("Am7/C")) == "Am7/C"
    assert shown(read_item("C | G Am")) == "C:4 | G:2 Am:2"  # type: ignore[arg-type]
    assert shown(read_item("C G")) == "C:2 G:2"  # type: ignore[arg-type]
    assert shown(read_item("C / / G")) == "C:3 G:1"  # type: ignore[arg-type]
    assert str(read_item("C maj7")) == "Cmaj7"


def test_repeats_without_end_are_refused() -> None:
    for text in ("|: C :| x64 " * 500, "C x64 " * 300, "(C x64) x64 x64"):
        with pytest.raises(ProgressionError):
            read_chart(text)


@given(st.text(max_size=80), st.sampled_from(((4, 4), (6, 8), (7, 8))))
def test_any_text_is_read_or_refused(text: str, metre: tuple[int, int]) -> None:
    try:
        chart = read_chart(text, metre=metre)
    except (SymbolSyntaxError, ProgressionError) as error:
        assert 0 <= getattr(error, "position", 0) <= len(text)  # noqa: PT017
    else:
        for bar in chart.bars:
            assert not bar.chords or sum(chord.beats for chord in bar.chords) == bar.metre[0]


PIECES = "C G7 Am F#m7b5/E | |: :| % %% / . - x2 ( ) 1. [2. 3/4 N.C. ~ Verse: [C] la {soc} # || 2/4 (x3) |1. D.C."


@given(st.lists(st.sampled_from([*PIECES.split(), "\n"]), max_size=20).map(" ".join))
def test_what_looks_like_a_chart_is_read_or_refused(text: str) -> None:
    try:
        chart = read_chart(text)
    except (SymbolSyntaxError, ProgressionError) as error:
        assert 0 <= getattr(error, "position", 0) <= len(text)  # noqa: PT017
    else:
        assert all(sum(chord.beats for chord in bar.chords) == bar.metre[0] for bar in chart.bars if bar.chords)
        assert chart.symbols == tuple(read_progression(text))


@pytest.mark.parametrize(
    ("heading", "capo"),
    [
        # what Cifra Club, German, French, Italian and Spanish songbooks print above a song: no chord among it is played
        ("Tom: G", 0),
        ("Tonart: G", 0),
        ("Ton: G", 0),
        ("Tonalité : Am", 0),
        ("Tonalidad: Am", 0),
        ("Afinação: E A D G B E", 0),
        ("Afinación: D A D G A D", 0),
        ("Stimmung: E A D G H E", 0),
        ("Accordatura: D A D G A D", 0),
        ("Original Key: Bb", 0),
        ("No capo", 0),
        ("Ohne Kapo", 0),
        ("Capo: none", 0),
        ("Capo II", 2),
        ("Capo: III", 3),
        ("Kapo 2. Bund", 2),
        ("Capotraste na 2ª casa", 2),
        ("Cejilla en el traste 3", 3),
        ("Cejilla: traste 2", 2),
        ("Capodastre 3e case", 3),
        ("Capo al 2° tasto", 2),
        ("Capo at the 4th fret", 4),
    ],
)
def test_headings_in_other_languages_are_no_chords(heading: str, capo: int) -> None:
    chart = read_chart(f"{heading}\nG D")
    assert chart.capo == capo
    assert len(chart.symbols) == 2
    assert [symbol.notes[0].pitch_class for symbol in chart.symbols] == [(7 + capo) % 12, (2 + capo) % 12]


def test_a_tempo_and_a_metre_above_a_song() -> None:
    assert read_chart("♩ = 96\nC").tempo_bpm == 96
    assert read_chart("Takt: 3/4\nC G").metre == (3, 4)
    assert read_chart("Compás: 6/8\nC G").metre == (6, 8)


@pytest.mark.parametrize(
    "times", ["x2", "2 times", "(2 times)", "(play 2 times)", "(repeat 2x)", "2 mal", "2 fois", "(2 vezes)", "bis"]
)
def test_how_often_in_words(times: str) -> None:
    assert played(f"|: C | G :| {times}") == "C:4 | G:4 | C:4 | G:4"
    assert played(f"C G {times}") == "C:4 | G:4 | C:4 | G:4"


def test_a_bar_once_more_in_words() -> None:
    assert played("| C G | simile | sim. | F |") == "C:2 G:2 | C:2 G:2 | C:2 G:2 | F:4"


def test_chords_in_one_pair_of_brackets_are_a_group_and_no_name() -> None:
    assert played("[C G Am F]\nDm") == "C:4 | G:4 | Am:4 | F:4 | Dm:4"
    assert played("[C G] x2\nDm") == "C:4 | G:4 | C:4 | G:4 | Dm:4"
    assert played("(C G) x2\nDm") == "C:4 | G:4 | C:4 | G:4 | Dm:4"
    assert [bar.section for bar in read_chart("[Verse]\n[C G]\n[Chorus]\nF").bars] == ["Verse", "Verse", "Chorus"]
