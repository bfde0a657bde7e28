"""Charts become tabs, and what is printed can be pasted back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chordwork.harmony import parse_symbol
from chordwork.music.charts import Chart, read_chart
from chordwork.music.tabs import Tab, tab

SHORT = ("C", "G7", "Am", "F", "E7", "Bb", "F#m")
"""Names that have room above a beat."""
CHORDS = ("C", "G7", "Am", "F", "Dm7", "E7", "Bb", "F#m", "C/E", "Gsus4", "N.C.")
METRES = ("4/4", "3/4", "6/8", "5/4", "7/8", "12/8")
SHORT_BARS = st.lists(st.lists(st.sampled_from(SHORT), min_size=1, max_size=2), min_size=1, max_size=6)
BARS = st.lists(st.lists(st.sampled_from(CHORDS), min_size=1, max_size=5), min_size=1, max_size=6)


def heard(chart: Chart) -> list[tuple[frozenset[int], int | None, Fraction]]:
    """What sounds and for how many quarter notes; the same chord twice in a row is one."""
    result: list[tuple[frozenset[int], int | None, Fraction]] = []
    for symbol, length in chart.quarters():
        bass = None if symbol.bass is None else symbol.bass.pitch_class
        if result and result[-1][:2] == (symbol.pitch_classes, bass):
            length += result.pop()[2]
        result.append((symbol.pitch_classes, bass, length))
    return result


def marks(made: Tab) -> list[tuple[int, int, str]]:
    return [(number, mark.start, mark.symbol) for number, bar in enumerate(made.score.bars) for mark in bar.marks]


@settings(deadline=None, max_examples=40)
@given(BARS, st.sampled_from(METRES), st.sampled_from((0, 2, 3)), st.sampled_from(("english", "german", "solfege")))
def test_chordpro_is_read_back(bars, metre, capo, notation) -> None:
    time = tuple(map(int, metre.split("/")))
    chart = read_chart(" | ".join(map(" ".join, bars)) + " |", metre=time)
    pairs = [(symbol, length * time[1] / 4) for symbol, length in chart.quarters()]
    made = tab(pairs, metre=metre, capo=capo, notation=notation)
    assert heard(read_chart(made.chordpro(), notation=notation)) == heard(chart)


@settings(deadline=None, max_examples=40)
@given(SHORT_BARS, st.sampled_from(METRES), st.sampled_from((60, 96, 140)))
def test_a_text_tab_is_read_back(bars, metre, width) -> None:
    text = " | ".join(map(" ".join, bars)) + " |"
    time = tuple(map(int, metre.split("/")))
    made = tab(text, metre=metre, title="C Am")
    printed = made.text(width=width)
    assert heard(read_chart(printed)) == heard(read_chart(text, metre=time))
    assert read_chart(printed).metre == time
    assert heard(read_chart(made.text(boxes=False))) == heard(read_chart(printed))


def test_a_text_tab_with_a_capo_is_read_as_it_sounds() -> None:
    made = tab("Bb F | Gm | Eb . . F", capo=3)
    assert [str(each) for each in read_chart(made.text()).symbols] == ["Bb", "F", "Gm", "Eb", "F"]
    assert heard(read_chart(made.text())) == heard(read_chart("Bb F | Gm | Eb . . F"))


@pytest.mark.parametrize("notation", ["german", "solfege"])
def test_what_is_printed_in_a_notation_is_read_in_it(notation) -> None:
    made = tab("B7 | Eb F#m | Bb", capo=1)
    there = read_chart(made.chordpro())
    named = tab([str(symbol) for symbol in there.symbols])
    assert named.to_dict()["chords"] == ["B7", "Eb", "F#m", "Bb"]
    words = {"german": "H7 | Es Fism | B", "solfege": "Si7 | Mib Fa#m | Sib"}[notation]
    local = tab(words, notation=notation, capo=1)
    assert local.to_dict()["chords"] == words.replace("| ", "").split()
    assert [mark.symbol for bar in local.score.bars for mark in bar.marks] == ["B7", "Eb", "F#m", "Bb"]
    again = tab(local.chordpro(), notation=notation)
    assert again.to_dict()["chords"] == local.to_dict()["chords"]
    assert again.score.board.capo == 1
    assert words.split()[0] in local.text()
    assert "<kind" in local.musicxml()


@pytest.mark.parametrize(
    ("text", "metre", "places"),
    [
        ("C / / G", "4/4", [(0, 0, "C"), (0, 36, "G")]),  # beat 4
        ("C F G | C", "4/4", [(0, 0, "C"), (0, 24, "F"), (0, 36, "G"), (1, 0, "C")]),
        ("C G |", "5/4", [(0, 0, "C"), (0, 36, "G")]),
        ("C G |", "7/8", [(0, 0, "C"), (0, 24, "G")]),
        ("C G |", "9/8", [(0, 0, "C"), (0, 36, "G")]),
        ("|: C | G :|", "4/4", [(0, 0, "C"), (1, 0, "G"), (2, 0, "C"), (3, 0, "G")]),
        ("C | . | G", "4/4", [(0, 0, "C"), (2, 0, "G")]),
    ],
)
def test_chords_begin_on_beats(text: str, metre: str, places: list[tuple[int, int, str]]) -> None:
    assert marks(tab(text, metre=metre)) == places


def test_a_text_gives_its_own_metre_title_capo_and_sections() -> None:
    made = tab("{title: Waltz}\n{time: 3/4}\n{capo: 2}\n{sov: Verse}\n[G]La [D]la\n{eov}\n{soc: Chorus}\n[Em]lo\n{eoc}")
    assert (made.score.title, str(made.score.metre), made.score.board.capo) == ("Waltz", "3/4", 2)
    assert marks(made) == [(0, 0, "A"), (1, 0, "E"), (2, 0, "F#m")]
    assert [(section.bar, section.title) for section in made.score.sections] == [(0, "Verse"), (2, "Chorus")]
    assert tab("{title: Waltz}\nC", title="Mine").score.title == "Mine"


def test_a_change_of_metre_is_said() -> None:
    made = tab("| C | 2/4 F | 4/4 G |")
    assert any("2/4" in note for note in made.notes)
    assert marks(made) == [(0, 0, "C"), (1, 0, "F"), (1, 24, "G")]


def test_a_list_has_a_chord_or_bars_in_each_item() -> None:
    assert marks(tab(["C", "G | Am F", "C / / G"])) == [
        (0, 0, "C"), (1, 0, "G"), (2, 0, "Am"), (2, 24, "F"), (3, 0, "C"), (3, 36, "G"),
    ]  # fmt: skip
    assert parse_symbol("C") == read_chart("C").symbols[0]
